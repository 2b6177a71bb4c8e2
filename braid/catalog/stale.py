"""Rules that need another look: reviewed long ago, ended, or without the coming year's number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from braid.catalog.dated import dated_numbers
from braid.catalog.derived import Derivations, versions_of
from braid.catalog.whole import WholeLibrary
from braid.periods import add_months
from braid.record import record
from braid.schema.base import Versioned
from braid.schema.rule_base import RuleBase

Reason = Literal["ended", "number", "ends", "number_due", "review"]
REASONS: tuple[Reason, ...] = ("ended", "number", "ends", "number_due", "review")
"""The most urgent first: what is wrong by now, what will be soon, what was not read for long."""
DICTIONARY = "attributes"
"""Stands for the rule's home where a number belongs to the data dictionary."""


@record
class Finding:
    """One reason to look at a rule again, and the day from which it counts."""

    rule: str
    reason: Reason
    due: date
    number: str = ""
    """Which number of the rule, where it is about one."""

    def order(self) -> tuple[int, date, str, str]:
        """The most urgent first."""
        return REASONS.index(self.reason), self.due, self.rule, self.number


def findings(library: WholeLibrary, on: date, days: int, ahead: int) -> list[Finding]:
    """What needs another look on a day, the most urgent first.

    A review counts for ``days``. What ends, or lacks its next number, within ``ahead``
    days after ``on`` is named before it does.
    """
    found = set(coming(library, on, days))
    soon = on + timedelta(days=ahead)
    return sorted((f for f in found if f.due <= _limit(f, on, soon)), key=Finding.order)


def _limit(finding: Finding, on: date, soon: date) -> date:
    return on if finding.reason == "review" else soon


def coming(library: WholeLibrary, on: date, days: int) -> Iterator[Finding]:
    """Everything that will need another look some day, seen from ``on``."""
    yield from _derived(library, on)
    for name, rule in library.rules():
        if rule.until is not None:
            yield Finding(name, "ended" if rule.until <= on else "ends", rule.until)
        if rule.until is None or rule.until > on:
            yield from _numbers(name, rule, on)
            yield Finding(name, "review", rule.reviewed + timedelta(days=days + 1))


def _derived(library: WholeLibrary, on: date) -> Iterator[Finding]:
    """The numbers from which attributes of the data dictionary follow."""
    if library.attributes is None:
        return
    for entity, found in Derivations(library.attributes).of.items():
        for name, derivation in found.items():
            for number in versions_of(derivation):
                due = next_version(number)
                if due is not None:
                    reason: Reason = "number" if due <= on else "number_due"
                    yield Finding(f"{DICTIONARY}/{entity}.{name}", reason, due, name)


def _numbers(name: str, rule: RuleBase, on: date) -> Iterator[Finding]:
    for path, number in dated_numbers(rule):
        due = next_version(number)
        if due is not None and (rule.until is None or due < rule.until):
            called = path[0] if path[0] in ("at_most", "at_least") else path[-1]
            yield Finding(name, "number" if due <= on else "number_due", due, called)


def next_version(number: Versioned) -> date | None:
    """When a number that is set anew each year needs its next version; None for others.

    Set anew each year is one whose last two versions begin a year apart, give or take a
    month, even if the value stays the same: somebody looked it up.
    """
    if len(number.versions) < 2:
        return None
    before, last = (version.from_ for version in number.versions[-2:])
    apart = abs(last - add_months(before, 12))
    return add_months(last, 12) if apart <= timedelta(days=31) else None
