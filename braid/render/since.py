"""The story of two plans: the causes in order of dollars, each with what it moved and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.catalog.inputs import Inputs
from braid.plan.changes import Change
from braid.plan.plan import Plan
from braid.render.changes import input_said, totals_said
from braid.render.output import heading, told
from braid.render.words import line_name, listed, plural, usd

if TYPE_CHECKING:
    from rich.console import Console

    from braid.comparison.explaining.since import Bound, Cause, PeopleChange, Since

TOLD = 4


def since_report(found: Since, before: Plan, after: Plan, out: Console) -> None:
    """A plan since an earlier one, a sentence a line."""
    out.print(f"{after.name}: since {before.name}" if before.name != after.name else after.name,
              style="bold")  # fmt: skip
    for title, lines in story(found, before, after):
        heading(out, title)
        told(lines, out)


def story(found: Since, before: Plan, after: Plan) -> list[tuple[str, list[str]]]:
    """Headings with their sentences: what changed and what it did, who, rules, in all."""
    if found.changes.nothing:
        return [("Nothing changed", ["The inputs and the plan are the same."])]
    parts = [("What changed, and what it did", _causes(found, before, after))]
    parts.append(("Who gained and who lost", list(_people(found.people))))
    parts.append(("Rules and awards at their limit", list(_bounds(found.bounds))))
    parts.append(("In all", list(totals_said(found.changes.summary, after))))
    return [(title, lines) for title, lines in parts if lines]


def _causes(found: Since, before: Plan, after: Plan) -> list[str]:
    if not found.causes:
        return ["The inputs are the same; the plan was made with another version or options."]
    said = [_cause(cause, before, after, alone=len(found.causes) == 1) for cause in found.causes]
    if found.rest is not None and abs(found.rest) >= 1:
        said.append(
            f"These effects leave {usd(abs(found.rest))} of the change in unfunded cost open: the"
            " changes help or hinder one another, and it belongs to none of them alone."
        )
    elif any(cause.open for cause in found.causes):
        said.append("So the rest of what changed cannot be told apart.")
    return said


def _cause(cause: Cause, before: Plan, after: Plan, *, alone: bool) -> str:
    what = " ".join(input_said(change, after.inputs) for change in cause.inputs)
    if cause.unfunded is None:
        return f"{what} What it did is not known: {cause.open}."
    lead = "" if alone else "By itself, "
    parts = [f"{lead}{_unfunded(cause.unfunded)}"]
    if cause.overhead and abs(cause.overhead) >= 1:
        kind = "more" if cause.overhead > 0 else "less"
        parts.append(f"reporting takes {usd(abs(cause.overhead))} {kind}")
    if cause.people:
        kind = "more" if cause.people > 0 else "fewer"
        people = plural(abs(cause.people), "person is", "people are")
        parts.append(f"{people.replace(' ', f' {kind} ', 1)} completely funded")
    text = f"{listed(parts)}."
    lines = [change for change in cause.lines if abs(change.by) >= 1]
    more = [_line(change, cause, before.inputs, after.inputs) for change in lines[:TOLD]]
    if len(lines) > TOLD:
        rest = sum((change.by for change in lines[TOLD:]), Decimal(0))
        sign = "+" if rest >= 0 else "-"
        more.append(f"{plural(len(lines) - TOLD, 'further line')} {sign}{usd(abs(rest))}")
    moved = f" Unfunded: {'; '.join(more)}." if more else ""
    rules = "".join(f" {said}" for said in _bounds(cause.bounds)) if not alone else ""
    return f"{what} {text[0].upper()}{text[1:]}{moved}{rules}"


def _unfunded(by: Decimal) -> str:
    if abs(by) < 1:
        return "no more and no less is unfunded"
    return f"{usd(abs(by))} {'more' if by > 0 else 'less'} is unfunded"


def _line(change: Change, cause: Cause, before: Inputs, after: Inputs) -> str:
    """A line with the awards that pay more or less of it."""
    name = line_name(after if change.id in after.costs else before, change.id)
    pays = [m for m in cause.moved if m.cost == change.id and abs(m.amount) >= 1]
    how = listed(
        f"{m.award} pays {usd(abs(m.amount))} {'more' if m.amount > 0 else 'less'}"
        for m in pays[:TOLD]
    )
    sign = "+" if change.by > 0 else "-"
    return f"{name} {sign}{usd(abs(change.by))}{f' ({how})' if how else ''}"


def _people(found: Iterable[PeopleChange]) -> Iterable[str]:
    for one in found:
        parts = []
        if abs(one.unfunded.by) >= 1:
            kind = "more" if one.unfunded.by > 0 else "less"
            parts.append(
                f"{usd(abs(one.unfunded.by))} {kind} of its own costs is unfunded"
                f" ({usd(one.unfunded.after)} in all)"
            )
        if one.funded.by:
            now, was = f"{one.funded.after:,.0f}", f"{one.funded.before:,.0f}"
            parts.append(f"{now} people are completely funded (was {was})")
        yield f"{one.group}: {listed(parts)}."


def _bounds(found: Iterable[Bound]) -> Iterable[str]:
    for binds, words in ((True, "At its limit now"), (False, "No longer at its limit")):
        some = [b for b in found if b.binds is binds]
        for rule in dict.fromkeys(b.rule for b in some):
            where = [b.instance for b in some if b.rule == rule]
            rest = [f"{len(where) - TOLD} more"] if len(where) > TOLD else []
            yield f"{words}: {rule} ({listed([*where[:TOLD], *rest])})."
