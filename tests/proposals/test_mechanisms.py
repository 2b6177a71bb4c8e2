"""Each thing that a proposal can do, on a scenario small enough to work out by hand.

Today: Alpha pays half of the tuition, 1,000; Beta 400 of the care; the free money 150 of the office
and Half as much beside it: 1,700 of 3,400.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from reforms import ONE, SCENARIO, Under, reform, small

from braid.audit import audit_folder
from braid.catalog.load import load_inputs
from braid.catalog.proposals import Proposing
from braid.comparison.leverage import drawn, pledged
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Plan

Planned = Callable[..., Plan]
MERGE = "merges: [{{streams: [{streams}], into: one{more}}}]\n"


def merge(streams: str, more: str = "") -> str:
    return ONE + MERGE.format(streams=streams, more=f", {more}" if more else "")


def funded(plan: Plan) -> Decimal:
    return plan.summary.funded


def amounts(plan: Plan) -> dict[str, Decimal]:
    return {a.id: a.amount or Decimal(0) for a in plan.inputs.scenario.awards}


def test_today(tmp_path: Path) -> None:
    inputs, _ = load_inputs(small(tmp_path), tmp_path / "rules")
    assert inputs is not None
    plan = make_plan(inputs, explained=False)
    assert funded(plan) == 1700
    assert (pledged(plan), drawn(plan)) == (15000, 15000)


def test_a_change_of_a_number(planned: Planned) -> None:
    change = "changes: [{rule: alpha/half, field: at_most.share, was: 0.50, becomes: 0.25}]\n"
    # a quarter of 2,000 of tuition instead of half
    assert funded(planned(change)) == 1200


def test_a_change_from_a_day_cuts_the_rule_in_two(planned: Planned) -> None:
    plan = planned(
        "changes: [{rule: alpha/half, field: at_most.share, was: 0.50, becomes: 0.25,"
        " from: 2027-07-01}]\n"
    )
    # half of the young ones' tuition in 2026, a quarter of the old ones' in 2027
    assert funded(plan) == 1450
    named = {r.id: (r.rule.from_, r.rule.until) for r in plan.inputs.law.rules if "half" in r.id}
    days = {name: tuple(str(day) for day in days) for name, days in named.items()}
    assert days["alpha/half"] == ("None", "2027-07-01")
    assert days["alpha/half-from-2027-07-01"] == ("2027-07-01", "None")


def test_a_rule_that_ends(planned: Planned) -> None:
    plan = planned("removes: [{rules: [half/share]}]\n")
    # Half pays the office alone; the free 150 pay care
    assert funded(plan) == 1000 + 400 + 400 + 150


def test_a_rule_that_is_added(planned: Planned) -> None:
    rule = "{id: cap, kind: limit, spend: all, at_most: {usd: 300}, why: W, cite: C, "
    rule += "confidence: verified, reviewed: 2026-11-22}"
    plan = planned(f"adds: [{{to: beta, rules: [{rule}]}}]\n")
    assert funded(plan) == 1600


def test_a_waiver_is_switched_on(under: Under) -> None:
    inputs = under("waivers: [{waiver: more}]\n")
    (half,) = (r.rule for r in inputs.law.rules if r.id == "alpha/half")
    assert half.at_most.share == Decimal("0.75")  # type: ignore[attr-defined]


def test_streams_are_merged_with_equal_money(planned: Planned) -> None:
    plan = planned(merge("alpha, beta"), "equal")
    assert amounts(plan) == {"one": 1400, "h": 500, "f": 150}
    assert funded(plan) == 1400 + 150 + 150
    assert plan.inputs.reformed["a"] == plan.inputs.reformed["b"] == "one"


@pytest.mark.parametrize(("own", "amount"), [("{share: 0.5}", 700), ("{usd: 1000}", 1000)])
def test_streams_are_merged_with_own_money(planned: Planned, own: str, amount: int) -> None:
    plan = planned(merge("alpha, beta", f"own: {own}"))
    assert amounts(plan)["one"] == amount
    assert funded(plan) == amount + 150 + 150


def test_a_merger_merges_reports_unless_they_are_kept(planned: Planned) -> None:
    def due(text: str) -> Decimal:
        rows = planned(text, "equal").tables["reports"].rows()
        return sum((r["count"] for r in rows), Decimal(0))

    assert due(merge("alpha, beta")) == 0
    assert due(merge("alpha, beta", "reports: kept")) == 16


def test_leverage_is_lost_with_the_reimbursement(planned: Planned) -> None:
    plan = planned(merge("alpha, beta, half"), "equal")
    assert funded(plan) == 1900 + 150
    assert (pledged(plan), drawn(plan)) == (0, 0)


def test_floors_are_removed_or_kept_on_their_part_of_the_money(planned: Planned) -> None:
    costs = "costs: [{id: tuition, category: tuition, per_participant: 100, when: start},"
    rest = SCENARIO.partition("costs:")[2].partition("awards:")[2]
    scenario = (
        SCENARIO.partition("costs:")[0]
        + f"""{costs}
  {{id: must, category: tuition, groups: [old], per_participant: 1000, priority: must}}]
awards:{rest}"""
    )
    without = planned(merge("alpha, beta"), "equal", scenario=scenario)
    kept = planned(merge("alpha, beta"), "equal", floors="kept", scenario=scenario)

    def of_young(plan: Plan) -> int:
        return plan.tables["charges"].where("group", "young").sums("group").get(("young",), 0)

    # all 1,400 go to what must be paid for the old; a fifth of Alpha's 1,000 is the floor for youth
    assert of_young(without) == 0
    assert of_young(kept) == 200_00
    (floor,) = (r for r in kept.inputs.law.rules if r.id == "one/alpha-youth")
    share = floor.rule.at_least.share  # type: ignore[attr-defined]
    assert share == Decimal("0.1428571428")


@pytest.mark.parametrize(
    ("money", "reaches", "comes"),
    [("equal", "0", "117.65"), ("own", "0", "0"), ("own", "0.5", "58.83")],
)
def test_a_further_reserve_cuts_local_money(
    planned: Planned, money: str, reaches: str, comes: str
) -> None:
    plan = planned(
        f"{ONE}reserves: [{{streams: [alpha], share: 0.10, into: one, reaches: {reaches}}}]\n",
        money,
    )
    # 85% of the allotment are local today, 75% then: 1,000 x 75/85
    assert amounts(plan)["a"] == Decimal("882.35")
    assert amounts(plan).get("one", Decimal(0)) == Decimal(comes)
    assert funded(plan) == Decimal("882.35") + 400 + 150 + 150 + Decimal(comes)


@pytest.mark.parametrize(("money", "amount"), [("equal", 1000), ("own", 900)])
def test_other_funding(planned: Planned, money: str, amount: int) -> None:
    plan = planned("funding: [{streams: [alpha], times: 0.9}]\n", money)
    assert amounts(plan)["a"] == amount
    assert funded(plan) == amount + 700


@pytest.mark.parametrize(
    ("money", "financed", "b", "new"),
    [("own", "", 400, 200), ("equal", "", 400, 0), ("equal", ", financed_by: [beta]", 200, 200)],
)
def test_an_award_that_is_brought(
    planned: Planned, money: str, financed: str, b: int, new: int
) -> None:
    text = f"{ONE}brings: [{{award: {{id: new, stream: one, amount: 200}}{financed}}}]\n"
    plan = planned(text, money)
    assert (amounts(plan)["b"], amounts(plan).get("new", 0)) == (b, new)
    assert funded(plan) == 1000 + b + 300 + new
    assert bool(plan.inputs.remarks) == (new == 0)


def test_what_changing_over_costs(planned: Planned) -> None:
    cost = "{id: move, category: administration, amount: 100, from: 2026-07-01, until: 2026-07-31}"
    assert planned(f"transition: [{{cost: {cost}}}]\n").summary.cost == 3500


def test_money_granted_before_stays_under_its_law(planned: Planned) -> None:
    plan = planned(merge("alpha, beta", "from: 2026-08-01"))
    assert amounts(plan) == {"a": 1000, "b": 400, "h": 500, "f": 150}
    assert plan.inputs.remarks == ("No award of the scenario is merged into one.",)


def test_awards_of_different_years_stay_apart_or_become_slices(planned: Planned) -> None:
    second = "  - {id: a2, stream: alpha, amount: 600, start: 2027-07-01, end: 2028-06-30}\n"
    scenario = SCENARIO.replace("  - {id: b,", second + "  - {id: b,")
    yearly = planned(merge("alpha, beta"), scenario=scenario)
    one = planned(merge("alpha, beta", "grants: one"), scenario=scenario)
    assert amounts(yearly) == {"one-2026": 1400, "one-2027": 600, "h": 500, "f": 150}
    assert amounts(one)["one"] == 2000
    (award,) = (a for a in one.inputs.scenario.awards if a.id == "one")
    assert [(str(s.from_), s.amount) for s in award.slices] == [
        ("2026-07-01", 1400), ("2027-07-01", 600),
    ]  # fmt: skip


def test_only_one_part(planned: Planned) -> None:
    text = (
        "changes: [{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.25, part: less}]\n"
        "funding: [{streams: [beta], times: 0}]\n"
    )
    assert funded(planned(text)) == 800
    assert funded(planned(text, only=("reform/less",))) == 1200
    assert funded(planned(text, only=("reform/funding-1",))) == 1300


def test_charges_and_match_follow_a_merged_award(under: Under) -> None:
    scenario = SCENARIO.replace(
        "{id: f, stream: free, amount: 150,",
        "{id: f, stream: free, match_for: [h, b], amount: 150,",
    )
    scenario += (
        "actuals: {as_of: 2026-09-30, charges: [{cost: care, group: young, period: 2026-07-01,"
        " award: b, amount: 100}]}\n"
    )
    inputs = under(merge("alpha, beta"), scenario=scenario)
    assert inputs.scenario.actuals is not None
    assert [c.award for c in inputs.scenario.actuals.charges] == ["one"]
    assert inputs.awards["f"].match_for == ("h", "one")


def test_a_plan_keeps_its_proposals(tmp_path: Path) -> None:
    path = small(tmp_path)
    file = reform(tmp_path, merge("alpha, beta", "own: {share: 0.5}"))
    inputs, _ = load_inputs(path, tmp_path / "rules", proposing=Proposing((file,)))
    assert inputs is not None
    plan = make_plan(inputs)
    assert not write_plan(plan, tmp_path / "plan")
    file.unlink()
    report, problems = audit_folder(tmp_path / "plan")
    assert report is not None, problems
    assert report.passed
    again, _ = read_plan(tmp_path / "plan")
    assert again is not None
    assert again.inputs.scenario == plan.inputs.scenario
    assert again.inputs.law.rules == plan.inputs.law.rules


@pytest.mark.parametrize(("of_a", "of_b", "kept"), [
    (60, 60, True), (60, 30, False), (60, None, False),
])  # fmt: skip
def test_how_a_board_pays_outlives_a_merger(
    under: Under, of_a: int, of_b: int | None, kept: bool
) -> None:
    scenario = SCENARIO
    for stream, days in (("alpha", of_a), ("beta", of_b)):
        if days is not None:
            terms = f"payment: {{method: reimbursement, lag_days: {days}}}, "
            scenario = scenario.replace(f"stream: {stream}, ", f"stream: {stream}, {terms}")
    (one,) = (
        award for award in under(merge("alpha, beta"), scenario=scenario).scenario.awards
        if award.stream == "one"
    )  # fmt: skip
    assert one.amount == 1400
    assert (one.payment is not None and one.payment.lag_days == 60) is kept
