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

from braid.plan.plan import Explanation, Plan, Tier, WhyNot
from braid.plan.tables import Tables
from braid.render import duties
from braid.render.binding import _sides
from braid.render.console import next_commands, plan_report
from braid.render.explain import explain_award, explain_cost, explain_plan, explain_rule
from braid.render.output import console, show
from braid.render.words import percent

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
    awards = [{**row, "lapses": 0} for row in plan.tables["awards"].rows()]
    tables = Tables.of(charges=plan.tables["charges"].rows(), awards=awards)
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


def test_what_the_audit_only_warns_of_is_named() -> None:
    rules = tuple(f"wioa/rule-{n}" for n in range(5))
    text = " ".join(report(example_plan(audit_warnings=rules)).split())

    assert "wioa/rule-0, wioa/rule-1, wioa/rule-2 and 2 more. See braid audit." in text
    assert "It warns" not in report(example_plan())


def test_a_search_that_was_stopped_is_not_called_finished() -> None:
    text = report(example_plan(stopped="at 60 seconds, in the tier of overhead"))

    assert "The search was stopped: at 60 seconds, in the tier of overhead." in text


def test_the_next_command_asks_about_the_largest_unfunded_line() -> None:
    first, second = next_commands(example_plan(), Path("my plans/quest"))

    assert first[0] == "braid explain 'my plans/quest' --cost backbone"
    assert second[0].endswith("quest.yaml --since 'my plans/quest'")


def test_many_unfunded_lines_are_cut_and_the_rest_is_summed() -> None:
    plan = example_plan()
    row = plan.tables["unfunded"].rows()[0]
    many = [
        {**row, "cost": f"line_{n:02d}", "cents": 100_00 + n, "priority": "may"} for n in range(20)
    ]
    tables = plan.tables.replaced(unfunded=many)

    text = report(replace(plan, tables=tables))

    assert "and 15 more, $1,501.05 together: see unfunded.csv" in text


def with_unfunded(*amounts: int) -> Plan:
    """The example with lines that have these cents unfunded, all for different reasons."""
    plan = example_plan()
    row = {**plan.tables["unfunded"].rows()[0], "priority": "may"}
    rows = [
        {**row, "cost": f"line_{n}", "cents": cents, "reason": f"Reason {n}."}
        for n, cents in enumerate(amounts)
    ]
    return replace(plan, tables=plan.tables.replaced(unfunded=rows))


def test_amounts_under_a_dollar_are_counted_and_not_listed() -> None:
    text = report(with_unfunded(500_00, 99, 3))

    assert "What is unfunded, and the first reason  1 amount\n" in text
    assert "and 2 amounts under $1: see unfunded.csv" in text
    assert "line_1" not in text


def test_the_same_reason_is_told_once() -> None:
    plan = with_unfunded(500_00, 400_00)
    reason = "The money that may pay this is used up."
    rows = [{**row, "reason": reason} for row in plan.tables["unfunded"].rows()]

    text = report(replace(plan, tables=plan.tables.replaced(unfunded=rows)))

    assert "500.00  line_0     The money that may pay this is used up." in text
    assert "400.00  line_1     As for line_0." in text


def test_caps_that_bind_and_the_three_nearest_are_shown() -> None:
    plan = example_plan()
    (row,) = plan.tables["rules"].where("rule", "wioa_adult/support-cap").rows()
    used = [(25_000, True), (24_000, False), (23_000, False), (22_000, False), (21_000, False)]
    rows = [
        {**row, "instance": f"award_{n}", "left": Decimal(left), "binding": binds}
        for n, (left, binds) in enumerate(used)
    ]
    rows.append({**row, "instance": "nothing", "left": Decimal(0), "right": Decimal(0)})

    text = report(replace(plan, tables=plan.tables.replaced(rules=rows)))

    assert [f"award_{n}" in text for n in range(5)] == [True, True, True, True, False]
    assert "nothing" not in text.partition("Caps and floors")[2].partition("What must")[0]
    assert "and 1 more with room: see rules.csv" in text


def test_a_kind_of_report_has_one_line_at_a_hundred_columns() -> None:
    plan = example_plan()
    row = plan.tables["reports"].rows()[0]
    many = [{**row, "award": f"a_long_name_of_an_award_{n}"} for n in range(5)]
    tables = plan.tables.replaced(reports=many)

    text = report(replace(plan, tables=tables))

    (line,) = [line for line in text.splitlines() if line.startswith("Quarterly financial")]
    assert "5 awards" in line
    assert line.endswith("1,650.00")


def test_an_aim_that_whole_people_made_dearer_is_named() -> None:
    tier = Tier("cost of reporting", Decimal(9), Decimal(1), Decimal(0), "whole people cost $8.00")

    text = report(example_plan(tiers=(tier,)))

    assert "Whole people cost $8.00 (cost of reporting)." in " ".join(text.split())


def explained(plan: Plan, award: str = "") -> str:
    file = io.StringIO()
    draw = (lambda out: explain_award(plan, award, out)) if award else None
    show(draw or (lambda out: explain_plan(plan, out)), file, 100)
    return file.getvalue()


def with_reasons(*reasons: tuple[str, str, str]) -> Plan:
    """The example with one unfunded line: award, rule (or a word) and sentence."""
    awards = tuple(WhyNot(award, rule, why, "") for award, rule, why in reasons)
    return example_plan(
        explanations=(
            Explanation("navigator", "", Decimal(900), awards),
            Explanation("child_care", "ma_adult", Decimal(40), awards),
            Explanation("backbone", "", Decimal("0.03"), awards),
        )
    )


SPENT = "Its money is used up."
OPEN = with_reasons(
    ("adult_py26", "award-amount", SPENT),
    ("city", "award-amount", SPENT),
    ("pledge", "not-committed", "It is not committed."),
    ("pell", "entitlement", "It is an entitlement."),
)


def test_awards_and_lines_with_the_same_reason_are_told_together() -> None:
    text = explained(OPEN)

    assert "navigator: $900; child_care, ma_adult: $40 unfunded" in text
    assert f"  adult_py26, city: {SPENT}\n" in text


def test_the_whole_plan_is_explained_without_money_that_never_could_pay_more() -> None:
    text = explained(OPEN)

    assert "entitlement" not in text
    assert "committed" not in text
    assert "and 1 amount under $1" in text


def test_an_award_that_pays_a_line_in_part_is_not_said_not_to_pay_it() -> None:
    text = explained(OPEN, "adult_py26")

    assert "Not paid, or not in full\n" in text
    assert f"  navigator; child_care, ma_adult; backbone: {SPENT}\n" in text
    assert "It does not pay" not in text


def test_money_that_is_not_certain_is_not_called_declined() -> None:
    text = explained(OPEN, "pledge")

    assert "80% certain" in text
    assert "The plan does not count on it." in text
    assert "declines" not in text


def test_a_line_without_a_name_is_named_once() -> None:
    file = io.StringIO()
    show(lambda out: explain_cost(example_plan(), "navigator", out), file, 100)

    assert file.getvalue().splitlines()[:2] == [
        "navigator",
        "Case management, $68,000 per year, priority should",
    ]


def renew() -> None:
    for name in REPORTS:
        (GOLDEN / f"{name}.txt").write_text(printed(name), encoding="utf-8")


def test_a_share_of_what_is_spent_that_has_room_is_not_shown_as_less_than_nothing() -> None:
    plan = example_plan()
    (row,) = plan.tables["rules"].where("rule", "wioa_adult/support-cap").rows()
    net = {**row, "left": Decimal("-7133.00"), "right": Decimal(0), "binding": False}
    text = report(replace(plan, tables=plan.tables.replaced(rules=[net])))

    section = text.partition("Caps and floors")[2].partition("What must")[0]
    assert "7,133" not in section
    assert "The only one has room: see rules.csv" in section


def test_what_whole_people_cost_is_told_once() -> None:
    zero, cost = Decimal(0), "whole people cost $2.00"
    tiers = tuple(
        Tier(name, zero, zero, zero, cost) for name in ("unfunded cost", "cost of reporting")
    )
    told = " ".join(report(replace(example_plan(), tiers=tiers)).split())
    assert "Whole people cost $2.00 (unfunded cost and cost of reporting)." in told
    assert told.count("Whole people cost") == 1


@pytest.mark.parametrize(
    ("sides", "people", "told"),
    [
        (("2500", "<=", "2500"), False, ("$2,500.00", "at most", "$2,500.00")),
        (("3", ">=", "4.5"), True, ("3", "at least", "4.5")),
        (("-577.50", "<=", "0"), False, ("", "", "room for $577.50")),
        (("-577.50", ">=", "0"), False, ("", "", "$577.50 short")),
        (("-577.50", ">=", "-600"), False, ("", "", "met, $22.50 over")),
        (("-577.50", "<=", "-577.50"), False, ("", "", "no room")),
    ],
)
def test_sides_of_a_rule_are_in_words(
    sides: tuple[str, str, str], people: bool, told: tuple[str, str, str]
) -> None:
    left, sense, right = sides
    row = {"left": Decimal(left), "sense": sense, "right": Decimal(right), "instance": "award"}
    assert _sides(row, people) == told


def test_a_share_is_all_or_nothing_only_where_it_is() -> None:
    shares = [percent(Decimal(n), Decimal(100_000)) for n in (0, 1, 99_999, 100_000)]
    assert shares == ["0.0%", "<0.1%", ">99.9%", "100.0%"]


def test_long_names_of_who_files_leave_room_for_the_name_of_the_report() -> None:
    row = ("WIOA participant record", "wioa", "a-partnership-with-a-long-name--its-office", "1",
           "2026-11-22", "10", "550.00")  # fmt: skip
    (told,) = duties._on_one_line([row], 100)
    assert told[0] == "WIOA participant record"
    assert told[2].endswith("...")


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    renew()
