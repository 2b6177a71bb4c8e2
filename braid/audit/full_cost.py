"""After an entitlement, all of it held against the full cost: what later awards pay at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Cents, Flags, sums
from braid.audit.findings import Row, usd
from braid.audit.permission import in_force_on
from braid.catalog.law import HomedRule
from braid.reading.plan_form import READ_ALIKE
from braid.schema.rules import Order


def paid_later(homed: HomedRule, books: Books) -> Cents:
    """What the awards that follow the rule pay of each cell."""
    ledger = books.ledger
    rows = ledger.of_awards(homed.awards)
    rows = rows[ledger.cell[rows] >= 0]
    return sums(ledger.cell[rows], ledger.cents[rows], len(books.columns))


def concerned(rule: Order, books: Books) -> Flags:
    """Which direct cells the rule concerns."""
    columns = books.columns
    found = books.permissions.concerned(rule.for_)[columns.category] & columns.direct
    return found & in_force_on(rule, columns.start)


def rows(homed: HomedRule, rule: Order, books: Books) -> Iterator[Row]:
    for group, later, left in full_costs(homed, rule, books):
        if later:
            says = "Charges for costs that an entitlement is meant for"
            yield Row(says, group, group, usd(later), "<=", usd(left))
    yield from _for_each(homed, rule, books)


def full_costs(homed: HomedRule, rule: Order, books: Books) -> Iterator[tuple[str, int, int]]:
    """Each group that is entitled to something: what later awards pay for it, and may pay."""
    later_of, gross_of = _of_groups(homed, rule, books)
    done_of = np.zeros(len(later_of), dtype=np.int64)
    if books.closed:  # costs of periods that are over count too
        gross_of = _of_groups(homed, rule, books.whole)[1]
    if books.past.books is not None:
        done_of = _of_groups(homed, rule, books.past.books)[0]
    for number, group in enumerate(books.numbering.groups):
        entitled = sum(
            books.entitlements.total(award, group)
            for award in books.entitlements.awards
            if award.stream in rule.after
        )
        if entitled:
            left = max(0, max(0, int(gross_of[number]) - entitled) - int(done_of[number]))
            yield group.id, int(later_of[number]), left


def left_for_each(homed: HomedRule, rule: Order, books: Books) -> Iterator[tuple[int, int]]:
    """By number of a group: cents that an entitlement leaves of the costs of all its people."""
    gross_of = _of_groups(homed, rule, books.whole)[1]
    for number, group in enumerate(books.numbering.groups):
        awards = (a for a in books.entitlements.awards if a.stream in rule.after)
        entitled = sum(books.entitlements.total(award, group) for award in awards)
        if entitled:
            yield number, max(0, int(gross_of[number]) - entitled)


def _for_each(homed: HomedRule, rule: Order, books: Books) -> Iterator[Row]:
    """What each stream, and each record system, pays for each of those whom it serves."""
    left_of = dict(left_for_each(homed, rule, books))
    paid, done = _paid(homed, rule, books), Paid()
    if books.past.books is not None:
        done = _paid(homed, rule, books.past.books)
    for (number, scope, name), cents in sorted(paid.items()):
        if number not in left_of:
            continue
        group = books.numbering.groups[number]
        heads = (books.served if scope == "stream" else books.recorded)(group.id, name)
        left = max(0, left_of[number] - done[number, scope, name])
        right = Fraction(left * heads, group.participants)
        says = f"Charges for costs that an entitlement is meant for, of the {heads} who are served"
        yield Row(says, name, group.id, usd(cents), "<=", usd(right), since=READ_ALIKE)


Paid = Counter[tuple[int, str, str]]
"""Cents by number of the group, and by name of a stream or record system."""


def _paid(homed: HomedRule, rule: Order, books: Books) -> Paid:
    ledger, found = books.ledger, Paid()
    rows = ledger.of_awards(homed.awards)
    rows = rows[ledger.cell[rows] >= 0]
    for row in rows[concerned(rule, books)[ledger.cell[rows]]].tolist():
        number = int(ledger.cell_group[row])
        stream = books.numbering.awards[ledger.award[row]].stream
        if books.streams.counts(books.numbering.groups[number].id, stream):
            found[number, "stream", stream] += int(ledger.cents[row])
            found[number, "system", books.streams.system[stream]] += int(ledger.cents[row])
    return found


def _of_groups(homed: HomedRule, rule: Order, books: Books) -> tuple[Cents, Cents]:
    """By group: what the awards that follow the rule pay of its cells, and what these cost."""
    cells = np.flatnonzero(concerned(rule, books))
    groups, count = books.columns.group[cells], len(books.numbering.groups)
    later_of = sums(groups, paid_later(homed, books)[cells], count)
    return later_of, sums(groups, books.columns.gross[cells], count)
