"""What one more percentage point of each cap or floor that binds is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from braid.catalog.inputs import Inputs
from braid.catalog.stated import with_number
from braid.comparison.explaining.break_even import least_costs
from braid.plan.dollars import dollars
from braid.plan.plan import Plan
from braid.plan.worths import Point

POINT = Decimal("0.01")
TENTH = Decimal("0.001")
NOTHING = Decimal("0.005")


def points(plan: Plan, told: Callable[[str], None] = lambda text: None) -> tuple[Point, ...]:
    """Of every share with one number that binds in the plan, the dearest first.

    The whole program is solved again with other numbers, head counts in fractions.
    """
    inputs = plan.inputs
    if inputs.scenario.objective.mode != "lexicographic":
        return ()
    found = []
    now: Decimal | None = None
    for name, side, share in _binding(plan):
        told(name)
        now = _unfunded(inputs) if now is None else now
        found.append(_point(inputs, name, side, share, now))
    worth_it = [one for one in found if one.all_room]
    return tuple(sorted(worth_it, key=lambda one: (-one.saves, -one.all_room, one.rule)))


def _binding(plan: Plan) -> Iterator[tuple[str, int, Decimal]]:
    """Rules with rows that bind: with the sense in which more room lies, and their number."""
    rows = plan.tables["rules"]
    binds = {r for r, b in zip(rows["rule"], rows["binding"], strict=True) if b}
    seen: set[str] = set()
    for homed in plan.inputs.law.rules:
        if homed.id not in binds or homed.id in seen or not homed.rule.binds:
            continue
        for side, sense in (("at_most", 1), ("at_least", -1)):
            bound = getattr(homed.rule, side, None)
            share = getattr(bound, "share", None)
            if isinstance(share, Decimal):
                seen.add(homed.id)
                yield homed.id, sense, share
                break


def _point(inputs: Inputs, name: str, sense: int, share: Decimal, now: Decimal) -> Point:
    def with_share(value: Decimal) -> Decimal:
        return _unfunded(under(inputs, name, value))

    following = min(Decimal(1), max(Decimal(0), share + sense * POINT))
    gone = _unfunded(under(inputs, name, None))
    saves = now - with_share(following)
    until: Decimal | None = None
    end = Decimal(1) if sense == 1 else Decimal(0)
    if now - gone >= NOTHING and with_share(end) - gone < NOTHING:
        low, high = share, end
        while abs(high - low) > TENTH:
            middle = ((low + high) / 2).quantize(TENTH)
            if middle in (low, high):
                break
            low, high = (low, middle) if with_share(middle) - gone < NOTHING else (middle, high)
        until = high
    return Point(name, share, following, saves, now - gone, until)


def under(inputs: Inputs, name: str, share: Decimal | None) -> Inputs:
    """The inputs with another number of a rule, or without it."""
    rules = []
    for homed in inputs.law.rules:
        if homed.id != name:
            rules.append(homed)
        elif share is not None:
            rules.append(replace(homed, rule=with_number(homed.rule, share)))
    return replace(inputs, law=replace(inputs.law, rules=tuple(rules)))


def _unfunded(inputs: Inputs) -> Decimal:
    return dollars(round(least_costs(inputs).unfunded * 100))
