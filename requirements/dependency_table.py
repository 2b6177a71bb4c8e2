"""The tables of docs/dependencies.md: what braid depends on, why, under which licences."""

from __future__ import annotations

import csv

from dependencies import licence_of, licences
from lock_file import CHECKOUT, CORE, EVERYTHING, HERE, Wanted, pins, wanted

DOCUMENT = CHECKOUT / "docs" / "dependencies.md"
PURPOSES = HERE / "purposes.csv"
NOT_USERS = ("test", "browser", "bench", "mutation", "docs", "dev", "build")
TABLES = "<!-- tables -->"


def table_text() -> str:
    """The document with its tables made again."""
    head = DOCUMENT.read_text(encoding="utf-8").partition(TABLES)[0]
    asked = wanted()
    mine = [one for one in asked if not one.extra]
    extras = [one for one in asked if one.extra and one.extra not in NOT_USERS]
    ours = [one for one in asked if one.extra in NOT_USERS]
    parts = [
        "## What braid always needs", _direct(mine, extra=False),
        "## What its extras need", _direct(extras, extra=True),
        "## What only tests, documents and benchmarks need", _direct(ours, extra=True),
        "## What these bring along", _brought({one.name for one in asked}),
    ]  # fmt: skip
    return head + TABLES + "\n\n" + "\n\n".join(parts) + "\n"


def _direct(asked: list[Wanted], *, extra: bool) -> str:
    with PURPOSES.open(encoding="utf-8", newline="") as file:
        told = {row["name"]: row for row in csv.DictReader(file)}
    known = licences()
    rows = []
    for one in sorted(asked, key=lambda w: (w.extra, w.name)):
        if one.extra == "bench" and one.name in known:  # scipy, said where sweeps need it
            continue
        licence = told[one.name]["licence"] or licence_of(one.name, known)
        on = f", on {one.marker.replace(chr(39), '')}" if one.marker else ""
        row = [f"`{one.name}`", f"`{one.versions}`{on}", told[one.name]["purpose"], licence]
        rows.append([f"`{one.extra}`", *row] if extra else row)
    heads = ["package", "versions", "for", "licence"]
    return _table(["extra", *heads] if extra else heads, rows)


def _brought(asked: set[str]) -> str:
    core = {pin.name for pin in pins(CORE)}
    versions: dict[str, list[str]] = {}
    for pin in pins(EVERYTHING):
        versions.setdefault(pin.name, []).append(pin.version)
    known = licences()
    rows = [
        [f"`{name}`", ", ".join(versions[name]), licence_of(name, known),
         "always" if name in core else "extras, tests, documents"]
        for name in sorted(versions)
        if name not in asked
    ]  # fmt: skip
    return _table(["package", "in the lock", "licence", "with"], rows)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
