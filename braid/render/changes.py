"""What changed since an earlier plan, told in a few sentences that a finance lead understands."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from braid.catalog.inputs import Inputs
from braid.plan.changes import Change, Changes, InputChange, Moved
from braid.plan.document import plain
from braid.plan.plan import Plan
from braid.render.output import heading, told
from braid.render.words import award_name, day, line_name, listed, percent, plural, spoken, usd

if TYPE_CHECKING:
    from rich.console import Console

INPUTS_TOLD = 8
LINES_TOLD = 6


def changes_report(changes: Changes, since: Plan, plan: Plan, out: Console) -> None:
    """The story of two plans, a sentence a line."""
    heading(out, "What changed")
    told(story(changes, since, plan), out)
    out.print()


def story(changes: Changes, since: Plan, plan: Plan) -> list[str]:
    """First what you changed, then what it did, then where the plan stands."""
    if changes.nothing:
        return ["Nothing: the inputs and the plan are the same."]
    inputs = changes.inputs
    said = [input_said(c, plan.inputs) for c in inputs[:INPUTS_TOLD]]
    if len(inputs) > INPUTS_TOLD:
        more = plural(len(inputs) - INPUTS_TOLD, "more change")
        said.append(f"And {more} of the inputs.")
    if not inputs:
        said.append("The inputs are the same; the plan was made with another version or solver.")
    before = len(said)
    said += _unfunded(changes, since.inputs, plan.inputs)
    said += _awards(changes)
    said += totals_said(changes.summary, plan)
    if inputs and len(said) == before:
        said.append("No dollar of the plan moved.")
    return said


def changes_json(changes: Changes, since: Plan, plan: Plan) -> dict[str, object]:
    """The changes as plain data, with the story."""
    return {"story": story(changes, since, plan), **plain(changes)}


def input_said(change: InputChange, inputs: Inputs) -> str:
    """A change of the input as a sentence."""
    named = award_name(inputs, change.id) if change.what == "award" else change.id
    if change.what == "charges":
        return _charged(change)
    thing = f"The {change.what} {named}"
    if not change.field:
        return f"{thing} is {'new' if change.after else 'gone'}."
    if change.field == "reading":
        return f"The reading of {change.id} is now {change.after} (was {change.before})."
    if change.field == "left_out":
        counted = change.after == "counted"
        return f"{thing} {'counts again' if counted else 'is left out (--without)'}."
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


def _charged(change: InputChange) -> str:
    """Up to when what was charged is known."""
    if not change.after:
        return "What was charged already is not counted any more."
    if change.before == change.after:
        return f"The charges up to {day(change.after)} are other ones."
    was = f" (was {day(change.before)})" if change.before else ""
    text = f"What was charged up to {day(change.after)} is counted as it was{was}"
    return f"{text}; what follows is about the time after it."


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
    large = [c for c in changes.unfunded if abs(c.by) >= 1]
    for change in large[:LINES_TOLD]:
        inputs = after if change.id in after.costs else before
        name = line_name(inputs, change.id)
        amount = usd(abs(change.by))
        if change.by > 0:
            why = _why(changes.moved, change)
            yield f"{amount} more of {name} is unfunded{why}; {usd(change.after)} in all."
        elif change.id in after.costs or change.id not in before.costs:
            more = _parts(changes.moved, change.id, 1)
            how = f" by {more}" if more else " or no longer needed"
            left = f"; {usd(change.after)} of it stays unfunded" if change.after else ""
            yield f"{amount} of {name} that was unfunded is now paid{how}{left}."
    rest = len(large) - LINES_TOLD
    small = len(changes.unfunded) - len(large)
    others = [f"{plural(rest, 'further cost line')} changed"] if rest > 0 else []
    others += [f"{plural(small, 'cost line')} changed by less than $1"] if small else []
    if others:
        yield f"{listed(others)}: see unfunded.csv."


def _why(moved: Iterable[Moved], change: Change) -> str:
    """Which awards pay less of a line, which pay more, and whether it costs more."""
    own = [m for m in moved if m.cost == change.id and abs(m.amount) >= 1]
    dearer = change.by + sum((m.amount for m in moved if m.cost == change.id), Decimal(0))
    parts = [f"it costs {usd(dearer)} more"] if dearer >= 1 else []
    for sign, word in ((-1, "less"), (1, "more")):
        said = [f"{m.award} {usd(abs(m.amount))}" for m in own if m.amount * sign > 0]
        if said and (parts or sign < 0):
            verb = "pays " if not any(" pays " in part for part in parts) else ""
            said[0] = said[0].replace(" $", f" {verb}$", 1)
            parts.append(f"{listed(said)} {word}")
    return f", because {', '.join(parts)}" if parts else ""


def _parts(moved: Iterable[Moved], cost: str, sign: int) -> str:
    found = [m for m in moved if m.cost == cost and m.amount * sign >= 1]
    if len(found) == 1:
        return found[0].award
    return listed(f"{m.award} {usd(abs(m.amount))}" for m in found)


def _awards(changes: Changes) -> Iterable[str]:
    lapsed, left = ({c.id: c for c in part} for part in (changes.lapses, changes.left))
    for change in (c for c in changes.awards if abs(c.by) >= 1):
        verb = "more" if change.by > 0 else "less"
        text = f"{change.id} pays {usd(abs(change.by))} {verb}, {usd(change.after)} in all"
        yield f"{text}{_rest(lapsed.pop(change.id, None), left.pop(change.id, None))}."
    for name in [*lapsed, *(name for name in left if name not in lapsed)]:
        if all(abs(c[name].by) < 1 for c in (lapsed, left) if name in c):
            continue
        yield f"Of {name}{_rest(lapsed.get(name), left.get(name)).replace(';', ',', 1)}."


def _rest(lapse: Change | None, left: Change | None) -> str:
    change, what = (lapse, "lapses") if lapse is not None else (left, "is left unspent")
    if change is None:
        return ""
    return f"; {usd(change.after) if change.after else 'nothing'} {what} (was {usd(change.before)})"


def totals_said(summary: Iterable[Change], plan: Plan) -> Iterable[str]:
    """Where the plan stands, in sentences."""
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
