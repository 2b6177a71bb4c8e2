"""Limits on participants: how many a stream (or the record system of a family) may serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags
from braid.audit.findings import Row
from braid.audit.pooling import committed
from braid.audit.selection import takes_group
from braid.audit.spending import OF_TIME, Key, Spending
from braid.audit.subjects import on_first_days
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.schema.base import Number
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit
from braid.schema.scenario import Award, Group

_OF_GROUP = ("group", "program", "employer", *OF_TIME)


def rows_about_people(
    homed: HomedRule,
    rule: Limit,
    spending: Spending,
    side: Literal["at_most", "at_least"],
    bound: Bound,
) -> Iterator[Row]:
    """The rows of a limit on participants; the planner does not offer floors on them."""
    if side == "at_least":
        return
    for owner, key, served, number in counts_of(homed, rule, spending, bound):
        name = ", ".join([owner, *(f"{d} {v}" for d, v in key)])
        yield Row(
            "Participants whom the limit counts", name, name, Fraction(served), "<=", number,
            unit="participants", counted=int(served > 0),
        )  # fmt: skip


def counts_of(
    homed: HomedRule, rule: Limit, spending: Spending, bound: Bound
) -> Iterator[tuple[str, Key, int, Fraction]]:
    """Each instance: its stream or record system, its key, who is served, and how many may be."""
    if bound.count is None and bound.share is None:
        return
    numbering = spending.books.numbering
    groups = numbering.groups
    numbers = np.flatnonzero(numbering.groups_reached(homed.reach)).tolist()
    for owner, awards in sorted(_owners(homed, spending).items()):
        heads = {n: _heads(homed, spending, owner, groups[n]) for n in numbers}
        serve = _takes(rule.serve, spending, awards[0])
        of_base = _takes(bound.base, spending, awards[0])
        instances = _instances(rule, spending, awards[0], numbers)
        for key, members in sorted(instances.items(), key=lambda item: str(item[0])):
            served = sum(heads[n] for n in members if serve[n])
            day = spending.cost_day(key, awards[0]) if key else None
            if bound.count is not None:
                number = _least(spending, bound.count, awards, day)
            else:
                share = _least(spending, bound.share, awards, day)
                base = sum(heads[n] for n in members if of_base[n])
                number = None if share is None else share * base
            if number is not None:
                yield owner, key, served, number


def counted_by(homed: HomedRule, books: Books) -> Iterator[tuple[str, str, bool]]:
    """Group, stream or record system (then true), of the head counts that a limit selects."""
    rule = homed.rule
    if not isinstance(rule, Limit) or rule.serve is None or rule.at_most is None:
        return
    spending, of_system = Spending(books, homed, rule), homed.home == "family"
    for award in committed(books, homed, rule):
        takes = _takes(rule.serve, spending, award) & books.numbering.groups_reached(homed.reach)
        name = books.streams.system[award.stream] if of_system else award.stream
        for number in np.flatnonzero(takes).tolist():
            yield books.numbering.groups[number].id, name, of_system


def _owners(homed: HomedRule, spending: Spending) -> dict[str, list[Award]]:
    """Streams, or in a family file record systems, with the awards that follow the rule."""
    found: dict[str, list[Award]] = {}
    for award in spending.awards:
        owner = award.stream
        if homed.home == "family":
            owner = spending.books.streams.system[owner]
        found.setdefault(owner, []).append(award)
    return found


def _heads(homed: HomedRule, spending: Spending, owner: str, group: Group) -> int:
    if homed.home == "family":
        return spending.books.recorded(group.id, owner)
    return spending.books.served(group.id, owner)


def _instances(
    rule: Limit, spending: Spending, award: Award, numbers: list[int]
) -> dict[tuple[tuple[str, Any], ...], list[int]]:
    """The groups of each instance, by their numbers."""
    cut = [d for d in rule.per if d in _OF_GROUP]
    found: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for number in numbers:
        group = spending.books.numbering.groups[number]
        key: list[tuple[str, Any]] = []
        for dimension in cut:
            if dimension == "employer":
                facts = spending.books.questions.facts
                employer = facts.employer(Subject(group=group, award=award))
                key.append((dimension, employer.id if employer else None))
            elif dimension in OF_TIME:
                key.append((dimension, spending.year(dimension, award, group.start)))
            else:
                key.append((dimension, group.id if dimension == "group" else group.program))
        found.setdefault(tuple(key), []).append(number)
    return found


def _takes(selector: Selector | None, spending: Spending, award: Award) -> Flags:
    """Which groups a selector takes, each on its own first day."""
    books, every = spending.books, np.arange(len(spending.books.numbering.groups))
    if selector is None:
        return np.ones(len(every), dtype=bool)
    subjects = on_first_days(books.numbering, award, every)
    found = takes_group(books, selector, subjects, subjects.group)
    if selector.where is not None:
        found &= books.answers.true_of(selector.where, "line", subjects)
    return found


def _least(
    spending: Spending, number: Number | None, awards: list[Award], day: date | None
) -> Fraction | None:
    if number is None:
        return None
    questions = spending.books.questions
    found = [questions.number(number, a, day or spending.inputs.window(a)[0]) for a in awards]
    return min((n for n in found if n is not None), default=None)
