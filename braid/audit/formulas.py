"""The named award formulas: payments per participant, in whole cents, with their dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from braid.catalog.inputs import Inputs
from braid.periods import full_months, program_year
from braid.record import record
from braid.schema.scenario import Group

Numbers = Mapping[str, Fraction]


@record
class Payment:
    """Whole cents per participant on a day; of a tax credit, for which calendar year."""

    day: date
    cents: int
    tax_year: int | None = None


@record
class Question:
    """What a formula looks at.

    ``gross_borne`` is the gross direct cost, in cents by calendar year, that employers bear.
    """

    inputs: Inputs
    group: Group
    number: Callable[[str, date], Fraction | None]
    gross_borne: Mapping[int, int]

    def stated(self, name: str) -> Any:
        """An attribute of the group; None when it is not known."""
        return self.group.attributes.get(name)

    def needed(self, name: str, day: date) -> Fraction:
        """A number of the formula; 0 where the rule has none for the day."""
        return self.number(name, day) or Fraction(0)


def half_up(amount: Fraction) -> int:
    """The nearest whole number, halves up."""
    return floor(amount + Fraction(1, 2))


def scheduled_award(ask: Question, numbers: Numbers) -> Fraction:
    """The Pell scheduled award in dollars."""
    maximum, minimum = numbers["maximum"], numbers["minimum"]
    sai = ask.stated("sai")
    amount = Fraction(0)
    by_index = None
    if sai is not None:
        need = maximum - Fraction(sai)
        if need >= minimum:
            by_index = max(Fraction(0), min(maximum, Fraction(half_up(need / 5) * 5)))
    if ask.stated("max_pell") is True:
        amount = maximum
    elif by_index is not None:
        amount = by_index
    elif ask.stated("min_pell") is True:
        amount = minimum
    cost = ask.stated("cost_of_attendance")
    if cost is not None:
        amount = min(amount, Fraction(cost))
    ineligible_at = numbers.get("sai_ineligible_at")
    if ineligible_at is not None and sai is not None and Fraction(sai) >= ineligible_at:
        return Fraction(0)
    return amount


def pell_clock_hours(ask: Question) -> list[Payment]:
    """Two payments of a clock-hour program: at the start, and after half of the training days."""
    group, inputs = ask.group, ask.inputs
    program = inputs.programs[group.program]
    if program.clock_hours is None:
        return []
    numbers = _pell_numbers(ask)
    scheduled = scheduled_award(ask, numbers) * 100
    start, end = inputs.training(group)
    days = [start, start + timedelta(days=((end - start).days + 1) // 2)]
    hours = Fraction(program.clock_hours) / Fraction(program.academic_year.hours)
    weeks = Fraction(program.weeks) / Fraction(program.academic_year.weeks)
    each = half_up(scheduled * min(hours / 2, weeks / 2))
    leu = Fraction(ask.stated("leu_percent") or 0)
    room = max(0, floor((numbers["lifetime_percent"] - leu) / 100 * scheduled))
    full_year = hours >= 1 and weeks >= 1
    by_year: dict[int, int] = {}
    payments: list[Payment] = []
    for day in days:
        cents = min(each, room)
        if full_year:
            cents = min(cents, floor(scheduled) - by_year.get(program_year(day), 0))
        by_year[program_year(day)] = by_year.get(program_year(day), 0) + cents
        room -= cents
        payments.append(Payment(day, cents))
    return payments


def _pell_numbers(ask: Question) -> Numbers:
    day = ask.group.start
    numbers = {name: ask.needed(name, day) for name in ("maximum", "minimum")}
    lifetime = ask.number("lifetime_percent", day)
    numbers["lifetime_percent"] = Fraction(600) if lifetime is None else lifetime
    ineligible_at = ask.number("sai_ineligible_at", day)
    if ineligible_at is not None:
        numbers["sai_ineligible_at"] = ineligible_at
    return numbers


def apprentice_credit(ask: Question) -> list[Payment]:
    """An employer's credit per apprentice and tax year."""
    start, end = ask.inputs.training(ask.group)
    payments: list[Payment] = []
    for year in range(start.year, end.year + 1):
        day = date(year, 12, 31)
        months = full_months(max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))
        if months < ask.needed("months", day) or len(payments) >= ask.needed("years", day):
            continue
        youth = ask.stated("youth_apprentice") is True
        cap = ask.needed("youth_cap" if youth else "adult_cap", day)
        cost = ask.gross_borne.get(year, 0) // ask.group.participants
        amount = min(cap * 100, max(Fraction(cost), ask.needed("minimum", day) * 100))
        payments.append(Payment(day, floor(amount), year))
    return payments + _for_those_kept(ask, (end - timedelta(days=1)).year)


def _for_those_kept(ask: Question, completed: int) -> list[Payment]:
    """The credit of the tax years after the one of completion, for the share that completes."""
    if ask.stated("kept_after_completion") is not True:
        return []
    rate = ask.inputs.programs[ask.group.program].completion_rate
    completing = Fraction(rate) if rate is not None else Fraction(1)
    payments: list[Payment] = []
    for later in range(1, 100):
        day = date(completed + later, 12, 31)
        if later > ask.needed("retention_years", day):
            break
        each = ask.needed("retention", day) * 100 * completing
        payments.append(Payment(day, floor(each), day.year))
    return payments


def yearly_credit(ask: Question) -> list[Payment]:
    """A fixed credit for each of the first three tax years, where employment was long enough."""
    start, end = ask.inputs.training(ask.group)
    payments: list[Payment] = []
    for nth, name in enumerate(("first", "second", "third")):
        january, january_after = date(start.year + nth, 1, 1), date(start.year + nth + 1, 1, 1)
        last = date(start.year + nth, 12, 31)
        employed = full_months(max(start, january), min(end, january_after))
        if employed < ask.needed("months", last):
            continue
        payments.append(Payment(last, floor(100 * ask.needed(name, last)), last.year))
    return payments


FORMULAS: Mapping[str, Callable[[Question], list[Payment]]] = {
    "pell_clock_hours": pell_clock_hours,
    "apprentice_credit": apprentice_credit,
    "yearly_credit": yearly_credit,
}
"""Every formula by its name in a rule."""
