"""Tier 3b on the generated cases: who lends, when claims are paid, what is kept: all decide it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from braid.catalog.inputs import Inputs
from braid.schema.payment import Payment
from oracle.adapter import planner_values
from oracle.compare import agree, case, textbook_values

SAMPLE = range(60)
PEOPLE, LOANS = 4, 5


def followed(seed: int) -> bool:
    """Whether somebody's cash is followed in a case."""
    return any(o.cash is not None for o in case(seed).organizations.values())


def paying(inputs: Inputs, change: Callable[[Payment, int], Payment]) -> Inputs:
    """The same case with other terms: of each award its own or its stream's, changed."""
    streams = inputs.law.streams
    awards = tuple(
        a.model_copy(update={"payment": change(a.payment or s.payment, s.restricted)})
        for a in inputs.scenario.awards
        for s in (streams[a.stream],)
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"awards": awards}))


def keeping(inputs: Inputs, **cash: Any) -> Inputs:
    """The same case with other cash."""
    organizations = tuple(
        o if o.cash is None else o.model_copy(update={"cash": o.cash.model_copy(update=cash)})
        for o in inputs.scenario.organizations
    )
    return replace(
        inputs, scenario=inputs.scenario.model_copy(update={"organizations": organizations})
    )


def pooled(payment: Payment, restricted: int) -> Payment:
    """All money that came up front lends, however restricted it is."""
    return payment.model_copy(update={"lends": True})


def lending_nothing(payment: Payment, restricted: int) -> Payment:
    """No money lends."""
    return payment.model_copy(update={"lends": False})


def at_once(payment: Payment, restricted: int) -> Payment:
    """Claims are paid in their own period."""
    return payment.model_copy(update={"lag_days": 0})


MISTAKES: dict[str, Callable[[Inputs], Inputs]] = {
    "restricted money lends": lambda inputs: paying(inputs, pooled),
    "nothing lends": lambda inputs: paying(inputs, lending_nothing),
    "claims are paid at once": lambda inputs: paying(inputs, at_once),
    "nothing is kept": lambda inputs: keeping(inputs, minimum=0),
    "nothing is there": lambda inputs: keeping(inputs, opening=0),
}


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_planner_with_a_mistake_about_cash_disagrees(mistake):
    assert any(
        not agree(planner_values(MISTAKES[mistake](case(seed))), textbook_values(seed))
        for seed in SAMPLE
        if followed(seed)
    )


def test_loans_decide_nothing_of_the_earlier_tiers():
    for seed in filter(followed, SAMPLE):
        organizations = tuple(
            o.model_copy(update={"cash": None}) for o in case(seed).scenario.organizations
        )
        scenario = case(seed).scenario.model_copy(update={"organizations": organizations})
        without = planner_values(replace(case(seed), scenario=scenario))
        assert LOANS not in without
        assert agree(without, {t: v for t, v in textbook_values(seed).items() if t < PEOPLE})


def test_somebody_must_borrow_in_a_tenth_of_the_cases():
    assert sum(textbook_values(s).get(LOANS, 0) > 1 for s in SAMPLE) >= len(SAMPLE) / 10
