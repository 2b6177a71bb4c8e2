"""One rule in the rule book: what it says, on what ground, its numbers by date, its doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from braid.catalog.dated import Path, dated_numbers
from braid.render.conditions import CLOCKS, Unit, attribute_text, number_text
from braid.render.markdown import code, link, table, text
from braid.render.readings import readings_told
from braid.render.statements import statements
from braid.render.words import day, sentence, spoken
from braid.schema import rules as schema
from braid.schema.base import Confidence, Versioned
from braid.schema.conflicts import Conflict

MARKS: dict[Confidence, str] = {
    "verified": "read in the source",
    "secondary": "read in another document about it",
    "knowledge": "known to people in the field; the source was not read",
    "derived": "follows from verified facts",
    "assumption": "nothing says so; a planning number",
    "ambiguous": "the source allows two readings",
}


def conflict_heading(conflict: Conflict) -> str:
    """The heading under which the book tells of a disagreement."""
    return conflict.about


def rule_section(
    name: str, rule: schema.RuleBase, conflicts: Sequence[Conflict], *, of_family: bool = False
) -> Iterator[str]:
    """A rule under its own heading; ``conflicts`` are the disagreements that it rests on."""
    yield f"#### {code(name)}"
    yield ""
    yield text(sentence(rule.why))
    yield ""
    for told in statements(rule, of_family=of_family):
        yield f"{'  ' if told.startswith(' ') else ''}- {text(told)}"
    if not rule.binds:
        yield "- It only warns: no plan is held to it."
    yield ""
    ground = f"{rule.authority}, **{rule.confidence}**, reviewed {day(rule.reviewed)}"
    yield f"{text(rule.cite)} ({ground})"
    yield ""
    yield from _by_date(rule)
    if rule.note:
        yield f"Note: {text(sentence(rule.note))}"
        yield ""
    for conflict in conflicts:
        about = link(text(conflict.about), conflict_heading(conflict))
        yield f"> **Sources disagree:** {about} ({code(conflict.id)})."
        yield ">"
        yield from (f"> - {text(told)}" for told in readings_told(conflict, name))
        yield ""


def _by_date(rule: schema.RuleBase) -> Iterator[str]:
    """A table of the rule's numbers with versions; nothing if there are none."""
    rows = [
        (_called(path, number), day(version.from_),
         number_text(version.value, _unit(rule, path)), text(version.cite))
        for path, number in dated_numbers(rule)
        for version in number.versions
    ]  # fmt: skip
    if rows:
        yield from table(("Number", "From", "Is", "Citation"), rows)


def _called(path: Path, number: Versioned) -> str:
    """What a number of a rule is called, and by which day its version is picked."""
    last, clock = path[-1], CLOCKS.get(number.clock, spoken(number.clock))
    if path[0] == "waivers":
        words = f"with the waiver {code(last)}"
    elif path[0] in ("at_most", "at_least") and last in ("usd", "share", "count"):
        words = spoken(path[0])
    else:
        words = text(attribute_text(last))
    return f"{words[0].upper()}{words[1:]}, by {clock}"


def _unit(rule: schema.RuleBase, path: Path) -> Unit:
    if path[-1] == "share":
        return "share"
    if path[-1] == "usd":
        return "usd"
    bounds = (getattr(rule, side, None) for side in ("at_most", "at_least"))
    shared = any(bound is not None and bound.share is not None for bound in bounds)
    return "share" if path[0] == "waivers" and shared else ""
