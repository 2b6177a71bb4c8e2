"""The plan as a finance lead reads it. To renew a golden after looking at it:

PYTHONPATH=.:tests/plan_folder python tests/render/test_console_report.py
"""

import io
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from handmade_plan import example_plan

from braid.plan.plan import Plan, Tables, tidy
from braid.render.console import next_commands, plan_report
from braid.render.explain import explain_award, explain_cost, explain_plan, explain_rule
from braid.render.output import console, show

GOLDEN = Path(__file__).parent / "golden"
REPORTS = {
    "plan-100": (100, plan_report),
    "plan-80": (80, plan_report),
    "explain-plan": (100, lambda plan, out: explain_plan(plan, out)),
    "explain-cost": (100, lambda plan, out: explain_cost(plan, "child_care", out)),
    "explain-award": (80, lambda plan, out: explain_award(plan, "adult_py26", out)),
    "explain-rule": (
        100,
        lambda plan, out: explain_rule(plan, "wioa_adult/support-cap", out),
    ),
}


def printed(name: str) -> str:
    width, draw = REPORTS[name]
    file = io.StringIO()
    show(lambda out: draw(example_plan(), out), file, width)
    return file.getvalue()


def report(plan: Plan, width: int = 100) -> str:
    file = io.StringIO()
    show(lambda out: plan_report(plan, out), file, width)
    return file.getvalue()


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_reads_as_agreed(name: str) -> None:
    assert printed(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 100])
def test_it_fits_the_width_and_a_screen_or_two(width: int) -> None:
    lines = report(example_plan(), width).splitlines()

    assert max(len(line) for line in lines) <= width
    assert len(lines) <= 80
    assert all(line == line.rstrip() for line in lines)


def test_a_pipe_gets_plain_text_of_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert console(io.StringIO()).width == 100
    assert "\x1b" not in report(example_plan())
    assert report(example_plan()).isascii()


def test_columns_of_the_environment_are_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")

    assert console(io.StringIO()).width == 72


def test_the_money_of_the_headline_is_exact_to_the_cent() -> None:
    text = report(example_plan())

    assert "Unfunded                  $281,640.00  39.4%" in text
    assert "31 of 65 people" in text


def test_a_plan_with_everything_paid_says_so() -> None:
    plan = example_plan()
    tables = Tables.of(charges=plan.tables.charges, awards=plan.tables.awards.assign(lapses=0))
    nothing = Decimal("0.00")
    summary = replace(plan.summary, unfunded=nothing, must_unfunded=nothing, lapses=nothing)

    text = report(replace(plan, tables=tables, summary=summary, uncertain=()))

    assert "Nothing is unfunded" in text
    assert "No award money lapses" in text
    assert "No reports are due" in text
    assert "not certain" not in text


def test_a_plan_that_failed_its_audit_is_not_called_good() -> None:
    text = report(example_plan(audit_passed=False, audit_findings=("One cent too much",)))

    assert "The audit failed: do not use this plan." in text
    assert "One cent too much." in text
    assert "The audit passed" not in text


def test_a_search_that_was_stopped_is_not_called_finished() -> None:
    text = report(example_plan(stopped="at 60 seconds, in the tier of overhead"))

    assert "The search was stopped: at 60 seconds, in the tier of overhead." in text


def test_the_next_command_asks_about_the_largest_unfunded_line() -> None:
    first, second = next_commands(example_plan(), Path("my plans/quest"))

    assert first[0] == "braid explain 'my plans/quest' --cost backbone"
    assert second[0].endswith("quest.yaml --since 'my plans/quest'")


def test_many_unfunded_lines_are_cut_and_the_rest_is_summed() -> None:
    plan = example_plan()
    row = plan.tables.unfunded.iloc[0].to_dict()
    many = [
        {**row, "cost": f"line_{n:02d}", "cents": 100_00 + n, "priority": "may"} for n in range(20)
    ]
    tables = replace(plan.tables, unfunded=tidy("unfunded", many))

    text = report(replace(plan, tables=tables))

    assert "and 15 more, $1,501.05 together: see unfunded.csv" in text


def renew() -> None:
    for name in REPORTS:
        (GOLDEN / f"{name}.txt").write_text(printed(name), encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    renew()
