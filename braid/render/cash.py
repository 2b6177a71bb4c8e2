"""When the money comes: what an organization has to bridge, and which award repays it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Bridge, Plan
from braid.render.output import heading, told
from braid.render.words import dollars, listed, plural, usd

if TYPE_CHECKING:
    from rich.console import Console

BRIDGES_SHOWN = 4


def cash(plan: Plan, out: Console) -> None:
    """Each organization whose cash is followed: its loans, or its lowest balance."""
    organizations = sorted(set(plan.tables["cash"]["organization"]))
    if not organizations:
        return
    length = plan.inputs.scenario.horizon.period
    heading(out, "Cash", f"at the end of each {length}; cash.csv has them all")
    for organization in organizations:
        told(_lines(plan, organization), out)


def _lines(plan: Plan, organization: str) -> Iterator[str]:
    bridges = [b for b in plan.bridges if b.organization == organization and b.most >= 1]
    largest = sorted(bridges, key=lambda b: (-b.most, b.start))[:BRIDGES_SHOWN]
    for bridge in bridges:
        if bridge in largest:
            yield f"{_bridge(bridge)}{_repaid(plan, bridge)}."
    if len(bridges) > len(largest):
        more = plural(len(bridges) - len(largest), "smaller loan")
        yield f"{organization}: {more} at other times, see cash.csv."
    if not bridges:
        rows = plan.tables["cash"].where("organization", organization).rows()
        lowest = min(rows, key=lambda row: (row["balance"], row["period"]))
        least = usd(dollars(lowest["balance"]))
        yield (
            f"{organization} needs no bridge loan; its balance is lowest in"
            f" {_month(lowest['period'])}: {least}."
        )


def _bridge(bridge: Bridge) -> str:
    most = usd(bridge.most.to_integral_value(ROUND_CEILING))
    return (
        f"{bridge.organization} must bridge up to {most} from {_month(bridge.start)} to"
        f" {_month(bridge.end)}"
    )


def _repaid(plan: Plan, bridge: Bridge) -> str:
    """By which awards, those with the same terms together, and what stays open."""
    terms: dict[str, list[str]] = {}
    for award in dict.fromkeys(r.award for r in bridge.repaid_by):
        terms.setdefault(terms_of(plan, award), []).append(award)
    parts = [f"{listed(awards)} ({how})" for how, awards in terms.items()]
    text = f"; repaid by {listed(parts)}" if parts else ""
    later = sum((r.amount for r in bridge.repaid_by if not r.period), Decimal(0))
    if later:
        text += f", {usd(later)} of it after the plan has ended"
    kept = bridge.open - later
    if kept:
        text += f"; no award repays {usd(kept)}, which stands for the balance that it keeps"
    return text


def terms_of(plan: Plan, award: str) -> str:
    """How an award pays: ``reimbursed 45 days after the quarter``."""
    stated = plan.inputs.awards[award]
    payment = stated.payment or plan.inputs.law.streams[stated.stream].payment
    if payment.method == "reimbursement":
        after = f"{payment.lag_days} days after" if payment.lag_days else "at the end of"
        return f"reimbursed {after} the {plan.inputs.scenario.horizon.period}"
    return "paid up front" if payment.method == "upfront" else "paid when it is spent"


def cash_of_award(plan: Plan, award: str, out: Console) -> None:
    """Of one award whose recipient's cash is followed: how it pays, and the loans it repays."""
    stated = plan.inputs.awards[award]
    recipient = plan.inputs.recipient(stated)
    followed = recipient in plan.tables["cash"]["organization"]
    if not followed or plan.inputs.law.streams[stated.stream].entitlement:
        return
    heading(out, "When it comes")
    told([f"To {recipient}, {terms_of(plan, award)}."], out)
    told(
        (
            f"It repays {usd(repaid.amount)} {_when(repaid.period)} of the loan that begins in"
            f" {_month(bridge.start)}."
            for bridge in plan.bridges
            for repaid in bridge.repaid_by
            if repaid.award == award and repaid.amount >= 1
        ),
        out,
    )


def _when(period: str) -> str:
    """The first month of a period, or that it is none of the plan's."""
    return f"in {_month(period)}" if period else "after the plan has ended"


def _month(text: str) -> str:
    return f"{date.fromisoformat(text):%B %Y}"
