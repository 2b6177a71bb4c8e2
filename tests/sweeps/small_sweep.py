"""A small scenario with its own rules, and sweeps of it: each case takes some milliseconds."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from braid.comparison.sweeping.loaded import Loaded, load_sweep
from braid.problems import Problem

ERRORS = Path(__file__).parents[1] / "errors"
INPUTS = """
  - {name: money, award: city, field: amount, values: [20000, 40000, 60000]}
  - {name: people, group: '*', field: participants, times: {from: 0.5, to: 1.5, steps: 3}}
  - {name: price, cost: tuition, field: per_participant, values: [2000, 2900.50]}
"""
DRAWN = "sample: {method: monte_carlo, cases: 60, seed: 5}"
RULE = """
rules:
  - id: most
    kind: limit
    spend: {category: tuition_fees}
    at_most: {share: 0.8, of: award}
    why: Not all of it is for tuition.
    cite: Resolution 1
    confidence: verified
    reviewed: 2026-11-22
"""


def folder_with(folder: Path, inputs: str = INPUTS, head: str = "") -> Path:
    """A folder with the scenario, its rules and a sweep; the sweep's file is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ERRORS / "base.yaml", folder / "base.yaml")
    shutil.copytree(ERRORS / "library", folder / "rules", dirs_exist_ok=True)
    fund = folder / "rules" / "city_fund.yaml"
    fund.write_text(fund.read_text(encoding="utf-8") + RULE, encoding="utf-8")
    text = f"sweep: small\n{'' if 'scenario' in head else 'scenario: base.yaml'}\n{head}\n"
    (folder / "sweep.yaml").write_text(f"{text}inputs:{inputs}", encoding="utf-8")
    return folder / "sweep.yaml"


def small(folder: Path, inputs: str = INPUTS, head: str = "") -> Loaded:
    """The sweep, loaded; it must be right."""
    loaded, problems = load_sweep(folder_with(folder, inputs, head), folder / "rules")
    assert loaded is not None, problems
    return loaded


def wrong(folder: Path, inputs: str = INPUTS, head: str = "") -> tuple[Problem, ...]:
    """The problems of a sweep that is not right."""
    loaded, problems = load_sweep(folder_with(folder, inputs, head), folder / "rules")
    assert loaded is None
    return problems


def deadly(numbers: range) -> list[list[str]]:
    """What the processes of a pool do in which case 2 always ends its process."""
    from braid.comparison.sweeping.working import solve_here

    if 2 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return solve_here(numbers)
