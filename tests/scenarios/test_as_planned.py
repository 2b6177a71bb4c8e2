"""After quarters that went as planned the rest of every scenario's plan is as good as it was.

What the solver finds is at least as good as the planned rest, which is a plan of the rest too.
Whole cents and whole people are then found anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from repeating import repeated
from test_scenario_goldens import SCENARIOS, plan_of

from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.record import record

WHOLE_CENTS = Decimal("0.25")
"""Dollars that the search for whole cents may lose each time."""
NOISE = Decimal("0.05")
"""Dollars; a sum of many rounded ones is no nearer to the solver's."""
Row = dict[str, Any]


def unfunded(plan: Plan, since: str, counts: Callable[[Row], bool]) -> Decimal:
    """Dollars from a day on that nobody pays."""
    rows = (r for r in plan.tables["unfunded"].rows() if r["period"] >= since and counts(r))
    return Decimal(sum(row["cents"] for row in rows)) / 100


def occurrence(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("report", "award", "system", "period_start"))


def overhead(plan: Plan, again: Plan) -> Decimal:
    """Dollars that a plan had for the reports that are still to be made in another."""
    to_come = {occurrence(row) for row in again.tables["reports"].rows()}
    rows = (row for row in plan.tables["reports"].rows() if occurrence(row) in to_come)
    return Decimal(sum(row["cost"] for row in rows)) / 100


def loans(plan: Plan, since: str) -> Decimal:
    """Dollars that are lent from a day on, added up over the periods."""
    rows = (row for row in plan.tables["cash"].rows() if row["period"] >= since)
    return Decimal(sum(row["loan"] for row in rows)) / 100


def people_paid_for(plan: Plan, since: str) -> dict[tuple[str, str], int]:
    """By group and stream: whole people whose cost a plan charges to it before a day."""
    inputs, awards = plan.inputs, plan.inputs.awards
    cost: dict[tuple[str, str, str], int] = defaultdict(int)
    charged: dict[tuple[str, str, str, str], int] = defaultdict(int)
    entitled = {a for a in awards if inputs.law.streams[awards[a].stream].entitlement}
    for table in ("charges", "unfunded"):
        for row in plan.tables[table].rows():
            line = inputs.costs.get(row["cost"])
            direct = line is not None and line.per_participant is not None
            if not direct or row["period"] >= since or row.get("award") in entitled:
                continue
            cell = row["cost"], row["group"], row["period"]
            cost[cell] += row["cents"]
            if table == "charges":
                charged[*cell, row["stream"]] += row["cents"]
    found: dict[tuple[str, str], int] = {}
    for (line, group, period, stream), cents in charged.items():
        people = inputs.groups[group].participants * cents // cost[line, group, period]
        found[group, stream] = max(found.get((group, stream), 0), people)
    return found


@record
class Rest:
    """A plan, its first periods as a ledger, and the plan for the rest."""

    plan: Plan
    closed: int
    later: Inputs
    again: Plan


@pytest.fixture(
    scope="module", params=product(SCENARIOS, (1, 2, 3)), ids=lambda p: f"{p[0]}-{p[1]}"
)
def rest(request: pytest.FixtureRequest) -> Rest:
    """Of a module, so that both tests of a rest follow each other and it is planned once."""
    name, part = request.param
    plan = plan_of(name)
    closed = 1 if part == 1 else part * len(plan.inputs.calendar.periods) // 4
    later = repeated(plan, closed)
    return Rest(plan, closed, later, make_plan(later, explained=False))


def test_whoever_was_paid_for_stays_served(rest: Rest) -> None:
    plan, again = rest.plan, rest.again
    periods = plan.inputs.calendar.periods
    served = {
        (row["group"], row["name"]): row["served"]
        for row in again.tables["groups"].rows()
        if row["scope"] == "stream"
    }
    least = people_paid_for(plan, periods[rest.closed].start.isoformat())
    kept = {head: people for head, people in least.items() if head in served}
    assert {head for head, people in kept.items() if served[head] < people} == set()
    assert rest.closed == 1 or any(kept.values())


def test_the_rest_of_a_plan_is_the_planned_rest(rest: Rest) -> None:
    plan, later, again = rest.plan, rest.later, rest.again
    since = plan.inputs.calendar.periods[rest.closed].start.isoformat()

    assert again.audit_passed, again.audit_findings
    codes = [{row["code"] for row in p.tables["problems"].rows()} for p in (plan, again)]
    assert codes[1] & {"B402", "B403"} <= codes[0]
    _floors, must, whole, reporting, *after = again.tiers
    planned_must = unfunded(plan, since, lambda row: row["priority"] == "must")
    planned = unfunded(plan, since, lambda _: True)
    for tier, as_planned in ((must, planned_must), (whole, planned)):
        assert tier.solver_value <= as_planned + NOISE
        assert tier.value <= as_planned + WHOLE_CENTS
    before = overhead(plan, again)
    assert reporting.solver_value <= before + NOISE
    if not after or reporting.solver_value < before - 1:
        return  # what is better here comes before what people themselves cost, and loans
    direct, bridge = after
    assert direct.value <= unfunded(plan, since, lambda row: bool(row["group"])) + WHOLE_CENTS
    if not any(report.date for a in later.scenario.awards for report in a.to_date):
        # what awards still owe for reports, stated as spent, is not known
        assert bridge.value <= loans(plan, since) + 1
