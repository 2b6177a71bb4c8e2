"""What uncertain money would change: tiers solved again with awards that land or fail.

Head counts stay in fractions here, so an amount can differ by some dollars from that of
a whole plan; ``braid rank`` makes whole plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import landed, uncommitted, unsigned, without
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize.program import Engine
from braid.optimize.tiers import Optimum, tier_values
from braid.plan.plan import Money, Outlook, Uncertain

TIER = "unfunded"
Unfunded = Callable[[Inputs], Money]


def uncertain_money(
    inputs: Inputs, optimum: Optimum, engine: Engine
) -> tuple[tuple[Uncertain, ...], Outlook | None]:
    """What each award that is not committed would change, and all of them together.

    Nothing where unfunded cost is no tier of its own (weighted aims).
    """
    if TIER not in optimum.values:
        return (), None
    now = _money(optimum.values[TIER])
    known: dict[tuple[str, ...], Money] = {}

    def if_landed(awards: Iterable[str]) -> Money:
        chosen = tuple(awards)
        if chosen not in known:
            known[chosen] = least_unfunded(landed(inputs, chosen), engine)
        return known[chosen]

    each = tuple(
        Uncertain(name, _money(award.amount), award.probability, now, if_landed([name]))
        for name, award in inputs.awards.items()
        if name in uncommitted(inputs) and award.amount is not None
    )
    return each, _outlook(inputs, now, if_landed, engine)


def _outlook(
    inputs: Inputs, now: Money, if_landed: Callable[[Iterable[str]], Money], engine: Engine
) -> Outlook | None:
    """The plan, the plan if all uncommitted money lands, and the plan on signed money alone."""
    landing, failing = uncommitted(inputs), unsigned(inputs)
    if not failing:
        return None
    best = if_landed(landing) if landing else now
    offers = set(failing) - set(landing)
    worst = least_unfunded(without(inputs, failing), engine) if offers else now
    return Outlook(now, best, worst, landing, failing)


def least_unfunded(inputs: Inputs, engine: Engine) -> Money:
    """The least unfunded cost of a scenario, before head counts and dollars are made whole."""
    model = build_model(build_ground(inputs))
    return _money(tier_values(model, engine, last=TIER)[TIER])


def _money(dollars: float | Decimal) -> Money:
    return Decimal(round(dollars * 100)).scaleb(-2)
