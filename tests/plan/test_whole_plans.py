"""All that a plan tells of a small partnership, as a text to read beside its arithmetic.

``told/<name>.yaml`` is the partnership with what its plan comes to by hand, ``told/<name>.txt``
every row and every part of the plan. No other plan is as good, so it is not a matter of taste.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from audited import audited
from draft import draft
from golden import matches_golden
from whole_text import whole_text

from braid.catalog.load import load_inputs

TOLD = Path(__file__).parent / "told"


@pytest.mark.parametrize("name", sorted(path.stem for path in TOLD.glob("*.yaml")))
def test_a_plan_tells_what_its_arithmetic_says(name: str) -> None:
    plan = audited(draft((TOLD / f"{name}.yaml").read_text(encoding="utf-8")))
    matches_golden(TOLD / f"{name}.txt", whole_text(plan))


def test_a_portfolio_tells_what_its_arithmetic_says() -> None:
    inputs, problems = load_inputs(TOLD / "portfolio" / "state.yaml")
    assert inputs is not None, problems
    matches_golden(TOLD / "portfolio" / "state.txt", whole_text(audited(inputs)))
