"""``braid audit``: check every rule again on a plan folder, also on one edited by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from braid.cli.options import ExitCode, Format, PlanFolder, RulesFolder, stop, talk, tell

if TYPE_CHECKING:
    from braid.audit import AuditReport, Finding


def audit(folder: PlanFolder, rules: RulesFolder = None, format: Format = "text") -> None:
    """Check every rule again on a plan, to the cent.

    It needs the folder alone, and also takes a plan whose tables were edited by hand.

    Exit codes: 0 it passed, 1 the folder cannot be read, 3 a rule is broken.
    """
    from braid.audit import audit_folder
    from braid.plan.folder import not_a_plan, recover

    recover(folder)
    refused = not_a_plan(folder)
    if refused:
        stop(refused)
    report, problems = audit_folder(folder, rules)
    if report is None:
        stop(problems)
    tell(problems)
    sys.stdout.write(_json(report) if format == "json" else _text(report, folder))
    differing = _differing(folder)
    if differing:
        talk(f"Warning: plan.json was not made from these tables; it differs in {differing}.")
    raise typer.Exit(ExitCode.GOOD if report.passed else ExitCode.AUDIT_FAILED)


def _text(report: AuditReport, folder: Path) -> str:
    from braid.render.words import plural

    tested = [count for count in report.checked.values() if count]
    checks = f"{plural(sum(tested), 'check')} of {plural(len(tested), 'rule')}"
    lines = [f"Broken: {finding}" for finding in report.findings]
    lines += [f"Warning: {warning}" for warning in report.warnings]
    if report.passed:
        lines.append(f"{folder} passed its audit: {checks}.")
    else:
        broken = plural(len(report.findings), "finding")
        lines.append(f"{folder} failed its audit: {broken} in {checks}.")
    return "\n".join(lines) + "\n"


def _json(report: AuditReport) -> str:
    data = {
        "passed": report.passed,
        "findings": [_plain(f) for f in report.findings],
        "warnings": [_plain(f) for f in report.warnings],
        "checked": dict(report.checked),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(finding: Finding) -> dict[str, str]:
    names = ("rule", "instance", "where", "message", "citation")
    return {name: str(getattr(finding, name)) for name in names}


def _differing(folder: Path) -> str:
    """The parts of plan.json that do not follow from the tables."""
    from braid.plan.folder import read_plan
    from braid.plan.plan import document

    plan, _ = read_plan(folder)
    if plan is None:
        return "its form"
    stored = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    made = document(plan)
    return ", ".join(name for name in made if name != "run" and made[name] != stored.get(name))
