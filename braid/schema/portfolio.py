"""Portfolios: a state's file over those of several partnerships, and the scenario of them all."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from braid.schema.base import Model, ScenarioId, Share, Text
from braid.schema.scenario import (
    Actuals,
    Award,
    Horizon,
    Objective,
    Organization,
    Partnership,
    Reporting,
    RuleChoice,
    Scenario,
)


class Fairness(Model):
    """What comes before least cost: each partnership's coverage. One of the two."""

    minimum_coverage: Share | None = None
    first: Literal["largest_shortfall"] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.minimum_coverage is None) is (self.first is None):
            raise ValueError("say either minimum_coverage or first: largest_shortfall")
        return self


class Portfolio(Model):
    """A state's own file: shared awards, and where the partnerships' files are."""

    name: Text
    horizon: Horizon
    partnerships: Annotated[tuple[Text, ...], Field(min_length=1)]
    rules: RuleChoice = RuleChoice()
    organizations: tuple[Organization, ...] = ()
    awards: tuple[Award, ...] = ()
    actuals: Actuals | None = None
    reporting: Reporting = Reporting()
    objective: Objective = Objective()
    fairness: Fairness | None = None


class PartnershipFile(Scenario):
    """A partnership's file in a portfolio: it may have no money of its own."""

    awards: tuple[Award, ...] = ()


class Member(Model):
    """A partnership of a portfolio, with what its file says of itself."""

    id: ScenarioId
    name: Text
    file: Text
    organization: ScenarioId
    """The first that its file states, or the one that stands for none."""
    partnership: Partnership = Partnership()
    reporting: Reporting = Reporting()


class State(Scenario):
    """The scenario that a portfolio comes to: the things of all files, under names of their own."""

    partnerships: tuple[Member, ...] = ()
    fairness: Fairness | None = None
