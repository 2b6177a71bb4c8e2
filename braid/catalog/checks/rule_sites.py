"""Every rule that a scenario brings into play, with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from braid.catalog.checks.view import View
from braid.problems import Place, Problem, Severity
from braid.reading.document import Document, Path
from braid.record import record
from braid.schema.predicate import Predicate
from braid.schema.rule_base import RuleBase


@record
class Site:
    """One rule: its id with its home's name before it, where it stands, and what it says."""

    name: str
    home: str
    document: Document
    path: Path
    rule: RuleBase

    @cached_property
    def condition(self) -> tuple[str, Predicate] | None:
        """Whom or what the rule is about, with the key where that stands."""
        for name in ("who", "where"):
            condition = getattr(self.rule, name, None)
            if condition is not None:
                return name, condition
        return None

    @cached_property
    def versioned(self) -> tuple[tuple[Path, str, list[date]], ...]:
        """Every number with versions: its path, its clock, and when its versions begin."""
        raw = self.document.data
        for step in self.path:
            raw = raw[step]
        return tuple(_within(raw, ()))

    def problem(
        self,
        code: str,
        message: str,
        remedy: str,
        inside: Path = (),
        severity: Severity = "error",
        *,
        key: bool = False,
        see: tuple[Place, ...] = (),
    ) -> Problem:
        """A problem of the rule."""
        place = self.document.place((*self.path, *inside), key=key)
        return Problem(code, message, remedy, place, severity, see)


def _within(value: Any, path: Path) -> Iterator[tuple[Path, str, list[date]]]:
    if isinstance(value, dict):
        if isinstance(value.get("versions"), list) and isinstance(value.get("clock"), str):
            begins = [date.fromisoformat(version["from"]) for version in value["versions"]]
            yield path, value["clock"], begins
            return
        for key, inside in value.items():
            if isinstance(inside, dict | list):
                yield from _within(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            if isinstance(inside, dict | list):
                yield from _within(inside, (*path, index))


def sites(view: View) -> Iterator[Site]:
    """The rules of all files that were read, then the awards' own."""
    library = view.library
    files = [
        *((f"stream:{n}", n, file.rules) for n, file in sorted(library.streams.items())),
        *((f"family:{n}", n, file.rules) for n, file in sorted(library.families.items())),
        *((f"set:{n}", n, file.rules) for n, file in sorted(library.sets.items())),
    ]
    for label, home, rules in files:
        document = library.documents.get(label)
        if document is not None:
            yield from _of(document, home, ("rules",), rules)
    for home, overlays in sorted(library.overlays.items()):
        for overlay in overlays:
            found = library.overlay_document(home, overlay.name)
            if found is not None:
                yield from _of(found, home, ("rules",), overlay.rules)
    for path, award in view.awards():
        yield from _of(view.document, award.id, (*path, "rules"), award.rules)


def own_stream(view: View, site: Site) -> str | None:
    """The stream in whose file, or in whose award, a rule is written."""
    if site.document is view.document:
        awards = (award for _, award in view.awards())
        return next((a.stream for a in awards if a.id == site.home), None)
    return site.home


def place_of_rule(view: View, name: str) -> tuple[Place, ...]:
    """Where a rule is written, from its qualified id; empty if that is not known."""
    return tuple(s.document.place((*s.path, "id")) for s in sites(view) if s.name == name)[:1]


def _of(document: Document, home: str, path: Path, rules: tuple[RuleBase, ...]) -> Iterator[Site]:
    for index, rule in enumerate(rules):
        yield Site(f"{home}/{rule.id}", home, document, (*path, index), rule)
