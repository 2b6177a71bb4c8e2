"""Participants served: counts within heads, and no more dollars than the people they are for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.findings import HELD, Row, Sense, usd
from braid.audit.permission import in_force
from braid.schema.scenario import Award, Group


def check(books: Books) -> Iterator[Row]:
    """Every row about served counts."""
    yield from _counts(books)
    yield from _dollars(books)
    for stream in sorted(books.streams.tracked):
        for group in books.inputs.groups.values():
            served = books.served(group.id, stream)
            if served > 0:
                yield from _really_served(books, stream, group, served)


def _counts(books: Books) -> Iterator[Row]:
    groups = books.inputs.groups
    known = {("stream", s) for s in books.inputs.law.streams}
    known |= {("system", r) for r in books.streams.system.values()}
    for (name, scope, what), count in sorted(books.plan.served.items()):
        group = groups.get(name)
        most = group.participants if group and (scope, what) in known else 0
        if group is not None and scope == "stream" and what in books.streams.system:
            most = min(most, max(books.recorded(name, books.streams.system[what]), 0))
        yield _heads("Participants served or with a record", name, what, count, "<=", most)
        yield _heads("Participants served or with a record", name, what, count, ">=", 0)


def _heads(says: str, group: str, name: str, left: int, sense: Sense, right: int) -> Row:
    return Row(says, name, group, Fraction(left), sense, Fraction(right), unit="participants")


def _dollars(books: Books) -> Iterator[Row]:
    """On each direct cell, a stream (and a record system) pays only for those whom it serves."""
    says = "Charges for participants against the cost of those who are served"
    for key, charges in books.on_cell.items():
        cell = books.cells[key]
        if cell.group is None:
            continue
        net = books.net(cell)  # what is paid beyond it is a matter of balance
        by_stream: dict[str, int] = {}
        by_system: dict[str, int] = {}
        for booked in charges:
            stream = booked.award.stream
            if stream in books.streams.tracked:
                by_stream[stream] = by_stream.get(stream, 0) + booked.cents
                system = books.streams.system[stream]
                by_system[system] = by_system.get(system, 0) + booked.cents
        where = f"{cell.line.id}, {cell.group.id}, {cell.period.start}"
        people = cell.group.participants
        both = [
            (s, cents, books.served(cell.group.id, s)) for s, cents in sorted(by_stream.items())
        ]
        both += [
            (r, cents, books.recorded(cell.group.id, r)) for r, cents in sorted(by_system.items())
        ]
        for name, cents, served in both:
            if min(cents, net) * people <= net * served:
                yield HELD
                continue
            most = Fraction(net * served, people)
            yield Row(says, name, where, usd(min(cents, net)), "<=", usd(most))


def _really_served(books: Books, stream: str, group: Group, served: int) -> Iterator[Row]:
    awards = [books.inputs.awards[a] for a in books.streams.awards[stream]]
    awards = [a for a in awards if books.used(a)]
    charged = books.on_group.get((stream, group.id), ())
    touched = {(b.award.id, b.cell.key) for b in charged if b.cell is not None}
    # a charge that is refused has findings of its own: here it counts as possible
    least: Fraction | None = None
    for cell in books.direct_cells.get(group.id, ()):
        plain = False  # an award without caps on one person needs no second one like it
        for award in awards if books.net(cell) > 0 else ():
            capped = bool(books.limits_per_person(award, cell.line.category))
            if plain and not capped:
                continue
            if (award.id, cell.key) in touched or books.permissions.may_pay(award, cell):
                each = _least(books, award, cell, group)
                least = each if least is None else min(least, each)
                plain = plain or not capped
    enrolled = books.inputs.law.streams[stream].served == "enrolled"
    open_to = enrolled and any(_passes_unrestricted(books, a, group) for a in awards)
    if least is None and not (charged or open_to):
        says = "Participants for whom the stream has nothing to pay"
        yield _heads(says, group.id, stream, served, "<=", 0)
    if enrolled or least is None:
        return
    paid = sum(b.cents for b in charged)
    says = "Direct costs paid for those whom the stream says that it serves"
    yield Row(says, stream, group.id, usd(paid), ">=", usd(floor(least * served)))


def _passes_unrestricted(books: Books, award: Award, group: Group) -> bool:
    permissions = books.permissions
    return permissions.may_commit(award, None) and all(
        permissions.holds(
            homed, award=award, line=None, group=group, category=None, day=group.start
        )
        for kind in ("award", "participant", "program", "employer")
        for homed in permissions.rules(award, kind)
    )


def _least(books: Books, award: Award, cell: Cell, group: Group) -> Fraction:
    """Cents that serving one person by this cell takes at least."""
    least = Fraction(books.net(cell), group.participants)
    for rule in books.limits_per_person(award, cell.line.category):
        if rule.at_most is None or rule.spend is None or not in_force(rule, cell.start):
            continue
        if not books.selects(rule.spend, award, cell, group):
            continue
        bound = rule.at_most
        if bound.share is not None and bound.of == "cost":
            share = books.questions.number(bound.share, award, cell.start)
            if share is not None:
                least = min(least, share * Fraction(cell.gross, group.participants))
        if {"participant", "credential"} & set(rule.per):
            each = books.attribute_cents(bound, group)
            if bound.usd is not None:
                dollars = books.questions.number(bound.usd, award, group.start)
                each = None if dollars is None else dollars * 100
            if each is not None:
                completing = books.completion(group) if "credential" in rule.per else 1
                least = min(least, each * completing)
    return least
