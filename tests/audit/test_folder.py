"""Plan folders: the CSVs are the plan, and what has not their form is named by file and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from partnership import RULES

from braid.audit import CashRow, Charge, Pledge, Unfunded, audit_folder, read_plan

TABLES = {
    "charges.csv": "cost,group,category,period,award,stream,amount\n"
    "tuition,adults,tuition_fees,2026-07-01,pledge,employer_contribution,900.00\n",
    "unfunded.csv": "cost,group,category,period,amount,priority,reason,rule,citation\n"
    "tuition,adults,tuition_fees,2026-07-01,100.00,should,no money,,\n",
    "groups.csv": "group,program,participants,scope,name,served,completely_funded\n"
    "adults,welding,10,stream,employer_contribution,9,9\n",
    "pledges.csv": "award,pledged_award,rule,cost,group,category,period,amount\n",
    "cash.csv": "organization,period,received,paid,balance,loan\n",
    "awards.csv": "award,stream,recipient,status,used,amount\n"
    "pledge,employer_contribution,yard,accepted,true,900.00\n"
    "gift,foundation_grant,yard,offered,false,900.00\n",
}
SCENARIO = """
name: Welding
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
programs:
  - {id: welding, weeks: 12}
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: start}
awards:
  - {id: pledge, stream: employer_contribution, amount: 900}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_plan_is_read_as_it_is_written(folder: Path) -> None:
    plan, problems = read_plan(folder)
    assert problems == ()
    assert plan is not None
    july = date(2026, 7, 1)
    assert plan.charges == (
        Charge("tuition", "adults", "tuition_fees", july, "pledge", "employer_contribution", 90000),
    )
    assert plan.unfunded == (Unfunded("tuition", "adults", "tuition_fees", july, 10000),)
    assert plan.served == {("adults", "stream", "employer_contribution"): 9}
    assert plan.declined == {"gift"}
    assert plan.pledges == ()


def test_cash_is_read_with_its_signs(folder: Path) -> None:
    row = "yard,2026-07-01,0.00,900.50,-400.50,400.50\n"
    (folder / "cash.csv").write_text(TABLES["cash.csv"] + row)
    plan, problems = read_plan(folder)
    assert problems == ()
    assert plan is not None
    assert plan.cash == (CashRow("yard", date(2026, 7, 1), 0, 90050, -40050, 40050),)


def test_pledges_are_of_charges_or_in_kind(folder: Path) -> None:
    rows = "pledge,gift,gifts/half,tuition,adults,tuition_fees,2026-07-01,1.00\n"
    rows += "pledge,gift,gifts/half,,,,,2.00\n"
    (folder / "pledges.csv").write_text(TABLES["pledges.csv"] + rows)
    plan, problems = read_plan(folder)
    assert problems == ()
    assert plan is not None
    named, july = ("pledge", "gift", "gifts/half"), date(2026, 7, 1)
    assert plan.pledges == (
        Pledge(*named, "tuition", "adults", "tuition_fees", july, 100),
        Pledge(*named, "", "", "", None, 200),
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("charges.csv", "900.00", "900", "B702"),
        ("charges.csv", "900.00", "900.000", "B702"),
        ("charges.csv", "900.00", "9e2", "B702"),
        ("charges.csv", "900.00", "0900.00", "B702"),
        ("charges.csv", "2026-07-01", "20260701", "B702"),
        ("charges.csv", "2026-07-01", "2026-07-32", "B702"),
        ("charges.csv", "employer_contribution,900.00", "900.00", "B702"),
        ("charges.csv", "stream,amount", "stream,dollars", "B703"),
        ("groups.csv", ",9,9", ",9.5,9", "B702"),
        ("groups.csv", ",stream,", ",family,", "B702"),
        ("awards.csv", "true", "yes", "B702"),
        ("pledges.csv", "rule", "law", "B703"),
        ("cash.csv", "loan", "debt", "B703"),
    ],
)
def test_a_value_without_the_form_of_its_column(
    folder: Path, name: str, old: str, new: str, code: str
) -> None:
    (folder / name).write_text(TABLES[name].replace(old, new), encoding="utf-8")
    plan, problems = read_plan(folder)
    assert plan is None
    assert [p.code for p in problems] == [code]
    assert problems[0].place.file == str(folder / name)
    assert problems[0].place.line == (1 if code == "B703" else 2)


def test_a_missing_table_is_a_problem(folder: Path) -> None:
    (folder / "unfunded.csv").unlink()
    plan, problems = read_plan(folder)
    assert plan is None
    assert [p.code for p in problems] == ["B701"]


@pytest.fixture
def whole(folder: Path) -> Path:
    (folder / "inputs").mkdir()
    (folder / "inputs" / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    shutil.copytree(RULES, folder / "inputs" / "rules")
    (folder / "awards.csv").write_text(TABLES["awards.csv"].replace("gift", "pledge"))
    kept = TABLES["awards.csv"].splitlines(keepends=True)[:2]
    (folder / "awards.csv").write_text("".join(kept), encoding="utf-8")
    return folder


def test_a_folder_is_audited_with_nothing_else(whole: Path) -> None:
    report, problems = audit_folder(whole)
    assert [p for p in problems if p.severity == "error"] == []
    assert report is not None
    assert report.findings == ()


def test_a_hand_edited_cent_is_found(whole: Path) -> None:
    text = TABLES["charges.csv"].replace("900.00", "900.01")
    (whole / "charges.csv").write_text(text, encoding="utf-8")
    report, _ = audit_folder(whole)
    assert report is not None
    assert {f.rule for f in report.findings} == {"balance", "award-amount"}


def test_an_edited_table_of_cash_is_found(whole: Path) -> None:
    row = "yard,2026-07-01,0.00,900.00,0.00,0.00\n"
    (whole / "cash.csv").write_text(TABLES["cash.csv"] + row, encoding="utf-8")
    report, _ = audit_folder(whole)
    assert report is not None
    assert {f.rule for f in report.findings} == {"cash"}


def test_a_pledge_that_nobody_asked_for_is_found(whole: Path) -> None:
    row = "pledge,pledge,nobody/asks,tuition,adults,tuition_fees,2026-07-01,1.00\n"
    (whole / "pledges.csv").write_text(TABLES["pledges.csv"] + row, encoding="utf-8")
    report, _ = audit_folder(whole)
    assert report is not None
    assert {f.rule for f in report.findings} == {"pledges"}
