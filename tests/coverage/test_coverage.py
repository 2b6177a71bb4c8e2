"""``docs/coverage.csv`` accounts for every requirement found: encoded, or left for a reason."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from rule_library import CHECKOUT, payment_terms, proposal_ids, rule_files, rule_ids

COVERAGE = CHECKOUT / "docs" / "coverage.csv"
EXPECTED = Path(__file__).parent / "expected_ids.txt"
COLUMNS = ["dossier_id", "stream", "status", "rule", "reason"]
REASONS = ("binds-state", "outside-plan", "needs-kind", "later-stream")
ENCODED_STREAMS = frozenset({
    "wioa_adult", "wioa_dislocated_worker", "wioa_youth", "wioa_title_i", "perkins_postsecondary",
    "pell", "workforce_pell", "taa", "ma_wctf", "sc_apprentice_credit", "city_sales_tax_fund",
    "employer_contribution", "foundation_grant", "uniform_guidance",
})  # fmt: skip
ID_FORMS = {
    "federal labor streams": re.compile(r"[A-Z]{1,2}-[A-Z]+-\d\d"),
    "federal education streams": re.compile(r"(PK|PE|WP|AE)-\d\d"),
    "state, local, private and other streams": re.compile(r"[a-z]+[a-z_0-9]*(\.[a-z_0-9]+)+"),
}


def rows() -> list[dict[str, str]]:
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected() -> dict[str, tuple[int, list[str]]]:
    """Each source's ids, with the number that its heading states."""
    found: dict[str, tuple[int, list[str]]] = {}
    ids: list[str] = []
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        heading = re.fullmatch(r"\[(.+): (\d+)\]", line)
        if heading:
            ids = []
            found[heading[1]] = (int(heading[2]), ids)
        elif line and not line.startswith("#"):
            ids.append(line)
    return found


def streams(row: dict[str, str]) -> list[str]:
    return [name.strip() for name in re.split(r"[;,]", row["stream"])]


def test_the_table_has_its_five_columns_and_no_more() -> None:
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == COLUMNS
    crooked = [line for line in lines if len(line) != len(COLUMNS)]
    assert not crooked


@pytest.mark.parametrize("source", sorted(ID_FORMS))
def test_the_list_of_ids_is_whole(source: str) -> None:
    count, ids = expected()[source]
    assert len(ids) == len(set(ids)) == count
    malformed = [i for i in ids if not ID_FORMS[source].fullmatch(i)]
    assert not malformed


def test_the_sources_have_100_and_113_and_73_requirements() -> None:
    assert sorted(count for count, _ in expected().values()) == [73, 100, 113]


def test_every_id_has_exactly_one_row() -> None:
    wanted = [i for _, ids in expected().values() for i in ids]
    found = Counter(row["dossier_id"] for row in rows())
    assert [i for i in wanted if i not in found] == [], "no row"
    assert [i for i in found if i not in wanted] == [], "a row for an id that is not in the list"
    assert [i for i, count in found.items() if count > 1] == [], "more than one row"


def test_every_row_names_a_stream_and_a_status() -> None:
    bad = [
        row["dossier_id"]
        for row in rows()
        if not all(streams(row)) or row["status"] not in ("encoded", "left")
    ]
    assert not bad


def test_an_encoded_row_names_rules_or_payment_terms_that_exist() -> None:
    known = rule_ids() | payment_terms() | proposal_ids()
    bad = [
        f"{row['dossier_id']}: {name or 'no rule'}"
        for row in rows()
        if row["status"] == "encoded"
        for name in row["rule"].split(";")
        if name not in known
    ]
    assert not bad


def test_a_row_that_is_left_gives_a_reason_in_a_sentence_and_no_rule() -> None:
    reason = re.compile(rf"({'|'.join(REASONS)}): \S.*\.", re.DOTALL)
    bad = [
        f"{row['dossier_id']}: {row['rule']} {row['reason']}"
        for row in rows()
        if row["status"] == "left" and (row["rule"] or not reason.fullmatch(row["reason"]))
    ]
    assert not bad


def test_an_encoded_stream_waits_for_nothing_but_kinds() -> None:
    late = [
        row["dossier_id"]
        for row in rows()
        if row["reason"].startswith("later-stream") and ENCODED_STREAMS.intersection(streams(row))
    ]
    assert not late


def test_every_encoded_stream_has_its_file_and_every_file_its_row() -> None:
    files = set(rule_files())
    assert files >= ENCODED_STREAMS
    names = (name for row in rows() for name in row["rule"].split(";"))
    named = {re.split("[/:]", name)[0] for name in names if name}
    assert {name for name in named if name.startswith("proposal")} == {"proposal"}
    silent = files - named - {"employer_contribution"}  # its terms are the pledge letter's own
    assert not silent
