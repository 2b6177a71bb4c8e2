"""Scenario files: what a partnership plans, for whom, at what cost, with which awards.

Fields named here are the format's own; further keys on groups, programs,
providers, employers, organizations, awards and cost lines are attributes that
the data dictionary (``rules/attributes.yaml``) declares.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from braid.schema.base import (
    Day,
    Exact,
    Flag,
    Heads,
    Model,
    MonthDay,
    Names,
    OpenModel,
    Origin,
    Positive,
    ScenarioId,
    Share,
    Shares,
    Text,
    Usd,
    Weeks,
    Whole,
)
from braid.schema.payment import Payment
from braid.schema.rules import Rule

Basis = Literal["participants", "hours", "staff_time", "space", "other"]


class Horizon(Model):
    """The planning horizon; both days belong to it."""

    start: Day
    end: Day
    period: Literal["month", "quarter", "year"] = "quarter"


class RuleChoice(Model):
    """Which overlays and waivers apply."""

    state: Annotated[str | None, Field(pattern=r"^[A-Za-z]{2}$")] = None
    waivers: tuple[str, ...] = ()


class Backbone(Model):
    """The paid staff that holds the partnership together."""

    organization: ScenarioId
    staff_fte: Annotated[Exact, Field(ge=0, le=10000)]


class Employer(OpenModel):
    """An employer of the partnership and what it has committed to."""

    id: ScenarioId
    name: str | None = None
    size: Annotated[Whole, Field(ge=1)] | None = None
    signed: Day | None = None
    interviews: Annotated[Whole, Field(ge=0)] | None = None
    hires: Annotated[Whole, Field(ge=0)] | None = None
    programs: Names = ()


class Outcomes(Model):
    """How results are measured."""

    ui_wage_records: Flag | None = None
    quarters_after_exit: tuple[Whole, ...] = ()


class Partnership(Model):
    """The partnership itself: backbone, employers, outcomes."""

    name: str | None = None
    backbone: Backbone | None = None
    employers: tuple[Employer, ...] = ()
    outcomes: Outcomes | None = None


class Indirect(Model):
    """An organization's indirect rate: negotiated, or de minimis."""

    rate: Annotated[
        Annotated[Literal["de_minimis"], Tag(":word")] | Annotated[Share, Tag(":share")],
        Discriminator(lambda value: ":word" if isinstance(value, str) else ":share"),
    ]


class Cash(Model):
    """Money of its own that an organization begins with, and what it always keeps of it."""

    opening: Usd = Decimal(0)
    minimum: Usd = Decimal(0)


class Organization(OpenModel):
    """Who receives awards, incurs costs and files reports."""

    id: ScenarioId
    name: str | None = None
    type: str | None = None
    fiscal_year_start: MonthDay = "07-01"
    other_federal: Usd = Decimal(0)
    single_audit_cost: Usd = Decimal(0)
    indirect: Indirect | None = None
    cash: Cash | None = None


class AcademicYear(Model):
    """The title IV academic year that the provider has defined for the program."""

    hours: Positive = Decimal(900)
    weeks: Weeks = Decimal(26)
    terms: Annotated[Whole, Field(ge=1, le=6)] = 2


class Provider(OpenModel):
    """Who teaches a program."""

    organization: ScenarioId


class Credential(Model):
    """What the program leads to."""

    recognized: Flag | None = None
    stackable: Flag | None = None
    portable: Flag | None = None


class Job(Model):
    """The job that the program prepares for."""

    employer: ScenarioId | None = None
    title: str | None = None
    competencies_validated: Flag | None = None


class Program(OpenModel):
    """A training program."""

    id: ScenarioId
    name: str | None = None
    weeks: Weeks
    clock_hours: Positive | None = None
    academic_year: AcademicYear = AcademicYear()
    terms: Annotated[Whole, Field(ge=1, le=24)] | None = None
    credential: Credential | None = None
    provider: Provider | None = None
    operating_since: Day | None = None
    completion_rate: Share | None = None
    placement_rate: Share | None = None
    tuition_and_fees: Usd | None = None
    job: Job | None = None


class Group(OpenModel):
    """Participants who are alike in everything that a rule looks at.

    ``active`` gives the share of the head count that is still there in each
    period of the horizon in which the group is in training, from the first on;
    when absent, everybody stays to the end. ``least`` and ``seats`` bound the head count
    where enrolment is the decision: a cohort that runs at all, seats that employers pledge.
    """

    id: ScenarioId
    name: str | None = None
    program: ScenarioId
    participants: Heads
    least: Heads | None = None
    seats: Heads | None = None
    start: Day
    end: Day | None = None
    active: Shares = ()


class Moment(Model):
    """A date on which a share of a cost falls."""

    date: Day
    share: Share


def _one_moment(value: Any) -> Any:
    """The columns ``when.date`` and ``when.share`` of a table are a single moment."""
    return [value] if isinstance(value, dict) else value


_Moments = Literal["start", "training", "exit", "every_period"]
When = Annotated[
    Annotated[_Moments, Tag(":word")]
    | Annotated[tuple[Moment, ...], Tag(":moments"), Field(min_length=1)],
    Discriminator(lambda value: ":moments" if isinstance(value, list | tuple) else ":word"),
    BeforeValidator(_one_moment, json_schema_input_type=_Moments | Moment | tuple[Moment, ...]),
]
"""When a cost falls: a word, or dates with shares."""


class Prior(Model):
    """Dollars of the line that were paid before by; in the line's own unit."""

    state: Usd = Decimal(0)
    local: Usd = Decimal(0)
    private: Usd = Decimal(0)


class Cost(OpenModel):
    """A cost line: direct (``per_participant``) or shared (``amount``)."""

    id: ScenarioId
    name: str | None = None
    category: str
    program: Names = ()
    groups: Names = ()
    per_participant: Usd | None = None
    amount: Usd | None = None
    every: Literal["once", "month", "quarter", "year"] = "once"
    when: When | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    basis: Basis = "participants"
    weights: dict[ScenarioId, Annotated[Exact, Field(ge=0)]] = {}
    basis_document: str | None = None
    incurred_by: ScenarioId | None = None
    paid_by: Literal["partnership", "student"] = "partnership"
    borne_by: ScenarioId | None = None
    employer: ScenarioId | None = None
    priority: Literal["must", "should", "may"] = "should"
    prior: Prior = Prior()
    successor_of: ScenarioId | None = None
    obligated: Day | None = None


class Slice(Model):
    """A part of an award that becomes available on a date."""

    from_: Annotated[Day, Field(alias="from")]
    amount: Usd


class ToDate(OpenModel):
    """What was spent of an award before the horizon, by category and by who was served.

    Further keys are group attributes that the award's rules look at.
    """

    category: str
    amount: Usd
    obligated: Usd = Decimal(0)
    date: Day | None = None


class Award(OpenModel):
    """An amount of money under one stream, to one recipient, with a period of performance."""

    id: ScenarioId
    name: str | None = None
    stream: str
    recipient: ScenarioId | None = None
    partnership: ScenarioId | None = None
    subaward_of: str | None = None
    amount: Usd | None = None
    allocation: Usd | None = None
    holds: Literal["allocation", "subaward"] | None = None
    award_date: Day | None = None
    funding_year: Annotated[Whole, Field(ge=1990, le=2200)] | None = None
    start: Day | None = None
    end: Day | None = None
    status: Literal["accepted", "offered"] = "accepted"
    form: Literal["cash", "in_kind"] = "cash"
    origin: Origin | None = None
    employer: ScenarioId | None = None
    match_for: tuple[ScenarioId, ...] | None = None
    payment: Payment | None = None
    program_income: Usd = Decimal(0)
    probability: Share = Decimal(1)
    slices: tuple[Slice, ...] = ()
    to_date: tuple[ToDate, ...] = ()
    rules: tuple[Rule, ...] = ()


class Reporting(Model):
    """What an hour of reporting costs and who does it.

    ``performed_by`` names the cost line whose staff do the reporting: their
    hours count as overhead but add no dollars.
    """

    hourly_rate: Usd = Decimal("55.00")
    basis: Literal["planning", "floor"] = "planning"
    performed_by: ScenarioId | None = None


class Objective(Model):
    """Ordered tiers, or unfunded cost and overhead at stated weights."""

    mode: Literal["lexicographic", "weighted"] = "lexicographic"
    unfunded: Annotated[Exact, Field(ge=0, le=1000)] = Decimal(1)
    overhead: Annotated[Exact, Field(ge=0, le=1000)] = Decimal(1)


class Actual(Model):
    """What was charged to an award for one cost in a period that is over."""

    cost: ScenarioId
    group: ScenarioId | None = None
    period: Day
    award: ScenarioId
    amount: Usd


class Actuals(Model):
    """All charges up to the end of a period."""

    as_of: Day
    charges: tuple[Actual, ...] = ()


class Scenario(Model):
    """A partnership's plan before the money is assigned."""

    name: Text
    horizon: Horizon
    rules: RuleChoice = RuleChoice()
    partnership: Partnership = Partnership()
    organizations: tuple[Organization, ...] = ()
    programs: Annotated[tuple[Program, ...], Field(min_length=1)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    costs: Annotated[tuple[Cost, ...], Field(min_length=1)]
    awards: Annotated[tuple[Award, ...], Field(min_length=1)]
    actuals: Actuals | None = None
    reporting: Reporting = Reporting()
    objective: Objective = Objective()
