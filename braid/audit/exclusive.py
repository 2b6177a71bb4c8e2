"""One stream or the other for a participant; or all of a cost for those served, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Numbers, sums
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force, in_force_on
from braid.audit.streams import exclusive_streams
from braid.catalog.law import HomedRule
from braid.schema.rules import Exclusive
from braid.schema.scenario import Award, Group


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per group whom the streams serve together; or per cell what the stream pays of it."""
    rule = homed.rule
    if not isinstance(rule, Exclusive):
        return
    streams = exclusive_streams(books.inputs, homed)
    if rule.reading == "all_or_nothing":
        for stream in streams:
            yield from _all_or_nothing(homed, rule, books, stream)
        return
    yield from _given_way(homed, books)
    for group in books.inputs.groups.values():
        there = homed.reach in ("", books.inputs.partnership(group.id))
        if streams and there and in_force(rule, group.start):
            yield from _apart(books, streams, group)


def _apart(books: Books, streams: tuple[str, ...], group: Group) -> Iterator[Row]:
    """Nobody is served by two of the streams, and nobody whom an entitlement of them pays."""
    served = {s: books.served(group.id, s) for s in streams if books.streams.counts(group.id, s)}
    together = sum(served.values())
    paid = [stream for stream in streams if (stream, group.id) in books.entitlements.paid]
    most = 0 if paid else group.participants
    if together <= most:
        yield held(int(together > 0 or bool(paid)))
        return
    names = ", ".join(sorted({*paid, *(s for s, count in served.items() if count > 0)}))
    says = "Participants served by streams of which each may have only one"
    left, right = Fraction(together), Fraction(most)
    yield Row(says, names, group.id, left, "<=", right, unit="participants")


def kept_apart(homed: HomedRule, books: Books) -> Iterator[tuple[str, str]]:
    """Groups and streams of which a rule lets a person have only one."""
    for group, served, paid in books.people.rivals(homed):
        if len(served) + paid > 1:
            yield from ((group, stream) for stream in served)


def paid_wholly(homed: HomedRule, books: Books) -> Iterator[tuple[str, str]]:
    """Groups and streams of which a rule says that the stream pays all of an open cost."""
    rule = homed.rule
    if not isinstance(rule, Exclusive) or rule.reading != "all_or_nothing":
        return
    for stream in exclusive_streams(books.inputs, homed):
        cells = _wholly(homed, rule, books, stream)
        for number in sorted(set(books.columns.group[cells].tolist())):
            yield books.numbering.groups[number].id, stream


def _given_way(homed: HomedRule, books: Books) -> Iterator[Row]:
    """An entitlement that gives way to a larger one pays nothing."""
    ledger, numbering = books.ledger, books.numbering
    for (name, group), rule in books.entitlements.given_way.items():
        if rule != homed.id:
            continue
        rows = ledger.of_awards((name,))
        rows = rows[ledger.cell_group[rows] == numbering.group[group]]
        paid = usd(int(ledger.cents[rows].sum()))
        yield Row("Entitlement beside a larger one", name, group, paid, "<=", usd(0))


def _all_or_nothing(homed: HomedRule, rule: Exclusive, books: Books, stream: str) -> Iterator[Row]:
    """Of each cost the stream pays exactly the part of those whom it serves."""
    columns, nets = books.columns, books.nets
    own = [award for award in books.inputs.committed.values() if award.stream == stream]
    cells = _wholly(homed, rule, books, stream)
    paid = _paid(books, own)[cells]
    groups = books.numbering.groups
    served = np.array([books.served(group.id, stream) for group in groups], dtype=np.int64)
    for number, cents in zip(cells.tolist(), paid.tolist(), strict=True):
        group = columns.group[number]
        due = int(nets[number]) * int(served[group]) // groups[group].participants
        if cents == due:
            yield held(int(due > 0))
            continue
        where = ", ".join(str(part) for part in columns.cells[number].key if part)
        says = "Charges of a stream that pays all of a cost for those whom it serves"
        yield Row(says, stream, where, usd(cents), "=", usd(due))


def wholly_paid(homed: HomedRule, books: Books) -> Iterator[tuple[int, str, int]]:
    """Cells of which a stream pays all or nothing, the stream, and what it pays."""
    rule = homed.rule
    if not isinstance(rule, Exclusive) or rule.reading != "all_or_nothing":
        return
    for stream in exclusive_streams(books.inputs, homed):
        own = [award for award in books.inputs.committed.values() if award.stream == stream]
        paid = _paid(books, own)
        for number in _wholly(homed, rule, books, stream).tolist():
            yield number, stream, int(paid[number])


def _wholly(homed: HomedRule, rule: Exclusive, books: Books, stream: str) -> Numbers:
    """The open cells that the stream pays wholly for whom it serves, by their numbers."""
    columns = books.columns
    concerned = books.permissions.concerned(rule.for_)[columns.category] & columns.direct
    concerned &= in_force_on(rule, columns.start) & (books.nets > 0)
    own = [award for award in books.inputs.committed.values() if award.stream == stream]
    following = [books.payable.open_to(a) for a in own if a.id in homed.awards]
    return np.flatnonzero(concerned & np.logical_or.reduce(following))


def _paid(books: Books, awards: list[Award]) -> Numbers:
    """Cents that some awards pay of each cell."""
    ledger = books.ledger
    rows = ledger.of_awards(tuple(award.id for award in awards))
    rows = rows[ledger.cell[rows] >= 0]
    return sums(ledger.cell[rows], ledger.cents[rows], len(books.columns))
