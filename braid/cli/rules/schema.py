"""``braid rules schema``: JSON Schemas, so that editors know the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from braid.cli.options import RulesFolder, stop
from braid.cli.rules.library import OutFile, library_in, put
from braid.problems import Place, Problem

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.schema.editor import Kind


def schema(
    kind: Annotated[
        Literal[
            "rule",
            "scenario",
            "portfolio",
            "proposal",
            "sweep",
            "categories",
            "attributes",
            "conflicts",
        ],
        typer.Argument(
            metavar="KIND",
            help="rule, scenario, portfolio, proposal, sweep, categories, attributes, conflicts.",
        ),
    ] = "rule",
    out: OutFile = None,
    rules: RulesFolder = None,
) -> None:
    """The JSON Schema of rule files (or of scenarios), for editors.

    With the categories, attributes and streams of the library. An editor that has it completes
    what you write and marks mistakes; braid check finds more than it.
    """
    put(schema_text(kind, library_in(rules)), out)


def schema_text(kind: Kind, library: WholeLibrary) -> str:
    """The schema of a kind of file as it is written to a file."""
    import json

    from braid.catalog.checks.attributes import OF_FORMAT
    from braid.schema.editor import Words, editor_schema

    if library.categories is None or library.attributes is None:
        message = "There are no categories and attributes here that could be read."
        remedy = "Point --rules at a whole library: it has categories.yaml and attributes.yaml."
        stop([Problem("B310", message, remedy, Place(str(library.directory)))])
    of_format = {
        entity: {**known, **getattr(library.attributes, entity)}
        for entity, known in OF_FORMAT.items()
    }
    attributes = library.attributes.model_copy(update=of_format)
    words = Words(library.categories, attributes, tuple(library.of_kind("stream")))
    return json.dumps(editor_schema(kind, words), indent=1, ensure_ascii=False) + "\n"
