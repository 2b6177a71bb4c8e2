"""The cheapest changes that fund a line, on partnerships where they can be worked out by hand.

Every change that is told is made again here, and solved: the line is then funded; with a dollar or
a person less of it, it is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from draft import LAW, draft, planned, unfunded

from braid.catalog.inputs import Inputs
from braid.catalog.library import load_library
from braid.comparison.explaining.fixes import Remedies, remedies
from braid.comparison.explaining.steps import with_steps
from braid.plan.plan import Fix, Step

TUITION = "{id: tuition, category: tuition_fees, per_participant: 1000, when: start}"


def told(inputs: Inputs, cost: str = "tuition") -> Remedies:
    """What would fund a line, every fix of it tried."""
    plan = planned(inputs)
    (found,) = remedies(plan, cost)
    others = plan.summary.unfunded - found.amount
    for fix in found.fixes:
        again = planned(with_steps(inputs, fix.steps))
        left = unfunded(again, cost=cost, group=found.group)
        assert left == fix.left
        assert left < Decimal("0.50")
        rest = again.summary.unfunded - left
        assert rest < others + fix.moved + Decimal("0.50")
        assert fix.saved == plan.summary.unfunded - again.summary.unfunded
        assert not funded(inputs, less(fix), found, others)
    return found


def less(fix: Fix) -> tuple[Step, ...]:
    """The steps of a fix with a dollar or a person less, or without the step."""
    steps = list(fix.steps)
    at = next((k for k, s in enumerate(steps) if s.what in ("raise", "enrol")), None)
    if at is None:
        return tuple(steps[1:])
    before, after = Decimal(steps[at].before), Decimal(steps[at].after)
    one = 1 if after > before else -1
    steps[at] = replace(steps[at], after=f"{after - one}")
    return tuple(steps)


def funded(inputs: Inputs, steps: Iterable[Step], found: Remedies, others: Decimal) -> bool:
    """Whether steps fund a line and leave no more of the rest."""
    again = planned(with_steps(inputs, steps))
    left = unfunded(again, cost=found.cost, group=found.group)
    half = Decimal("0.50")
    return left < half and again.summary.unfunded - left < others + half


def with_library(text: str) -> Inputs:
    """A draft with its library, from which waivers are read."""
    inputs = draft(text)
    bare, problems = load_library(LAW, ())
    assert bare is not None, problems
    return replace(inputs, library=replace(bare, streams=dict(inputs.law.streams)))


def steps_of(found: Remedies) -> list[list[tuple[str, str, str]]]:
    return [[(s.what, s.of, s.after) for s in fix.steps] for fix in found.fixes]


def test_more_of_the_only_award() -> None:
    # Ten people at $1,000 and $6,000: $4,000 more, or four people fewer.
    found = told(draft())

    assert steps_of(found) == [
        [("raise", "grant", "10000")],
        [("enrol", "adults", "6")],
    ]
    assert [fix.money for fix in found.fixes] == [Decimal("4000.00"), Decimal("0.00")]
    assert found.fixes[0].saved == 4000


def test_a_cap_that_a_waiver_lifts_or_a_larger_award() -> None:
    # Half of the award may go to tuition: $5,000 of $10,000; with the waiver all of it.
    found = told(
        with_library(f"""
costs: [{TUITION}]
awards: [{{id: grant, stream: fund, amount: 10000}}]
streams:
  fund:
    rules:
      - {{kind: limit, spend: {{category: tuition_fees}}, at_most: {{share: 0.5, of: award}},
         waivers: {{all_tuition: 1}}}}
""")
    )

    assert steps_of(found) == [
        [("waiver", "all_tuition", "all_tuition")],
        [("raise", "grant", "20000")],
        [("enrol", "adults", "5")],
    ]
    assert found.fixes[0].money == 0


def test_money_that_lands() -> None:
    found = told(
        draft(f"""
costs: [{TUITION}]
awards:
  - {{id: grant, stream: fund, amount: 6000}}
  - {{id: hoped, stream: fund, amount: 5000, probability: 0.5}}
""")
    )

    assert [("lands", "hoped", "1")] in steps_of(found)
    landing = next(f for f in found.fixes if f.steps[0].what == "lands")
    assert landing.money == 4000  # of it that is used


def test_money_that_would_not_be_enough_is_not_told() -> None:
    found = told(
        draft(f"""
costs: [{TUITION}]
awards:
  - {{id: grant, stream: fund, amount: 6000}}
  - {{id: hoped, stream: fund, amount: 3999, probability: 0.5}}
""")
    )

    assert [("raise", "grant", "10000")] in steps_of(found)
    assert all(step[0] != "lands" for steps in steps_of(found) for step in steps)


LATE = """
costs:
  - {id: exam, category: tuition_fees, per_participant: 100, when: [{date: 2027-05-03, share: 1}]}
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-05-31}]
awards: [{id: grant, stream: fund, amount: 6000, START_END}]
"""


@pytest.mark.parametrize(
    ("dates", "step"),
    [
        ("end: 2027-03-31", ("end", "grant", "2027-06-30")),
        ("start: 2027-05-15", ("start", "grant", "2027-04-01")),
        ("slices: [{from: 2026-07-01, amount: 0}, {from: 2027-06-01, amount: 6000}]",
         ("slices", "grant", "2027-04-01")),
    ],
)  # fmt: skip
def test_dates_that_the_award_itself_states(dates: str, step: tuple[str, str, str]) -> None:
    found = told(draft(LATE.replace("START_END", dates)), "exam")

    assert [step] in steps_of(found)
    assert all(fix.money == 0 for fix in found.fixes if fix.steps[0].what == step[0])


def test_an_end_that_the_law_sets_is_not_moved() -> None:
    found = told(
        draft(
            LATE.replace("START_END", "end: 2027-03-31"),
            streams={
                "fund": {"rules": [{"kind": "timeline", "ends": {"months": 9}}], "origin": "state"}
            },
        ),
        "exam",
    )

    assert found.fixes == ()
    assert found.untried == (
        "Nothing that was tried funds it, no single change and no two together.",
    )


@pytest.mark.parametrize(
    "dates",
    ["start: 2027-05-15",
     "slices: [{from: 2026-07-01, amount: 0}, {from: 2027-06-01, amount: 6000}]"],
)  # fmt: skip
def test_money_whose_time_the_law_counts_does_not_open_earlier(dates: str) -> None:
    inputs = draft(
        LATE.replace("START_END", dates),
        streams={"fund": {"rules": [{"kind": "timeline", "ends": {"program_years": 3}}]}},
    )

    kinds = {step.what for fix in told(inputs, "exam").fixes for step in fix.steps}
    assert kinds <= {"raise"}


FLOOR = """
groups:
  - {id: dropouts, program: welding, participants: 3, start: 2026-07-01, in_school: false}
  - {id: pupils, program: baking, participants: 2, start: 2026-07-01, in_school: true}
programs: [{id: baking, weeks: 12}, {id: welding, weeks: 12}]
costs:
  - {id: tuition, category: tuition_fees, program: welding, per_participant: 1000, when: start}
  - {id: costly, category: tuition_fees, program: baking, per_participant: 1000, when: start}
awards: [{id: youth, stream: fund, amount: 8000, status: offered}]
streams:
  fund:
    rules:
      - {kind: limit, spend: {who: {in_school: false}}, at_least: {share: 0.75, of: spent}}
      - {kind: report, report: Record, per: participant, every: once, hours: {floor: 0,
         planning: 0}}
"""


def test_more_people_of_those_whom_a_floor_is_for() -> None:
    # Three dropouts carry one pupil (3,000 is 75% of 4,000). For the second pupil six are needed.
    found = told(draft(FLOOR), "costly")

    assert found.amount == 1000
    assert steps_of(found)[0] == [("enrol", "dropouts", "6")]
    assert found.fixes[0].money == 0


TWO_CAPS = """
costs: [{id: tuition, category: tuition_fees, per_participant: 1000, when: start}]
awards:
  - {id: one, stream: first, amount: 1000}
  - {id: two, stream: second, amount: 3000}
streams:
  first: {rules: [{kind: limit, spend: {category: tuition_fees}, at_most: {usd: 3000}}]}
  second: {rules: [{kind: limit, spend: {category: tuition_fees}, at_most: {usd: 7000}}]}
"""


def test_a_waiver_that_does_nothing_is_not_told_beside_a_raise() -> None:
    # $5,000 more of tuition takes $10,000; a waiver for what nobody charges takes nothing off it.
    found = told(
        with_library(f"""
costs: [{TUITION}]
awards: [{{id: grant, stream: fund, amount: 10000}}]
streams:
  fund:
    rules:
      - {{kind: limit, spend: {{category: tuition_fees}}, at_most: {{share: 0.5, of: award}}}}
      - {{kind: limit, spend: {{category: administration}}, at_most: {{share: 0.1, of: award}},
         waivers: {{more_office: 1}}}}
""")
    )

    assert found.fixes[0].money == 10_000
    assert all(step.what != "waiver" for fix in found.fixes for step in fix.steps)


def test_two_raises_where_none_suffices_alone() -> None:
    # $3,000 and $7,000 are the caps and $10,000 is needed: both must be raised to them.
    found = told(draft(TWO_CAPS))

    assert steps_of(found)[0] == [("raise", "two", "7000"), ("raise", "one", "3000")]
    assert found.fixes[0].money == 6000


EQUALS = """
costs:
  - {id: office, category: administration, amount: 5000, when: start}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards: [{id: grant, stream: fund, amount: AMOUNT}]
"""


def test_what_is_paid_first_among_equals_is_said_where_it_decides() -> None:
    # $6,000 short in all, $5,000 of it of the office: $5,000 more would go to tuition too.
    found = told(draft(EQUALS.replace("AMOUNT", "9000")), "office")

    assert steps_of(found)[0] == [("raise", "grant", "14000"), ("priority", "office", "must")]
    assert found.fixes[0].money == 5000


def test_putting_it_first_says_what_lacks_instead() -> None:
    found = told(draft(EQUALS.replace("AMOUNT", "10000")), "office")

    assert steps_of(found) == [[("raise", "grant", "15000")], [("priority", "office", "must")]]
    last = found.fixes[-1]
    assert last.moved == 5000
    assert [(e.what, e.of, e.by) for e in last.effects if e.what == "unfunded"] == [
        ("unfunded", "tuition", Decimal("5000.00"))
    ]


def test_a_change_never_touches_a_fact_or_the_law() -> None:
    kinds = {"raise", "waiver", "lands", "end", "start", "slices", "priority", "enrol"}
    for inputs in (draft(), draft(FLOOR), draft(TWO_CAPS)):
        for found in remedies(planned(inputs)):
            for fix in found.fixes:
                assert {step.what for step in fix.steps} <= kinds
                changed = with_steps(inputs, fix.steps)
                now = {r.id: r.rule for r in changed.law.rules}
                assert now == {r.id: r.rule for r in inputs.law.rules}
                for group in inputs.scenario.groups:
                    then = next(g for g in changed.scenario.groups if g.id == group.id)
                    assert then.model_copy(update={"participants": group.participants}) == group


def test_a_plan_that_pays_everything_needs_nothing() -> None:
    assert remedies(planned(draft(awards=[{"id": "g", "stream": "fund", "amount": 10000}]))) == ()
