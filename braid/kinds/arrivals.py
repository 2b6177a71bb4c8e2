"""When the money of awards arrives, for organizations whose cash is followed."""

from __future__ import annotations

from braid.catalog.inputs import Inputs
from braid.kinds.income import added
from braid.schema.money_rules import Transfer
from braid.schema.payment import Payment
from braid.schema.scenario import Award, Cash

LENDS_UP_TO = 1
"""How restricted a stream's money may be to pay other awards' bills for a while."""


def followed(inputs: Inputs) -> dict[str, Cash]:
    """The organizations that state their cash, in order of id."""
    return {name: o.cash for name, o in inputs.organizations.items() if o.cash is not None}


def payment_of(inputs: Inputs, award: Award) -> Payment:
    """How an award pays: its own terms if it states some, else its stream's."""
    return award.payment or inputs.law.streams[award.stream].payment


def brings_cash(inputs: Inputs, award: Award, organization: str) -> bool:
    """Whether an award moves the cash of an organization."""
    return award.form == "cash" and inputs.recipient(award) == organization


def lends(inputs: Inputs, award: Award) -> bool:
    """Whether money that came before it is spent may pay other awards' bills until then."""
    payment = payment_of(inputs, award)
    if payment.method != "upfront" or _pays_more_or_less(inputs, award):
        return False
    if payment.lends is not None:
        return payment.lends
    return inputs.law.streams[award.stream].restricted <= LENDS_UP_TO


def _pays_more_or_less(inputs: Inputs, award: Award) -> bool:
    """Whether an award may pay more or less than its amount: by transfers or program income."""
    rules = (homed.rule for homed in inputs.law.of_kind("transfer", award.id))
    named = any(isinstance(rule, Transfer) and award.stream in rule.between for rule in rules)
    return named or added(inputs, award) > 0


def repaid_in(inputs: Inputs, lag_days: int) -> list[int]:
    """For each period the one in which its claim is paid; after the horizon: their number."""
    calendar = inputs.calendar
    found = []
    for period in calendar.periods:
        day = calendar.period_of(period.last.fromordinal(period.last.toordinal() + lag_days))
        found.append(len(calendar.periods) if day is None else day.index)
    return found


def opened(inputs: Inputs, award: Award) -> list[int]:
    """Cents that an award paid up front has brought by the end of each period, if it is used.

    What came in periods that are over and is not spent counts from the first other one on.
    """
    if award.amount is None:
        raise ValueError(f"the award {award.id} is paid up front and has no amount")
    calendar = inputs.calendar
    parts = [(part.from_, part.amount) for part in award.slices]
    parts = parts or [(inputs.window(award)[0], award.amount)]
    before = inputs.spent(award)
    return [
        max(0, sum(int(cents * 100) for day, cents in parts if day < period.end) - before)
        if period.index >= inputs.closed
        else 0
        for period in calendar.periods
    ]


def owed(inputs: Inputs, award: Award) -> list[int]:
    """Cents that come in each period for what was charged in periods that are over.

    The last one is what comes after the horizon. Only of awards that pay what has been claimed.
    """
    calendar, payment = inputs.calendar, payment_of(inputs, award)
    found = [0] * (len(calendar.periods) + 1)
    if inputs.closed and payment.method == "reimbursement":
        paid_in = repaid_in(inputs, payment.lag_days)
        index = {period.start: period.index for period in calendar.periods}
        for charge in inputs.posted:
            comes = paid_in[index[charge.period]]
            if charge.award == award.id and comes >= inputs.closed:
                found[comes] += charge.cents
    return found
