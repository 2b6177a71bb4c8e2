"""The named award formulas: payments per participant, in whole cents, with their dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from braid.audit.payment import Payment, Question
from braid.audit.pell import pell, pell_clock_hours
from braid.periods import full_months


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
    "pell": pell,
    "apprentice_credit": apprentice_credit,
    "yearly_credit": yearly_credit,
}
"""Every formula by its name in a rule."""
