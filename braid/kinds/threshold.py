"""A report that is due once an organization spends an amount in a fiscal year: the single audit.

What it costs counts as overhead where the plan decides whether it is due; nobody is charged
for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds.block import Block
from braid.kinds.entries import Entries
from braid.kinds.factors import days_of_year, first_of_year
from braid.kinds.following import awards_following
from braid.kinds.income import still_there
from braid.kinds.past import Past
from braid.kinds.permission import Conditions, in_force
from braid.kinds.rows import Context
from braid.kinds.tables import RECORD, Codes
from braid.kinds.transfer import most_received
from braid.periods import add_months
from braid.record import record
from braid.schema.rules import Threshold as Parameters
from braid.schema.scenario import Award, Organization, ToDate


@record
class Mark:
    """An amount that an organization's spending in one of its fiscal years may reach.

    ``start`` and ``end`` are the year's half-open dates, ``due`` the day on which the report is
    due. Amounts are cents: ``usd`` is what the spending is held against, ``other`` is spent
    outside the plan, ``before`` was spent of ``awards``, which count, before the horizon, and
    ``price`` is what the report costs.
    """

    rule: str
    report: str
    organization: str
    start: date
    end: date
    due: date
    usd: Fraction
    other: int
    before: int
    price: int
    awards: frozenset[str]

    @property
    def fee(self) -> int:
        """The cents of overhead of a report that is due: none if it is due without the plan."""
        return 0 if self.other >= self.usd else self.price

    def holds(self, award: str, day: int) -> bool:
        """Whether a charge on a cell that begins on a day (an ordinal) counts."""
        return award in self.awards and self.start.toordinal() <= day < self.end.toordinal()


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Where it can go either way: below the amount, or the report is paid for."""
    blocks: dict[str, Block] = {homed.id: Block("threshold", homed.id) for homed in rules}
    for mark in context.once(marks_of):
        if mark.fee:
            _write(blocks[mark.rule], mark, context)
    yield from blocks.values()


def sure_cents(context: Context) -> int:
    """The overhead of reports that are due whatever the plan does."""
    return sum(mark.fee for mark in context.once(marks_of) if _already(mark, context) >= mark.usd)


def marks_of(context: Context) -> tuple[Mark, ...]:
    """All marks of a context."""
    return tuple(marks(context.inputs, context.conditions))


def marks(inputs: Inputs, conditions: Conditions) -> Iterator[Mark]:
    """Every organization, report and fiscal year with an amount that it may reach."""
    by_report: dict[tuple[str, str], list[tuple[HomedRule, Award]]] = defaultdict(list)
    for homed in inputs.law.of_kind("threshold"):
        report = _parameters(homed).report
        for award in awards_following(inputs, homed):
            by_report[inputs.recipient(award), report].append((homed, award))
    for (name, report), following in sorted(by_report.items()):
        organization = inputs.organizations[name]
        for year in _years(inputs, organization):
            start, end = days_of_year(("fiscal_year", year), following[0][1], inputs)
            here = [(homed, award) for homed, award in following if in_force(homed, start)]
            mark = _mark(here, organization, report, start, end, inputs, conditions)
            if mark is not None:
                yield mark


def _mark(
    following: Sequence[tuple[HomedRule, Award]], organization: Organization, report: str,
    start: date, end: date, inputs: Inputs, conditions: Conditions,
) -> Mark | None:  # fmt: skip
    """What one year's spending is held against; None where no rule gives a number."""
    asked = [
        value_at(_parameters(homed).usd, conditions.clock(award, start))
        for homed, award in following
    ]
    known = [value for value in asked if value is not None]
    if not known:
        return None
    awards = {
        award.id: award
        for homed, award in following
        if inputs.origin(award) in _parameters(homed).origin
    }
    first = inputs.calendar.first
    before = sum(
        int(entry.amount * 100)
        for award in awards.values()
        for entry in award.to_date
        if _counts(entry, start, end, first)
    )
    months = min(_parameters(homed).due_months for homed, _ in following)
    return Mark(
        min(homed.id for homed, _ in following), report, organization.id, start, end,
        add_months(end, months) - timedelta(days=1), min(known) * 100,
        int(organization.other_federal * 100), before, int(organization.single_audit_cost * 100),
        frozenset(awards),
    )  # fmt: skip


def _counts(entry: ToDate, start: date, end: date, first: date) -> bool:
    """Whether earlier spending lies in a year: by its date, else if the horizon begins inside."""
    return start <= entry.date < end if entry.date is not None else start < first < end


def _years(inputs: Inputs, organization: Organization) -> Iterator[int]:
    """The fiscal years that the horizon touches."""
    first, last = (
        first_of_year("fiscal_year", day, organization).year
        for day in (inputs.calendar.first, inputs.calendar.last)
    )
    yield from range(first, last + 1)


def _write(block: Block, mark: Mark, context: Context) -> None:
    already = _already(mark, context)
    entries = _entries(mark, context)
    most = already + _most(mark, entries, context)
    if already >= mark.usd or most < mark.usd:
        return
    label = f"{mark.organization} {mark.start}"
    flag = context.flag(f"reached:{mark.report}:{label}", label=label, overhead=mark.fee)
    below = mark.usd - 1
    row = block.row("<=", below - already, label)
    block.add(row, entries.column, entries.num, entries.den, entries.cell)
    block.add_one(row, flag, below - most)


def _already(mark: Mark, context: Context) -> int:
    """Cents that count and that no decision changes."""
    applied = context.once(_applied)
    entitled = sum(
        cents
        for award in mark.awards & applied.keys()
        for day, cents in applied[award]
        if mark.holds(award, day)
    )
    return mark.other + mark.before + entitled + charged_before(mark, context.past, context.codes)


def _applied(context: Context) -> dict[str, list[tuple[int, int]]]:
    """What entitlements pay, award by award: the first day of the cell, and cents."""
    found: dict[str, list[tuple[int, int]]] = {}
    for award, cell, cents in context.applied:
        found.setdefault(award, []).append((int(context.cells.start[cell]), cents))
    return found


def charged_before(mark: Mark, past: Past | None, codes: Codes) -> int:
    """Cents of what was charged already that count."""
    if past is None:
        return 0
    found = past.entries
    mine = np.array([award in mark.awards for award in codes.awards], dtype=bool)[found.award]
    inside = (found.start >= mark.start.toordinal()) & (found.start < mark.end.toordinal())
    return int(found.num[mine & inside].sum())


def _entries(mark: Mark, context: Context) -> Entries:
    """The possible charges that count."""
    index = context.codes.award_index
    awards = [index[award] for award in mark.awards if award in index]
    entries = context.of_awards(awards, by_period=True)
    inside = (entries.start >= mark.start.toordinal()) & (entries.start < mark.end.toordinal())
    return entries.take(inside)


def _most(mark: Mark, entries: Entries, context: Context) -> int:
    """Cents that the charges cannot exceed: what their cells cost, what their awards have."""
    cells, charges = context.cells, context.charges
    cell = np.unique(entries.cell)
    costs = int(cells.cost[cell[cells.kind[cell] != RECORD]].sum())
    records = entries.take(cells.kind[entries.cell] == RECORD)
    costs += int(charges.upper[records.column].sum())
    money = Fraction(0)
    for number in np.unique(entries.award).tolist():
        award = context.inputs.awards[context.codes.awards[number]]
        money += still_there(context.inputs, award, int((award.amount or 0) * 100))
        money += most_received(context, number)[1]
    return min(costs, ceil(money))


def _parameters(homed: HomedRule) -> Parameters:
    assert isinstance(homed.rule, Parameters)
    return homed.rule
