"""``braid rules stale``, ``book``, ``matrix``, ``schema`` and ``list`` on a small library."""

import json
from pathlib import Path

import pytest
from small_rules import small_rules
from typer.testing import CliRunner, Result

from braid.cli.app import app


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["rules", *(str(a) for a in arguments)])


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_rules(tmp_path_factory.mktemp("library"))


def stale(rules: Path, day: str, *more: object) -> Result:
    return braid("stale", "--as-of", day, "--rules", rules, *more)


def found(rules: Path, day: str, *more: object) -> list[tuple[str, str, str]]:
    result = stale(rules, day, "--format", "json", *more)
    assert result.exit_code == 0, result.output
    return [(f["rule"], f["reason"], f["due"]) for f in json.loads(result.stdout)["findings"]]


def test_what_has_ended_comes_before_what_ends_and_what_was_not_reviewed(rules: Path) -> None:
    assert found(rules, "2026-12-01", "--days", 200) == [
        ("fund/pilot", "ended", "2026-01-01"),
        ("fund/next", "ends", "2027-01-01"),
        ("fund/adults", "review", "2026-09-18"),
        ("fund/costs", "review", "2026-09-18"),
        ("fund/need", "review", "2026-09-18"),
        ("fund/next", "review", "2026-09-18"),
        ("general/no-office", "review", "2026-09-18"),
        ("money/advice", "review", "2026-09-18"),
        ("money/tighter", "review", "2026-09-18"),
    ]


def test_a_review_counts_for_its_days_and_not_a_day_longer(rules: Path) -> None:
    reviews = [
        {name for name, reason, _ in found(rules, day, "--days", 30) if reason == "review"}
        for day in ("2026-03-31", "2026-04-01", "2026-07-01", "2026-07-02")
    ]

    assert reviews[0] == set()
    assert "fund/adults" in reviews[1]
    assert "fund/amount" not in reviews[2]
    assert "fund/amount" in reviews[3]


def test_a_number_that_is_set_each_year_is_due_a_year_after_its_last_version(rules: Path) -> None:
    assert not [f for f in found(rules, "2026-12-01") if f[0] == "fund/amount"]
    assert ("fund/amount", "number_due", "2027-07-01") in found(rules, "2027-02-01")
    assert ("fund/amount", "number", "2027-07-01") in found(rules, "2027-07-01")


def test_a_number_behind_a_derived_fact_is_due_about_a_year_after_its_last(tmp_path: Path) -> None:
    library = small_rules(tmp_path)
    versions = "[{from: 2025-01-17, value: 1, cite: a}, {from: 2026-01-15, value: 2, cite: b}]"
    number = f"{{clock: cost_date, versions: {versions}}}"
    entry = f"  line_for_one: {{type: number, means: One, derive: {{value: {number}}}}}\n"
    with (library / "attributes.yaml").open("a", encoding="utf-8") as file:
        file.write(entry)

    assert [f for f in found(library, "2027-01-15") if f[0].startswith("attributes/")] == [
        ("attributes/group.line_for_one", "number", "2027-01-15")
    ]
    assert "lacks the number for 'line for one'" in stale(library, "2027-01-15").stdout


def test_how_far_to_look_ahead_can_be_said(rules: Path) -> None:
    assert [f for f in found(rules, "2026-12-01", "--ahead", 30) if f[1] == "ends"] == []
    assert [f for f in found(rules, "2026-12-01", "--ahead", 31) if f[1] == "ends"]


def test_stale_rules_are_told_by_urgency_and_reviews_by_file(rules: Path) -> None:
    text = stale(rules, "2027-08-01").stdout

    heads = ["Wrong by now", "Not compared with the source for long"]
    assert [line for line in text.splitlines() if line in heads] == heads
    assert "fund/amount  lacks the number for 'at most'" in text
    assert "money    all 2" in text
    assert "fund     adults, costs, need" in text


def test_when_nothing_is_stale_what_comes_next_is_named(tmp_path: Path) -> None:
    library = small_rules(tmp_path)
    fund = library / "fund.yaml"
    kept = [line for line in fund.read_text().splitlines() if "until" not in line]
    fund.write_text("\n".join(kept))

    text = stale(library, "2026-12-01").stdout

    assert text == (
        "None of 7 rules needs another look on December 1, 2026.\n"
        "Next, on March 2, 2027: fund/adults not compared with its source since March 1, 2026.\n"
    )


@pytest.mark.parametrize("day", ["2026-02-30", "7/1/2026", "9999-12-31"])
def test_2_a_day_that_is_none_or_too_far_away(rules: Path, day: str) -> None:
    assert stale(rules, day).exit_code == 2


def test_the_matrix_says_yes_no_and_under_which_rules(rules: Path) -> None:
    result = braid("matrix", "--format", "csv", "--rules", rules)

    assert result.stdout.splitlines() == [
        "stream,category,allowed,rules",
        "fund,tuition,yes,fund/costs",
        "fund,books,conditional,fund/need",
        "fund,care,conditional,fund/amount",
        "fund,office,no,fund/costs general/no-office",
    ]


def test_the_matrix_can_be_read(rules: Path) -> None:
    result = braid("matrix", "fund", "--rules", rules)

    assert "fund  The fund\n  yes  tuition\n  no   office\n" in result.stdout
    assert "  books  fund/need\n" in result.stdout


@pytest.mark.parametrize("name", ["general", "fnud"])
def test_2_the_matrix_of_what_is_no_stream(rules: Path, name: str) -> None:
    assert braid("matrix", name, "--rules", rules).exit_code == 2


def test_the_book_is_written_to_a_file(rules: Path, tmp_path: Path) -> None:
    out = tmp_path / "book.html"
    result = braid("book", "--format", "html", "--out", out, "--rules", rules)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"Written to {out}.\n"
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>\n")


def test_the_book_goes_to_stdout_without_a_file(rules: Path) -> None:
    assert braid("book", "--rules", rules).stdout.startswith("# The rules of braid\n")


def test_1_a_file_that_cannot_be_written(rules: Path, tmp_path: Path) -> None:
    result = braid("book", "--out", tmp_path / "no" / "book.md", "--rules", rules)

    assert result.exit_code == 1
    assert "[B311]" in result.stderr


@pytest.mark.parametrize(
    "kind", ["rule", "scenario", "proposal", "categories", "attributes", "conflicts"]
)
def test_a_schema_has_the_words_of_the_library(rules: Path, kind: str) -> None:
    made = json.loads(braid("schema", kind, "--rules", rules).stdout)

    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    if kind in ("rule", "scenario"):
        assert made["$defs"]["Category"] == {"enum": ["tuition", "books", "care", "office"]}


def test_the_schema_is_that_of_rule_files_by_default(rules: Path) -> None:
    assert (
        braid("schema", "--rules", rules).stdout == braid("schema", "rule", "--rules", rules).stdout
    )


def test_1_a_schema_without_a_whole_library(rules: Path) -> None:
    result = braid("schema", "--rules", rules / "state")

    assert result.exit_code == 1
    assert "[B310]" in result.stderr


def test_an_overlay_is_listed_with_its_state_and_its_rules_can_be_shown(rules: Path) -> None:
    assert "money_tx  Money in Texas  overlay TX      1" in braid("list", "--rules", rules).stdout
    shown = braid("show", "money/tighter", "--rules", rules).stdout
    assert shown.startswith("money/tighter (limit)\n")
