"""Markdown as one HTML page that stands by itself: the rule book, and what may be given to all.

markdown-it-py (rich's own) turns Markdown into HTML and escapes all text; here come the
anchors of headings, the scopes of tables and the page around them. Unlike the pages of
``braid.render.web`` these need no further library and run no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from braid.render.book import Book
from braid.render.markdown import anchor

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK = re.compile(r"[_/](?=.)")


def book_html(book: Book) -> str:
    """The book as a page without any other file."""
    parts = {"opening": book.opening, "contents": book.contents, "body": book.body}
    return page_of("book.html", book.title, parts)


def page_of(template: str, title: str, parts: Mapping[str, Sequence[str]]) -> str:
    """A page from a template of this package and, by name, the Markdown that goes into it."""
    page = Template(files("braid.render").joinpath(template).read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(title), **{name: html(lines) for name, lines in parts.items()}
    )


def html(lines: Sequence[str]) -> str:
    """Markdown as HTML; what looks like HTML in it is shown as it is written."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("code_inline", _code)
    tokens = list(_marked(reader.parse("\n".join(lines))))
    return str(reader.renderer.render(tokens, reader.options, {})).rstrip("\n")


def _marked(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with anchors at headings, scopes at heads of tables, and tables that scroll."""
    from markdown_it.token import Token

    in_body, first = False, False
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(_plain(tokens[number + 1])))
        elif token.type == "table_open":
            yield Token("frame_open", "div", 1, attrs={"class": "table"}, block=True)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type in ("tbody_open", "tbody_close"):
            in_body = token.type == "tbody_open"
        elif token.type == "tr_open":
            first = in_body
        elif token.type == "td_open" and first:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close" and first:
            token.tag, first = "th", False
        yield token
        if token.type == "table_close":
            yield Token("frame_close", "div", -1, block=True)


def _code(_: object, tokens: Sequence[Token], number: int, *more: object) -> str:
    """An id, which a narrow screen breaks behind its marks and not inside its words."""
    shown = _BREAK.sub(r"\g<0><wbr>", escape(tokens[number].content))
    return f"<code>{shown}</code>"


def _plain(inline: Token) -> str:
    """The text of a heading without its markup."""
    return "".join(part.content for part in inline.children or ())
