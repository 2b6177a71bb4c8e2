"""The pages of the site as Sphinx reads them: README.md, docs/*.md and the rule book.

The pages of the repository are plain Markdown that GitHub renders too. Here they are copied to a
folder of their own, and what only a site has is added: the navigation, captions of files, and
the pages that are made from the rules. Run as ``python docs/site/site_pages.py FOLDER``.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rule_book_pages import rule_book_pages

SITE = Path(__file__).resolve().parent
DOCS = SITE.parent
CHECKOUT = DOCS.parent
FILES = ("*.csv",)
"""What pages of ``docs/`` link to, besides one another."""
SAVED = re.compile(r"^```(yaml|csv) (\S+)$", re.MULTILINE)
OUTSIDE = re.compile(r"\]\(\.\./((?!README\.md|index\.md)[^)#\s]+)\)")
LEXERS = {"csv": "text"}


def navigation() -> list[dict[str, Any]]:
    """The parts of the site in order, each with its title and pages."""
    parts: list[dict[str, Any]] = yaml.safe_load((SITE / "navigation.yaml").read_text("utf-8"))
    return parts


def write_pages(folder: Path) -> None:
    """All pages in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    for path in sorted(DOCS.glob("*.md")):
        text = _as_page(path.read_text(encoding="utf-8"))
        _take_along(OUTSIDE.findall(text), folder)
        (folder / "docs" / path.name).write_text(text, encoding="utf-8")
    for pattern in FILES:
        for path in DOCS.glob(pattern):
            shutil.copy(path, folder / "docs")
    _take_along(["LICENSE"], folder)
    start = _as_page((CHECKOUT / "README.md").read_text(encoding="utf-8"))
    (folder / "index.md").write_text(start + "\n".join(_trees()), encoding="utf-8")
    book = folder / "docs" / "rule-book"
    book.mkdir()
    for name, text in rule_book_pages(CHECKOUT / "rules"):
        (book / name).write_text(text, encoding="utf-8")


def _take_along(names: list[str], folder: Path) -> None:
    """Files of the checkout that a page links to."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, folder / name)


def _as_page(text: str) -> str:
    """A page as the site has it: the start is index.md, a file to save has its name above it."""

    def captioned(found: re.Match[str]) -> str:
        language = LEXERS.get(found[1], found[1])
        return f"```{{code-block}} {language}\n:caption: {found[2]}\n"

    return SAVED.sub(captioned, text.replace("](../README.md", "](../index.md"))


def _trees() -> Iterator[str]:
    """The navigation as Sphinx wants it, at the end of the first page."""
    for part in navigation():
        yield ""
        yield "```{toctree}"
        yield ":hidden:"
        yield f":caption: {part['title']}"
        yield ""
        yield from (f"docs/{page}" for page in part["pages"])
        yield "```"
    yield ""


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
