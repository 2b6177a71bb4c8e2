"""What braid refuses in a YAML file, where it points and what it says would be right."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from braid.problems import Problem
from braid.reading import Document, Limits, parse_yaml, read_yaml


def check(text: str | bytes, limits: Limits | None = None) -> tuple[Document | None, list[Problem]]:
    raw = text if isinstance(text, bytes) else text.encode()
    return parse_yaml(raw, shown_as="s.yaml", limits=limits)


def only(text: str | bytes, limits: Limits | None = None) -> Problem:
    _, problems = check(text, limits)
    assert len(problems) == 1, problems
    return problems[0]


def test_every_duplicate_key_is_reported_with_both_places() -> None:
    document, problems = check("a: 1\nb: {x: 1, x: 2}\na: 3\na: 4\n")
    assert [(p.code, str(p.place), str(p.see[0])) for p in problems] == [
        ("B011", "s.yaml:2:11", "s.yaml:2:5"),
        ("B011", "s.yaml:3:1", "s.yaml:1:1"),
        ("B011", "s.yaml:4:1", "s.yaml:1:1"),
    ]
    assert problems[1].message == "'a' is written twice here, first in line 1."
    assert document is not None
    assert document.data["a"] == Decimal(1)


def test_a_mistake_inside_a_duplicate_is_reported_too() -> None:
    _, problems = check("a: 1\na: {b: !x 1}\n")
    assert [p.code for p in problems] == ["B014", "B011"]


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "{x: 1}: y\n", "a: &k x\n*k : z\n"])
def test_a_key_must_be_a_word(text: str) -> None:
    assert only(text).code == "B012"


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 1\n: 2\n", "2:1"), ("{: 2}\n", "1:2"), (": 2\n", "1:1"), ("'': 2\n", "1:1")],
)
def test_a_colon_needs_a_key(text: str, place: str) -> None:
    problem = only(text)
    assert (problem.code, str(problem.place)) == ("B012", f"s.yaml:{place}")


def test_merge_keys_are_refused_and_named() -> None:
    document, problems = check("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n")
    assert [(p.code, str(p.place), p.place.width) for p in problems] == [("B013", "s.yaml:3:3", 2)]
    assert document is not None
    assert document.data["b"] == {"y": Decimal(2)}


@pytest.mark.parametrize("text", ["a: !!str 5\n", "a: !money 5\n", "a: !x [1]\n", "a: !q!x 5\n"])
def test_tags_are_refused(text: str) -> None:
    problem = only(text)
    assert problem.code == "B014"
    assert problem.place.line == 1


def test_an_alias_must_repeat_something_that_is_complete() -> None:
    problem = only("a: *nobody\n")
    assert (problem.code, str(problem.place)) == ("B015", "s.yaml:1:4")
    assert "repeats nothing" in problem.message
    assert "inside what it repeats" in only("a: &a [1, *a]\n").message


def test_aliases_have_a_small_budget() -> None:
    text = "a: &a 1\nb: [" + ", ".join(["*a"] * 101) + "]\n"
    assert only(text).code == "B016"
    assert check(text.replace("*a, ", "", 1))[1] == []


def test_aliases_of_aliases_cannot_explode() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert only("\n".join(lines)).code == "B016"


def test_aliases_cannot_hide_depth() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 60)]
    assert only("\n".join(lines)).code == "B017"


def test_depth_is_limited() -> None:
    assert check("[" * 39 + "]" * 39)[1] == []
    problem = only("[" * 5000)
    assert (problem.code, str(problem.place)) == ("B017", "s.yaml:1:40")


def test_the_number_of_values_is_limited() -> None:
    assert only("[1, 2, 3, 4]", Limits(nodes=4)).code == "B018"
    assert check("[1, 2, 3, 4]", Limits(nodes=5))[1] == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1_000", "1000"),
        ("1,234.50", "1234.50"),
        ("$1,000", "1000"),
        ("$5", "5"),
        ("-$1,000", "-1000"),
        ("12%", "0.12"),
        ("(500)", "-500"),
    ],
)
def test_a_number_in_dress_is_reported_with_the_number_that_is_meant(text: str, meant: str) -> None:
    document, problems = check(f"amount: {text}\n")
    assert [(p.code, str(p.place), p.place.width) for p in problems] == [
        ("B019", "s.yaml:1:9", len(text))
    ]
    assert problems[0].remedy.startswith(f"Write {meant},")
    assert document is not None
    assert document.data["amount"] == Decimal(meant)


@pytest.mark.parametrize("text", ["12,34", "1,2345", "1_00", "$", "($5", "--5", "5%%", "'1_000'"])
def test_what_is_no_number_in_dress_stays_text(text: str) -> None:
    document, problems = check(f"note: {text}\n")
    assert problems == []
    assert document is not None
    assert document.data["note"] == text.strip("'")


@pytest.mark.parametrize("text", [".inf", "-.inf", ".NaN", "+.Inf"])
def test_numbers_that_are_not_finite_are_refused(text: str) -> None:
    assert only(f"amount: {text}\n").code == "B020"


@pytest.mark.parametrize("text", ["9" * 41, "1e9999", "1e-999", "0." + "1" * 41, "9" * 5000])
def test_numbers_that_nobody_means_are_refused(text: str) -> None:
    problem = only(f"amount: {text}\n")
    assert problem.code == "B021"
    assert len(problem.message) < 120


def test_a_thousands_comma_inside_braces_is_explained() -> None:
    document, problems = check("costs:\n  - {id: a, amount: 1,000, when: start}\n")
    assert [(p.code, str(p.place)) for p in problems] == [("B043", "s.yaml:2:23")]
    assert document is not None
    assert set(document.data["costs"][0]) == {"id", "amount", "when"}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: b: c\n", "1:5", "colon followed by a space"),
        ("a: 1\n  b: 2\n", "2:4", "value of the line above is not finished"),
        ("a: 'x\nb: 2\n", "1:4", "never closed"),
        ("a: [1, 2\n", "1:4", "A '[' opens here and is never closed"),
        ("a: {b: 1, c: 2\n", "1:4", "A '{' opens here and is never closed"),
        ("a: {b: 1 c: 2}\n", "1:11", "comma or '}' is missing"),
        ("a: {b: 1\nc: 2\n", "2:2", "for the '{' of line 1"),
        ("a: 1\nb\n", "2:1", "no colon after its key"),
        ("a:\n  - 1\n - 2\n", "3:2", "does not line up"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "does not line up"),
        ("  a: 1\nb: 2\n", "2:1", "does not line up"),
        ("a: @x\n", "1:4", "cannot start with '@'"),
        ("a: *\n", "1:4", "cannot start with '*'"),
        ("a: & b\n", "1:4", "cannot start with '&'"),
        ("a: - b\n", "1:4", "list item ('- ') cannot start here"),
        ("a: 'it's'\n", "1:8", "already complete"),
        ("a: } b\n", "1:4", "not '}'"),
        ("a: |x\n  b\n", "1:5", "text block"),
        ("%YAML 3.0\n---\na: 1\n", "1:1", "not valid YAML"),
    ],
)
def test_broken_yaml_is_explained_at_its_place(
    text: str, place: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = only(text)
    assert problem.code == "B008"
    assert str(problem.place) == f"s.yaml:{place}"
    assert says in problem.message
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    without_libyaml = only(text)
    assert str(without_libyaml.place) == f"s.yaml:{place}"
    assert says in without_libyaml.message


def test_a_backslash_in_double_quotes_is_explained() -> None:
    assert "backslash" in only('a: "C:\\quest"\n').message


@pytest.mark.parametrize(
    ("text", "place"),
    [("costs:\n\t- a\n", "2:1"), ("a:\n  b: 1\n\tc: 2\n", "3:1"), ("a:\n  \tb: 1\n  c: 2", "2:3")],
)
def test_a_tab_for_indentation_is_the_classic(text: str, place: str) -> None:
    problem = only(text)
    assert (problem.code, str(problem.place)) == ("B009", f"s.yaml:{place}")
    assert "spaces" in problem.remedy


def test_what_was_found_before_broken_yaml_is_reported_too() -> None:
    document, problems = check("a: 1\na: 2\nb: [\n")
    assert document is None
    assert [p.code for p in problems] == ["B011", "B008"]


def test_a_second_document_is_refused_and_the_first_is_kept() -> None:
    document, problems = check("---\na: 1\n---\nb: 2\n")
    assert [(p.code, str(p.place)) for p in problems] == [("B010", "s.yaml:3:1")]
    assert document is not None
    assert document.data == {"a": Decimal(1)}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_is_a_problem(text: str) -> None:
    document, problems = check(text)
    assert document is None
    assert [p.code for p in problems] == ["B007"]


def test_text_that_is_not_utf8_is_shown_where_it_goes_wrong() -> None:
    problem = only("a: 1\nb: Caf\xe9\n".encode("latin-1"))
    assert (problem.code, str(problem.place)) == ("B005", "s.yaml:2:7")
    assert "0xE9" in problem.message
    assert "UTF-16" in only("a: 1\n".encode("utf-16")).message


def test_characters_that_are_not_text_are_refused() -> None:
    problem = only("a: 1\nb: x\x07\n")
    assert (problem.code, str(problem.place)) == ("B006", "s.yaml:2:5")
    assert "U+0007" in problem.message
    assert "UTF-16" in only("a\0:\0").remedy


def test_a_missing_file_suggests_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "project-quest.yaml").write_text("a: 1\n")
    document, problems = read_yaml(tmp_path / "project-qest.yaml", shown_as="project-qest.yaml")
    assert document is None
    assert [(p.code, p.remedy) for p in problems] == [
        ("B001", "Did you mean 'project-quest.yaml'?")
    ]
    _, problems = read_yaml(tmp_path / "zzz.yaml")
    assert "The folder holds: project-quest.yaml." in problems[0].remedy
    _, problems = read_yaml(tmp_path / "nowhere" / "zzz.yaml")
    assert "The folder 'nowhere' is not there either" in problems[0].remedy


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert [p.code for p in read_yaml(tmp_path)[1]] == ["B002"]


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000 + ".yaml"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    assert [p.code for p in read_yaml(tmp_path / name)[1]] == ["B003"]


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_text("a: " + "x" * 100)
    document, problems = read_yaml(file, limits=Limits(file_bytes=100))
    assert document is None
    assert [p.code for p in problems] == ["B004"]
    assert read_yaml(file, limits=Limits(file_bytes=103))[1] == []


def test_a_file_that_was_read_is_known_by_its_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1\n")
    document, _ = read_yaml(file, shown_as="a.yaml")
    assert document is not None
    (source,) = document.sources
    assert (source.path, source.shown_as) == (file, "a.yaml")
    assert source.sha256 == sha256(b"a: 1\n").hexdigest()
