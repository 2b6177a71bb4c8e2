"""``docs/matrix.csv`` is what the rules allow, and that is what the law's notes say."""

from __future__ import annotations

import csv
import io
import os
from functools import cache

import pytest
from law_cells import law_cells, rows
from reader import CHECKOUT

from braid.catalog.matrix import matrix
from braid.catalog.whole import WholeLibrary, read_whole
from braid.render.matrix import matrix_csv

PAGE = CHECKOUT / "docs" / "matrix.csv"
Key = tuple[str, str, str]


@cache
def library() -> WholeLibrary:
    return read_whole(CHECKOUT / "rules")[0]


def differences() -> dict[Key, tuple[str, str, str]]:
    """The cells in which the library answers otherwise: both answers, and the rules that decide."""
    categories = library().categories
    assert categories is not None
    here = matrix(library())
    found = {}
    for cell in law_cells(categories):
        answer = here[cell.stream][cell.here]
        if answer.answer != cell.allowed:
            key = (cell.stream, cell.category, cell.here)
            found[key] = (cell.allowed, answer.answer, " ".join(answer.rules))
    return found


def listed() -> dict[Key, dict[str, str]]:
    return {(r["stream"], r["category"], r["here"]): r for r in rows("differences.csv")}


def test_the_matrix_of_the_docs_is_current() -> None:
    now = matrix_csv(matrix(library()))
    if os.environ.get("REWRITE_GOLDENS"):
        PAGE.write_text(now, encoding="utf-8")
        return
    shown = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert shown == now, "write it again: REWRITE_GOLDENS=1 pytest tests/docs"


def test_the_library_allows_what_the_notes_allow_or_the_difference_is_listed() -> None:
    wrong = [
        f"{','.join(key)}: the notes say {law}, the rules {here} ({rules})"
        for key, (law, here, rules) in differences().items()
        if key not in listed() or (law, here) != (listed()[key]["law"], listed()[key]["library"])
    ]
    assert not wrong, "\n".join(wrong)


def test_every_listed_difference_is_one() -> None:
    assert not listed().keys() - differences().keys()


def test_every_listed_difference_has_its_reason() -> None:
    assert not [key for key, row in listed().items() if not row["reason"].endswith(".")]


def test_the_notes_name_each_cell_once() -> None:
    cells = [(r["stream"], r["category"]) for r in rows("notes.csv")]
    assert len(cells) == len(set(cells))


@pytest.mark.parametrize("stream", sorted({r["stream"] for r in rows("notes.csv")}))
def test_the_library_has_the_streams_of_the_notes(stream: str) -> None:
    assert stream in matrix(library())


def test_every_rule_of_the_matrix_exists() -> None:
    known = {name for name, _ in library().rules()}
    named = {
        rule
        for row in csv.DictReader(io.StringIO(PAGE.read_text(encoding="utf-8")))
        for rule in row["rules"].split()
    }
    assert not named - known
