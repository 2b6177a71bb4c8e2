"""Plans that add up, with one thing decided otherwise: lawful or not, the textbook knows."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from braid.audit import Charge, PlanUnderAudit
from braid.catalog.inputs import Inputs


def otherwise(inputs: Inputs, plan: PlanUnderAudit, dice: Random) -> PlanUnderAudit | None:
    """A charge is larger or smaller, another award pays it, or one person is served or not.

    Nothing is told of what is unfunded and of the awards: the rules alone can be against it.
    """
    told = replace(plan, unfunded=None, cash=None, awards=None, income=None, due=None)
    way = dice.choice(["more", "less", "another", "another", "person"])
    if way == "person":
        if not told.served:
            return None
        key = dice.choice(sorted(told.served))
        count = told.served[key] + dice.choice([1, -1])
        return replace(told, served={**told.served, key: count})
    chosen = [
        a.id for a in inputs.committed.values() if not inputs.law.streams[a.stream].entitlement
    ]
    places = [k for k, c in enumerate(told.charges) if c.award in chosen]
    if not places:
        return None
    at = dice.choice(places)
    charge = told.charges[at]
    moved = dice.choice([charge.cents, charge.cents // 2 + 1, min(charge.cents, 2000)])
    charges = [*told.charges]
    if way == "more":
        moved = -min(left_of(plan, charge), moved)
    elif way == "another":
        name = dice.choice(chosen)
        charges.append(replace(charge, award=name, stream=inputs.awards[name].stream, cents=moved))
    charges[at] = replace(charge, cents=charge.cents - moved)
    return replace(told, charges=added_up(charges))


def left_of(plan: PlanUnderAudit, charge: Charge) -> int:
    """What nobody pays of the cost that a charge pays."""
    return sum(
        u.cents for u in plan.unfunded or ()
        if (u.cost, u.period) == (charge.cost, charge.period) and u.group in (charge.group, "")
    )  # fmt: skip


def added_up(charges: list[Charge]) -> tuple[Charge, ...]:
    """One charge for each place and award, none of nothing."""
    found: dict[Charge, int] = {}
    for charge in charges:
        key = replace(charge, cents=0)
        found[key] = found.get(key, 0) + charge.cents
    return tuple(replace(key, cents=cents) for key, cents in found.items() if cents)
