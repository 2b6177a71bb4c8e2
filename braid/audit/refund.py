"""What goes back of an entitlement when participants leave: charges are less, and it is told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from braid.audit.books import Books
from braid.audit.charges import RefundRow
from braid.audit.findings import Row, Unit, held, usd
from braid.audit.leaving import leaving
from braid.audit.payment import Payment, half_up
from braid.catalog.law import HomedRule
from braid.schema.rules import Refund
from braid.schema.scenario import Award, Group


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per group: no charge beyond what stays of the payments; each refund as the table tells it."""
    if not isinstance(homed.rule, Refund):
        return
    for award in books.entitlements.awards:
        for group in books.entitlements.entitled(award) if award.id in homed.awards else ():
            if books.entitlements.refund_of(award, group) is not homed:
                continue
            if any(p.unearned > 0 for p in books.entitlements.payments(award, group)):
                yield _charged(books, award, group)
            yield from _told(books, _expected(books, award, group))


def check_strangers(books: Books) -> Iterator[Row]:
    """The table of refunds has no row twice, and none that nobody asks for."""
    wanted = {
        (row.group, row.award, row.day)
        for award in books.entitlements.awards
        for group in books.entitlements.entitled(award)
        for row in _expected(books, award, group)
    }
    for row in books.plan.refunds or ():
        key = (row.group, row.award, row.day)
        where = f"{row.group}, {row.day}"
        says = "Row of a refund that is none, or that stands there twice"
        if key in wanted:
            wanted.remove(key)
            yield held(1)
        else:
            yield Row(says, row.award, where, Fraction(1), "<=", Fraction(0), "rows")


def _charged(books: Books, award: Award, group: Group) -> Row:
    """What the award pays for a group is no more than what stays and finds a cost."""
    ledger, number = books.ledger, books.numbering.group[group.id]
    rows = ledger.of_awards((award.id,))
    paid = int(ledger.cents[rows[ledger.cell_group[rows] == number]].sum())
    applied, there = books.entitlements.applied_by.get((award.id, group.id), ()), books.columns
    most = sum(cents for key, cents in applied if key in there.number)
    says = "What the entitlement pays, less what those who leave have not earned"
    return Row(says, award.id, group.id, usd(paid), "<=", usd(most))


def _expected(books: Books, award: Award, group: Group) -> list[RefundRow]:
    """The refunds of a group, one for each payment of which something goes back."""
    gone = leaving(books.inputs, group)
    refund = books.entitlements.refund_of(award, group)
    if gone is None or refund is None or not isinstance(refund.rule, Refund):
        return []
    leavers = group.participants * gone.share
    found = []
    for payment in books.entitlements.payments(award, group):
        returned = group.participants * payment.returned
        if payment.unearned == 1 or returned == 0:
            continue
        charged = _of_school(books, award, group, payment)
        by_school = min(returned, floor(payment.unearned * gone.share * charged))
        whole = payment.cents + payment.returned
        spared = floor(Fraction(refund.rule.students_keep) * leavers * whole)
        kept = min(returned - by_school, spared)
        found.append(
            RefundRow(
                group.id, award.id, payment.day, leavers, 1 - payment.unearned, returned,
                by_school, returned - by_school - kept, kept,
            )
        )  # fmt: skip
    return found


def _of_school(books: Books, award: Award, group: Group, payment: Payment) -> Fraction:
    """Gross cents that the school charges for a part: by date, at least the part's own share."""
    part, entitlements = payment.part, books.entitlements
    if part is None:
        return Fraction(0)
    cells = [entitlements.cells.cells[n] for n in entitlements.applied_first(award, group)]
    inside = sum(cell.gross for cell in cells if part.holds(cell.start))
    return max(Fraction(inside), (part.ends - part.begins) * sum(cell.gross for cell in cells))


def _told(books: Books, rows: list[RefundRow]) -> Iterator[Row]:
    """The table against what is expected; nothing where there is no table."""
    if books.plan.refunds is None:
        return
    stated = {(row.group, row.award, row.day): row for row in reversed(books.plan.refunds)}
    for wanted in rows:
        where = f"{wanted.group}, {wanted.day}"
        row = stated.get((wanted.group, wanted.award, wanted.day))
        if row is None:
            says = "Rows of the table of refunds for this payment"
            yield Row(says, wanted.award, where, Fraction(0), "=", Fraction(1), "rows")
            continue
        sums: tuple[tuple[str, Fraction, Fraction, Unit], ...] = (
            ("Participants who leave", row.leavers, _written(wanted.leavers), "participants"),
            ("Share of a payment that is earned", row.earned, _written(wanted.earned), "share"),
            ("What goes back of a payment", usd(row.returned), usd(wanted.returned), "usd"),
            ("What the school returns", usd(row.by_school), usd(wanted.by_school), "usd"),
            ("What the students return", usd(row.by_students), usd(wanted.by_students), "usd"),
            ("What the students keep", usd(row.kept), usd(wanted.kept), "usd"),
        )
        for says, found, right, unit in sums:
            yield Row(says, wanted.award, where, found, "=", right, unit)


def _written(amount: Fraction) -> Fraction:
    """As tables say it, with four digits."""
    return Fraction(half_up(amount * 10_000), 10_000)
