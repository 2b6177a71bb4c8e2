"""``braid rules``: what law braid has encoded, and on what ground; each command in a module."""

from __future__ import annotations

import typer

from braid.cli.rules import book, check, look, matrix, schema, stale

EXAMPLES = """
Examples:

  braid rules list

  braid rules show wioa_adult/adult-age

  braid rules facts wioa_adult pell
"""

app = typer.Typer(
    help="The rules that braid has encoded.", epilog=EXAMPLES, no_args_is_help=True,
    rich_markup_mode=None, add_completion=False,
)  # fmt: skip
app.command("list", epilog=look.LIST_EXAMPLES)(look.list_rules)
app.command("show", epilog=look.SHOW_EXAMPLES)(look.show_rules)
app.command("facts", epilog=look.FACTS_EXAMPLES)(look.facts)
app.command("book", epilog=book.EXAMPLES)(book.book)
app.command("matrix", epilog=matrix.EXAMPLES)(matrix.matrix)
app.command("stale", epilog=stale.EXAMPLES)(stale.stale)
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("schema", epilog=schema.EXAMPLES)(schema.schema)
