"""``braid audit``: check every rule again on a plan folder, also on one edited by hand."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from braid.cli.options import ExitCode, Format, PlanFolder, RulesFolder, progress, stop, tell

if TYPE_CHECKING:
    from braid.audit import AuditReport, Finding
    from braid.plan.plan import Plan
    from braid.problems import Problem
    from braid.proof.checking import Found

EXAMPLES = """
Examples:

  braid audit plans/project-quest

  braid audit plans/project-quest --format json

  braid audit plans/proven --optimal
"""


def audit(
    folder: PlanFolder,
    rules: RulesFolder = None,
    format: Format = "text",
    optimal: Annotated[
        bool,
        typer.Option("--optimal", help="Check the proof of how much better a plan could be."),
    ] = False,
) -> None:
    """Check every rule again on a plan, to the cent.

    It needs the folder alone, and also takes a plan whose tables were edited by hand: what
    follows from the charges must follow from them then, in every table and in plan.json. Of a
    plan of an earlier braid it says which findings are of rules that were read otherwise then.

    Exit codes: 0 it passed, 1 the folder (or its proof) cannot be read, 3 a rule is broken, or
    the proof does not hold.
    """
    from braid.audit import audit_folder
    from braid.plan.folder import not_a_plan, read_plan
    from braid.plan.swap import recover
    from braid.render.audit import audit_text

    if optimal and rules is not None:
        message = "A proof is of the law in the plan's folder."
        raise typer.BadParameter(message, param_hint="--optimal with --rules")
    recover(folder)
    refused = not_a_plan(folder)
    if refused:
        stop(refused)
    with progress(f"Checking {folder}"):
        report, problems = audit_folder(folder, rules)
    if report is None:
        stop(problems)
    tell(_not_told(problems, folder))
    plan, _ = read_plan(folder)
    report = replace(report, findings=(*report.findings, *_differing(plan, folder)))
    proven = _proven(plan, folder) if optimal and report.passed and plan is not None else None
    if format == "json":
        sys.stdout.write(_json(report, proven))
    else:
        sys.stdout.write(audit_text(report, str(folder)) + _proof_text(proven, folder))
    holds = all(one.holds for one in proven or ())
    raise typer.Exit(ExitCode.GOOD if report.passed and holds else ExitCode.AUDIT_FAILED)


def _proven(plan: Plan, folder: Path) -> tuple[Found, ...]:
    from braid.proof.folder import check_folder

    with progress(f"Checking the proof of {folder}"):
        found, problems = check_folder(folder, plan)
    if found is None:
        stop(problems)
    return found


def _proof_text(proven: tuple[Found, ...] | None, folder: Path) -> str:
    if proven is None:
        return ""
    from braid.render.proof import proof_text

    return proof_text(proven, str(folder))


def _not_told(problems: Sequence[Problem], folder: Path) -> list[Problem]:
    """The problems of the input that were not told when the plan was made (``problems.csv``)."""
    try:
        with (folder / "problems.csv").open(encoding="utf-8", newline="") as file:
            told = {(row.get("code"), row.get("message")) for row in csv.DictReader(file)}
    except (OSError, ValueError, csv.Error):
        told = set()
    return [p for p in problems if (p.code, p.message) not in told]


def _json(report: AuditReport, proven: tuple[Found, ...] | None) -> str:
    from braid.render.audit import once

    data: dict[str, Any] = {
        "passed": report.passed,
        "findings": [_plain(f) for f in once(report.findings)],
        "warnings": [_plain(f) for f in once(report.warnings)],
        "checked": dict(report.checked),
        "lines": dict(report.lines),
    }
    if proven is not None:
        from braid.render.proof import proof_json

        data["optimal"] = proof_json(proven)
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(finding: Finding) -> dict[str, str]:
    names = ("rule", "instance", "where", "message", "citation")
    return {name: str(getattr(finding, name)) for name in names}


def _differing(plan: Plan | None, folder: Path) -> Iterator[Finding]:
    """That plan.json does not follow from the tables, in which of its parts."""
    from braid.audit import Finding
    from braid.plan.document import differing
    from braid.reading.json_reader import read_json

    parts = "its form" if plan is None else differing(plan, read_json(folder / "plan.json"))
    if parts:
        message = f"It was not made from these tables; it differs in {parts}."
        yield Finding("plan.json", "", "", Fraction(1), Fraction(0), Fraction(1), message)
