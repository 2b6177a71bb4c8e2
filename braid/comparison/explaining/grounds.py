"""Grounds of one scenario with changes; what a change does not touch is taken over."""

from __future__ import annotations

from braid.audit.standing import Standing
from braid.catalog.inputs import Inputs
from braid.comparison.explaining.steps import allowed, parted, with_steps
from braid.comparison.sweeping.law import asks_for_amounts
from braid.eligibility.build import build_ground, with_other_amounts
from braid.eligibility.ground import Ground
from braid.plan.plan import Step

Steps = tuple[Step, ...]


class Grounds:
    """Who may pay what under changes of a scenario: once for all that raise awards alone.

    Those that also differ in head counts take over what the law says of the scenario as it is.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._good: dict[Steps, bool] = {}
        self._changed: dict[Steps, Inputs] = {(): inputs}
        self._known: dict[Steps, Ground] = {}
        self._asking: dict[Steps, bool] = {}
        self._standings: dict[Steps, Standing] = {}

    def good(self, steps: Steps) -> bool:
        """Whether the scenario has no mistakes with these changes."""
        if all(step.what == "raise" for step in steps):
            return True
        if steps not in self._good:
            self._good[steps] = allowed(with_steps(self.inputs, steps))
        return self._good[steps]

    def of(self, steps: Steps) -> Ground:
        """The ground of the scenario with these changes."""
        raises, others = parted(steps)
        if not raises:
            return self._without_raises(others)
        # made from the others' inputs: what is remembered of a law is remembered by its identity
        inputs = with_steps(self._inputs(others), raises)
        if self._asks(others):
            return build_ground(inputs)
        return with_other_amounts(self._without_raises(others), inputs)

    def standing(self, steps: Steps) -> Standing | None:
        """What the auditor has found under these changes but raises; None where it may differ."""
        raises, others = parted(steps)
        if raises and self._asks(others):
            return None
        if others not in self._standings:
            self._standings[others] = Standing(self._inputs(others))
        return self._standings[others]

    def _inputs(self, others: Steps) -> Inputs:
        if others not in self._changed:
            self._changed[others] = with_steps(self.inputs, others)
        return self._changed[others]

    def _without_raises(self, others: Steps) -> Ground:
        if others not in self._known:
            numbers_alone = bool(others) and all(step.what == "enrol" for step in others)
            enrolled = self._without_raises(()) if numbers_alone else None
            self._known[others] = build_ground(self._inputs(others), enrolled=enrolled)
        return self._known[others]

    def _asks(self, others: Steps) -> bool:
        if others not in self._asking:
            self._asking[others] = asks_for_amounts(self._inputs(others))
        return self._asking[others]
