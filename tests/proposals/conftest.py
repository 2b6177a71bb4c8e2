"""Plans of the small scenario under a proposal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from reforms import SCENARIO, Under, reform, small

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.catalog.proposals import Proposing
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.problems import Problem
from braid.schema.proposal import Floors, Money


@pytest.fixture
def under(tmp_path: Path) -> Under:
    """The small scenario's inputs under the text of a proposal."""

    def made(
        text: str, money: Money = "own", *, floors: Floors | None = None,
        only: tuple[str, ...] | None = None, scenario: str = SCENARIO,
    ) -> Inputs:  # fmt: skip
        path = small(tmp_path, scenario)
        proposing = Proposing((reform(tmp_path, text),), money, floors, only)
        inputs, problems = load_inputs(path, tmp_path / "rules", proposing=proposing)
        assert inputs is not None, [str(problem) for problem in problems]
        return inputs

    return made


@pytest.fixture
def planned(under: Under) -> Callable[..., Plan]:
    """The audited plan of the small scenario under the text of a proposal."""

    def made(text: str, money: Money = "own", **further: object) -> Plan:
        plan = make_plan(under(text, money, **further), explained=False)
        assert plan.audit_passed, plan.audit_findings
        return plan

    return made


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., list[Problem]]:
    """The errors of the small scenario under the text of a proposal."""

    def made(
        text: str, scenario: str = SCENARIO, only: tuple[str, ...] | None = None
    ) -> list[Problem]:
        path = small(tmp_path, scenario)
        proposing = Proposing((reform(tmp_path, text),), only=only)
        inputs, problems = load_inputs(path, tmp_path / "rules", proposing=proposing)
        assert inputs is None
        return [problem for problem in problems if problem.severity == "error"]

    return made
