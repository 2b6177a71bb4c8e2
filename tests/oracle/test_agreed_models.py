"""Models are those that had the textbook's values when they were last asked.

A quick stand-in for the textbook, term for term. ``agreed_models.csv`` has a fingerprint of each
part of a model. Where one is meant to be another now, ``REWRITE_GOLDENS=1 pytest
tests/oracle/test_agreed_models.py`` asks the textbook, and writes only what agrees with it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from draft import draft
from kept_parts import Kept

from braid.catalog.inputs import Inputs
from oracle.adapter import planner_values
from oracle.compare import ROOT, SHIPPED, agree, shipped
from oracle.generator import generate
from oracle.portfolios import portfolio
from oracle.textbook import solve_textbook
from oracle.told_model import told

AGREED = Path(__file__).parent / "agreed_models.csv"
DRAFTS = sorted(
    f"draft {path.relative_to(ROOT / 'tests').with_suffix('')}"
    for folder in ("kinds/golden", "plan/told")
    for path in (ROOT / "tests" / folder).glob("*.yaml")
)
GENERATED = [f"generated {seed}" for seed in range(200)]
PORTFOLIOS = [f"portfolio {seed}" for seed in range(40) if seed != 18]  # 18: slow in the textbook


def inputs_of(case: str) -> Inputs:
    """A generated case or portfolio by its seed, a draft, or a scenario that comes with braid."""
    what, _, which = case.partition(" ")
    if what == "draft":
        return draft((ROOT / "tests" / f"{which}.yaml").read_text(encoding="utf-8"))
    if which:
        return {"generated": generate, "portfolio": portfolio}[what](int(which))
    return shipped(case)


KEPT = Kept(AGREED, [*SHIPPED, *DRAFTS, *GENERATED, *PORTFOLIOS])


@pytest.mark.parametrize("case", KEPT.cases)
def test_a_model_says_what_it_said_when_the_textbook_agreed(case: str) -> None:
    inputs = inputs_of(case)

    def right() -> bool:
        return agree(planner_values(inputs), solve_textbook(inputs, "HIGHS"))

    KEPT.holds(case, told(inputs), right)
