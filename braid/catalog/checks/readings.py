"""The register of disagreements: its other readings must fit the rules that they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from braid.catalog.checks.rule_sites import Site, sites
from braid.catalog.checks.rules import check_rule
from braid.catalog.checks.view import View
from braid.catalog.library import Library
from braid.catalog.readings import (
    FIXED,
    changed,
    clashes,
    model_of,
    value_in,
    with_value,
)
from braid.problems import Place, Problem, did_you_mean
from braid.reading.document import Document, Path
from braid.schema.conflicts import TAKEN, Change, Chosen, Conflict, Reading
from braid.schema.keys import keys_of
from braid.schema.rule_base import RuleBase
from braid.schema.validate import validate


def check(view: View, chosen: Chosen, *, whole: bool = False) -> Iterator[Problem]:
    """What the other readings of the register say that the rules do not bear out.

    Rules of files that were not read are left alone, unless the ``whole`` library is at hand.
    What a reading makes of the rules is looked at in full when it is ``chosen``, or then.
    """
    document = view.library.documents.get("conflicts")
    if document is None or not view.library.conflicts:
        return
    numbers: dict[str, int] = {}
    for k, entry in enumerate(document.data):
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and numbers.setdefault(name, k) != k:
            message = f"Two entries of the register have the id '{name}'."
            place, see = document.place((k, "id")), (document.place((numbers[name], "id")),)
            yield Problem("B271", message, "Give each entry its own id.", place, see=see)
    checking = _Checking(view, document, whole)
    for conflict in view.library.conflicts:
        for letter, reading in sorted(conflict.readings.items()):
            in_full = whole or chosen.get(conflict.id) == letter
            path = (numbers[conflict.id], "readings", letter)
            yield from checking.reading(reading, path, in_full)


@dataclass
class _Checking:
    view: View
    document: Document
    whole: bool

    @cached_property
    def known(self) -> Mapping[str, Site]:
        return {site.name: site for site in sites(self.view)}

    @cached_property
    def homes(self) -> frozenset[str]:
        library = self.view.library
        return frozenset((*library.streams, *library.families, *library.sets))

    @cached_property
    def all_read(self) -> bool:
        """Whether no overlay that was not read can hold a rule."""
        library = self.view.library
        found = library.directory.glob("state/*/overlays/*.yaml")
        return self.whole or all(path in library.files for path in found)

    def reading(self, reading: Reading, path: Path, in_full: bool) -> Iterator[Problem]:
        """Every problem of one reading."""
        if not (reading.changes or reading.removes or reading.adds):
            remedy = "Say what it changes, or tell in 'not_encoded' why that cannot be said."
            yield self.problem("B272", "This reading makes nothing of the rules.", remedy, path)
        misfits = [
            problem
            for k, change in enumerate(reading.changes)
            for problem in self.change(change, (*path, "changes", k))
        ]
        yield from misfits
        if in_full and not misfits:
            yield from self.made(reading, path)
        for k, name in enumerate(reading.removes):
            yield from self.unknown(name, (*path, "removes", k))
        for home, rules in reading.adds.items():
            yield from self.adds(home, rules, (*path, "adds", home))

    def adds(self, home: str, rules: tuple[RuleBase, ...], path: Path) -> Iterator[Problem]:
        """Every problem of the rules that a reading adds to a stream, family or set."""
        if home not in self.homes:
            if self.whole:
                message = f"There is no stream, family or set '{home}'."
                yield self.problem("B273", message, did_you_mean(home, self.homes), path)
            return
        for k, rule in enumerate(rules):
            name, below = f"{home}/{rule.id}", (*path, k)
            if name in self.known:
                message, remedy = f"There is a rule '{name}' already.", "Give this one another id."
                yield self.problem("B251", message, remedy, (*below, "id"))
            yield from check_rule(self.view, Site(name, home, self.document, below, rule))

    def unknown(self, name: str, path: Path) -> Iterator[Problem]:
        """The problem of a rule that there is not; nothing where its file was not read."""
        home = name.partition("/")[0]
        if name in self.known or (not self.whole and home not in self.homes) or not self.all_read:
            return
        near = [n for n in self.known if n.startswith(f"{home}/")] or self.known
        yield self.problem("B273", f"There is no rule '{name}'.", did_you_mean(name, near), path)

    def change(self, change: Change, path: Path) -> Iterator[Problem]:
        """Whether a change says one thing, and whether the rule is as it supposes."""
        yield from self.unknown(change.rule, (*path, "rule"))
        site = self.known.get(change.rule)
        if site is None:
            return
        keys = keys_of(model_of(site.rule))
        top = change.field.partition(".")[0]
        if top not in keys or top in FIXED:
            message = f"The rule '{change.rule}' has no field '{change.field}' that can change."
            remedy = did_you_mean(top, [key for key in keys if key not in FIXED])
            yield self.problem("B274", message, remedy, (*path, "field"))
            return
        said = change.model_fields_set & {"was", "becomes", "gains", "loses"}
        if said not in ({"was", "becomes"}, {"gains"}, {"loses"}, {"gains", "loses"}) or (
            change.replaces and change.was == change.becomes
        ):
            message = "A change says what a field was and becomes, or what a list gains or loses."
            remedy = "Write 'was' and 'becomes', which differ, or else 'gains' or 'loses'."
            yield self.problem("B272", message, remedy, path)
            return
        raw = _at(site.document.data, site.path)
        now = value_in(raw, change.field)
        if change.replaces:
            if not self.same(site, raw, change, now):
                message = (
                    f"'{change.field}' of '{change.rule}' is {_told(now)}, not {_told(change.was)}."
                )
                stated = "null" if now is None else _told(now)
                remedy = f"Write 'was: {stated}', and read what the other reading makes of it."
                yield self.problem("B275", message, remedy, (*path, "was"))
            return
        entries = now if isinstance(now, list) else [] if now is None else [now]
        wrong = [("gains", k, e) for k, e in enumerate(change.gains) if e in entries]
        wrong += [("loses", k, e) for k, e in enumerate(change.loses) if e not in entries]
        for key, k, entry in wrong:
            has = "has" if key == "gains" else "does not have"
            message = f"'{change.field}' of '{change.rule}' {has} {_told(entry)}."
            remedy = f"It is {_told(entries)}: correct the change, or the rule."
            yield self.problem("B275", message, remedy, (*path, key, k))

    def same(self, site: Site, raw: dict[str, Any], change: Change, now: Any) -> bool:
        """Whether the rule says what the change supposes, if need be in other words."""
        if now == change.was:
            return True
        supposed = site.document.part(site.path, with_value(raw, change.field, change.was))
        made, _ = validate(model_of(site.rule), supposed)
        return made == site.rule

    def made(self, reading: Reading, path: Path) -> Iterator[Problem]:
        """What is wrong with the rules that a reading makes, told at its first change of each."""
        first: dict[str, int] = {}
        for k, change in enumerate(reading.changes):
            first.setdefault(change.rule, k)
        for name, k in first.items():
            site = self.known.get(name)
            if site is None or name in reading.removes:
                continue
            changes = [change for change in reading.changes if change.rule == name]
            raw = changed(_at(site.document.data, site.path), changes)
            part = site.document.part(site.path, raw)
            rule, problems = validate(model_of(site.rule), part)
            if rule is not None:
                problems = list(check_rule(self.view, Site(name, site.home, part, (), rule)))
            if problems:
                already = {(p.code, p.message) for p in check_rule(self.view, site)}
                problems = [p for p in problems if (p.code, p.message) not in already]
            place = self.document.place((*path, "changes", k))
            for problem in problems:
                message = f"Under this reading of '{name}': {problem.message}"
                yield replace(problem, message=message, place=place, see=())

    def problem(self, code: str, message: str, remedy: str, path: Path) -> Problem:
        return Problem(code, message, remedy, self.document.place(path))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _told(value: Any) -> str:
    """A value as it is written in YAML."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_told, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_told(inside)}" for key, inside in value.items()) + "}"
    return str(value)


def readings_chosen(
    library: Library, readings: Chosen, at: Place
) -> tuple[dict[str, str], list[Problem]]:
    """The chosen readings that are not A, and every problem of what was chosen."""
    entries = {conflict.id: conflict for conflict in library.conflicts}
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for name, letter in sorted(readings.items()):
        conflict = entries.get(name)
        if conflict is None:
            message = f"The register of disagreements has no entry '{name}'."
            problems.append(Problem("B276", message, did_you_mean(name, entries), at))
        elif letter not in conflict.letters():
            problems.append(_no_reading(conflict, letter, at))
        elif letter != TAKEN:
            chosen[name] = letter
    problems += _at_odds([(entries[n], entries[n].readings[c]) for n, c in chosen.items()], at)
    return chosen, problems


def _no_reading(conflict: Conflict, letter: str, at: Place) -> Problem:
    message = f"'{conflict.id}' has no reading '{letter}'."
    if conflict.readings:
        told = "; ".join(f"{c}: {conflict.says(c)}" for c in conflict.letters())
        return Problem("B276", message, f"Known: {told}", at)
    why = conflict.not_encoded or "Its other reading is not written as changes to rules."
    return Problem("B276", f"{message} Only reading A can be planned.", why, at)


def _at_odds(chosen: list[tuple[Conflict, Reading]], at: Place) -> Iterator[Problem]:
    """Readings that make different things of the same."""
    for (one, first), (other, second) in combinations(chosen, 2):
        for name, field in clashes(first, second):
            message = (
                f"The chosen readings of '{one.id}' and '{other.id}' both change"
                f" '{field}' of '{name}'."
            )
            yield Problem("B277", message, "Choose one of them.", at)
