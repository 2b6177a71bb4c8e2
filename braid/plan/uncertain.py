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
from braid.optimize.beside import Beside
from braid.optimize.program import Engine
from braid.optimize.tiers import Optimum, tier_values
from braid.plan.dollars import Money, dollars
from braid.plan.plan import Outlook, Uncertain
from braid.schema.scenario import Award

TIER = "unfunded"


class UncertainMoney:
    """What each award that is not committed would change, and all of them together.

    The searches begin at once, beside that for the plan itself; :meth:`each` and
    :meth:`outlook` wait for them. Nothing is found where unfunded cost is no tier of its own
    (weighted aims).
    """

    def __init__(self, inputs: Inputs, engine: Engine, beside: Beside) -> None:
        self._inputs, self._engine, self._beside = inputs, engine, beside
        self._landing, self._failing = uncommitted(inputs), unsigned(inputs)
        self._known: dict[tuple[str, ...], Callable[[], Money]] = {}
        self._awards: list[Award] = []
        self._worst: Callable[[], Money] | None = None
        if inputs.scenario.objective.mode != "lexicographic":
            return
        self._awards = [
            award
            for name, award in inputs.awards.items()
            if name in self._landing and award.amount is not None
        ]
        for award in self._awards:
            self._if_landed([award.id])
        if self._landing and self._failing:
            self._if_landed(self._landing)
        if set(self._failing) - set(self._landing):
            self._worst = self._start(without(inputs, self._failing))

    def _start(self, inputs: Inputs) -> Callable[[], Money]:
        return self._beside.start(least_unfunded, inputs, self._engine)

    def _if_landed(self, awards: Iterable[str]) -> Callable[[], Money]:
        chosen = tuple(awards)
        if chosen not in self._known:
            self._known[chosen] = self._start(landed(self._inputs, chosen))
        return self._known[chosen]

    def each(self, optimum: Optimum) -> tuple[Uncertain, ...]:
        """What each award that is not committed would change."""
        if not self._awards:
            return ()
        now = _money(optimum.values[TIER])
        return tuple(
            Uncertain(a.id, _money(a.amount or 0), a.probability, now, self._if_landed([a.id])())
            for a in self._awards
        )

    def outlook(self, optimum: Optimum) -> Outlook | None:
        """The plan, the plan if all uncommitted money lands, the plan on signed money alone."""
        if TIER not in optimum.values or not self._failing:
            return None
        now = _money(optimum.values[TIER])
        best = self._if_landed(self._landing)() if self._landing else now
        worst = self._worst() if self._worst is not None else now
        return Outlook(now, best, worst, self._landing, self._failing)


def least_unfunded(inputs: Inputs, engine: Engine) -> Money:
    """The least unfunded cost of a scenario, before head counts and dollars are made whole."""
    model = build_model(build_ground(inputs))
    return _money(tier_values(model, engine, last=TIER)[TIER])


def _money(amount: float | Decimal) -> Money:
    return dollars(round(amount * 100))
