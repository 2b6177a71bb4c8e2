"""Enrolled with two programs: nobody is left out for it, and nobody counts whom neither pays for.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from draft import dollars, draft, paid, planned, served, tiers

TRADE = """
awards:
  - {id: jobs_grant, stream: jobs, amount: JOBS}
  - {id: trade_grant, stream: trade, amount: 6000}
streams:
  jobs: {rules: [{kind: order, reading: remaining, after: [trade]}]}
  trade: {rules: [RULE]}
"""
TOGETHER = "{kind: together, with: [jobs]}"


def test_who_is_trained_by_the_one_may_be_enrolled_with_the_other_without_its_money() -> None:
    # The trade fund trains six of ten. The job fund has a dollar, no person's worth: if whoever is
    # enrolled there had to be paid for by it too, nobody could be trained and 6,000 would lapse.
    inputs = draft(TRADE.replace("RULE", TOGETHER).replace("JOBS", "1"))
    assert tiers(inputs) == dollars(0, 0, 3_999, 0)
    plan = planned(inputs)
    assert (served(plan, "adults", "trade"), served(plan, "adults", "jobs")) >= (6, 6)
    assert paid(plan, award="trade_grant") == 6000


SHARED = """
costs:
  - {id: coach, category: case_management, amount: 9000}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: jobs_grant, stream: jobs, amount: 9000}
  - {id: trade_grant, stream: trade, amount: 6000}
streams:
  jobs:
    rules:
      - {kind: benefit, basis: participants}
      - {id: limit, kind: limit, spend: {category: training}, at_most: {usd: 0}}
  trade: {rules: [{kind: line, allow: [training]}, RULE]}
"""


def test_nobody_is_enrolled_for_shared_cost_whom_nobody_pays_for() -> None:
    # The job fund may pay the part of the coach that is of those whom it serves, and pays for no
    # training. Without co-enrolment it serves nobody: 4,000 + 9,000 are open. With it, it serves
    # the six whom the trade fund trains, and 6/10 of the coach, 5,400; not all ten, all 9,000.
    alone = "{id: none, kind: limit, spend: {category: training}, at_most: {usd: 6000}}"
    assert tiers(draft(SHARED.replace("RULE", alone))) == dollars(0, 0, 13_000, 0)
    inputs = draft(SHARED.replace("RULE", TOGETHER))
    assert tiers(inputs) == dollars(0, 0, 4_000 + 3_600, 0)
    plan = planned(inputs)
    assert (served(plan, "adults", "trade"), served(plan, "adults", "jobs")) == (6, 6)
    assert paid(plan, cost="coach") == 5400


def test_a_record_of_the_other_program_is_what_it_costs() -> None:
    # Each person whom the job fund serves has a record of an hour, 50 dollars: six of them.
    text = (
        TRADE.replace("RULE", TOGETHER)
        .replace("JOBS", "0")
        .replace(
            "jobs: {rules: [",
            "jobs: {rules: [{kind: report, report: F, per: participant, every: once, due_days: 0,"
            " classed: participant_records, hours: {floor: 1, planning: 1}}, ",
        )
    )
    found = tiers(draft(text))
    assert found == dollars(0, 0, 4_000 + 300, 300)


def test_what_nobody_has_stated_is_told_and_asks_nothing() -> None:
    rule = "{kind: together, with: [jobs], who: {in_school: false}}"
    plan = planned(draft(TRADE.replace("RULE", rule).replace("JOBS", "1")))
    (row,) = plan.tables["problems"].rows()
    assert (row["code"], row["severity"]) == ("B404", "warning")
    assert row["message"] == "trade/together is not held for adults: in_school is not stated."


def test_without_an_award_of_the_other_program_the_plan_says_so() -> None:
    text = TRADE.replace("RULE", "{kind: together, with: [other]}").replace("JOBS", "1")
    plan = planned(draft(text + "  other: {}\n"))
    (row,) = plan.tables["problems"].rows()
    assert row["message"] == (
        "The plan has no award of other; trade/together asks for one beside its own."
    )
    assert served(plan, "adults", "trade") == 0  # nobody is counted for it
