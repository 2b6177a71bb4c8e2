"""Who may pay what agrees with the plan, its explanations and the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from braid.plan.folder import read_plan
from braid.plan.plan import Plan
from braid.plan.who_may_pay import NOT_CERTAIN, NOTHING_DUE, MayPay, who_may_pay


@pytest.fixture(scope="module")
def known(plan_folder: Path) -> Plan:
    found, _ = read_plan(plan_folder)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def answers(known: Plan) -> dict[tuple[str, str, str], MayPay]:
    return {(one.award, one.cost, one.group): one for one in who_may_pay(known)}


def test_what_is_charged_is_what_pays(
    known: Plan, answers: dict[tuple[str, str, str], MayPay]
) -> None:
    costs = known.inputs.costs
    charged = sum(
        cents for (cost,), cents in known.tables["charges"].sums("cost").items() if cost in costs
    )
    assert sum(one.cents for one in answers.values()) == charged > 0
    assert all((one.answer == "pays") == (one.cents > 0) for one in answers.values())


def test_every_pair_has_one_answer(
    known: Plan, answers: dict[tuple[str, str, str], MayPay]
) -> None:
    costs = known.inputs.costs.values()
    places = sum(
        len(known.inputs.groups_of(c)) if c.per_participant is not None else 1 for c in costs
    )
    assert len(answers) == places * len(known.inputs.awards)


def test_who_may_not_has_a_reason(answers: dict[tuple[str, str, str], MayPay]) -> None:
    refused = [one for one in answers.values() if one.answer in ("no", "unknown")]
    assert {one.answer for one in refused} == {"no", "unknown"}
    for one in refused:
        assert one.sentence
        assert one.citation or one.rule == "entitlement"
    unknown = [one for one in refused if one.answer == "unknown"]
    assert all("Not stated in the scenario" in one.sentence for one in unknown)


def test_reasons_are_those_of_the_explanations(
    known: Plan, answers: dict[tuple[str, str, str], MayPay]
) -> None:
    """Both are told of the same lines: the plan's own reasons, and those asked again."""
    compared = 0
    for explanation in known.explanations:
        for why in explanation.awards:
            one = answers.get((why.award, explanation.cost, explanation.group))
            if one is None or one.answer == "pays" or why.rule in ("not-committed", "entitlement"):
                continue
            if "/" in why.rule and one.answer != "may":
                assert one.rule == why.rule, (why, one)
                compared += 1
    assert compared > 10


def test_money_that_is_not_certain_could_pay(
    known: Plan, answers: dict[tuple[str, str, str], MayPay]
) -> None:
    own = [one for one in answers.values() if one.award == "university_pledge"]
    assert {one.answer for one in own} == {"may", "no"}
    said = {one.sentence for one in own if one.answer == "may"}
    assert said == {NOT_CERTAIN, NOTHING_DUE}
