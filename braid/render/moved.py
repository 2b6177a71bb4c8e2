"""What moves from award to award and what that needs, and the income beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from braid.catalog.law import HomedRule
from braid.plan.plan import Plan, Transferred
from braid.render.conditions import condition_text
from braid.render.output import heading, told
from braid.render.words import award_name, dollars, plural, sentence, usd
from braid.schema.money_rules import Transfer

if TYPE_CHECKING:
    from rich.console import Console


def moved(plan: Plan, out: Console) -> None:
    """Each transfer with the approval that its rule names; program income.

    Allowances pay nothing in the plan: they are told with their award and in income.csv.
    """
    if plan.transfers:
        heading(out, "What moves between awards", "charges stand under the award that receives")
        told((_transfer(plan, transfer) for transfer in plan.transfers), out)
    program_income = [row for row in plan.tables["income"].rows() if row["people"] is None]
    if program_income:
        heading(out, "Income beside the awards")
        told((_income(plan, row) for row in program_income), out)


def moved_of_award(plan: Plan, award: str) -> Iterator[str]:
    """Of one award: what it gives and to whom, what it receives, what else comes in."""
    for transfer in plan.transfers:
        if transfer.giver == award:
            yield f"It gives {usd(transfer.amount)} to {transfer.taker}. {_ground(plan, transfer)}"
        if transfer.taker == award:
            text = f"It receives {usd(transfer.amount)} from {transfer.giver}."
            yield f"{text} {_ground(plan, transfer)}"
    for row in plan.tables["income"].where("award", award).rows():
        yield _income(plan, row)


def _transfer(plan: Plan, transfer: Transferred) -> str:
    giver, taker = (award_name(plan.inputs, award) for award in (transfer.giver, transfer.taker))
    return f"{usd(transfer.amount)} from {giver} to {taker}. {_ground(plan, transfer)}"


def _ground(plan: Plan, transfer: Transferred) -> str:
    """What the rules ask for, why they let it move, and their citations."""
    parts: list[str] = []
    for homed in _rules(plan, transfer.rules):
        rule = homed.rule
        if isinstance(rule, Transfer) and rule.where is not None:
            parts.append(f"It needs that {condition_text(rule.where)}, as the scenario states.")
        parts.append(f"{sentence(rule.why)} {rule.cite} [{homed.id}]")
    return " ".join(parts)


def _income(plan: Plan, row: dict[str, Any]) -> str:
    amount, name = usd(dollars(row["cents"])), award_name(plan.inputs, row["award"])
    ground = f"[{row['rule']}]"
    if row["people"] is None:
        return f"{amount} of program income may be spent beside {name}. {ground}"
    year = int(row["year"])
    people = plural(row["people"], "recipient")
    return (
        f"{amount} to {row['organization']} for {people} of {name} in the award year {year}-"
        f"{(year + 1) % 100:02d}; it pays nothing in this plan. {ground}"
    )


def _rules(plan: Plan, names: tuple[str, ...]) -> Iterator[HomedRule]:
    seen: set[str] = set()
    for homed in plan.inputs.law.rules:
        if homed.id in names and homed.id not in seen:
            seen.add(homed.id)
            yield homed
