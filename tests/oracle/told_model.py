"""What a model says of a scenario, part by part, so that two of them can be compared exactly."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.kinds.past import Past
from braid.model.build import build_model
from braid.model.model import Model

GROUND = {
    "cells": ("codes", "cells", "presences"),
    "charges": ("charges", "spreads", "served", "recorded"),
    "reports": ("duties", "record_duties"),
    "entitlements": ("entitled", "applications", "given_up", "refunds"),
    "shares": ("benefit_shares",),
}
MODEL = {
    "columns": ("layout", "upper", "counts", "whole", "marks", "broken"),
    "aims": ("costs", "constants"),
    "pledges": ("pledges",),
    "remarks": ("remarks",),
}


def told(inputs: Inputs) -> dict[str, Any]:
    """All that the ground and the model of a scenario say, as plain values by part."""
    model = build_model(build_ground(inputs))
    found = {
        part: [plain(getattr(of, name)) for name in names]
        for of, parts in ((model.ground, GROUND), (model, MODEL))
        for part, names in parts.items()
    }
    found["refusals"] = _refused(model.ground)
    if model.ground.past is not None:
        found["over"] = _charged(model.ground.past)
    found |= {f"rows of {kind}": rows for kind, rows in sorted(_rows(model).items())}
    return found


def plain(value: Any) -> Any:
    """A value without types of its own; what is only kept for speed is left out.

    Of a float nine digits: the last ones hang on the order in which a processor adds.
    """
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, set | frozenset):
        return sorted(map(plain, value))
    if hasattr(value, "items"):
        return [(plain(key), plain(of)) for key, of in value.items()]
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        names = [name for name in value.__dataclass_fields__ if not name.startswith("_")]
        return [plain(getattr(value, name)) for name in names]
    return value


def _refused(ground: Ground) -> list[Any]:
    """(award, line, group) and the rules that refuse, with what is not known."""
    said = sorted(ground.refusals.items())
    return [(key, [(no.rule, plain(no.unknown)) for no in noes]) for key, noes in said]


def _charged(past: Past) -> list[Any]:
    """What was charged in periods that are over, and the tables as if none were."""
    entries = past.entries
    names = ("column", "cell", "group", "award", "num", "den")
    columns = [plain(getattr(entries, name)) for name in names]
    return [columns, plain(past.column), past.closed, plain(past.whole)]


def _rows(model: Model) -> dict[str, list[Any]]:
    """The rows of every kind: what they are called, their terms exactly, and what they allow."""
    rows, found = model.rows, defaultdict(list)
    parts = defaultdict(list)
    for name in ("row", "column", "cell", "by"):
        for row, value in zip(rows.cut.row.tolist(), getattr(rows.cut, name).tolist(), strict=True):
            parts[row].append(value)
    for k in range(len(rows)):
        terms = [
            (int(rows.column[at]), rows.value(at)) for at in range(rows.start[k], rows.start[k + 1])
        ]
        about = rows.rule[k], rows.label[k], int(rows.sense[k]), rows.side[k]
        slack = k in rows.whole_cents, rows.rounding.get(k, 0), rows.cell_of.get(k)
        found[rows.kind[k]].append((*about, *slack, terms, parts[k]))
    return found
