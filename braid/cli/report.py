"""``braid report``: files to hand on, made from folders of plans and the like alone."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from braid.cli import completing
from braid.cli.options import progress, stop, talk
from braid.cli.writing import write
from braid.problems import InputProblems

EXAMPLES = """
Examples:

  braid report plans/project-quest --html

  braid report plans/project-quest --xlsx --ics

  braid report plans/project-quest --xlsx --out board-meeting

  braid report sweeps/county-money --html

  braid report plans/project-quest --publish

  braid report plans/reform --html --with plans/quest-frontier --with sweeps/county-money
"""

MAKERS: Mapping[str, str] = {
    "html": "braid.render.web",
    "xlsx": "braid.render.workbook",
    "ics": "braid.render.calendar",
    "publish": "braid.render.public",
}
"""Each format with the package whose ``made(folder)`` gives its files: bytes by name.

It raises InputProblems where the folder does not hold what it needs or a library is missing.
"""

FILES: Mapping[str, str] = {"html": "report.html", "xlsx": "report.xlsx", "ics": "deadlines.ics",
                             "publish": "public/report.html"}  # fmt: skip
"""The file of each format."""


def reports_in(folder: Path) -> str:
    """The command that makes the reports again that lie in a folder; empty where none do."""
    found = [f"--{name}" for name, file in FILES.items() if (folder / file).is_file()]
    return shlex.join(["braid", "report", str(folder), *found]) if found else ""


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            show_default=False,
            help="The folder of a plan, comparison, frontier or sweep; or a frontier's JSON file.",
            autocompletion=completing.report_folders,
        ),
    ],
    html: Annotated[
        bool, typer.Option("--html", help="A page to open in a browser, offline: report.html.")
    ] = False,
    xlsx: Annotated[
        bool,
        typer.Option("--xlsx", help="A workbook whose sums are formulas, for Excel: report.xlsx."),
    ] = False,
    ics: Annotated[
        bool,
        typer.Option("--ics", help="What falls due when, for a mail program: deadlines.ics."),
    ] = False,
    publish: Annotated[
        bool,
        typer.Option(
            "--publish",
            help="What may be given to everybody, without counts below 10: public/report.html.",
        ),
    ] = False,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="DIR",
            help="Show a frontier or sweep on the page of a plan or comparison (repeat for more).",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write to another folder than DIR."),
    ] = None,
) -> None:
    """Write reports of a plan, a comparison, a frontier or a sweep, from its folder alone.

    A workbook and a calendar are made of plans alone, what may be given to everybody of plans and
    comparisons. All else is for those who may see counts of few people. Nothing is solved again.
    A report says what the folder said when it was made: after `braid solve`, make it again.

    Exit codes: 0 good, 1 problems in the input, 2 usage.
    """
    wanted = {"html": html, "xlsx": xlsx, "ics": ics, "publish": publish}
    chosen = [name for name, asked in wanted.items() if asked]
    if not chosen:
        options = ", ".join(f"--{name}" for name in MAKERS)
        raise typer.BadParameter(f"say which report to write: {options}")
    if publish and len(chosen) > 1:
        raise typer.BadParameter("it goes alone.", param_hint="--publish")
    if beside and not html:
        raise typer.BadParameter("it goes with --html.", param_hint="--with")
    try:
        with progress("Reporting") as doing:
            files: dict[str, bytes] = {}
            for name in chosen:
                doing(name)
                more = (beside,) if beside and name == "html" else ()
                files |= import_module(MAKERS[name]).made(folder, *more)
    except InputProblems as found:
        stop(found.problems)
    home = folder.parent if folder.is_file() else folder
    to = home if out is None else out
    for name, content in files.items():
        write(to / name, content, what="report", folder=True, public=publish)
        talk(f"Report written to {to / name}.")
