"""When money may pay: period of performance, obligation, liquidation, recapture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import numpy as np

from braid.audit.amounts import by_obligation
from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers
from braid.audit.findings import Row, usd
from braid.audit.permission import in_force
from braid.audit.refusals import refusals
from braid.catalog.law import HomedRule, moment, span_end
from braid.record import record
from braid.schema.rules import Span, Timeline
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """A row for each charge against each date of the rule, and the recapture row of each award."""
    rule = homed.rule
    if not isinstance(rule, Timeline):
        return
    for name in homed.awards:
        award = books.inputs.awards[name]
        if not in_force(rule, books.inputs.window(award)[0]):
            continue
        rows = books.ledger.of_awards((name,))
        rows = rows[books.ledger.cell[rows] >= 0]  # reporting has its own rows
        allowed = _in_time(rule, books, award, books.ledger.cell[rows])
        yield from refusals(books, rows, allowed, FOR_SOME if rule.for_ else FOR_ALL)
        if books.used(award) and rule.obligate is not None and books.closed == books.inputs.closed:
            yield from _recapture(homed, rule, books, award)


FOR_ALL = "Charge after the time in which the law lets the money be spent"
FOR_SOME = "Charge outside the time in which the law lets the money be spent on this"


def end_of(span: Span, books: Books, award: Award) -> date:
    """The first day after a span of an award's money."""
    return span_end(span, books.inputs.window(award)[0], award.funding_year)


def _in_time(rule: Timeline, books: Books, award: Award, some: Numbers) -> Flags:
    """Which of some cells an award may pay under the rule."""
    timings, numbering = books.permissions.timings, books.numbering
    obligated, own = by_obligation(books, award, some), timings.own(award)
    columns = books.columns
    begun, start = columns.obligated[some], columns.start[some]
    over, category_of = columns.end[some], columns.category[some]
    within = np.ones(len(some), dtype=bool)
    if rule.begins is not None:
        first = end_of(rule.begins, books, award).toordinal()
        within = np.where(obligated, begun, start) >= first
    if rule.ends is not None:
        end = moment(rule.ends, (own.start, own.end), award.funding_year).toordinal()
        ends = np.where(obligated, begun < end, over <= end)
        for category in () if rule.for_ else timings.outlasting(award):
            ends |= numbering.named((category,))[category_of]  # another rule ends these
        within &= ends
    if rule.test == "obligated":
        days = timedelta(days=rule.liquidate_days or 0)
        last = np.full(len(some), (own.end + days).toordinal())
        for category, timing in timings.apart(award).items():
            named = numbering.named((category,))[category_of]
            last[named] = (timing.end + days).toordinal()
        within &= over <= last
    return within if not rule.for_ else within | ~numbering.named(rule.for_)[category_of]


@record
class Recapture:
    """What an award may lose: the rule, the day before which it must be obligated, the cents.

    ``share`` is the part of its amount that must be, in cents that need not be whole; ``before``
    was obligated whatever the plan charges.
    """

    homed: HomedRule
    award: str
    deadline: date
    obligated: int
    share: Fraction
    automatic: bool
    before: int

    @property
    def needed(self) -> int:
        """Whole cents that must be obligated."""
        return ceil(self.share)

    @property
    def cents(self) -> int:
        """Cents that are recaptured, or may be."""
        return max(0, self.needed - self.obligated)


def recapture(homed: HomedRule, books: Books, award: Award) -> Recapture | None:
    """What an award loses, or may lose, under one timeline rule."""
    rule = homed.rule
    if not isinstance(rule, Timeline) or rule.obligate is None or award.amount is None:
        return None
    if not in_force(rule, books.inputs.window(award)[0]):
        return None
    deadline = end_of(rule.obligate.by, books, award)
    share = books.questions.number(rule.obligate.share, award, books.inputs.window(award)[0])
    if share is None:
        return None
    before = sum(int(max(e.amount, e.obligated) * 100) for e in award.to_date)
    if books.past.books is not None:
        before += _obligated(books.past.books, award, deadline)
    obligated = before + _obligated(books, award, deadline)
    share *= int(award.amount * 100)
    automatic = rule.obligate.recapture == "automatic"
    return Recapture(homed, award.id, deadline, obligated, share, automatic, before)


def _obligated(books: Books, award: Award, deadline: date) -> int:
    """Cents of an award's charges that are obligated before a day."""
    ledger = books.ledger
    rows = ledger.of_awards((award.id,))
    days = ledger.period[rows]
    of_lines = ledger.cell[rows] >= 0
    days[of_lines] = books.columns.obligated[ledger.cell[rows[of_lines]]]
    return int(ledger.cents[rows[days < deadline.toordinal()]].sum())


def _recapture(homed: HomedRule, rule: Timeline, books: Books, award: Award) -> Iterator[Row]:
    loss = recapture(homed, books, award)
    if loss is None or award.amount is None:
        return
    if not loss.automatic:
        says = "Money that may be taken back because it is not obligated in time"
        yield Row(says, award.id, award.id, usd(loss.cents), "<=", usd(0), gentle=True)
        return
    before = books.past.spent(award)
    spent = before + int(books.ledger.cents[books.ledger.of_awards((award.id,))].sum())
    says = "Spending with what is recaptured"
    own = int(award.amount * 100) + books.funds.income(award)
    if books.past.posted:  # what is over cannot be mended
        own = max(own, before + max(0, loss.needed - loss.before))
    right = usd(own + books.funds.moved(award))
    yield Row(says, award.id, award.id, usd(spent + loss.cents), "<=", right)


def risks(books: Books) -> dict[str, int]:
    """Cents of each award in use that may be recaptured, or will be; the largest of its rules."""
    found: dict[str, int] = {}
    for homed in books.inputs.law.of_kind("timeline"):
        for name in homed.awards:
            award = books.inputs.awards[name]
            loss = recapture(homed, books, award) if books.used(award) else None
            if loss is not None:
                found[name] = max(found.get(name, 0), loss.cents)
    return found
