"""What the scenario says, and three-valued conditions over it (docs/semantics.md, section 3).

Written apart from ``braid.catalog.conditions`` and ``braid.catalog.facts`` on purpose.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from braid.catalog.inputs import Inputs
from braid.periods import full_months
from braid.schema.base import Versioned
from braid.schema.expression import DayOf, Named, Worked
from braid.schema.predicate import AllOf, AnyOf, Compare, Not, Predicate
from braid.schema.scenario import Award, Cost, Employer, Group, Program

OF_PARTNERSHIP = ("signed_interviews_per_completer", "backbone_fte", "wage_records")
NAMESPACES = (
    "group", "program", "provider", "employer", "organization", "recipient", "award", "line",
)  # fmt: skip
ENTITY_OF_KIND = {
    "participant": "group",
    "program": "program",
    "employer": "employer",
    "award": "award",
    "line": "line",
    "who": "group",
    "where": "line",
}


@dataclass(frozen=True)
class Subject:
    """Whom, what line and which award a question is about, and the day that dates it."""

    day: date
    award: Award | None = None
    group: Group | None = None
    line: Cost | None = None


def attribute(thing: Any, path: str) -> Any:
    """A dotted path into a model: its own fields first, then its further keys; None if absent."""
    for part in path.split("."):
        if isinstance(thing, dict):
            thing = thing.get(part)
        elif thing is not None:
            fields = type(thing).model_fields if hasattr(type(thing), "model_fields") else {}
            extra = getattr(thing, "model_extra", None) or {}
            thing = getattr(thing, part) if part in fields else extra.get(part)
    return thing


class Facts:
    """Look-ups into one scenario."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.employers = inputs.employers

    # -- who is who ------------------------------------------------------------------------

    def program(self, about: Subject) -> Program | None:
        """The group's program, else the line's when it has exactly one."""
        if about.group is not None:
            return self.inputs.programs[about.group.program]
        if about.line is not None and len(about.line.program) == 1:
            return self.inputs.programs[about.line.program[0]]
        return None

    def employer(self, about: Subject) -> Employer | None:
        """Of the line, else of the program's job, else of the group."""
        program = self.program(about)
        named = [
            about.line.employer if about.line else None,
            about.line.borne_by if about.line else None,
            program.job.employer if program and program.job else None,
            attribute(about.group, "employer") if about.group else None,
        ]
        first = next((name for name in named if name is not None), None)
        return self.employers.get(first) if first is not None else None

    # -- values ----------------------------------------------------------------------------

    def value(self, about: Subject, entity: str, name: str) -> Any:
        """The value of a name in a condition; None when unknown."""
        head, dot, rest = name.partition(".")
        if dot and head in NAMESPACES:
            entity, name = head, rest
        computed = self._computed(about, entity, name)
        if computed is not None:
            return computed
        if entity == "provider":
            program = self.program(about)
            provider = program.provider if program else None
            if provider is None:
                return None
            own = attribute(provider, name)
            home = self.inputs.organizations.get(provider.organization)
            return own if own is not None else attribute(home, name)
        if entity in ("organization", "recipient"):
            if about.award is None:
                return None
            return attribute(
                self.inputs.organizations.get(self.inputs.recipient(about.award)), name
            )
        things = {
            "group": about.group,
            "award": about.award,
            "line": about.line,
            "program": self.program(about),
            "employer": self.employer(about),
        }
        return attribute(things[entity], name)

    def _computed(self, about: Subject, entity: str, name: str) -> Any:
        program = self.program(about)
        group, award, line = about.group, about.award, about.line
        if (entity, name) == ("program", "months_operating"):
            if program and program.operating_since and group:
                return full_months(program.operating_since, group.start)
        elif entity == "program" and program and name in OF_PARTNERSHIP:
            return self._of_partnership(program, group, name)
        elif (entity, name) == ("group", "months_in_tax_year") and group:
            return self.months_in_year(group, about.day.year)
        elif (entity, name) == ("group", "weeks") and group and program:
            return program.weeks
        elif (entity, name) == ("award", "holds") and award:
            return "allocation" if self.inputs.holds_allocation(award) else "subaward"
        elif (entity, name) == ("award", "has_amount") and award:
            return award.amount is not None
        elif (entity, name) == ("line", "direct") and line:
            return line.per_participant is not None
        elif (entity, name) == ("line", "shared") and line:
            return line.amount is not None
        return None

    def _of_partnership(self, program: Program, group: Group | None, name: str) -> Any:
        """What the partnership of a program has to show."""
        own = self.inputs.partnership(program.id)
        held = self.inputs.scenario.partnership
        for member in self.inputs.partnerships:
            if member.id == own:
                held = member.partnership
        if name == "backbone_fte":
            return held.backbone and held.backbone.staff_fte
        if name == "wage_records":
            return held.outcomes and held.outcomes.ui_wage_records
        if group is None:
            return None
        groups = [g for g in self.inputs.scenario.groups if self.inputs.partnership(g.id) == own]
        rates = [self.inputs.programs[g.program].completion_rate for g in groups]
        if None in rates:
            return None
        pairs = zip(groups, rates, strict=True)
        expected = sum(Fraction(g.participants) * Fraction(r) for g, r in pairs if r is not None)
        slots = sum(
            e.interviews or 0 for e in held.employers if e.signed and e.signed <= group.start
        )
        return Fraction(slots) / expected if expected else None

    def months_in_year(self, group: Group, year: int) -> int:
        """Full months of training inside a calendar year."""
        start, end = self.inputs.training(group)
        return full_months(max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))

    # -- numbers with versions -------------------------------------------------------------

    def clock_day(self, clock: str, about: Subject) -> date:
        """The day that picks a version."""
        if clock == "award_date":
            assert about.award is not None
            return about.award.award_date or about.award.start or self.inputs.calendar.first
        if clock in ("program_year", "award_year"):
            return july_first(about.day)
        if clock == "fiscal_year":
            month, day = 7, 1
            if about.award is not None:
                recipient = self.inputs.organizations[self.inputs.recipient(about.award)]
                month, day = (int(part) for part in recipient.fiscal_year_start.split("-"))
            start = date(about.day.year, month, day)
            return start if start <= about.day else date(about.day.year - 1, month, day)
        if clock == "tax_year":
            return date(about.day.year, 12, 31)
        return about.day

    def number(self, number: Decimal | Versioned, about: Subject) -> Fraction | None:
        """The number that holds: the last version that began on or before the clock's day."""
        if not isinstance(number, Versioned):
            return Fraction(number)
        day = self.clock_day(number.clock, about)
        begun = [v for v in number.versions if v.from_ <= day]
        return Fraction(max(begun, key=lambda v: v.from_).value) if begun else None

    def known(self, about: Subject, entity: str, name: str) -> Any:
        """The value of a name as a number or a date; None when it is unknown or neither."""
        value = self.value(about, entity, name)
        return None if value is None else ordinal(value)

    def amount(self, expression: Any, about: Subject, entity: str) -> Fraction | None:
        """What an expression comes to; None when anything in it is unknown."""
        if isinstance(expression, Named):
            known = self.known(about, entity, expression.attribute)
            return known if isinstance(known, Fraction) else None
        if isinstance(expression, Decimal | Versioned):
            return self.number(expression, about)
        parts = [self.amount(part, about, entity) for part in expression.parts]
        if None in parts or (expression.op == "over" and parts[1] == 0):
            return None
        whole = parts[0]
        for part in parts[1:]:
            whole = {
                "plus": lambda a, b: a + b, "times": lambda a, b: a * b,
                "minus": lambda a, b: a - b, "over": lambda a, b: a / b,
                "least": min, "greatest": max,
            }[expression.op](whole, part)  # fmt: skip
        return whole

    # -- conditions ------------------------------------------------------------------------

    def truth(self, condition: Predicate, about: Subject, entity: str) -> bool | None:
        """True, false or unknown (None), after Kleene."""
        if isinstance(condition, Compare):
            actual = self.value(about, entity, condition.attribute)
            wanted = condition.value
            if isinstance(wanted, Versioned | Named | Worked):
                wanted = self.amount(wanted, about, entity)
            elif isinstance(wanted, DayOf):
                day = self.known(about, entity, wanted.attribute)
                wanted = day + timedelta(wanted.plus_days) if isinstance(day, date) else None
            if actual is None or wanted is None:
                return None
            return compare(condition.op, actual, wanted)
        if isinstance(condition, Not):
            inner = self.truth(condition.part, about, entity)
            return None if inner is None else not inner
        verdicts = [self.truth(part, about, entity) for part in condition.parts]
        deciding = not isinstance(condition, AllOf)  # all: one false decides; any: one true does
        assert isinstance(condition, AllOf | AnyOf)
        if deciding in verdicts:
            return deciding
        return None if None in verdicts else not deciding


def july_first(day: date) -> date:
    """The start of the program year that holds ``day``."""
    return date(day.year if day.month >= 7 else day.year - 1, 7, 1)


def compare(op: str, actual: Any, wanted: Any) -> bool | None:
    """One comparison of two known values; None when an order makes no sense."""
    if op == "in":
        return any(equal(actual, one) for one in wanted)
    if op == "is":
        return equal(actual, wanted)
    left, right = ordinal(actual), ordinal(wanted)
    if left is None or right is None or isinstance(left, date) != isinstance(right, date):
        return None
    verdicts = {
        "min": left >= right,
        "max": left <= right,
        "above": left > right,
        "below": left < right,
    }
    return bool(verdicts[op])


def equal(actual: Any, wanted: Any) -> bool:
    """Truth values only equal truth values; numbers and dates by value; the rest as text."""
    if isinstance(actual, bool) or isinstance(wanted, bool):
        return isinstance(actual, bool) and isinstance(wanted, bool) and actual == wanted
    left, right = ordinal(actual), ordinal(wanted)
    if left is not None and right is not None and isinstance(left, date) == isinstance(right, date):
        return bool(left == right)
    return str(actual) == str(wanted)


def ordinal(value: Any) -> Any:
    """A value as a number or a date; None for text and truth values."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal | Fraction):
        return Fraction(value)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
