"""``braid audit``: check every rule again on a plan folder, also on one edited by hand."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from braid.cli.options import ExitCode, Format, PlanFolder, RulesFolder, progress, stop, talk, tell

if TYPE_CHECKING:
    from braid.audit import AuditReport, Finding
    from braid.problems import Problem

EXAMPLES = """
Examples:

  braid audit plans/project-quest

  braid audit plans/project-quest --format json
"""


def audit(folder: PlanFolder, rules: RulesFolder = None, format: Format = "text") -> None:
    """Check every rule again on a plan, to the cent.

    It needs the folder alone, and also takes a plan whose tables were edited by hand.

    Exit codes: 0 it passed, 1 the folder cannot be read, 3 a rule is broken.
    """
    from braid.audit import audit_folder
    from braid.plan.folder import not_a_plan
    from braid.plan.swap import recover
    from braid.render.audit import audit_text

    recover(folder)
    refused = not_a_plan(folder)
    if refused:
        stop(refused)
    with progress(f"Checking {folder}"):
        report, problems = audit_folder(folder, rules)
    if report is None:
        stop(problems)
    tell(_not_told(problems, folder))
    sys.stdout.write(_json(report) if format == "json" else audit_text(report, str(folder)))
    differing = _differing(folder)
    if differing:
        talk(f"Warning: plan.json was not made from these tables; it differs in {differing}.")
    raise typer.Exit(ExitCode.GOOD if report.passed else ExitCode.AUDIT_FAILED)


def _not_told(problems: Sequence[Problem], folder: Path) -> list[Problem]:
    """The problems of the input that were not told when the plan was made (``problems.csv``)."""
    try:
        with (folder / "problems.csv").open(encoding="utf-8", newline="") as file:
            told = {(row.get("code"), row.get("message")) for row in csv.DictReader(file)}
    except (OSError, ValueError, csv.Error):
        told = set()
    return [p for p in problems if (p.code, p.message) not in told]


def _json(report: AuditReport) -> str:
    from braid.render.audit import once

    data = {
        "passed": report.passed,
        "findings": [_plain(f) for f in once(report.findings)],
        "warnings": [_plain(f) for f in once(report.warnings)],
        "checked": dict(report.checked),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(finding: Finding) -> dict[str, str]:
    names = ("rule", "instance", "where", "message", "citation")
    return {name: str(getattr(finding, name)) for name in names}


def _differing(folder: Path) -> str:
    """The parts of plan.json that do not follow from the tables."""
    from braid.plan.document import differing
    from braid.plan.folder import read_plan
    from braid.reading.json_reader import read_json

    plan, _ = read_plan(folder)
    if plan is None:
        return "its form"
    return differing(plan, read_json(folder / "plan.json"))
