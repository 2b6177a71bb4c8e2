"""``braid rules stale``: which rules need another look."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Annotated

import typer

from braid.cli.options import Format, RulesFolder
from braid.cli.rules.library import library_in

EXAMPLES = """
Examples:

  braid rules stale

  braid rules stale --as-of 2028-01-01 --ahead 365
"""


def stale(
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Seen from this day, such as 2027-07-01. Default: today.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", metavar="N", min=1, max=36500, help="A review holds for N days."),
    ] = 365,
    ahead: Annotated[
        int,
        typer.Option(
            "--ahead", metavar="N", min=0, max=36500, help="Name what ends in the next N days."
        ),
    ] = 180,
    format: Format = "text",
    rules: RulesFolder = None,
) -> None:
    """Which rules need another look, the most urgent first.

    Rules that have ended or soon will; numbers that are set anew each year and lack their next
    version; then rules that nobody has compared with their source for long.
    """
    from braid.catalog.stale import coming, findings
    from braid.render.output import show
    from braid.render.stale import stale_json, stale_report
    from braid.schema.days import FIRST_YEAR, LAST_YEAR

    library = library_in(rules)
    on = as_of.date() if as_of is not None else date.today()
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise typer.BadParameter(f"give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    found = findings(library, on, days, ahead)
    if format == "json":
        sys.stdout.write(stale_json(library, found, on, days, ahead) + "\n")
    else:
        show(lambda out: stale_report(library, found, coming(library, on, days), on, out))
