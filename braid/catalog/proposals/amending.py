"""Rule files as proposals have them: rules changed, ended or added, each from its day on.

A change from a day inside the horizon cuts a rule in two: as it was until that day, as it becomes
from then on, both with ``from`` and ``until`` as rules have them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from braid.catalog.library import Library
from braid.catalog.proposals.files import Proposed
from braid.catalog.proposals.headers import Restated, restated, stream_changes
from braid.catalog.proposals.spots import Listed, spot_at
from braid.catalog.readings import changed
from braid.problems import Problem
from braid.reading.document import Document, Overlay, Spot
from braid.record import record
from braid.schema.library import FamilyFile, OverlayFile, RuleSetFile, StreamFile
from braid.schema.proposal import Addition, Merger, Removal, RuleChange
from braid.schema.scenario import Horizon
from braid.schema.validate import validate

Days = tuple[date | None, date | None]
"""From a day, until before a day; None is open."""
MODELS = {"stream": StreamFile, "family": FamilyFile, "set": RuleSetFile}


@record
class Effect:
    """What proposals do to rules, each with its days and the place that says so."""

    changes: Mapping[str, list[tuple[Days, Spot, RuleChange]]]
    removes: Mapping[str, list[tuple[Days, Spot]]]
    adds: Mapping[str, list[tuple[Days, Spot, dict[str, Any]]]]
    streams: Mapping[str, list[Restated]]
    """Changes of streams' own fields, by stream."""

    @property
    def touched(self) -> frozenset[str]:
        """The rules that are changed or end."""
        return frozenset((*self.changes, *self.removes))


def effect_of(proposed: Sequence[Proposed], library: Library, horizon: Horizon) -> Effect:
    """What the chosen parts of some proposals do to the rules."""
    changes: dict[str, list[tuple[Days, Spot, RuleChange]]] = defaultdict(list)
    removes: dict[str, list[tuple[Days, Spot]]] = defaultdict(list)
    adds: dict[str, list[tuple[Days, Spot, dict[str, Any]]]] = defaultdict(list)
    for one in proposed:
        for k, item in one.items("changes"):
            if isinstance(item, RuleChange):
                days = within(one.dates(item), horizon)
                changes[item.rule].append((days, spot_at(one.document, ("changes", k)), item))
        for k, item in one.items("removes"):
            days = within(one.dates(item), horizon)
            for i, name in enumerate(cast(Removal, item).rules):
                removes[name].append((days, spot_at(one.document, ("removes", k, "rules", i))))
        for k, item in one.items("adds"):
            addition, days = cast(Addition, item), within(one.dates(item), horizon)
            for i, raw in enumerate(one.document.data["adds"][k]["rules"]):
                spot = spot_at(one.document, ("adds", k, "rules", i))
                adds[addition.to].append((days, spot, raw))
        for k, item in one.items("merges"):
            merger, spot = cast(Merger, item), spot_at(one.document, ("merges", k))
            if merger.reports == "kept":
                adds[merger.into] += [((None, None), spot, r) for r in _reports(merger, library)]
    streams: dict[str, list[Restated]] = defaultdict(list)
    for restating in stream_changes(proposed):
        streams[restating.change.stream].append(restating)
    return Effect(changes, removes, adds, streams)


def within(days: Days, horizon: Horizon) -> Days:
    """The days as far as they cut the horizon."""
    start, end = days
    return (
        None if start is None or start <= horizon.start else start,
        None if end is None or end > horizon.end else end,
    )


def _reports(merger: Merger, library: Library) -> list[dict[str, Any]]:
    """The reports of merged streams and of their families, as rules of one stream."""
    found: list[dict[str, Any]] = []
    families = {library.streams[s].family for s in merger.streams if s in library.streams}
    homes = [("stream", name) for name in merger.streams]
    homes += [("family", name) for name in sorted(f for f in families if f)]
    for sort, name in homes:
        document = library.document_of(sort, name)
        for raw in document.data.get("rules", []) if document is not None else []:
            if raw.get("kind") == "report":
                found.append({**raw, "id": f"{name.replace('_', '-')}-{raw['id']}"})
    return found


def amended(library: Library, effect: Effect) -> tuple[Library, list[Problem]]:
    """A library as the proposals have it, with the problems of what that makes."""
    problems: list[Problem] = []
    documents = dict(library.documents)

    def file(label: str, home: str, known: Any, model: Any, adding: bool = True) -> Any:
        document = documents[label]
        made = _document(document, home, effect, adding)
        if label.startswith("stream:"):
            made = restated(made, effect.streams.get(home, ()))
        if made is document:
            return known
        value, more = validate(model, made)
        problems.extend(more)
        documents[label] = made
        return known if value is None else value

    found: dict[str, dict[str, Any]] = {}
    for sort, files in (
        ("stream", library.streams), ("family", library.families), ("set", library.sets),
    ):  # fmt: skip
        found[sort] = {
            name: file(f"{sort}:{name}", name, known, MODELS[sort])
            for name, known in cast(dict[str, Any], files).items()
        }
    overlays = {
        home: tuple(
            file(_label(library, home, one), home, one, OverlayFile, adding=False) for one in those
        )
        for home, those in library.overlays.items()
    }
    conflicts = tuple(
        conflict.model_copy(update={"readings": {
            letter: reading for letter, reading in conflict.readings.items()
            if effect.touched.isdisjoint(reading.rules())
        }})
        for conflict in library.conflicts
    )  # fmt: skip
    made = replace(
        library, streams=found["stream"], families=found["family"], sets=found["set"],
        overlays=overlays, conflicts=conflicts, documents=documents,
    )  # fmt: skip
    return made, problems


def _label(library: Library, home: str, overlay: OverlayFile) -> str:
    wanted = library.overlay_document(home, overlay.name)
    return next(label for label, document in library.documents.items() if document is wanted)


def _document(document: Document, home: str, effect: Effect, adding: bool) -> Document:
    """A rule file's document as the proposals have it; itself where they leave it alone."""
    raws = document.data.get("rules", [])
    names = [f"{home}/{raw.get('id')}" for raw in raws]
    added = effect.adds.get(home, []) if adding else []
    if not added and effect.touched.isdisjoint(names):
        return document
    rules: list[dict[str, Any]] = []
    spots: list[Spot] = []
    for k, (name, raw) in enumerate(zip(names, raws, strict=True)):
        for piece, spot in _pieces(name, raw, spot_at(document, ("rules", k)), effect):
            rules.append(piece)
            spots.append(spot)
    for days, spot, raw in added:
        dated = _dated(raw, days)
        if dated is not None:
            rules.append(dated)
            spots.append(spot)
    listed = Listed(spot_at(document, ("rules",)), tuple(spots))
    data = {**document.data, "rules": rules}
    return replace(document, data=data, spot=Overlay(document.spot, {"rules": listed}))


def _pieces(
    name: str, raw: dict[str, Any], spot: Spot, effect: Effect
) -> list[tuple[dict[str, Any], Spot]]:
    """A rule cut by the days on which something becomes of it."""
    changes, removes = effect.changes.get(name, []), effect.removes.get(name, [])
    if not changes and not removes:
        return [(raw, spot)]
    spans = [days for days, *_ in changes] + [days for days, _ in removes]
    cuts = sorted({day for days in spans for day in days if day is not None})
    found: list[tuple[dict[str, Any], Spot]] = []
    for start, end in zip([None, *cuts], [*cuts, None], strict=True):
        if any(_covers(days, start, end) for days, _ in removes):
            continue
        here = [(at, change) for days, at, change in changes if _covers(days, start, end)]
        piece = _dated(changed(raw, [change for _, change in here]), (start, end))
        if piece is None:
            continue
        if found:
            piece["id"] = f"{raw['id'][:48]}-from-{start}"
        found.append((piece, here[0][0] if here else spot))
    return found


def _covers(days: Days, start: date | None, end: date | None) -> bool:
    after = days[0] is None or (start is not None and days[0] <= start)
    return after and (days[1] is None or (end is not None and end <= days[1]))


def _dated(raw: dict[str, Any], days: Days) -> dict[str, Any] | None:
    """A rule in force on some days only, as far as it is itself; None if on none."""
    starts = [d for d in (_day(raw.get("from")), days[0]) if d is not None]
    ends = [d for d in (_day(raw.get("until")), days[1]) if d is not None]
    if starts and ends and max(starts) >= min(ends):
        return None
    piece = dict(raw)
    if starts:
        piece["from"] = max(starts).isoformat()
    if ends:
        piece["until"] = min(ends).isoformat()
    return piece


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
