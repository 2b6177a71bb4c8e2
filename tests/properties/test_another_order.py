"""Another order of the input is the same model, term for term: nothing is left to a solver."""

from __future__ import annotations

from typing import Any

import numpy as np
from oracle.generator import generate

from braid.catalog.inputs import Inputs
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from properties import alike
from properties.drawn import Drawn

CASES = range(6300, 6340)  # in 6331 two employers are needed for a match: they stood as stated
PARTS = ("layout", "rows", "upper", "counts", "whole", "costs", "constants", "marks", "remarks")


def test_another_order_of_the_input_is_the_same_model() -> None:
    moved, apart = 0, []
    for seed in CASES:
        case = Drawn(seed)
        alike.shuffle(case, case.random)
        other, one = case.built(), generate(seed)
        moved += other.scenario != one.scenario
        if told(other) != told(one):
            apart.append(seed)
    assert apart == []
    assert moved == len(CASES)


def told(inputs: Inputs) -> list[Any]:
    """All that a model says, as plain values."""
    model = build_model(build_ground(inputs))
    return [plain(getattr(model, part)) for part in PARTS]


def plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if hasattr(value, "items"):
        return [(plain(key), plain(of)) for key, of in value.items()]
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return [plain(getattr(value, name)) for name in value.__dataclass_fields__]
    return value
