"""What one more percentage point of each cap or floor that binds is worth, and for what range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from braid.catalog.inputs import Inputs
from braid.catalog.stated import with_number
from braid.comparison.explaining.point_rates import NEAR, level_from, point_rate
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import highs
from braid.optimize.tiers import tier_values
from braid.optimize.whole import SolveError
from braid.plan.dollars import to_cent
from braid.plan.plan import Plan
from braid.plan.worths import Point
from braid.schema.rule_base import RuleBase

POINT = Decimal("0.01")
LAST = "unfunded"
SENSES = (("at_most", 1), ("at_least", -1))
"""Bounds, and the direction in which a share of them leaves more room."""


def points(plan: Plan, told: Callable[[str], None] = lambda text: None) -> tuple[Point, ...]:
    """Of every share with one number that binds in the plan, the dearest first.

    The whole program is solved again with other numbers, head counts in fractions.
    """
    inputs = plan.inputs
    if inputs.scenario.objective.mode != "lexicographic":
        return ()
    found = []
    for name, sense, share in _binding(plan):
        told(name)
        found.append(_point(inputs, name, sense, share))
    worth_it = [one for one in found if one is not None]
    return tuple(sorted(worth_it, key=lambda one: (-one.saves, -one.all_room, one.rule)))


def _binding(plan: Plan) -> Iterator[tuple[str, int, Decimal]]:
    """Rules with rows that bind: the sense in which more room lies, and each of their numbers."""
    rows = plan.tables["rules"]
    binds = {r for r, b in zip(rows["rule"], rows["binding"], strict=True) if b}
    found = (
        (homed.id, sense, share)
        for homed in plan.inputs.law.rules
        if homed.id in binds and homed.rule.binds
        for sense, share in _shares(homed.rule)
    )
    yield from dict.fromkeys(found)


def _shares(rule: RuleBase) -> Iterator[tuple[int, Decimal]]:
    for side, sense in SENSES:
        share = getattr(getattr(rule, side, None), "share", None)
        if isinstance(share, Decimal):
            yield sense, share
            return


def _point(inputs: Inputs, name: str, sense: int, share: Decimal) -> Point | None:
    """What a rule with this number costs, point by point; None where it costs nothing."""

    @cache
    def costs(value: Decimal) -> float | None:
        return _unfunded(under(inputs, name, value, share))

    now, gone = costs(share), _unfunded(under(inputs, name, None, share))
    if now is None or gone is None or now - gone < NEAR:
        return None
    most, least = (Decimal(1), Decimal(0)) if sense == 1 else (Decimal(0), Decimal(1))
    following = min(Decimal(1), max(Decimal(0), share + sense * POINT))
    then = costs(following)
    last = costs(most)
    enough = last is not None and last - gone < NEAR
    until = level_from(costs, most, share) if enough else None
    return Point(
        name, share, following, to_cent(0 if then is None else now - then), to_cent(now - gone),
        until, point_rate(costs, share, most if until is None else until),
        point_rate(costs, share, least),
    )  # fmt: skip


def under(
    inputs: Inputs, name: str, share: Decimal | None, now: Decimal | None = None
) -> Inputs:  # fmt: skip
    """The inputs with another number of a rule, or without it: where its number is ``now``."""
    rules = []
    for homed in inputs.law.rules:
        others = now is not None and now not in (one for _, one in _shares(homed.rule))
        if homed.id != name or others:
            rules.append(homed)
        elif share is not None:
            rules.append(replace(homed, rule=with_number(homed.rule, share)))
    return replace(inputs, law=replace(inputs.law, rules=tuple(rules)))


def _unfunded(inputs: Inputs) -> float | None:
    """Dollars that the best plan leaves, short of what no plan changes; None if there is none."""
    try:
        return tier_values(build_model(build_ground(inputs)), highs.solve, last=LAST)[LAST]
    except SolveError:
        return None
