"""A scenario from all of its files: what it includes, and the tables it keeps its lists in.

``include:`` names YAML files, relative to the file that includes them. Lists
are put one after the other, included ones first; mappings are merged; a value
that two files set is a problem, never a silent choice. Then ``costs: costs.csv``
is replaced by the rows of the table. Places go on pointing into the file that
each value came from.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Any

from braid.problems import Place, Problem
from braid.reading.book_layout import BookLayout
from braid.reading.document import Document, Overlay, Spot
from braid.reading.document import Path as ValuePath
from braid.reading.files import Source
from braid.reading.inside import content_of, resolve_inside
from braid.reading.limits import Limits
from braid.reading.merging import Part, merge
from braid.reading.tables import read_table
from braid.reading.yaml_reader import read_yaml
from braid.record import working_record
from braid.suffixes import WORKBOOKS, is_workbook, is_yaml

TABLES = ("costs", "groups", "awards", "actuals.charges")
KEPT = tuple(f"scenario{suffix}" for suffix in (".yaml", *WORKBOOKS))
"""The names by which a plan keeps a scenario's own file."""


def read_scenario(
    path: Path | str,
    *,
    shown_as: str | None = None,
    tables: tuple[str, ...] = TABLES,
    allow_outside: bool = False,
    kept: bool = False,
    limits: Limits | None = None,
    root: Path | None = None,
    at: Place | None = None,
    layout: BookLayout | None = None,
) -> tuple[Document | None, list[Problem]]:
    """Read a scenario with its includes and tables; None if its own file cannot be read.

    With a ``layout`` it may be a workbook. ``tables`` are the keys that may name a table, those
    within a block with a dot. Files outside the scenario's folder (or ``root``) are refused
    unless ``allow_outside``, or a plan has ``kept`` them. ``at`` is where another file names it.
    """
    shown = Path(str(path) if shown_as is None else shown_as)
    main = Path(path)
    if layout is not None and is_workbook(main):
        from braid.reading.scenario_book import read_book

        within = limits or Limits()
        return read_book(main, shown_as=str(shown), layout=layout, limits=within, at=at)
    reading = _Reading(root or main.parent, tables, allow_outside, kept, limits or Limits())
    part = reading.file(main, main, shown, at, ())
    if part is None:
        return None, reading.problems
    document = Document(
        str(shown), part.data, part.spot, tuple(reading.sources.values()), frozenset(reading.unread)
    )
    return document, reading.problems


def kept_scenario(folder: Path) -> Path:
    """The scenario among the inputs that a plan has kept: a YAML file, or a workbook."""
    files = [folder / name for name in KEPT]
    return next((file for file in files if file.exists()), files[0])


def kept_as(path: Path) -> str:
    """The name by which a plan keeps a scenario's own file."""
    return f"scenario{path.suffix.lower()}" if is_workbook(path) else KEPT[0]


@working_record
class _Reading:
    """One scenario's reading: what has been found so far."""

    root: Path
    tables: tuple[str, ...]
    allow_outside: bool
    kept: bool
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    sources: dict[Path, Source] = field(default_factory=dict)
    unread: set[ValuePath] = field(default_factory=set)
    included: dict[Path, Place] = field(default_factory=dict)

    def file(
        self, path: Path, file: Path, shown: Path, at: Place | None,
        chain: tuple[tuple[Path, str], ...],
    ) -> Part | None:  # fmt: skip
        """One YAML file with everything below it: ``file``, which stands for ``path``.

        ``chain`` is the way that led to it.
        """
        document, problems = read_yaml(file, shown_as=str(shown), limits=self.limits, at=at)
        self.problems += problems
        if document is None:
            return None
        for source in document.sources:
            self.sources.setdefault(path.absolute(), source)
        if not isinstance(document.data, dict):
            message = "A scenario file holds keys and values; this one does not."
            remedy = "Start it with a line such as 'name: Our partnership'."
            self.problems.append(Problem("B022", message, remedy, document.place(())))
            return None
        included = [
            self.include(name, at, path, shown, (*chain, (file.resolve(), str(shown))))
            for name, at in self.includes(document)
        ]
        own = self.with_tables(document, path, shown)
        result: Part | None = None
        for part in (*included, own):
            if part is not None:
                result = part if result is None else merge(result, part, own.spot, self.problems)
        return result

    def includes(self, document: Document) -> list[tuple[str, Place]]:
        """The names under ``include``, each with its place."""
        names = document.data.get("include")
        if "include" not in document.data:
            return []
        if isinstance(names, str):
            return [(names, document.place(("include",)))]
        found: list[tuple[str, Place]] = []
        if not isinstance(names, list) or not names:
            self._include_problem(document.place(("include",)))
            return found
        for index, name in enumerate(names):
            place = document.place(("include", index))
            if isinstance(name, str):
                found.append((name, place))
            else:
                self._include_problem(place)
        return found

    def include(
        self, name: str, at: Place, base: Path, shown: Path, chain: tuple[tuple[Path, str], ...]
    ) -> Part | None:
        """One included file, or None with the reason among the problems."""
        path, problems = resolve_inside(
            name, base=base.parent, root=self.root, at=at, allow_outside=self.allow_outside,
            kept=self.kept,
        )  # fmt: skip
        file = None if path is None else content_of(path, self.root, kept=self.kept)
        if file is not None:
            problems = self._refused(name, file.resolve(), at, chain)
        self.problems += problems
        part = None
        if path is not None and file is not None and not problems:
            self.included[file.resolve()] = at
            part = self.file(path, file, shown.parent / name, at, chain)
        if part is None:
            self.unread.add(("include",))
        return part

    def with_tables(self, document: Document, path: Path, shown: Path) -> Part:
        """A file's own values, with the rows of its tables in their place."""
        data: dict[str, Any] = {k: v for k, v in document.data.items() if k != "include"}
        spots: dict[str | int, Spot] = {}
        for name in self.tables:
            block, _, inside = name.rpartition(".")
            held = data.get(block) if block else data
            ref = held.get(inside) if isinstance(held, dict) else None
            if not isinstance(ref, str):
                continue
            where = (block, inside) if block else (inside,)
            table, problems = read_table(
                ref,
                base=path.parent,
                at=document.place(where),
                root=self.root,
                shown_base=shown.parent,
                allow_outside=self.allow_outside,
                kept=self.kept,
                limits=self.limits,
            )
            self.problems += problems
            rows: list[dict[str, Any]] = []
            if table is None:
                self.unread.add(where)
            else:
                self.sources.setdefault(table.source.path.absolute(), table.source)
                rows = table.rows
                of_block = document.spot.child(block) if block else None
                if of_block is not None:
                    spots[block] = Overlay(of_block, {inside: table.spot})
                else:
                    spots[inside] = table.spot
            if block:
                data[block] = {**data[block], inside: rows}
            else:
                data[inside] = rows
        return Part(data, Overlay(document.spot, spots) if spots else document.spot)

    def _include_problem(self, place: Place) -> None:
        message = "'include' must be a list of names of YAML files."
        remedy = "Write it as: include: [organizations.yaml, awards.yaml]"
        self.problems.append(Problem("B023", message, remedy, place))
        self.unread.add(("include",))

    def _refused(
        self, name: str, path: Path, at: Place, chain: tuple[tuple[Path, str], ...]
    ) -> list[Problem]:
        ancestors = [ancestor for ancestor, _ in chain]
        if path in ancestors:
            circle = [shown for _, shown in chain[ancestors.index(path) :]]
            message = f"Files include each other in a circle: {' -> '.join([*circle, circle[0]])}."
            return [Problem("B024", message, "Take one of these includes out.", at)]
        if path in self.included:
            message = f"'{name}' is included twice."
            remedy = "Keep one of the two includes."
            return [Problem("B025", message, remedy, at, see=(self.included[path],))]
        if not is_yaml(path):
            message = f"'{name}' cannot be included: it is not a YAML file."
            remedy = "Include .yaml files only. A table is named by its key: costs: costs.csv"
            return [Problem("B023", message, remedy, at)]
        if len(chain) > self.limits.include_depth:
            message = f"Includes are nested more than {self.limits.include_depth} deep."
        elif len(self.included) >= self.limits.included_files:
            message = f"The scenario includes more than {self.limits.included_files} files."
        else:
            return []
        return [Problem("B026", message, "Include the files from the scenario itself.", at)]
