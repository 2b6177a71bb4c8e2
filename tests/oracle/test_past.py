"""Periods that are over, on the generated cases: each part of what is charged already decides."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from braid.schema.scenario import Actual, Actuals
from oracle.adapter import planner_values
from oracle.compare import agree, case, one_in, planned_values, textbook_values, without_actuals
from oracle.generated_past import has_past

SAMPLE = range(60)
MORE = range(300)
FURTHER = [seed for seed in range(600) if has_past(seed)]


def over(seed: int) -> bool:
    """Whether a case has periods that are over."""
    return case(seed).closed > 0


def keeping(wanted: Callable[[Inputs, Actual], bool]) -> Callable[[Inputs], Inputs]:
    """The same case with some of its actuals."""

    def change(inputs: Inputs) -> Inputs:
        actuals = inputs.scenario.actuals
        assert actuals is not None
        charges = tuple(charge for charge in actuals.charges if wanted(inputs, charge))
        return saying(inputs, actuals.model_copy(update={"charges": charges}))

    return change


def saying(inputs: Inputs, actuals: Actuals | None) -> Inputs:
    """The same case with other actuals."""
    scenario = inputs.scenario.model_copy(update={"actuals": actuals})
    return replace(inputs, scenario=scenario)


def unnamed(inputs: Inputs) -> Inputs:
    """The same case where no charge of a shared line says whom it was for."""
    actuals = inputs.scenario.actuals
    assert actuals is not None
    charges = tuple(
        c if inputs.costs[c.cost].amount is None else c.model_copy(update={"group": None})
        for c in actuals.charges
    )
    return saying(inputs, actuals.model_copy(update={"charges": charges}))


def undated(inputs: Inputs) -> Inputs:
    """The same case where no earlier spending has its day."""
    awards = tuple(
        a.model_copy(
            update={"to_date": tuple(e.model_copy(update={"date": None}) for e in a.to_date)}
        )
        for a in inputs.scenario.awards
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"awards": awards}))


MISTAKES: dict[str, Callable[[Inputs], Inputs]] = {
    "nothing was charged": without_actuals,
    "nothing is over": lambda inputs: saying(inputs, None),
    "what was charged for one group does not count": keeping(
        lambda inputs, c: inputs.costs[c.cost].amount is not None
    ),
    "what was charged for all does not count": keeping(
        lambda inputs, c: inputs.costs[c.cost].amount is None
    ),
    "nobody says whom a shared charge was for": unnamed,
    "earlier spending has no day": undated,
}


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_planner_with_a_mistake_about_what_is_over_disagrees(mistake: str) -> None:
    assert any(
        not agree(planner_values(MISTAKES[mistake](case(seed))), textbook_values(seed))
        for seed in MORE
        if over(seed)
    )


@pytest.mark.parametrize("seed", one_in(2, FURTHER))
def test_a_plan_for_what_is_left_passes_the_audit(seed: int) -> None:
    plan = make_plan(case(seed), explained=False, unsettled=False)
    assert plan.audit_passed, plan.audit_findings


@pytest.mark.parametrize("seed", one_in(2, sorted(set(FURTHER) - set(MORE))))
def test_the_planner_agrees_with_the_textbook_about_more_of_them(seed: int) -> None:
    assert agree(planned_values(seed), textbook_values(seed))


def test_a_sixth_of_the_cases_has_periods_that_are_over() -> None:
    assert 1 / 8 < sum(map(over, MORE)) / len(MORE) < 1 / 4


def test_what_is_charged_already_matters_in_a_tenth_of_the_cases() -> None:
    binding = (s for s in SAMPLE if not agree(textbook_values(s), textbook_values(s, "actuals")))
    enough = len(SAMPLE) // 10
    assert len(list(islice(binding, enough))) == enough
