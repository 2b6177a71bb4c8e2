"""Money between awards, and program income (docs/semantics.md, section 13)."""

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.facts import Subject
from oracle.model import Model
from oracle.past import spent_before
from oracle.rulebook import Rulebook, in_force

Pair = tuple[str, str]


def add_moving(m: Model) -> None:
    """t_ab, and what each award may spend beside its amount; before the rows that ask for it."""
    ways = [(homed, *pair) for homed in m.book.of("transfer") for pair in pairs(m, homed)]
    moved: dict[Pair, Any] = {}
    for _, giver, taker in ways:
        if (giver.id, taker.id) not in moved:
            moved[giver.id, taker.id] = m.variable("t", own(m, giver))
    for award in m.book.payers:
        given = pulp.lpSum(t for (a, _), t in moved.items() if a == award.id)
        received = pulp.lpSum(t for (_, b), t in moved.items() if b == award.id)
        if len(given):
            m.add(given <= own(m, award))
        if len(given) or len(received):
            m.received[award.id], m.net_received[award.id] = received, received - given
            m.most_received[award.id] = sum(
                t.upBound for (_, b), t in moved.items() if b == award.id
            )
        m.income[award.id] = income(m.book, award)
    by_rule: dict[Pair, list[Any]] = defaultdict(list)
    most: dict[Pair, int] = {}
    for homed, giver, taker in ways:
        by_rule[homed.id, giver.id].append(moved[giver.id, taker.id])
        most[homed.id, giver.id] = may_give(m, homed, giver)
    for key, some in by_rule.items():
        m.add(pulp.lpSum(some) <= most[key] / 100)


def own(m: Model, award: Award) -> float:
    """amount - to_date, not below 0."""
    return float(max(Fraction(0), Fraction(award.amount or 0) - spent_before(m, award)))


def may_give(m: Model, homed: Any, award: Award) -> int:
    """floor(share A_a) in cents."""
    share = m.book.facts.number(homed.rule.share, Subject(m.book.start(award), award))
    base = award.amount if award.allocation is None else award.allocation
    return floor(100 * share * Fraction(base)) if share is not None else 0


def pairs(m: Model, homed: Any) -> list[tuple[Award, Award]]:
    """Who may give to whom under a rule."""
    concerned = [a for a in m.book.followers(homed) if takes_part(m, homed, a)]
    return [
        (a, b)
        for a in concerned
        for b in concerned
        if may_part_with(m, homed, a)
        and a.stream != b.stream
        and m.inputs.recipient(a) == m.inputs.recipient(b)
        and m.inputs.funding_year(a) == m.inputs.funding_year(b)
    ]


def takes_part(m: Model, homed: Any, award: Award) -> bool:
    """Of a stream in between, accepted, in cash, an amount and no slices, all of an allocation."""
    return (
        award.stream in homed.rule.between
        and not m.book.stream(award).entitlement
        and award.status == "accepted"
        and award.form == "cash"
        and award.amount is not None
        and not award.slices
        and m.inputs.holds_allocation(award)
    )


def may_part_with(m: Model, homed: Any, award: Award) -> bool:
    """The rule is in force on the award's start, its condition true, its share known."""
    rule, about = homed.rule, Subject(m.book.start(award), award)
    if not in_force(rule, about.day) or m.book.facts.number(rule.share, about) is None:
        return False
    return rule.where is None or m.book.facts.truth(rule.where, about, "award") is True


def income(book: Rulebook, award: Award) -> float:
    """Program income that the award may spend."""
    if award.amount is None:
        return 0.0
    adds = any(
        homed.rule.use == "addition" and in_force(homed.rule, book.start(award))
        for homed in book.of("income", award)
    )
    return float(award.program_income) if adds else 0.0
