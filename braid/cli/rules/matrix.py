"""``braid rules matrix``: which stream may pay which kind of cost."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from braid.cli import completing
from braid.cli.options import RulesFolder
from braid.cli.rules.library import OutFile, known, library_in
from braid.cli.writing import put

EXAMPLES = """
Examples:

  braid rules matrix wioa_adult pell

  braid rules matrix --format csv --out matrix.csv
"""


def matrix(
    streams: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STREAM",
            help="Streams, such as wioa_adult pell.",
            show_default=False,
            autocompletion=completing.stream_names,
        ),
    ] = None,
    format: Annotated[
        Literal["text", "csv"], typer.Option("--format", help="How to print.")
    ] = "text",
    out: OutFile = None,
    rules: RulesFolder = None,
) -> None:
    """Which stream may pay which kind of cost: yes, no, or under which rules.

    Without streams, all of them. What is asked of everything that a stream pays, such as an age,
    is left aside, and so are the rules of single states: braid rules show STREAM has the first.
    """
    from io import StringIO

    from braid.catalog.matrix import matrix as matrix_of
    from braid.render.matrix import matrix_csv, matrix_text
    from braid.render.output import show

    library = library_in(rules)
    found = matrix_of(library)
    if streams:
        for name in streams:
            if known(library, name).kind != "stream":
                raise typer.BadParameter(f"'{name}' is no stream but a {library.files[name].kind}.")
        found = {name: found[name] for name in dict.fromkeys(streams)}
    if format == "csv":
        put(matrix_csv(found), out)
    elif out is None:
        show(lambda console: matrix_text(found, library, console))
    else:
        text = StringIO()
        show(lambda console: matrix_text(found, library, console), text)
        put(text.getvalue(), out)
