"""Shared costs in proportion to those who are served; organizations near the amount of an audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from braid.audit.benefit import LineYear, Part
from braid.audit.benefit_before import charged_before, moved
from braid.audit.books import Books
from braid.audit.derived.side import Side
from braid.audit.threshold import all_reached, charged_in
from braid.audit.unions import together
from braid.schema.scenario import Award, Group

EVERYBODY = "all federal"


class Benefits:
    """The lines about a shared cost's part of a year for one group, worked out when asked for."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._years: dict[tuple[str, int], LineYear] = {}

    def of(self, label: str) -> Iterator[Side]:
        """A cost line, the first year of a program year, a group, and who pays."""
        inputs = self.books.inputs
        line, year, group, *rest = (*label.split(" "), "", "", "")
        name = " ".join(rest).strip()
        if line not in inputs.costs or not year.isdecimal():
            return
        if group not in inputs.groups_of(inputs.costs[line]):
            return
        rule = self._rule(inputs.partnership(line))
        line_year = self._year(line, int(year))
        for awards, people, more in self._scopes(line_year, inputs.groups[group], name):
            window = line_year.open_to(awards, group)
            if window:
                most = line_year.parts_of(inputs.groups[group], window) * people
                part = Fraction(most, line_year.whole * inputs.groups[group].participants)
                ids = {award.id for award in awards}
                mine = (p for p in line_year.parts if p.group.id == group and p.award.id in ids)
                paid = sum((self._cents(line_year, p) for p in mine), Fraction(0))
                yield Side(rule, label, "benefit", paid, (part + more,))

    @cached_property
    def _awards(self) -> tuple[Award, ...]:
        books = self.books
        return tuple(a for a in books.inputs.committed.values() if not books.is_entitlement(a))

    def _rule(self, home: str) -> str:
        """The first of the rules, which stands for all of them; of those of a partnership."""
        rules, owner = self.books.inputs.law.of_kind("benefit"), self.books.inputs.owner
        near = (r for r in rules if any(owner(a) in ("", home) for a in r.awards))
        found = next(near, None) if home else None
        return (found or rules[0]).id if rules else ""

    def _year(self, line: str, year: int) -> LineYear:
        known = self._years.get((line, year))
        if known is None:
            books = self.books
            every = frozenset(books.inputs.awards)
            known = LineYear(every, books.whole, books.inputs.costs[line], year, books.closed)
            known.before = charged_before(known, books.past.books)
            self._years[line, year] = known
        return known

    def _scopes(
        self, line_year: LineYear, group: Group, name: str
    ) -> Iterator[tuple[list[Award], int, Fraction]]:
        """The awards that a name stands for, whom they serve, and cents that may have moved."""
        books, system = self.books, self.books.streams.system
        name, _, days = name.partition(", ")
        scopes: list[tuple[list[Award], int]] = []
        for award in self._awards:
            if award.id == name:
                scopes.append(([award], books.served(group.id, award.stream)))
        own = [award for award in self._awards if award.stream == name]
        if own:
            scopes.append((own, books.served(group.id, name)))
        members = [award for award in self._awards if system.get(award.stream) == name]
        if members:
            scopes.append((members, books.recorded(group.id, name)))
        if name == EVERYBODY:
            scopes.append((list(self._awards), group.participants))
        for awards, people in scopes:
            for some in _within(line_year, awards, group.id, days) if days else (awards,):
                more = Fraction(0)
                if books.closed:
                    more = sum((moved(line_year, group, award) for award in some), more)
                yield some, people, more

    def _cents(self, line_year: LineYear, part: Part) -> Fraction:
        """Cents of a part; they stand for as much more as periods that are over cost."""
        cents = Fraction(part.cents)
        return cents / line_year.still(part.award) if self.books.closed else cents


def _within(
    line_year: LineYear, awards: list[Award], group: str, days: str
) -> Iterator[list[Award]]:
    """Those of some awards that pay for a group among the cells of some days, and no others."""
    able = [award for award in awards if line_year.open_to([award], group)]
    cells = line_year.books.columns.cells
    for window in together(map(line_year.window, able)):
        first = min(cells[number].start for number in window)
        last = max(cells[number].end for number in window) - timedelta(days=1)
        if days == f"{first} to {last}":
            yield [award for award in able if line_year.window(award) <= window]


def thresholds(books: Books) -> Iterator[Side]:
    """What an organization spends in a fiscal year, where it stays below the amount of an audit."""
    for one in all_reached(books):
        year = one.row.start, one.row.last + timedelta(days=1)
        chosen = (a for a in one.awards if not books.is_entitlement(books.inputs.awards[a]))
        spent = charged_in(books, tuple(chosen), year)
        label = f"{one.row.organization} {one.row.start}"
        right = one.at - 1 - (one.spent - spent)
        # how much may be spent once the audit is due no table tells
        yield Side(min(one.rules), label, "threshold", spent, () if one.is_due else (right,))
