"""Pledges: which money of which charge stands beside another award."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.charges import Pledge
from braid.audit.exact import Flags, Numbers, numbered
from braid.audit.findings import Row, held, usd
from braid.catalog.facts import Subject
from braid.schema.money_rules import Match, Reimbursement
from braid.schema.scenario import Award

if TYPE_CHECKING:
    from braid.audit.books import Books

Source = tuple[str, str, str, str, date | None]
"""Award, cost, group, category, period of a charge; without a cost, what is in kind."""


def source_of(pledge: Pledge) -> Source:
    """The charge that a pledge is of."""
    if not pledge.cost:
        return pledge.award, "", "", "", None
    return pledge.award, pledge.cost, pledge.group, pledge.category, pledge.period


def place_of(source: Source) -> str:
    """A charge's place in words."""
    award, cost, group, _, period = source
    if not cost:
        return f"in kind, given by {award}"
    return ", ".join(part for part in (cost, group, str(period), f"paid by {award}") if part)


class PledgeBook:
    """The pledges of a plan, by rule and by the charge that they are of."""

    def __init__(self, books: Books) -> None:
        self.books = books

    @cached_property
    def of_rule(self) -> dict[tuple[str, str], list[Pledge]]:
        """By rule and the award beside which the money stands."""
        found: dict[tuple[str, str], list[Pledge]] = {}
        for pledge in self.books.plan.pledges:
            found.setdefault((pledge.rule, pledge.pledged_award), []).append(pledge)
        return found

    @cached_property
    def pledged(self) -> dict[Source, int]:
        """Cents pledged of each charge, for whatever rules and awards."""
        found: dict[Source, int] = {}
        for pledge in self.books.plan.pledges:
            source = source_of(pledge)
            found[source] = found.get(source, 0) + pledge.cents
        return found

    @cached_property
    def paid(self) -> dict[Source, int]:
        """Cents of each charge that anything is pledged of, and of what is in kind."""
        found = dict.fromkeys(self.pledged, 0)
        for cost, group, category, period, name, _, cents in self.books.ledger.entries:
            source: Source = (name, cost, group, category, period)
            if source in found:
                found[source] += cents
        for source in found:
            award = self.books.inputs.awards.get(source[0])
            if not source[1] and award is not None:
                found[source] = self.in_kind(award)
        return found

    def in_kind(self, award: Award) -> int:
        """Cents that an award gives in kind without a charge."""
        if award.form != "in_kind" or award.amount is None or not self.counts(award):
            return 0
        earlier = self.books.past.spent(award)
        rows = self.books.ledger.of_awards((award.id,))
        return max(0, int(award.amount * 100) - earlier - int(self.books.ledger.cents[rows].sum()))

    def counts(self, award: Award) -> bool:
        """Whether the plan uses an award that is of an enabled stream and no entitlement."""
        stream = self.books.inputs.law.streams.get(award.stream)
        if stream is None or not stream.enabled or stream.entitlement:
            return False
        return self.books.used(award)

    @cached_property
    def counted(self) -> Flags:
        """The same of every award."""
        found = [self.counts(award) for award in self.books.numbering.awards]
        return np.array(found, dtype=bool)

    def cell_of(self, source: Source) -> int:
        """The cell of a charge, by its number; -1 where there is none."""
        _, cost, group, _, period = source
        line = self.books.inputs.costs.get(cost)
        if line is None or period is None:
            return -1
        shared = line.per_participant is None
        return self.books.columns.number.get((cost, "" if shared else group, period), -1)

    @cached_property
    def periods(self) -> Numbers:
        """The first day of each cell's period."""
        days = (cell.period.start.toordinal() for cell in self.books.columns.cells)
        return np.array(list(days), dtype=np.int64)

    @cached_property
    def of_awards(self) -> Numbers:
        """By award: the number of the employer whose money it is, -1 for none."""
        awards = self.books.numbering.awards
        return np.array([self.employer(award) for award in awards], dtype=np.int64)

    def employer(self, award: Award) -> int:
        """The employer whose money an award is, by its number; -1 where it names none."""
        return self._employer.get(award.employer or "", -1)

    @cached_property
    def _employer(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.books.inputs.employers)}

    @cached_property
    def employers(self) -> Numbers:
        """The employer of each cell, by its number among the employers; -1 where there is none."""
        columns, numbering = self.books.columns, self.books.numbering
        first, kind = numbered(columns.group, columns.line)
        found = []
        for group, line in zip(
            columns.group[first].tolist(), columns.line[first].tolist(), strict=True
        ):
            who = numbering.groups[group] if group >= 0 else None
            subject = Subject(group=who, line=numbering.lines[line])
            employer = self.books.questions.facts.employer(subject)
            found.append(-1 if employer is None else self._employer[employer.id])
        return np.array(found, dtype=np.int64)[kind]


def check(books: Books) -> Iterator[Row]:
    """Each pledge is an amount, and answers a rule that asks for it."""
    asking = {
        (homed.id, award)
        for homed in books.inputs.law.rules
        if homed.rule.binds and isinstance(homed.rule, Match | Reimbursement)
        for award in homed.awards
    }
    good = 0
    for pledge in books.plan.pledges:
        place = place_of(source_of(pledge))
        if pledge.cents <= 0:
            yield Row("Amount of a pledge", pledge.award, place, usd(pledge.cents), ">=", usd(1))
        if (pledge.rule, pledge.pledged_award) in asking:
            good += 1
            continue
        says = "Pledge that no rule of the award beside which it stands asks for"
        yield Row(says, pledge.pledged_award, place, usd(max(1, pledge.cents)), "<=", usd(0))
    yield held(good)
