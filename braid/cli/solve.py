"""``braid solve``: the best legal plan of a scenario, audited, written and printed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli.options import (
    ExitCode,
    Format,
    RulesFolder,
    Scenario,
    plan_in,
    stop,
    talk,
    tell,
)
from braid.problems import InputProblems, Problem

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.plan.plan import Plan


def solve(
    scenario: Scenario,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the plan goes (default: plans/SCENARIO's name)."),
    ] = None,
    rules: RulesFolder = None,
    solver: Annotated[
        str, typer.Option(metavar="NAME", help="highs, or any solver that PuLP can find.")
    ] = "highs",
    since: Annotated[
        Path | None, typer.Option(metavar="DIR", help="An earlier plan: tell what changed.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 4 if something is unfunded or lapses.")
    ] = False,
    format: Format = "text",
    time_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, help="Stop the search after this long."),
    ] = None,
    whole_people: Annotated[
        bool, typer.Option("--whole-people", help="Fund as many people completely as can be.")
    ] = False,
) -> None:
    """Find the best legal plan, audit it, write it and print it.

    The best plan leaves the least cost unfunded, then causes the least reporting overhead.

    Exit codes: 0 a good plan, 1 problems in the input, 2 usage, 3 the audit failed (nothing is
    written), 4 with --strict something is unfunded or lapses, 5 stopped at a limit.
    """
    from braid.catalog.load import load_inputs
    from braid.plan.folder import cannot_write, recover, write_plan

    began = time.perf_counter()
    folder = out if out is not None else Path("plans", scenario.stem)
    inputs, problems = load_inputs(scenario, rules)
    if inputs is None:
        stop(problems)
    tell(problems)
    recover(folder)
    refused = cannot_write(folder)
    if refused:
        stop(refused)
    earlier = None if since is None else plan_in(since)
    plan = _made(inputs, solver, time_limit, whole_people)
    plan = _with_remarks(plan, problems)
    if not plan.audit_passed:
        _failed(plan)
    refused = write_plan(plan, folder)
    if refused:
        stop(refused)
    _print(plan, earlier, folder, format)
    talk(f"Plan written to {folder} in {time.perf_counter() - began:.1f} s.")
    if plan.stopped:
        raise typer.Exit(ExitCode.STOPPED)
    if strict and (plan.summary.unfunded or plan.summary.lapses):
        raise typer.Exit(ExitCode.NOT_ALL_FUNDED)


def _made(inputs: Inputs, solver: str, time_limit: float | None, whole_people: bool) -> Plan:
    with _progress(f"Planning {inputs.scenario.name}"):
        from braid.plan.build import make_plan

        try:
            return make_plan(
                inputs, solver=solver, time_limit=time_limit, whole_people=whole_people
            )
        except InputProblems as found:
            stop(found.problems)


def _with_remarks(plan: Plan, problems: Sequence[Problem]) -> Plan:
    """The plan with the warnings about its input beside its own."""
    rows = plan.tables["problems"].records()
    rows += [
        {
            "code": p.code,
            "severity": p.severity,
            "place": str(p.place),
            "message": p.message,
            "remedy": p.remedy,
        }
        for p in problems
    ]
    unique = [dict(pairs) for pairs in dict.fromkeys(tuple(row.items()) for row in rows)]
    return replace(plan, tables=plan.tables.replaced(problems=unique))


def _failed(plan: Plan) -> None:
    talk("Error: the plan does not pass its own audit, so it was not written:")
    for finding in plan.audit_findings:
        talk(f"  {finding}")
    talk("This is braid's fault, not yours; please report it with the scenario.")
    raise typer.Exit(ExitCode.AUDIT_FAILED)


def _print(plan: Plan, earlier: Plan | None, folder: Path, format: str) -> None:
    if format == "json":
        from braid.plan.document import document, json_text

        data = document(plan)
        if earlier is not None:
            from braid.plan.changes import what_changed
            from braid.render.changes import changes_json

            data["changes"] = changes_json(what_changed(earlier, plan), earlier, plan)
        sys.stdout.write(json_text(data))
        return
    from braid.render.console import plan_report
    from braid.render.output import show

    if earlier is not None:
        from braid.plan.changes import what_changed
        from braid.render.changes import changes_report

        changes = what_changed(earlier, plan)
        show(lambda to: changes_report(changes, earlier, plan, to))
    show(lambda to: plan_report(plan, to, folder))


@contextmanager
def _progress(text: str) -> Iterator[None]:
    """A sign of life on stderr while people watch; silence in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from braid.render.output import console

    with console(sys.stderr).status(text):
        yield
