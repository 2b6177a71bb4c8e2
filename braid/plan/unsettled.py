"""Disputed law that decides something in a plan, and what another reading would make of it.

A rule decides when it refuses what an award could pay otherwise, or when a row of it binds;
another reading's rule when it would refuse what is paid, or when the plan breaks a row of it.
Only then are the tiers solved again, on the plan's own tables where the reading leaves these
as they are. Head counts stay in fractions, so an amount can differ by some dollars from that
of a whole plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial

import numpy as np

from braid.catalog.facts import Facts
from braid.catalog.inputs import Inputs
from braid.catalog.pausing import without_collector
from braid.catalog.readings import clashes, other_readings, under
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.eligibility.permissions import Permissions
from braid.kinds.block import WIDE
from braid.kinds.permission import Conditions
from braid.kinds.registry import NEEDS, PERMISSIONS
from braid.kinds.tracking import tracked_streams
from braid.model.build import build_model, model_like, needs_of, rows_of
from braid.model.model import SENSES, Model
from braid.optimize.beside import Beside
from braid.optimize.program import Engine
from braid.optimize.tiers import tier_values
from braid.plan.dollars import Money, dollars
from braid.plan.plan import Effect, Unsettled
from braid.plan.reasons import Reasons
from braid.plan.solution import Solution
from braid.plan.states import ROOM
from braid.plan.turning import Difference, Turning, Unstated
from braid.record import working_record
from braid.schema.conflicts import TAKEN, Chosen, Conflict

LATE = frozenset({"limit", "order", "supplant", *NEEDS})
"""Kinds that write rows and leave cells and possible charges as they are."""
LAST = "overhead"


@without_collector
def unsettled_law(
    solution: Solution, reasons: Reasons, engine: Engine, beside: Beside
) -> Callable[[], tuple[Unsettled, ...]]:
    """Every other reading that would change who pays what, with its effect, the largest first.

    The searches begin at once; what is returned waits for them. Nothing is found where
    unfunded cost is no tier of its own (weighted aims), nor after a limit.
    """
    if "unfunded" not in solution.optimum.values or solution.optimum.stopped:
        return tuple
    disputed = _Disputed(solution, reasons, engine, beside)
    asked = [disputed.asked(*one) for one in other_readings(solution.inputs)]
    deciding = [one for one in asked if one is not None]
    return lambda: tuple(sorted((one() for one in deciding), key=_largest_first))


def _largest_first(one: Unsettled) -> tuple[bool, Money, Money, str, str]:
    now, then = one.now, one.then
    moved = abs(then.unfunded - now.unfunded), abs(then.overhead - now.overhead)
    return bool(one.unstated), -moved[0], -moved[1], one.conflict, one.other


@working_record
class _Disputed:
    solution: Solution
    reasons: Reasons
    engine: Engine
    beside: Beside

    @cached_property
    def ground(self) -> Ground:
        return self.solution.ground

    @cached_property
    def inputs(self) -> Inputs:
        return self.solution.inputs

    @cached_property
    def _turning(self) -> Turning:
        return Turning(self.solution)

    def asked(self, conflict: Conflict, letter: str) -> Callable[[], Unsettled] | None:
        """What a reading would change, once it is found; None where it decides nothing here."""
        chosen = {**self.inputs.readings, conflict.id: letter}
        if not self._in_play(conflict, letter) or self._clashes(conflict, letter, chosen):
            return None
        then = under(self.inputs, chosen)
        difference = Difference.of(self.inputs, then)
        if not difference.rules:
            return None
        try:
            model = self._model_if_it_matters(then, difference)
        except Unstated as wanting:
            told = self._told(conflict, letter, difference, unstated=wanting.facts)
            return lambda: told
        if model is None:
            return None
        values = self.beside.start(partial(tier_values, last=LAST), model, self.engine)
        return lambda: self._told(conflict, letter, difference, model, values())

    def _in_play(self, conflict: Conflict, letter: str) -> bool:
        """Whether some rule that is changed is followed in the plan, or some may be added."""
        taken = self.inputs.readings.get(conflict.id, TAKEN)
        changing = [conflict.readings[one] for one in (taken, letter) if one != TAKEN]
        followed = {homed.id for homed in self.inputs.law.rules}
        return any(r.adds or not followed.isdisjoint(r.rules()) for r in changing) or taken != TAKEN

    def _clashes(self, conflict: Conflict, letter: str, chosen: Chosen) -> bool:
        """Whether a reading cannot be asked together with those that the plan is made under."""
        if letter == TAKEN or self.inputs.library is None:
            return False
        others = [
            c.readings[chosen[c.id]]
            for c in self.inputs.library.conflicts
            if c.id != conflict.id and chosen.get(c.id, TAKEN) != TAKEN
        ]
        return any(clashes(conflict.readings[letter], other) for other in others)

    # -- whether it matters ------------------------------------------------------

    def _model_if_it_matters(self, then: Inputs, difference: Difference) -> Model | None:
        """The model under another reading, if that decides anything in this plan."""
        kinds = difference.kinds
        permissions = kinds & set(PERMISSIONS)
        turned = bool(permissions) and self._turning.turns(then, difference)
        if not turned and kinds == permissions:
            return None
        # whom streams serve together is asked of several rules at once, and not by their own rows
        matters = turned or self._binds(difference) or bool(kinds & {"exclusive", "together"})
        alike = kinds <= LATE and self._same_streams_tracked(then)
        if alike:
            asks = Permissions(then, Conditions(Facts(then)))
            ground = replace(self.ground, inputs=then, permissions=asks)
        else:
            ground = build_ground(then, like=self.ground if kinds == {"report"} else None)
            matters = matters or not _same_tables(self.ground, ground)
        if not (matters or self._breaks(ground, difference) or self._beside(ground, difference)):
            return None
        return model_like(self.solution.model, ground, kinds) if alike else build_model(ground)

    def _beside(self, ground: Ground, difference: Difference) -> bool:
        """Whether money must stand beside an award by these rules, under either reading."""
        if difference.kinds.isdisjoint(NEEDS):
            return False
        now = {need.demand.homed.id for need in self.solution.model.pledges.needs}
        before = not now.isdisjoint(difference.before)
        return before or bool(needs_of(ground, list(difference.after.values())))

    def _same_streams_tracked(self, then: Inputs) -> bool:
        awards = {name: then.awards[name] for name in self.ground.codes.awards}
        return tracked_streams(then, awards) == tracked_streams(self.inputs, awards)

    def _binds(self, difference: Difference) -> bool:
        rows = self.solution.model.rows
        return any(
            rows.rule[row] in difference.before
            for row in np.flatnonzero(self.reasons.states.binding).tolist()
        )

    def _breaks(self, ground: Ground, difference: Difference) -> bool:
        """Whether the plan breaks a row of the other reading, on tables like its own."""
        blocks, columns = rows_of(ground, difference.after.values())
        amount = self._amounts[:columns]
        for block in blocks:
            left = np.zeros(len(block.sides))
            for rows, cols, nums, dens in block.terms():
                value = np.array([
                    float(block.wide[n]) if d == WIDE else n / d
                    for n, d in zip(nums.tolist(), dens.tolist(), strict=True)
                ])  # fmt: skip
                known = cols < columns  # what follows from the plan starts at nothing
                np.add.at(left, rows[known], value[known] * amount[cols[known]])
            over = left - np.array([float(side) for side in block.sides])
            senses = np.array([SENSES[sense] for sense in block.senses])
            if (np.where(senses == 0, np.abs(over), -senses * over) > ROOM).any():
                return True
        return False

    @cached_property
    def _amounts(self) -> np.ndarray:
        """The plan's cents, heads and uses, column by column."""
        model, solution = self.solution.model, self.solution
        amount = np.where(model.counts, np.round(solution.optimum.x), 0.0)
        amount[np.fromiter(solution.cents, dtype=np.int64)] = list(solution.cents.values())
        amount[model.layout.unfunded] = solution.unfunded
        return amount

    # -- the answer ------------------------------------------------------------------

    def _told(
        self, conflict: Conflict, letter: str, difference: Difference,
        model: Model | None = None, values: Mapping[str, float] | None = None,
        unstated: tuple[str, ...] = (),
    ) -> Unsettled:  # fmt: skip
        taken = self.inputs.readings.get(conflict.id, TAKEN)
        now = self._effect(self.solution.model, self.solution.optimum.values)
        then = now if model is None or values is None else self._effect(model, values)
        return Unsettled(
            conflict.id, conflict.about, taken, conflict.says(taken), letter,
            conflict.says(letter), difference.rules, now, then, unstated,
        )  # fmt: skip

    def _effect(self, model: Model, values: Mapping[str, float]) -> Effect:
        constant = float(model.constants.get(LAST, 0)) / 100
        return Effect(
            _money(values["unfunded"]), _money(values.get(LAST, 0.0) + constant),
            _money(values.get("floors", 0.0)),
        )  # fmt: skip


def _same_tables(one: Ground, other: Ground) -> bool:
    """Whether costs, possible charges, entitlements and reporting are the same."""
    pairs: list[tuple[np.ndarray, np.ndarray]] = [
        (one.cells.cost, other.cells.cost),
        (one.charges.cell, other.charges.cell),
        (one.charges.award, other.charges.award),
        (one.charges.upper, other.charges.upper),
    ]
    return (
        (one.served, one.duties, one.record_duties, one.entitled)
        == (other.served, other.duties, other.record_duties, other.entitled)
        and all(np.array_equal(a, b) for a, b in pairs)
    )  # fmt: skip


def _money(amount: float) -> Money:
    return dollars(round(amount * 100))
