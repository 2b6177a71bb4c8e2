"""Proposal files: what a reform would change in rules, streams and money, and who could make it.

A proposal is applied to a scenario and to the rules that it follows (``docs/proposals.md``).
Awards and cost lines that it brings are written as in a scenario file, and checked with it.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from braid.schema.base import Confidence, Day, KebabId, Model, Share, SnakeId, Text, Usd, Whole
from braid.schema.conflicts import Change, Edit
from braid.schema.library import StreamFile
from braid.schema.rules import Rule

Maker = Literal["congress", "agency", "federal_waiver", "state_law", "governor", "board"]
"""Who can make a change: a federal or state law, a federal agency's rule or waiver, a policy."""
Status = Literal[
    "idea", "essay", "requested", "introduced", "passed_one_chamber", "negotiated", "available",
    "in_force",
]  # fmt: skip
Money = Literal["equal", "own"]
"""Whose amounts are planned with: today's dollars, or those that the proposal brings."""
Floors = Literal["kept", "removed"]


class OnlyWith(Model):
    """What a scenario must have for an item to do anything: awards of so many of these streams."""

    streams: Annotated[tuple[SnakeId, ...], Field(min_length=1)]
    at_least: Annotated[Whole, Field(ge=1)] = 1


class Item(Model):
    """What every part of a proposal says: who could make it, from when, on what ground.

    ``part`` names what belongs together; items without one are parts of their own. ``only_with``
    and ``not_with`` say in which scenarios an item does anything, by the awards that these have.
    """

    part: KebabId | None = None
    authority: Maker | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    only_with: OnlyWith | None = None
    not_with: tuple[SnakeId, ...] = ()
    cite: Text | None = None
    confidence: Confidence | None = None
    note: str | None = None


class RuleChange(Item, Change):
    """One field of a rule: what it was and becomes, or what a list gains or loses."""


class StreamChange(Item, Edit):
    """One field of a stream's own, which stands in its file beside its rules."""

    stream: SnakeId

    @property
    def target(self) -> str:
        """What it changes."""
        return self.stream


def _of(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", ())
    return ":stream" if "stream" in keys and "rule" not in keys else ":rule"


Changing = Annotated[
    Annotated[RuleChange, Tag(":rule")] | Annotated[StreamChange, Tag(":stream")],
    Discriminator(_of),
]
"""A change of a rule or of a stream; tags begin with a colon as those of rules do."""


class Removal(Item):
    """Rules that end."""

    rules: Annotated[tuple[str, ...], Field(min_length=1)]


class Addition(Item):
    """Rules that a stream, a family or a set gets."""

    to: SnakeId
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]


class Waiving(Item):
    """A waiver that the library knows and that is switched on."""

    waiver: SnakeId


class Amount(Model):
    """The money of merged streams under the proposal: a share of today's, or dollars."""

    share: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    usd: Usd | None = None


class Merger(Item):
    """Streams whose awards become awards of another stream.

    ``grants: yearly`` makes one award of all that a recipient has of one funding year,
    ``one`` of all that it has. ``own`` is the amount under the heading "Own money".
    ``floors`` says what becomes of the merged streams' floors, ``reports`` whether each
    stream goes on asking for its own.
    """

    streams: Annotated[tuple[SnakeId, ...], Field(min_length=1)]
    into: SnakeId
    grants: Literal["yearly", "one"] = "yearly"
    own: Amount | None = None
    floors: Floors = "removed"
    reports: Literal["merged", "kept"] = "merged"


class Reserve(Item):
    """A share of the allotments that is kept before the rest goes to local areas.

    ``of: award`` takes it from what the partnership gets instead. ``reaches`` is the share of it
    that comes to the partnership as an award of ``into`` under the heading "Own money"; with equal
    money all of it comes back.
    """

    streams: Annotated[tuple[SnakeId, ...], Field(min_length=1)]
    share: Share
    of: Literal["allotment", "award"] = "allotment"
    into: SnakeId
    reaches: Share = Decimal(0)


class Funding(Item):
    """What awards of some streams come to, as a multiple of today's, under "Own money"."""

    streams: Annotated[tuple[SnakeId, ...], Field(min_length=1)]
    times: Annotated[Decimal, Field(ge=0, le=100)]


class Bringing(Item):
    """An award that comes with the proposal.

    Under the heading "Equal money" awards of the streams in ``financed_by`` give up as much; what
    nothing finances is left out there.
    """

    award: dict[str, Any]
    financed_by: tuple[SnakeId, ...] = ()


class ShareOf(Model):
    """So much of what the committed awards of some streams come to."""

    share: Share
    of: Annotated[tuple[SnakeId, ...], Field(min_length=1)]


class Transition(Item):
    """What it costs to change over, or to live under it: a cost line of the scenario.

    ``amount`` works its amount out from the awards as the proposal has them.
    """

    cost: dict[str, Any]
    amount: ShareOf | None = None


class Proposal(Model):
    """A reform to compare with today."""

    proposal: KebabId
    title: Text
    author: Text
    reference: Text
    status: Status
    date: Day
    summary: Text
    authority: Maker
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    note: str | None = None
    assumptions: tuple[Text, ...] = ()
    """What is not in any source and was taken as said here, told with every comparison."""
    outside: tuple[Text, ...] = ()
    """What it would do that this file does not hold, and why."""
    changes: tuple[Changing, ...] = ()
    removes: tuple[Removal, ...] = ()
    adds: tuple[Addition, ...] = ()
    waivers: tuple[Waiving, ...] = ()
    streams: tuple[StreamFile, ...] = ()
    merges: tuple[Merger, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    funding: tuple[Funding, ...] = ()
    brings: tuple[Bringing, ...] = ()
    transition: tuple[Transition, ...] = ()

    def items(self) -> tuple[tuple[str, int, Item], ...]:
        """Everything that it does: (list, place in it, item), in the order of the lists."""
        return tuple(
            (name, k, item) for name in ITEMS for k, item in enumerate(getattr(self, name))
        )

    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in order of first mention."""
        return tuple(dict.fromkeys(part_of(name, k, item) for name, k, item in self.items()))

    def of_part(self, part: str) -> tuple[Item, ...]:
        """The items of a part."""
        return tuple(i for name, k, i in self.items() if part_of(name, k, i) == part)


ITEMS = (
    "changes", "removes", "adds", "waivers", "merges", "reserves", "funding", "brings",
    "transition",
)  # fmt: skip


def part_of(section: str, number: int, item: Item) -> str:
    """The part that an item belongs to: as it says, else its list and its place there."""
    return item.part or f"{section}-{number + 1}"
