"""The files of the rule library: streams, families, sets, overlays, categories, attributes."""

from typing import Annotated, Literal

from pydantic import Field

from braid.schema.base import Exact, Flag, Model, Origin, Share, SnakeId, Text, Whole
from braid.schema.expression import ExpressionField
from braid.schema.payment import Payment
from braid.schema.predicate import Condition
from braid.schema.rules import Rule


class Reserved(Model):
    """A share of a stream's allotment to the state that is not passed on to local areas."""

    name: Text
    share: Share
    cite: Text


class StreamFile(Model):
    """One stream: a body of law that money comes under."""

    stream: SnakeId
    name: Text
    origin: Origin
    listing: str | None = None
    family: SnakeId | None = None
    follows: tuple[SnakeId, ...] = ()
    entitlement: Flag = False
    served: Literal["direct", "enrolled"] = "direct"
    pays_reporting: Literal["own", "any", "none"] = "own"
    payment: Payment = Payment()
    restricted: Annotated[Whole, Field(ge=0, le=9)] = 5
    reserved: tuple[Reserved, ...] = ()
    enabled: Flag = True
    note: str | None = None
    rules: tuple[Rule, ...] = ()


class FamilyFile(Model):
    """What several streams share: pooled limits, one participant record."""

    family: SnakeId
    name: Text
    follows: tuple[SnakeId, ...] = ()
    note: str | None = None
    rules: tuple[Rule, ...] = ()


class RuleSetFile(Model):
    """Rules that streams follow by name, such as the Uniform Guidance."""

    set: SnakeId
    name: Text
    note: str | None = None
    rules: tuple[Rule, ...] = ()


class OverlayFile(Model):
    """State or local rules added to a stream, a family or a set: they tighten, never loosen."""

    overlay: SnakeId
    name: Text
    note: str | None = None
    rules: tuple[Rule, ...] = ()


class Category(Model):
    """One kind of cost."""

    means: Text
    families: tuple[SnakeId, ...]
    also: tuple[str, ...] = ()


class CategoriesFile(Model):
    """The closed list of categories and their families."""

    families: dict[SnakeId, str]
    categories: dict[SnakeId, Category]


class Derivation(Model):
    """How an attribute follows from others where nobody states it."""

    when: Condition | None = None
    value: ExpressionField | None = None
    cite: Text | None = None


class AttributeDefinition(Model):
    """One entry of the data dictionary."""

    type: Literal["boolean", "number", "text", "date", "choice"]
    means: Text
    document: str | None = None
    values: tuple[str, ...] = ()
    example: Exact | None = None
    computed: Flag = False
    derive: Derivation | None = None


class AttributesFile(Model):
    """The data dictionary, by entity."""

    group: dict[SnakeId, AttributeDefinition] = {}
    program: dict[SnakeId, AttributeDefinition] = {}
    provider: dict[SnakeId, AttributeDefinition] = {}
    employer: dict[SnakeId, AttributeDefinition] = {}
    organization: dict[SnakeId, AttributeDefinition] = {}
    award: dict[SnakeId, AttributeDefinition] = {}
    line: dict[SnakeId, AttributeDefinition] = {}
