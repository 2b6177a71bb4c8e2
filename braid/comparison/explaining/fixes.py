"""The cheapest changes that fund what a plan leaves unfunded, each held against a whole plan.

A change *funds* a line when the plan made again with it leaves less than half a dollar of the line,
and no more of everything else than before. Linear programs say which changes can do it and how
many dollars are about right; the dollars are then found exactly, on whole plans: with the amount
that is told the line is funded, with a dollar less it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from braid.comparison.explaining.fix_search import Search
from braid.comparison.explaining.trials import Trials
from braid.plan.dollars import Money
from braid.plan.plan import Fix, Plan
from braid.record import record


@record
class Remedies:
    """What would fund a line (of a group): the cheapest first, those at others' cost last.

    ``untried`` says what was left out; ``plans`` is how many were made to be sure.
    """

    cost: str
    group: str
    amount: Money
    fixes: tuple[Fix, ...]
    untried: tuple[str, ...]
    plans: int


def remedies(
    plan: Plan, cost: str | None = None, told: Callable[[str], None] = lambda text: None
) -> tuple[Remedies, ...]:
    """Of every unfunded amount (or those of one line) what would fund it, the largest first."""
    wanted = [e for e in plan.explanations if e.amount >= 1 and cost in (None, e.cost)]
    if not wanted:
        return ()
    trials = Trials(plan, told)
    found = []
    for explanation in sorted(wanted, key=lambda e: (-e.amount, e.cost, e.group)):
        before = trials.made
        search = Search(trials, explanation)
        fixes = search.found()
        found.append(
            Remedies(
                explanation.cost, explanation.group, explanation.amount, fixes,
                tuple(dict.fromkeys(search.untried)), trials.made - before,
            )
        )  # fmt: skip
    return tuple(found)


def with_fixes(plan: Plan, found: Iterable[Remedies]) -> Plan:
    """The plan with what would fund each line among its explanations, for reports."""
    known = {(one.cost, one.group): one.fixes for one in found}
    explanations = tuple(
        replace(e, cheapest_change=known.get((e.cost, e.group), e.cheapest_change))
        for e in plan.explanations
    )
    return replace(plan, explanations=explanations)
