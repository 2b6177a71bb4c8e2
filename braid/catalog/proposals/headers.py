"""Fields of streams' own, beside their rules: how money arrives, what a stream follows.

Such a field holds for all awards of a stream and for the whole horizon. Only how money arrives
may have days: it is then that of the awards which begin on them, as terms of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from braid.catalog.checks.amendments import TWO_THINGS, Amendments
from braid.catalog.inputs import Inputs
from braid.catalog.proposals.files import Proposed
from braid.catalog.proposals.spots import spot_at
from braid.catalog.readings import changed, value_in
from braid.problems import Problem, did_you_mean
from braid.reading.document import Document, Overlay, Path, Spot, Step
from braid.record import record
from braid.schema.library import StreamFile
from braid.schema.payment import Payment
from braid.schema.proposal import StreamChange
from braid.schema.validate import validate

FIELDS = ("enabled", "family", "follows", "payment", "pays_reporting", "restricted", "served")
"""What a proposal may change. The rest says which stream it is, or what its awards are."""
DATED = "payment"


@record
class Restated:
    """A change of a stream, and where it stands; ``days`` is whether it holds on some only."""

    change: StreamChange
    spot: Spot
    start: date | None
    end: date | None

    @property
    def top(self) -> str:
        """The field of the stream's file."""
        return self.change.field.partition(".")[0]

    @property
    def by_award(self) -> bool:
        """Whether it holds for the awards that begin on its days, not for the stream."""
        return self.top == DATED and (self.start, self.end) != (None, None)

    def holds_on(self, day: date) -> bool:
        """Whether a day is one of its days."""
        return (self.start is None or day >= self.start) and (self.end is None or day < self.end)


def stream_changes(proposed: Iterable[Proposed]) -> list[Restated]:
    """Every change of a stream that the chosen parts of some proposals make."""
    return [
        Restated(item, spot_at(one.document, ("changes", k)), *one.dates(item))
        for one in proposed
        for k, item in one.items("changes")
        if isinstance(item, StreamChange)
    ]


def change_faults(
    amendments: Amendments, change: StreamChange, dated: bool, path: Path
) -> Iterator[Problem]:
    """Whether a change says one thing of a field that can change, and the stream is like that.

    ``dated`` is whether it holds on some days of the horizon only.
    """
    library = amendments.view.library
    document = library.document_of("stream", change.stream)
    known = library.streams.get(change.stream)
    if document is None or known is None:
        return
    field, _, below = change.field.partition(".")
    inside = list(Payment.model_fields) if field == DATED else []
    if field not in FIELDS or (below and below not in inside):
        message = f"The stream '{change.stream}' has no field '{change.field}' that can change."
        near = [*FIELDS, *(f"{DATED}.{name}" for name in Payment.model_fields)]
        yield amendments.problem(
            "B274", message, did_you_mean(change.field, near), (*path, "field")
        )
        return
    if not change.consistent:
        yield amendments.problem("B272", *TWO_THINGS, path)
        return
    if dated and field != DATED:
        message = f"'{field}' of a stream holds for the whole horizon."
        remedy = "Leave the days out, or plan a horizon that begins on them."
        yield amendments.problem("B516", message, remedy, path)
        return
    now = value_in(_stated(known), change.field)
    if not change.replaces:
        yield from amendments.listed(change, change.stream, now, path)
    elif not _same(document, known, change):
        yield amendments.other(change, change.stream, now, path)


def _stated(known: StreamFile) -> dict[str, Any]:
    """The fields of a stream that can change, with what holds where its file is silent."""
    return known.model_dump(include=set(FIELDS), mode="json")


def _same(document: Document, known: StreamFile, change: StreamChange) -> bool:
    """Whether a stream is as a change supposes, if need be in other words."""
    supposed = _changed(document.data, [change.model_copy(update={"becomes": change.was})])
    bare = replace(document, data={**supposed, "rules": []})
    made, _ = validate(StreamFile, bare)
    return made is not None and made == known.model_copy(update={"rules": ()})


def _changed(raw: Mapping[str, Any], changes: Sequence[StreamChange]) -> dict[str, Any]:
    """A stream's data with some changes made; what its file does not state is put there."""
    data = dict(raw)
    if any(change.field.startswith(f"{DATED}.") for change in changes):
        data.setdefault(DATED, {})
    return changed(data, changes)


def restated(document: Document, changes: Sequence[Restated]) -> Document:
    """A stream's document with its own fields as proposals have them."""
    here = [one for one in changes if not one.by_award]
    if not here:
        return document
    data = _changed(document.data, [one.change for one in here])
    spots: dict[Step, Spot] = {one.top: one.spot for one in here}
    return replace(document, data=data, spot=Overlay(document.spot, spots))


def paid_as(
    raw: dict[str, Any], spot: Spot, start: date, changes: Iterable[Restated],
    streams: Mapping[str, StreamFile],
) -> tuple[dict[str, Any], Spot]:  # fmt: skip
    """An award, by what is written of it and its first day, whose money arrives as changes say.

    One that has terms of payment of its own keeps them.
    """
    if raw.get(DATED) is not None:
        return raw, spot
    for one in changes:
        if one.by_award and one.change.stream == raw.get("stream") and one.holds_on(start):
            law = streams[one.change.stream].payment
            now = raw.get(DATED) or law.model_dump(exclude_none=True, exclude_defaults=True)
            raw = {**raw, DATED: _changed({DATED: now}, [one.change])[DATED]}
            spot = Overlay(spot, {DATED: one.spot})
    return raw, spot


def first_day(raw: Mapping[str, Any], otherwise: date) -> date:
    """The day on which an award that a proposal brings begins, as far as it says one."""
    try:
        return date.fromisoformat(str(raw.get("start")))
    except ValueError:
        return otherwise


def payment_notes(
    awards: Sequence[tuple[dict[str, Any], date]], changes: Iterable[Restated], inputs: Inputs
) -> list[str]:
    """What changes of payment do not do in a scenario, asked of its awards and their first days."""
    notes: list[str] = []
    followed = any(o.cash is not None for o in inputs.organizations.values())
    for one in (c for c in changes if c.top == DATED):
        name = one.change.stream
        there = [(raw, start) for raw, start in awards if raw.get("stream") == name]
        own = [str(raw["id"]) for raw, _ in there if raw.get(DATED) is not None]
        if own:
            notes.append(f"{', '.join(own)} has terms of payment of its own, which stay.")
        if there and not any(one.holds_on(start) for _, start in there):
            notes.append(f"No award of {name} begins on the days of its new payment.")
        elif there and not followed:
            notes.append("No organization states its cash: how money arrives changes nothing.")
    return list(dict.fromkeys(notes))
