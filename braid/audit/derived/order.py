"""Who pays after others, who comes first, what was paid before, who may be served by whom."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.audit import used_up
from braid.audit.books import Books
from braid.audit.derived.side import Side
from braid.audit.exact import Cents, sums
from braid.audit.exclusive import kept_apart, wholly_paid
from braid.audit.full_cost import full_costs
from braid.audit.priority import by_year
from braid.audit.running_out import Alone
from braid.audit.streams import exclusive_streams
from braid.audit.supplant import protected
from braid.catalog.law import HomedRule
from braid.schema.base import Origin
from braid.schema.rules import Exclusive, Order
from braid.schema.scenario import Award

MOST_STOPS = 4
"""How often a cost may be let go: the award has run out, or is not taken, or any of its caps."""


def orders(books: Books) -> Iterator[Side]:
    """Who comes first among awards and groups; not what waits for others (``AfterOthers``)."""
    for homed in books.inputs.law.of_kind("order"):
        rule = homed.rule
        if not isinstance(rule, Order):
            continue
        if rule.reading == "full_cost":
            for group, later, left in full_costs(homed, rule, books):
                yield Side(homed.id, group, "order", later, (left,), needed=later > 0)
        elif rule.reading == "priority":
            yield from _for_others(homed, rule, books)


class AfterOthers:
    """The lines about what waits on a direct cost for an award, worked out when asked for."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._known: dict[str, dict[str, list[tuple[Cents, Alone]]]] = {}

    def of(self, rule: str, label: str) -> Iterator[Side]:
        """A cell and an award; how often what waits is let go no table tells."""
        cell, _, award = label.partition(" after ")
        number = self._cells.get(cell)
        if number is None:
            return
        for paid, alone in self._waiting(rule).get(award, ()):
            part = alone.most(number)
            held = int(self.books.nets[number]) - part
            rights = tuple(held + part * stops for stops in range(MOST_STOPS))
            yield Side(rule, label, "order", int(paid[number]), rights)

    @cached_property
    def _cells(self) -> dict[str, int]:
        """The direct cells that cost anything, by name."""
        columns, found = self.books.columns, dict[str, int]()
        for number in np.flatnonzero(columns.direct & (self.books.nets > 0)).tolist():
            cell = columns.cells[number]
            assert cell.group is not None
            found[f"{cell.line.id} {cell.group.id} period {cell.period.index}"] = number
        return found

    def _waiting(self, name: str) -> dict[str, list[tuple[Cents, Alone]]]:
        """By award that comes first: what waits for it on each cell, and what it may pay alone."""
        if name not in self._known:
            books, found = self.books, dict[str, list[tuple[Cents, Alone]]]()
            ledger = books.ledger
            for homed in books.inputs.law.of_kind("order"):
                rule = homed.rule
                if homed.id != name or not isinstance(rule, Order) or rule.reading != "used_up":
                    continue
                for award in used_up.before(homed, rule, books):
                    rows = used_up.all_waiting(homed, books, award)
                    paid = sums(ledger.cell[rows], ledger.cents[rows], len(books.columns))
                    found.setdefault(award.id, []).append((paid, Alone(books, award)))
            self._known[name] = found
        return self._known[name]


def _for_others(homed: HomedRule, rule: Order, books: Books) -> Iterator[Side]:
    """What a stream pays for each group of others: nothing, or as far as their costs go."""
    columns, ledger = books.columns, books.ledger
    named = books.permissions.concerned(rule.for_)[columns.category] & columns.direct
    streams: dict[str, list[Award]] = {}
    for name in homed.awards:
        award = books.inputs.committed.get(name)
        if award is not None and not books.is_entitlement(award):
            streams.setdefault(award.stream, []).append(award)
    for stream, some in sorted(streams.items()):
        charges = ledger.of_awards(tuple(award.id for award in some))
        charges = charges[ledger.cell[charges] >= 0]
        charges = charges[named[ledger.cell[charges]]]
        paid = sums(ledger.cell[charges], ledger.cents[charges], len(columns))
        payable = named & np.logical_or.reduce([books.payable.open_to(a) for a in some])
        first, others = by_year(rule, books, some[0])
        for year in sorted(first.keys() & others.keys()):
            for number in others[year]:
                here = payable & (columns.group == number)
                group, most = books.numbering.groups[number].id, int(books.nets[here].sum())
                left = int(paid[columns.group == number].sum())
                label = f"{group} after those who come first, {stream} {year}"
                rights = (most,) if left else (most, 0)
                yield Side(homed.id, label, "order", left, rights)


def supplants(books: Books) -> Iterator[Side]:
    """On each cost what money pays that must leave in place what others paid before."""
    rules = books.inputs.law.of_kind("supplant")
    if not rules:
        return
    numbering, ledger = books.numbering, books.ledger
    following = [
        award
        for award in books.inputs.committed.values()
        if books.permissions.rules(award, "supplant") and not books.is_entitlement(award)
    ]
    for number, cell in enumerate(books.columns.cells):
        prior = cell.line.prior
        if not (prior.state or prior.local or prior.private):
            continue
        protects: dict[int, frozenset[Origin]] = {
            numbering.award[award.id]: frozenset(found)
            for award in following
            if (found := protected(books, award, cell))
        }
        paid: dict[int, int] = {}
        for charge in ledger.on_cell(number):
            payer = int(ledger.award[charge])
            paid[payer] = paid.get(payer, 0) + int(ledger.cents[charge])
        label = f"{cell.line.id} period {cell.period.index}"
        for origins in set(protects.values()):
            before = cell.prior(origins)
            if not before:
                continue
            bound = (c for payer, c in paid.items() if origins <= protects.get(payer, frozenset()))
            left, right = sum(bound), max(0, books.net(cell) - before)
            yield Side(rules[0].id, label, "supplant", left, (right,), needed=left > 0)


def exclusives(books: Books) -> Iterator[Side]:
    """Streams of which a person may have only one, and those that pay all of a cost or nothing."""
    for homed in books.inputs.law.of_kind("exclusive"):
        if not isinstance(homed.rule, Exclusive):
            continue
        apart: dict[str, list[str]] = {}
        for group, stream in kept_apart(homed, books):
            apart.setdefault(group, []).append(stream)
        for group, streams in apart.items():
            served = sum(books.served(group, stream) for stream in streams)
            among = exclusive_streams(books.inputs, homed)
            entitled = any((stream, group) in books.entitlements.paid for stream in among)
            most = 0 if entitled else books.inputs.groups[group].participants
            yield Side(homed.id, group, "exclusive", 0, ((most - served) * 100,))
        for number, stream, paid in wholly_paid(homed, books):
            cell = books.columns.cells[number]
            assert cell.group is not None
            served = books.served(cell.group.id, stream)
            right = Fraction(books.net(cell) * served, cell.group.participants)
            label = f"{cell.line.id} {cell.group.id} period {cell.period.index}"
            yield Side(homed.id, label, "exclusive", paid, (right,), ">=")


def togethers(books: Books) -> Iterator[Side]:
    """Streams that serve only together with others."""
    for homed in books.inputs.law.of_kind("together"):
        for pair in books.people.together(homed):
            served = books.served(pair.group, pair.stream)
            others = sum(books.served(pair.group, name) for name in pair.beside)
            label = f"{pair.group} {pair.stream}"
            yield Side(homed.id, label, "together", 0, ((others - served) * 100,))
