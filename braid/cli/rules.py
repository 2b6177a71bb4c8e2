"""``braid rules``: what law braid has encoded, and on what ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli.options import RulesFolder, stop, talk
from braid.problems import did_you_mean

if TYPE_CHECKING:
    from braid.schema.rules import FamilyFile, RuleSetFile, StreamFile

    File = StreamFile | FamilyFile | RuleSetFile

app = typer.Typer(help="The rules that braid has encoded.", no_args_is_help=True)


@app.command("list")
def list_rules(rules: RulesFolder = None) -> None:
    """Every stream, family and set of rules, with how many rules it has."""
    from braid.render.output import columns, show

    files = _files(rules)
    table = columns("Id", "~Name", "~Kind", "Rules")
    for name, (kind, file) in files.items():
        table.add_row(name, file.name, kind, str(len(file.rules)))
    show(lambda out: out.print(table))


@app.command("show")
def show_rules(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A stream, family or set, or one rule of it.")
    ],
    rules: RulesFolder = None,
) -> None:
    """The rules of a stream, family or set, or one rule: wioa_adult, wioa_adult/adult-age."""
    from braid.render.output import show
    from braid.render.rules import rules_report

    files = _files(rules)
    home, _, rule = name.partition("/")
    if home not in files:
        raise typer.BadParameter(f"there is no '{home}'. {did_you_mean(home, files)}")
    _, file = files[home]
    ids = [r.id for r in file.rules]
    if rule and rule not in ids:
        raise typer.BadParameter(f"'{home}' has no rule '{rule}'. {did_you_mean(rule, ids)}")
    show(lambda out: rules_report(file, home, rule, out))


def _files(chosen: Path | None) -> dict[str, tuple[str, File]]:
    """Every file of the library by what it holds; problems are told, an empty library ends."""
    from braid.catalog.library import index, rules_directory
    from braid.problems import Place, Problem
    from braid.reading.yaml_reader import read_yaml
    from braid.schema.rules import FamilyFile, RuleSetFile, StreamFile
    from braid.schema.validate import validate

    models: dict[str, type[File]] = {"stream": StreamFile, "family": FamilyFile, "set": RuleSetFile}
    directory = rules_directory(chosen)
    found: dict[str, tuple[str, File]] = {}
    problems: list[Problem] = []
    for name, path in index(directory).items():
        document, more = read_yaml(path)
        problems += more
        if document is None or not isinstance(document.data, dict):
            continue
        kind = next(
            (
                k
                for k in models
                if k in document.data and (k != "family" or "stream" not in document.data)
            ),
            None,
        )
        if kind is not None:
            file, more = validate(models[kind], document)
            problems += more
            if file is not None:
                found[name] = (kind, file)
    if not found:
        place = Place(str(directory))
        problems.append(
            Problem("B310", "There are no rules here.", "Point --rules at them.", place)
        )
        stop(problems)
    if problems:
        talk(
            f"{len(problems)} problems in the rules; braid check names those that a scenario meets."
        )
    return dict(sorted(found.items()))
