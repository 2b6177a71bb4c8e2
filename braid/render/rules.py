"""Rules as people read them: what each says, why, and on what ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from braid.render.output import columns
from braid.render.words import day, sentence

if TYPE_CHECKING:
    from rich.console import Console

    from braid.schema.rules import FamilyFile, RuleSetFile, StreamFile

ENVELOPE = frozenset(
    {"id", "why", "cite", "confidence", "reviewed", "authority", "waivers", "note", "kind"}
)


def rules_report(
    file: StreamFile | FamilyFile | RuleSetFile, home: str, rule: str, out: Console
) -> None:
    """All rules of a file in a table, or one of them in full."""
    out.print(file.name, style="bold")
    if file.note:
        out.print(sentence(file.note))
    if not rule:
        out.print()
        table = columns("Rule", "~Kind", "~Why", "~Citation", "~Confidence")
        for one in file.rules:
            table.add_row(one.id, one.kind, one.why, one.cite, one.confidence)
        out.print(table)
        return
    one = next(r for r in file.rules if r.id == rule)
    out.print()
    out.print(f"{home}/{one.id} ({one.kind})", style="bold")
    out.print(sentence(one.why))
    out.print(f"{one.cite} ({one.authority}, {one.confidence}, reviewed {day(one.reviewed)})")
    if one.note:
        out.print(sentence(one.note))
    said: dict[str, Any] = one.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for key, value in said.items():
        if key not in ENVELOPE:
            out.print(f"  {key}: {_plain(value)}")
    if one.waivers:
        out.print(f"Can be changed by the waivers {', '.join(sorted(one.waivers))}.")


def _plain(value: Any) -> str:
    """A parameter in the flow style of YAML."""
    if isinstance(value, dict):
        parts = (f"{k}: {_plain(v)}" for k, v in value.items() if v is not None)
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_plain(v) for v in value) + "]"
    return "none" if value is None else str(value)
