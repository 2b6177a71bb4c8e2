"""The register of disagreements: its other readings must fit the rules that they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from braid.catalog.checks.amendments import Amendments, raw_at
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.rules import check_rule
from braid.catalog.checks.view import View
from braid.catalog.library import Library
from braid.catalog.readings import changed, clashes, model_of
from braid.problems import Place, Problem, did_you_mean
from braid.reading.document import Path
from braid.schema.conflicts import TAKEN, Chosen, Conflict, Reading
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


class _Checking(Amendments):
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
        yield from self.added(home, rules, path)
        for k, rule in enumerate(rules if home in self.homes else ()):
            site = Site(f"{home}/{rule.id}", home, self.document, (*path, k), rule)
            yield from check_rule(self.view, site)

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
            raw = changed(raw_at(site.document.data, site.path), changes)
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
