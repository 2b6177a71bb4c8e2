"""The plans that a comparison needs: today, each proposal with equal and with own money, its parts.

A case that has the same inputs as another one is not planned again, so that a proposal which
changes nothing has exactly today's figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.proposals import Proposing, propose
from braid.catalog.proposals.files import Proposed, read_proposals
from braid.catalog.proposals.wide import wide_library
from braid.plan.build import make_plan
from braid.plan.folder import describe_run
from braid.plan.plan import Plan
from braid.plan.ranking import Unsound
from braid.problems import InputProblems, Problem, has_errors
from braid.record import record
from braid.schema.proposal import Floors, Money

HEADINGS: tuple[Money, ...] = ("equal", "own")
Told = Callable[[str], None]


@record
class Case:
    """One plan of a comparison; today's has no proposal, and no money of its own."""

    scenario: str
    proposal: str
    money: str
    part: str
    plan: Plan


class Planner:
    """Makes the plan of each case, and of equal ones only once."""

    def __init__(
        self, solver: str = "highs", whole_people: bool = False, told: Told = lambda text: None
    ) -> None:
        self.solver, self.whole_people, self.told = solver, whole_people, told
        self.problems: list[Problem] = []
        self._known: list[tuple[Inputs, Plan]] = []
        self._wide: dict[str, Library | None] = {}

    def today(self, name: str, inputs: Inputs) -> Case:
        """The plan as things are."""
        self._known, self._wide = [], {}
        self.told(f"{name}, today")
        return Case(name, "", "", "", self._plan(inputs))

    def under(
        self, name: str, inputs: Inputs, proposal: Proposed, file: Path, money: Money,
        floors: Floors | None = None, part: str = "",
    ) -> Case:  # fmt: skip
        """The plan under a proposal, or under one part of it."""
        known = proposal.proposal.proposal
        only = (f"{known}/{part}",) if part else None
        self.told(f"{name}, {known}{f', {part}' if part else ''}, {money} money")
        if known not in self._wide:
            self._wide[known], more = wide_library(inputs, [proposal])
            self.problems += [p for p in more if p not in self.problems]
        wide = self._wide[known]
        made, problems = propose(inputs, Proposing((file,), money, floors, only), wide)
        self.problems += [p for p in problems if p not in self.problems]
        if made is None:
            raise InputProblems(problems)
        return Case(name, known, money, part, self._plan(made))

    def _plan(self, inputs: Inputs) -> Plan:
        for other, plan in self._known:
            if other.scenario == inputs.scenario and other.law == inputs.law:
                return replace(plan, inputs=inputs, run=describe_run(inputs, plan.run.seconds))
        plan = make_plan(
            inputs, solver=self.solver, whole_people=self.whole_people, explained=False
        )
        if not plan.audit_passed:
            raise Unsound(plan)
        self._known.append((inputs, plan))
        return plan


def proposals_in(files: Sequence[Path]) -> list[Proposed]:
    """The proposals of some files; raises InputProblems."""
    found, problems = read_proposals(Proposing(tuple(files)))
    if has_errors(problems):
        raise InputProblems(problems)
    return found
