"""What all models share: strictness, ids, money, numbers with versions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StringConstraints,
    Tag,
)
from pydantic_core import PydanticCustomError

from braid.reading.scalars import cell_value
from braid.schema.days import day_fault, is_day_of_every_year

ScenarioId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
SnakeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
KebabId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

MAX_USD = Decimal("100000000000")
"""Largest amount that a single field may hold: one hundred billion dollars."""


def _number(value: Any) -> Any:
    """Only numbers are numbers: not text that looks like one, not true or false."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        raise PydanticCustomError("not_a_number", "This is not a number")
    return value


def _day(value: Any) -> Any:
    """Only a date in ISO form is a date: not a number of seconds, not 7/1/2026."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    fault, remedy = day_fault(value)
    if fault:
        context = {"fault": fault, "remedy": remedy}
        raise PydanticCustomError("not_a_day", "This is not a day", context)
    return dt.date.fromisoformat(value)


def _month_day(value: str) -> str:
    if not is_day_of_every_year(value):
        raise PydanticCustomError("not_a_month_day", "This is not a day of every year")
    return value


Flag = StrictBool
"""``true`` or ``false``; nothing else."""
Day = Annotated[dt.date, BeforeValidator(_day)]
"""A date, written 2026-07-01."""
MonthDay = Annotated[str, AfterValidator(_month_day)]
"""A day of every year, written 07-01."""
Exact = Annotated[Decimal, BeforeValidator(_number)]
"""An exact number."""
Whole = Annotated[int, BeforeValidator(_number)]
"""A whole number."""
Usd = Annotated[Decimal, Field(ge=0, le=MAX_USD, decimal_places=2), BeforeValidator(_number)]
"""Dollars and cents, never negative."""
Share = Annotated[Decimal, Field(ge=0, le=1), BeforeValidator(_number)]
Positive = Annotated[Decimal, Field(gt=0, le=MAX_USD), BeforeValidator(_number)]
Heads = Annotated[int, Field(ge=1, le=10_000_000), BeforeValidator(_number)]
Weeks = Annotated[Decimal, Field(gt=0, le=1040), BeforeValidator(_number)]
"""Weeks of training: at most twenty years."""


def _as_list(value: Any) -> Any:
    """One value where a list is meant; text with semicolons comes from a table's cell."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()] or [value]
    return [value] if isinstance(value, Decimal) else value


def _as_numbers(value: Any) -> Any:
    """Numbers of a table's cell, parted by semicolons; one number may stand alone."""
    if isinstance(value, str):
        return [cell_value(part) for part in value.split(";") if part.strip()]
    return [value] if isinstance(value, Decimal) else value


Names = Annotated[
    tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])
]
"""A list of names; a single name may stand alone."""
Shares = Annotated[
    tuple[Share, ...],
    BeforeValidator(_as_numbers, json_schema_input_type=Share | tuple[Share, ...]),
]
"""A list of shares; ``1; 0.9`` in a table's cell."""

Clock = Literal["award_date", "cost_date", "program_year", "award_year", "fiscal_year", "tax_year"]
Confidence = Literal["verified", "secondary", "knowledge", "derived", "assumption", "ambiguous"]
Origin = Literal["federal", "state", "local", "private"]
Authority = Literal["statute", "regulation", "guidance", "terms", "practice"]


class Model(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class OpenModel(BaseModel):
    """A frozen model that keeps further keys: attributes that the data dictionary declares."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    @property
    def attributes(self) -> dict[str, Any]:
        """Everything that is stated beyond the format's own fields."""
        return dict(self.model_extra or {})


class Version(Model):
    """A number that holds from a date on."""

    from_: Annotated[Day, Field(alias="from")]
    value: Exact
    cite: Text


class Versioned(Model):
    """A number that changes with time: ``clock`` says which date picks the version.

    Versions are half-open and in ascending order: each holds until the next begins.
    """

    clock: Clock
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]


def _number_form(value: Any) -> str:
    return ":versions" if isinstance(value, dict | Versioned) else ":number"


Number = Annotated[
    Annotated[Exact, Tag(":number")] | Annotated[Versioned, Tag(":versions")],
    Discriminator(_number_form),
]
"""A literal or a versioned number."""
