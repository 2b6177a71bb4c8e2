"""A case of a sweep is the plan that anybody would make of the same files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from small_sweep import small

from braid.catalog import checks
from braid.catalog.checks import check_scenario
from braid.catalog.load import load_inputs
from braid.comparison.sweeping.alone import load_case
from braid.comparison.sweeping.loaded import Loaded, load_sweep
from braid.comparison.sweeping.measures import measured
from braid.comparison.sweeping.solving import (
    FAILED,
    GOOD,
    NOT_VALID,
    Row,
    Solver,
    case_document,
    case_edits,
    told,
)
from braid.plan.build import make_plan
from braid.schema.scenario import Award, Slice
from braid.schema.sweep import MEASURES
from braid.schema.validate import validate

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ALL = f"measures: [{', '.join(MEASURES)}]\ncharges: true"


def whole(loaded: Loaded, number: int, folder: Path) -> Row:
    """The row of a case, by way of files and ``braid solve``'s own functions."""
    inputs, problems = load_case(loaded, number, folder)
    base, _ = case_edits(loaded, number)
    row = Row(number, base.name, loaded.cases.values(number), GOOD)
    if inputs is None:
        return Row(row.case, row.scenario, row.inputs, NOT_VALID, told(problems))
    plan = make_plan(inputs, explained=False)
    assert plan.audit_passed
    return Row(row.case, row.scenario, row.inputs, GOOD, "", measured(plan, loaded, base))


def test_every_row_is_that_of_the_plan_made_alone(tmp_path: Path) -> None:
    loaded = small(tmp_path, head=ALL)
    reused, fresh = Solver(loaded), Solver(loaded, reuse=False)
    numbers = range(1, len(loaded.cases) + 1)
    alone = [whole(loaded, number, tmp_path / str(number)) for number in numbers]
    assert [reused.row(number) for number in numbers] == alone
    assert [fresh.row(number) for number in reversed(numbers)] == alone[::-1]
    assert len({row.values for row in alone}) > 12


@pytest.mark.parametrize("sweep", sorted(p.stem for p in (SCENARIOS / "sweeps").glob("*.yaml")))
def test_rows_of_the_shipped_sweeps(sweep: str, tmp_path: Path) -> None:
    loaded, _ = load_sweep(SCENARIOS / "sweeps" / f"{sweep}.yaml")
    assert loaded is not None
    last = len(loaded.cases)
    solver = Solver(loaded)
    for number in (1, 2, last // 2, last):
        assert solver.row(number) == whole(loaded, number, tmp_path / str(number))


def test_a_case_that_cannot_be_is_a_row_that_says_so(tmp_path: Path) -> None:
    inputs = """
  - {name: money, award: city, field: amount, values: [-5, 60000]}
  - {name: people, group: fall, field: participants, times: [0.01, 1]}
  - {name: ends, award: city, field: end, values: [2026-01-01, 2027-06-30]}
"""
    loaded = small(tmp_path, inputs)
    rows = [Solver(loaded).row(number) for number in range(1, 9)]
    assert [row.state for row in rows] == [NOT_VALID] * 7 + [GOOD]
    assert "B104" in rows[3].problem
    assert "B104" in rows[5].problem
    assert "B213" in rows[6].problem
    for number, row in enumerate(rows, 1):
        assert row == whole(loaded, number, tmp_path / str(number))


def test_an_internal_fault_is_a_row_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ArithmeticError("no plan today")

    monkeypatch.setattr("braid.comparison.sweeping.solving.make_plan", fail)
    row = Solver(small(tmp_path)).row(1)
    assert (row.state, row.problem) == (FAILED, "ArithmeticError: no plan today")


def test_amounts_alone_never_change_what_is_wrong_with_rules(tmp_path: Path) -> None:
    """Why the rules are not checked again in each case: the shipped scenarios and their sweeps."""
    for path in sorted((SCENARIOS / "sweeps").glob("*.yaml")):
        loaded, _ = load_sweep(path)
        assert loaded is not None
        for number in (1, len(loaded.cases)):
            base, changes = case_edits(loaded, number)
            if not changes.only_numbers:
                continue
            document = case_document(base, changes)
            scenario, _ = validate(type(base.scenario), document)
            assert scenario is not None
            given = scenario, base.library, document, {}
            found = [check_scenario(*given, rules=rules) for rules in (True, False)]
            errors = [[p for p in some if p.severity == "error"] for some in found]
            assert errors[0] == errors[1] == []


@pytest.mark.parametrize("name", ["project-quest", "year-up"])
def test_what_is_not_checked_again_never_asks_how_large_awards_are(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases that differ in nothing but the sizes of awards are checked for these alone."""
    inputs, _ = load_inputs(SCENARIOS / f"{name}.yaml")
    assert inputs is not None
    given = inputs.scenario, inputs.library, inputs.document, {}
    asked: list[str] = []
    for model in (Award, Slice):
        monkeypatch.setattr(model, "__getattribute__", _telling(asked))
    check_scenario(*given, amounts_alone=True)
    assert "amount" in asked
    for check in checks.OF_AMOUNTS:
        monkeypatch.setattr(f"{check.__module__}.check", lambda view: ())
    asked.clear()
    check_scenario(*given)
    assert "amount" not in asked


def _telling(asked: list[str]) -> Callable[[object, str], object]:
    def told(one: object, name: str) -> object:
        asked.append(name)
        return object.__getattribute__(one, name)

    return told


def test_the_number_of_a_rule_varies(tmp_path: Path) -> None:
    inputs = """
  - {name: share, rule: city_fund/most, field: at_most.share, times: [0.5, 1, -1]}
"""
    loaded = small(tmp_path, inputs, "measures: [funded]")
    rows = [Solver(loaded).row(number) for number in (1, 2, 3)]
    assert [row.values for row in rows[:2]] == [(Decimal("20000.00"),), (Decimal("40000.00"),)]
    assert rows[2].state == NOT_VALID
    for number in (1, 2):
        assert rows[number - 1] == whole(loaded, number, tmp_path / str(number))


def test_hours_and_dollars_have_their_own_places(tmp_path: Path) -> None:
    row = Solver(small(tmp_path, head=ALL)).row(1)
    named = dict(zip(MEASURES, row.values, strict=False))
    assert named["unfunded"] == named["cost"] - named["funded"] - named["entitlements"]
    assert named["coverage"] == ((named["cost"] - named["unfunded"]) / named["cost"]).quantize(
        Decimal("0.000001")
    )
