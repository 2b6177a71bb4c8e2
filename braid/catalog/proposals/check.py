"""What a proposal must get right: rules as they are, days inside the horizon, who can do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from braid.catalog.checks.amendments import Amendments
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import whole_view
from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.proposals.amending import within
from braid.catalog.proposals.cascade import local_share
from braid.catalog.proposals.files import Proposed
from braid.catalog.proposals.headers import DATED, change_faults
from braid.catalog.readings import overlapping
from braid.problems import Place, Problem
from braid.reading.document import Path
from braid.record import record
from braid.schema.proposal import (
    Addition,
    Bringing,
    Changing,
    Item,
    Maker,
    Merger,
    Removal,
    Reserve,
    StreamChange,
    Transition,
    Waiving,
)

FEDERAL = ("congress", "agency", "federal_waiver")
LAW = ("congress", "state_law")
PAYERS = ("state_law", "governor")
"""Who may say, beside federal makers, how a State passes federal money on (2 CFR 200.305(b))."""


def check_proposals(
    inputs: Inputs, library: Library, proposed: Sequence[Proposed]
) -> list[Problem]:
    """Every problem of proposals that have the right form, beside the rules that they name."""
    found: list[Problem] = []
    written: list[tuple[Changing, Place]] = []
    for one in proposed:
        found += _Check(inputs, library, one).problems(written)
    return found


@record
class _Check:
    inputs: Inputs
    library: Library
    one: Proposed

    def problems(self, written: list[tuple[Changing, Place]]) -> Iterator[Problem]:
        assert self.inputs.document is not None
        view = whole_view(self.inputs.scenario, self.library, self.inputs.document)
        amendments = Amendments(view, self.one.document, whole=True)
        yield from self._rules(amendments, written)
        for section in ("merges", "reserves", "funding", "brings"):
            for k, item in self.one.items(section):
                yield from self._streams(section, k, item)
        for section, k, item in self.one.proposal.items():
            yield from self._named(section, k, item)
            yield from self._days(section, k, item)
        for k, item in self.one.items("merges"):
            yield from self._merger(k, cast(Merger, item))
        for k, item in self.one.items("reserves"):
            yield from self._reserve(k, cast(Reserve, item))
        for k, item in self.one.items("waivers"):
            yield from self._waiver(k, cast(Waiving, item))
        for k, item in self.one.items("transition"):
            if "id" not in cast(Transition, item).cost:
                yield self.told(
                    "B102", "The cost line has no 'id'.", "Give it one.", ("transition", k)
                )
            if cast(Transition, item).amount and "amount" in cast(Transition, item).cost:
                message = "The amount of the cost line is said twice."
                remedy = "Write it in 'cost', or as a share in 'amount' beside it."
                yield self.told("B515", message, remedy, ("transition", k, "amount"))

    def told(self, code: str, message: str, remedy: str, path: Path) -> Problem:
        return Problem(code, message, remedy, self.one.document.place(path))

    def _rules(
        self, amendments: Amendments, written: list[tuple[Changing, Place]]
    ) -> Iterator[Problem]:
        for k, item in self.one.items("changes"):
            change, path = cast(Changing, item), ("changes", k)
            if isinstance(change, StreamChange):
                yield from self._restated(amendments, change, path)
            else:
                yield from amendments.change(change, path)
                yield from self._allowed(amendments.known.get(change.rule), change, path)
            for other, place in written:
                if overlapping(change, other) and self._at_once(change, other):
                    message = f"'{change.field}' of '{change.target}' is written twice."
                    here = self.one.document.place((*path, "field"))
                    remedy = "Write it once, or give the two changes days that do not overlap."
                    yield Problem("B506", message, remedy, here, see=(place,))
            written.append((change, self.one.document.place((*path, "field"))))
        for k, item in self.one.items("removes"):
            for i, name in enumerate(cast(Removal, item).rules):
                there: Path = ("removes", k, "rules", i)
                yield from amendments.unknown(name, there)
                yield from self._allowed(amendments.known.get(name), item, there)
        for k, item in self.one.items("adds"):
            addition = cast(Addition, item)
            yield from amendments.added(addition.to, addition.rules, ("adds", k, "rules"))

    def _restated(
        self, amendments: Amendments, change: StreamChange, path: Path
    ) -> Iterator[Problem]:
        """A change of a stream's own field, and whether whoever is named can make it."""
        fault = stream_fault(change.stream, self.library)
        if fault is not None:
            yield self.told("B202", *fault, (*path, "stream"))
            return
        dated = within(self.one.dates(change), self.inputs.scenario.horizon) != (None, None)
        yield from change_faults(amendments, change, dated, path)
        makers = (*FEDERAL, *PAYERS) if change.field.partition(".")[0] == DATED else FEDERAL
        maker = self._maker(change)
        if self.library.streams[change.stream].origin == "federal" and maker not in makers:
            message = f"'{change.stream}' is a federal stream; {_who(maker)} cannot change it."
            remedy = f"Name who can: {', '.join(makers)}."
            if makers is not FEDERAL:
                remedy += " A board's own terms stand in its awards, as 'payment'."
            yield self.told("B508", message, remedy, path)

    def _at_once(self, one: Item, other: Item) -> bool:
        (a, b), (c, d) = self.one.dates(one), self.one.dates(other)
        return (a is None or d is None or a < d) and (c is None or b is None or c < b)

    def _maker(self, item: Item) -> Maker:
        return item.authority or self.one.proposal.authority

    def _allowed(self, site: Site | None, item: Item, path: Path) -> Iterator[Problem]:
        """Whether whoever is named can change a rule at all."""
        if site is None:
            return
        maker = self._maker(item)
        if maker == "federal_waiver" and site.rule.unwaivable is not None:
            message = f"'{site.name}' cannot be waived: {site.rule.unwaivable}."
            yield self.told("B507", message, "Only a law can change it: authority: congress.", path)
        elif self._federal(site) and maker not in FEDERAL:
            message = f"'{site.name}' is federal law; {_who(maker)} cannot change it."
            remedy = f"Name who can: {', '.join(FEDERAL)}."
            yield self.told("B508", message, remedy, path)
        elif site.rule.authority == "statute" and maker in ("agency", "governor", "board"):
            message = f"'{site.name}' is a statute; {_who(maker)} cannot change it."
            can = "congress" if self._federal(site) else ", ".join(LAW)
            yield self.told("B508", message, f"Name who can: {can}.", path)

    def _federal(self, site: Site) -> bool:
        """Whether a rule is federal: of a federal stream's file, its family's or a set's."""
        stream = self.library.streams.get(site.home)
        written = site.document.file
        if "/state/" in written or "/local/" in written or "/private/" in written:
            return False
        if stream is not None:
            return stream.origin == "federal" and f"stream:{site.home}" in self.library.documents
        return site.home in self.library.families or site.home in self.library.sets

    def _days(self, section: str, k: int, item: Item) -> Iterator[Problem]:
        start, end = self.one.dates(item)
        horizon = self.inputs.scenario.horizon
        if start is not None and end is not None and start >= end:
            remedy = "Write 'until' as the first day on which it holds no more."
            yield self.told("B210", "It ends before it begins.", remedy, (section, k))
        elif (start is not None and start > horizon.end) or (
            end is not None and end <= horizon.start
        ):
            message = (
                f"It touches no day of the horizon, {horizon.start:%B} {horizon.start.day},"
                f" {horizon.start.year} to {horizon.end:%B} {horizon.end.day}, {horizon.end.year}."
            )
            remedy = "Plan a horizon that holds its days, or correct them."
            yield self.told("B509", message, remedy, (section, k))

    def _streams(self, section: str, k: int, item: Item) -> Iterator[Problem]:
        key = "financed_by" if isinstance(item, Bringing) else "streams"
        listed = enumerate(getattr(item, key))
        names: list[tuple[Path, str]] = [((section, k, key, i), n) for i, n in listed]
        if isinstance(item, Merger | Reserve):
            names.append(((section, k, "into"), item.into))
        if isinstance(item, Bringing):
            names.append(((section, k, "award", "stream"), str(item.award.get("stream"))))
        for path, name in names:
            fault = stream_fault(name, self.library)
            if fault is not None:
                yield self.told("B202", *fault, path)
            elif key == "streams" and self.library.streams[name].entitlement:
                message = f"'{name}' is an entitlement: it has no amount that could be moved."
                yield self.told("B510", message, "Take it out of the list.", path)

    def _named(self, section: str, k: int, item: Item) -> Iterator[Problem]:
        """Streams that an item only looks at."""
        listed: list[tuple[Path, str]] = []
        if item.only_with is not None:
            names = enumerate(item.only_with.streams)
            listed = [((section, k, "only_with", "streams", i), n) for i, n in names]
        listed += [((section, k, "not_with", i), n) for i, n in enumerate(item.not_with)]
        if isinstance(item, Transition) and item.amount is not None:
            listed += [((section, k, "amount", "of", i), n) for i, n in enumerate(item.amount.of)]
        for path, name in listed:
            fault = stream_fault(name, self.library)
            if fault is not None:
                yield self.told("B202", *fault, path)

    def _merger(self, k: int, item: Merger) -> Iterator[Problem]:
        if item.into in item.streams:
            message = f"'{item.into}' is merged into itself."
            yield self.told("B511", message, "Take it out of 'streams'.", ("merges", k, "into"))
        for n, other in self.one.items("merges"):
            both = sorted(set(item.streams) & set(cast(Merger, other).streams)) if n < k else []
            if both and self._at_once(item, other):
                message = f"'{both[0]}' is merged twice."
                yield self.told("B511", message, "Merge it once.", ("merges", k, "streams"))
        if item.own is not None and (item.own.share is None) == (item.own.usd is None):
            message = "The proposal's own amount is a share of today's money or dollars."
            yield self.told(
                "B512", message, "Write 'share' or 'usd', not both.", ("merges", k, "own")
            )

    def _reserve(self, k: int, item: Reserve) -> Iterator[Problem]:
        for name in item.streams:
            if name not in self.library.streams or item.of == "award":
                continue
            left = local_share(self.library, name)
            if item.share > left:
                message = (
                    f"A reserve of {float(item.share):.0%} is more than the {float(left):.0%} of"
                    f" {name} that reach local areas."
                )
                yield self.told("B513", message, "Lower the share.", ("reserves", k, "share"))

    def _waiver(self, k: int, item: Waiving) -> Iterator[Problem]:
        path = ("waivers", k, "waiver")
        if within(self.one.dates(item), self.inputs.scenario.horizon) != (None, None):
            message = "A waiver of the library holds for the whole horizon."
            remedy = "Change the rule from its day on with 'changes', or leave the days out."
            yield self.told("B514", message, remedy, path)


def _who(maker: Maker) -> str:
    return {
        "congress": "Congress", "agency": "an agency", "federal_waiver": "a federal waiver",
        "state_law": "state law", "governor": "a governor", "board": "a board",
    }[maker]  # fmt: skip
