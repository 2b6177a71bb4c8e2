"""The rules of a library by their full ids, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from braid.catalog.derived import names_of
from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.readings import changed, model_of
from braid.problems import Problem
from braid.reading.document import Document, Path
from braid.schema.conflicts import Change
from braid.schema.predicate import AllOf, AnyOf, Compare, Not, attributes_of
from braid.schema.rule_base import RuleBase
from braid.schema.validate import validate


def _homes(library: Library) -> Iterator[tuple[str, str, Document, tuple[RuleBase, ...]]]:
    """Home, label and document of every file with rules."""
    for kind, files in (
        ("stream", library.streams), ("family", library.families), ("set", library.sets),
    ):  # fmt: skip
        for name, file in files.items():
            yield name, f"{kind}:{name}", library.documents[f"{kind}:{name}"], file.rules
    for home, overlays in library.overlays.items():
        for overlay in overlays:
            document = library.overlay_document(home, overlay.name)
            if document is not None:
                label = next(k for k, v in library.documents.items() if v is document)
                yield home, label, document, overlay.rules


def _found(library: Library, name: str) -> tuple[str, Document, Path, RuleBase] | None:
    for home, label, document, rules in _homes(library):
        for number, rule in enumerate(rules):
            if f"{home}/{rule.id}" == name:
                return label, document, ("rules", number), rule
    return None


def rule_ids(library: Library) -> list[str]:
    """The full ids of all rules that were loaded."""
    return [f"{home}/{rule.id}" for home, _, _, rules in _homes(library) for rule in rules]


def raw_rule(library: Library, name: str) -> dict[str, Any] | None:
    """A rule as its file has it; None if it is not there."""
    found = _found(library, name)
    if found is None:
        return None
    raw: dict[str, Any] = found[1].part(found[2]).data
    return raw


def check_changes(library: Library, changes: Sequence[Change]) -> list[Problem]:
    """What is wrong with rules once they are changed."""
    problems: list[Problem] = []
    for name in dict.fromkeys(change.rule for change in changes):
        found = _found(library, name)
        if found is None:
            continue
        _, document, path, rule = found
        part = document.part(path)
        own = [change for change in changes if change.rule == name]
        problems += validate(model_of(rule), document.part(path, changed(part.data, own)))[1]
    return problems


def changed_files(library: Library, changes: Sequence[Change]) -> dict[str, Any]:
    """The data of every rule file that some changes touch, by the label of its document."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys(change.rule for change in changes):
        where = _found(library, name)
        if where is None:
            continue
        label, document, (key, number), _ = where
        data = found.setdefault(label, {**document.data, key: list(document.data[key])})
        own = [change for change in changes if change.rule == name]
        data[key][number] = changed(data[key][number], own)
    return found


def asks_for_amounts(inputs: Inputs) -> bool:
    """Whether a condition of a rule, or what an attribute follows from, is an award's amount."""
    asked = {name for homed in inputs.law.rules for name in _asked(homed.rule)}
    for derivations in inputs.derivations.of.values():
        asked |= {name for one in derivations.values() for name in names_of(one)}
    return any(name.rpartition(".")[2] == "amount" for name in asked)


def _asked(value: Any) -> Iterator[str]:
    """The names in all conditions of a rule, wherever they stand in it."""
    if isinstance(value, Compare | AnyOf | AllOf | Not):
        yield from attributes_of(value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _asked(getattr(value, name))
    elif isinstance(value, dict):
        for inside in value.values():
            yield from _asked(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _asked(inside)
