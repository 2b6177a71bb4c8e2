"""Models are those that had the textbook's values when they were last asked.

A quick stand-in for the textbook, term for term. ``agreed_models.csv`` has a fingerprint of each
part of a model. Where one is meant to be another now, ``REWRITE_GOLDENS=1 pytest
tests/oracle/test_agreed_models.py`` asks the textbook, and writes only what agrees with it.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from oracle.adapter import planner_values
from oracle.compare import agree
from oracle.generator import generate
from oracle.portfolios import portfolio
from oracle.textbook import solve_textbook
from oracle.told_model import told

AGREED = Path(__file__).parent / "agreed_models.csv"
ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
GENERATED = [f"generated {seed}" for seed in range(200)]
PORTFOLIOS = [f"portfolio {seed}" for seed in range(40) if seed != 18]  # 18: slow in the textbook


def inputs_of(case: str) -> Inputs:
    """A generated case or portfolio by its seed, or a scenario that comes with braid."""
    what, _, seed = case.partition(" ")
    if seed:
        return {"generated": generate, "portfolio": portfolio}[what](int(seed))
    inputs, problems = load_inputs(ROOT / "scenarios" / f"{case}.yaml", ROOT / "rules")
    assert inputs is not None, problems
    return inputs


@cache
def agreed() -> dict[str, dict[str, str]]:
    """Of every case the fingerprint of every part."""
    found: dict[str, dict[str, str]] = {}
    if AGREED.exists():
        with AGREED.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["case"], {})[row["part"]] = row["fingerprint"]
    return found


@pytest.mark.parametrize("case", [*SHIPPED, *GENERATED, *PORTFOLIOS])
def test_a_model_says_what_it_said_when_the_textbook_agreed(case: str) -> None:
    inputs = inputs_of(case)
    says = told(inputs)
    now = {part: sha256(repr(said).encode()).hexdigest()[:16] for part, said in says.items()}
    then = agreed().get(case, {})
    if now != then and os.environ.get("REWRITE_GOLDENS"):
        assert agree(planner_values(inputs), solve_textbook(inputs, "HIGHS"))
        then = agreed()[case] = now
        write()
    others = sorted(part for part in now | then if now.get(part) != then.get(part))
    assert others == [], "these parts say something else; if it is meant: REWRITE_GOLDENS=1"


def write() -> None:
    """Keep what is known, in a lasting order."""
    with AGREED.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case", "part", "fingerprint"))
        for case in (*SHIPPED, *GENERATED, *PORTFOLIOS):
            writer.writerows((case, *entry) for entry in agreed().get(case, {}).items())
