"""What rules of all kinds share: the envelope, selectors of charges, a limit's number."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from braid.schema.base import (
    Authority,
    Confidence,
    Day,
    Exact,
    Flag,
    KebabId,
    Model,
    Names,
    Number,
    Origin,
    SnakeId,
    Text,
    Whole,
)
from braid.schema.predicate import Condition

Per = Literal[
    "award", "stream", "family", "group", "participant", "credential", "program", "employer",
    "organization", "program_year", "fiscal_year", "calendar_year", "funding_year", "round",
    "partnership", "line",
]  # fmt: skip
Base = Literal["award", "allocation", "spent", "cost", "total", "served"]


class RuleBase(Model):
    """What every rule says, whatever its kind."""

    id: KebabId
    why: Text
    cite: Text
    confidence: Confidence
    reviewed: Day
    authority: Authority = "regulation"
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    waivers: dict[SnakeId, Number | None] = {}
    unwaivable: Text | None = None
    note: str | None = None

    @property
    def binds(self) -> bool:
        """Statute, regulation and the award's terms bind; guidance and practice only warn."""
        return self.authority in ("statute", "regulation", "terms")


def one_or_more(value: Any) -> Any:
    """A list where a single word may stand alone."""
    return [value] if isinstance(value, str) else value


class Span(Model):
    """How long money lives: to the end of the n-th such year, counted from the award's own."""

    program_years: Annotated[Whole, Field(ge=1, le=20)] | None = None
    federal_fiscal_years: Annotated[Whole, Field(ge=1, le=20)] | None = None
    months: Annotated[Whole, Field(ge=1, le=240)] | None = None


class AwardTime(Span):
    """A span from an award's start, or so long after the award's end (before it, if negative)."""

    months_after_end: Annotated[Whole, Field(ge=-240, le=240)] | None = None
    days_after_end: Annotated[Whole, Field(ge=-730, le=730)] | None = None


class Selector(Model):
    """Which charges (or participants) a limit looks at; everything that is said must hold.

    ``within`` and ``after`` are by time: up to the end of a span of the award, and later.
    """

    category: Names | None = None
    who: Condition | None = None
    where: Condition | None = None
    direct: Flag | None = None
    origin: Annotated[
        tuple[Origin, ...] | None,
        BeforeValidator(one_or_more, json_schema_input_type=Origin | tuple[Origin, ...] | None),
    ] = None
    within: AwardTime | None = None
    after: AwardTime | None = None


class Bound(Model):
    """A limit's number: dollars, heads, or a share of a base.

    ``or_stated`` names where the award's recipient states a number that stands in its place.
    """

    usd: Number | None = None
    count: Number | None = None
    share: Number | None = None
    attribute: str | None = None
    minus: Exact = Decimal(0)
    or_stated: str | None = None
    times: str | None = None
    yearly: Flag = False
    of: Base | None = None
    base: Selector | None = None
    less: Selector | None = None


def _all_selector(value: Any) -> Any:
    return {} if value == "all" else value


SelectorOrAll = Annotated[
    Selector | None,
    BeforeValidator(_all_selector, json_schema_input_type=Literal["all"] | Selector | None),
]
"""What a limit is about; ``all`` is everything."""


Origins = Annotated[
    tuple[Origin, ...],
    BeforeValidator(one_or_more, json_schema_input_type=Origin | tuple[Origin, ...]),
]
"""One or several origins of money."""
