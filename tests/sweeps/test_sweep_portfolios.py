"""Sweeps of a portfolio: its things by the names that they have there, each case a whole plan."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from braid.catalog.load import load_inputs
from braid.comparison.sweeping.loaded import load_sweep
from braid.comparison.sweeping.running import run_sweep
from braid.plan.build import make_plan

CHALLENGE = Path(__file__).parents[2] / "scenarios" / "portfolios" / "challenge"
SWEEP = """sweep: state
scenario: challenge/state.yaml
inputs:
  - {name: fund, award: state_fund, field: amount, values: [80000, 120000]}
  - {name: people, group: hills--autumn, field: participants, values: [10, 15]}
  - {name: reform, proposal: [none, move.yaml]}
measures: [unfunded, coverage, lapses]
"""
MOVE = """proposal: move
title: A move
author: T
reference: none
status: idea
date: 2026-11-01
summary: Each office moves.
authority: board
transition: [{cost: {id: move, category: administration, amount: 1000}}]
"""


def written(folder: Path, text: str) -> Path:
    (folder / "challenge").mkdir()
    for path in CHALLENGE.glob("*.yaml"):
        (folder / "challenge" / path.name).write_text(path.read_text())
    (folder / "move.yaml").write_text(MOVE)
    (folder / "sweep.yaml").write_text(text)
    return folder / "sweep.yaml"


def test_a_case_of_a_portfolio_is_its_plan(tmp_path: Path) -> None:
    loaded, problems = load_sweep(written(tmp_path, SWEEP))
    assert loaded is not None, problems
    ran = run_sweep(loaded, tmp_path / "out")
    rows = {
        (row["fund"], row["people"], row["reform"]): row
        for row in csv.DictReader(ran.results.open(encoding="utf-8"))
    }
    assert {row["state"] for row in rows.values()} == {"good"}
    inputs, _ = load_inputs(CHALLENGE / "state.yaml")
    assert inputs is not None
    plan = make_plan(inputs, unsettled=False)
    today = rows["120000", "15", "none"]
    assert (today["unfunded"], today["lapses"]) == (
        f"{plan.summary.unfunded}", f"{plan.summary.lapses}",
    )  # fmt: skip
    for other in (("80000", "15", "none"), ("120000", "15", "move.yaml")):
        assert Decimal(rows[other]["unfunded"]) > plan.summary.unfunded


def test_a_name_without_its_partnership_gets_those_it_may_mean(tmp_path: Path) -> None:
    text = SWEEP.replace("hills--autumn", "winter").replace("state_fund", "yard")
    loaded, problems = load_sweep(written(tmp_path, text))
    assert loaded is None
    assert sorted(p.remedy for p in problems if p.code == "B604") == [
        "Did you mean 'lakes--winter'?", "Did you mean 'lakes--yard'?",
    ]  # fmt: skip
