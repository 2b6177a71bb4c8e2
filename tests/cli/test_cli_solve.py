"""``braid solve``: what it prints where, what it writes, and its exit codes."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import fake_core
import pytest
from changed_plan import plan_with_more_city_money
from handmade_plan import EXAMPLE, example_plan
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.cli.solve import PRINTING
from braid.plan.folder import write_plan
from braid.problems import InputProblems, Place, Problem

SCENARIO = str(EXAMPLE / "quest.yaml")
OPTIONS = {
    "solver": "highs", "time_limit": None, "whole_people": False, "unsettled": True,
    "ahead": PRINTING, "enrolment": (),
}  # fmt: skip
RULES = ("--rules", str(EXAMPLE / "rules"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def solve(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["solve", SCENARIO, *RULES, *arguments])


def test_a_good_plan_is_printed_and_written_below_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_core.install(monkeypatch)

    result = solve()

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("San Antonio healthcare partnership\n")
    assert "braid explain plans/quest --cost backbone" in result.stdout
    assert "Plan written to plans/quest in" in result.stderr
    assert Path("plans/quest/charges.csv").is_file()
    assert calls == [OPTIONS]


def test_options_reach_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_core.install(monkeypatch)

    solve("--solver", "cbc", "--time-limit", "60", "--whole-people", "--out", "there")

    assert calls == [{**OPTIONS, "solver": "cbc", "time_limit": 60.0, "whole_people": True}]
    assert Path("there/plan.json").is_file()


def test_json_is_the_plan_s_document_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_core.install(monkeypatch)

    result = solve("--format", "json")

    assert json.loads(result.stdout) == json.loads(Path("plans/quest/plan.json").read_text())


def test_what_changed_is_told_before_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    write_plan(example_plan(), Path("plans/quest"))
    fake_core.install(monkeypatch, make=lambda inputs: plan_with_more_city_money())

    result = solve("--since", "plans/quest")

    assert result.exit_code == 0, result.output
    assert "The award city (City sales tax fund) rose by $50,000" in result.stdout
    assert result.stdout.index("What changed") < result.stdout.index("Who pays for what")


def test_changes_are_part_of_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    write_plan(example_plan(), Path("before"))
    fake_core.install(monkeypatch, make=lambda inputs: plan_with_more_city_money())

    result = solve("--since", "before", "--format", "json")

    assert json.loads(result.stdout)["changes"]["story"][0].startswith(
        "The award city (City sales tax fund) rose"
    )


def test_1_since_something_that_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_core.install(monkeypatch)

    result = solve("--since", ".")

    assert result.exit_code == 1
    assert "[B304]" in result.stderr
    assert calls == []


def test_1_problems_in_the_input_go_to_stderr_and_nothing_is_written() -> None:
    result = CliRunner().invoke(app, ["solve", "nowhere.yaml"])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Error: nowhere.yaml [B001]" in result.stderr
    assert not Path("plans").exists()


def test_1_a_folder_that_is_no_plan_is_refused_before_any_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = fake_core.install(monkeypatch)
    Path("thesis").mkdir()
    Path("thesis/one.txt").write_text("years of work")

    result = solve("--out", "thesis")

    assert result.exit_code == 1
    assert "[B302]" in result.stderr
    assert calls == []


def test_1_problems_that_the_core_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(inputs: object) -> None:
        raise InputProblems([Problem("B290", "No such solver.", "Use highs.", Place("--solver"))])

    fake_core.install(monkeypatch, make=refuse)  # type: ignore[arg-type]

    result = solve("--solver", "abacus")

    assert result.exit_code == 1
    assert "No such solver." in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--format", "xml"), ("--time-limit", "-1"), ("--time-limit", "soon"), ("--no-such",)],
)
def test_2_usage(arguments: tuple[str, ...]) -> None:
    result = solve(*arguments)

    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_3_a_plan_that_fails_its_audit_is_neither_written_nor_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_plan(example_plan(), Path("plans/quest"))
    before = Path("plans/quest/plan.json").read_bytes()
    fake_core.install(monkeypatch, audit_passed=False, audit_findings=("One cent too much.",))

    result = solve()

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "One cent too much." in result.stderr
    assert Path("plans/quest/plan.json").read_bytes() == before


def test_4_strict_when_something_is_unfunded(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_core.install(monkeypatch)

    result = solve("--strict")

    assert result.exit_code == 4
    assert Path("plans/quest/plan.json").is_file()


def test_5_stopped_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_core.install(monkeypatch, stopped="at 1 second, in the tier of overhead")

    result = solve("--strict", "--time-limit", "1")

    assert result.exit_code == 5
    assert "The search was stopped" in result.stdout


def test_warnings_about_the_input_are_told_and_kept_in_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake_core.install(monkeypatch)
    from braid.catalog import load

    warning = Problem("B299", "This is odd.", "Look.", Place("quest.yaml", 1, 1), "warning")
    real = load.load_inputs
    monkeypatch.setattr(load, "load_inputs", lambda *a, **how: (real(*a, **how)[0], (warning,)))

    result = solve()

    assert result.exit_code == 0
    assert "Warning: quest.yaml:1:1 [B299]" in result.stderr
    assert "B299,warning,quest.yaml:1:1,This is odd.,Look.\n" in (
        Path("plans/quest/problems.csv").read_text()
    )


def broken(inputs: object) -> None:
    raise ZeroDivisionError("half a person")


def test_an_internal_error_says_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from braid.cli import main

    fake_core.install(monkeypatch, make=broken)  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "argv", ["braid", "solve", SCENARIO, *RULES])

    with pytest.raises(SystemExit) as ended:
        main()

    err = capsys.readouterr().err
    assert ended.value.code == 70
    assert "has failed: ZeroDivisionError: half a person" in err
    assert "braid --debug solve" in err
    assert "report it" in err
    assert "Traceback" not in err


def test_debug_keeps_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from braid.cli import main

    fake_core.install(monkeypatch, make=broken)  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "argv", ["braid", "--debug", "solve", SCENARIO, *RULES])

    with pytest.raises(ZeroDivisionError):
        main()


def test_a_fully_funded_plan_is_good_even_when_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    summary = replace(example_plan().summary, unfunded=Decimal(0), lapses=Decimal(0))
    fake_core.install(monkeypatch, summary=summary)

    assert solve("--strict").exit_code == 0
