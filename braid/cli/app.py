"""The command ``braid``; its commands are each in a module of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from braid.cli.commands import Group
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
    cls=Group,
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
