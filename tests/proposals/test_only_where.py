"""Items for some scenarios only, reserves of awards, costs that are a share, what does nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from reforms import ONE, SCENARIO, STATUTE, Under

from braid.plan.plan import Plan

LESS = "changes: [{{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.25{more}}}]\n"
EVALUATION = f"""
streams:
  - {{stream: one, name: One, origin: federal, rules: []}}
  - stream: kept
    name: Kept
    origin: federal
    rules: [{{id: costs, kind: line, allow: [care], {STATUTE}}}]
reserves: [{{streams: [alpha, beta], share: 0.10, of: award, into: kept, reaches: 1}}]
"""


@pytest.mark.parametrize(
    ("more", "share", "said"),
    [
        (", only_with: {streams: [alpha, beta], at_least: 2}", "0.25", ""),
        (
            ", only_with: {streams: [alpha, pell_like], at_least: 2}", "0.5",
            "'changes-1' needs awards of 2 streams of alpha, pell_like; it does nothing here.",
        ),
        (
            ", only_with: {streams: [pell_like]}", "0.5",
            "'changes-1' needs an award of pell_like; it does nothing here.",
        ),
        (", not_with: [pell_like]", "0.25", ""),
        (", not_with: [beta]", "0.5", "'changes-1' is not for who has beta."),
    ],
)  # fmt: skip
def test_an_item_for_some_scenarios_only(under: Under, more: str, share: str, said: str) -> None:
    inputs = under(LESS.format(more=more))
    (half,) = (r.rule for r in inputs.law.rules if r.id == "alpha/half")
    assert half.at_most.share == Decimal(share)
    assert inputs.remarks == ((said,) if said else ())


def test_streams_that_are_looked_at_must_exist(refused: Callable[..., list]) -> None:
    for more in (", only_with: {streams: [alfa]}", ", not_with: [alfa]"):
        assert "B202" in [p.code for p in refused(LESS.format(more=more))]


def test_a_reserve_of_the_award_and_a_cost_of_the_same_size(
    planned: Callable[..., Plan],
) -> None:
    cost = "cost: {id: study, category: care}, amount: {share: 0.5, of: [kept]}"
    plan = planned(f"{EVALUATION}transition: [{{{cost}}}]\n")
    amounts = {a.id: a.amount for a in plan.inputs.scenario.awards}
    # a tenth of 1,000 and of 400, whatever the State keeps of the allotment
    assert (amounts["a"], amounts["b"], amounts["kept"]) == (900, 360, 140)
    (study,) = (c for c in plan.inputs.scenario.costs if c.id == "study")
    assert study.amount == 70


def test_a_share_of_nothing_is_no_cost(under: Under) -> None:
    cost = "cost: {id: study, category: care}, amount: {share: 0.5, of: [one]}"
    inputs = under(f"{ONE}transition: [{{{cost}}}]\n")
    assert [c.id for c in inputs.scenario.costs] == ["tuition", "care", "office"]


def test_the_backbone_receives_what_is_brought(under: Under) -> None:
    brings = "brings: [{award: {id: new, stream: free, amount: 5}}]\n"
    two = SCENARIO.replace("{id: board}", "{id: board}, {id: office}")
    hub = "partnership: {backbone: {organization: office, staff_fte: 1}}\n"
    assert under(brings, scenario=two).awards["new"].recipient is None
    assert under(brings, scenario=two + hub).awards["new"].recipient == "office"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "removes: [{rules: [pell_like/costs]}]",
            "No award here follows pell_like: what changes there does nothing.",
        ),
        ("funding: [{streams: [pell_two], times: 0.9}]", "No award has money of pell_two."),
        (
            "reserves: [{streams: [pell_two], share: 0.1, into: one}]",
            "No award is cut by the reserve for one.",
        ),
    ],
)
def test_what_does_nothing_is_told(under: Under, text: str, said: str) -> None:
    two = "  - {stream: pell_two, name: Two, origin: federal, rules: []}\n"
    assert under(f"{ONE}{two}{text}\n").remarks == (said,)
