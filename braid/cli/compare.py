"""``braid compare``: scenarios as they are beside proposals, with equal and with own money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli import completing
from braid.cli.options import (
    ExitCode,
    Floors,
    FormatOrTable,
    Outside,
    RulesFolder,
    Solver,
    WholePeople,
    progress,
    put_as,
    refusing,
    stop,
    talk,
    tell,
)
from braid.cli.writing import refuse_folder, write
from braid.problems import Place, Problem

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.comparison.compare import Comparison

EXAMPLES = """
Examples:

  braid compare scenarios/year-up.yaml --proposal scenarios/proposals/state-trust-fund.yaml

  braid compare scenarios/*.yaml --proposal scenarios/proposals/one-door-to-work.yaml --no-effects

  braid compare scenarios/year-up.yaml --proposal changes.yaml --by low_income --out plans/reform

  braid compare scenarios/year-up.yaml --proposal changes.yaml --publish public
"""


def compare(
    scenarios: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCENARIO...",
            help="One or several scenario files.",
            show_default=False,
            autocompletion=completing.scenario_files,
        ),
    ],
    proposal: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE",
            help="A proposal to compare with today (repeat for more).",
            autocompletion=completing.proposal_files,
        ),
    ],
    floors: Floors = None,
    effects: Annotated[
        bool,
        typer.Option(
            "--effects/--no-effects", help="Also plan with each part of a proposal alone."
        ),
    ] = True,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ATTRIBUTE",
            help="Tell winners and losers by this attribute of groups too (repeat for more).",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write comparison.json, comparison.csv and every plan there."
        ),
    ] = None,
    publish: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write what may be given to everybody there, without counts below 10 and"
            " differences of so few between plans: report.html, figures.csv.",
        ),
    ] = None,
    rules: RulesFolder = None,
    allow_outside: Outside = False,
    solver: Solver = "highs",
    format: FormatOrTable = "text",
    whole_people: WholePeople = False,
) -> None:
    """Compare today with proposals, with equal money and with the money that each brings.

    Coverage, unfunded cost, reporting, lapses, leverage, people, year by year; who wins and who
    loses; what each change of a proposal does alone. Every figure is that of an audited plan.

    Exit codes: 0 good, 1 problems in the input, 2 usage, 3 an audit failed (nothing is printed),
    5 stopped at a limit.
    """
    from braid.catalog.load import load_inputs

    found: dict[str, Inputs] = {}
    problems: list[Problem] = []
    for path in scenarios:
        with progress(f"Reading {path}"):
            inputs, more = load_inputs(path, rules, allow_outside=allow_outside)
        problems += more
        if path.stem in found:
            message = f"Two scenarios have the name '{path.stem}'."
            problems.append(Problem("B519", message, "Rename one file.", Place(str(path))))
        if inputs is not None:
            found[path.stem] = inputs
    if any(problem.severity == "error" for problem in problems):
        stop(problems)
    if out is not None:
        refuse_folder(out, "comparison.json", "a comparison")
    if publish is not None:
        _refuse_private(publish)
    tell(problems)
    comparison = _made(found, proposal, floors, effects, by or (), solver, whole_people)
    _print(comparison, format)
    if out is not None:
        _write(comparison, out)
    if publish is not None:
        _publish(comparison, publish)
    raise typer.Exit(ExitCode.STOPPED if comparison.stopped else ExitCode.GOOD)


def _made(
    scenarios: Mapping[str, Inputs], files: Sequence[Path], floors: Floors, effects: bool,
    by: Sequence[str], solver: str, whole_people: bool,
) -> Comparison:  # fmt: skip
    with progress("Comparing") as say, refusing("nothing is compared"):
        from braid.comparison.cases import Planner
        from braid.comparison.compare import compare as made

        planner = Planner(solver, whole_people, say)
        return made(scenarios, files, floors=floors, effects=effects, by=by, planner=planner)


def _print(comparison: Comparison, format: str) -> None:
    from braid.comparison import document
    from braid.render.comparison import comparison_report

    put_as(
        format, lambda out: comparison_report(comparison, out),
        lambda: document.comparison_json(comparison), lambda: document.comparison_csv(comparison),
    )  # fmt: skip


def _write(comparison: Comparison, folder: Path) -> None:
    from braid.comparison import document
    from braid.plan.folder import write_plans

    plans = [case.plan for case in comparison.cases]
    texts = {
        "comparison.csv": document.comparison_csv(comparison),
        "comparison.json": document.comparison_json(comparison),
    }
    names = document.folders(comparison)
    refused = write_plans(dict(zip(names, plans, strict=True)), texts, folder)
    if refused:
        stop(refused)
    talk(f"Comparison written to {folder}; each plan in it can be audited: braid audit DIR.")


def _refuse_private(folder: Path) -> None:
    """What is for everybody does not lie among files that are not."""
    for mark in ("plan.json", "comparison.json", "frontier.json", "sweep.json"):
        if (folder / mark).exists():
            message = f"'{folder}' holds files that are not for everybody. Name another folder."
            raise typer.BadParameter(message, param_hint="--publish")


def _publish(comparison: Comparison, folder: Path) -> None:
    from braid.render.public import compared

    with progress("Looking for what gives small counts away"):
        files = compared(comparison)
    for name, content in files.items():
        write(folder / name, content, what="report", folder=True, public=True)
        talk(f"For everybody: {folder / name}.")
