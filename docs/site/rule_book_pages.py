"""The rule book of ``braid rules book``, cut into a page for each file of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from braid.catalog.whole import read_whole
from braid.record import record
from braid.render.book import PARTS, rule_book
from braid.render.markdown import anchor

HEADING = re.compile(r"^(#+) (.*)$")
LINK = re.compile(r"\]\(#([^)]+)\)")
CUT = {title for title, _ in PARTS.values()}
"""Sections of which each file of rules is a page; the others are one page each."""


@record
class Page:
    """A page to be: its name, its lines, and the part of the book that it stands in."""

    name: str
    part: str
    lines: list[str]


def rule_book_pages(rules: Path) -> Iterator[tuple[str, str]]:
    """Each page by its file name: the opening with the contents first."""
    library, problems = read_whole(rules)
    assert not problems, problems
    book = rule_book(library)
    pages = list(_cut(book.body))
    places = dict(_places(pages))
    yield "index.md", "\n".join([*_index(book.title, book.opening, pages)])
    for page in pages:
        text = "\n".join(page.lines)
        yield f"{page.name}.md", LINK.sub(lambda found: f"]({places[found[1]]})", text) + "\n"


def _cut(body: list[str]) -> Iterator[Page]:
    """The pages, each with its heading as title and the headings below it raised."""
    part, page, raised = "", None, 0
    for line in body:
        found = HEADING.match(line)
        level = len(found[1]) if found else 0
        if found and level == 2:
            part = found[2]
        if found and (level == 3 if part in CUT else level == 2):
            if page:
                yield page
            raised = level - 1
            name = re.search(r"\(`(\w+)`", found[2]) if level == 3 else None
            page = Page(name[1] if name else anchor(found[2]), part, [])
        elif found and level == 2:
            if page:
                yield page
            page = None
        if page:
            page.lines.append(line[raised:] if found else line)
    if page:
        yield page


def _places(pages: list[Page]) -> Iterator[tuple[str, str]]:
    """Where each anchor of the book is now."""
    names = [page.name for page in pages]
    assert len(set(names)) == len(names), "two pages of one name"
    for page in pages:
        for line in page.lines:
            found = HEADING.match(line)
            if found:
                name = anchor(found[2].replace("\\", ""))
                yield name, f"{page.name}.md" if found[1] == "#" else f"{page.name}.md#{name}"


def _index(title: str, opening: list[str], pages: list[Page]) -> Iterator[str]:
    yield from (f"# {title}", "", *opening, "")
    yield "The same book as one page to print: `braid rules book --format html --out rules.html`."
    for part in dict.fromkeys(page.part for page in pages):
        own = [page for page in pages if page.part == part]
        if part in CUT:
            yield from ("", f"## {part}", "")
            yield next(about for title, about in PARTS.values() if title == part)
            yield ""
            yield from (f"- [{page.lines[0][2:]}]({page.name}.md)" for page in own)
    yield from ("", "## Words and doubts", "")
    rest = [page for page in pages if page.part not in CUT]
    yield from (f"- [{page.part}]({page.name}.md)" for page in rest)
    yield from ("", "```{toctree}", ":hidden:", "")
    yield from (page.name for page in pages)
    yield from ("```", "")
