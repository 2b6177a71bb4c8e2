"""What a shell offers for a word that is being typed: files, folders, ids.

Nothing heavy is imported, nothing is printed, and whatever goes wrong, nothing is offered.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path

import typer

from braid.catalog.places import rules_directory
from braid.suffixes import WORKBOOKS, YAML

MOST = 2_000
"""So many files are looked at."""
DEPTH = 3
LOOKED = 200_000
"""So many letters of a file are looked at."""
SKIPPED = frozenset({"node_modules", "__pycache__", "inputs"})
PLANS = ("plan.json",)
FOLDERS = (*PLANS, "comparison.json", "frontier.json", "sweep.json")
SCENARIO = re.compile(r"^(?:programs|partnerships|groups):", re.MULTILINE)
PROPOSAL = re.compile(r"^proposal:", re.MULTILINE)
SWEEP = re.compile(r"^sweep:", re.MULTILINE)
STREAM = re.compile(r"^stream:", re.MULTILINE)
RULE = re.compile(r"^  - id: ([a-z0-9-]+)", re.MULTILINE)
READING = re.compile(r"^- id: ([a-z0-9-]+)", re.MULTILINE)
AWARDS = re.compile(r"^awards:[^\n]*\n((?:[ \t#-][^\n]*\n|\n)*)", re.MULTILINE)
ENTRY = re.compile(r"^( *)- \{?\s*id: ([A-Za-z0-9_-]+)", re.MULTILINE)
Offer = Callable[[typer.Context, str], list[str]]


def _offering(found: Callable[[typer.Context, str], Iterable[str]]) -> Offer:
    """What begins as the word does, in order; nothing where something goes wrong."""

    @wraps(found)
    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return sorted({w for w in found(ctx, incomplete) if w.startswith(incomplete)})
        except Exception:
            return []

    return offer


def _below(incomplete: str, wanted: Callable[[Path], bool]) -> Iterator[str]:
    """Paths below the folder that is typed so far, the nearest first, as they would be typed."""
    head, slash, tail = incomplete.rpartition("/")
    level = [p for p in Path(head + slash).iterdir() if p.name.startswith(tail)]
    left = MOST
    for _ in range(DEPTH):
        below: list[Path] = []
        for path in sorted(level)[:left]:
            if wanted(path):
                yield path.as_posix()
            if path.is_dir() and not path.name.startswith(".") and path.name not in SKIPPED:
                below += path.iterdir()
        left = max(0, left - len(level))
        level = below


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(LOOKED)


def _yaml(mark: re.Pattern[str], also: tuple[str, ...] = ()) -> Offer:
    def wanted(path: Path) -> bool:
        if path.suffix in also:
            return not path.name.startswith("~$")  # what Excel keeps of a workbook that is open
        return path.suffix in YAML and bool(mark.search(_text(path)))

    return _offering(lambda ctx, incomplete: _below(incomplete, wanted))


def _folders(marks: tuple[str, ...]) -> Offer:
    def wanted(path: Path) -> bool:
        return path.is_dir() and any((path / mark).is_file() for mark in marks)

    return _offering(lambda ctx, incomplete: _below(incomplete, wanted))


scenario_files = _yaml(SCENARIO, WORKBOOKS)
proposal_files = _yaml(PROPOSAL)
sweep_files = _yaml(SWEEP)
plan_folders = _folders(PLANS)
report_folders = _folders(FOLDERS)


def _named(ctx: typer.Context, argument: str) -> Path:
    """The file or folder that was typed before; while an option has no value, it is left over."""
    return Path(ctx.params.get(argument) or ctx.args[0])


def _rule_files(ctx: typer.Context) -> dict[str, Path]:
    """The rule files by the name of what they hold."""
    chosen = ctx.params.get("rules")
    found = rules_directory(Path(chosen) if chosen else None).rglob("*.yaml")
    return {
        path.stem: path
        for path in found
        if "overlays" not in path.parts
        and path.stem not in ("categories", "attributes", "conflicts")
    }


@_offering
def stream_names(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The streams of the library."""
    return [name for name, path in _rule_files(ctx).items() if STREAM.search(_text(path))]


@_offering
def rule_names(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Streams, families and sets; behind a name and a slash the rules of it."""
    files = _rule_files(ctx)
    home, slash, _ = incomplete.partition("/")
    return [f"{home}/{rule}" for rule in RULE.findall(_text(files[home]))] if slash else files


@_offering
def reading_names(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The entries of the register of disagreements, with the letter of the other reading."""
    chosen = ctx.params.get("rules")
    directory = rules_directory(Path(chosen) if chosen else None)
    return [f"{name}=B" for name in READING.findall(_text(directory / "conflicts.yaml"))]


@_offering
def awards_of_scenario(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The awards that the scenario states which was named before."""
    found = AWARDS.search(_text(_named(ctx, "scenario")) + "\n")
    entries = ENTRY.findall(found[1]) if found else []
    return [name for indent, name in entries if indent == entries[0][0]]


def _column(table: str, column: str) -> Offer:
    """What stands in a column of a table of the plan that was named before."""

    def found(ctx: typer.Context, incomplete: str) -> Iterable[str]:
        with (_named(ctx, "folder") / table).open(encoding="utf-8", newline="") as file:
            return {row[column] for row in csv.DictReader(file)}

    return _offering(found)


awards_of_plan = _column("awards.csv", "award")
costs_of_plan = _column("unfunded.csv", "cost")
rules_of_plan = _column("rules.csv", "rule")
