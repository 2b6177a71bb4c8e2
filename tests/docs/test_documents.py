"""The comparison of what a document shows with what a command prints."""

from __future__ import annotations

import pytest
from documents import renewed, same


@pytest.mark.parametrize(
    "shown",
    [
        ("one", "two", "three"),
        ("…",),
        ("one", "…"),
        ("…", "three"),
        ("one", "…", "two", "three"),
        ("one", "t…o", "three"),
    ],
)
def test_a_shortened_output_stands_for_the_whole(shown: tuple[str, ...]) -> None:
    assert same(shown, ("one", "two", "three"))


@pytest.mark.parametrize("shown", [("one",), ("one", "…", "two"), ("two", "…"), ("One", "…"), ()])
def test_another_output_is_noticed(shown: tuple[str, ...]) -> None:
    assert not same(shown, ("one", "two", "three"))


def test_how_long_it_took_does_not_matter() -> None:
    assert same(("Written in 0.9 s.",), ("Written in 12.3 s.",))


def test_what_was_left_out_stays_left_out() -> None:
    shown = ("Cost 10", "…", "Lapses 5", "…", "Next …")
    printed = ("Cost 11", "a", "Lapses 6", "b", "c", "Next plan")
    assert renewed(shown, printed) == ("Cost 11", "…", "Lapses 6", "…", "Next …")
