"""``braid solve --without`` and ``braid rank``: plans on less money, made, kept and compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handmade_plan import EXAMPLE
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.plan.folder import read_plan

SCENARIO = str(EXAMPLE / "quest.yaml")
RULES = ("--rules", str(EXAMPLE / "rules"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def solve(*arguments: str) -> Result:
    return braid("solve", SCENARIO, *RULES, *arguments)


def edited(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    change(data)
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")


WITHOUT_ADULT = Path("plans/quest-without-adult_py26")


def test_the_plan_says_at_its_top_what_it_leaves_out_and_the_real_plan_stays() -> None:
    solve()
    before = Path("plans/quest/plan.json").read_bytes()

    result = solve("--without", "adult_py26", "--without", "City sales tax fund")

    folder = Path("plans/quest-without-adult_py26-city")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[2] == (
        "Left out, as if they did not exist: adult_py26 (WIOA Adult PY26) and"
        " city (City sales tax fund)"
    )
    assert f"--without adult_py26 --without city --since {folder}" in result.stdout
    assert f"Plan written to {folder} in" in result.stderr
    assert json.loads((folder / "plan.json").read_text())["without"] == ["adult_py26", "city"]
    with (folder / "awards.csv").open(encoding="utf-8") as file:
        assert [row["award"] for row in csv.DictReader(file)] == ["pell", "pledge"]
    assert Path("plans/quest/plan.json").read_bytes() == before


def test_many_awards_left_out_do_not_make_an_endless_folder_name(tmp_path: Path) -> None:
    scenario = tmp_path / f"{'q' * 90}.yaml"
    for path in EXAMPLE.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "quest.yaml").rename(scenario)

    braid("solve", scenario, *RULES, "--without", "city", "--without", "pell")

    assert Path(f"plans/{'q' * 90}-without-2-awards/plan.json").is_file()


@pytest.mark.parametrize("command", ["solve", "rank"])
def test_2_an_award_that_there_is_not(command: str) -> None:
    result = braid(command, SCENARIO, *RULES, "--without", "cty")

    assert result.exit_code == 2
    assert "there is no 'cty' among the awards. Did you mean 'city'?" in result.stderr
    assert not Path("plans").exists()


def test_the_audit_needs_the_folder_alone_to_know_what_is_left_out() -> None:
    solve("--without", "adult_py26")

    assert braid("audit", WITHOUT_ADULT).exit_code == 0
    edited(WITHOUT_ADULT, lambda data: data.pop("without"))
    failed = braid("audit", WITHOUT_ADULT)

    assert failed.exit_code == 3  # of an award that exists, a report is due
    assert "report:adult_py26" in failed.stdout


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (["adult_py27"], "The plan leaves out 'adult_py27', which is no award of its scenario."),
        ("city", "What the plan supposes of its scenario cannot be read"),
        ([7], "What the plan supposes of its scenario cannot be read"),
    ],
)
def test_1_a_plan_that_does_not_say_rightly_what_it_leaves_out(said: object, message: str) -> None:
    solve("--without", "adult_py26")
    edited(WITHOUT_ADULT, lambda data: data.update(without=said))

    audited, explained = braid("audit", WITHOUT_ADULT), braid("explain", WITHOUT_ADULT)

    assert (audited.exit_code, explained.exit_code) == (1, 1)
    assert "[B705]" in audited.stderr
    assert message in audited.stderr
    assert "[B305]" in explained.stderr


def test_a_plan_from_before_there_were_awards_left_out_is_still_read() -> None:
    solve()
    edited(Path("plans/quest"), lambda data: [data.pop("without"), data.pop("outlook")])

    plan, problems = read_plan(Path("plans/quest"))

    assert problems == ()
    assert plan is not None
    assert plan.without == ()
    assert plan.outlook is None


def test_what_is_left_out_is_told_as_a_change_both_ways() -> None:
    solve()

    out = solve("--without", "adult_py26", "--since", "plans/quest").stdout
    back = solve("--since", str(WITHOUT_ADULT)).stdout

    def told(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines()[2:4]]

    name = "The award adult_py26 (WIOA Adult PY26)"
    assert told(out)[0] == f"{name} is left out (--without)."
    assert told(back)[0] == f"{name} counts again."
    # its rules came and went with it, which needs no further word
    assert "The rule" not in out + back
    assert " unfunded" in told(out)[1]


def test_explain_knows_what_was_left_out() -> None:
    solve("--without", "adult_py26")

    result = braid("explain", WITHOUT_ADULT, "--award", "WIOA Adult PY26")

    assert result.exit_code == 2
    assert "the plan was made as if 'adult_py26' did not exist." in result.stderr


def test_rank_says_of_each_award_what_solve_without_it_says() -> None:
    solve()
    now = json.loads(Path("plans/quest/plan.json").read_text())["summary"]["unfunded"]

    result = braid("rank", SCENARIO, *RULES, "--format", "json")

    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert [a["award"] for a in data["awards"]] == ["city", "adult_py26", "pledge", "pell"]
    for award in data["awards"]:
        if award["award"] == "pledge":
            assert award["without"]["unfunded"] == now
            continue
        solve("--without", award["award"], "--out", "other")
        summary = json.loads(Path("other/plan.json").read_text())["summary"]
        assert award["with"]["unfunded"] == now
        assert award["without"]["unfunded"] == summary["unfunded"]
        assert award["without"]["completely_funded"] == summary["completely_funded"]


def test_rank_writes_nothing_and_keeps_its_remarks_from_the_result() -> None:
    text, table = (braid("rank", SCENARIO, *RULES, "--format", f) for f in ("text", "csv"))

    assert text.stdout.startswith("San Antonio healthcare partnership: what each award is worth\n")
    assert table.stdout.startswith("award,stream,status,probability,money,lost,")
    assert len(table.stdout.splitlines()) == 5
    assert "[B241]" in text.stderr
    assert not Path("plans").exists()


def test_rank_on_less_money_says_so() -> None:
    result = braid("rank", SCENARIO, *RULES, "--without", "city")

    assert result.stdout.splitlines()[1] == "Left out, as if they did not exist: city"
    assert "adult_py26" in result.stdout


def test_rank_by_stream_of_some_awards_in_dollars_alone() -> None:
    some = ("--award", "city", "--award", "pledge", "--by", "stream", "--quick")
    result = braid("rank", SCENARIO, *RULES, *some, "--format", "json")

    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert [(a["award"], a["count"]) for a in data["awards"]] == [("city_sales_tax_fund", 1)]
    assert data["unranked"] == ["pledge"]
    assert data["quick"] is True


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--award", "citty"), "city"),
        (("--shared",), "no portfolio"),
        (("--by", "partnership"), "stream"),
    ],
)
def test_2_rank_of_what_there_is_not(more: tuple[str, ...], said: str) -> None:
    result = braid("rank", SCENARIO, *RULES, *more)
    assert result.exit_code == 2
    assert said in result.output


def test_1_rank_of_a_scenario_that_is_not_there() -> None:
    result = braid("rank", "nowhere.yaml")

    assert result.exit_code == 1
    assert "Error: nowhere.yaml [B001]" in result.stderr


def test_1_rank_by_a_solver_that_is_not_there() -> None:
    result = braid("rank", SCENARIO, *RULES, "--solver", "abacus")

    assert result.exit_code == 1
    assert "[B401]" in result.stderr


def test_3_rank_when_a_plan_fails_its_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from braid.plan import ranking

    real = ranking.make_plan
    broken = {"audit_passed": False, "audit_findings": ("One cent too much.",)}
    monkeypatch.setattr(ranking, "make_plan", lambda *a, **how: replace(real(*a, **how), **broken))

    result = braid("rank", SCENARIO, *RULES)

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "so nothing is said of any award:" in result.stderr
    assert "One cent too much." in result.stderr


def test_5_rank_stopped_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from braid.plan import ranking

    real, limit = ranking.make_plan, "A limit was reached before the search was done."
    monkeypatch.setattr(
        ranking, "make_plan", lambda *a, **how: replace(real(*a, **how), stopped=limit)
    )

    result = braid("rank", SCENARIO, *RULES, "--time-limit", "1")

    assert result.exit_code == 5
    assert f"A search was stopped: {limit}" in result.stdout
