"""Conditions and numbers of the law, asked about one subject; answers are remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from braid.catalog.conditions import holds
from braid.catalog.facts import Facts, Subject
from braid.catalog.inputs import Inputs
from braid.catalog.values import Clock, value_at
from braid.schema.base import Number, Versioned
from braid.schema.predicate import Compare, Not, Predicate
from braid.schema.scenario import Award, Cost, Group


def depends_on_day(predicate: Predicate) -> bool:
    """Whether the answer may depend on the day on which a condition is asked."""
    if isinstance(predicate, Compare):
        return isinstance(predicate.value, Versioned) or "months_in_tax_year" in predicate.attribute
    if isinstance(predicate, Not):
        return depends_on_day(predicate.part)
    return any(depends_on_day(part) for part in predicate.parts)


@dataclass
class Questions:
    """Ask the law's conditions and numbers about the parts of one scenario."""

    inputs: Inputs
    facts: Facts = field(init=False)
    _answers: dict[tuple[Any, ...], bool | None] = field(default_factory=dict, init=False)
    _depends: dict[int, bool] = field(default_factory=dict, init=False)
    _clocks: dict[str, tuple[date, str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.facts = Facts(self.inputs)

    def clock(self, award: Award | None, day: date) -> Clock:
        """The dates that pick a version: ``day`` stands for the cost."""
        if award is None:
            return Clock(day, day)
        known = self._clocks.get(award.id)
        if known is None:
            recipient = self.inputs.organizations.get(self.inputs.recipient(award))
            starts = recipient.fiscal_year_start if recipient is not None else "07-01"
            known = (award.award_date or self.inputs.window(award)[0], starts)
            self._clocks[award.id] = known
        return Clock(day, *known)

    def number(self, number: Number, award: Award | None, day: date) -> Fraction | None:
        """The number that holds; None before its first version."""
        if not isinstance(number, Versioned):
            return Fraction(number)
        return value_at(number, self.clock(award, day))

    def lookup(self, subject: Subject, entity: str) -> Callable[[str], Any]:
        """From an attribute's name to its value, for one subject."""
        return lambda name: self.facts.lookup(subject, entity, name)

    def ask(
        self,
        predicate: Predicate,
        entity: str,
        *,
        award: Award | None,
        group: Group | None,
        line: Cost | None,
        day: date,
    ) -> bool | None:
        """Three-valued truth of a condition; ``entity`` is meant by names without a dot."""
        dated = self._depends.get(id(predicate))
        if dated is None:
            dated = self._depends[id(predicate)] = depends_on_day(predicate)
        key = (
            id(predicate), entity, award.id if award else None, group.id if group else None,
            line.id if line else None, day if dated else None,
        )  # fmt: skip
        if key not in self._answers:
            subject = Subject(group=group, line=line, award=award, day=day)
            lookup = self.lookup(subject, entity)
            self._answers[key] = holds(predicate, lookup, self.clock(award, day))
        return self._answers[key]
