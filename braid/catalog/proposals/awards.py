"""The scenario as proposals have it: its awards, its waivers, what it costs to change over.

In this order: other amounts, further reserves, mergers, awards that are brought and what pays for
them. With equal money every dollar that leaves an award comes back under the new law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.proposals.among import lines_of, money_of, owner_of, recipient_for
from braid.catalog.proposals.cascade import cut
from braid.catalog.proposals.files import Proposed, Proposing
from braid.catalog.proposals.headers import Restated, first_day, paid_as, payment_notes
from braid.catalog.proposals.pooling import brought_to, named, pooled, pools_of
from braid.catalog.proposals.purse import Purse, to_cents
from braid.catalog.proposals.spots import Listed, spot_at
from braid.reading.document import Document, Overlay, Spot, Step
from braid.schema.proposal import (
    Bringing,
    Funding,
    Item,
    Merger,
    Reserve,
    Transition,
    Waiving,
)


class Reform:
    """A scenario's data on its way through some proposals."""

    def __init__(self, inputs: Inputs, library: Library, proposing: Proposing) -> None:
        assert inputs.document is not None
        self.inputs, self.library, self.proposing = inputs, library, proposing
        self.base: Document = inputs.document
        self.notes: list[str] = []
        self.purses = [self._purse(k) for k in range(len(inputs.scenario.awards))]
        self.brought: list[tuple[dict[str, Any], Spot]] = []
        self.costs: list[tuple[dict[str, Any], Spot]] = []
        self.waivers: list[tuple[str, Spot]] = []
        self.equal = proposing.money == "equal"

    def _purse(self, k: int) -> Purse:
        award, inputs = self.inputs.scenario.awards[k], self.inputs
        amount = award.amount or Decimal(0)
        return Purse(
            dict(self.base.data["awards"][k]), award, spot_at(self.base, ("awards", k)),
            inputs.recipient(award), inputs.partnership(award.id),
            award.start or inputs.calendar.first,
            inputs.funding_year(award), ((award.stream, amount),), (award.id,),
        )  # fmt: skip

    def apply(self, one: Proposed) -> None:
        """Everything that the chosen parts of a proposal make of the scenario."""
        if not self.equal:
            self._each(one, "funding", lambda k, i: self._fund(one, cast(Funding, i)))
        self._each(one, "reserves", lambda k, i: self._reserve(one, k, cast(Reserve, i)))
        self._each(one, "merges", lambda k, i: self._merge(one, cast(Merger, i)))
        self._each(one, "brings", lambda k, i: self._bring(one, k, cast(Bringing, i)))
        self._each(one, "transition", lambda k, i: self._cost(one, k, cast(Transition, i)))
        self.waivers += [
            (cast(Waiving, item).waiver, spot_at(one.document, ("waivers", k, "waiver")))
            for k, item in one.items("waivers")
        ]

    @staticmethod
    def _each(one: Proposed, section: str, do: Callable[[int, Item], None]) -> None:
        for k, item in one.items(section):
            do(k, item)

    def _concerned(self, one: Proposed, item: Item, streams: Iterable[str]) -> list[Purse]:
        """The awards of some streams that begin while an item holds, with an amount."""
        start, end = one.dates(item)
        wanted = set(streams)
        return [
            p
            for p in self.purses
            if p.stream in wanted
            and p.raw.get("amount") is not None
            and (start is None or p.start >= start)
            and (end is None or p.start < end)
        ]

    def _fund(self, one: Proposed, item: Funding) -> None:
        gone = {id(p) for p in self._concerned(one, item, item.streams)}
        if not gone:
            self.notes.append(f"No award has money of {', '.join(item.streams)}.")
        self.purses = [
            replace(p, raw=p.times(Fraction(item.times))) if id(p) in gone else p
            for p in self.purses
        ]

    def _reserve(self, one: Proposed, k: int, item: Reserve) -> None:
        spot, taken = spot_at(one.document, ("reserves", k)), []
        concerned = {id(p) for p in self._concerned(one, item, item.streams)}
        if not concerned:
            self.notes.append(f"No award is cut by the reserve for {item.into}.")
        reaches = Fraction(1) if self.equal else Fraction(item.reaches)
        for n, p in enumerate(self.purses):
            if id(p) not in concerned:
                continue
            part = Fraction(item.share)
            if item.of == "allotment":
                part = cut(self.library, p.stream, part)
            left = replace(p, raw=p.times(1 - part))
            self.purses[n] = left
            whole = replace(p, raw={**p.raw, "amount": p.amount - left.amount, "slices": []})
            back = whole.times(reaches)["amount"]
            if back:
                taken.append(self._split(p, item.into, back, spot))
        merger = Merger(streams=item.streams, into=item.into)
        self.purses += self._pools(taken, merger)

    @staticmethod
    def _split(p: Purse, into: str, back: Decimal, spot: Spot) -> Purse:
        """The part of an award that comes under another stream."""
        keys = ("id", "recipient", "start", "funding_year", "status", "probability", "partnership")
        raw = {key: p.raw[key] for key in keys if p.raw.get(key) is not None}
        raw |= {"stream": into, "amount": back}
        return replace(p, raw=raw, spot=spot, sources=((p.award.stream, back),), was=())

    def _merge(self, one: Proposed, item: Merger) -> None:
        members = self._concerned(one, item, item.streams)
        if not members:
            self.notes.append(f"No award of the scenario is merged into {item.into}.")
            return
        if not self.equal:
            brought = {
                id(m): new for m, new in zip(members, brought_to(members, item), strict=True)
            }
            self.purses = [brought.get(id(p), p) for p in self.purses]
            members = list(brought.values())
        gone = {id(p) for p in members}
        first = min(n for n, p in enumerate(self.purses) if id(p) in gone)
        rest = [p for p in self.purses if id(p) not in gone]
        self.purses = [*rest[:first], *self._pools(members, item), *rest[first:]]

    def _pools(self, members: list[Purse], item: Merger) -> list[Purse]:
        pools = pools_of(members, item.grants)
        gone = {id(p) for p in members}
        taken = {str(p.raw["id"]) for p in self.purses if id(p) not in gone}
        floors = self.proposing.floors or item.floors
        return [
            pooled(name, pool, item, floors, self.library)
            for name, pool in zip(named(item.into, pools, taken), pools, strict=True)
        ]

    def _cost(self, one: Proposed, k: int, item: Transition) -> None:
        raw, spot = dict(one.document.data["transition"][k]["cost"]), spot_at(
            one.document, ("transition", k, "cost")
        )  # fmt: skip
        brought = [raw for raw, _ in self.brought]
        for home, line in lines_of(raw, item, self.inputs):
            if item.amount is not None:
                money = money_of(item.amount.of, home, self.purses, brought, self.inputs)
                line["amount"] = to_cents(Fraction(item.amount.share) * money)
                if not line["amount"]:
                    continue
            self.costs.append((line, spot))

    def _bring(self, one: Proposed, k: int, item: Bringing) -> None:
        spot = spot_at(one.document, ("brings", k, "award"))
        raw = dict(one.document.data["brings"][k]["award"])
        wanted = Decimal(raw.get("amount") or 0)
        owner = owner_of(raw, self.inputs)
        recipient = recipient_for(owner, self.inputs)
        if recipient is not None:
            raw.setdefault("recipient", recipient)
        if self.equal:
            givers = [
                p
                for p in self._concerned(one, item, item.financed_by)
                if p.amount and (not owner or p.owner in ("", owner))
            ]
            have = sum((p.amount for p in givers), Decimal(0))
            if not givers or not wanted:
                self.notes.append(
                    f"{raw.get('id')} is new money, so it is left out with equal money."
                )
                return
            if have < wanted:
                self.notes.append(
                    f"{raw.get('id')} is cut to what the streams that pay for it have."
                )
            factor = Fraction(min(have, wanted)) / Fraction(have)
            ids = {id(p) for p in givers}
            given = Decimal(0)
            for n, p in enumerate(self.purses):
                if id(p) in ids:
                    self.purses[n] = replace(p, raw=p.times(1 - factor))
                    given += p.amount - self.purses[n].amount
            raw["amount"] = given
        if self.inputs.partnerships and not owner:
            self.notes.append(f"{raw.get('id')} comes once, for all partnerships.")
        self.brought.append((raw, spot))

    def pay(self, changes: Sequence[Restated]) -> None:
        """The awards as changes of their streams would have their money arrive."""
        first, streams = self.inputs.calendar.first, self.library.streams
        brought = [(raw, spot, first_day(raw, first)) for raw, spot in self.brought]
        awards = [(p.raw, p.start) for p in self.purses] + [(raw, day) for raw, _, day in brought]
        self.notes += payment_notes(awards, changes, self.inputs)
        self.brought = [paid_as(raw, spot, day, changes, streams) for raw, spot, day in brought]
        for n, p in enumerate(self.purses):
            raw, spot = paid_as(p.raw, p.spot, p.start, changes, streams)
            self.purses[n] = replace(p, raw=raw, spot=spot)

    @property
    def renamed(self) -> dict[str, str]:
        """Today's awards, with the ids of those that have their money now."""
        return {old: str(p.raw["id"]) for p in self.purses for old in p.was}

    def document(self) -> Document:
        """The scenario's document as it is now."""
        renamed = self.renamed
        awards = [(_matching(p.raw, renamed), p.spot) for p in self.purses] + self.brought
        data = {**self.base.data, "awards": [raw for raw, _ in awards]}
        spots: dict[Step, Spot] = {"awards": self._list("awards", [spot for _, spot in awards])}
        if self.costs:
            data["costs"] = [*self.base.data["costs"], *(raw for raw, _ in self.costs)]
            old = [spot_at(self.base, ("costs", k)) for k in range(len(self.base.data["costs"]))]
            spots["costs"] = self._list("costs", [*old, *(spot for _, spot in self.costs)])
        if self.waivers:
            own = dict(data.get("rules") or {})
            known = list(own.get("waivers") or ())
            new = [(name, spot) for name, spot in self.waivers if name not in known]
            data["rules"] = {**own, "waivers": [*known, *(name for name, _ in new)]}
            at = spot_at(self.base, ("rules",))
            here = [spot_at(self.base, ("rules", "waivers", k)) for k in range(len(known))]
            listed = Listed(at, (*here, *(spot for _, spot in new)))
            spots["rules"] = Overlay(at, {"waivers": listed})
        if data.get("actuals"):
            rows = data["actuals"].get("charges") or []
            charges = [{**row, "award": renamed.get(row["award"], row["award"])} for row in rows]
            data["actuals"] = {**data["actuals"], "charges": charges}
        return replace(self.base, data=data, spot=Overlay(self.base.spot, spots))

    def _list(self, key: str, spots: list[Spot]) -> Listed:
        return Listed(spot_at(self.base, (key,)), tuple(spots))


def _matching(raw: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    """An award whose money may match awards under their new ids."""
    if not raw.get("match_for"):
        return raw
    return {**raw, "match_for": list(dict.fromkeys(renamed.get(n, n) for n in raw["match_for"]))}
