"""Load rule files: streams, families, sets, overlays, categories, attributes.

A stream, family or set lives in a file of its own name anywhere below the rules
directory; overlays of state xx live below ``state/<xx>/overlays/`` or
``local/overlays/`` and name what they add to. Only files that a scenario needs
are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from braid.catalog.places import rules_directory as rules_directory
from braid.catalog.rule_files import Making, model_of, rule_file
from braid.problems import Place, Problem
from braid.reading.document import Document
from braid.record import record
from braid.schema.conflicts import Conflict
from braid.schema.library import (
    AttributesFile,
    CategoriesFile,
    FamilyFile,
    OverlayFile,
    RuleSetFile,
    StreamFile,
)
from braid.schema.validate import validate

M = TypeVar("M", bound=BaseModel)
RESERVED = frozenset({"categories", "attributes", "conflicts"})


@record
class Categories:
    """The closed list of categories with their families."""

    file: CategoriesFile

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """Every category and family id with the categories that it stands for."""
        out: dict[str, set[str]] = {name: set() for name in self.file.families}
        for name, category in self.file.categories.items():
            out[name] = {name}
            for family in category.families:
                out.setdefault(family, set()).add(name)
        return {name: frozenset(found) for name, found in out.items()}

    def expand(self, names: Iterable[str]) -> frozenset[str]:
        """The categories that a list of category and family ids stands for."""
        found: set[str] = set()
        for name in names:
            found |= self.members.get(name, frozenset())
        return frozenset(found)


@record
class Library:
    """What was read of the rule library."""

    directory: Path
    categories: Categories
    attributes: AttributesFile
    streams: dict[str, StreamFile] = field(default_factory=dict)
    families: dict[str, FamilyFile] = field(default_factory=dict)
    sets: dict[str, RuleSetFile] = field(default_factory=dict)
    overlays: dict[str, tuple[OverlayFile, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    documents: dict[str, Document] = field(default_factory=dict)
    """By what the file holds, such as ``stream:wioa_adult``."""
    files: tuple[Path, ...] = ()
    kept: bool = False
    """Whether it is what a plan has kept of a library: the files that it used, and no others."""
    beside: tuple[Path, ...] = ()
    """Further directories whose streams, families and sets are known as well."""

    @cached_property
    def index(self) -> dict[str, Path]:
        """Every stream, family and set that rules may name, with its file."""
        found: dict[str, Path] = {}
        for directory in (*self.beside, self.directory):
            found |= index(directory)
        return found

    def document_of(self, kind: str, name: str) -> Document | None:
        """The document that holds a stream, family, set or overlay."""
        return self.documents.get(f"{kind}:{name}")

    def overlay_document(self, home: str, name: str) -> Document | None:
        """The document of the overlay of this name that adds to ``home``."""
        for label, document in self.documents.items():
            data = document.data if isinstance(document.data, dict) else {}
            if label.startswith("overlay:") and (data.get("overlay"), data.get("name")) == (
                home,
                name,
            ):
                return document
        return None


def conflicts_in(document: Document) -> tuple[tuple[Conflict, ...], list[Problem]]:
    """The entries of a register of disagreements that have the right form, and all problems."""
    if not isinstance(document.data, list):
        message = "The register of disagreements is not a list."
        remedy = "Begin each entry with '- id:'."
        return (), [Problem("B270", message, remedy, document.place(()))]
    found: list[Conflict] = []
    problems: list[Problem] = []
    for number in range(len(document.data)):
        conflict, more = validate(Conflict, document, (number,))
        problems += more
        if conflict is not None:
            found.append(conflict)
    return tuple(found), problems


def index(directory: Path) -> dict[str, Path]:
    """Every stream, family and set of the library with its file, by file name."""
    found: dict[str, Path] = {}
    for path in sorted(directory.rglob("*.yaml")):
        if path.stem not in RESERVED and "overlays" not in path.parts and path.is_file():
            found[path.stem] = path
    return found


class _Loader:
    def __init__(self, directory: Path, state: str | None) -> None:
        self.directory = directory
        self.state = state.lower() if state else None
        self.problems: list[Problem] = []
        self.files: list[Path] = []
        self.documents: dict[str, Document] = {}
        self.known = index(directory)

    def one(self, path: Path, made: Making, label: str) -> Any:
        shown = path.relative_to(self.directory.parent).as_posix()
        document, value, problems = rule_file(path, shown, made)
        self.problems += problems
        self.files.append(path)
        if document is not None:
            self.documents[label] = document
        return value

    def several(self, kind: str, names: Iterable[str], model: type[M]) -> dict[str, M]:
        """The files of some streams, families or sets, by name, in order.

        One that has no file is left out: the checks report it where it is named.
        """
        found: dict[str, M] = {}
        for name in sorted(set(names)):
            if name in self.known:
                value = self.one(self.known[name], model_of(model), f"{kind}:{name}")
                if isinstance(value, model):
                    found[name] = value
        return found

    def overlays(self) -> dict[str, tuple[OverlayFile, ...]]:
        """The state's overlays by what they overlay."""
        found: dict[str, tuple[OverlayFile, ...]] = {}
        for path in self.overlay_files():
            overlay = self.one(path, model_of(OverlayFile), f"overlay:{path.stem}")
            if isinstance(overlay, OverlayFile):
                found[overlay.overlay] = (*found.get(overlay.overlay, ()), overlay)
        return found

    def conflicts(self) -> tuple[Conflict, ...]:
        """The register of disagreements; a library need not have one."""
        path = self.directory / "conflicts.yaml"
        found = self.one(path, conflicts_in, "conflicts") if path.is_file() else None
        return found or ()

    def overlay_files(self) -> list[Path]:
        found: list[Path] = []
        if self.state:
            found += sorted((self.directory / "state" / self.state / "overlays").glob("*.yaml"))
        return found


def load_library(
    directory: Path,
    streams: Iterable[str],
    state: str | None = None,
    families: Iterable[str] = (),
    sets: Iterable[str] = (),
) -> tuple[Library | None, list[Problem]]:
    """The part of the library that the given streams need, with all its problems.

    ``families`` and ``sets`` are read as well, whether or not one of the streams follows them.
    """
    loader = _Loader(directory, state)
    if not directory.is_dir():
        place = Place(str(directory))
        return None, [
            Problem("B051", "There is no rules directory here.", "Point --rules at it.", place)
        ]
    categories = loader.one(directory / "categories.yaml", model_of(CategoriesFile), "categories")
    attributes = loader.one(directory / "attributes.yaml", model_of(AttributesFile), "attributes")
    if not isinstance(categories, CategoriesFile) or not isinstance(attributes, AttributesFile):
        return None, loader.problems
    found = loader.several("stream", streams, StreamFile)
    wanted = {s.family for s in found.values() if s.family}
    own = loader.several("family", wanted.union(families), FamilyFile)
    wanted = {f for s in found.values() for f in s.follows}
    wanted |= {f for family in own.values() for f in family.follows}
    followed = loader.several("set", wanted.union(sets), RuleSetFile)
    library = Library(
        directory, Categories(categories), attributes, found, own, followed, loader.overlays(),
        loader.conflicts(), loader.documents, tuple(loader.files),
    )  # fmt: skip
    return library, loader.problems
