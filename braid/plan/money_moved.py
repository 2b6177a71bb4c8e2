"""What awards give to one another, and the income that comes in beside their amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from braid.kinds.income import adding, allowance, allowances
from braid.kinds.permission import in_force
from braid.kinds.transfer import Way, ways
from braid.periods import program_year
from braid.plan.dollars import dollars
from braid.plan.plan import Transferred
from braid.plan.solution import Solution

Row = dict[str, Any]
DOLLAR = 100
"""Cents; less is not worth a hint."""


def transferred(solution: Solution) -> tuple[Transferred, ...]:
    """What moves from which award to which, and by which rules; in order of award."""
    rules: dict[tuple[str, str], list[str]] = defaultdict(list)
    if solution.transfers:
        for way in ways(solution.inputs, solution.ground.permissions.conditions):
            if way.verdict.permits:
                rules[way.giver, way.taker].append(way.homed.id)
    return tuple(
        Transferred(giver, taker, dollars(cents), tuple(rules[giver, taker]))
        for (giver, taker), cents in sorted(solution.transfers.items())
    )


def unstated_ways(solution: Solution, left: Callable[[str], int]) -> dict[str, Way]:
    """Award that could receive if a fact were stated -> from whom: of whose money most is left.

    ``left`` says of an award the cents that the plan leaves.
    """
    found: dict[str, Way] = {}
    for way in ways(solution.inputs, solution.ground.permissions.conditions):
        if way.most and way.verdict.unknown and left(way.giver) >= DOLLAR:
            known = found.get(way.taker)
            if known is None or left(way.giver) > left(known.giver):
                found[way.taker] = way
    return found


def income(solution: Solution) -> list[Row]:
    """Program income of the awards that the plan uses, and allowances of entitlements by year."""
    return [*_additions(solution), *_allowances(solution)]


def _additions(solution: Solution) -> list[Row]:
    inputs = solution.inputs
    out: list[Row] = []
    for name, award in inputs.committed.items():
        homed = adding(inputs, award)
        if homed is not None and name not in solution.declined:
            out.append(_row(solution, name, homed.id, cents=int(award.program_income * 100)))
    return out


def _allowances(solution: Solution) -> list[Row]:
    ground = solution.ground
    paid: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for given in ground.entitled:
        for homed in allowances(ground.inputs, ground.inputs.awards[given.award]):
            for payment in given.payments:
                if in_force(homed, payment.day):
                    key = given.award, homed.id, program_year(payment.day)
                    paid[key].add(given.group)
    out: list[Row] = []
    rules = {homed.id: homed for homed in ground.inputs.law.of_kind("income")}
    for (name, rule, year), groups in paid.items():
        award, conditions = ground.inputs.awards[name], ground.permissions.conditions
        people = sum(ground.inputs.groups[group].participants for group in groups)
        cents = int(allowance(rules[rule], award, year, conditions) * people)
        if cents:
            out.append(_row(solution, name, rule, year=str(year), people=people, cents=cents))
    return out


def _row(
    solution: Solution, award: str, rule: str, *, cents: int, year: str = "",
    people: int | None = None,
) -> Row:  # fmt: skip
    inputs = solution.inputs
    return {
        "award": award, "organization": inputs.recipient(inputs.awards[award]), "rule": rule,
        "year": year, "people": people, "cents": cents,
    }  # fmt: skip
