"""The outcome of an audit as lines that a monitor reads: each finding once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from braid.render.words import plural

if TYPE_CHECKING:
    from braid.audit import AuditReport, Finding


def audit_text(report: AuditReport, folder: str) -> str:
    """Broken rules, warnings, and whether the plan passed."""
    tested = [count for count in report.checked.values() if count]
    checks = f"{plural(sum(tested), 'check')} of {plural(len(tested), 'rule')}"
    findings = once(report.findings)
    lines = [f"Broken: {finding_text(f)}" for f in findings]
    lines += [f"Warning: {risk_text(f)}" for f in once(report.warnings)]
    if report.passed:
        lines.append(f"{folder} passed its audit: {checks}.")
    else:
        lines.append(f"{folder} failed its audit: {plural(len(findings), 'finding')} in {checks}.")
    return "\n".join(lines) + "\n"


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
    head, found, _ = finding.message.partition(", but at most ")
    alone = found and not finding.right and finding.by == finding.left
    return finding_text(finding, f"{head}." if alone else None)
