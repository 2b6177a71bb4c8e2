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
    new,
    rank,
    report,
    roster,
    rules,
    solve,
    sweep,
    template,
)
from braid.version import __version__

EXAMPLES = """
Examples:

  braid new

  braid solve scenarios/project-quest.yaml

  braid explain plans/project-quest --cost emergency

  braid rules show wioa_adult/adult-age
"""

app = typer.Typer(
    name="braid",
    help="Plans how a sector partnership pays for its programs from many funding streams, "
    "within the law of each.",
    epilog=EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
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


app.command("new", epilog=new.EXAMPLES)(new.new)
app.command("solve", epilog=solve.EXAMPLES)(solve.solve)
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("rank", epilog=rank.EXAMPLES)(rank.rank)
app.command("compare", epilog=compare.EXAMPLES)(compare.compare)
app.command("frontier", epilog=frontier.EXAMPLES)(frontier.frontier)
app.command("roster", epilog=roster.EXAMPLES)(roster.roster)
app.command("sweep", epilog=sweep.EXAMPLES)(sweep.sweep)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("template", epilog=template.EXAMPLES)(template.template)
app.command("audit", epilog=audit.EXAMPLES)(audit.audit)
app.add_typer(rules.app, name="rules")


def _as_written(examples: str | None) -> str:
    """Examples that the help shows on the lines on which they stand, so that they can be copied."""
    paragraphs = (examples or "").strip("\n").split("\n\n")
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in paragraphs)


for one in (*app.registered_commands, *rules.app.registered_commands):
    one.epilog = _as_written(one.epilog)
