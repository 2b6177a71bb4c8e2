"""``braid solve``: the best legal plan of a scenario, audited, written and printed."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli import completing
from braid.cli.options import (
    Actuals,
    AsOf,
    ExitCode,
    Floors,
    Format,
    Money,
    Outside,
    Parts,
    Proposals,
    Readings,
    RulesFolder,
    Scenario,
    Solver,
    TimeLimit,
    WholePeople,
    Without,
    audit_failed,
    leaving_out,
    ledger_named,
    plan_in,
    progress,
    proposing_named,
    readings_named,
    stop,
    talk,
    tell,
)
from braid.cli.report import reports_in
from braid.problems import InputProblems, Problem, did_you_mean

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.plan.plan import Enrolled, Plan
    from braid.proof.stored import AimProof


EXAMPLES = """
Examples:

  braid solve scenarios/project-quest.yaml

  braid solve scenarios/project-quest.yaml --since plans/project-quest --out plans/next

  braid solve scenarios/project-quest.yaml --without city --strict

  braid solve scenarios/project-quest.yaml --right-size --keep nursing_2026

  braid solve scenarios/project-quest.yaml --proof --out plans/proven
"""
PRINTING = ("rich.console", "braid.render.console")
"""Modules that print a plan: imported while the solver works."""
LONGEST_NAME = 100
"""Letters of a folder's name."""


def solve(
    scenario: Scenario,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the plan goes (default: plans/SCENARIO's name)."),
    ] = None,
    actuals: Actuals = None,
    as_of: AsOf = None,
    without: Without = None,
    reading: Readings = None,
    proposal: Proposals = None,
    money: Money = "own",
    floors: Floors = None,
    part: Parts = None,
    rules: RulesFolder = None,
    allow_outside: Outside = False,
    solver: Solver = "highs",
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="An earlier plan: tell what changed.",
            autocompletion=completing.plan_folders,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 4 if something is unfunded or lapses.")
    ] = False,
    format: Format = "text",
    time_limit: TimeLimit = None,
    whole_people: WholePeople = False,
    right_size: Annotated[
        bool,
        typer.Option(
            "--right-size",
            help="Decide the enrolment: as many of each group, evenly, as can be funded wholly.",
        ),
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="GROUP", help="With --right-size: this group stays as planned."),
    ] = None,
    unsettled: Annotated[
        bool,
        typer.Option("--unsettled/--no-unsettled", help="Work out what hangs on disputed law."),
    ] = True,
    proof: Annotated[
        bool,
        typer.Option(
            "--proof", help="Keep a proof of how good the plan is, for braid audit --optimal."
        ),
    ] = False,
) -> None:
    """Find the best legal plan, audit it, write it and print it.

    The best plan leaves the least cost unfunded, then causes the least reporting overhead.

    Exit codes: 0 a good plan, 1 problems in the input, 2 usage, 3 the audit failed (nothing is
    written), 4 with --strict something is unfunded or lapses, 5 stopped at a limit.
    """
    from braid.catalog.load import load_inputs
    from braid.plan.folder import cannot_write, write_plan
    from braid.plan.swap import recover

    began = time.perf_counter()
    ledger = ledger_named(actuals, as_of)
    proposing = proposing_named(proposal or (), money, floors, part or ())
    chosen = readings_named(reading or ())
    with progress(f"Reading {scenario}"):
        inputs, problems = load_inputs(
            scenario, rules, chosen, ledger=ledger, proposing=proposing,
            allow_outside=allow_outside,
        )  # fmt: skip
    if inputs is None:
        stop(problems)
    inputs = leaving_out(inputs, without or ())
    name = _folder_name(scenario, inputs) + ("-right-size" if right_size else "")
    folder = out if out is not None else Path("plans", name)
    tell(problems)
    recover(folder)
    refused = cannot_write(folder)
    if refused:
        stop(refused)
    earlier = None if since is None else plan_in(since)
    inputs, enrolment = _right_sized(inputs, right_size, keep or (), solver)
    plan = _made(inputs, solver, time_limit, whole_people, unsettled, enrolment)
    plan = _with_remarks(plan, problems)
    if not plan.audit_passed:
        audit_failed(plan, "it was not written")
    proven = _proven(plan) if proof else ()
    with progress(f"Writing {folder}"):
        refused = write_plan(plan, folder, proof=_as_text(proven))
    if refused:
        stop(refused)
    _print(plan, earlier, folder, format, proven)
    talk(f"Plan written to {folder} in {time.perf_counter() - began:.1f} s.")
    if proven:
        talk(f"With the proof of how good it is. Check it: braid audit {folder} --optimal")
    again = reports_in(folder)
    if again:
        talk(f"Reports there are of the earlier plan. Make them again: {again}")
    if plan.stopped:
        raise typer.Exit(ExitCode.STOPPED)
    if strict and (plan.summary.unfunded or plan.summary.lapses):
        raise typer.Exit(ExitCode.NOT_ALL_FUNDED)


def _folder_name(scenario: Path, inputs: Inputs) -> str:
    """A folder of its own for a plan that supposes something else: the plan itself stays."""
    name = short = scenario.stem
    if inputs.ledger is not None:
        name = short = f"{name}-as-of-{inputs.ledger.as_of}"
    if inputs.left_out:
        name = "-".join([name, "without", *inputs.left_out])
        short = f"{short}-without-{len(inputs.left_out)}-awards"
    if inputs.proposing is not None:
        words = ["under", *(one.proposal.proposal for one in inputs.proposals)]
        words += [f"{inputs.proposing.money}-money", *(inputs.proposing.only or ())]
        words += [f"floors-{inputs.proposing.floors}"] if inputs.proposing.floors else []
        name = "-".join([name, *words]).replace("/", "-")
        short = f"{short}-under-{len(inputs.proposals)}-proposals"
    if inputs.readings:
        name = "-".join([name, "reading", *(f"{k}-{v}" for k, v in inputs.readings.items())])
        short = f"{short}-{len(inputs.readings)}-readings"
    return name if len(name) <= LONGEST_NAME else short


def _right_sized(
    inputs: Inputs, wanted: bool, keep: Sequence[str], solver: str
) -> tuple[Inputs, tuple[Enrolled, ...]]:
    if not wanted:
        if keep:
            raise typer.BadParameter("It goes with --right-size.", param_hint="--keep")
        return inputs, ()
    for name in keep:
        if name not in inputs.groups:
            hint = did_you_mean(name, inputs.groups)
            raise typer.BadParameter(f"There is no group '{name}'. {hint}", param_hint="--keep")
    with progress(f"Enrolling for {inputs.scenario.name}") as told:
        from braid.plan.right_size import right_sized

        try:
            return right_sized(inputs, keep, solver=solver, told=told)
        except InputProblems as found:
            stop(found.problems)


def _made(
    inputs: Inputs, solver: str, time_limit: float | None, whole_people: bool, unsettled: bool,
    enrolment: tuple[Enrolled, ...],
) -> Plan:  # fmt: skip
    with progress(f"Planning {inputs.scenario.name}"):
        from braid.plan.build import make_plan

        try:
            return make_plan(
                inputs, solver=solver, time_limit=time_limit, whole_people=whole_people,
                unsettled=unsettled, ahead=PRINTING, enrolment=enrolment,
            )  # fmt: skip
        except InputProblems as found:
            stop(found.problems)


def _proven(plan: Plan) -> tuple[AimProof, ...]:
    with progress(f"Proving how good the plan of {plan.name} is"):
        from braid.proof.search import prove

        return prove(plan)


def _as_text(proof: tuple[AimProof, ...]) -> str:
    """The text of ``proof.json``; empty where there is no proof."""
    if not proof:
        return ""
    from braid.proof.stored import as_text

    return as_text(proof)


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


def _print(
    plan: Plan, earlier: Plan | None, folder: Path, format: str, proof: tuple[AimProof, ...]
) -> None:
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
    from braid.render.proof import proven

    if earlier is not None:
        from braid.plan.changes import what_changed
        from braid.render.changes import changes_report

        changes = what_changed(earlier, plan)
        show(lambda to: changes_report(changes, earlier, plan, to))
    said = proven((one.aim, one.within) for one in proof) if proof else ""
    show(lambda to: plan_report(plan, to, folder, earlier, said))
