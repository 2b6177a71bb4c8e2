"""``--actuals`` and ``--as-of``: a table from the ledger, named, kept and read back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from handmade_plan import EXAMPLE
from typer.testing import CliRunner, Result

from braid import load
from braid.cli.app import app
from braid.plan.folder import read_plan
from braid.problems import InputProblems

SCENARIO = str(EXAMPLE / "quest.yaml")
RULES = ("--rules", str(EXAMPLE / "rules"))
AS_OF = "2026-12-31"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def charges() -> list[dict[str, str]]:
    """The first charges that the plan makes, as a ledger would have them."""
    with Path("plans/quest/charges.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["period"] <= AS_OF]
    return [row for row in rows if row["award"] == "adult_py26" and ":" not in row["cost"]]


def ledger(name: str = "ledger.csv", less: int = 0) -> float:
    """A ledger of what the plan has until the end of the year; returns its dollars."""
    columns = ("cost", "group", "period", "award", "amount")
    rows = charges()
    rows[0]["amount"] = f"{float(rows[0]['amount']) - less:.2f}"
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return round(sum(float(row["amount"]) for row in rows), 2)


FOLDER = Path(f"plans/quest-as-of-{AS_OF}")
NAMED = ("--actuals", "ledger.csv", "--as-of", AS_OF)


@pytest.fixture
def _planned() -> None:
    assert braid("solve", SCENARIO, *RULES).exit_code == 0


@pytest.mark.usefixtures("_planned")
def test_the_rest_is_planned_beside_the_plan_and_audited_from_its_folder_alone() -> None:
    total = ledger(less=100)
    before = Path("plans/quest/plan.json").read_bytes()

    result = braid("solve", SCENARIO, *RULES, *NAMED, "--since", "plans/quest")

    assert result.exit_code == 0, result.output
    assert f"Charged up to December 31, 2026: ${total:,.2f}".removesuffix(".00") in result.stdout
    assert "What was charged up to December 31, 2026 is counted as it was" in result.stdout
    (heads,) = [line for line in result.stdout.splitlines() if "Budget to date" in line]
    assert heads.split() == [
        "Award", "Category", "Budget", "to", "date", "Actual", "Budget", "Total", "Difference",
    ]  # fmt: skip
    assert f"--actuals ledger.csv --as-of {AS_OF} --since {FOLDER}" in result.stdout
    assert Path("plans/quest/plan.json").read_bytes() == before
    Path("ledger.csv").unlink()
    assert braid("audit", FOLDER).exit_code == 0
    plan, _ = read_plan(FOLDER)
    assert plan is not None
    assert sum(plan.tables["budget"]["actual"]) == round(total * 100)
    stored = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8"))
    assert stored["budget"] == plan.tables["budget"].records()
    assert {"ledger/actuals.csv", "ledger/actuals.yaml"} <= set(stored["run"]["inputs"])


@pytest.mark.usefixtures("_planned")
def test_without_an_earlier_plan_the_budget_has_no_columns_of_it() -> None:
    ledger()
    result = braid("solve", SCENARIO, *RULES, *NAMED)
    (heads,) = [line for line in result.stdout.splitlines() if "Planned" in line]
    assert heads.split() == ["Award", "Category", "Actual", "Planned", "Total"]


@pytest.mark.usefixtures("_planned")
def test_the_table_replaces_what_the_scenario_says(tmp_path: Path) -> None:
    for path in EXAMPLE.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    ledger("first.csv", less=200)
    ledger()
    text = (tmp_path / "quest.yaml").read_text(encoding="utf-8")
    own = f"actuals: {{as_of: {AS_OF}, charges: first.csv}}\n"
    (tmp_path / "quest.yaml").write_text(text + own, encoding="utf-8")

    plain = load("quest.yaml", EXAMPLE / "rules")
    named = load("quest.yaml", EXAMPLE / "rules", actuals="ledger.csv", as_of=AS_OF)

    cents = [sum(charge.cents for charge in inputs.posted) for inputs in (plain, named)]
    assert cents[1] - cents[0] == 20000
    assert braid("solve", "quest.yaml", *RULES, "--out", "own").exit_code == 0
    assert Path("own/inputs/first.csv").is_file()
    assert braid("audit", "own").exit_code == 0


@pytest.mark.usefixtures("_planned")
def test_check_and_rank_take_the_table() -> None:
    total = f"${ledger():,.2f}".removesuffix(".00")
    checked = braid("check", SCENARIO, *RULES, *NAMED)
    assert checked.exit_code == 0
    assert f"{total} charged up to December 31, 2026." in checked.stdout.replace("\n", " ")
    ranked = braid("rank", SCENARIO, *RULES, *NAMED, "--format", "json")
    assert ranked.exit_code == 0
    whole = braid("rank", SCENARIO, *RULES, "--format", "json")
    assert json.loads(ranked.stdout) != json.loads(whole.stdout)


@pytest.mark.parametrize(("given", "missing"), [(NAMED[:2], "--as-of"), (NAMED[2:], "--actuals")])
@pytest.mark.parametrize("command", ["solve", "check", "rank"])
def test_the_one_needs_the_other(command: str, given: tuple[str, ...], missing: str) -> None:
    result = braid(command, SCENARIO, *RULES, *given)
    assert result.exit_code == 2
    assert f"it needs {missing} beside it" in result.stderr


def test_a_day_that_is_none_and_a_table_that_is_not_there_are_told_where_they_are_named() -> None:
    nowhere = braid("check", SCENARIO, *RULES, *NAMED)
    assert nowhere.exit_code == 1
    assert "Error: --actuals [B001]" in nowhere.stdout
    Path("ledger.csv").write_text("cost,group,period,award,amount\n,,,,\n", encoding="utf-8")
    odd = braid("check", SCENARIO, *RULES, *NAMED[:2], "--as-of", "12/31/2026")
    assert "Error: --as-of [B1" in odd.stdout
    assert "Write 2026-12-31" in odd.stdout
    inside = braid("check", SCENARIO, *RULES, *NAMED[:2], "--as-of", "2026-12-30")
    assert "Error: --as-of [B280]" in inside.stdout
    with pytest.raises(InputProblems):
        load(SCENARIO, EXAMPLE / "rules", actuals="nothing.csv", as_of=AS_OF)
