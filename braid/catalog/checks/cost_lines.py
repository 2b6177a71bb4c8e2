"""Cost lines: an amount of one kind, a time that it can have, sums that fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from braid.catalog.checks.dates import calendar_of
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day, plain, usd
from braid.periods import Calendar
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.base import MAX_USD
from braid.schema.scenario import Cost, Moment

_SHARED_ONLY = ("every", "from", "until")


def check(view: View) -> Iterator[Problem]:
    """Every cost line that cannot be planned as it is written."""
    calendar = calendar_of(view)
    for path, cost in view.costs():
        yield from _amount(view, path, cost)
        yield from _prior(view, path, cost)
        yield from _groups(view, path, cost)
        if cost.from_ is not None and cost.until is not None and cost.until < cost.from_:
            message = f"Cost line '{cost.id}' ends before it begins on {day(cost.from_)}."
            yield view.problem("B210", message, "Correct one of the two dates.", (*path, "until"))
        elif calendar is not None:
            yield from _dates(view, path, cost, calendar)
        if isinstance(cost.when, tuple):
            yield from _moments(view, path, cost, cost.when, calendar)


def _amount(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    if cost.per_participant is None and cost.amount is None:
        message = f"Cost line '{cost.id}' says no amount."
        remedy = "Add 'per_participant: …' for a cost of each person, 'amount: …' for a shared one."
        yield view.problem("B225", message, remedy, path)
    elif cost.per_participant is not None and cost.amount is not None:
        message = f"Cost line '{cost.id}' says both 'per_participant' and 'amount'."
        remedy = "Keep one: 'per_participant' for each participant, 'amount' for a shared cost."
        yield view.problem("B225", message, remedy, (*path, "amount"), key=True)
    elif cost.per_participant is not None:
        yield from _direct(view, path, cost)
    else:
        yield from _shared(view, path, cost)


def _direct(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    stated = {"every": cost.every != "once", "from": cost.from_, "until": cost.until}
    for key in _SHARED_ONLY:
        if not stated[key]:
            continue
        message = f"'{key}' has no meaning on '{cost.id}', which costs so much per participant."
        remedy = "Say when it falls: 'when: start', 'training', 'exit' or 'every_period'."
        yield view.problem("B226", message, remedy, (*path, key), key=True)
    heads = view.participants
    if cost.per_participant is not None and cost.per_participant * heads > MAX_USD:
        message = (
            f"Cost line '{cost.id}' costs more than {usd(MAX_USD)} for {heads:,} participants."
        )
        yield view.problem("B229", message, "Give a smaller number.", (*path, "per_participant"))


def _shared(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    if cost.when in ("training", "every_period"):
        message = f"'when: {cost.when}' is for costs per participant; '{cost.id}' is a shared cost."
        remedy = (
            "Leave 'when' out: a shared cost is spread over its months. Or write per_participant."
        )
        yield view.problem("B227", message, remedy, (*path, "when"))
    elif cost.when is not None and cost.every != "once":
        message = (
            f"'{cost.id}' says 'every: {cost.every}' and also 'when': the amount falls only once."
        )
        remedy = "Take 'when' out to pay it every time, or 'every' to pay it once."
        yield view.problem("B227", message, remedy, (*path, "when"), key=True)


def _prior(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    whole = cost.amount if cost.amount is not None else cost.per_participant
    before = cost.prior.state + cost.prior.local + cost.prior.private
    if whole is not None and before > whole:
        message = (
            f"'prior' of '{cost.id}' adds up to {usd(before)}, more than the line's {usd(whole)}."
        )
        unit = "per participant" if cost.amount is None else f"per {cost.every}"
        unit = "in all" if cost.amount is not None and cost.every == "once" else unit
        remedy = f"State what was paid before in the line's own unit: {unit}."
        yield view.problem("B224", message, remedy, (*path, "prior"))


def _groups(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    known = view.ids["programs"]
    if cost.groups or not cost.program or not view.complete("groups"):
        return
    if len(view.rows("groups")) != len(view.scenario.groups):
        return
    if view.attended.isdisjoint(cost.program) and all(name in known for name in cost.program):
        message = f"Cost line '{cost.id}' is for a program that no group attends: it costs nothing."
        remedy = "Add a group, or name other programs."
        yield view.problem("B228", message, remedy, (*path, "program"), "warning")


def _dates(view: View, path: Path, cost: Cost, calendar: Calendar) -> Iterator[Problem]:
    if cost.amount is None:
        return
    horizon = f"the horizon ({day(calendar.first)} to {day(calendar.last)})"
    start, until = cost.from_ or calendar.first, cost.until or calendar.last
    if start > calendar.last or until < calendar.first:
        message = f"Cost line '{cost.id}' lies outside {horizon}: it costs nothing."
    elif start < calendar.first or until > calendar.last:
        message = f"Cost line '{cost.id}' reaches beyond {horizon}: that part falls away."
    else:
        return
    key = "from" if start < calendar.first or start > calendar.last else "until"
    remedy = "Correct the dates, extend the horizon, or leave it so if it is meant."
    yield view.problem("B215", message, remedy, (*path, key), "warning")


def _moments(
    view: View, path: Path, cost: Cost, moments: tuple[Moment, ...], calendar: Calendar | None
) -> Iterator[Problem]:
    total = sum((moment.share for moment in moments), Decimal(0))
    if total != 1:
        message = f"The shares of 'when' of '{cost.id}' add up to {plain(total)}, not to 1."
        remedy = "Correct the shares so that they add up to 1."
        yield view.problem("B221", message, remedy, (*path, "when"))
    for index, moment in enumerate(moments):
        if calendar is None or calendar.first <= moment.date <= calendar.last:
            continue
        message = (
            f"{day(moment.date)} lies outside the horizon: a share of {plain(moment.share)} of"
            f" '{cost.id}' falls away."
        )
        remedy = "Correct the date, or extend the horizon."
        where = (*view.entry((*path, "when"), index), "date")
        yield view.problem("B215", message, remedy, where, "warning")
