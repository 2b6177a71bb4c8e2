"""What plan.json keeps for reports: last days, rules behind reports, whose part a cost is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from solved_plans import HERE, solved
from workbook_reader import opened

from braid.plan.folder import read_plan
from braid.plan.plan import Plan
from braid.render.workbook import made

TERMS = {
    "why": "The grant agreement says so.", "cite": "Grant agreement 4", "confidence": "assumption",
    "reviewed": "2026-11-22", "authority": "terms",
}  # fmt: skip


def plan_of(folder: Path) -> Plan:
    plan, problems = read_plan(folder)
    assert plan is not None, problems
    return plan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A partnership with an award that has every kind of last day."""
    top = tmp_path_factory.mktemp("dates")
    data = yaml.safe_load((HERE / "portfolio" / "city.yaml").read_text())
    data["groups"].append(
        {"id": "winter", "program": "welding", "participants": 10, "start": "2027-01-04"}
    )
    data["costs"].append(
        {"id": "rent", "category": "case_management", "amount": 1000.01, "basis": "space",
         "weights": {"autumn": 2, "winter": 1}, "basis_document": "Floor plan of May 2026",
         "from": "2026-07-01", "until": "2027-06-30"}
    )  # fmt: skip
    data["awards"] = [
        {"id": "mill", "name": "The mill", "stream": "employer_contribution", "amount": 51000,
         "start": "2026-07-01", "end": "2027-05-31", "rules": [
             {"id": "late", "kind": "timeline", "for": ["case_management"],
              "ends": {"days_after_end": 15}, **TERMS},
             {"id": "soon", "kind": "timeline", "liquidate_days": 90, **TERMS},
             {"id": "half", "kind": "timeline",
              "obligate": {"share": 0.5, "by": {"months": 6}}, **TERMS},
             {"id": "parts", "kind": "benefit", "for": ["case_management"], **TERMS},
         ]},
    ]  # fmt: skip
    (top / "city.yaml").write_text(yaml.safe_dump(data))
    return plan_of(solved(top / "city.yaml", top / "plan"))


def test_an_award_has_its_last_days_with_their_rules(plan: Plan) -> None:
    cited = "Grant agreement 4"
    found = [(d.what, d.day, d.categories, d.amount, d.rules, d.citation) for d in plan.deadlines]
    assert found == [
        ("obligate", "2026-12-31", (), Decimal("25500.00"), ("mill/half",), cited),
        ("end", "2027-05-31", (), None, (), ""),
        ("spend", "2027-06-15", ("case_management",), None, ("mill/late",), cited),
        ("liquidate", "2027-08-29", (), None, ("mill/soon",), cited),
    ]  # fmt: skip


def test_a_shared_cost_is_divided_by_its_basis_to_the_cent(plan: Plan) -> None:
    rent = next(a for a in plan.allocations if a.cost == "rent")
    assert (rent.basis, rent.document) == ("space", "Floor plan of May 2026")
    assert [(p.group, p.units, p.amount) for p in rent.parts] == [
        ("autumn", Decimal(2), Decimal("666.67")), ("winter", Decimal(1), Decimal("333.34")),
    ]  # fmt: skip
    assert rent.periods == ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")


def test_participants_of_each_period_share_the_cost_of_it(plan: Plan) -> None:
    coach = next(a for a in plan.allocations if a.cost == "coach")
    assert coach.amount == Decimal("30000.00") == sum(p.amount for p in coach.parts)
    # 20 people in two quarters, 10 in one or two
    assert {p.group: p.units for p in coach.parts} == {"autumn": Decimal(40), "winter": Decimal(10)}


def test_without_a_rule_on_benefit_a_shared_cost_is_divided_all_the_same(tmp_path: Path) -> None:
    plan = plan_of(solved(HERE / "portfolio" / "city.yaml", tmp_path / "plan"))
    assert not any(rule.kind == "benefit" for rule in plan.inputs.law.rules)
    (coach,) = plan.allocations
    assert coach.amount == Decimal("30000.00") == sum(p.amount for p in coach.parts)
    assert coach.basis == "participants"
    book = opened(made(tmp_path / "plan")["report.xlsx"])
    words = [
        str(v) for row in book["Cost allocation"].iter_rows(values_only=True) for v in row if v
    ]
    assert any("No rule of these awards compares" in text for text in words)
    assert {"Prepared by (name and title)", "Signature"} <= set(words)


def test_every_report_of_the_plan_has_a_filing(folder: Path) -> None:
    found = plan_of(folder)
    told = {(f.report, f.award, f.system) for f in found.filings}
    if found.filings:  # a plan made by hand has none
        for r in found.tables["reports"].rows():
            assert (r["report"], r["award"], r["system"]) in told


def test_declined_and_uncertain_awards_set_no_last_day(plans: dict[str, Path]) -> None:
    quest = plan_of(plans["project-quest"])
    assert "university_pledge" in quest.inputs.awards
    assert "university_pledge" not in {d.award for d in quest.deadlines}
