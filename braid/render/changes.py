"""What changed since an earlier plan, told in a few sentences that a finance lead understands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from braid.catalog.inputs import Inputs
from braid.plan.changes import Change, Changes, InputChange, Moved
from braid.plan.plan import Plan
from braid.render.output import heading
from braid.render.words import day, line_name, listed, percent, spoken, usd

if TYPE_CHECKING:
    from rich.console import Console

INPUTS_TOLD = 8
LINES_TOLD = 6
CENT = Decimal("0.01")


def changes_report(changes: Changes, since: Plan, plan: Plan, out: Console) -> None:
    """The story of two plans, a sentence a line."""
    heading(out, "What changed")
    for text in story(changes, since, plan):
        out.print(f"  {text}")
    out.print()


def story(changes: Changes, since: Plan, plan: Plan) -> list[str]:
    """First what you changed, then what it did, then where the plan stands."""
    if changes.nothing:
        return ["Nothing: the inputs and the plan are the same."]
    told = [_input(c) for c in changes.inputs[:INPUTS_TOLD]]
    if len(changes.inputs) > INPUTS_TOLD:
        told.append(f"And {len(changes.inputs) - INPUTS_TOLD} more changes of the inputs.")
    if not changes.inputs:
        told.append("The inputs are the same; the plan was made with another version or solver.")
    told += _unfunded(changes, since.inputs, plan.inputs)
    told += _awards(changes)
    told += _totals(changes.summary, plan)
    if len(told) == len(changes.inputs[:INPUTS_TOLD]):
        told.append("No dollar of the plan moved.")
    return told


def changes_json(changes: Changes, since: Plan, plan: Plan) -> dict[str, object]:
    """The changes as plain data, with the story."""
    plain = TypeAdapter(Changes).dump_python(changes, mode="json")
    return {"story": story(changes, since, plan), **json.loads(json.dumps(plain))}


def _input(change: InputChange) -> str:
    thing = f"The {change.what} {change.id}"
    if not change.field:
        return f"{thing} is {'new' if change.after else 'gone'}."
    if change.field == "choice":
        return f"The overlays and waivers are now {change.after} (were {change.before})."
    if change.field == "other":
        where = f"The {change.id} of the scenario" if change.what == "scenario" else thing
        parts = f": {spoken(change.after)}" if change.after else ""
        return f"{where} was changed{parts}."
    if change.field in ("amount", "per_participant", "allocation"):
        return _amount(change, thing)
    before = _shown(change.field, change.before) or "not stated"
    after = _shown(change.field, change.after) or "not stated"
    return f"{thing}: {spoken(change.field)} is now {after} (was {before})."


def _amount(change: InputChange, thing: str) -> str:
    per = " per participant" if change.field == "per_participant" else ""
    try:
        before, after = Decimal(change.before), Decimal(change.after)
    except InvalidOperation:
        return f"{thing}: {spoken(change.field)} is now {change.after or 'not stated'}."
    verb = "rose" if after > before else "fell"
    return f"{thing} {verb} by {usd(abs(after - before))}{per}, from {usd(before)} to {usd(after)}."


def _shown(field: str, value: str) -> str:
    if field == "probability" and value:
        return percent(Decimal(value), Decimal(1))
    return day(value) if field in ("start", "end", "from", "until") else value


def _unfunded(changes: Changes, before: Inputs, after: Inputs) -> Iterable[str]:
    for change in changes.unfunded[:LINES_TOLD]:
        inputs = after if change.id in after.costs else before
        name = line_name(inputs, change.id)
        amount = usd(abs(change.by))
        if change.by > 0:
            less = _parts(changes.moved, change.id, -1)
            why = f", because {less} less" if less else ""
            yield f"{amount} more of {name} is unfunded{why}; {usd(change.after)} in all."
        elif change.id in after.costs or change.id not in before.costs:
            more = _parts(changes.moved, change.id, 1)
            how = f" by {more}" if more else " or no longer needed"
            left = f"; {usd(change.after)} of it stays unfunded" if change.after else ""
            yield f"{amount} of {name} that was unfunded is now paid{how}{left}."
    if len(changes.unfunded) > LINES_TOLD:
        yield f"{len(changes.unfunded) - LINES_TOLD} further cost lines changed: see unfunded.csv."


def _parts(moved: Iterable[Moved], cost: str, sign: int) -> str:
    found = [m for m in moved if m.cost == cost and m.amount * sign > 0]
    if len(found) == 1 and sign > 0:
        return found[0].award
    verb = "pays " if sign < 0 else ""
    return listed(f"{m.award} {verb}{usd(abs(m.amount))}" for m in found)


def _awards(changes: Changes) -> Iterable[str]:
    lapsed, left = ({c.id: c for c in part} for part in (changes.lapses, changes.left))
    for change in changes.awards:
        verb = "more" if change.by > 0 else "less"
        text = f"{change.id} pays {usd(abs(change.by))} {verb}, {usd(change.after)} in all"
        yield f"{text}{_rest(lapsed.pop(change.id, None), left.pop(change.id, None))}."
    for name in [*lapsed, *(name for name in left if name not in lapsed)]:
        yield f"Of {name}{_rest(lapsed.get(name), left.get(name)).replace(';', ',', 1)}."


def _rest(lapse: Change | None, left: Change | None) -> str:
    change, what = (lapse, "lapses") if lapse is not None else (left, "is left unspent")
    if change is None:
        return ""
    return f"; {usd(change.after) if change.after else 'nothing'} {what} (was {usd(change.before)})"


def _totals(summary: Iterable[Change], plan: Plan) -> Iterable[str]:
    words = {"cost": "cost", "unfunded": "unfunded cost", "overhead_dollars": "reporting overhead",
             "lapses": "lapsing money"}  # fmt: skip
    parts = [
        f"{words[c.id]} {'rises' if c.by > 0 else 'falls'} by {usd(abs(c.by))} to {usd(c.after)}"
        for c in summary
        if c.id in words
    ]
    if parts:
        yield f"In all, {listed(parts)}."
    for change in summary:
        if change.id == "completely_funded":
            people = f"{change.after:,.0f} of {plan.summary.participants:,} people"
            yield f"{people} are completely funded (was {change.before:,.0f})."
