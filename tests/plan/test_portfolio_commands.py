"""What every command makes of a portfolio: less money, other readings, charges, enrolment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from braid.audit import audit_folder
from braid.catalog.inputs import Inputs
from braid.catalog.ledger import Ledger
from braid.catalog.load import load_inputs
from braid.catalog.supposed import without
from braid.comparison.frontier import frontier
from braid.plan.build import make_plan
from braid.plan.changes import what_changed
from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Plan
from braid.plan.ranking import rank
from braid.plan.right_size import right_sized
from braid.plan.tables import LATER, TABLES
from braid.problems import did_you_mean
from braid.render.frontier import frontier_report
from braid.render.output import show

CHALLENGE = Path(__file__).parents[2] / "scenarios" / "portfolios" / "challenge"
LEDGER = """cost,group,period,award,amount
hills--navigators,,2026-07-01,state_fund,2500
city--tuition,city--autumn,2026-07-01,city--hospital,8000
city--tuition,city--autumn,2026-07-01,state_fund,4000
city--tuition,city--autumn,2026-07-01,city--challenge,3000
"""


def of_state(**options: object) -> Inputs:
    inputs, problems = load_inputs(CHALLENGE / "state.yaml", **options)  # type: ignore[arg-type]
    assert inputs is not None, [str(p) for p in problems]
    return inputs


def planned(inputs: Inputs, folder: Path, **options: object) -> Plan:
    """A plan as it stands in its folder, which passes its audit."""
    plan = make_plan(inputs, unsettled=False, **options)  # type: ignore[arg-type]
    assert not write_plan(plan, folder)
    report, problems = audit_folder(folder)
    assert report is not None, problems
    assert report.passed, report.findings
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert again.summary == plan.summary
    return again


def figures(plan: Plan) -> dict[str, tuple[str, str]]:
    rows = plan.tables["partnerships"].records()
    return {row["partnership"]: (row["unfunded"], row["coverage"]) for row in rows}


def test_fairness_of_the_shipped_example_has_a_price(tmp_path: Path) -> None:
    fair = planned(of_state(), tmp_path / "fair")
    assert fair.fairness is not None
    assert fair.fairness.cost == Decimal("12450.00")
    assert figures(fair) == {
        "": ("128000.00", "0.6444"), "city": ("56000.00", "0.6888"),
        "hills": ("40000.00", "0.6000"), "lakes": ("32000.00", "0.6000"),
    }  # fmt: skip


def test_without_the_shared_money(tmp_path: Path) -> None:
    today = planned(of_state(), tmp_path / "today")
    less = planned(without(of_state(), ["state_fund"]), tmp_path / "less")
    # the city's grant waits for the State's dollars, so it goes with them
    assert figures(less)["city"] == ("150000.00", "0.1666")
    assert less.fairness is not None
    assert set(less.fairness.below) == {"city", "hills", "lakes"}
    gone = what_changed(today, less)
    assert "state_fund" in str(gone)


def test_what_each_award_is_worth() -> None:
    inputs = without(of_state(), ["lakes--yard", "hills--mill"])
    worth = {award.award: award.lost for award in rank(inputs).awards}
    assert worth.keys() == {"state_fund", "city--hospital", "city--challenge"}
    assert worth["state_fund"] > worth["city--challenge"] > 0


def test_charges_so_far_name_their_partnership(tmp_path: Path) -> None:
    table = tmp_path / "charges.csv"
    table.write_text(LEDGER)
    inputs = of_state(ledger=Ledger(str(table), "2026-09-30"))
    assert inputs.closed == 1
    plan = planned(inputs, tmp_path / "plan")
    assert plan.inputs.closed == 1
    assert plan.inputs.spent(plan.inputs.awards["state_fund"]) == 650000
    budget = {(r["award"], r["category"]): r["actual"] for r in plan.tables["budget"].rows()}
    assert budget["city--challenge", "tuition_fees"] == 300000

    table.write_text(LEDGER.replace("hills--navigators", "navigators").replace("city--h", "h"))
    _, problems = load_inputs(CHALLENGE / "state.yaml", ledger=Ledger(str(table), "2026-09-30"))
    remedies = {p.message: p.remedy for p in problems if p.severity == "error"}
    assert remedies == {
        "There is no cost line 'navigators'.":
            "Did you mean 'city--navigators', 'hills--navigators' or 'lakes--navigators'?",
        "There is no award 'hospital'.": "Did you mean 'city--hospital'?",
    }  # fmt: skip


def with_actuals(folder: Path, city: str, state: str) -> Path:
    for path in CHALLENGE.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text())
    for name, day in (("city", city), ("state", state)):
        charge = "{cost: tuition, group: autumn, period: 2026-07-01, award: hospital, amount: 100}"
        charges = f"[{charge}]" if name == "city" else "[]"
        with (folder / f"{name}.yaml").open("a") as stream:
            stream.write(f"actuals: {{as_of: {day}, charges: {charges}}}\n")
    return folder / "state.yaml"


def test_charges_in_a_partnerships_own_file(tmp_path: Path) -> None:
    inputs, problems = load_inputs(with_actuals(tmp_path, "2026-09-30", "2026-09-30"))
    assert inputs is not None, problems
    (charge,) = inputs.posted
    assert (charge.award, charge.cost) == ("city--hospital", "city--tuition")
    assert charge.group == "city--autumn"
    planned(inputs, tmp_path / "plan")


def test_one_day_for_all_charges(tmp_path: Path) -> None:
    _, problems = load_inputs(with_actuals(tmp_path, "2026-12-31", "2026-09-30"))
    (problem,) = [p for p in problems if p.severity == "error"]
    assert (problem.code, Path(problem.place.file).name) == ("B322", "city.yaml")
    assert "as_of" in problem.message


@pytest.mark.parametrize("name", ["scenario.yaml", "rules/city.yaml", "proposals/city.yaml"])
def test_a_file_where_a_plan_keeps_something_else(name: str, tmp_path: Path) -> None:
    city = tmp_path / name
    city.parent.mkdir(exist_ok=True)
    city.write_text((CHALLENGE / "city.yaml").read_text())
    state = (CHALLENGE / "state.yaml").read_text()
    named = state.replace("[city.yaml, hills.yaml, lakes.yaml]", f"[{name}]")
    (tmp_path / "state.yaml").write_text(named)
    inputs, problems = load_inputs(tmp_path / "state.yaml")
    assert inputs is None
    assert [(p.code, p.place.line) for p in problems] == [("B323", 10)]


def test_the_enrolment_that_can_be_funded(tmp_path: Path) -> None:
    inputs, enrolled = right_sized(of_state(), ["lakes--winter"])
    assert {one.group for one in enrolled} == {"city--autumn", "hills--autumn", "lakes--winter"}
    plan = planned(inputs, tmp_path / "plan", enrolment=enrolled)
    heads = {name: group.participants for name, group in plan.inputs.groups.items()}
    assert heads["lakes--winter"] == 12
    assert heads == {one.group: one.enrolled for one in enrolled}


def test_the_frontier_leaves_fairness_out(capsys: pytest.CaptureFixture[str]) -> None:
    found = frontier(of_state())
    assert found.planned is not None
    assert found.planned[1] - found.points[-1].unfunded == Decimal("12450.00")
    show(lambda out: frontier_report(found, out))
    told = " ".join(capsys.readouterr().out.split())
    assert "fairness between partnerships first" in told


@pytest.mark.parametrize("table", sorted(LATER))
def test_a_plan_from_before_a_table_was_written_still_opens(table: str, tmp_path: Path) -> None:
    scenario = CHALLENGE.parents[1] / "snap-et-college.yaml"
    inputs, problems = load_inputs(scenario)
    assert inputs is not None, problems
    folder = tmp_path / "plan"
    plan = planned(inputs, folder)
    (folder / f"{table}.csv").unlink()
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert len(again.tables[table]) == 0
    assert again.summary == plan.summary
    what_changed(again, plan)
    report, problems = audit_folder(folder)
    assert report is not None, problems
    # what the law makes of a plan is missed all the same, where there was any of it
    missing = {"refunds", "income"} & {table} if len(plan.tables[table]) else set()
    assert report.passed is not bool(missing), report.findings


@pytest.mark.parametrize("table", sorted(set(TABLES) - LATER - {"charges"}))
def test_a_table_that_plans_had_from_the_start_is_missed(table: str, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    planned(of_state(), folder)
    (folder / f"{table}.csv").unlink()
    plan, problems = read_plan(folder)
    assert plan is None
    assert [p.code for p in problems] == ["B306"]


@pytest.mark.parametrize(
    ("word", "known", "remedy"),
    [
        ("navigator", ["west--navigator", "x"], "Did you mean 'west--navigator'?"),
        ("navigator", ["b--navigator", "a--navigator"],
         "Did you mean 'a--navigator' or 'b--navigator'?"),
        ("t", [f"{p}--t" for p in "abcde"], "Did you mean 'a--t', 'b--t' or 'c--t' (or 2 more)?"),
        ("navigater", ["a-partnership-with-a-long-name--navigator"],
         "Did you mean 'a-partnership-with-a-long-name--navigator'?"),
        ("navigator", ["west--navigator", "navigators"], "Did you mean 'west--navigator'?"),
        ("Perkins", ["perkins_a", "perkins_b", "pell"],
         "Did you mean 'perkins_a' or 'perkins_b'?"),
    ],
)  # fmt: skip
def test_a_name_without_its_partnership(word: str, known: list[str], remedy: str) -> None:
    assert did_you_mean(word, known) == remedy
