"""The outcome of an audit as lines that a monitor reads: each finding once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from braid.reading.scenario_files import kept_scenario
from braid.render.words import plural

if TYPE_CHECKING:
    from braid.audit import AuditReport, Finding

SEVERAL = 3
"""Warnings of one rule and award, and values of one table, that are told one by one."""
FILES = (".csv", ".json")
"""How the name of a finding ends that is about what a file says."""


def audit_text(report: AuditReport, folder: str) -> str:
    """Broken rules, warnings, and whether the plan passed."""
    tested = [count for count in report.checked.values() if count]
    checks = f"{plural(sum(tested), 'check')} of {plural(len(tested), 'rule')}"
    if report.lines:
        checks += f", {plural(sum(report.lines.values()), 'line')}"
        checks += f" of {plural(len(report.lines), 'table')}"
    findings = once(report.findings)
    lines = [f"Broken: {text}" for text in _broken(findings)]
    lines += [f"Warning: {text}" for text in _risks(once(report.warnings))]
    if report.passed:
        lines.append(f"{folder} passed its audit: {checks}.")
    else:
        lines.append(f"{folder} failed its audit: {plural(len(findings), 'finding')} in {checks}.")
        lines += _older(findings, folder)
    return "\n".join(lines) + "\n"


def _older(findings: list[Finding], folder: str) -> Iterator[str]:
    """How many of the findings stand in rules that were read otherwise when the plan was made."""
    count = sum(one.since > 0 for one in findings)
    if count:
        of = "these findings" if count == len(findings) else f"{count} of these findings"
        yield f"An earlier braid made this plan, when the rules of {of} were read otherwise."
        inside = Path(folder) / "inputs"
        again = f"braid solve {kept_scenario(inside)} --rules {inside / 'rules'} --out DIR"
        yield f"To plan as they are read now: {again}"


def _broken(findings: list[Finding]) -> Iterator[str]:
    """Broken rules, then the first values of each table that do not follow from the charges."""
    in_tables: dict[str, list[Finding]] = {}
    for one in findings:
        if one.rule.endswith(FILES):
            in_tables.setdefault(one.rule, []).append(one)
        else:
            yield finding_text(one)
    for name, some in in_tables.items():
        yield from map(finding_text, some[:SEVERAL])
        if len(some) > SEVERAL:
            more = plural(len(some) - SEVERAL, "more value")
            yield f"{name}: {more} that do not follow; --format json has each."


def _risks(warnings: list[Finding]) -> list[str]:
    """Warnings as sentences; amounts that say the same of one award are added up."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in warnings:
        says = one.message.partition(": $")[0] if _alone(one) else str(one)
        alike.setdefault((one.rule, one.instance, one.citation, says), []).append(one)
    told: list[str] = []
    for (*_, says), several in alike.items():
        if len(several) <= SEVERAL:
            told += [risk_text(one) for one in several]
            continue
        first, dollars = several[0], sum((one.left for one in several), start=Fraction(0))
        text = f"{says}: ${_cents(dollars)} in {len(several)} charges, the first {first.where}."
        told.append(finding_text(replace(first, where=""), text))
    return told


def _cents(dollars: Fraction) -> str:
    return f"{Decimal(dollars.numerator) / Decimal(dollars.denominator):,.2f}"


def _alone(finding: Finding) -> bool:
    """Whether it is of dollars that ought to be nothing."""
    found = ", but at most $" in finding.message
    return found and not finding.right and finding.by == finding.left


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that differ in what they say."""
    return list({str(f): f for f in findings}.values())


def finding_text(finding: Finding, message: str | None = None) -> str:
    """Rule, place, both numbers, their difference and the citation."""
    of = f" ({finding.instance})" if finding.instance else ""
    at = f" at {finding.where}" if finding.where not in ("", finding.instance) else ""
    cited = f" [{finding.citation}]" if finding.citation else ""
    return f"{finding.rule}{of}{at}: {message or finding.message}{cited}"


def risk_text(finding: Finding) -> str:
    """A warning; of an amount that ought to be nothing, the amount alone."""
    head = finding.message.partition(", but at most ")[0]
    return finding_text(finding, f"{head}." if _alone(finding) else None)
