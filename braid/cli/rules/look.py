"""``braid rules list``, ``show`` and ``facts``: look something up in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli import completing
from braid.cli.options import RulesFolder
from braid.cli.rules.library import known, library_in
from braid.problems import did_you_mean

if TYPE_CHECKING:
    from rich.console import Console

    from braid.catalog.whole import WholeLibrary
    from braid.schema.library import AttributesFile

LIST_EXAMPLES = """
Examples:

  braid rules list

  braid rules list --rules rules
"""
SHOW_EXAMPLES = """
Examples:

  braid rules show wioa_adult

  braid rules show wioa_adult/adult-age

  braid rules show uniform_guidance
"""
FACTS_EXAMPLES = """
Examples:

  braid rules facts city_sales_tax_fund

  braid rules facts wioa_adult pell
"""


def list_rules(rules: RulesFolder = None) -> None:
    """Streams, families and sets of rules."""
    from braid.render.output import columns, show

    library = library_in(rules)
    table = columns("Id", "~Name", "~Kind", "Rules")
    for file in library.all_files():
        kind = file.kind if file.state is None else f"{file.kind} {file.state.upper()}"
        table.add_row(file.name, file.content.name, kind, str(len(file.content.rules)))
    show(lambda out: out.print(table))


def show_rules(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A stream, family or set, or one rule of it.",
            autocompletion=completing.rule_names,
        ),
    ],
    rules: RulesFolder = None,
) -> None:
    """A stream's rules, or one rule in full: wioa_adult/adult-age.

    Also of a family or a set of rules.
    """
    from braid.render.output import show, told
    from braid.render.rules import rule_text, rules_report

    library = library_in(rules)
    home, _, rule = name.partition("/")
    file = known(library, home)
    if not rule:
        show(lambda out: rules_report(file.content, home, out, library.followed(home)))
        return
    found = {i.partition("/")[2]: r for i, r in library.rules() if i.startswith(f"{home}/")}
    if rule not in found:
        raise typer.BadParameter(f"'{home}' has no rule '{rule}'. {did_you_mean(rule, found)}")

    def draw(out: Console) -> None:
        from braid.render.facts import facts_of, facts_of_rule

        of_family = file.kind == "family"
        rule_text(name, found[rule], library.conflicts, out, of_family=of_family)
        asked = facts_of([found[rule]], _dictionary(library))
        if asked:
            out.print("Facts that it asks for:")
            told(facts_of_rule(asked), out)

    show(draw)


def facts(
    streams: Annotated[
        list[str],
        typer.Argument(
            metavar="STREAM",
            help="Streams, such as wioa_adult pell.",
            autocompletion=completing.stream_names,
        ),
    ],
    rules: RulesFolder = None,
) -> None:
    """The facts to collect for streams, and the paper that shows each.

    Of participants, programs, employers, awards and cost lines: everything that the rules of
    these streams ask for, the families and sets that they follow included.
    """
    from braid.render.facts import facts_of, facts_report
    from braid.render.output import show

    library = library_in(rules)
    homes: dict[str, None] = {}
    for name in streams:
        known(library, name)
        homes |= dict.fromkeys((name, *library.followed(name)))
    wanted = [rule for home in homes for rule in library.files[home].content.rules]
    found = facts_of(wanted, _dictionary(library))
    show(lambda out: facts_report(list(dict.fromkeys(streams)), found, out))


def _dictionary(library: WholeLibrary) -> AttributesFile:
    """The data dictionary of the library; an empty one where it cannot be read."""
    from braid.schema.library import AttributesFile

    return library.attributes or AttributesFile()
