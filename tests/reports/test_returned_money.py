"""What goes back when some leave, what schools have from grants: sheet and page agree."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from solved_plans import ROOT, solved
from workbook_reader import cents, opened

sys.path.insert(0, str(ROOT / "tests" / "web"))

from page_reader import Page, dollars

from braid.plan.folder import read_plan
from braid.plan.plan import Plan
from braid.render.web import made as page_made
from braid.render.workbook import made


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, of which a third of the nursing students leave half way."""
    top = tmp_path_factory.mktemp("leaving")
    text = (ROOT / "scenarios" / "project-quest.yaml").read_text(encoding="utf-8")
    (top / "scenario.yaml").write_text(with_leavers(text), encoding="utf-8")
    return solved(top / "scenario.yaml", top / "plan")


def with_leavers(text: str) -> str:
    """A scenario in which those of a group who do not complete leave early."""
    place = "  - {id: nursing_2026, program: nursing, participants: 30,"
    assert text.count(place) == 1
    return text.replace(place, f"{place} withdraw_at: 0.3,")


@pytest.fixture(scope="module")
def plan(leaving: Path) -> Plan:
    found, problems = read_plan(leaving)
    assert found is not None, problems
    assert len(found.tables["refunds"]) > 0 < len(found.tables["income"])
    return found


def test_the_sheet_has_both_tables_to_the_cent(leaving: Path, plan: Plan) -> None:
    sheet = opened(made(leaving)["report.xlsx"])["Refunds and income"]
    totals = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
    for at, part in enumerate(("returned", "by_school", "by_students", "kept"), 5):
        assert cents(totals["All refunds"][at]) == sum(plan.tables["refunds"][part])
    assert cents(totals["All income"][5]) == sum(plan.tables["income"]["cents"])


def test_the_page_has_them_too(leaving: Path, plan: Plan) -> None:
    page = Page(page_made(leaving)["report.html"])
    for row, told in zip(plan.tables["refunds"].rows(), page.table("t-refunds"), strict=True):
        amounts = [Decimal(row[p]) / 100 for p in ("returned", "by_school", "by_students", "kept")]
        assert [dollars(text) for text in told[4:]] == amounts
    income = [dollars(row[-1]) * 100 for row in page.table("t-income")]
    assert income == plan.tables["income"]["cents"]
