"""Awards of merged streams as one award: what each said, put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from braid.catalog.library import Library
from braid.catalog.proposals.purse import Purse
from braid.catalog.renaming import SEPARATOR
from braid.schema.proposal import Floors, Merger

KEPT = ("recipient", "status", "probability", "form", "employer", "origin", "partnership")
"""What the awards of a pool have in common."""
ADDED = ("amount", "allocation", "program_income")
DROPPED = ("id", "name", "stream", "end", "payment", "subaward_of", "holds", "match_for")
PLACES = Decimal(1).scaleb(-10)


def pools_of(purses: Sequence[Purse], grants: str) -> list[list[Purse]]:
    """The awards that become one: of one recipient, and of one funding year if yearly."""
    found: dict[tuple[Any, ...], list[Purse]] = defaultdict(list)
    for purse in purses:
        alike = tuple(purse.raw.get(key) for key in KEPT[1:])
        year = purse.funding_year if grants == "yearly" else None
        found[(purse.home, purse.recipient, *alike, year)].append(purse)
    return list(found.values())


def named(into: str, pools: Sequence[Sequence[Purse]], taken: set[str]) -> list[str]:
    """An id for each pool: the stream's name, with what tells the pools of a partnership apart."""
    names: list[str] = []
    for pool in pools:
        home = pool[0].home
        alike = [p[0] for p in pools if p[0].home == home]
        words = [into]
        if len({p.recipient for p in alike}) > 1:
            words.append(_plain(pool[0].recipient, home))
        if len({p.funding_year for p in alike}) > 1:
            words.append(str(pool[0].funding_year))
        before = f"{home}{SEPARATOR}" if home else ""
        name = base = before + "-".join(words)[: max(4, 58 - len(before))].rstrip("-")
        number = 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names


def _plain(name: object, home: str) -> str:
    """A name without its partnership's, and nothing in it that would look like one."""
    return re.sub("-+", "-", str(name).removeprefix(f"{home}{SEPARATOR}"))


def pooled(
    name: str, pool: Sequence[Purse], merger: Merger, floors: Floors, library: Library
) -> Purse:
    """One award in the place of several."""
    first = pool[0]
    raw: dict[str, Any] = {"id": name, "stream": merger.into}
    raw |= {key: first.raw[key] for key in KEPT if first.raw.get(key) is not None}
    for key in ADDED:
        parts = [Decimal(p.raw[key]) for p in pool if p.raw.get(key) is not None]
        if parts and (key != "allocation" or len(parts) == len(pool)):
            raw[key] = sum(parts, Decimal(0))
    raw |= _calendar(pool)
    if any(p.raw.get("holds") or p.raw.get("subaward_of") for p in pool):
        raw["holds"] = "allocation" if all(_holds(p.raw) for p in pool) else "subaward"
    dated = _slices(pool)
    if dated:
        raw["slices"] = dated
    before = [entry for p in pool for entry in p.raw.get("to_date", ())]
    if before:
        raw["to_date"] = before
    raw |= _agreed(pool, raw)
    paid = [p.raw.get("payment") for p in pool]
    if paid[0] is not None and all(one == paid[0] for one in paid):
        raw["payment"] = paid[0]  # how the board that passes it on pays is no law of a stream
    sources: dict[str, Decimal] = defaultdict(Decimal)
    for p in pool:
        for stream, dollars in p.sources:
            sources[stream] += dollars
    rules = [*_terms(pool), *(_floors(merger, sources, library) if floors == "kept" else ())]
    if rules:
        raw["rules"] = rules
    was = tuple(name for p in pool for name in p.was)
    start, money = min(p.start for p in pool), tuple(sorted(sources.items()))
    return replace(first, raw=raw, start=start, sources=money, was=was)


def _calendar(pool: Sequence[Purse]) -> dict[str, Any]:
    """When the money begins, and the year that it belongs to."""
    raw: dict[str, Any] = {}
    if any(p.raw.get("start") for p in pool):
        raw["start"] = min(p.start for p in pool).isoformat()
    if any(p.raw.get("funding_year") for p in pool):
        raw["funding_year"] = min(p.funding_year for p in pool)
    return raw


def _agreed(pool: Sequence[Purse], raw: dict[str, Any]) -> dict[str, Any]:
    """What else all awards that say it say alike."""
    rest = {key for p in pool for key in p.raw} - {*raw, *KEPT, *ADDED, *DROPPED, "rules"}
    stated = {key: [p.raw[key] for p in pool if key in p.raw] for key in sorted(rest)}
    return {key: said[0] for key, said in stated.items() if all(s == said[0] for s in said)}


def brought_to(pool: Sequence[Purse], merger: Merger) -> list[Purse]:
    """The merged awards with the amounts that the proposal brings."""
    own = merger.own
    if own is None:
        return list(pool)
    total = sum((purse.amount for purse in pool), Decimal(0))
    if own.usd is not None:
        factor = Fraction(own.usd) / Fraction(total) if total else Fraction(0)
    else:
        factor = Fraction(own.share if own.share is not None else 1)
    return [replace(purse, raw=purse.times(factor)) for purse in pool]


def _holds(raw: dict[str, Any]) -> bool:
    if raw.get("holds") is not None:
        return bool(raw["holds"] == "allocation")
    return raw.get("subaward_of") is None


def _slices(pool: Sequence[Purse]) -> list[dict[str, Any]]:
    """What becomes available when, if not everything at once."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for purse in pool:
        if purse.raw.get("slices"):
            for one in purse.raw["slices"]:
                found[one["from"]] += Decimal(one["amount"])
        else:
            found[purse.start.isoformat()] += purse.amount
    if len(found) < 2:
        return []
    return [{"from": day, "amount": dollars} for day, dollars in sorted(found.items())]


def _terms(pool: Sequence[Purse]) -> list[dict[str, Any]]:
    """The terms of the single awards."""
    if len(pool) == 1:
        return list(pool[0].raw.get("rules", ()))
    found = []
    for purse in pool:
        word = re.sub("[^a-z0-9]+", "-", _plain(purse.raw["id"], purse.home).lower()).strip("-")
        found += [{**rule, "id": f"{word}-{rule['id']}"} for rule in purse.raw.get("rules", ())]
    return found


def _floors(merger: Merger, sources: dict[str, Decimal], library: Library) -> list[dict[str, Any]]:
    """The floors of merged streams and their families, each on the part of the money it came with.

    A floor of 75% on one million of two is a floor of 37.5% on the two. Whom a stream may not
    serve does not count toward its floor.
    """
    total = sum(sources.values(), Decimal(0))
    if not total:
        return []
    here = [s for s in merger.streams if sources.get(s) and s in library.streams]
    homes = [("stream", s, [s]) for s in here]
    families = {library.streams[s].family for s in here} - {None}
    homes += [
        ("family", str(f), [s for s in here if library.streams[s].family == f])
        for f in sorted(str(f) for f in families)
    ]
    found: list[dict[str, Any]] = []
    for sort, home, streams in homes:
        document = library.document_of(sort, home)
        rules = document.data.get("rules", []) if document is not None else []
        part = sum((sources[s] for s in streams), Decimal(0)) / total
        people = [
            r["who"] for r in rules if r.get("kind") == "participant" and not r.get("for")
        ]  # fmt: skip
        for raw in rules:
            floor = raw.get("at_least")
            if raw.get("kind") == "limit" and "spend" in raw and isinstance(floor, dict):
                made = _floor(raw, floor, part, people, home)
                if made is not None:
                    found.append(made)
    return found


def _floor(
    raw: dict[str, Any], floor: dict[str, Any], part: Decimal, people: list[Any], home: str
) -> dict[str, Any] | None:
    share = floor.get("share")
    if share is None or floor.get("of") not in ("award", "allocation", "spent"):
        return None
    spend = raw["spend"] if isinstance(raw["spend"], dict) else {}
    who = [c for c in (spend.get("who"), *people) if c is not None]
    if who:
        spend = {**spend, "who": {"all": who} if len(who) > 1 else who[0]}
    made = {**raw, "id": f"{home.replace('_', '-')}-{raw['id']}"[:64].strip("-"), "spend": spend}
    made["at_least"] = {**floor, "share": _part_of(share, part)}
    made.pop("waivers", None)
    made.pop("per", None)
    return made


def _part_of(share: Any, part: Decimal) -> Any:
    """A share, or a share with versions, of a part; rounded down to ten places."""
    if isinstance(share, dict):
        versions = [{**v, "value": _part_of(v["value"], part)} for v in share["versions"]]
        return {**share, "versions": versions}
    return (Decimal(share) * part).quantize(PLACES, ROUND_FLOOR).normalize()
