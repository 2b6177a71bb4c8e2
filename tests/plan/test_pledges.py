"""Pledges in whole cents: nothing is pledged twice, every need is met exactly, all of it can be."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from draft import draft, planned

from braid.plan.plan import Plan
from braid.render.output import show
from braid.render.pledges import pledges

CHARGE = ("award", "cost", "group", "category", "period")


def sums(rows: list[dict[str, Any]], *keys: str) -> Mapping[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        found[tuple(row[key] for key in keys)] += row["cents"]
    return found


def no_charge_is_pledged_beyond_itself(plan: Plan) -> None:
    charges = sums(plan.tables["charges"].rows(), *CHARGE)
    for key, cents in sums(plan.tables["pledges"].rows(), *CHARGE).items():
        assert cents <= charges[key], key


@pytest.mark.parametrize(("share", "factor"), [("0.25", "1/3"), ("0.7", "7/3"), ("0.1", "1/9")])
def test_a_need_with_a_broken_cent_is_met_and_not_by_a_cent_more(share: str, factor: str) -> None:
    # The grant pays 1,000.01 of 10 x 123.45 or less; what it needs is no whole number of cents.
    inputs = draft(f"""
    costs: [{{id: tuition, category: tuition_fees, per_participant: 123.45, when: training}}]
    awards:
      - {{id: city, stream: county, amount: 333.33}}
      - {{id: donor, stream: county, amount: 100.01}}
      - {{id: grant, stream: fund, amount: 1000.01}}
    streams:
      county: {{origin: local}}
      fund: {{rules: [{{kind: match, share: {share}, of: total}}]}}
    """)
    plan = planned(inputs)
    no_charge_is_pledged_beyond_itself(plan)
    grant = sums(plan.tables["charges"].rows(), "award")[("grant",)]
    pledged = sums(plan.tables["pledges"].rows(), "pledged_award")[("grant",)]
    assert grant > 0
    assert 0 <= pledged - Fraction(factor) * grant < 1


def test_pledges_move_where_another_need_has_nothing_else() -> None:
    # The city may stand beside both grants, the mill beside the first alone. Each grant pays what
    # stands beside it, 2,000 and 1,000, whichever of them was served first.
    inputs = draft("""
    awards:
      - {id: city, stream: county, amount: 1000}
      - {id: first, stream: one, amount: 9000}
      - {id: mill, stream: gift, amount: 2000}
      - {id: second, stream: two, amount: 9000}
    streams:
      county: {origin: local}
      gift: {origin: private}
      one: {rules: [{kind: match, share: 1, of: spent}]}
      two: {rules: [{kind: match, share: 1, of: spent, beside: {origin: local}}]}
    """)
    plan = planned(inputs)
    no_charge_is_pledged_beyond_itself(plan)
    assert sum(plan.tables["charges"]["cents"]) == 600_000
    assert sum(plan.tables["pledges"]["cents"]) == 300_000


def test_shared_staff_of_a_year_are_matched_quarter_by_quarter() -> None:
    # The coach is paid in equal shares of the year's cells, cut into whole cents; match is asked in
    # each quarter, where a cent of the share may fall either way.
    inputs = draft("""
    groups:
      - {id: adults, program: welding, participants: 7, start: 2026-07-01}
      - {id: later, program: welding, participants: 4, start: 2027-01-04}
    costs: [{id: coach, category: case_management, amount: 10000.03, every: year},
            {id: tuition, category: tuition_fees, per_participant: 777.77, when: training}]
    awards:
      - {id: city, stream: county, amount: 3456.78}
      - {id: grant, stream: fund, amount: 5000}
    streams:
      county: {origin: local, rules: [{kind: benefit}]}
      fund: {rules: [{kind: benefit}, {kind: match, share: 0.6, of: spent, per: period}]}
    """)
    plan = planned(inputs)
    no_charge_is_pledged_beyond_itself(plan)
    charged = sums(plan.tables["charges"].where("award", "grant").rows(), "period")
    pledged = sums(plan.tables["pledges"].rows(), "period")
    assert len(charged) == 4
    for period, cents in charged.items():
        assert 0 <= pledged[period] - Fraction(3, 5) * cents < 1
    (unfunded,) = (t for t in plan.tiers if t.name == "unfunded cost")
    assert Decimal(unfunded.note.rpartition("whole cents cost $")[2]) <= Decimal("0.40")


def test_what_is_given_in_kind_stands_beside_an_award_without_a_line() -> None:
    inputs = draft("""
    awards:
      - {id: college, stream: gift, amount: 1500, form: in_kind, end: 2027-06-30}
      - {id: grant, stream: fund, amount: 9000, end: 2027-06-30}
    streams:
      fund: {rules: [{kind: match, share: 0.5, of: spent}]}
      gift: {origin: private}
    """)
    plan = planned(inputs)
    (row,) = plan.tables["pledges"].rows()
    assert row == {
        "award": "college", "pledged_award": "grant", "rule": "fund/match", "cost": "",
        "group": "", "category": "", "period": "", "cents": 150_000,
    }  # fmt: skip
    assert sum(plan.tables["charges"]["cents"]) == 300_000
    # it is given and not lost; of the grant 6,000 could not be matched
    (college, grant) = plan.tables["awards"]["lapses"]
    assert (college, grant) == (0, 600_000)


def test_what_waits_for_match_is_told_with_the_rule() -> None:
    inputs = draft("""
    awards:
      - {id: city, stream: county, amount: 3000}
      - {id: grant, stream: fund, amount: 9000}
    streams:
      county: {origin: local}
      fund: {rules: [{kind: match, share: 1, of: spent, why: Each dollar is matched.}]}
    """)
    plan = planned(inputs)
    (row,) = plan.tables["unfunded"].rows()
    assert row["reason"] == "grant: It waits for match. Each dollar is matched."
    assert row["rule"] == "fund/match"
    (need,) = [r for r in plan.tables["rules"].rows() if r["kind"] == "match"]
    assert need["binding"]
    assert need["left"] == need["right"] == 3000


def test_where_match_is_at_hand_nothing_waits_for_it() -> None:
    # The grant is used up; of the city 2,000 could still stand beside it.
    inputs = draft("""
    awards:
      - {id: city, stream: county, amount: 6000}
      - {id: grant, stream: fund, amount: 2000}
    streams:
      county: {origin: local}
      fund: {rules: [{kind: match, share: 1, of: spent}]}
    """)
    plan = planned(inputs)
    (row,) = plan.tables["unfunded"].rows()
    assert "match" not in row["reason"]
    assert [r["binding"] for r in plan.tables["rules"].rows() if r["kind"] == "match"] == [False]


def test_the_report_says_whose_money_stands_where_and_what_is_missing() -> None:
    # The accepted grant asks for 0.8 x 5,000 = 4,000; the city has 2,500, the college gives 500.
    inputs = draft("""
    awards:
      - {id: city, stream: county, amount: 2500}
      - {id: college, stream: county, amount: 500, form: in_kind}
      - {id: grant, stream: fund, amount: 5000}
    streams:
      county: {origin: local}
      fund: {rules: [{kind: match, share: 0.8, of: award}]}
    """)
    file = io.StringIO()
    show(lambda out: pledges(planned(inputs), out), file, 80)
    assert [" ".join(line.split()) for line in file.getvalue().strip().splitlines()] == [
        "Whose money stands beside which award a dollar counts once",
        "Award Rule Needs Money of Stands Missing",
        "------ ----------- --------- --------- --------- --------",
        "grant fund/match 4,000.00 city 2,500.00 1,000.00",
        "college 500.00",
    ]


def test_nothing_is_said_of_match_where_nobody_asks_for_it() -> None:
    file = io.StringIO()
    show(lambda out: pledges(planned(draft()), out), file, 80)
    assert not file.getvalue().strip()
