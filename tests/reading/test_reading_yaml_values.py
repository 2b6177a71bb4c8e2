"""What a YAML file's text means, and where each value stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml

from braid.reading import Document, parse_yaml


def read(text: str) -> Document:
    document, problems = parse_yaml(text.encode(), shown_as="plan.yaml")
    assert problems == []
    assert document is not None
    return document


def value(text: str) -> Any:
    return read(f"key: {text}\n").data["key"]


def marked(document: Document, *path: str | int, key: bool = False) -> str:
    """The text under the caret, found through the place alone."""
    place = document.place(path, key=key)
    assert place.excerpt is not None
    assert place.column is not None
    return place.excerpt[place.column - 1 : place.column - 1 + place.width]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2900", "2900"),
        ("55.00", "55.00"),
        ("-1500", "-1500"),
        ("+3", "3"),
        (".5", "0.5"),
        ("0", "0"),
        ("0.1", "0.1"),
        ("1e-6", "0.000001"),
        ("350000.", "350000"),
    ],
)
def test_a_number_is_an_exact_decimal_of_its_text(text: str, number: str) -> None:
    assert value(text) == Decimal(number)
    assert isinstance(value(text), Decimal)


def test_trailing_zeros_of_a_number_are_kept() -> None:
    assert str(value("17.250")) == "17.250"


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01",
        "01-01",
        "78205-1234",
        "007",
        "02139",
        "1:30",
        "0x1F",
        "1.2.3",
        "29 USC 3102(2)",
        "de_minimis",
    ],
)
def test_dates_and_codes_stay_text(text: str) -> None:
    assert value(text) == text


def test_a_quoted_number_is_text() -> None:
    assert value('"17.258"') == "17.258"
    assert value("'12'") == "12"


@pytest.mark.parametrize("text", ["NO", "no", "yes", "on", "Off", "True", "TRUE", "y", "Null"])
def test_words_that_yaml_would_take_for_booleans_stay_words(text: str) -> None:
    assert value(text) == text


def test_only_true_and_false_are_booleans_and_only_null_is_nothing() -> None:
    assert value("true") is True
    assert value("false") is False
    assert value("null") is None
    assert value("~") is None
    assert value("") is None
    assert value("'true'") == "true"


def test_keys_are_text_even_if_they_look_like_numbers() -> None:
    assert read("2026: a\n1.50: b\ntrue: c\n").data == {"2026": "a", "1.50": "b", "true": "c"}


def test_blocks_lists_and_long_text() -> None:
    document = read("a:\n  - b: 1\n    c: [x, {y: z}]\n  - text: |\n      one\n      two\n")
    assert document.data == {
        "a": [{"b": Decimal(1), "c": ["x", {"y": "z"}]}, {"text": "one\ntwo\n"}]
    }


SCENARIO = """\
name: San Antonio
horizon: {start: 2026-07-01, end: 2028-06-30}
programs:
  - id: pct
    hours: 320
    label: "Patient care, technician"
costs:
- {id: tuition, amount: 2900}
empty:
"""


def test_every_value_and_key_has_its_line_column_and_width() -> None:
    document = read(SCENARIO)
    assert str(document.place(("name",))) == "plan.yaml:1:7"
    assert marked(document, "name") == "San Antonio"
    assert marked(document, "name", key=True) == "name"
    assert str(document.place(("horizon", "end"))) == "plan.yaml:2:35"
    assert marked(document, "horizon", "end") == "2028-06-30"
    assert str(document.place(("programs", 0, "hours"))) == "plan.yaml:5:12"
    assert str(document.place(("programs", 0, "hours"), key=True)) == "plan.yaml:5:5"
    assert marked(document, "programs", 0, "label") == '"Patient care, technician"'
    assert marked(document, "costs", 0, "amount") == "2900"


def test_the_excerpt_is_the_whole_line_as_written() -> None:
    assert read(SCENARIO).place(("costs", 0, "id")).excerpt == "- {id: tuition, amount: 2900}"


def test_a_block_is_marked_by_its_key_and_braces_are_marked_whole() -> None:
    document = read(SCENARIO)
    assert marked(document, "programs") == "programs"
    assert marked(document, "horizon") == "{start: 2026-07-01, end: 2028-06-30}"
    assert marked(document, "programs", 0) == "id"
    assert str(document.place(("programs", 0))) == "plan.yaml:4:5"


def test_a_key_without_a_value_is_marked_itself() -> None:
    assert marked(read(SCENARIO), "empty") == "empty"


def test_what_is_missing_is_placed_at_its_nearest_parent() -> None:
    document = read(SCENARIO)
    assert document.place(("horizon", "period")) == document.place(("horizon",))
    assert document.place(("horizon", "period"), key=True) == document.place(("horizon",))
    assert document.place(("costs", 0, "when", "share", 3)) == document.place(("costs", 0))
    assert document.place(("costs", 7)) == document.place(("costs",))
    assert document.place(("nothing", "here")) == document.place(())
    assert str(document.place(())) == "plan.yaml:1:1"


def test_a_value_can_be_had_as_it_is_written() -> None:
    document = read("a: 1e3\nb: +5\n")
    assert document.text(("a",)) == "1e3"
    assert document.text(("b",)) == "+5"
    assert document.text(("c",)) is None
    assert document.text(()) is None


def test_windows_line_ends_and_a_byte_order_mark_change_no_place() -> None:
    raw = b"\xef\xbb\xbf" + SCENARIO.replace("\n", "\r\n").encode()
    document, problems = parse_yaml(raw, shown_as="plan.yaml")
    assert problems == []
    assert document is not None
    assert document.data == read(SCENARIO).data
    for path in [("name",), ("horizon", "end"), ("programs", 0, "label"), ("costs", 0, "amount")]:
        assert document.place(path) == read(SCENARIO).place(path)


def test_columns_count_characters_not_bytes() -> None:
    document = read("a: {é: 🙂, b: 1}\n")
    assert str(document.place(("a", "b"))) == "plan.yaml:1:14"


def test_an_alias_stands_where_it_is_written_and_what_is_in_it_where_it_is_defined() -> None:
    document = read("a: &shared {x: 1}\nb: *shared\n")
    assert document.data["b"] == {"x": Decimal(1)}
    assert marked(document, "b") == "*shared"
    assert str(document.place(("b", "x"))) == "plan.yaml:1:16"


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(SCENARIO)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    plain = read(SCENARIO)
    assert plain.data == fast.data
    for path in [("name",), ("horizon",), ("programs", 0, "label"), ("empty",), ("costs", 0)]:
        assert plain.place(path) == fast.place(path)
        assert plain.place(path, key=True) == fast.place(path, key=True)
