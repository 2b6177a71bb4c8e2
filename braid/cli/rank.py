"""``braid rank``: what each award is worth, by planning without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from braid.cli.options import (
    Actuals,
    AsOf,
    ExitCode,
    RulesFolder,
    Scenario,
    Solver,
    TimeLimit,
    WholePeople,
    Without,
    leaving_out,
    ledger_named,
    progress,
    put_as,
    refusing,
    stop,
    tell,
)

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.plan.ranking import Ranking


def rank(
    scenario: Scenario,
    without: Without = None,
    actuals: Actuals = None,
    as_of: AsOf = None,
    rules: RulesFolder = None,
    solver: Solver = "highs",
    format: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print.")
    ] = "text",
    time_limit: TimeLimit = None,
    whole_people: WholePeople = False,
) -> None:
    """Say what each award is worth: plan without it, and tell what is lost.

    The plan on committed money, at best and at worst, then every award with the dollars and
    people that lose their funding without it. One plan is made for each award; none is written.

    Exit codes: 0 good, 1 problems in the input, 2 usage, 3 an audit failed (nothing is printed),
    5 stopped at a limit.
    """
    from braid.catalog.load import load_inputs

    inputs, problems = load_inputs(scenario, rules, ledger=ledger_named(actuals, as_of))
    if inputs is None:
        stop(problems)
    inputs = leaving_out(inputs, without or ())
    tell(problems)
    ranking = _made(inputs, solver, time_limit, whole_people)
    _print(ranking, format)
    raise typer.Exit(ExitCode.STOPPED if ranking.stopped else ExitCode.GOOD)


def _made(inputs: Inputs, solver: str, time_limit: float | None, whole_people: bool) -> Ranking:
    with (
        progress(f"Ranking the awards of {inputs.scenario.name}") as say,
        refusing("nothing is said of any award"),
    ):
        from braid.plan.ranking import rank

        return rank(
            inputs, solver=solver, time_limit=time_limit, whole_people=whole_people, told=say
        )


def _print(ranking: Ranking, format: str) -> None:
    from braid.render import ranking as render

    put_as(
        format, lambda out: render.ranking_report(ranking, out),
        lambda: render.ranking_json(ranking), lambda: render.ranking_csv(ranking),
    )  # fmt: skip
