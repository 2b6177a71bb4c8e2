"""Portfolios: whose money is whose, plans side by side, fairness and what it costs."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from benchmarks import new_york
from benchmarks.portfolio import HERE, files
from braid.audit import audit_folder
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.folder import write_plan
from braid.plan.plan import Plan

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SAME = ("charges", "unfunded", "groups", "awards", "reports", "pledges", "cash", "income", "rules")
HORIZON = "horizon: {start: 2026-07-01, end: 2027-06-30}\n"
CITY = """
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 20, start: 2026-09-14}]
costs:
  - {id: tuition, category: tuition_fees, per_participant: 2400, when: start}
  - {id: coach, category: case_management, amount: 30000}
awards: [{id: mill, stream: employer_contribution, amount: 21000}]
"""
WEST = """
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 10, start: 2026-10-05}]
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
  - {id: coach, category: case_management, amount: 10000}
awards: [{id: mill, stream: employer_contribution, amount: 2000}]
"""
TERMS = "authority: terms, why: Terms., cite: Letter, confidence: assumption, reviewed: 2026-11-22"


def inputs_of(path: Path) -> Inputs:
    inputs, problems = load_inputs(path)
    assert inputs is not None, problems
    return inputs


def portfolio(folder: Path, state: str, *, city: str = CITY, west: str = WEST) -> Plan:
    """The plan of two small partnerships under a state's file, audited."""
    (folder / "rural").mkdir(exist_ok=True)
    (folder / "city.yaml").write_text(f"name: City\n{HORIZON}{city}")
    (folder / "rural" / "west.yaml").write_text(f"name: West\n{HORIZON}{west}")
    text = f"name: State\n{HORIZON}partnerships: [city.yaml, rural/west.yaml]\n{state}"
    (folder / "state.yaml").write_text(text)
    plan = make_plan(inputs_of(folder / "state.yaml"), unsettled=False)
    assert plan.audit_passed, plan.audit_findings
    return plan


def fund(amount: int, more: str = "") -> str:
    return f"awards: [{{id: fund, stream: employer_contribution, amount: {amount}{more}}}]\n"


def paid(plan: Plan, award: str) -> dict[str, int]:
    """Dollars that an award pays in each partnership."""
    found: dict[str, int] = defaultdict(int)
    for (name, cost), cents in plan.tables["charges"].sums("award", "cost").items():
        if name == award:
            found[cost.partition("--")[0]] += cents
    return {name: cents // 100 for name, cents in found.items() if cents}


def covered(plan: Plan) -> dict[str, str]:
    table = plan.tables["partnerships"]
    return dict(zip(table["partnership"], map(str, table["coverage"]), strict=True))


def rows(plan: Plan, name: str, prefix: str = "") -> list[tuple[str, ...]]:
    """A table's rows up to ids."""
    found = []
    for row in plan.tables[name].records():
        values = [str(value) for value in row.values()]
        if prefix and not any(prefix in value for value in values):
            continue
        found.append(tuple(value.replace(prefix, "") if prefix else value for value in values))
    return sorted(found)


@pytest.mark.parametrize("name", ["project-quest", "small-business-consortium", "snap-et-college"])
def test_a_portfolio_of_one_is_that_partnership(name: str, tmp_path: Path) -> None:
    text = (SCENARIOS / f"{name}.yaml").read_text()
    (tmp_path / f"{name}.yaml").write_text(text)
    stated = yaml.safe_load(text)
    state = {k: stated[k] for k in ("horizon", "rules", "objective") if k in stated}
    state |= {"name": "One", "partnerships": [f"{name}.yaml"]}
    (tmp_path / "state.yaml").write_text(yaml.safe_dump(state))

    alone = make_plan(inputs_of(tmp_path / f"{name}.yaml"), unsettled=False)
    among = make_plan(inputs_of(tmp_path / "state.yaml"), unsettled=False)

    assert among.audit_passed, among.audit_findings
    assert among.summary == alone.summary
    assert [tier.value for tier in among.tiers] == [tier.value for tier in alone.tiers]
    for table in SAME:
        mine = rows(among, table)
        plain = [tuple(v.replace(f"{name}--", "") for v in row) for row in mine]
        assert sorted(plain) == rows(alone, table), table


def test_without_shared_awards_the_plans_stand_side_by_side(tmp_path: Path) -> None:
    both = portfolio(tmp_path, "")
    for name in ("city.yaml", "rural/west.yaml"):
        alone = make_plan(inputs_of(tmp_path / name), unsettled=False)
        prefix = f"{Path(name).stem}--"
        for table in ("charges", "groups", "awards", "reports", "rules"):
            assert rows(both, table, prefix) == rows(alone, table), (name, table)
        mine = both.tables["partnerships"].where("partnership", Path(name).stem).rows()[0]
        assert Decimal(mine["unfunded"]) / 100 == alone.summary.unfunded
        assert Decimal(mine["lapses"]) / 100 == alone.summary.lapses


def test_an_award_pays_where_it_may_reach(tmp_path: Path) -> None:
    state = """
awards:
  - {id: fund, stream: employer_contribution, amount: 60000}
  - {id: gift, stream: employer_contribution, amount: 5000, partnership: west}
"""
    plan = portfolio(tmp_path, state)
    assert paid(plan, "fund").keys() == {"city", "west"}
    assert paid(plan, "gift") == {"west": 5000}
    assert paid(plan, "city--mill") == {"city": 21000}

    short = portfolio(tmp_path, state.replace("60000", "6000"))
    (told,) = [e for e in short.explanations if e.cost == "city--coach"]
    said = {why.award: why.sentence for why in told.awards}
    assert said["gift"] == "The state has reserved it for the partnership west."
    assert "west--mill" not in said  # nobody expects it


def test_a_limit_per_partnership_cuts_by_who_is_paid_for(tmp_path: Path) -> None:
    most = "id: most, kind: limit, spend: all, at_most: {usd: 6000}, per: partnership"
    rule = f"{{{most}, {TERMS}}}"
    plan = portfolio(tmp_path, fund(50000, f", rules: [{rule}]"))
    assert paid(plan, "fund") == {"city": 6000, "west": 6000}
    instances = plan.tables["rules"].where("rule", "fund/most")["instance"]
    assert sorted(instances) == ["fund city", "fund west"]


def test_who_spends_in_two_partnerships_owes_one_audit(tmp_path: Path) -> None:
    board = "organizations: [{id: board, single_audit_cost: 20000}]\n"
    award = "{id: a, stream: wioa_adult, recipient: board, subaward_of: state, amount: 700000}"
    facts = """age: 30, work_authorized: true, work_authorization_verified: true,
  selective_service: registered, employment_status: unemployed, low_income: true,
  public_assistance: true, basic_skills_deficient: true, training_need_determined: true,
  veteran: true, covered_spouse: false"""
    one = f"""
programs: [{{id: p, weeks: 10, tuition_and_fees: 600000, in_demand: true,
  provider: {{organization: board, etpl: true}}}}]
groups: [{{id: g, program: p, participants: 1, start: 2026-09-14, {facts}}}]
costs: [{{id: c, category: case_management, per_participant: 600000, when: start}}]
awards: [{award}]
"""
    plan = portfolio(tmp_path, board, city=one, west=one)
    table = plan.tables["reports"]
    due = [row for row in table.rows() if row["filed_by"] == "board" and row["award"] == ""]
    assert [row["count"] for row in due if "udit" in row["report"]] == [1]
    less = one.replace("600000, when", "300000, when")
    plan = portfolio(tmp_path, board, city=one, west=less)
    assert not any("udit" in row["report"] for row in plan.tables["reports"].rows())


FEW = f"{{id: few, kind: limit, serve: {{}}, at_most: {{count: 10}}, {TERMS}}}"
NO_COACH = f"{{id: classes, kind: line, allow: [tuition_fees], {TERMS}}}"


def test_fairness_raises_the_worst_and_says_what_it_costs(tmp_path: Path) -> None:
    # ten people in all: of the city at $2,400 each, or of the west at $1,000
    terms = f", rules: [{FEW}, {NO_COACH}]"
    money = fund(50000, terms).replace("employer_contribution", "foundation_grant")
    poor = WEST.replace("amount: 2000", "amount: 1")
    least = portfolio(tmp_path, money, west=poor)
    assert paid(least, "fund") == {"city": 24000}

    fair = portfolio(tmp_path, money + "fairness: {minimum_coverage: 0.3}\n", west=poor)
    assert covered(fair)["west"] >= "0.3000"
    told = fair.fairness
    assert told is not None
    assert told.cost is not None
    assert not told.below
    assert told.minimum == Decimal("0.3")
    # 30% of $20,000 less the dollar there is: 6 people of the west for 6 of the city
    assert Decimal(8390) <= told.cost <= Decimal(8400)
    assert fair.summary.unfunded > least.summary.unfunded

    rich = CITY.replace("21000", "50000")
    state = money + "fairness: {minimum_coverage: 0.6}\n"
    short = portfolio(tmp_path, state, city=rich, west=poor)
    assert short.fairness is not None
    assert short.fairness.below == ("west",)
    assert short.fairness.missing == Decimal("1999.00")


def test_the_worst_covered_comes_first_then_the_next(tmp_path: Path) -> None:
    plan = portfolio(tmp_path, fund(30000) + "fairness: {first: largest_shortfall}\n")
    # (21,000 + 2,000 + 30,000) of 98,000 in both
    assert {v for k, v in covered(plan).items() if k} == {"0.5408"}
    west = WEST.replace("amount: 2000", "amount: 15000")
    plan = portfolio(tmp_path, fund(30000) + "fairness: {first: largest_shortfall}\n", west=west)
    assert covered(plan)["city"] == "0.6538"  # 51,000 of 78,000; the west has 75% of its own
    assert paid(plan, "fund") == {"city": 30000}


def test_the_audit_finds_money_of_another_partnership(tmp_path: Path) -> None:
    plan = portfolio(tmp_path, fund(30000))
    folder = tmp_path / "plan"
    assert not write_plan(plan, folder)
    report, problems = audit_folder(folder)
    assert report is not None, problems
    assert report.passed
    assert (folder / "inputs" / "rural" / "west.yaml").is_file()

    table = folder / "charges.csv"
    with table.open() as stream:
        charges = list(csv.DictReader(stream))
    moved = next(c for c in charges if c["award"] == "fund" and c["cost"].startswith("city"))
    swapped = next(c for c in charges if c["award"] == "west--mill")
    moved["award"], swapped["award"] = swapped["award"], moved["award"]
    with table.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, charges[0].keys())
        writer.writeheader()
        writer.writerows(charges)
    report, _ = audit_folder(folder)
    assert report is not None
    assert "award-partnership" in {finding.rule for finding in report.findings}


def test_the_shipped_portfolio_is_what_its_generator_writes() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in HERE.iterdir()}
    assert there == files()
    assert all("synthetic" in text.lower() for text in there.values())
    inputs, problems = load_inputs(HERE / "state.yaml")
    assert inputs is not None, problems
    assert len(inputs.partnerships) == 20
    assert [p for p in problems if p.severity != "note"] == []


def test_new_yorks_areas_have_parts_of_what_was_published_for_them() -> None:
    there = {p.name: p.read_text(encoding="utf-8") for p in new_york.HERE.glob("*.[ym]*")}
    assert there == new_york.files()
    assert all("synthetic" in text.lower() for text in there.values())
    table = {new_york.slug(row["area"]): int(row["adult_2004"]) for row in new_york.rows()}
    assert len(table) == 33
    assert sum(table.values()) == 56_427_786  # as the table itself says
    inputs, problems = load_inputs(new_york.HERE / "state.yaml")
    assert inputs is not None, problems
    assert [p for p in problems if p.severity != "note"] == []
    assert {m.id for m in inputs.partnerships} == set(table)
    for area in table.keys() - {"new-york-city"}:
        amount = inputs.awards[f"{area}--adult_2026"].amount
        assert amount is not None
        assert 0 <= Decimal(table[area]) / 10 - amount < 100
