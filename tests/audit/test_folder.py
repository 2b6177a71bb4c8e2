"""Plan folders: the CSVs are the plan, and what has not their form is named by file and line."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from partnership import RULES

from braid.audit import (
    AwardRow,
    CashRow,
    Charge,
    DueRow,
    IncomeRow,
    Pledge,
    Unfunded,
    audit_folder,
    read_plan,
)
from braid.audit.charges import RefundRow

TABLES = {
    "charges.csv": "cost,group,category,period,award,stream,amount\n"
    "tuition,adults,tuition_fees,2026-07-01,pledge,employer_contribution,900.00\n",
    "unfunded.csv": "cost,group,category,period,amount,priority,reason,rule,citation\n"
    "tuition,adults,tuition_fees,2026-07-01,100.00,should,no money,,\n",
    "groups.csv": "group,program,participants,scope,name,served,completely_funded\n"
    "adults,welding,10,stream,employer_contribution,9,9\n",
    "pledges.csv": "award,pledged_award,rule,cost,group,category,period,amount\n",
    "cash.csv": "organization,period,received,paid,balance,loan\n",
    "awards.csv": "award,stream,recipient,status,used,amount,to_date,charged,given,received,left,"
    "lapses\n"
    "pledge,employer_contribution,yard,accepted,true,900.00,0.00,900.00,0.00,0.00,0.00,0.00\n"
    "gift,foundation_grant,yard,offered,false,900.00,0.00,0.00,0.00,0.00,900.00,0.00\n",
    "refunds.csv": "group,award,date,leavers,earned,returned,by_school,by_students,kept\n",
    "income.csv": "award,organization,rule,year,people,amount\n",
    "reports.csv": "report,award,system,period_start,period_end,due,count,cost,filed_by\n"
    "A form,pledge,,2026-07-01,2026-09-30,2026-10-30,1,5.00,yard\n",
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
        ("awards.csv", "900.00,0.00,900.00,", "900.00,0.00,,", "B702"),
        ("awards.csv", "received", "taken", "B703"),
        ("income.csv", "people", "persons", "B703"),
        ("reports.csv", "pledge,,2026-07-01", ",,2026-07-1", "B702"),
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


def test_money_beside_charges_is_read(folder: Path) -> None:
    rows = "pell,college,pell/fee,2026,12,60.00\ngrant,college,grant/fees,,,500.05\n"
    (folder / "income.csv").write_text(TABLES["income.csv"] + rows)
    row = "Single Audit,,,2026-07-01,2027-06-30,2028-03-31,1,20000.00,college\n"
    (folder / "reports.csv").write_text(TABLES["reports.csv"] + row)
    (folder / "plan.json").write_text('{"summary": {"cost": "900.10", "participants": 10}}')
    plan, problems = read_plan(folder)
    assert problems == ()
    assert plan is not None
    assert plan.awards == (
        AwardRow("pledge", 90000, 0, 90000, 0, 0, 0, 0),
        AwardRow("gift", 90000, 0, 0, 0, 0, 90000, 0),
    )
    assert plan.income == (
        IncomeRow("pell", "college", "pell/fee", 2026, 12, 6000),
        IncomeRow("grant", "college", "grant/fees", None, None, 50005),
    )
    days = (date(2026, 7, 1), date(2027, 6, 30), date(2028, 3, 31))
    assert plan.due == (DueRow("Single Audit", "college", *days, 1, 2000000),)
    assert plan.totals == {"cost": 90010}


@pytest.mark.parametrize("summary", ['{"cost": "900.1"}', '{"cost": 900}', "[]"])
def test_a_summary_that_is_no_dollars(folder: Path, summary: str) -> None:
    (folder / "plan.json").write_text(f'{{"summary": {summary}}}')
    plan, problems = read_plan(folder)
    assert plan is None
    assert [p.code for p in problems] == ["B707"]


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
    own = "".join(kept).replace("yard", "partnership")  # nobody else is there to receive it
    (folder / "awards.csv").write_text(own, encoding="utf-8")
    header, _ = TABLES["reports.csv"].splitlines(keepends=True)
    (folder / "reports.csv").write_text(header, encoding="utf-8")
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
    assert {f.rule for f in report.findings} == {"balance", "award-amount", "awards"}
    assert report.lines == {"awards.csv": 1, "groups.csv": 1, "unfunded.csv": 1}


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("awards.csv", "0.00,0.00,0.00,0.00\n", "0.00,0.00,0.01,0.00\n", "awards"),
        ("awards.csv", "0.00,0.00,0.00,0.00\n", "0.01,0.00,0.00,0.00\n", "transfers"),
        ("income.csv", "amount\n", "amount\npledge,yard,some/rule,,,0.01\n", "income"),
        (
            "reports.csv",
            "filed_by\n",
            "filed_by\nSingle Audit,,,2026-07-01,2027-06-30,2028-03-31,1,0.00,yard\n",
            "thresholds",
        ),
        ("groups.csv", ",9,9", ",9,8", "groups.csv"),
        ("groups.csv", "welding,10", "welding,11", "groups.csv"),
        ("unfunded.csv", "should", "may", "unfunded.csv"),
        ("plan.json", '"participants": 10', '"participants": 11', "plan.json"),
        ("plan.json", "1000.00", "1000.01", "summary"),
        ("plan.json", '"0.00"', '"0.01"', "summary"),
    ],
)
def test_an_edited_cent_of_other_money_is_found(
    whole: Path, name: str, old: str, new: str, rule: str
) -> None:
    said = '{"summary": {"cost": "1000.00", "overhead_dollars": "0.00", "participants": 10}}'
    (whole / "plan.json").write_text(said, encoding="utf-8")
    report, _ = audit_folder(whole)
    assert report is not None
    assert report.findings == ()
    text = (whole / name).read_text()
    assert text.count(old) == 1
    (whole / name).write_text(text.replace(old, new), encoding="utf-8")
    report, _ = audit_folder(whole)
    assert report is not None
    assert rule in {f.rule for f in report.findings}


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


REFUNDS = """group,award,date,leavers,earned,returned,by_school,by_students,kept
adults,pledge,2026-09-01,2.4000,0.2000,8400.00,8000.00,300.00,100.00
"""


def test_refunds_are_read_with_their_parts_in_four_digits(folder: Path) -> None:
    plan, problems = read_plan(folder)
    assert plan is not None, problems
    assert plan.refunds == ()
    table = folder / "refunds.csv"
    table.write_text(REFUNDS)
    plan, problems = read_plan(folder)
    assert plan is not None, problems
    day, leavers, earned = date(2026, 9, 1), Fraction(12, 5), Fraction(1, 5)
    cents = (840000, 800000, 30000, 10000)
    assert plan.refunds == (RefundRow("adults", "pledge", day, leavers, earned, *cents),)
    table.write_text(REFUNDS.replace("2.4000", "2.4"))
    plan, problems = read_plan(folder)
    assert plan is None
    assert [problem.code for problem in problems] == ["B702"]
