"""Caps and floors on dollars and on participants, over every base and scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal

from braid.audit.books import Books
from braid.audit.cells import CellKey
from braid.audit.findings import HELD, Row, usd
from braid.audit.heads_limit import rows_about_people
from braid.audit.spending import OF_AWARD, Entry, Key, Spending
from braid.catalog.law import HomedRule
from braid.schema.base import Number
from braid.schema.rules import Bound, Limit
from braid.schema.scenario import Award

Side = Literal["at_most", "at_least"]


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every row of a limit."""
    rule = homed.rule
    if not isinstance(rule, Limit):
        return
    spending = Spending(books, homed, rule)
    sides: tuple[tuple[Side, Bound | None], ...] = (
        ("at_most", rule.at_most),
        ("at_least", rule.at_least),
    )
    for side, bound in sides:
        if bound is None:
            continue
        if rule.serve is not None:
            yield from rows_about_people(homed, rule, spending, side, bound)
        if rule.spend is not None or rule.serve is None:
            yield from _Dollars(spending, side, bound).rows()


def _spared(now: Row, then: Row) -> Row:
    """A row that earlier spending alone breaks is named, not held against a plan that adds none."""
    if now.holds or then.holds or abs(now.left - now.right) > abs(then.left - then.right):
        return now
    return now._replace(says="Spending before the horizon already breaks the limit", gentle=True)


class _Dollars:
    """One side of a limit on dollars."""

    def __init__(self, spending: Spending, side: Side, bound: Bound) -> None:
        self.spending = spending
        self.books = spending.books
        self.rule = spending.rule
        self.side = side
        self.bound = bound
        self.sense: Literal["<=", ">="] = "<=" if side == "at_most" else ">="

    def rows(self) -> Iterator[Row]:
        """The rows of every instance."""
        if self.bound.share is not None and self.bound.of == "cost":
            yield from self._of_cost(self.bound.share)
        for key, entries in sorted(self._instances().items(), key=lambda item: str(item[0])):
            past = [e for e in entries if e.earlier is not None]
            rows = list(self._of_instance(key, entries))
            if past and not all(row.holds for row in rows):
                before = list(self._of_instance(key, past))
                rows = [_spared(now, then) for now, then in zip(rows, before, strict=True)]
            yield from rows

    def _of_instance(self, key: Key, entries: list[Entry]) -> Iterator[Row]:
        if self.bound.usd is not None or self.bound.attribute is not None:
            yield from self._of_dollars(key, entries)
        if self.bound.share is not None:
            if self.bound.of in ("award", "allocation"):
                yield from self._of_amount(key, entries, self.bound.share)
            elif self.bound.of in ("spent", "total"):
                yield from self._of_spending(key, entries, self.bound.share)

    def _counted_awards(self) -> tuple[Award, ...]:
        if self.bound.of == "allocation":
            holds = self.books.inputs.holds_allocation
            return tuple(a for a in self.spending.awards if holds(a))
        return self.spending.awards

    def _instances(self) -> dict[Key, list[Entry]]:
        """All entries of the limit's awards by instance; empty instances of awards too."""
        dimensions = self.spending.dimensions
        awards = self._counted_awards()
        found: dict[Key, list[Entry]] = {}
        if all(d in OF_AWARD for d in dimensions):
            for award in awards:
                found.setdefault(
                    tuple((d, self.spending.of_award(d, award)) for d in dimensions), []
                )
        for entry in self.spending.entries(awards):
            key = self.spending.key(entry, dimensions)
            if key is not None:
                found.setdefault(key, []).append(entry)
        return found

    def _sum(self, entries: Iterable[Entry], selector: object) -> int:
        chosen = self.rule.spend if selector == "spend" else getattr(self.bound, str(selector))
        if selector == "less" and chosen is None:
            return 0
        return sum(e.cents for e in entries if self.spending.takes(chosen, e))

    def _number(self, number: Number, key: Key) -> Fraction | None:
        """The number of an instance: where its awards have several, the stricter."""
        awards = self.spending.awards_in(key, self._counted_awards())
        questions = self.books.questions
        found = [questions.number(number, a, self.spending.cost_day(key, a)) for a in awards]
        known = [n for n in found if n is not None]
        if not known:
            return None
        return min(known) if self.side == "at_most" else max(known)

    def _row(
        self, key: Key, left: Fraction | int, right: Fraction | int, base: str, *,
        counted: bool, gentle: bool = False,
    ) -> Row:  # fmt: skip
        instance = ", ".join(f"{d} {v}" for d, v in key) or "all"
        says = "Spending that the limit counts" + (f" against {base}" if base else "")
        return Row(
            says, instance, instance, usd(left), self.sense, usd(right),
            counted=counted, gentle=gentle,
        )  # fmt: skip

    def _of_dollars(self, key: Key, entries: list[Entry]) -> Iterator[Row]:
        spent = self._sum(entries, "spend")
        cents = self._dollars(key)
        if cents is None:
            if self.bound.attribute is not None and spent > 0:
                base = f"an unknown {self.bound.attribute}"
                yield self._row(key, spent, 0, base, counted=False, gentle=True)
            return
        for_each = self._multiplier(key)
        floor = self.side == "at_least"
        base = f"{usd(cents)} dollars for each of {for_each}" if for_each is not None else "dollars"
        right = cents * (for_each if for_each is not None else 1)
        yield self._row(key, spent, right, base, counted=spent > 0 or floor, gentle=floor)

    def _dollars(self, key: Key) -> Fraction | None:
        """Cents that the bound names; None when an attribute is not known."""
        if self.bound.usd is not None:
            number = self._number(self.bound.usd, key)
            return None if number is None else number * 100
        group = self.books.inputs.groups.get(str(dict(key).get("group")))
        if group is None or self.bound.attribute is None:
            return None
        return self.books.attribute_cents(self.bound, group)

    def _multiplier(self, key: Key) -> Fraction | None:
        """Participants (or expected completers) whom the instance's dollars are for."""
        per = set(self.rule.per)
        if not per & {"participant", "credential"}:
            return None
        stated = dict(key)
        group = self.books.inputs.groups[stated["group"]]
        if self.rule.counts == "all_awards":
            people = Fraction(group.participants)
        elif self.spending.homed.home == "family":
            awards = self.spending.awards_in(key, self.spending.awards)
            systems = {self.books.streams.system[a.stream] for a in awards}
            people = Fraction(max(self.books.recorded(group.id, s) for s in systems))
        else:
            people = Fraction(self.books.served(group.id, stated["stream"]))
        return people * self.books.completion(group) if "credential" in per else people

    def _of_amount(self, key: Key, entries: list[Entry], number: Number) -> Iterator[Row]:
        share = self._number(number, key)
        awards = self.spending.awards_in(key, self._counted_awards())
        if share is None or not awards:
            return
        spent, less = self._sum(entries, "spend"), self._sum(entries, "less")
        base = f"{self.bound.of} amounts"
        if self.side == "at_most":
            right = share * (self._amounts(awards) - less)
            yield self._row(key, spent, right, base, counted=spent > 0)
            return
        everything = sum(e.cents for e in entries)
        right = share * (everything - less)
        yield self._row(key, spent, right, "what is spent", counted=everything > 0)
        accepted = tuple(a for a in awards if a.status == "accepted")
        own = [e for e in entries if e.award in accepted]
        target = share * (self._amounts(accepted) - self._sum(own, "less"))
        short = self._sum(own, "spend")
        yield self._row(key, short, target, base, counted=False, gentle=True)

    def _amounts(self, awards: Iterable[Award]) -> int:
        total = 0
        for award in awards:
            amount = award.amount
            if self.bound.of == "allocation" and award.allocation is not None:
                amount = award.allocation
            total += int((amount or 0) * 100)
        return total

    def _of_spending(self, key: Key, entries: list[Entry], number: Number) -> Iterator[Row]:
        share = self._number(number, key)
        if share is None:
            return
        spent = self._sum(entries, "spend")
        base_entries = entries
        if self.bound.of == "total":
            kept = tuple(d for d in self.spending.dimensions if d not in OF_AWARD)
            wanted = tuple((d, v) for d, v in key if d not in OF_AWARD)
            everyone = self.spending.entries(self.spending.all_awards)
            base_entries = [e for e in everyone if self.spending.key(e, kept) == wanted]
        base = self._sum(base_entries, "base") - self._sum(base_entries, "less")
        counted = base > 0 if self.side == "at_least" else spent > 0
        yield self._row(key, spent, share * base, f"what is {self.bound.of}", counted=counted)

    def _of_cost(self, number: Number) -> Iterator[Row]:
        on_cell: dict[CellKey, list[Entry]] = {}
        for entry in self.spending.entries(self.spending.awards, earlier=False):
            cell = entry.booked.cell if entry.booked else None
            if cell is not None and self.spending.takes(self.rule.spend, entry):
                on_cell.setdefault(cell.key, []).append(entry)
        for name, entries in on_cell.items():
            cell = self.books.cells[name]
            found = [self.books.questions.number(number, e.award, cell.start) for e in entries]
            shares = [s for s in found if s is not None]
            if not shares:
                continue
            share = min(shares) if self.side == "at_most" else max(shares)
            left = sum(e.cents for e in entries)
            most = share * cell.gross
            if left <= most if self.side == "at_most" else left >= most:
                yield HELD
                continue
            key: Key = (("cost", cell.line.id), ("period", cell.period.start))
            if cell.group is not None:
                key = (*key, ("group", cell.group.id))
            yield self._row(key, left, most, "the cost", counted=True)
