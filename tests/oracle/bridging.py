"""2.13: what must be borrowed while claims are on the way (docs/semantics.md, section 12)."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pulp

from braid.schema.payment import Payment
from braid.schema.scenario import Award, Cash
from oracle.model import Model
from oracle.past import dollars_of, spent_before
from oracle.rows import total

MOST = 1e7


def add_cash(m: Model) -> None:
    """loan_ot >= fronted_ot - flexible_ot - opening + minimum, for all who state their cash."""
    for organization in m.inputs.organizations.values():
        if organization.cash is not None:
            mine = [
                a
                for a in m.book.payers
                if a.form == "cash" and m.inputs.recipient(a) == organization.id
            ]
            add_loans(m, organization.cash, mine)


def add_loans(m: Model, cash: Cash, awards: list[Award]) -> None:
    """The rows of one organization."""
    short = float(cash.minimum - cash.opening)
    for t in m.cohorts.periods[m.inputs.closed :]:
        loan = m.variable("l", MOST)
        need = pulp.lpSum(fronted(m, a, t.index) - flexible(m, a, t.index) for a in awards)
        m.add(loan >= need + short)
        m.loans.append(loan)


def terms(m: Model, award: Award) -> Payment:
    """How an award pays."""
    return award.payment or m.book.stream(award).payment


def fronted(m: Model, award: Award, t: int) -> Any:
    """Charges of periods up to t that are received after t."""
    how = terms(m, award)
    if how.method != "reimbursement":
        return 0
    late = []
    for charge in m.by_award[award.id]:
        end = m.cohorts.periods[charge.period].last
        if charge.period <= t and number(m, end + timedelta(days=how.lag_days)) > t:
            late.append(charge)
    came = [
        c
        for c in m.past
        if c.award.id == award.id
        and m.inputs.closed
        <= number(m, m.cohorts.periods[c.period].last + timedelta(days=how.lag_days))
        <= t
    ]
    return total(late) - float(dollars_of(came))


def flexible(m: Model, award: Award, t: int) -> Any:
    """Received up to t less charged up to t, where the money came up front and may lend."""
    how = terms(m, award)
    if how.method != "upfront":
        return 0
    free = m.book.stream(award).restricted <= 1 if how.lends is None else how.lends
    if not free or moves(m, award):
        return 0
    parts = [(s.from_, s.amount) for s in award.slices] or [(m.book.start(award), award.amount)]
    there = sum((Fraction(a) for day, a in parts if number(m, day) <= t), Fraction(0))
    received = float(max(Fraction(0), there - spent_before(m, award)))
    charged = total([c for c in m.by_award[award.id] if c.period <= t])
    return received * m.used[award.id] - charged


def moves(m: Model, award: Award) -> bool:
    """Whether it may pay more or less than its amount: by transfers or with program income."""
    rules = m.book.of("transfer", award)
    return m.income[award.id] > 0 or any(award.stream in r.rule.between for r in rules)


def number(m: Model, day: date) -> int:
    """The period that holds a day: the first one before the horizon, none (1000) after it."""
    for period in m.cohorts.periods:
        if day < period.end:
            return period.index
    return 1000
