"""The cost lines of a draft, and what an award comes to of which nobody has said the amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from braid.catalog.drafting.answers import EMPLOYER, Answers, Line, Money, id_of
from braid.catalog.drafting.wanted import Law

AMOUNT = Decimal(100_000)
"""Of an award that may pay nothing in the draft."""
EXTRA = Decimal(1_000)
"""What is guessed of a cost for an award's sake."""
THOUSAND = Decimal(1_000)
TUITION, SUPPORT, STAFF = "tuition_fees", "transportation", "case_management"
"""The kinds of the cost lines that every draft has."""


def costs_and_amounts(answers: Answers, law: Law) -> tuple[tuple[Line, ...], dict[str, Decimal]]:
    """Tuition, support and staff, lines for each award's sake; and amounts that nobody has said."""
    found = _usual(answers)
    for money in answers.money:
        found += _payable(money, found, law)
    amounts = _amounts(answers, found, law)
    for money in answers.money:
        found += _floors(money, money.amount or amounts.get(money.id, AMOUNT), found, law)
    if not found:
        found.append(Line("coach", STAFF, amount=EXTRA))
    return tuple(found), amounts


def _usual(answers: Answers) -> list[Line]:
    found: list[Line] = []
    for program in answers.programs:
        if program.tuition:
            several = len(answers.programs) > 1
            name = f"tuition_{program.id}"[:64] if several else "tuition"
            found.append(
                Line(name, TUITION, per_participant=program.tuition, program=program.id)
            )  # fmt: skip
    if answers.support:
        found.append(Line("fares", SUPPORT, per_participant=answers.support))
    if answers.staff:
        found.append(Line("coach", STAFF, amount=answers.staff))
    return found


def _payable(money: Money, lines: Sequence[Line], law: Law) -> list[Line]:
    """A line without which an award would pay for nobody."""
    direct = [line for line in lines if line.per_participant is not None]
    category = None if law.payable(money, direct) else law.first_paid(money.stream)
    return [] if category is None else [_sake(money, category, EXTRA, lines, law)]


def _floors(money: Money, amount: Decimal, lines: Sequence[Line], law: Law) -> list[Line]:
    """Lines without which an award could not spend as much of something as it must."""
    found: list[Line] = []
    people = sum(group.people for group in law.answers.groups)
    for categories, share in law.floors(money):
        wanted = law.words.expand(categories)
        there = [line for line in (*lines, *found) if line.category in wanted]
        least = amount * Decimal(share.numerator) / Decimal(share.denominator)
        lacks = least - _total([line for line in there if law.may_pay(money, line)], law.answers)
        category = law.first_paid(money.stream, categories)
        if lacks > 0 and category is not None:
            each = Decimal(ceil(lacks / people))
            line = _sake(money, category, each, (*lines, *found), law)
            found.append(replace(line, floor=True))
    return found


def _sake(money: Money, category: str, each: Decimal, lines: Sequence[Line], law: Law) -> Line:
    name = id_of(category, [line.id for line in lines], "cost")
    borne = EMPLOYER if law.credit(money.stream) else ""
    return Line(name, category, each, borne_by=borne, for_stream=money.stream)


def _amounts(answers: Answers, lines: Sequence[Line], law: Law) -> dict[str, Decimal]:
    """Of each award without an amount, its part of what such awards may pay, in whole thousands."""
    unsaid = [money for money in answers.money if money.amount is None]
    found: dict[str, Decimal] = {}
    for money in unsaid:
        mine = [line for line in lines if law.may_pay(money, line)]
        part = _total(mine, answers) / len(unsaid) / THOUSAND
        found[money.id] = THOUSAND * max(Decimal(1), part.quantize(Decimal(1), ROUND_HALF_UP))
        if not mine:
            found[money.id] = AMOUNT
    return found


def _total(lines: Sequence[Line], answers: Answers) -> Decimal:
    """What some lines cost over the whole plan."""
    years = Decimal((answers.end - answers.start).days + 1) / 365
    total = Decimal(0)
    for line in lines:
        people = sum(g.people for g in answers.groups if line.program in ("", g.program))
        total += (line.per_participant or 0) * people + (line.amount or 0) * years
    return total
