"""What follows from a scenario's own statements, worked out from it as it is written."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle.facts import Facts, Subject, attribute


class Stated(Facts):
    """Facts of one scenario as written: derived attributes are worked out each time."""

    def __init__(self, inputs: Any) -> None:
        super().__init__(inputs)
        self.groups = {g.id: g for g in inputs.scenario.groups}
        self.programs = {p.id: p for p in inputs.scenario.programs}

    def program(self, about: Subject) -> Any:
        """The group's program as written."""
        return self.programs[about.group.program] if about.group else None

    def value(self, about: Subject, entity: str, name: str) -> Any:
        """What is stated, else what follows; computed attributes are not seen."""
        head, dot, rest = name.partition(".")
        if dot and head in ("group", "program"):
            entity, name = head, rest
        stated = attribute(about.group if entity == "group" else self.program(about), name)
        definition = getattr(self.inputs.law.attributes, entity).get(name)
        if stated is not None or definition is None or definition.derive is None:
            return stated
        if definition.type == "boolean":
            return self.truth(definition.derive.when, about, entity)
        amount = self.amount(definition.derive.value, about, entity)
        return None if amount is None else ten_places(amount)

    def of_group(self, name: str, attribute_name: str) -> Any:
        """An attribute of a group, on the day on which it starts."""
        group = self.groups[name]
        return self.value(Subject(day=group.start, group=group), "group", attribute_name)

    def clock_day(self, clock: str, about: Subject) -> date:
        """Groups have no award: its date is the group's own day."""
        return about.day if clock == "award_date" else super().clock_day(clock, about)


def ten_places(amount: Fraction) -> Decimal:
    """Half up at the tenth place: away from zero above it, toward it below."""
    whole = amount * 10**10
    floored = whole.numerator // whole.denominator
    up = whole - floored >= Fraction(1, 2)
    return Decimal(floored + up) / 10**10
