"""``braid rules``: what law braid has encoded, and on what ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli.options import RulesFolder, stop, talk
from braid.problems import did_you_mean

if TYPE_CHECKING:
    from rich.console import Console

    from braid.schema.library import AttributesFile, FamilyFile, RuleSetFile, StreamFile

    File = StreamFile | FamilyFile | RuleSetFile

app = typer.Typer(help="The rules that braid has encoded.", no_args_is_help=True)


@app.command("list")
def list_rules(rules: RulesFolder = None) -> None:
    """Streams, families and sets of rules."""
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
    """A stream's rules, or one rule in full: wioa_adult/adult-age.

    Also of a family or a set of rules.
    """
    from braid.render.output import show, told
    from braid.render.rules import rule_text, rules_report

    files = _files(rules)
    home, _, rule = name.partition("/")
    file = _known(files, home)[1]
    if not rule:
        show(lambda out: rules_report(file, home, out, _followed(files, home)))
        return
    ids = [r.id for r in file.rules]
    if rule not in ids:
        raise typer.BadParameter(f"'{home}' has no rule '{rule}'. {did_you_mean(rule, ids)}")

    def draw(out: Console) -> None:
        from braid.render.facts import facts_of, facts_of_rule

        one = file.rules[ids.index(rule)]
        rule_text(name, one, out)
        asked = facts_of([one], _dictionary(rules))
        if asked:
            out.print("Facts that it asks for:")
            told(facts_of_rule(asked), out)

    show(draw)


@app.command("facts")
def facts(
    streams: Annotated[
        list[str], typer.Argument(metavar="STREAM", help="Streams, such as wioa_adult pell.")
    ],
    rules: RulesFolder = None,
) -> None:
    """The facts to collect for streams, and the paper that shows each.

    Of participants, programs, employers, awards and cost lines: everything that the rules of
    these streams ask for, the families and sets that they follow included.
    """
    from braid.render.facts import facts_of, facts_report
    from braid.render.output import show

    files = _files(rules)
    homes: dict[str, None] = {}
    for name in streams:
        _known(files, name)
        homes |= dict.fromkeys((name, *_followed(files, name)))
    wanted = [rule for home in homes for rule in files[home][1].rules]
    found = facts_of(wanted, _dictionary(rules))
    show(lambda out: facts_report(list(dict.fromkeys(streams)), found, out))


def _known(files: dict[str, tuple[str, File]], name: str) -> tuple[str, File]:
    if name not in files:
        raise typer.BadParameter(f"there is no '{name}'. {did_you_mean(name, files)}")
    return files[name]


def _followed(files: dict[str, tuple[str, File]], name: str) -> tuple[str, ...]:
    """The family and the sets whose rules hold for a stream or family as well, in order."""
    file = files[name][1]
    family = getattr(file, "family", None)
    above = [family] if family in files and family != name else []
    above += [n for n in getattr(file, "follows", ()) if n in files]
    return tuple(dict.fromkeys([*above, *(n for a in above for n in _followed(files, a))]))


def _dictionary(chosen: Path | None) -> AttributesFile:
    """The data dictionary of the library; an empty one where it cannot be read."""
    from braid.catalog.library import rules_directory
    from braid.reading.yaml_reader import read_yaml
    from braid.schema.library import AttributesFile
    from braid.schema.validate import validate

    document, _ = read_yaml(rules_directory(chosen) / "attributes.yaml")
    file = validate(AttributesFile, document)[0] if document is not None else None
    return file or AttributesFile()


def _files(chosen: Path | None) -> dict[str, tuple[str, File]]:
    """Every file of the library by what it holds; problems are told, an empty library ends."""
    from braid.catalog.library import index, rules_directory
    from braid.problems import Place, Problem
    from braid.reading.yaml_reader import read_yaml
    from braid.render.words import plural
    from braid.schema.library import FamilyFile, RuleSetFile, StreamFile
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
        count = plural(len(problems), "problem")
        talk(f"{count} in the rules; braid check names those that a scenario meets.")
    return dict(sorted(found.items()))
