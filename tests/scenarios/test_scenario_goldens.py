"""The plans of the scenarios, short enough to be read with a monitor's eyes.

A change of a rule file or of the optimizer shows here in dollars. When it is right:
``REWRITE_GOLDENS=1 pytest tests/scenarios``, and read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from golden import matches_golden
from kept_parts import Kept
from told_plan import told

from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = (
    "project-quest", "per-scholas", "apprenticeship-carolina", "year-up", "massachusetts-wctf",
    "ready-to-work", "small-business-consortium", "snap-et-college", "five-years",
)  # fmt: skip
GOLDEN = Path(__file__).parent / "golden"
KEPT = Kept(GOLDEN / "parts.csv", list(SCENARIOS))
"""What the texts leave out, such as each single charge: only whether it is the same."""


@lru_cache(maxsize=len(SCENARIOS))
def plan_of(name: str) -> Plan:
    """The plan of a scenario with the product's own rules."""
    inputs, problems = load_inputs(ROOT / "scenarios" / f"{name}.yaml", ROOT / "rules")
    assert inputs is not None, [str(problem) for problem in problems]
    return make_plan(inputs)


def usd(value: Decimal | int) -> str:
    """Dollars with two places, cents given as int."""
    amount = Decimal(value) / 100 if isinstance(value, int) else value
    return f"{amount:,.2f}".rjust(14)


def _sums(plan: Plan, table: str, keys: list[str]) -> Iterable[tuple[tuple[str, ...], int]]:
    frame = getattr(plan.tables, table)
    found: dict[tuple[str, ...], int] = {}
    for row in frame.to_dict("records"):
        key = tuple(str(row[k]) for k in keys)
        found[key] = found.get(key, 0) + int(row["cents"])
    return sorted(found.items())


def text_of(plan: Plan) -> str:
    """Summary, tiers, money by award and category, what nobody pays, match, loans, heads."""
    s = plan.summary
    out = [plan.name, ""]
    out += [
        f"{usd(value)}  {what}"
        for what, value in (
            ("cost", s.cost), ("paid by entitlements", s.paid_by_entitlements),
            ("funded", s.funded), ("unfunded", s.unfunded),
            ("must-lines unfunded", s.must_unfunded), ("reporting", s.overhead_dollars),
            ("lapses", s.lapses),
        )
    ]  # fmt: skip
    out += [f"{s.completely_funded} of {s.participants} people completely funded", ""]
    out.append("tiers: reached, before people and cents")
    out += [f"{usd(t.value)} {usd(t.solver_value)}  {t.name}" for t in plan.tiers]
    out += ["", "awards: charged, lapses"]
    for row in plan.tables.awards.to_dict("records"):
        state = "" if row["used"] else ": not used"
        lapses = row["lapses"] or 0
        out.append(f"{usd(int(row['charged']))} {usd(int(lapses))}  {row['award']}{state}")
    out += ["", "charges by award and category"]
    for (award, category), cents in _sums(plan, "charges", ["award", "category"]):
        out.append(f"{usd(cents)}  {award} {category}")
    out += ["", "unfunded by line and rule"]
    for (cost, rule), cents in _sums(plan, "unfunded", ["cost", "rule"]):
        out.append(f"{usd(cents)}  {cost}: {rule or 'no award'}")
    pledges = list(_sums(plan, "pledges", ["pledged_award", "rule", "award"]))
    if pledges:
        out += ["", "money beside: award, rule, whose money"]
        out += [f"{usd(cents)}  {' '.join(key)}" for key, cents in pledges]
    loans = [row for row in plan.tables.cash.to_dict("records") if row["loan"]]
    if loans:
        out += ["", "bridge loans"]
        out += [f"{usd(int(r['loan']))}  {r['organization']} {r['period']}" for r in loans]
    out += ["", "served"]
    for row in plan.tables.groups.to_dict("records"):
        who = f"{row['group']} {row['scope']} {row['name']}"
        out.append(f"{row['served']:>5} of {row['participants']}  {who}")
    return "\n".join([*out, *_told(plan)]) + "\n"


def _told(plan: Plan) -> Iterable[str]:
    """What follows from the charges and is told beside them, added up where it is long."""
    yield from ("", "features: unfunded, what there is")
    yield from (f"{usd(f.unfunded)}  {f.id}: {f.size}" for f in plan.features)
    yield from ("", "reports: dollars, how many, hours, first and last day due")
    for name, rows in _by(plan, "reports", "report", "award", "system").items():
        due, hours = sorted(row["due"] for row in rows), sum(row["hours"] for row in rows)
        count = sum(row["count"] for row in rows)
        cost = usd(sum(row["cost"] for row in rows))
        yield f"{cost}  {name}: {count}, {hours}, {due[0]} to {due[-1]}"
    yield from ("", "rules: room, which of how many leave none, what the dearest dollar is worth")
    for name, rows in _by(plan, "rules", "rule", "kind").items():
        binding, dear = sum(row["binding"] for row in rows), max(r["price"] or 0 for r in rows)
        room = sum(row["slack"] for row in rows)
        yield f"{usd(Decimal(room))}  {name}: {binding} of {len(rows)}, {Decimal(dear):.2f}"
    yield from ("", "last days")
    for day in plan.deadlines:
        yield f"{usd(day.amount or 0)}  {day.award} {day.day} {day.what} {' '.join(day.categories)}"
    yield from ("", "shared costs: each group's part, and its units of all bases")
    parts = [part for cost in plan.allocations for part in cost.parts]
    for group in plan.inputs.groups:
        own = [part for part in parts if part.group == group]
        yield f"{usd(sum(p.amount for p in own))}  {group} {sum(p.units for p in own)}"
    yield from ("", "other readings, other money: unfunded now and then")
    for one in plan.unsettled:
        yield f"{usd(one.now.unfunded)} {usd(one.then.unfunded)}  {one.conflict} {one.other}"
    for award in plan.uncertain:
        yield f"{usd(award.unfunded_now)} {usd(award.unfunded_then)}  {award.award}"
    if plan.outlook is not None:
        yield f"{usd(plan.outlook.landed)} {usd(plan.outlook.worst)}  all, and signed money alone"
    yield from ("", "years that may have to be audited")
    for year in plan.thresholds:
        yield f"{usd(year.spent)} {usd(year.at)}  {year.organization} {year.end}"
    yield from ("", "problems")
    for row in plan.tables["problems"].rows():
        yield f"{row['code']} {row['message']}"


def _by(plan: Plan, table: str, *keys: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by what some columns say."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in plan.tables[table].rows():
        found.setdefault(" ".join(row[key] for key in keys if row[key]), []).append(row)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_plan_is_the_one_that_was_read(name: str) -> None:
    matches_golden(GOLDEN / f"{name}.txt", text_of(plan_of(name)))


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_part_of_the_plan_says_what_it_said(name: str) -> None:
    plan = plan_of(name)
    KEPT.holds(name, told(plan), lambda: plan.audit_passed)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_plan_passes_the_audit_and_is_done(name: str) -> None:
    plan = plan_of(name)
    assert plan.audit_passed, plan.audit_findings
    assert plan.stopped == ""


def test_there_is_a_golden_for_every_scenario_and_no_other() -> None:
    scenarios = {path.stem for path in (ROOT / "scenarios").glob("*.yaml")}
    assert set(SCENARIOS) == scenarios == {path.stem for path in GOLDEN.glob("*.txt")}
