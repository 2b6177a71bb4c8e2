"""``braid rules``: what law braid has encoded, and on what ground; each command in a module."""

from __future__ import annotations

import typer

from braid.cli.rules import book, check, look, matrix, schema, stale

app = typer.Typer(help="The rules that braid has encoded.", no_args_is_help=True)
app.command("list")(look.list_rules)
app.command("show")(look.show_rules)
app.command("facts")(look.facts)
app.command("book")(book.book)
app.command("matrix")(matrix.matrix)
app.command("stale")(stale.stale)
app.command("check")(check.check)
app.command("schema")(schema.schema)
