"""Whether an award has run out by the end of a period: its own money, or a cap on what it pays."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.audit.allowance import cents_allowed
from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers
from braid.audit.least import Least
from braid.audit.permission import in_force, in_force_on
from braid.audit.pooling import committed, pooled, strictest
from braid.audit.selection import selects
from braid.audit.spending import Key, Spending
from braid.audit.standing import Cap
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.record import record
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit, Supplant
from braid.schema.scenario import Award

A_DOLLAR = 100
"""Cents: what has no more than a dollar left is used up."""


def caps_of(books: Books, award: Award) -> Iterator[Cap]:
    """The caps on dollars that an award follows."""
    for homed in books.permissions.rules(award, "limit"):
        rule = homed.rule
        if isinstance(rule, Limit) and rule.at_most is not None and rule.serve is None:
            yield homed, rule, rule.at_most


def taken(books: Books, homed: HomedRule, rule: Limit, award: Award) -> Flags:
    """Which direct cells that an award's money is for a limit selects when the award pays them."""
    columns = books.columns
    found = np.zeros(len(columns), dtype=bool)
    some = books.payable.near(award)
    some = some[(columns.direct & in_force_on(rule, columns.start))[some]]
    entitled = Spending(books, homed, rule).entitled
    if entitled is not None:
        among = np.array([group.id in entitled for group in books.numbering.groups], dtype=bool)
        some = some[among[columns.group[some]]]
    subjects = columns.subjects(books.numbering.award[award.id], some)
    selector = rule.spend or Selector()
    found[some] = selects(books, selector, subjects, subjects.group, columns.category[some])
    return found


@record
class _Cap:
    """One cap of one award: the instances that stop it, by the end of any period.

    ``counted`` are the charges that count.
    """

    books: Books
    award: Award
    homed: HomedRule
    rule: Limit
    bound: Bound
    counted: Flags

    @cached_property
    def spending(self) -> Spending:
        return Spending(self.books, self.homed, self.rule)

    @cached_property
    def cells(self) -> Flags:
        """Which cells the cap selects."""
        return taken(self.books, self.homed, self.rule, self.award)

    @cached_property
    def everyone(self) -> tuple[Award, ...]:
        """The awards that it counts, those that the plan declines too."""
        found = committed(self.books, self.homed, self.rule)
        if self.bound.of == "allocation":
            found = [a for a in found if self.books.inputs.holds_allocation(a)]
        return tuple(found)

    def stops(self, number: int, too_little: Fraction) -> bool:
        """Whether too little is left of what the cap allows by the end of a cell's period."""
        if not self.cells[number] or self.award not in self.everyone:
            return False
        cell = self.books.columns.cells[number]
        subject = Subject(cell.group, cell.line, self.award, cell.start)
        key = self.spending.key_of(self.award, subject)
        side, share = self._side(key)
        if side is None:
            return False
        activity, charges = self._activity(key, cell.period.start.toordinal(), share)
        return _little(side - activity, too_little, charges)

    def _side(self, key: Key) -> tuple[Fraction | None, Fraction]:
        """Cents that an instance allows; None where nobody knows. With it the share, or 0."""
        everyone = self.spending.awards_in(key, self.everyone)
        if self.bound.share is not None:
            which = pooled(self.spending, key, everyone, self.bound.share, yearly=False)
            asked = [(a, self.spending.cost_day(key, a)) for a in which]
            share = strictest(self.books, self.bound.share, asked)
            amount = sum(self._amount(a) for a in everyone if self.books.used(a))
            return (None, Fraction(0)) if share is None else (share * amount, share)
        group = self.books.inputs.groups.get(str(dict(key).get("group")))
        cents = cents_allowed(self.spending, self.bound, key, everyone)
        each = {"participant", "credential"} & set(self.rule.per)
        if cents is not None and group is not None and each:
            cents *= group.participants
            cents *= self.books.completion(group) if "credential" in each else 1
        return cents, Fraction(0)

    def _amount(self, award: Award) -> int:
        stated = award.allocation if self.bound.of == "allocation" else None
        return int(((award.amount or 0) if stated is None else stated) * 100)

    @cached_property
    def _pooled(self) -> list[Award]:
        return [a for a in self.everyone if self.books.used(a)]

    @cached_property
    def _charges(self) -> tuple[list[Key], Numbers, Numbers]:
        charges = self.spending.charges(self._pooled)
        charges = charges[self.counted[charges]]
        return self.spending.instances(charges, self.spending.dimensions)

    def _activity(self, key: Key, last: int, share: Fraction) -> tuple[Fraction, int]:
        """What the instance counts up to the end of the period that begins on a day.

        With it the number of charges that it counts.
        """
        keys, charges, kind = self._charges
        mine = kind == (keys.index(key) if key in keys else -1)
        charges = charges[mine & (self.books.ledger.period[charges] <= last)]
        total = Fraction(self._counted(self.rule.spend, key, charges))
        made = int(np.count_nonzero(self.spending.taken(self.rule.spend, charges)))
        if share and self.bound.less is not None:
            total += share * self._counted(self.bound.less, key, charges)
        return total, made

    def _counted(self, selector: Selector | None, key: Key, charges: Numbers) -> int:
        """Cents that a selector takes of some charges and of earlier spending."""
        spending = self.spending
        selected = charges[spending.taken(selector, charges)]
        before = spending.before(self._pooled, selector, spending.dimensions)
        return int(self.books.ledger.cents[selected].sum()) + before.get(key, 0)


def _little(left: Fraction | int, too_little: Fraction, charges: int) -> bool:
    """Whether too little is left in whole cents: each charge may be rounded down."""
    return left <= too_little or left < too_little + charges


class RunningOut:
    """Whether one award has anything left for a cell.

    ``aside`` are charges that do not count: as if they had not been made.
    """

    def __init__(self, books: Books, award: Award, aside: Numbers | None = None) -> None:
        self.books = books
        self.award = award
        self.counted = np.ones(len(books.ledger), dtype=bool)
        if aside is not None:
            self.counted[aside] = False
        self.caps = [
            _Cap(books, award, homed, rule, bound, self.counted)
            for homed, rule, bound in caps_of(books, award)
            if bound.usd is not None
            or bound.attribute is not None
            or (bound.share is not None and bound.of in ("award", "allocation"))
        ]

    @cached_property
    def too_little(self) -> Fraction:
        """Cents that are too few to go on with: a dollar, or the most that one person takes."""
        books, stream = self.books, self.award.stream
        name = (stream, books.inputs.owner(self.award.id))
        if name not in books.most_for_one:
            most = Fraction(A_DOLLAR)
            if stream in books.streams.tracked:
                awards = [books.inputs.awards[name] for name in books.streams.awards[stream]]
                reached = books.numbering.groups_for(self.award).tolist()
                everybody = [
                    there and books.streams.counts(group.id, stream)
                    for group, there in zip(books.numbering.groups, reached, strict=True)
                ]
                least = Least(books).of_stream(stream, awards, everybody)
                most = max([most, *(each for each in least if each is not None)])
            books.most_for_one[name] = most
        return books.most_for_one[name]

    def money(self, cells: Numbers) -> Flags:
        """Of which direct cells the award has too little money at the end of the period."""
        if self.award.amount is None:
            return np.zeros(len(cells), dtype=bool)
        columns = self.books.columns
        period = [columns.cells[number].period.index for number in cells.tolist()]
        out = [_little(left, self.too_little, charges) for left, charges in self._left]
        return np.array(out, dtype=bool)[np.array(period, dtype=np.int64)]

    @cached_property
    def _left(self) -> list[tuple[int, int]]:
        """Cents of the award that are left at the end of each period, after how many charges."""
        award, ledger = self.award, self.books.ledger
        charges = ledger.of_awards((award.id,))
        charges = charges[self.counted[charges]]
        cents, days = ledger.cents[charges], ledger.period[charges]
        funds = self.books.funds
        amount = int((award.amount or 0) * 100)
        found: list[tuple[int, int]] = []
        for period in self.books.inputs.calendar.periods:
            begun = [int(s.amount * 100) for s in award.slices if s.from_ <= period.start]
            there = min(amount, sum(begun)) if award.slices else amount
            made = cents[days <= period.start.toordinal()]
            left = funds.left(award, there) + funds.received.get(award.id, 0) - int(made.sum())
            found.append((left, len(made)))
        return found

    def capped(self, number: int) -> bool:
        """Whether any cap leaves too little for a direct cell by the end of its period."""
        return any(cap.stops(number, self.too_little) for cap in self.caps)


class Alone:
    """What an award may pay of a cell by itself."""

    def __init__(self, books: Books, award: Award) -> None:
        self.books = books
        self.shares = [
            (bound.share, taken(books, homed, rule, award), committed(books, homed, rule))
            for homed, rule, bound in caps_of(books, award)
            if bound.share is not None and bound.of == "cost"
        ]
        found = (homed.rule for homed in books.permissions.rules(award, "supplant"))
        self.supplants = [rule for rule in found if isinstance(rule, Supplant)]

    def most(self, number: int) -> Fraction:
        """Cents of a cell."""
        books, cell = self.books, self.books.columns.cells[number]
        net = most = Fraction(int(books.nets[number]))
        for share, selected, everyone in self.shares:
            asked = [(award, cell.start) for award in everyone]
            known = strictest(books, share, asked) if selected[number] else None
            if known is not None:
                most = min(most, known * cell.gross)
        for rule in self.supplants:
            if in_force(rule, cell.start) and books.permissions.concerns(
                rule.for_, cell.line.category
            ):
                most = min(most, net - cell.prior(rule.protects))
        return max(Fraction(0), most)
