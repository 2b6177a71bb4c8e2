"""Enrolment as the decision, on partnerships that can be worked out by hand.

A participant costs $1,000, the office $2,000 whoever comes. A gift of $10,500 pays for anything:
the office, and eight people of the ten that are planned; the ninth lacks $500.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from draft import draft

from braid.audit import audit_folder
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Enrolled
from braid.plan.right_size import right_sized
from braid.render.console import plan_report
from braid.render.output import show

GROUP = "{id: g, program: welding, participants: 10, start: 2026-09-01}"
OFFICE = "{id: office, category: administration, amount: 2000, when: start}"
TUITION = "{id: tuition, category: tuition_fees, per_participant: 1000, when: start}"
GIFT = "{id: gift, stream: gift, amount: 10500}"


def scenario(
    groups: str = GROUP, costs: str = f"{TUITION}, {OFFICE}", awards: str = GIFT, rules: str = ""
) -> Inputs:
    return draft(f"""
groups: [{groups}]
costs: [{costs}]
awards: [{awards}]
streams:
  gift: {{origin: private{rules}}}
""")


def numbers(inputs: Inputs, keep: tuple[str, ...] = ()) -> list[int]:
    return [row.enrolled for row in right_sized(inputs, keep)[1]]


def two(first: str = "", second: str = "") -> str:
    return (
        f"{{id: a, program: welding, participants: 10, start: 2026-09-01{first}}},"
        f" {{id: b, program: welding, participants: 20, start: 2026-09-01{second}}}"
    )


def test_as_many_as_the_money_carries_once_what_is_fixed_is_paid() -> None:
    changed, rows = right_sized(scenario())

    assert changed.groups["g"].participants == 8
    assert rows == (
        Enrolled("g", "welding", 10, 1, 10, 8, Decimal("0.00"), Decimal("500.00"),
                 "gift: Its money is used up."),
    )  # fmt: skip


def test_all_that_are_planned_where_the_money_is_enough() -> None:
    (row,) = right_sized(scenario(awards=GIFT.replace("10500", "12000")))[1]

    assert row.enrolled == 10
    assert row.next_one == 1000  # an eleventh, beside the plan


def test_groups_shrink_in_proportion_and_single_places_go_round() -> None:
    # $17,000 for people: a share of 0.56 gives 5 and 11, and one more place is left
    inputs = scenario(groups=two(), awards=GIFT.replace("10500", "19000"))

    assert numbers(inputs) == [6, 11]


def test_a_group_that_is_kept_has_its_planned_number() -> None:
    inputs = scenario(groups=two(), awards=GIFT.replace("10500", "19000"))

    assert numbers(inputs, keep=("a",)) == [10, 7]


def test_no_fewer_than_the_cohort_needs_and_no_more_than_seats_are_pledged() -> None:
    groups = two(", least: 9", ", seats: 4")
    inputs = scenario(groups=groups, awards=GIFT.replace("10500", "14500"))

    assert numbers(inputs) == [9, 3]


def test_the_least_numbers_where_not_even_these_can_be_funded() -> None:
    group = GROUP.replace("participants", "least: 9, participants")
    changed, (row,) = right_sized(scenario(groups=group))

    assert row.enrolled == 9
    assert row.next_one == 1000
    assert changed.groups["g"].participants == 9


def test_what_nobody_may_pay_at_any_number_is_said_and_does_not_stop_the_rest() -> None:
    exam = "{id: exam, category: books_supplies, per_participant: 120, when: start}"
    rules = ", rules: [{kind: line, forbid: [books_supplies]}]"

    (row,) = right_sized(scenario(costs=f"{TUITION}, {OFFICE}, {exam}", rules=rules))[1]

    assert (row.enrolled, row.barred, row.next_one) == (8, 120, 500)


def test_lines_that_may_be_left_are_not_waited_for() -> None:
    party = "{id: party, category: child_care, per_participant: 5000, when: start, priority: may}"

    assert numbers(scenario(costs=f"{TUITION}, {OFFICE}, {party}")) == [8]


def test_the_plan_of_these_numbers_funds_everybody() -> None:
    changed, rows = right_sized(scenario())
    plan = make_plan(changed, enrolment=rows)

    assert plan.audit_passed
    assert plan.summary.unfunded == 0
    assert plan.summary.completely_funded == 8


def test_the_folder_says_the_numbers_and_audit_and_reading_take_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, _ = load_inputs(Path(__file__).parents[2] / "scenarios" / "project-quest.yaml")
    assert inputs is not None
    keep = tuple(name for name in inputs.groups if name != "technician_laid_off")
    changed, rows = right_sized(inputs, keep)
    plan = make_plan(changed, enrolment=rows, unsettled=False)
    assert not write_plan(plan, tmp_path / "plan")

    report, problems = audit_folder(tmp_path / "plan")
    read, more = read_plan(tmp_path / "plan")

    assert report is not None, problems
    assert report.passed
    assert read is not None, more
    assert read.enrolment == rows
    laid_off = read.inputs.groups["technician_laid_off"].participants
    assert 0 < laid_off < inputs.groups["technician_laid_off"].participants
    show(lambda to: plan_report(read, to, tmp_path / "plan"))
    printed = capsys.readouterr().out
    row = next(line for line in printed.splitlines() if line.startswith("technician_laid_off"))
    assert row.split()[2:4] == ["20", str(laid_off)]
    assert "--right-size" in printed
