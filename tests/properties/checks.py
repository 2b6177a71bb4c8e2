"""The properties, each asked of the case of a seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from oracle.adapter import planner_values
from oracle.generator import generate

from braid.audit import PlanUnderAudit, audit_plan
from braid.audit.books import Books
from braid.audit.derived import Derived
from braid.catalog.inputs import Inputs
from braid.optimize.engines import engine_named
from braid.plan.document import document
from braid.plan.plan import Plan
from properties import alike, looser
from properties.drawn import Drawn, Values, compared, values
from properties.faults import faults, planned
from properties.judged import permitted
from properties.other_plans import otherwise
from properties.tables import table_faults, written_of

CENTS = 0.10
"""What a cost in other parts may differ by: each part is cut to whole cents, period by period."""
LARGE = (100, 300)
"""Dollars so many times as large: thrice as much the second time, and cents weigh less in both."""
PLANS = 4
"""Other plans that are tried of each case."""


@dataclass
class Outcome:
    """What one property has said of one case."""

    tried: int = 0
    """Changes that were made; none where the case has no place for one."""
    told: int = 0
    """Of these, changes that made a difference: which a test that sees nothing would miss."""
    fault: str = ""
    """What contradicts the property."""


Ask = Callable[[int], Outcome]


def changed(
    places: Callable[[Drawn], Iterator[looser.Place]], change: Callable[[Drawn, Any], None],
    judge: Callable[[Drawn, Values], Outcome],
) -> Ask:  # fmt: skip
    """A property that compares a case with one changed at one of the places where it is asked."""

    def ask(seed: int) -> Outcome:
        case = Drawn(seed)
        free = [place for place, why_not in places(case) if not why_not]
        if not free:
            return Outcome()
        change(case, case.random.choice(free))
        return judge(case, values(seed))

    return ask


def never_worse(case: Drawn, before: Values) -> Outcome:
    """The changed case is as good, or better."""
    after = planner_values(case.built())
    order, by = compared(after, before)
    return Outcome(1, order < 0, f"worse by {by}: {before}, {after}" if order > 0 else "")


def the_same(case: Drawn, before: Values) -> Outcome:
    """The changed case has the same values, but for cents."""
    after = planner_values(case.built())
    order, by = compared(*(comparable(case, v) for v in (after, before)), CENTS)
    return Outcome(1, after != before, f"apart by {by}: {before}, {after}" if order else "")


def comparable(case: Drawn, found: Values) -> Values:
    """The tiers that cents do not turn over.

    Where whole people are chosen, a cent of tier 2 decides who is served, and so the tiers after.
    """
    whole = any("serve" in r for r in case.rules("limit")) or case.rules("exclusive")
    return {tier: value for tier, value in found.items() if not whole or tier <= 2}


def scaled(seed: int) -> Outcome:
    """Three times every dollar is three times the plan."""
    found = []
    for by in LARGE:
        case = Drawn(seed)
        alike.scale(case, by)
        found.append(comparable(case, planner_values(case.built())))
    once, thrice = found
    third = {tier: value * LARGE[0] / LARGE[1] for tier, value in thrice.items()}
    order, by = compared(third, once, CENTS * LARGE[0])
    return Outcome(1, any(once.values()), f"apart by {by}: {once}, {third}" if order else "")


def permuted(seed: int) -> Outcome:
    """Another order of the input is the same plan, byte for byte."""
    case = Drawn(seed)
    alike.shuffle(case, case.random)
    other, one = (planned(inputs)[0] for inputs in (case.built(), generate(seed)))
    moved = one.inputs.scenario != other.inputs.scenario
    return Outcome(1, moved, "" if bytes_of(one) == bytes_of(other) else "other bytes")


def bytes_of(plan: Plan) -> bytes:
    """Every table and the summary of a plan, as written."""
    whole: dict[str, Any] = {name: table.records() for name, table in plan.tables.items()}
    whole["plan"] = {key: value for key, value in document(plan).items() if key != "run"}
    return json.dumps(whole).encode()


def audited(seed: int) -> Outcome:
    """The plan passes its audit, and the textbook permits it."""
    inputs = generate(seed)
    plan, handed = planned(inputs)
    said = "; ".join(plan.audit_findings[:2])
    if not said and not permitted(inputs, handed):
        said = "the textbook forbids it"
    return Outcome(1, bool(handed.charges), said)


def wrong_by_a_little(seed: int) -> Outcome:
    """A cent, a day, a person: whichever row of the plan is wrong, the audit finds it."""
    inputs = generate(seed)
    _, plan = planned(inputs)
    found = Outcome()
    for what, faulty in faults(plan, Random(f"faults {seed}")):
        found.tried += 1
        caught = not audit_plan(inputs, faulty).passed
        found.told += caught
        if not caught and not harmless(inputs, what, plan, faulty):
            found.fault = f"{what} is not caught"
    return found


def wrong_in_a_table(seed: int) -> Outcome:
    """What follows from a plan stands in its tables, and any value that does not is found."""
    inputs = generate(seed)
    plan, handed = planned(inputs)
    derived, written = Derived(Books(inputs, handed)), written_of(plan)
    found = Outcome(fault="; ".join(map(str, derived.differing(written))))
    for what, faulty in table_faults(written):
        found.tried += 1
        caught = any(derived.differing(faulty))
        found.told += caught
        if not caught:
            found.fault = f"{what} is not caught"
    return found


def harmless(inputs: Inputs, what: str, plan: PlanUnderAudit, faulty: PlanUnderAudit) -> bool:
    """Whether it is another lawful plan instead.

    One person more or less may be served; a cent more may be pledged, and a cent less where
    what an award as a whole needs may be missed, or what it was charged before asks for it.
    """
    if what.startswith("served"):
        return permitted(inputs, faulty)
    if what != "pledges.cents":
        return False
    both = zip(plan.pledges, faulty.pledges, strict=True)
    ((was, now),) = [(one, other) for one, other in both if one != other]
    (rule,) = [homed.rule for homed in inputs.law.rules if homed.id == was.rule]
    missable = getattr(rule, "of", "") == "award" or getattr(rule, "usd", None) is not None
    charged = any(posted.award == was.pledged_award for posted in inputs.posted)
    return now.cents > was.cents or missable or charged


def unlawful(seed: int) -> Outcome:
    """Whatever other plan the textbook forbids, the audit finds something in it."""
    inputs = generate(seed)
    _, plan = planned(inputs)
    dice, found = Random(f"plans {seed}"), Outcome()
    for _ in range(PLANS):
        other = otherwise(inputs, plan, dice)
        if other is None:
            continue
        found.tried += 1
        forbidden = not permitted(inputs, other)
        found.told += forbidden
        if forbidden and audit_plan(inputs, other).passed:
            found.fault = "the textbook forbids a plan that passes the audit"
    return found


def agreed(solver: str) -> Ask:
    """Another solver finds the same values, where it is asked: to choose whole numbers."""

    def ask(seed: int) -> Outcome:
        asked = []
        engine = engine_named(solver)

        def counting(program: Any, limits: Any) -> Any:
            asked.append(program)
            return engine(program, limits)

        order, by = compared(planner_values(generate(seed), counting), values(seed))
        return Outcome(int(bool(asked)), int(bool(asked)), f"apart by {by}" if order else "")

    return ask


PROPERTIES: dict[str, Ask] = {
    "looser limit": changed(looser.limits, looser.relax_limit, never_worse),
    "fewer conditions": changed(looser.conditions, looser.drop_condition, never_worse),
    "more money": changed(looser.amounts, looser.add_money, never_worse),
    "split line": changed(alike.lines, alike.split_line, the_same),
    "split group": changed(alike.groups, alike.split_group, the_same),
    "scaled dollars": scaled,
    "another order": permuted,
    "audit passes": audited,
    "small fault": wrong_by_a_little,
    "table fault": wrong_in_a_table,
    "unlawful plan": unlawful,
    "cbc": agreed("cbc"),
    "scip": agreed("scip"),
}
