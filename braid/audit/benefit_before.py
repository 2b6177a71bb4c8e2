"""Shared costs of a year of which some was charged already.

What names a group has used up that group's benefit; what names none, everybody's alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from braid.audit.findings import Row, usd
from braid.audit.unions import Window, together
from braid.periods import program_year
from braid.reading.plan_form import READ_ALIKE, READ_LINKED
from braid.schema.scenario import Award, Group

if TYPE_CHECKING:
    from braid.audit.benefit import LineYear
    from braid.audit.books import Books

Before = dict[tuple[str, str], int]
"""Award and group (empty where nobody says) -> cents that were charged."""
Kept = Mapping[tuple[str, str], int]
"""Group and stream -> people for whom shared costs were charged, who stay served."""
SAYS = "Charges on a shared cost against what earlier charges leave of the part of those served"
SAYS_YEAR = "Charges on a shared cost, with earlier ones, against the part of those served"


def used_before(year: LineYear, kept: Kept) -> Iterator[Row]:
    """Per award, stream, record system, and over all awards: what is left of the benefit."""
    if not year.before or not year.parts:
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
        for some in (awards, *_narrower(year, awards)):
            if any(award.id in year.own_awards for award in some):
                yield from _of_scope(year, scope, name, some, kept).rows()
    yield from _linked(year, kept)


def _of_scope(year: LineYear, scope: str, name: str, awards: list[Award], kept: Kept) -> _Left:
    """Of an award, a stream, a record system, or of all awards."""
    books, stream = year.books, awards[0].stream
    groups = books.inputs.groups_of(year.line)
    if scope == "all":
        people = {group: books.inputs.groups[group].participants for group in groups}
        return _Left(year, name, awards, people.__getitem__, {}, groups)
    if scope == "system":  # who is served by any stream of it has a record
        members = year.books.streams.members(name)
        stay = _stay(kept, groups, members)
        return _Left(year, name, awards, lambda group: books.recorded(group, name), stay, groups)
    stay = _stay(kept, groups, (stream,))
    return _Left(year, name, awards, lambda group: books.served(group, stream), stay, groups)


def _linked(year: LineYear, kept: Kept) -> Iterator[Row]:
    """Of streams that rules link so that they may serve the same people: one group's part."""
    books = year.books
    able = [award for award in books.inputs.committed.values() if year.window(award)]
    for group in books.inputs.groups_of(year.line):
        if all(whom != group for _, whom in year.before):
            continue
        mine = [award for award in able if _benefit(year, group, [award])]
        payers = {award.stream for award in mine}
        for streams, people in books.naming.sharing(books.inputs.groups[group], payers):
            awards = [award for award in mine if award.stream in streams]
            stay, name = _stay(kept, (group,), streams), " + ".join(sorted(streams))
            for some in (awards, *_narrower(year, awards, (group,))):
                own = any(award.id in year.own_awards for award in some)
                if own and {award.stream for award in some} == streams:
                    left = _Left(year, name, some, {group: people}.__getitem__, stay, (group,))
                    yield from (row._replace(since=READ_LINKED) for row in left.rows())


def _stay(kept: Kept, groups: Iterable[str], streams: Collection[str]) -> Mapping[str, int]:
    """Of each group those who stay served by some streams."""
    return {g: max((kept.get((g, stream), 0) for stream in streams), default=0) for g in groups}


def _narrower(
    year: LineYear, awards: list[Award], groups: Iterable[str] | None = None
) -> Iterator[list[Award]]:
    """Those of some awards that pay among fewer cells than all of them."""
    groups = list(year.books.inputs.groups_of(year.line) if groups is None else groups)
    able = [award for award in awards if any(_benefit(year, group, [award]) for group in groups)]
    for window in together(map(year.window, able)):
        some = [award for award in able if year.window(award) <= window]
        if 1 < len(some) < len(able):
            yield some


class _Left:
    """What earlier charges of some awards leave of the benefit of each group, and of all."""

    def __init__(
        self, year: LineYear, name: str, awards: list[Award], people: Callable[[str], int],
        stay: Mapping[str, int], groups: Iterable[str],
    ) -> None:  # fmt: skip
        """``people``: those of a group whom the awards serve; ``stay``: whom they may not leave."""
        self.year, self.name = year, name
        self.people, self.stay = people, stay
        self.ids = {award.id for award in awards}
        self.whole = whole = {group: _benefit(year, group, awards) for group in groups}
        self.left = {
            group: max(Fraction(0), part - self._before(group)) for group, part in whole.items()
        }
        self.benefiting = [group for group, part in whole.items() if part]

    def _before(self, group: str) -> int:
        """Cents that the awards were charged for a group, or for nobody in particular."""
        found = self.year.before.items()
        return sum(cents for (award, whom), cents in found if award in self.ids and whom == group)

    def rows(self) -> Iterator[Row]:
        """One for each group that was named, and one for all where a charge named none."""
        for group in self.benefiting:
            if self._before(group):
                yield self._row([group], self._mine(group), f" for {group}")
                yield from self._with_before(group)
        unnamed = self._before("")
        if unnamed:
            whole = sum(self.left.values(), Fraction(0))
            mine = sum(map(self._mine, self.left), Fraction(0))
            left = max(Fraction(0), 1 - unnamed / whole) * mine if whole else Fraction(0)
            yield self._row(list(self.left), left, "")

    def _with_before(self, group: str) -> Iterator[Row]:
        """With what was charged before: the year's part of those served, as far as it must be so.

        What was charged counts up to the part of those who cannot be left out.
        """
        everybody = self.year.books.inputs.groups[group].participants
        people = self.stay.get(group, 0)
        if not people:
            return
        before = min(Fraction(self._before(group)), self.whole[group] * people / everybody)
        most = self.whole[group] * self.people(group) / everybody
        where = f"{self.year.where}, {self.name} for {group}"
        paid = usd(self._paid([group]) + before)
        yield Row(SAYS_YEAR, where, self.year.where, paid, "<=", usd(most), since=READ_ALIKE)

    def _mine(self, group: str) -> Fraction:
        """What is left for those whom the awards serve."""
        everybody = self.year.books.inputs.groups[group].participants
        return self.left[group] * Fraction(self.people(group), everybody)

    def _paid(self, groups: list[str]) -> int:
        """Cents that the plan has the awards pay for some groups."""
        return sum(
            part.cents
            for part in self.year.parts
            if part.award.id in self.ids and part.group.id in groups
        )

    def _row(self, groups: list[str], left: Fraction, whom: str) -> Row:
        year, paid = self.year, self._paid(groups)
        return Row(SAYS, f"{year.where}, {self.name}{whom}", year.where, usd(paid), "<=", usd(left))


def moved(
    year: LineYear,
    group: Group,
    award: Award | None = None,
    streams: Collection[str] | None = None,
    within: Window | None = None,
) -> Fraction:
    """Cents of the year that may have moved to its open cells, one to each, in whole cents.

    They may where awards (one, those of some streams, or any; ``within`` some cells) were charged
    for the group before.
    """
    books, found = year.books, Fraction(0)
    for name, whom in year.before:
        payer = books.inputs.awards[name]
        among = award in (None, payer) and (streams is None or payer.stream in streams)
        among &= within is None or year.window(payer) <= within
        if whom == group.id and among and _benefit(year, whom, [payer]):
            cells = (books.columns.cells[number] for number in year.window(payer))
            found += sum(cell.period.index >= year.closed for cell in cells) / year.still(payer)
    return found


def _benefit(year: LineYear, group: str, awards: list[Award]) -> Fraction:
    """Cents of a group's part of the cells that some awards may pay for it."""
    parts = year.parts_of(year.books.inputs.groups[group], year.open_to(awards, group))
    return Fraction(parts, year.whole)


def charged_before(year: LineYear, past: Books | None) -> Before:
    """What awards with a benefit rule were charged of the line in the year, and for whom."""
    found: Before = {}
    if past is None:
        return found
    ledger = past.ledger
    for row in range(len(ledger)):
        cell = past.columns.cells[ledger.cell[row]]
        award = past.numbering.awards[ledger.award[row]]
        of_year = cell.line.id == year.line.id and program_year(cell.start) == year.year
        if of_year and past.permissions.benefit_rules(award, cell.line, cell.start):
            group = int(ledger.group[row])
            key = award.id, past.numbering.groups[group].id if group >= 0 else ""
            found[key] = found.get(key, 0) + int(ledger.cents[row])
    return found
