"""Conditions and numbers of the law, asked about one subject; answers are remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from braid.catalog.conditions import holds
from braid.catalog.facts import ENTITIES, Facts, Subject
from braid.catalog.inputs import Inputs
from braid.catalog.values import Clock, value_at
from braid.record import record
from braid.schema.base import Number, Versioned
from braid.schema.predicate import Predicate, attributes_of, clocks_of
from braid.schema.scenario import Award, Cost, Group


@record
class Looks:
    """What an answer may depend on; a program or provider is the group's, else the line's."""

    award: bool
    group: bool
    line: bool
    employer: bool
    day: bool


def looks_at(predicate: Predicate, entity: str) -> Looks:
    """What a condition looks at; names without a dot belong to ``entity``."""
    heads = {entity_of(name, entity)[0] for name in attributes_of(predicate)}
    return Looks(
        award=bool(heads & {"award", "organization", "recipient"} or clocks_of(predicate)),
        group=bool(heads & {"group", "program", "provider"}),
        line="line" in heads,
        employer="employer" in heads,
        day=depends_on_day(predicate),
    )


def entity_of(name: str, entity: str) -> tuple[str, str]:
    """Whose attribute a name means, and the attribute; without a dot it is ``entity``'s."""
    head, _, rest = name.partition(".")
    return (head, rest) if rest and head in ENTITIES else (entity, name)


def depends_on_day(predicate: Predicate) -> bool:
    """Whether the answer may depend on the day on which a condition is asked."""
    asked = attributes_of(predicate)
    return bool(clocks_of(predicate)) or any("months_in_tax_year" in name for name in asked)


@dataclass
class Questions:
    """Ask the law's conditions and numbers about the parts of one scenario."""

    inputs: Inputs
    facts: Facts = field(init=False)
    _answers: dict[tuple[int, str], tuple[Looks, dict[tuple[Any, ...], bool | None]]] = field(
        default_factory=dict, init=False
    )
    _looks: dict[tuple[int, str], Looks] = field(default_factory=dict, init=False)
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

    def looks(self, predicate: Predicate, entity: str) -> Looks:
        """What a condition looks at, worked out once."""
        known = self._looks.get((id(predicate), entity))
        if known is None:
            known = self._looks[id(predicate), entity] = looks_at(predicate, entity)
        return known

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
        asked = self._answers.get((id(predicate), entity))
        if asked is None:
            asked = self.looks(predicate, entity), {}
            self._answers[id(predicate), entity] = asked
        looks, answers = asked
        of_group = looks.group or looks.employer
        of_line = looks.line or looks.employer or (looks.group and group is None)
        key = (
            award.id if looks.award and award is not None else None,
            group.id if of_group and group is not None else None,
            line.id if of_line and line is not None else None,
            day if looks.day else None,
        )
        if key not in answers:
            subject = Subject(group=group, line=line, award=award, day=day)
            lookup = self.lookup(subject, entity)
            answers[key] = holds(predicate, lookup, self.clock(award, day))
        return answers[key]
