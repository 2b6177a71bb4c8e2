"""Rules that need another look, as a report and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from braid.catalog.stale import Finding
from braid.catalog.whole import WholeLibrary
from braid.render.output import columns, heading
from braid.render.words import day, plural, spoken
from braid.schema.rule_base import RuleBase

if TYPE_CHECKING:
    from rich.console import Console


def told(finding: Finding, rule: RuleBase | None) -> str:
    """What is to be looked at, in a few words; a fact that follows from others has no rule."""
    number = f"the number for '{spoken(finding.number)}'"
    return {
        "ended": "has ended: take it out, or renew it",
        "ends": "ends: find out what comes after it",
        "number": f"lacks {number}",
        "number_due": f"needs {number}",
        "review": f"not compared with its source since {day(rule.reviewed) if rule else ''}",
    }[finding.reason]


def stale_report(
    library: WholeLibrary,
    findings: Sequence[Finding],
    coming: Iterable[Finding],
    on: date,
    out: Console,
) -> None:
    """What needs another look on a day, the most urgent first; what comes next if nothing does."""
    rules = dict(library.rules())
    if not findings:
        out.print(f"None of {plural(len(rules), 'rule')} needs another look on {day(on)}.")
        first = min(
            (f for f in coming if f.due > on), key=lambda f: (f.due, f.order()), default=None
        )
        if first is not None:
            out.print(
                f"Next, on {day(first.due)}: {first.rule} {told(first, rules.get(first.rule))}."
            )
        return
    stale = len({f.rule for f in findings})
    verb = "needs" if stale == 1 else "need"
    out.print(f"{stale:,} of {len(rules):,} rules {verb} another look on {day(on)}.", style="bold")
    for title, reasons, when in (
        ("Wrong by now", ("ended", "number"), "Since"),
        ("Soon", ("ends", "number_due"), "From"),
    ):
        chosen = [f for f in findings if f.reason in reasons]
        if chosen:
            heading(out, title)
            table = columns("Rule", "~What", f"~{when}")
            for finding in chosen:
                what = told(finding, rules.get(finding.rule))
                table.add_row(finding.rule, what, finding.due.isoformat())
            out.print(table)
    _reviews([f for f in findings if f.reason == "review"], rules, out)


def _reviews(findings: Sequence[Finding], rules: dict[str, RuleBase], out: Console) -> None:
    """Old reviews by file and day: a file is mostly reviewed as a whole."""
    if not findings:
        return
    heading(out, "Not compared with the source for long")
    together: dict[tuple[date, str], list[str]] = {}
    for finding in findings:
        home, _, name = finding.rule.partition("/")
        together.setdefault((rules[finding.rule].reviewed, home), []).append(name)
    table = columns("File", "~Rules", "~Reviewed")
    for (reviewed, home), names in sorted(together.items()):
        whole = sum(name.startswith(f"{home}/") for name in rules) == len(names)
        shown = f"all {len(names)}" if whole and len(names) > 1 else ", ".join(names)
        table.add_row(home, shown, reviewed.isoformat())
    out.print(table)


def stale_json(
    library: WholeLibrary, findings: Sequence[Finding], on: date, days: int, ahead: int
) -> str:
    """The same for programs."""
    rules = dict(library.rules())
    found = [
        {
            "rule": f.rule, "reason": f.reason, "due": f.due.isoformat(),
            "number": f.number or None,
            "message": told(f, rules.get(f.rule)), **_ground(rules.get(f.rule)),
        }
        for f in findings
    ]  # fmt: skip
    until = (on + timedelta(days=ahead)).isoformat()
    head = {"as_of": on.isoformat(), "days": days, "until": until, "rules": len(rules)}
    return json.dumps({**head, "findings": found}, indent=2, ensure_ascii=False)


def _ground(rule: RuleBase | None) -> dict[str, str | None]:
    """When a rule was compared with its source, and the source; a derived fact has no review."""
    if rule is None:
        return {"reviewed": None, "citation": None}
    return {"reviewed": rule.reviewed.isoformat(), "citation": rule.cite}
