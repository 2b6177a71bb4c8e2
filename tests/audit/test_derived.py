"""What follows from a plan is in its tables as it should be, and any other value is found."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from unittest import mock

import pytest
from properties.tables import table_faults, written_of

from braid.audit import audit_plan
from braid.audit.books import Books
from braid.audit.derived import Derived, Written
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan

ROOT = Path(__file__).resolve().parents[2]
PLANS = ("scenarios/year-up", "scenarios/small-business-consortium", "scenarios/snap-et-college",
         "scenarios/portfolios/challenge/state")  # fmt: skip


@lru_cache
def planned(name: str) -> tuple[Derived, Written]:
    """What a plan's tables should say, and what they say."""
    inputs, problems = load_inputs(ROOT / f"{name}.yaml", ROOT / "rules")
    assert inputs is not None, problems
    with mock.patch("braid.audit.audit_plan", wraps=audit_plan) as seen:
        plan = make_plan(inputs, explained=False, unsettled=False)
    return Derived(Books(inputs, seen.call_args.args[1])), written_of(plan)


@pytest.mark.parametrize("name", PLANS)
def test_the_tables_of_a_plan_follow_from_it(name: str) -> None:
    derived, written = planned(name)
    assert list(derived.differing(written)) == []


@pytest.mark.parametrize("name", PLANS)
def test_every_value_that_is_wrong_is_found(name: str) -> None:
    derived, written = planned(name)
    tried = 0
    for what, changed in table_faults(written):
        tried += 1
        assert list(derived.differing(changed)), what
    assert tried > 80


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("file", ["awards.csv", "reports.csv", "rules.csv"])
def test_a_line_that_is_missing_or_twice_is_found(name: str, file: str) -> None:
    derived, written = planned(name)
    rows = list(written[file])
    used = [row for row in rows if row.get("kind", "award") == "award"]
    without = [row for row in rows if row is not used[0]]
    for changed in (without, [*rows, used[0]]):
        (found,) = derived.differing({file: changed})
        assert "Lines of this name" in found.message


def test_a_finding_says_where_both_values_and_the_difference() -> None:
    derived, written = planned(PLANS[0])
    rows = [dict(row) for row in written["reports.csv"]]
    rows[0]["cost"] = str(Decimal(rows[0]["cost"]) + Decimal("0.05"))
    (found,) = derived.differing({"reports.csv": rows})
    assert (found.rule, found.where, found.by) == ("reports.csv", "cost", Decimal("0.05"))
    assert found.instance.startswith(f"{rows[0]['report']}, ")
    assert found.message.startswith("What they cost: $")
    assert found.message.endswith("(off by $0.05).")


def test_a_value_without_the_form_of_its_column_is_found() -> None:
    derived, written = planned(PLANS[0])
    rows = [dict(row) for row in written["reports.csv"]]
    rows[0]["hours"] = "some"
    (found,) = derived.differing({"reports.csv": rows})
    assert "'some' is no number. It should be " in found.message
