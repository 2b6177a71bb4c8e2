"""Rules on money beside money, between awards, coming in and going back."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from braid.schema.base import Flag, Model, Names, Number, Share, SnakeId, Text, Whole
from braid.schema.predicate import Condition
from braid.schema.rule_base import Origins, RuleBase, SelectorOrAll, one_or_more

Form = Literal["cash", "in_kind"]
Forms = Annotated[
    tuple[Form, ...],
    BeforeValidator(one_or_more, json_schema_input_type=Form | tuple[Form, ...]),
]


class Beside(Model):
    """Which money counts beside an award: whose, in what form, on which costs."""

    origin: Origins = ("state", "local", "private")
    form: Forms = ("cash", "in_kind")
    category: Names | None = None
    employer: Flag = False


class CashBeside(Beside):
    """What counts beside a reimbursement: cash, unless the rule says otherwise."""

    form: Forms = ("cash",)


NeedPer = Literal["award", "period", "line", "cell", "employer"]


class Match(RuleBase):
    """Each dollar needs others' dollars beside it; a dollar counts once."""

    kind: Literal["match"]
    share: Number | None = None
    of: Literal["award", "spent", "total"] | None = None
    usd: Number | None = None
    spend: SelectorOrAll = None
    per: Annotated[
        tuple[NeedPer, ...],
        BeforeValidator(one_or_more, json_schema_input_type=NeedPer | tuple[NeedPer, ...]),
    ] = ("award",)
    beside: Beside = Beside()


class Reimbursement(RuleBase):
    """Pays a share of what is claimed, once others have paid the rest in the same period."""

    kind: Literal["reimbursement"]
    share: Number
    spend: SelectorOrAll = None
    beside: CashBeside = CashBeside()


class Transfer(RuleBase):
    """An award may give part of its amount to one of another stream."""

    kind: Literal["transfer"]
    between: Annotated[tuple[SnakeId, ...], Field(min_length=2)]
    share: Number
    where: Condition | None = None


class Income(RuleBase):
    """Program income that may be spent beside the award, or an allowance for each recipient."""

    kind: Literal["income"]
    use: Literal["addition", "allowance"]
    usd: Number | None = None


class Threshold(RuleBase):
    """A report that is due once an organization's spending in a fiscal year reaches an amount."""

    kind: Literal["threshold"]
    usd: Number
    origin: Origins = ("federal",)
    report: Text
    due_months: Annotated[Whole, Field(ge=0, le=60)] = 9


class Together(RuleBase):
    """Whoever this stream serves is served by one of these streams too."""

    kind: Literal["together"]
    with_: Annotated[Names, Field(alias="with", min_length=1)]
    who: Condition | None = None


class Refund(RuleBase):
    """What goes back of an entitlement when participants leave early."""

    kind: Literal["refund"]
    earned_after: Share = Decimal("0.60")
    students_keep: Share = Decimal("0.50")
