"""People are whole, money is whole cents, and every required row holds exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from draft import dollars, draft, inputs_of, model_of, paid, planned, read, tiers

import braid.plan.blocks
import braid.plan.cents
from braid.catalog.inputs import Inputs
from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.tiers import Optimum, optimize
from braid.plan.plan import Plan

WHOLE = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")
CENT = Fraction(1, 100)

# Rows that pull against each other: a cap of the award, shares of what is spent both ways, a share
# of the cost, dollars per person, a floor, and staff in proportion. NUMBER changes the amounts by
# odd cents.
MIXED = """
groups:
  - {id: adults, program: welding, participants: 7, start: 2026-07-01, in_school: false}
  - {id: teens, program: welding, participants: 5, start: 2026-10-05, in_school: true}
costs:
  - {id: admin, category: administration, amount: 3333.NUMBER, every: year}
  - {id: books, category: books_supplies, per_participant: 77.NUMBER, when: start}
  - {id: care, category: child_care, per_participant: 341.NUMBER}
  - {id: coach, category: case_management, amount: 5678.NUMBER, every: year}
  - {id: tuition, category: tuition_fees, per_participant: 1234.NUMBER, when: start}
awards:
  - {id: gift, stream: gift, amount: 2345.NUMBER}
  - {id: grant, stream: fund, amount: 15876.NUMBER}
  - {id: other, stream: other, amount: 8321.NUMBER}
streams:
  gift:
    origin: private
    rules:
      - {id: closed-list, kind: line, allow: [administration, child_care]}
      - {id: care-share, kind: limit, spend: {category: child_care}, at_least: {share: 0.87,
         of: spent}}
      - {id: office, kind: limit, spend: {category: administration}, at_most: {share: 0.131,
         of: spent}}
  fund:
    served: enrolled
    rules:
      - {id: benefit, kind: benefit}
      - {id: office, kind: limit, spend: {category: administration}, at_most: {share: 0.07,
         of: award}}
      - {id: books, kind: limit, spend: {category: books_supplies}, at_most: {share: 0.3, of: cost}}
      - {id: adults, kind: limit, spend: {who: {in_school: false}}, at_least: {share: 0.6,
         of: award, less: {category: administration}}}
      - {id: each, kind: limit, spend: {category: training}, at_most: {usd: 701.03},
         per: participant}
  other:
    served: enrolled
    rules:
      - {id: benefit, kind: benefit}
      - {id: training, kind: limit, spend: {category: training}, at_least: {share: 0.71, of: spent}}
      - {id: staff, kind: limit, spend: {category: [administration, case_management]},
         at_least: {share: 0.27, of: spent}}
      - {id: teens, kind: limit, spend: {who: {in_school: true}}, at_most: {share: 0.19, of: total}}
"""
NUMBERS = ["01", "37", "50", "99"]


def mixed(number: str) -> Inputs:
    """The pulling rows with some odd cents."""
    return draft(MIXED.replace("NUMBER", number))


@pytest.fixture(scope="module")
def whole() -> Plan:
    """The plan of the draft in which most of the law applies at once."""
    return planned(inputs_of(read(WHOLE)))


def cents_by(frame: object, keys: list[str]) -> dict[object, int]:
    """Cents of a table added up by some columns."""
    return {k: int(v) for k, v in frame.groupby(keys)["cents"].sum().items()}  # type: ignore[attr-defined]


def test_every_line_adds_up_to_the_cent(whole: Plan) -> None:
    charges, left = whole.tables.charges, whole.tables.unfunded
    keys = ["cost"]
    covered, open_ = cents_by(charges, keys), cents_by(left, keys)
    # 7 + 9 bakers and 13 + 11 welders; books and rent are due once, tuition too: heads x price.
    # Those of `late` who are there in the first period are all 11.
    heads = 7 + 9 + 13 + 11
    for line, price in {"books": 21337, "rent": 15055, "tuition": 321099}.items():
        assert covered.get(line, 0) + open_.get(line, 0) == heads * price
    # Two years of staff.
    for line, price in {"backbone": 4123457, "coach": 3000001, "office": 777777}.items():
        assert covered.get(line, 0) + open_.get(line, 0) == 2 * price
    # Wages at exit, for 77% of the welders who leave within the horizon: 13 + 11 expected x 0.77,
    # cut down to cents.
    assert covered.get("wages", 0) + open_.get("wages", 0) == sum(
        int(Fraction(n * 77, 100) * 99997) for n in (13, 11)
    )


def test_no_award_pays_a_cent_too_much(whole: Plan) -> None:
    awards = {row["award"]: row for row in whole.tables.awards.to_dict("records")}
    for award, cents in cents_by(whole.tables.charges, ["award"]).items():
        row = awards[award]
        assert row["charged"] == cents
        if award != "aid":
            assert row["to_date"] + cents <= row["cents"]


def test_the_totals_are_those_of_the_tables(whole: Plan) -> None:
    summary, charges = whole.summary, whole.tables.charges
    assert summary.unfunded * 100 == int(whole.tables.unfunded["cents"].sum())
    assert (summary.funded + summary.paid_by_entitlements) * 100 == int(charges["cents"].sum())
    assert summary.cost == summary.funded + summary.paid_by_entitlements + summary.unfunded
    assert (charges["cents"] > 0).all()
    assert (whole.tables.unfunded["cents"] > 0).all()


def test_people_are_whole_and_the_plan_says_what_that_cost(whole: Plan) -> None:
    groups = whole.tables.groups
    assert (groups["served"] <= groups["participants"]).all()
    assert (groups["served"] >= 0).all()
    by_name = {(r["group"], r["name"]): r["served"] for r in groups.to_dict("records")}
    for group in ("bakers", "late", "pupils", "welders"):
        inside = max(by_name.get((group, s), 0) for s in ("wioa_adult", "wioa_youth"))
        assert inside <= by_name.get((group, "wioa"), 0)
    for tier in whole.tiers:
        apart = tier.value - tier.solver_value
        if apart > 1:
            assert "whole people cost" in tier.note


# -- from the optimum to cents -----------------------------------------------------------


def solved(inputs: Inputs) -> tuple[Model, Optimum]:
    model = model_of(inputs)
    return model, optimize(model, engine_named("highs"))


def in_cents(model: Model, optimum: Optimum) -> dict[int, int]:
    cents, rows, _ = braid.plan.cents.to_cents(model, optimum.x, engine_named("highs"))
    return dict(zip(rows.used.tolist(), cents.tolist(), strict=True))


def violations(model: Model, optimum: Optimum, cents: dict[int, int]) -> list[str]:
    """Rows without a shortfall that whole cents break, in exact fractions; unfunded is the rest."""
    rows, charges = model.rows, model.layout.charges
    cells = range(charges, charges + model.layout.cells)
    found: list[str] = []
    for k in range(len(rows)):
        left = Fraction(0)
        kept = True
        for at in range(int(rows.start[k]), int(rows.start[k + 1])):
            column = int(rows.column[at])
            value = rows.value(at)
            if column < charges:
                left += value * cents.get(column, 0)
            elif model.counts[column]:
                left += value * round(float(optimum.x[column]))
            elif column not in cells:
                kept = False
        side, sense = rows.side[k], rows.sense[k]
        holds = left >= side if sense == 1 else left <= side
        if kept and not holds:
            found.append(f"{rows.rule[k]} {rows.label[k]}: {left} against {side}")
    return found


CENT_WAYS = ["cent program", "blocks", "tighten and floor"]


@pytest.fixture(params=CENT_WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With one small whole-number program, with one for each block of charges, and with none."""
    if request.param != "cent program":
        monkeypatch.setattr(braid.plan.cents, "CENT_PROGRAM_UP_TO", -1)
        monkeypatch.setattr(braid.plan.blocks, "BLOCK", 8)
    if request.param == "tighten and floor":
        monkeypatch.setattr(braid.plan.cents, "by_blocks", lambda *_, **__: None)
    return str(request.param)


@pytest.mark.parametrize("number", NUMBERS)
def test_required_rows_hold_exactly_and_few_cents_are_lost(way: str, number: str) -> None:
    model, optimum = solved(mixed(number))
    cents = in_cents(model, optimum)
    assert violations(model, optimum, cents) == []
    before = float(np.sum(optimum.x[: model.layout.charges])) * 100
    lost = before - sum(cents.values())
    assert lost < 2


@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_by_either_way_passes_the_audit(way: str, number: str) -> None:
    plan = planned(mixed(number))
    (tier,) = [t for t in plan.tiers if t.name == "unfunded cost"]
    assert tier.value - tier.solver_value < 1


def test_cents_alone_cost_at_most_one_cent_a_charge(whole: Plan) -> None:
    used = len(whole.tables.charges)
    for tier in whole.tiers[1:]:
        people = "whole people" in tier.note
        assert people or tier.value - tier.solver_value <= CENT * used


def test_the_least_direct_cost_of_those_served_is_taken_in_whole_cents() -> None:
    # Half of 3 x 100.01 falls into the horizon, 150.01; one of three is served: 50.00333... each,
    # so 50.00 are paid.
    inputs = draft("""
        groups: [{id: adults, program: welding, participants: 3, start: 2026-07-01}]
        costs:
          - {id: tuition, category: tuition_fees, per_participant: 100.01,
             when: [{date: 2026-07-01, share: 0.5}]}
        awards: [{id: grant, stream: fund, amount: 600}]
        streams: {fund: {rules: [{kind: limit, serve: all, at_most: {count: 1}}]}}
    """)
    assert tiers(inputs) == dollars(0, 0, 150.01 * 2 / 3, 0)
    assert paid(planned(inputs)) == 50


def test_a_staff_charge_keeps_one_share_through_the_year_within_a_cent() -> None:
    # 5,678.37 over four quarters is 1,419.59, .59, .59 and .60 by running totals; whatever an award
    # pays of the year for a group it pays in the same proportion of each quarter, to the cent below
    # or above.
    cells = {"2026-07-01": 141959, "2026-10-01": 141959, "2027-01-01": 141959, "2027-04-01": 141960}
    rows = planned(mixed("37")).tables.charges.to_dict("records")
    coach = [r for r in rows if r["cost"] == "coach" and r["award"] in ("grant", "other")]
    assert len(coach) >= 8
    for row in coach:
        year = sum(
            r["cents"] for r in coach if (r["award"], r["group"]) == (row["award"], row["group"])
        )
        exact = Fraction(year * cells[row["period"]], sum(cells.values()))
        assert abs(row["cents"] - exact) < 1
