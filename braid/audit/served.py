"""Participants served: counts within heads, and no more dollars than the people they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

import numpy as np

from braid.audit.benefit import LineYear
from braid.audit.books import Books
from braid.audit.exact import Cents, Numbers, numbered, sums, times, whole
from braid.audit.findings import Row, Sense, held, usd
from braid.audit.least import Least
from braid.audit.paid_for import Head, benefited, still_served
from braid.record import record


def check(books: Books) -> Iterator[Row]:
    """Every row about served counts."""
    yield from _counts(books)
    yield from _records(books)
    before = benefited(books, LineYear)
    yield from still_served(books, before)
    yield from _dollars(books)
    least = Least(books)
    for stream in sorted(books.streams.tracked):
        yield from _really_served(books, least, stream, before)


def _counts(books: Books) -> Iterator[Row]:
    groups, streams = books.inputs.groups, books.streams.system
    known = {("stream", s) for s in books.inputs.law.streams}
    known |= {("system", r) for r in streams.values()}
    for (name, scope, what), count in sorted(books.plan.served.items()):
        if scope == "streams":
            continue  # of these another check says more
        group = groups.get(name)
        most = group.participants if group and (scope, what) in known else 0
        if group is not None and scope == "stream" and what in streams:
            most = min(most, max(books.recorded(name, streams[what]), 0))
        if 0 <= count <= most:
            yield held(2)
            continue
        yield _heads("Participants served or with a record", name, what, count, "<=", most)
        yield _heads("Participants served or with a record", name, what, count, ">=", 0)


def _records(books: Books) -> Iterator[Row]:
    """Nobody has a record in a system whom none of its streams serves."""
    for name in books.inputs.groups:
        for system in sorted(set(books.streams.system.values())):
            recorded = books.recorded(name, system)
            served = sum(books.served(name, stream) for stream in books.streams.members(system))
            if recorded <= served:
                yield held(int(recorded > 0))
                continue
            says = "Participants with a record against those whom streams serve"
            yield _heads(says, name, system, recorded, "<=", served)


def _heads(says: str, group: str, name: str, left: int, sense: Sense, right: int) -> Row:
    return Row(says, name, group, Fraction(left), sense, Fraction(right), unit="participants")


@record
class _Scopes:
    """Tracked streams and after them record systems, in order of name.

    ``stream`` and ``system`` are the numbers of each award's own, -1 where nobody counts.
    """

    names: list[str]
    streams: int
    stream: Numbers
    system: Numbers


def _scopes(books: Books) -> _Scopes:
    tracked, system_of = sorted(books.streams.tracked), books.streams.system
    systems = sorted(set(system_of.values()))
    stream: list[int] = []
    system: list[int] = []
    for award in books.numbering.awards:
        counts = award.stream in books.streams.tracked
        stream.append(tracked.index(award.stream) if counts else -1)
        own = systems.index(system_of[award.stream]) if counts else -1
        system.append(len(tracked) + own if counts else -1)
    return _Scopes([*tracked, *systems], len(tracked), np.array(stream), np.array(system))


def _dollars(books: Books) -> Iterator[Row]:
    """On each direct cell, a stream (and a record system) pays only for those whom it serves."""
    scopes, ledger, columns = _scopes(books), books.ledger, books.columns
    charges = np.flatnonzero(ledger.cell_group >= 0)
    charges = charges[scopes.stream[ledger.award[charges]] >= 0]
    names, groups = books.numbering.awards, books.numbering.groups
    pairs = zip(ledger.award[charges].tolist(), ledger.cell_group[charges].tolist(), strict=True)
    counted = [books.streams.counts(groups[g].id, names[a].stream) for a, g in pairs]
    charges = charges[np.array(counted, dtype=bool)]
    if not len(charges):
        return
    order = np.zeros(len(columns), dtype=np.int64)
    order[ledger.touched] = np.arange(len(ledger.touched))
    award, cells = ledger.award[charges], np.tile(ledger.cell[charges], 2)
    paying = np.concatenate([scopes.stream[award], scopes.system[award]])
    first, kind = numbered(order[cells], paying)
    cents = sums(kind, whole(np.tile(ledger.cents[charges], 2).tolist()), len(first))
    cell, scope = cells[first], paying[first]
    group = columns.group[cell]
    people, served = books.numbering.people[group], _heads_by_name(books, scopes)[group, scope]
    net = books.nets[cell]  # what is paid beyond it is a matter of balance
    paid = np.minimum(cents, net)
    fits = times(paid, people) <= times(net, served)
    yield held(int(np.count_nonzero(fits)))
    for n in np.flatnonzero(~fits).tolist():
        where = ", ".join(str(part) for part in columns.cells[cell[n]].key)
        most = Fraction(int(net[n]) * int(served[n]), int(people[n]))
        says = "Charges for participants against the cost of those who are served"
        yield Row(says, scopes.names[scope[n]], where, usd(int(paid[n])), "<=", usd(most))


def _heads_by_name(books: Books, scopes: _Scopes) -> Cents:
    """By group: participants whom each stream serves, and whom each system records."""
    groups = books.numbering.groups
    found = [
        books.served(group.id, name) if n < scopes.streams else books.recorded(group.id, name)
        for group in groups
        for n, name in enumerate(scopes.names)
    ]
    return whole(found).reshape(len(groups), len(scopes.names))


def _really_served(
    books: Books, least: Least, stream: str, before: Mapping[Head, int]
) -> Iterator[Row]:
    awards = [books.inputs.awards[a] for a in books.streams.awards[stream]]
    awards = [a for a in awards if books.used(a)]
    by_owner = books.people.by_owner(awards)
    groups = books.numbering.groups
    served_of = [books.served(group.id, stream) for group in groups]
    paying = tuple(a.id for a in books.numbering.awards if a.stream == stream)
    charges = books.ledger.of_awards(paying)
    charges = charges[books.ledger.cell_group[charges] >= 0]
    of_group = books.ledger.cell_group[charges]
    done_of = books.past.direct(stream)
    paid_of = sums(of_group, books.ledger.cents[charges], len(groups)) + done_of
    charged = (np.bincount(of_group, minlength=len(groups)) > 0) | (done_of > 0)
    each_of = least.of_stream(stream, awards, [served > 0 for served in served_of])
    enrolled = books.inputs.law.streams[stream].served == "enrolled"
    for number, group in enumerate(groups):
        served, each = served_of[number], each_of[number]
        if served <= 0:
            continue
        nothing = each is None and not charged[number]
        if nothing and not (enrolled and books.people.open_to(by_owner, group)):
            says = "Participants for whom the stream has nothing to pay"
            yield _heads(says, group.id, stream, served, "<=", 0)
        if enrolled or each is None:
            continue
        alone = max(0, served - books.people.paid_by_others(group.id, stream))
        paid, needed = int(paid_of[number]), floor(each * alone)
        more = floor(each * (alone - before.get((group.id, stream), 0)))
        needed = min(needed, int(done_of[number]) + max(0, more))  # whom shared costs were for
        if paid >= needed:
            yield held(1)
            continue
        says = "Direct costs paid for those whom the stream says that it serves"
        yield Row(says, stream, group.id, usd(paid), ">=", usd(needed))
