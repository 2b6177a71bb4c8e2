"""Rules as people read them: what each says, why, and on what ground."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from braid.render.output import columns, told
from braid.render.readings import readings_told
from braid.render.statements import statements
from braid.render.words import day, sentence

if TYPE_CHECKING:
    from rich.console import Console

    from braid.catalog.whole import Content
from braid.schema.conflicts import Conflict
from braid.schema.rule_base import RuleBase


def rules_report(file: Content, home: str, out: Console, followed: tuple[str, ...]) -> None:
    """All rules of a file in a table; ``followed`` names what else holds for it."""
    out.print(file.name, style="bold")
    if file.note:
        out.print(sentence(file.note))
    out.print()
    table = columns("Rule", "~Kind", "~Why", "~Citation", "~Confidence")
    for one in file.rules:
        table.add_row(one.id, one.kind, one.why, one.cite, one.confidence)
    out.print(table)
    if followed:
        out.print()
        out.print(f"It follows {', '.join(followed)} as well: braid rules show ID.")
    out.print(f"A rule in full: braid rules show {home}/RULE.")


def rule_text(
    name: str,
    rule: RuleBase,
    conflicts: Iterable[Conflict],
    out: Console,
    *,
    of_family: bool = False,
) -> None:
    """One rule: its sentence, its ground, what exactly it demands, and how else it is read."""
    out.print(f"{name} ({rule.kind})", style="bold")  # type: ignore[attr-defined]
    out.print(sentence(rule.why))
    out.print(f"{rule.cite} ({rule.authority}, {rule.confidence}, reviewed {day(rule.reviewed)})")
    if rule.note:
        out.print(sentence(rule.note))
    told(statements(rule, of_family=of_family), out)
    if not rule.binds:
        out.print("It only warns: no plan is held to it.")
    for conflict in conflicts:
        if name in conflict.rule:
            out.print(f"Sources disagree ({conflict.id}): {sentence(conflict.about)}")
            told(readings_told(conflict, name), out)
