"""The whole rule library at once, whatever a scenario needs: for lists, books and checks of rules.

``braid/catalog/library.py`` reads only what a scenario asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel

from braid.catalog.library import RESERVED, conflicts_in
from braid.catalog.rule_files import Making, model_of, rule_file
from braid.problems import Problem
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
from braid.schema.rule_base import RuleBase
from braid.schema.validate import validate

Kind = Literal["stream", "family", "set", "overlay"]
Content: TypeAlias = StreamFile | FamilyFile | RuleSetFile | OverlayFile
MODELS: dict[Kind, type[Content]] = {
    "stream": StreamFile, "family": FamilyFile, "set": RuleSetFile, "overlay": OverlayFile,
}  # fmt: skip
"""What a rule file can be, in the order in which its first key decides."""


@record
class RuleFile:
    """One file of rules: what it is, whose rules it holds, and what it says."""

    kind: Kind
    name: str
    """The stream, family or set; of an overlay the file's own name."""
    content: Content
    document: Document = field(compare=False)
    path: Path
    state: str | None = None
    """The state whose overlay it is."""

    @property
    def home(self) -> str:
        """What its rules' ids begin with: of an overlay, what it adds to."""
        return self.content.overlay if isinstance(self.content, OverlayFile) else self.name

    def rules(self) -> Iterator[tuple[str, RuleBase]]:
        """Its rules with their full ids, such as ``wioa_adult/adult-age``."""
        for rule in self.content.rules:
            yield f"{self.home}/{rule.id}", rule


@record
class WholeLibrary:
    """Every file of a folder of rules that could be read."""

    directory: Path
    files: dict[str, RuleFile]
    """Streams, families and sets by name, in order of name."""
    overlays: tuple[RuleFile, ...]
    categories: CategoriesFile | None
    attributes: AttributesFile | None
    conflicts: tuple[Conflict, ...]
    documents: dict[str, Document] = field(compare=False)
    """The reserved files: categories, attributes, conflicts."""

    def of_kind(self, kind: Kind) -> dict[str, RuleFile]:
        """The streams, families or sets by name."""
        return {name: file for name, file in self.files.items() if file.kind == kind}

    def all_files(self) -> tuple[RuleFile, ...]:
        """Streams, families, sets and overlays."""
        return (*self.files.values(), *self.overlays)

    def rules(self) -> Iterator[tuple[str, RuleBase]]:
        """Every rule with its full id."""
        for file in self.all_files():
            yield from file.rules()

    def followed(self, name: str) -> tuple[str, ...]:
        """The family and the sets whose rules hold for a stream or family as well, in order."""
        content = self.files[name].content
        family = content.family if isinstance(content, StreamFile) else None
        follows = content.follows if isinstance(content, StreamFile | FamilyFile) else ()
        above = [n for n in (family, *follows) if n is not None and n in self.files]
        return tuple(dict.fromkeys([*above, *(n for a in above for n in self.followed(a))]))


def read_whole(directory: Path) -> tuple[WholeLibrary, list[Problem]]:
    """All that a folder of rules holds, with every problem of form that its files have."""
    reader = _Reader(directory)
    for path in sorted(directory.rglob("*.yaml")):
        if path.stem not in RESERVED:
            reader.rule_file(path)
    library = WholeLibrary(
        directory,
        dict(sorted(reader.files.items())),
        tuple(reader.overlays),
        reader.reserved("categories", model_of(CategoriesFile)),
        reader.reserved("attributes", model_of(AttributesFile)),
        reader.reserved("conflicts", conflicts_in) or (),
        reader.documents,
    )
    return library, reader.problems


class _Reader:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.problems: list[Problem] = []
        self.files: dict[str, RuleFile] = {}
        self.overlays: list[RuleFile] = []
        self.documents: dict[str, Document] = {}

    def rule_file(self, path: Path) -> None:
        document, content = self.read(path, _content)
        if document is None:
            return
        kind = _kind(document.data)
        if kind is None:
            message = "This file does not say which stream, family, set or overlay it is."
            remedy = f"Begin it with, for example: stream: {path.stem}"
            place = document.place(())
            self.problems.append(Problem("B312", message, remedy, place))
        if kind is None or content is None:
            return
        file = RuleFile(kind, path.stem, content, document, path, _state(path))
        if kind == "overlay":
            self.overlays.append(file)
        elif path.stem in self.files:
            first = self.files[path.stem].document
            message = f"Two files are called '{path.stem}.yaml'; only one of them would be read."
            remedy = "Rename one of them, with the stream, family or set in it."
            place, see = document.place((kind,)), (first.place(()),)
            self.problems.append(Problem("B313", message, remedy, place, see=see))
        else:
            self.files[path.stem] = file

    def read(self, path: Path, made: Making) -> tuple[Document | None, Any]:
        document, content, problems = rule_file(path, _shown(path), made)
        self.problems += problems
        return document, content

    def reserved(self, name: str, made: Making) -> Any:
        path = self.directory / f"{name}.yaml"
        document, content = self.read(path, made) if path.is_file() else (None, None)
        if document is not None:
            self.documents[name] = document
        return content


def _content(document: Document) -> tuple[BaseModel | None, list[Problem]]:
    kind = _kind(document.data)
    return (None, []) if kind is None else validate(MODELS[kind], document)


def _kind(data: Any) -> Kind | None:
    return next((k for k in MODELS if k in data), None) if isinstance(data, dict) else None


def _state(path: Path) -> str | None:
    """The state of an overlay, from the folders that it stands in: ``state/tx/overlays``."""
    above = path.resolve().parts[-4:-1]
    return above[1] if len(above) == 3 and (above[0], above[2]) == ("state", "overlays") else None


def _shown(path: Path) -> str:
    """A path as messages show it: from the current folder where it lies below that."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
