"""Whom a stream was charged for in periods that are over, it goes on to serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

import numpy as np

from braid.audit.benefit import LineYear
from braid.audit.benefit_before import charged_before
from braid.audit.books import Books
from braid.audit.exclusive import kept_apart, paid_wholly
from braid.audit.findings import Row, held
from braid.audit.heads_limit import counted_by
from braid.audit.least import Least
from braid.periods import program_year
from braid.schema.scenario import Award

Head = tuple[str, str]
"""A group and a stream."""


def still_served(books: Books, benefited: Mapping[Head, int]) -> Iterator[Row]:
    """A row for each group and stream, where no other rule keeps the count low."""
    least = _paid_for(books)
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
        left, right = Fraction(served), Fraction(people)
        yield Row(says, stream, group, left, ">=", right, unit="participants")


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


def benefited(books: Books) -> dict[Head, int]:
    """The fewest people of each group for whom a stream may have been charged shared costs.

    A charge of closed cells stands for as much of all cells of the year that its award may pay.
    """
    found: dict[Head, int] = {}
    past = books.past.books
    if past is None:
        return found
    columns, charged = past.columns.cells, past.ledger.cell[past.ledger.cell_group < 0]
    touched = {(columns[n].line.id, program_year(columns[n].start)) for n in charged.tolist()}
    for line, year in sorted(touched):
        line_year = LineYear(frozenset(), books.whole, books.inputs.costs[line], year, books.closed)
        each: dict[Head, dict[str, Fraction]] = {}
        for (name, whom), cents in charged_before(line_year, past).items():
            award = books.inputs.awards[name]
            if whom and line_year.open_to([award], whom):
                of_year = _of_year(line_year, award, cents)
                each.setdefault((whom, award.stream), {})[name] = of_year
        for (whom, stream), mine in each.items():
            group = books.inputs.groups[whom]
            every = [a for a in books.inputs.committed.values() if a.stream == stream]
            cases = [([books.inputs.awards[name]], stands) for name, stands in mine.items()]
            for awards, stands in (*cases, (every, sum(mine.values(), Fraction(0)))):
                most = line_year.parts_of(group, line_year.open_to(awards, whom))
                if stands and most:
                    people = ceil(stands * line_year.whole * group.participants / most)
                    people = min(people, group.participants)
                    found[whom, stream] = max(people, found.get((whom, stream), 0))
    return found


def _of_year(year: LineYear, award: Award, charged: int) -> Fraction:
    """Cents of the year for which those of closed cells stand, a cent less for each of these."""
    cells = [year.books.columns.cells[number] for number in year.window(award)]
    over = [cell for cell in cells if cell.period.index < year.closed]
    closed, whole = (sum(cell.gross for cell in some) for some in (over, cells))
    return Fraction(max(0, charged - len(over)) * whole, closed) if closed else Fraction(0)


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
