"""Conditions asked of many subjects at once; those alike in all that is looked at, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from braid.audit.exact import Flags, Numbers, numbered
from braid.audit.numbering import Numbering
from braid.audit.questions import Looks, Questions, entity_of
from braid.catalog.conditions import holds
from braid.catalog.facts import Subject
from braid.catalog.values import Clock
from braid.record import record
from braid.schema.predicate import Predicate, attributes_of
from braid.schema.scenario import Award


@record
class Subjects:
    """Who pays, for whom, for which line, on which day; -1 where there is none."""

    award: Numbers
    group: Numbers
    line: Numbers
    day: Numbers

    def __len__(self) -> int:
        return len(self.award)

    def at(self, rows: Numbers | Flags) -> Subjects:
        """Some of the subjects."""
        return Subjects(self.award[rows], self.group[rows], self.line[rows], self.day[rows])


def on_first_days(numbering: Numbering, award: Award, groups: Numbers, line: int = -1) -> Subjects:
    """Some groups, each on its own first day, for an award that might pay for them."""
    payer = np.full(len(groups), numbering.award[award.id], dtype=np.int64)
    lines = np.full(len(groups), line, dtype=np.int64)
    return Subjects(payer, groups, lines, numbering.first_day[groups])


@record
class _Column:
    """What each of some things has for one attribute: the number of its value among the values.

    The last one is what there is to know where there is no such thing.
    """

    value_of: Numbers
    values: list[Any]


OF_GROUP = ("group", "program", "provider")
OF_AWARD = ("award", "organization", "recipient")
OF_FIRST_DAY = ("months_operating", "signed_interviews_per_completer")
"""What is known of a program only with the day on which a group starts."""


class Answers:
    """Where conditions are true."""

    def __init__(self, questions: Questions, numbering: Numbering) -> None:
        self.questions = questions
        self.numbering = numbering
        self._columns: dict[tuple[str, str], _Column] = {}
        self._true: dict[tuple[int, str], Flags] = {}

    def true_of(self, predicate: Predicate, entity: str, subjects: Subjects) -> Flags:
        """Of which subjects a condition is true: neither false nor unknown."""
        looks = self.questions.looks(predicate, entity)
        if looks.employer or looks.day:
            return self._of_each_kind(predicate, entity, looks, subjects)
        found = np.zeros(len(subjects), dtype=bool)
        # a program or provider is the group's, else the line's
        known = subjects.group >= 0 if looks.group else np.ones(len(subjects), dtype=bool)
        rows = np.flatnonzero(known)
        parts = (("group", looks.group), ("award", looks.award), ("line", looks.line))
        looked_at = tuple(part for part, looks_at in parts if looks_at)
        if len(looked_at) == 1:
            of_part = self._of_part(predicate, entity, looked_at[0])
            found[rows] = of_part[getattr(subjects, looked_at[0])[rows]]
        else:
            found[rows] = self._of_values(predicate, entity, subjects.at(rows))
        if len(rows) < len(subjects):
            others = np.flatnonzero(~known)
            found[others] = self._of_each_kind(predicate, entity, looks, subjects.at(others))
        return found

    def _of_part(self, predicate: Predicate, entity: str, part: str) -> Flags:
        """Of which groups, awards or lines a condition is true that looks at nothing else."""
        known = self._true.get((id(predicate), entity))
        if known is None:
            every = np.arange(len(self._things[part]))
            none = np.full(len(every), -1, dtype=np.int64)
            columns = {"group": none, "award": none, "line": none, part: every}
            known = self._of_values(predicate, entity, Subjects(**columns, day=none))
            self._true[id(predicate), entity] = known
        return known

    def _of_values(self, predicate: Predicate, entity: str, subjects: Subjects) -> Flags:
        """Subjects with the same values get the same answer."""
        names = sorted(attributes_of(predicate))
        columns = [self._column(*entity_of(name, entity)) for name in names]
        of_subject = [column.value_of[getattr(subjects, part)] for part, column in columns]
        first, kind = numbered(*of_subject)
        day = self.questions.inputs.calendar.first
        clock = Clock(day, day)  # nothing with versions is asked here
        answers = []
        for row in first.tolist():
            values = {
                name: column.values[numbers[row]]
                for name, (_, column), numbers in zip(names, columns, of_subject, strict=True)
            }
            answers.append(holds(predicate, values.get, clock) is True)
        return np.array(answers, dtype=bool)[kind]

    def _column(self, entity: str, name: str) -> tuple[str, _Column]:
        """The values of an attribute, and whether groups, awards or lines have them."""
        part = "group" if entity in OF_GROUP else "award" if entity in OF_AWARD else "line"
        known = self._columns.get((entity, name))
        if known is None:
            numbers: dict[Any, int] = {}
            value_of, values = list[int](), list[Any]()
            for value in self._values(part, entity, name):
                number = _number_of(value, numbers)
                if number == len(values):
                    values.append(value)
                value_of.append(number)
            known = _Column(np.array(value_of, dtype=np.int64), values)
            self._columns[entity, name] = known
        return part, known

    def _values(self, part: str, entity: str, name: str) -> Iterator[Any]:
        """What every group, award or line has for an attribute."""
        of_program = entity in ("program", "provider") and name not in OF_FIRST_DAY
        known: dict[str, Any] = {}
        for thing in self._things[part]:
            if not of_program or thing.group is None:
                yield self.questions.facts.lookup(thing, entity, name)
                continue
            program = thing.group.program
            if program not in known:
                known[program] = self.questions.facts.lookup(thing, entity, name)
            yield known[program]

    @cached_property
    def _things(self) -> dict[str, list[Subject]]:
        """Every group, award and line as a subject, and after them the lack of one."""
        numbering = self.numbering
        return {
            "group": [*(Subject(group=group) for group in numbering.groups), Subject()],
            "award": [*(Subject(award=award) for award in numbering.awards), Subject()],
            "line": [*(Subject(line=line) for line in numbering.lines), Subject()],
        }

    def _of_each_kind(
        self, predicate: Predicate, entity: str, looks: Looks, subjects: Subjects
    ) -> Flags:
        none = np.full(len(subjects), -1, dtype=np.int64)
        line = subjects.line if looks.line or looks.employer else none
        if looks.group:  # a program or provider is the group's, else the line's
            line = np.where(subjects.group < 0, subjects.line, line)
        first, kind = numbered(
            subjects.award if looks.award else none,
            subjects.group if looks.group or looks.employer else none,
            line,
            subjects.day if looks.day else none,
        )
        found = [self._one(predicate, entity, subjects, row) for row in first.tolist()]
        return np.array(found, dtype=bool)[kind]

    def _one(self, predicate: Predicate, entity: str, subjects: Subjects, row: int) -> bool:
        award, group = int(subjects.award[row]), int(subjects.group[row])
        line = int(subjects.line[row])
        answer = self.questions.ask(
            predicate,
            entity,
            award=self.numbering.awards[award] if award >= 0 else None,
            group=self.numbering.groups[group] if group >= 0 else None,
            line=self.numbering.lines[line] if line >= 0 else None,
            day=date.fromordinal(int(subjects.day[row])),
        )
        return answer is True


def _number_of(value: Any, numbers: dict[Any, int]) -> int:
    """The number of a value among those seen; 1, true and 1.0 are three values."""
    plain = str(value) if isinstance(value, Decimal) else value
    try:
        return numbers.setdefault((type(value), plain), len(numbers))
    except TypeError:  # a list or a mapping has no hash: it stands for itself
        return numbers.setdefault(object(), len(numbers))
