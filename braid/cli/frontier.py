"""``braid frontier``: what each dollar of reporting buys, and with which offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from braid.cli.options import (
    Actuals,
    AsOf,
    ExitCode,
    FormatOrTable,
    Outside,
    Readings,
    RulesFolder,
    Scenario,
    Without,
    leaving_out,
    ledger_named,
    progress,
    put_as,
    readings_named,
    refuse_weights,
    refusing,
    stop,
    talk,
    tell,
)
from braid.cli.writing import refuse_folder
from braid.problems import Problem

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.comparison.frontier import Frontier, Whole
    from braid.plan.plan import Plan

EXAMPLES = """
Examples:

  braid frontier scenarios/year-up.yaml

  braid frontier scenarios/year-up.yaml --plan 4 --plan 5 --out plans/year-up-frontier

  braid frontier scenarios/year-up.yaml --format csv > frontier.csv

  braid frontier scenarios/portfolios/challenge/state.yaml --by stream --out plans/streams

  braid report plans/year-up-frontier --html
"""
MOST_SEARCHES = 400


def frontier(
    scenario: Scenario,
    plan: Annotated[
        list[int] | None,
        typer.Option(metavar="N", help="Also make the whole plan at point N (repeat for more)."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write frontier.json and frontier.csv there, and these plans to DIR/point-N;"
            " without --plan those of all points. By stream there are no plans.",
        ),
    ] = None,
    actuals: Actuals = None,
    as_of: AsOf = None,
    without: Without = None,
    reading: Readings = None,
    rules: RulesFolder = None,
    allow_outside: Outside = False,
    format: FormatOrTable = "text",
    searches: Annotated[
        int,
        typer.Option(
            metavar="N", min=2,
            help="Search at most so often where sets of offers are searched for, not all tried.",
        ),
    ] = MOST_SEARCHES,
    time_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, help="End the search for the frontier then."),
    ] = None,
    by: Annotated[
        Literal["offers", "stream"],
        typer.Option(
            "--by",
            help="Sets of offers, or sets of whole streams that nobody reports on:"
            " for portfolios.",
        ),
    ] = "offers",
) -> None:  # fmt: skip
    """Say what each dollar of reporting buys, and with which offers.

    From the plan of least reporting to that of least unfunded cost, every set of offers that is
    best somewhere between, and where each offer enters or leaves. Head counts are in fractions;
    --plan and --out make whole, audited plans and show both values.

    Exit codes: 0 good, 1 problems in the input, 2 usage, 3 an audit failed (nothing is printed),
    5 stopped at a limit (what is printed is approximate, and says by how much).
    """
    from braid.catalog.load import load_inputs

    ledger = ledger_named(actuals, as_of)
    with progress(f"Reading {scenario}"):
        inputs, problems = load_inputs(
            scenario, rules, readings_named(reading or ()), ledger=ledger,
            allow_outside=allow_outside,
        )  # fmt: skip
    if inputs is None:
        stop(problems)
    inputs = leaving_out(inputs, without or ())
    if by == "stream":
        _by_stream(inputs, problems, plan or (), out, time_limit, format)
    if out is not None:
        refuse_folder(out, "frontier.json", "a frontier")
    tell(problems)
    found = _found(inputs, searches, time_limit)
    numbers = _numbers(found, plan or (), out)
    made = _plans(inputs, found, numbers)
    found = replace(found, plans=tuple(whole for whole, _ in made))
    if out is not None:
        _write(found, made, out)
    _print(found, format)
    stopped = found.stopped or any(plan.stopped for _, plan in made)
    raise typer.Exit(ExitCode.STOPPED if stopped else ExitCode.GOOD)


def _found(inputs: Inputs, searches: int, time_limit: float | None) -> Frontier:
    with progress(f"The frontier of {inputs.scenario.name}") as say:
        from braid.comparison.frontier import frontier

        return frontier(inputs, time_limit=time_limit, most_searches=searches, told=say)


def _by_stream(
    inputs: Inputs, problems: Sequence[Problem], plan: Sequence[int], out: Path | None,
    time_limit: float | None, format: str,
) -> NoReturn:  # fmt: skip
    """The frontier by stream, printed and written."""
    if plan:
        message = "It goes with --by offers. Make such a plan with braid solve --without."
        raise typer.BadParameter(message, param_hint="--plan")
    refuse_weights(inputs, "--by stream")
    if out is not None:
        refuse_folder(out, "frontier.json", "a frontier")
    tell(problems)
    with progress(f"The frontier of {inputs.scenario.name}") as say:
        from braid.comparison.stream_frontier import stream_frontier

        found = stream_frontier(inputs, time_limit=time_limit, told=say)
    from braid.render import stream_frontier as render

    if out is not None:
        csv, json = render.stream_csv(found), render.stream_json(found)
        _put({}, {"frontier.csv": csv, "frontier.json": json}, out)
        talk(f"The frontier written to {out}.")
    put_as(
        format, lambda to: render.stream_report(found, to),
        lambda: render.stream_json(found), lambda: render.stream_csv(found),
    )  # fmt: skip
    raise typer.Exit(ExitCode.STOPPED if found.stopped else ExitCode.GOOD)


def _numbers(found: Frontier, wanted: Sequence[int], out: Path | None) -> list[int]:
    """The points to plan at; a number that there is not is a mistake in the command."""
    last = len(found.points)
    for number in wanted:
        if not 1 <= number <= last:
            points = f"points 1 to {last}" if last > 1 else "one point, 1"
            message = f"there is no point {number}: this frontier has {points}."
            raise typer.BadParameter(message, param_hint="--plan")
    if wanted or out is None:
        return sorted(set(wanted))
    return list(range(1, last + 1))


def _plans(inputs: Inputs, found: Frontier, numbers: Sequence[int]) -> list[tuple[Whole, Plan]]:
    if not numbers:
        return []
    with (
        progress(f"Planning {inputs.scenario.name}") as say,
        refusing("nothing is said of any point"),
    ):
        from braid.comparison.frontier_plans import plans_at

        return list(plans_at(inputs, found, numbers, say))


def _write(found: Frontier, made: Sequence[tuple[Whole, Plan]], out: Path) -> None:
    """The frontier, and every plan in a folder of its own."""
    from braid.render.frontier import frontier_csv, frontier_json

    plans = {f"point-{whole.point}": plan for whole, plan in made}
    texts = {"frontier.csv": frontier_csv(found), "frontier.json": frontier_json(found)}
    _put(plans, texts, out)
    many = f"{len(plans)} plans" if len(plans) > 1 else "The plan"
    where = f"{out}/point-N" if len(plans) > 1 else str(out / next(iter(plans)))
    talk(f"{many} written to {where}.")


def _put(plans: Mapping[str, Plan], texts: Mapping[str, str], out: Path) -> None:
    from braid.plan.folder import write_plans

    refused = write_plans(plans, texts, out)
    if refused:
        stop(refused)


def _print(found: Frontier, format: str) -> None:
    from braid.render import frontier as render

    put_as(
        format, lambda out: render.frontier_report(found, out),
        lambda: render.frontier_json(found), lambda: render.frontier_csv(found),
    )  # fmt: skip
