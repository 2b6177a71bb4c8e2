"""The documentation site, as far as it can be checked without building it (``make docs`` does)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from documents import blocks
from reader import CHECKOUT
from rule_book_pages import rule_book_pages

from braid.render.markdown import anchor
from braid.schema.rules import KIND_MODELS

DOCS = CHECKOUT / "docs"
SITE = DOCS / "site"
PAGES = sorted([CHECKOUT / "README.md", *DOCS.glob("*.md")])
MADE = {"rule-book/index"}
"""Pages of the navigation that are made when the site is built."""
LINK = re.compile(r"(?<!`)\]\(([^)#\s]*)#([^)\s]+)\)")


@cache
def anchors(text: str) -> frozenset[str]:
    """The anchors of a page's headings, numbered where two are the same, as GitHub does."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).replace("\\", "")
        name = anchor(words)
        times = sum(re.fullmatch(rf"{re.escape(name)}(-\d+)?", one) is not None for one in found)
        found.append(f"{name}-{times}" if times else name)
    return frozenset(found)


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_navigation_has_every_page_once() -> None:
    parts = yaml.safe_load(read(SITE / "navigation.yaml"))
    listed = [page for part in parts for page in part["pages"]]
    pages = sorted({path.stem for path in DOCS.glob("*.md")} | MADE)
    assert sorted(listed) == pages, "name new pages in docs/site/navigation.yaml"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_anchor_is_that_of_a_heading(path: Path) -> None:
    lost = [
        f"{place}#{name}"
        for place, name in LINK.findall(without_blocks(read(path)))
        if "://" not in place and name not in anchors(read(path.parent / place if place else path))
    ]
    assert not lost


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_a_page_has_one_title(path: Path) -> None:
    assert len(re.findall(r"^# ", without_blocks(read(path)), re.MULTILINE)) == 1


def test_the_rule_book_is_cut_without_losing_a_link() -> None:
    pages = dict(rule_book_pages(CHECKOUT / "rules"))
    links = re.findall(r"\]\(([\w-]+\.md)(?:#([^)]+))?\)", "\n".join(pages.values()))
    assert len(links) > 500
    assert not [
        (page, name)
        for page, name in links
        if page not in pages or (name and name not in anchors(pages[page]))
    ]
    assert "](#" not in "".join(pages.values())


def test_the_method_has_every_kind() -> None:
    said = set(re.findall(r"\w+", read(DOCS / "method.md")))
    assert not KIND_MODELS.keys() - said


def test_a_formula_is_whole() -> None:
    for block in blocks(DOCS / "method.md"):
        assert block.language == "math"
        text = "\n".join(block.lines)
        assert text.count("{") == text.count("}")
        assert text.count(r"\left") == text.count(r"\right")
