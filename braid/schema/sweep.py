"""Sweep files: which scenarios, what varies in them, how cases are chosen, what is recorded."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from braid.schema.base import Exact, Model, Names, ScenarioId, Whole

Method = Literal["grid", "list", "latin_hypercube", "monte_carlo"]
MEASURES = (
    "cost", "entitlements", "funded", "unfunded", "must_unfunded", "overhead", "overhead_hours",
    "lapses", "participants", "completely_funded", "coverage", "floors_missed", "bridge_loans",
)  # fmt: skip
"""What can be recorded of a plan; each award's charges come on top with ``charges: true``."""
Measure = Literal[
    "cost", "entitlements", "funded", "unfunded", "must_unfunded", "overhead", "overhead_hours",
    "lapses", "participants", "completely_funded", "coverage", "floors_missed", "bridge_loans",
]  # fmt: skip
USUAL: tuple[Measure, ...] = (
    "unfunded", "must_unfunded", "coverage", "overhead", "overhead_hours", "lapses",
    "completely_funded", "floors_missed", "bridge_loans",
)  # fmt: skip
MAX_CASES = 1_000_000
Positive = Annotated[Exact, Field(gt=0)]


class Sample(Model):
    """How cases are chosen.

    ``grid`` takes every combination, ``list`` the first values of all inputs, then the second
    ones, and so on; ``latin_hypercube`` and ``monte_carlo`` draw ``cases`` with a ``seed``.
    """

    method: Method = "grid"
    cases: Annotated[Whole, Field(ge=1, le=MAX_CASES)] | None = None
    seed: Annotated[Whole, Field(ge=0, le=2**63 - 1)] = 0


class Uniform(Model):
    """Every number between two is as likely."""

    from_: Annotated[Exact, Field(alias="from")]
    to: Exact


class Triangular(Model):
    """Between two numbers, most likely near ``mode``."""

    from_: Annotated[Exact, Field(alias="from")]
    mode: Exact
    to: Exact


class Normal(Model):
    """A bell curve, cut off at ``from`` and ``to``: three deviations where nothing is said."""

    mean: Exact
    sd: Positive
    from_: Annotated[Exact | None, Field(alias="from")] = None
    to: Exact | None = None


class Levels(Model):
    """Numbers of which cases take one: steps between two ends, or drawn from a distribution."""

    from_: Annotated[Exact | None, Field(alias="from")] = None
    to: Exact | None = None
    steps: Annotated[Whole, Field(ge=2, le=10_000)] | None = None
    uniform: Uniform | None = None
    triangular: Triangular | None = None
    normal: Normal | None = None


def _levels(value: Any) -> Any:
    """One value where a list is meant."""
    return value if isinstance(value, dict | Levels | list | tuple) else [value]


def _form(value: Any) -> str:
    return ":levels" if isinstance(value, dict | Levels) else ":list"


def _scalar(value: Any) -> Any:
    if isinstance(value, dict | list | tuple):
        raise PydanticCustomError("not_a_scalar", "This is not one value")
    return value


Scalar = Annotated[Any, BeforeValidator(_scalar, json_schema_input_type=str | bool | Decimal)]
Values = Annotated[
    Annotated[tuple[Scalar, ...], Tag(":list"), Field(min_length=1, max_length=10_000)]
    | Annotated[Levels, Tag(":levels")],
    Discriminator(_form),
    BeforeValidator(_levels, json_schema_input_type=Levels | tuple[Scalar, ...]),
]
"""Values to put in the place of the scenario's: listed, or as levels."""
Times = Annotated[
    Annotated[tuple[Exact, ...], Tag(":list"), Field(min_length=1, max_length=10_000)]
    | Annotated[Levels, Tag(":levels")],
    Discriminator(_form),
    BeforeValidator(_levels, json_schema_input_type=Levels | tuple[Exact, ...]),
]
"""Factors by which the scenario's own numbers are multiplied."""


class Input(Model):
    """One thing that varies: what it is, and the values that it takes.

    Named is one thing: an award, a cost line, a group (``'*'`` is every one), a rule, a reading
    of disputed law, or a proposal. ``times`` multiplies what the scenario says, people to whole
    ones, half up; ``lands`` decides whether an uncommitted award comes.
    """

    name: ScenarioId
    award: Names = ()
    cost: Names = ()
    group: Names = ()
    rule: str | None = None
    reading: str | None = None
    proposal: Names = ()
    field: str | None = None
    values: Values | None = None
    times: Times | None = None
    lands: Literal[True] | None = None


class Sweep(Model):
    """Many cases of one scenario or of several."""

    sweep: ScenarioId
    scenario: str | None = None
    scenarios: Names = ()
    sample: Sample = Sample()
    inputs: Annotated[tuple[Input, ...], Field(min_length=1, max_length=200)]
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)] = USUAL
    charges: bool = False
    whole_people: bool = False
