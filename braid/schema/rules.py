"""Rule files: the envelope that every rule has and the parameters of each kind."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from braid.schema.base import Model, Names, Number, Origin, SnakeId, Text, Whole
from braid.schema.money_rules import (
    Beside,
    CashBeside,
    Income,
    Match,
    NeedPer,
    Refund,
    Reimbursement,
    Threshold,
    Together,
    Transfer,
)
from braid.schema.predicate import Condition
from braid.schema.rule_base import (
    AwardTime,
    Bound,
    Per,
    RuleBase,
    Selector,
    SelectorOrAll,
    Span,
    one_or_more,
)

__all__ = [
    "KIND_MODELS",
    "Award",
    "AwardTime",
    "Benefit",
    "Beside",
    "Bound",
    "CashBeside",
    "Employer",
    "Exclusive",
    "Formula",
    "Hours",
    "Income",
    "Limit",
    "Line",
    "Match",
    "NeedPer",
    "Obligate",
    "Order",
    "Participant",
    "Per",
    "Program",
    "Refund",
    "Reimbursement",
    "Report",
    "Rule",
    "RuleBase",
    "Selector",
    "SelectorOrAll",
    "Span",
    "Supplant",
    "Threshold",
    "Timeline",
    "Together",
    "Transfer",
]


class Participant(RuleBase):
    """Whom the money may serve."""

    kind: Literal["participant"]
    for_: Annotated[Names, Field(alias="for")] = ()
    who: Condition


class Program(RuleBase):
    """Which training programs the money may pay for."""

    kind: Literal["program"]
    for_: Annotated[Names, Field(alias="for")] = ()
    where: Condition


class Employer(RuleBase):
    """Which employers the money may be spent with."""

    kind: Literal["employer"]
    for_: Annotated[Names, Field(alias="for")] = ()
    where: Condition


class Award(RuleBase):
    """What must be true of the award or of its recipient."""

    kind: Literal["award"]
    for_: Annotated[Names, Field(alias="for")] = ()
    where: Condition


class Line(RuleBase):
    """Which cost lines may be paid: a closed list, a ban, or a condition on the line."""

    kind: Literal["line"]
    allow: Names | None = None
    forbid: Names | None = None
    for_: Annotated[Names, Field(alias="for")] = ()
    where: Condition | None = None


class Limit(RuleBase):
    """A cap or a floor on dollars (``spend``) or on participants (``serve``)."""

    kind: Literal["limit"]
    spend: SelectorOrAll = None
    serve: SelectorOrAll = None
    at_most: Bound | None = None
    at_least: Bound | None = None
    per: Annotated[
        tuple[Per, ...],
        BeforeValidator(one_or_more, json_schema_input_type=Per | tuple[Per, ...]),
    ] = ()
    counts: Literal["own", "all_awards"] = "own"


class Formula(RuleBase):
    """What an entitlement pays per participant: a named formula and its numbers.

    ``first`` names the kinds of cost that it pays before others among what the school charges.
    """

    kind: Literal["formula"]
    formula: SnakeId
    numbers: dict[str, Number] = {}
    first: Names = ()


class Order(RuleBase):
    """This stream pays for these lines only what others leave; or these people come first.

    ``remaining`` and ``full_cost`` stand behind entitlements, ``used_up`` behind awards that
    run out; ``priority`` puts the groups of whom ``first`` is true before all others.
    """

    kind: Literal["order"]
    for_: Annotated[Names, Field(alias="for")] = ()
    after: Names = ()
    first: Condition | None = None
    reading: Literal["remaining", "full_cost", "used_up", "priority"] = "remaining"


class Supplant(RuleBase):
    """What these origins paid before may not move to this stream."""

    kind: Literal["supplant"]
    for_: Annotated[Names, Field(alias="for")] = ()
    protects: Annotated[
        tuple[Origin, ...],
        BeforeValidator(one_or_more, json_schema_input_type=Origin | tuple[Origin, ...]),
    ]


class Benefit(RuleBase):
    """A shared cost is paid at most in proportion to the participants whom the stream serves."""

    kind: Literal["benefit"]
    for_: Annotated[Names, Field(alias="for")] = ()
    basis: Literal["participants"] = "participants"


class Obligate(Model):
    """A share of the award that must be obligated by a date, and what happens otherwise."""

    share: Number
    by: Span
    recapture: Literal["risk", "automatic"] = "risk"


class Timeline(RuleBase):
    """Period of performance, obligation deadline, liquidation; ``for``: of some categories."""

    kind: Literal["timeline"]
    for_: Annotated[Names, Field(alias="for")] = ()
    begins: Span | None = None
    ends: AwardTime | None = None
    test: Literal["incurred", "obligated"] = "incurred"
    obligate: Obligate | None = None
    liquidate_days: Annotated[Whole, Field(ge=0, le=730)] | None = None


class Hours(Model):
    """Staff hours of one report: the Paperwork Reduction Act floor and the planning default."""

    floor: Number
    planning: Number


class Report(RuleBase):
    """A report that the money makes necessary, and the hours that it takes."""

    kind: Literal["report"]
    report: Text
    per: Literal["award", "participant"] = "award"
    where: Condition | None = None
    system: SnakeId | None = None
    every: Literal["once", "month", "quarter", "half_year", "year"]
    due_days: Annotated[Whole, Field(ge=0, le=730)] = 45
    hours: Hours
    classed: SnakeId = "administration"


class Exclusive(RuleBase):
    """One stream or the other for a participant, or this stream for all of it or nothing."""

    kind: Literal["exclusive"]
    among: Names = ()
    for_: Annotated[Names, Field(alias="for")] = ()
    reading: Literal["participants", "all_or_nothing"] = "participants"


KIND_MODELS: dict[str, type[RuleBase]] = {
    "participant": Participant, "program": Program, "employer": Employer, "award": Award,
    "line": Line, "limit": Limit, "formula": Formula, "order": Order, "supplant": Supplant,
    "benefit": Benefit, "timeline": Timeline, "report": Report, "exclusive": Exclusive,
    "match": Match, "reimbursement": Reimbursement, "transfer": Transfer, "income": Income,
    "threshold": Threshold, "together": Together, "refund": Refund,
}  # fmt: skip
"""Every kind's name and the model of its parameters."""


def _kind(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return f":{kind}" if isinstance(kind, str) else None


Rule = Annotated[
    Annotated[Participant, Tag(":participant")]
    | Annotated[Program, Tag(":program")]
    | Annotated[Employer, Tag(":employer")]
    | Annotated[Award, Tag(":award")]
    | Annotated[Line, Tag(":line")]
    | Annotated[Limit, Tag(":limit")]
    | Annotated[Formula, Tag(":formula")]
    | Annotated[Order, Tag(":order")]
    | Annotated[Supplant, Tag(":supplant")]
    | Annotated[Benefit, Tag(":benefit")]
    | Annotated[Timeline, Tag(":timeline")]
    | Annotated[Report, Tag(":report")]
    | Annotated[Exclusive, Tag(":exclusive")]
    | Annotated[Match, Tag(":match")]
    | Annotated[Reimbursement, Tag(":reimbursement")]
    | Annotated[Transfer, Tag(":transfer")]
    | Annotated[Income, Tag(":income")]
    | Annotated[Threshold, Tag(":threshold")]
    | Annotated[Together, Tag(":together")]
    | Annotated[Refund, Tag(":refund")],
    Discriminator(_kind),
]
"""A rule of any kind; ``kind`` picks the model.

Tags begin with a colon, so that a place in the data is never taken for one.
"""
