"""Shared costs of a year of which some was charged already: the rest is for all groups together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from braid.audit.findings import Row, usd
from braid.periods import program_year
from braid.schema.scenario import Award

if TYPE_CHECKING:
    from braid.audit.benefit import LineYear
    from braid.audit.books import Books


def used_before(year: LineYear, past: Books) -> Iterator[Row]:
    """Per award, stream, record system, and over all awards: what is left of the benefit.

    An actual on a shared cost does not say for which group it was, so it uses up the same part
    of every group's.
    """
    done = _done(year, past)
    if not done or not year.parts:
        return
    books, system = year.books, year.books.streams.system
    payers = {part.award.id: part.award for part in year.parts}
    streams = {award.stream for award in payers.values()}
    scopes = [("award", name) for name in sorted(payers)]
    scopes += [("stream", name) for name in sorted(streams)]
    scopes += [("system", name) for name in sorted({system[stream] for stream in streams})]
    for scope, name in [*scopes, ("all", "all awards")]:
        awards = [
            award
            for award in books.inputs.committed.values()
            if award.stream in system
            and name in {"award": (award.id,), "stream": (award.stream,)}.get(
                scope, (system[award.stream], "all awards")
            )
        ]  # fmt: skip
        before = sum(done.get(award.id, 0) for award in awards)
        if before and any(award.id in year.own_awards for award in awards):
            yield _row(year, scope, name, awards, before)


def _row(year: LineYear, scope: str, name: str, awards: list[Award], before: int) -> Row:
    books, paid = year.books, 0
    ids = {award.id for award in awards}
    paid = sum(part.cents for part in year.parts if part.award.id in ids)
    whole = mine = Fraction(0)
    for group in books.inputs.groups_of(year.line):
        benefit = _benefit(year, group, awards)
        people = {
            "award": lambda g: books.served(g, awards[0].stream),
            "stream": lambda g: books.served(g, name),
            "system": lambda g: books.recorded(g, name),
            "all": lambda g: books.inputs.groups[g].participants,
        }[scope](group)
        whole += benefit
        mine += benefit * Fraction(people, books.inputs.groups[group].participants)
    left = max(Fraction(0), 1 - before / whole) * mine if whole else Fraction(0)
    says = "Charges on a shared cost against what earlier charges leave of the part of those served"
    return Row(says, f"{year.where}, {name}", year.where, usd(paid), "<=", usd(left))


def _benefit(year: LineYear, group: str, awards: list[Award]) -> Fraction:
    """Cents of a group's part of the cells that some awards may pay for it."""
    books = year.books
    line = books.numbering.line[year.line.id]
    members = books.numbering.members(line).tolist()
    at = members.index(books.numbering.group[group])
    cells: set[int] = set()
    for award in awards:
        has_z = (group, award.stream) in books.people.may_serve
        if year.window(award) and has_z and books.payable.qualifying(award, line)[at]:
            cells |= year.window(award)
    parts = year.parts_of(books.inputs.groups[group], frozenset(cells))
    return Fraction(parts, year.whole)


def _done(year: LineYear, past: Books) -> dict[str, int]:
    """Cents of the line in the year that awards with a benefit rule were charged."""
    found: dict[str, int] = {}
    ledger = past.ledger
    for row in range(len(ledger)):
        cell = past.columns.cells[ledger.cell[row]]
        award = past.numbering.awards[ledger.award[row]]
        of_year = cell.line.id == year.line.id and program_year(cell.start) == year.year
        if of_year and past.permissions.benefit_rules(award, cell.line, cell.start):
            found[award.id] = found.get(award.id, 0) + int(ledger.cents[row])
    return found
