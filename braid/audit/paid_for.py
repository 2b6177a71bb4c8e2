"""Whom a stream was charged for in periods that are over, it goes on to serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.benefit_before import charged_before
from braid.audit.books import Books
from braid.audit.exclusive import kept_apart, paid_wholly
from braid.audit.findings import Row, held
from braid.audit.heads_limit import counted_by
from braid.audit.least import Least
from braid.periods import program_year
from braid.reading.plan_form import READ_ALIKE
from braid.schema.scenario import Award, Cost, Group

if TYPE_CHECKING:
    from braid.audit.benefit import LineYear

MakeYear = Callable[[frozenset[str], Books, Cost, int, int], "LineYear"]
"""``LineYear`` of no awards, the whole books, a line, a program year and the closed periods."""
Head = tuple[str, str]
"""A group and a stream."""


def still_served(books: Books, benefited: Mapping[Head, int]) -> Iterator[Row]:
    """A row for each group and stream, where no other rule keeps the count low."""
    directly = _paid_for(books)
    least = {**directly}
    least |= {head: max(people, least.get(head, 0)) for head, people in benefited.items()}
    low = _kept_low(books) if least else set()
    for head, people in sorted(least.items()):
        if head in low or head not in books.people.may_serve:
            continue
        group, stream = head
        served = books.served(group, stream)
        if served >= people:
            yield held(1)
            continue
        says = "Participants served, of those who were paid for in periods that are over"
        since = READ_ALIKE if served >= directly.get(head, 0) else 0
        left, right = Fraction(served), Fraction(people)
        yield Row(says, stream, group, left, ">=", right, unit="participants", since=since)


def _paid_for(books: Books) -> dict[Head, int]:
    """The most people whose part of one closed cell was charged, in whole cents."""
    past = books.past.books
    if past is None:
        return {}
    ledger, payers, least = past.ledger, past.numbering.awards, Least(past)
    charged: dict[tuple[int, str], dict[str, int]] = {}
    for row in np.flatnonzero(ledger.cell_group >= 0).tolist():
        number, award = int(ledger.cell[row]), payers[ledger.award[row]]
        if past.payable.open_to(award)[number]:
            each = charged.setdefault((number, award.stream), {})
            each[award.id] = each.get(award.id, 0) + int(ledger.cents[row])
    found: dict[Head, int] = {}
    for (number, stream), paid in charged.items():
        cell, net = past.columns.cells[number], Fraction(int(past.nets[number]))
        group = cell.group
        if group is None:
            continue
        cases = [(sum(paid.values()), net)]
        for name, cents in paid.items():
            share = least.share_of(books.inputs.awards[name], number)
            cases.append((cents, min(net, share * cell.gross)))
        people = max(_people(cents, cost, group.participants) for cents, cost in cases)
        found[group.id, stream] = max(people, found.get((group.id, stream), 0))
    return found


def kept(books: Books, make: MakeYear) -> Mapping[Head, int]:
    """The people of ``benefited`` whom no other rule lets the stream leave out."""
    past = books.past
    if past.kept is None:
        found = benefited(books, make)
        low = _kept_low(books) if found else set()
        may_serve = books.people.may_serve
        past.kept = {h: n for h, n in found.items() if h not in low and h in may_serve}
    return past.kept


def benefited(books: Books, make: MakeYear) -> Mapping[Head, int]:
    """The fewest people of each group for whom a stream may have been charged shared costs."""
    if books.past.benefited is None:
        books.past.benefited = _benefited(books, make)
    return books.past.benefited


def _benefited(books: Books, make: MakeYear) -> dict[Head, int]:
    found: dict[Head, int] = {}
    past = books.past.books
    if past is None:
        return found
    columns, charged = past.columns.cells, past.ledger.cell[past.ledger.cell_group < 0]
    touched = {(columns[n].line.id, program_year(columns[n].start)) for n in charged.tolist()}
    for line, year in sorted(touched):
        line_year = make(frozenset(), books.whole, books.inputs.costs[line], year, books.closed)
        each: dict[Head, dict[str, Mapping[int, int]]] = {}
        for (name, whom), by_period in _by_period(line_year, past).items():
            award = books.inputs.awards[name]
            if whom and line_year.open_to([award], whom):
                each.setdefault((whom, award.stream), {})[name] = by_period
        for (whom, stream), mine in each.items():
            group = books.inputs.groups[whom]
            every = [a for a in books.inputs.committed.values() if a.stream == stream]
            for awards in (*([books.inputs.awards[name]] for name in mine), every):
                stands = _of_year(line_year, group, awards, mine)
                most = line_year.parts_of(group, line_year.open_to(awards, whom))
                if stands and most:
                    people = ceil(stands * line_year.whole * group.participants / most)
                    people = min(people, group.participants)
                    found[whom, stream] = max(people, found.get((whom, stream), 0))
    return found


def _by_period(year: LineYear, past: Books) -> dict[tuple[str, str], dict[int, int]]:
    """Award and group -> cents that were charged of the year, by the number of the period."""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for key in charged_before(year, past):
        found[key] = {}
    ledger = past.ledger
    for row in range(len(ledger)):
        cell = past.columns.cells[ledger.cell[row]]
        group = int(ledger.group[row])
        name = past.numbering.groups[group].id if group >= 0 else ""
        key = past.numbering.awards[ledger.award[row]].id, name
        if key in found and cell.line.id == year.line.id and program_year(cell.start) == year.year:
            index = cell.period.index
            found[key][index] = found[key].get(index, 0) + int(ledger.cents[row])
    return found


def _of_year(
    year: LineYear, group: Group, awards: Iterable[Award], charged: Mapping[str, Mapping[int, int]]
) -> Fraction:
    """Cents of the year for which those of closed cells stand, a cent less for each of these.

    A lump, more than the group's part of its cell, is not for that cell alone: it stands for no
    more than itself, where other charges stand for as much of all cells that the award may pay.
    """
    cells = year.books.columns.cells
    mine = [(award, charged[award.id]) for award in awards if award.id in charged]
    parts = {
        cells[number].period.index: year.parts_of(group, frozenset([number]))
        for number in year.open_to(awards, group.id)
    }
    lumps = set()
    for index in {index for _, paid in mine for index in paid}:
        together = sum(paid[index] - 1 for _, paid in mine if index in paid)
        if together * year.whole > parts.get(index, 0):
            lumps.add(index)
    found = Fraction(0)
    for award, paid in mine:
        window = [cells[number] for number in year.window(award)]
        over = [cell for cell in window if cell.period.index < year.closed]
        closed, whole = (sum(cell.gross for cell in some) for some in (over, window))
        if closed:
            evenly = sum(cents for index, cents in paid.items() if index not in lumps)
            evenly -= sum(cell.period.index not in lumps for cell in over)
            found += sum(cents - 1 for index, cents in paid.items() if index in lumps)
            found += Fraction(max(0, evenly) * whole, closed)
    return found


def _people(cents: int, cost: Fraction, everybody: int) -> int:
    """The most of all people whose part of a cost comes to no more than was charged."""
    if cents <= 0 or cost <= 0:
        return 0
    fits = (k for k in range(everybody, -1, -1) if floor(cost * k / everybody) <= cents)
    return next(fits)


def _kept_low(books: Books) -> set[Head]:
    """The counts that limits on people select, or that streams apart or together hold down."""
    law, low = books.inputs.law, set[Head]()
    for homed in law.of_kind("limit"):
        for group, name, of_system in counted_by(homed, books):
            streams = books.streams.members(name) if of_system else [name]
            low |= {(group, stream) for stream in streams}
    for homed in law.of_kind("exclusive"):
        low |= {*kept_apart(homed, books), *paid_wholly(homed, books)}
    for homed in law.of_kind("together"):
        low |= {(p.group, p.stream) for p in books.people.together(homed) if p.asked}
    return low
