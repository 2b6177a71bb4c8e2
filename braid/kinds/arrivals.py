"""When the money of awards arrives, for organizations whose cash is followed."""

from __future__ import annotations

from braid.catalog.inputs import Inputs
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
    if payment.method != "upfront":
        return False
    if payment.lends is not None:
        return payment.lends
    return inputs.law.streams[award.stream].restricted <= LENDS_UP_TO


def repaid_in(inputs: Inputs, lag_days: int) -> list[int]:
    """For each period the one in which its claim is paid; after the horizon: their number."""
    calendar = inputs.calendar
    found = []
    for period in calendar.periods:
        day = calendar.period_of(period.last.fromordinal(period.last.toordinal() + lag_days))
        found.append(len(calendar.periods) if day is None else day.index)
    return found


def opened(inputs: Inputs, award: Award) -> list[int]:
    """Cents that an award paid up front has brought by the end of each period, if it is used."""
    if award.amount is None:
        raise ValueError(f"the award {award.id} is paid up front and has no amount")
    calendar = inputs.calendar
    parts = [(part.from_, part.amount) for part in award.slices]
    parts = parts or [(inputs.window(award)[0], award.amount)]
    before = sum(int(entry.amount * 100) for entry in award.to_date)
    return [
        max(0, sum(int(cents * 100) for day, cents in parts if day < period.end) - before)
        for period in calendar.periods
    ]
