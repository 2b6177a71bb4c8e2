"""``braid rules book``: all rules in one document to read."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from braid.cli.options import RulesFolder
from braid.cli.rules.library import OutFile, library_in
from braid.cli.writing import put

EXAMPLES = """
Examples:

  braid rules book --format html --out rules.html

  braid rules book --out rules.md
"""


def book(
    format: Annotated[
        Literal["md", "html"], typer.Option("--format", help="Markdown, or one HTML page.")
    ] = "md",
    out: OutFile = None,
    rules: RulesFolder = None,
) -> None:
    """All rules in one document: in plain English, with numbers, citations and doubts.

    By stream, then families, sets and overlays; then the categories of cost, and where sources
    disagree. The HTML page needs no other file.
    """
    from braid.render.book import book_markdown, rule_book

    made = rule_book(library_in(rules))
    if format == "html":
        from braid.render.page import book_html

        put(book_html(made), out)
    else:
        put(book_markdown(made), out)
