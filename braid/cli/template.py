"""``braid template``: a workbook in which a scenario is filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli import completing
from braid.cli.options import RulesFolder, progress, stop, talk, tell
from braid.cli.writing import refuse_taken, write
from braid.problems import InputProblems, has_errors
from braid.suffixes import is_yaml

if TYPE_CHECKING:
    from braid.reading.document import Document

EXAMPLES = """
Examples:

  braid template --xlsx

  braid template --xlsx --stream wioa_adult --stream pell --out budget.xlsx

  braid template --xlsx scenarios/project-quest.yaml
"""
NAME = "budget.xlsx"


def template(
    scenario: Annotated[
        Path | None,
        typer.Argument(
            metavar="SCENARIO", help="A scenario file that the workbook is to hold.",
            show_default=False, autocompletion=completing.scenario_files,
        ),
    ] = None,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="A workbook for Excel or LibreOffice.")
    ] = False,
    stream: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STREAM", help="With columns for the facts that this stream asks about (repeat "
            "for more).", autocompletion=completing.stream_names,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", show_default=False,
            help=f"The workbook to write (default: the scenario's name, or {NAME}).",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
    rules: RulesFolder = None,
) -> None:  # fmt: skip
    """Write a workbook in which a scenario is filled in, for check, solve and all others.

    Without a scenario it holds a small example to write over. With one it holds everything that
    the scenario says, includes and tables put in; comments are not kept. Sheets have drop-downs
    and notes; a sheet of its own says how they are filled in.

    Exit codes: 0 written, 1 problems in the input, 2 usage.
    """
    if not xlsx:
        raise typer.BadParameter("say which kind of file to write: --xlsx")
    from braid.cli.rules.library import known, library_in
    from braid.render.template import made
    from braid.schema.portfolio import Portfolio
    from braid.schema.scenario import Scenario

    file = out or Path(NAME if scenario is None else f"{scenario.stem}.xlsx")
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(
            f"its name must end in .xlsx: {file.name}.xlsx", param_hint="--out"
        )
    refuse_taken(file, force, "--out")
    document = None if scenario is None else _document(scenario, rules)
    library = library_in(rules)
    for name in stream or ():
        known(library, name)
    portfolio = document is not None and "partnerships" in document.data
    model = Portfolio if portfolio else Scenario
    try:
        content = made(document, model, library, stream or (), file)
    except InputProblems as found:
        stop(found.problems)
    write(file, content, what="workbook")
    talk(f"Workbook written to {file}. When it is filled in: braid check {file}")
    if scenario is not None and is_yaml(scenario):
        talk(f"Comments are not in it: what stands behind a # is in {scenario} alone.")


def _document(scenario: Path, rules: Path | None) -> Document:
    """What the scenario's own file says; its mistakes end the command."""
    from braid.catalog.documents import scenario_document
    from braid.catalog.load import load_inputs

    with progress(f"Reading {scenario}"):
        inputs, problems = load_inputs(scenario, rules)
    if inputs is None or has_errors(problems):
        stop(problems)
    document, again = scenario_document(scenario)
    if document is None:
        stop(again)
    tell(problems)
    return document
