"""What all models share: strictness, ids, money, numbers with versions."""

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
    GetCoreSchemaHandler,
    StrictBool,
    StringConstraints,
    Tag,
)
from pydantic_core import PydanticCustomError, core_schema

from braid.reading.scalars import cell_value
from braid.schema.days import day_fault, is_day_of_every_year


class Once:
    """Stands last in the notes of a type, whose schema is then worked out for one field only."""

    def __init__(self) -> None:
        self._made: core_schema.CoreSchema | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        if self._made is None:
            self._made = handler(source)
        copy: core_schema.CoreSchema = _copied(self._made)
        return copy


def _copied(schema: core_schema.CoreSchema) -> Any:
    """A copy that pydantic may change for one field."""
    return {k: _copied(v) if isinstance(v, dict) else v for k, v in schema.items()}


ScenarioId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"), Once()]
SnakeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"), Once()]
KebabId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64), Once()
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), Once()]

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
Day = Annotated[dt.date, BeforeValidator(_day), Once()]
"""A date, written 2026-07-01."""
MonthDay = Annotated[str, AfterValidator(_month_day), Once()]
"""A day of every year, written 07-01."""
Exact = Annotated[Decimal, BeforeValidator(_number), Once()]
"""An exact number."""
Whole = Annotated[int, BeforeValidator(_number), Once()]
"""A whole number."""
Usd = Annotated[
    Decimal, Field(ge=0, le=MAX_USD, decimal_places=2), BeforeValidator(_number), Once()
]
"""Dollars and cents, never negative."""
Share = Annotated[Decimal, Field(ge=0, le=1), BeforeValidator(_number), Once()]
Positive = Annotated[Decimal, Field(gt=0, le=MAX_USD), BeforeValidator(_number), Once()]
Heads = Annotated[int, Field(ge=1, le=10_000_000), BeforeValidator(_number), Once()]
Weeks = Annotated[Decimal, Field(gt=0, le=1040), BeforeValidator(_number), Once()]
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
    tuple[str, ...],
    BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...]),
    Once(),
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


MODEL = "braid_model"
"""Where the schema of a field says which model it holds."""


class _Late(BaseModel):
    """A model of which pydantic makes nothing before something is read with it.

    Most files use half of the models, and rules of all kinds stand in files of six kinds.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, populate_by_name=True)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        if handler.field_name is None:
            return handler(source)
        # inside another model; errors of what is read then are told with their whole place
        return core_schema.no_info_plain_validator_function(
            lambda value: cls.__pydantic_validator__.validate_python(value),
            metadata={MODEL: cls},
        )


class Model(_Late):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid")


class OpenModel(_Late):
    """A frozen model that keeps further keys: attributes that the data dictionary declares."""

    model_config = ConfigDict(extra="allow")

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
    Once(),
]
"""A literal or a versioned number."""
