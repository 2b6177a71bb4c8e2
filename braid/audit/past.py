"""Periods that are over: what was charged in them counts, and nothing can change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.cells import Cell
from braid.audit.charges import Charge, PlanUnderAudit
from braid.audit.exact import Numbers
from braid.catalog.actuals import cents_by_award
from braid.catalog.inputs import Inputs
from braid.schema.scenario import Award

if TYPE_CHECKING:
    from braid.audit.books import Books


def past_cells(inputs: Inputs) -> Iterator[Cell]:
    """The cells of actuals, as they are where a line has none: no cost, all of the period."""
    for one in inputs.posted:
        period = inputs.calendar.clip(one.period)
        line, group, _ = inputs.charged_cell(one)
        of_group = inputs.groups.get(group)
        yield Cell(inputs.costs[line], of_group, period, 0, period.start, period.end)


class Past:
    """The actuals of a scenario, as the auditor looks at them."""

    def __init__(self, books: Books) -> None:
        self.inputs = books.inputs
        self.posted = books.inputs.posted if books.closed else ()
        self._books = books
        self.benefited: Mapping[tuple[str, str], int] | None = None
        """Group and stream -> for whom shared costs were charged, once somebody has asked."""
        self.kept: Mapping[tuple[str, str], int] | None = None
        """Those of them whom no other rule lets the stream leave out."""

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """The actuals as charges of a plan."""
        costs, awards = self.inputs.costs, self.inputs.awards
        return tuple(
            Charge(
                one.cost, one.group, costs[one.cost].category, one.period, one.award,
                awards[one.award].stream, one.cents,
            )
            for one in self.posted
        )  # fmt: skip

    @cached_property
    def books(self) -> Books | None:
        """The actuals as if they were a plan for all periods; None where there are none."""
        declined = self._books.plan.declined
        return self._all(PlanUnderAudit(self.charges, declined=declined)) if self.posted else None

    @cached_property
    def whole(self) -> Books:
        """The plan in books that have all cells."""
        return self._all(self._books.plan)

    @cached_property
    def together(self) -> Books:
        """The plan and the actuals as one, in books that have all cells; the plan without them."""
        if not self.posted:
            return self._books
        plan = self._books.plan
        return self._all(replace(plan, charges=(*plan.charges, *self.charges)))

    def _all(self, plan: PlanUnderAudit) -> Books:
        return type(self._books)(self.inputs, plan, self._books.standing.whole)

    @cached_property
    def cents(self) -> dict[str, int]:
        """Whole cents of each award that has any."""
        return cents_by_award(self.posted)

    def spent(self, award: Award) -> int:
        """Cents that an award has used: before the horizon, and in periods that are over."""
        stated = sum(int(entry.amount * 100) for entry in award.to_date)
        return stated + self.cents.get(award.id, 0)

    def direct(self, stream: str) -> Numbers:
        """Cents that a stream was charged on direct costs of each group, by its number."""
        found = np.zeros(len(self.inputs.groups), dtype=np.int64)
        number = {name: n for n, name in enumerate(self.inputs.groups)}
        for one in self.posted:
            _, group, _ = self.inputs.charged_cell(one)
            if group and self.inputs.awards[one.award].stream == stream:
                found[number[group]] += one.cents
        return found
