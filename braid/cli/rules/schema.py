"""``braid rules schema``: JSON Schemas, so that editors know the files; their fields to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from braid.cli.options import RulesFolder, stop
from braid.cli.rules.library import OutFile, library_in
from braid.cli.writing import put
from braid.problems import Place, Problem

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.schema.editor import Kind

EXAMPLES = """
Examples:

  braid rules schema scenario --out scenario.json

  braid rules schema rule --rules rules --out rule.json

  braid rules schema scenario --format md --out scenario.md
"""


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
    format: Annotated[
        Literal["json", "md"],
        typer.Option("--format", help="For editors, or (of scenario) every field to read."),
    ] = "json",
    out: OutFile = None,
    rules: RulesFolder = None,
) -> None:
    """The JSON Schema of rule files (or of scenarios), for editors.

    With the categories, attributes and streams of the library. An editor that has it completes
    what you write and marks mistakes; braid check finds more than it.
    """
    if format == "md" and kind != "scenario":
        message = "only the fields of a scenario (with those of a portfolio) can be read as md."
        raise typer.BadParameter(message, param_hint="--format")
    library = library_in(rules)
    put(schema_text(kind, library) if format == "json" else reference_text(library), out)


def reference_text(library: WholeLibrary) -> str:
    """Every field of a scenario and a portfolio, as Markdown."""
    from braid.render.reference import scenario_reference

    return scenario_reference(_schema("scenario", library), _schema("portfolio", library))


def schema_text(kind: Kind, library: WholeLibrary) -> str:
    """The schema of a kind of file as it is written to a file."""
    import json

    return json.dumps(_schema(kind, library), indent=1, ensure_ascii=False) + "\n"


def _schema(kind: Kind, library: WholeLibrary) -> dict[str, Any]:
    from braid.catalog.checks.attributes import OF_FORMAT, known_attributes
    from braid.schema.editor import Words, editor_schema

    if library.categories is None or library.attributes is None:
        message = "There are no categories and attributes here that could be read."
        remedy = "Point --rules at a whole library: it has categories.yaml and attributes.yaml."
        stop([Problem("B310", message, remedy, Place(str(library.directory)))])
    of_format = {entity: known_attributes(library.attributes, entity) for entity in OF_FORMAT}
    attributes = library.attributes.model_copy(update=of_format)
    words = Words(library.categories, attributes, tuple(library.of_kind("stream")))
    return editor_schema(kind, words)
