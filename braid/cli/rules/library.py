"""What the commands on rules share: the whole library, and where a document goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli.options import progress, stop, talk
from braid.problems import Place, Problem, did_you_mean

if TYPE_CHECKING:
    from braid.catalog.whole import RuleFile, WholeLibrary

OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write it to a file.", show_default=False),
]


def library_in(chosen: Path | None) -> WholeLibrary:
    """The whole library; problems are told, an empty one ends the command."""
    from braid.catalog.library import rules_directory
    from braid.catalog.whole import read_whole
    from braid.render.words import plural

    directory = rules_directory(chosen)
    with progress("Reading the rules"):
        library, problems = read_whole(directory)
    if not library.files:
        remedy, place = "Point --rules at them.", Place(str(directory))
        stop([*problems, Problem("B310", "There are no rules here.", remedy, place)])
    if problems:
        count = plural(len(problems), "problem")
        talk(f"{count} in the rules: braid rules check {directory}")
    return library


def known(library: WholeLibrary, name: str) -> RuleFile:
    """The stream, family or set of this name; the nearest one is named if there is none."""
    if name not in library.files:
        raise typer.BadParameter(f"there is no '{name}'. {did_you_mean(name, library.files)}")
    return library.files[name]
