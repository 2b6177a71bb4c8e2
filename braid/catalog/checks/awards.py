"""Awards: an amount where there must be one, sums that fit, and what stays out of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from braid.catalog.checks.view import View
from braid.catalog.checks.words import plain, usd
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.scenario import Award


def check(view: View) -> Iterator[Problem]:
    """Every award whose amounts contradict each other, and remarks on those set apart."""
    for path, award in view.awards():
        stream = view.library.streams.get(award.stream)
        if stream is not None:
            yield from _amount(view, path, award, stream.entitlement)
        yield from _slices(view, path, award)
        yield from _to_date(view, path, award)
        yield from _allocation(view, path, award)
        yield from _remarks(view, path, award)


def _amount(view: View, path: Path, award: Award, entitlement: bool) -> Iterator[Problem]:
    if entitlement and award.amount is not None:
        message = f"Award '{award.id}' is an entitlement: it pays by formula and has no amount."
        yield view.problem("B230", message, "Leave the amount out.", (*path, "amount"))
    elif not entitlement and award.amount is None:
        message = f"Award '{award.id}' has no amount."
        yield view.problem("B231", message, "Add: amount: 250000", path)


def _slices(view: View, path: Path, award: Award) -> Iterator[Problem]:
    if not award.slices or award.amount is None:
        return
    total = sum((part.amount for part in award.slices), Decimal(0))
    if total != award.amount:
        relation = "more" if total > award.amount else "less"
        message = (
            f"The slices of award '{award.id}' add up to {usd(total)}, which is"
            f" {usd(abs(total - award.amount))} {relation} than its amount of {usd(award.amount)}."
        )
        remedy = "Correct the slices or the amount so that they agree."
        yield view.problem("B220", message, remedy, (*path, "slices"))


def _to_date(view: View, path: Path, award: Award) -> Iterator[Problem]:
    if not award.to_date or award.amount is None:
        return
    spent = sum((entry.amount for entry in award.to_date), Decimal(0))
    obligated = sum((entry.obligated for entry in award.to_date), Decimal(0))
    where = (*path, "to_date")
    for amount, verb in ((spent, "spent"), (obligated, "obligated")):
        if amount > award.amount:
            message = (
                f"Award '{award.id}' had {usd(amount)} {verb} to date, more than its amount of"
                f" {usd(award.amount)}."
            )
            yield view.problem("B222", message, "Correct the amount or to_date.", where)
            return
    horizon = view.horizon
    if not award.slices or horizon is None:
        return
    opened = sum((p.amount for p in award.slices if p.from_ <= horizon.start), Decimal(0))
    if spent > opened:
        message = (
            f"Award '{award.id}' had {usd(spent)} spent to date, but only {usd(opened)} of its"
            " slices were open when the horizon starts."
        )
        yield view.problem("B222", message, "Correct the slices or to_date.", where)


def _allocation(view: View, path: Path, award: Award) -> Iterator[Problem]:
    if award.amount is None or award.allocation is None or award.amount <= award.allocation:
        return
    message = (
        f"Award '{award.id}' has {usd(award.amount)}, more than the allocation of"
        f" {usd(award.allocation)} that it is part of."
    )
    remedy = "State in 'allocation' the whole that the award is a part of."
    yield view.problem("B223", message, remedy, (*path, "allocation"))


def _remarks(view: View, path: Path, award: Award) -> Iterator[Problem]:
    if award.form == "in_kind" and not any(
        line.attributes.get("accepts_in_kind") is True for _, line in view.costs()
    ):
        message = (
            f"Award '{award.id}' is in kind: it pays only lines that say accepts_in_kind: true,"
            " and none does."
        )
        remedy = "Mark the lines that goods or work can stand for."
        yield view.problem("B240", message, remedy, (*path, "form"), "note")
    if award.probability < 1:
        message = (
            f"Award '{award.id}' is not committed (probability {plain(award.probability)}): it"
            " stays out of the plan."
        )
        remedy = "The plan shows beside it what the money would add; write 1 once it is certain."
        yield view.problem("B241", message, remedy, (*path, "probability"), "note")
