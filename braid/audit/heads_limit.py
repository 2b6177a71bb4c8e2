"""Limits on participants: how many a stream (or the record system of a family) may serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from braid.audit.findings import Row
from braid.audit.spending import Spending
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.schema.base import Number
from braid.schema.rules import Bound, Limit, Selector
from braid.schema.scenario import Award, Group

_OF_GROUP = ("group", "program", "employer", "program_year", "fiscal_year")


def rows_about_people(
    homed: HomedRule,
    rule: Limit,
    spending: Spending,
    side: Literal["at_most", "at_least"],
    bound: Bound,
) -> Iterator[Row]:
    """The rows of a limit on participants; the planner does not offer floors on them."""
    if side == "at_least" or (bound.count is None and bound.share is None):
        return
    for owner, awards in sorted(_owners(homed, spending).items()):
        for key, groups in sorted(_instances(rule, spending, awards[0]).items(), key=str):
            heads = {g.id: _heads(homed, spending, owner, g) for g in groups}
            chosen = [g for g in groups if _takes(rule.serve, spending, awards[0], g)]
            served = sum(heads[g.id] for g in chosen)
            day = spending.cost_day(key, awards[0]) if key else None
            if bound.count is not None:
                number = _least(spending, bound.count, awards, day)
            else:
                base = [g for g in groups if _takes(bound.base, spending, awards[0], g)]
                share = _least(spending, bound.share, awards, day)
                number = None if share is None else share * sum(heads[g.id] for g in base)
            if number is None:
                continue
            name = ", ".join([owner, *(f"{d} {v}" for d, v in key)])
            yield Row(
                "Participants whom the limit counts", name, name, Fraction(served), "<=", number,
                unit="participants", counted=served > 0,
            )  # fmt: skip


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
    rule: Limit, spending: Spending, award: Award
) -> dict[tuple[tuple[str, Any], ...], list[Group]]:
    cut = [d for d in rule.per if d in _OF_GROUP]
    found: dict[tuple[tuple[str, Any], ...], list[Group]] = {}
    for group in spending.inputs.groups.values():
        key: list[tuple[str, Any]] = []
        for dimension in cut:
            if dimension == "employer":
                facts = spending.books.questions.facts
                employer = facts.employer(Subject(group=group, award=award))
                key.append((dimension, employer.id if employer else None))
            elif dimension in ("program_year", "fiscal_year"):
                key.append((dimension, spending.year(dimension, award, group.start)))
            else:
                key.append((dimension, group.id if dimension == "group" else group.program))
        found.setdefault(tuple(key), []).append(group)
    return found


def _takes(selector: Selector | None, spending: Spending, award: Award, group: Group) -> bool:
    if selector is None:
        return True
    if not spending.books.takes_group(selector, award, group, None):
        return False
    if selector.where is None:
        return True
    answer = spending.books.questions.ask(
        selector.where, "line", award=award, group=group, line=None, day=group.start
    )
    return answer is True


def _least(
    spending: Spending, number: Number | None, awards: list[Award], day: date | None
) -> Fraction | None:
    if number is None:
        return None
    questions = spending.books.questions
    found = [questions.number(number, a, day or spending.inputs.window(a)[0]) for a in awards]
    return min((n for n in found if n is not None), default=None)
