"""The commands of braid, each in a module of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from braid.cli import (
    audit,
    check,
    compare,
    explain,
    frontier,
    rank,
    report,
    rules,
    solve,
    sweep,
)
from braid.version import __version__

app = typer.Typer(
    name="braid",
    help="Plans how a sector partnership pays for its programs from many funding streams, "
    "within the law of each.",
    epilog="Start with: braid solve scenarios/project-quest.yaml",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"braid {__version__}")
        raise typer.Exit


@app.callback()
def braid(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an internal error.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """What all commands share."""


app.command("solve")(solve.solve)
app.command("check")(check.check)
app.command("rank")(rank.rank)
app.command("compare")(compare.compare)
app.command("frontier")(frontier.frontier)
app.command("sweep", epilog=sweep.EXAMPLES)(sweep.sweep)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("audit")(audit.audit)
app.add_typer(rules.app, name="rules")
