"""What an entitlement pays per participant: the named formulas with the rule's numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from braid.catalog.facts import Facts, Subject
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds.formulas import apprentice_credit, pell, yearly_credit
from braid.kinds.formulas.payment import Payment
from braid.kinds.permission import Conditions
from braid.record import record
from braid.schema.formulas import FORMULAS as ASKS
from braid.schema.rules import Formula as Parameters
from braid.schema.scenario import Award, Group, Program


@record
class Asked:
    """Who asks for what: the award, the group, and the group's gross cost by calendar year."""

    award: Award
    group: Group
    cost_of_year: Callable[[int], int]


def payments(homed: HomedRule, conditions: Conditions, asked: Asked) -> tuple[Payment, ...]:
    """The payments per participant of a group, in order of time."""
    rule = homed.rule
    assert isinstance(rule, Parameters)
    facts: Facts = conditions.facts
    group, award = asked.group, asked.award
    subject = Subject(group=group, award=award)
    start, end = facts.inputs.training(group)

    def fact(name: str) -> object:
        return facts.lookup(subject, "group", name)

    def numbers(day: date) -> dict[str, Fraction]:
        clock = conditions.clock(award, day)
        found = {name: value_at(number, clock) for name, number in rule.numbers.items()}
        if any(value is None for value in found.values()):
            return {}
        return {name: value for name, value in found.items() if value is not None}

    program = facts.inputs.programs[group.program]
    return FORMULAS[rule.formula](_Question(asked, program, start, end, fact, numbers))


@record
class _Question:
    """What a formula may look at: training is ``[start, end)``, numbers are those of a day."""

    asked: Asked
    program: Program
    start: date
    end: date
    fact: Callable[[str], object]
    numbers: Callable[[date], dict[str, Fraction]]


def _pell(question: _Question) -> tuple[Payment, ...]:
    return _by_course(pell.terms, question)


def _pell_clock_hours(question: _Question) -> tuple[Payment, ...]:
    return _by_course(pell.clock_hours, question)


def _by_course(
    formula: Callable[[pell.Numbers, pell.Fact, pell.Course], tuple[Payment, ...]],
    question: _Question,
) -> tuple[Payment, ...]:
    program = question.program
    held = question.numbers(question.asked.group.start)
    if not held:
        return ()
    course = pell.Course(
        start=question.start,
        end=question.end,
        hours=None if program.clock_hours is None else Fraction(program.clock_hours),
        weeks=Fraction(program.weeks),
        year_hours=Fraction(program.academic_year.hours),
        year_weeks=Fraction(program.academic_year.weeks),
        terms=program.terms,
        year_terms=program.academic_year.terms,
    )
    return formula(held, question.fact, course)


def _apprentice_credit(question: _Question) -> tuple[Payment, ...]:
    rate = question.program.completion_rate
    return apprentice_credit.payments(
        question.numbers,
        question.fact,
        start=question.start,
        end=question.end,
        participants=question.asked.group.participants,
        completion_rate=Fraction(1 if rate is None else rate),
        cost_of_year=question.asked.cost_of_year,
    )


def _yearly_credit(question: _Question) -> tuple[Payment, ...]:
    return yearly_credit.payments(question.numbers, start=question.start, end=question.end)


FORMULAS: Mapping[str, Callable[[_Question], tuple[Payment, ...]]] = {
    "pell_clock_hours": _pell_clock_hours,
    "pell": _pell,
    "apprentice_credit": _apprentice_credit,
    "yearly_credit": _yearly_credit,
}
"""Every formula by its name in a rule; :mod:`braid.schema.formulas` says what each asks."""


def only_borne_by_employers(homed: HomedRule) -> bool:
    """A tax credit reaches the employer: it offsets only what the employer bears."""
    return isinstance(homed.rule, Parameters) and ASKS[homed.rule.formula].credit
