"""``braid rank``: what each award is worth, by planning without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from braid.cli.options import (
    Actuals,
    AsOf,
    ExitCode,
    FormatOrTable,
    Outside,
    RulesFolder,
    Scenario,
    Solver,
    TimeLimit,
    WholePeople,
    Without,
    by_name,
    known,
    leaving_out,
    ledger_named,
    progress,
    put_as,
    refuse_weights,
    refusing,
    stop,
    tell,
)

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs
    from braid.plan.ranking import Ranking

EXAMPLES = """
Examples:

  braid rank scenarios/project-quest.yaml

  braid rank scenarios/project-quest.yaml --whole-people

  braid rank scenarios/project-quest.yaml --format csv > awards.csv

  braid rank scenarios/portfolios/challenge/state.yaml --by stream --quick
"""


def rank(
    scenario: Scenario,
    without: Without = None,
    actuals: Actuals = None,
    as_of: AsOf = None,
    rules: RulesFolder = None,
    allow_outside: Outside = False,
    solver: Solver = "highs",
    format: FormatOrTable = "text",
    time_limit: TimeLimit = None,
    whole_people: WholePeople = False,
    award: Annotated[
        list[str] | None,
        typer.Option(metavar="AWARD", help="Rank this award alone (repeat for more)."),
    ] = None,
    shared: Annotated[
        bool,
        typer.Option("--shared", help="Rank the awards of a portfolio's own file alone."),
    ] = False,
    by: Annotated[
        Literal["award", "stream"],
        typer.Option("--by", help="Take awards away one by one, or all of a stream together."),
    ] = "award",
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Dollars alone, with people in fractions: many times faster."),
    ] = False,
) -> None:
    """Say what each award is worth: plan without it, and tell what is lost.

    The plan on committed money, at best and at worst, then every award with the dollars and
    people that lose their funding without it. One plan is made for each award; none is written.
    Of a portfolio, --shared, --by stream and --quick answer sooner.

    Exit codes: 0 good, 1 problems in the input, 2 usage, 3 an audit failed (nothing is printed),
    5 stopped at a limit.
    """
    from braid.catalog.load import load_inputs

    with progress(f"Reading {scenario}"):
        inputs, problems = load_inputs(
            scenario, rules, ledger=ledger_named(actuals, as_of), allow_outside=allow_outside
        )
    if inputs is None:
        stop(problems)
    inputs = leaving_out(inputs, without or ())
    only = _chosen(inputs, award or (), shared)
    if quick:
        refuse_weights(inputs, "--quick")
    tell(problems)
    asked = Asked(solver, time_limit, whole_people, only, by, quick)
    ranking = _made(inputs, asked)
    _print(ranking, format)
    raise typer.Exit(ExitCode.STOPPED if ranking.stopped else ExitCode.GOOD)


class Asked(NamedTuple):
    """How to rank."""

    solver: str
    time_limit: float | None
    whole_people: bool
    only: frozenset[str] | None
    by: Literal["award", "stream"]
    quick: bool


def _chosen(inputs: Inputs, awards: Sequence[str], shared: bool) -> frozenset[str] | None:
    """The awards that are ranked; None for all of them."""
    named = [by_name(name, inputs.awards) for name in awards]
    for name in named:
        known("--award", name, inputs.awards, "among the awards")
    if not shared:
        return frozenset(named) or None
    if not inputs.partnerships:
        message = "There is no portfolio here: every award is this partnership's own."
        raise typer.BadParameter(message, param_hint="--shared")
    return frozenset([*named, *(a for a in inputs.awards if not inputs.partnership(a))])


def _made(inputs: Inputs, asked: Asked) -> Ranking:
    with (
        progress(f"Ranking the awards of {inputs.scenario.name}") as say,
        refusing("nothing is said of any award"),
    ):
        from braid.plan.ranking import rank

        return rank(inputs, told=say, **asked._asdict())


def _print(ranking: Ranking, format: str) -> None:
    from braid.render import ranking as render

    put_as(
        format, lambda out: render.ranking_report(ranking, out),
        lambda: render.ranking_json(ranking), lambda: render.ranking_csv(ranking),
    )  # fmt: skip
