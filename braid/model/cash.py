"""What an organization must borrow while money that it has spent is still to come.

Claims that are not paid yet are fronted by the organization's own cash and by money that came
up front and may lend; the rest is a bridge loan. Other money lends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import numpy as np

from braid.kinds.arrivals import brings_cash, followed, lends, opened, owed, payment_of, repaid_in
from braid.kinds.block import Block
from braid.kinds.entries import Entries
from braid.kinds.income import added
from braid.kinds.rows import AFTER_OVERHEAD, Context
from braid.kinds.transfer import most_received
from braid.schema.scenario import Award, Cash


def cash_blocks(context: Context) -> Iterator[Block]:
    """Per organization and period: claims on the way less cash that may lend is lent."""
    for organization, cash in followed(context.inputs).items():
        yield _block(context, organization, cash)


def _block(context: Context, organization: str, cash: Cash) -> Block:
    inputs, codes = context.inputs, context.codes
    block = Block("cash", "bridge-loan")
    periods = inputs.calendar.periods
    mine = [
        (k, inputs.awards[name])
        for k, name in enumerate(codes.awards)
        if brings_cash(inputs, inputs.awards[name], organization)
    ]
    lenders = {k: opened(inputs, award) for k, award in mine if lends(inputs, award)}
    entries = context.entries(by_period=True)
    paid_in = _paid_in(context, entries, [k for k, _ in mine])
    lent = np.isin(entries.award, list(lenders))
    own = int(cash.opening * 100) - int(cash.minimum * 100)
    comes = [sum(cents) for cents in zip(*(owed(inputs, a) for _, a in mine), strict=True)]
    for t, period in enumerate(periods):
        if t < inputs.closed:
            continue
        own += comes[t] if mine else 0
        fronted = entries.take((entries.period <= t) & (paid_in > t))
        if not len(fronted) and own >= 0:
            continue
        spent = entries.take(lent & (entries.period <= t))
        side = own + sum(lenders[k][t] for k in lenders if k not in context.used)
        label = f"{organization} {period.start}"
        row = block.row("<=", Fraction(side), label)
        for part in (fronted, spent):
            block.add(row, part.column, part.num, part.den)
        for k in lenders.keys() & context.used.keys():
            block.add_one(row, context.used[k], Fraction(-lenders[k][t]))
        # money may even be spent before it comes, where what counts is when it was obligated
        most = _most(context, fronted) + _most(context, spent) + max(0, -own)
        loan = context.extra(f"loan:{label}", most, tier=AFTER_OVERHEAD, label=label)
        block.add_one(row, loan, Fraction(-1))
    return block


def _paid_in(context: Context, entries: Entries, awards: list[int]) -> np.ndarray:
    """The period in which a claim for each possible charge is paid; -1 where none is needed."""
    inputs = context.inputs
    found = np.full(len(entries), -1)
    for k in awards:
        payment = payment_of(inputs, inputs.awards[context.codes.awards[k]])
        if payment.method == "reimbursement":
            here = np.flatnonzero(entries.award == k)
            found[here] = np.array(repaid_in(inputs, payment.lag_days))[entries.period[here]]
    return found


def _most(context: Context, entries: Entries) -> int:
    """Cents that some charges can be at most: no award pays more than it has and receives."""
    upper = context.charges.upper[entries.column].astype(float) * entries.num / entries.den
    sums = np.bincount(entries.award, upper, minlength=len(context.codes.awards))
    awards = [context.inputs.awards[name] for name in context.codes.awards]
    amounts = [_spendable(context, number, award) for number, award in enumerate(awards)]
    return ceil(float(np.minimum(sums, amounts).sum()))


def _spendable(context: Context, number: int, award: Award) -> float:
    if award.amount is None:
        return float("inf")
    received = most_received(context, number)[1]
    return float(award.amount * 100 + added(context.inputs, award)) + float(received)
