"""``braid sweep``: thousands of cases of a scenario, and what moves the results."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from braid.cli import completing
from braid.cli.options import (
    ExitCode,
    Format,
    RulesFolder,
    audit_failed,
    counted,
    progress,
    stop,
    talk,
    tell,
)
from braid.problems import InputProblems

if TYPE_CHECKING:
    from braid.comparison.sweeping.loaded import Loaded

EXAMPLES = """
Examples:

  braid sweep scenarios/sweeps/county-money.yaml

  braid sweep scenarios/sweeps/county-money.yaml --workers 8 --results parquet

  braid sweep scenarios/sweeps/county-money.yaml --cluster tcp://10.0.0.5:8786

  braid sweep scenarios/sweeps/county-money.yaml --case 7 --out plans/case-7

  braid report sweeps/county-money --html
"""


def sweep(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="SWEEP",
            help="The sweep file.",
            show_default=False,
            autocompletion=completing.sweep_files,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where results go (default: sweeps/NAME); with --case, the plan."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes (default: one for each processor)."),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Solve on a Dask cluster: its scheduler's address."),
    ] = None,
    results: Annotated[
        Literal["csv", "parquet"], typer.Option("--results", help="The form of the results.")
    ] = "csv",
    case: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Solve this case alone, as a plan.")
    ] = None,
    rules: RulesFolder = None,
    format: Format = "text",
) -> None:
    """Solve many cases of a scenario: other amounts, prices, enrolment, rules, readings.

    Each case is a whole plan, audited. Printed are the spread of each measure and which input
    moves it; the results have a row for every case. A run that was interrupted goes on from
    what it had done: give the same command again.

    Exit codes: 0 all cases solved, 1 problems in the input, 2 usage, 3 a case failed its audit,
    5 a case was stopped at a limit, failed or was ended. Cases whose input is not valid count as
    solved: their rows say why.
    """
    from braid.comparison.sweeping.loaded import load_sweep

    loaded, problems = load_sweep(file, rules)
    if loaded is None:
        stop(problems)
    tell(problems)
    try:
        if case is not None:
            _alone(loaded, case, out, format)
        else:
            _all(loaded, out or Path("sweeps", loaded.sweep.sweep), workers, cluster, results,
                 format)  # fmt: skip
    except InputProblems as found:
        stop(found.problems)


def _all(
    loaded: Loaded, folder: Path, workers: int | None, cluster: str | None, form: str, format: str
) -> None:
    from braid.comparison.sweeping.results import needs
    from braid.comparison.sweeping.running import run_sweep

    needs(loaded, form)
    with counted(f"Sweeping {loaded.sweep.sweep}") as told:
        ran = run_sweep(
            loaded, folder, workers=workers or os.cpu_count() or 1, cluster=cluster, form=form,
            told=told,
        )  # fmt: skip
    found = ran.effects
    if format == "json":
        from braid.render.sweep import sweep_json

        sys.stdout.write(sweep_json(loaded, found))
    else:
        from braid.render.output import show
        from braid.render.sweep import sweep_report

        show(lambda to: sweep_report(loaded, found, to))
    before = f" ({ran.taken_over:,} were done before)" if ran.taken_over else ""
    talk(f"{ran.cases:,} cases{before} in {ran.seconds:.1f} s. Results: {ran.results}")
    raise typer.Exit(_code(found.states))


def _code(states: dict[str, int]) -> ExitCode:
    from braid.comparison.sweeping.solving import AUDIT_FAILED, GOOD, NOT_VALID

    if states.get(AUDIT_FAILED):
        return ExitCode.AUDIT_FAILED
    return ExitCode.GOOD if set(states) <= {GOOD, NOT_VALID} else ExitCode.STOPPED


def _alone(loaded: Loaded, number: int, out: Path | None, format: str) -> None:
    """Solve one case as ``braid solve`` would, and write its plan."""
    from braid.comparison.sweeping.alone import load_case
    from braid.comparison.sweeping.loaded import no_such_case
    from braid.plan.build import make_plan
    from braid.plan.folder import write_plan

    if number > len(loaded.cases):
        stop([no_such_case(loaded, number)])
    folder = out or Path("plans", f"{loaded.sweep.sweep}-case-{number}")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as files:
        inputs, problems = load_case(loaded, number, Path(files))
        if inputs is None:
            stop(problems)
        tell(problems)
        with progress(f"Planning case {number}"):
            plan = make_plan(inputs, whole_people=loaded.sweep.whole_people)
        if not plan.audit_passed:
            audit_failed(plan, "it was not written")
        refused = write_plan(plan, folder)
        if refused:
            stop(refused)
    if format == "json":
        from braid.plan.document import document, json_text

        sys.stdout.write(json_text(document(plan)))
    else:
        from braid.render.console import plan_report
        from braid.render.output import show

        show(lambda to: plan_report(plan, to, folder, None))
    talk(f"Case {number} written to {folder} in {time.perf_counter() - began:.1f} s.")
    raise typer.Exit(ExitCode.STOPPED if plan.stopped else ExitCode.GOOD)
