"""What changes of rules suppose of them: readings of the register, parts of a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from braid.catalog.checks.rule_sites import Site, sites
from braid.catalog.checks.view import View
from braid.catalog.readings import FIXED, model_of, value_in, with_value
from braid.problems import Problem, did_you_mean
from braid.reading.document import Document, Path
from braid.record import working_record
from braid.schema.conflicts import Change, Edit
from braid.schema.keys import keys_of
from braid.schema.rule_base import RuleBase
from braid.schema.validate import validate
from braid.schema.wording import as_written

TWO_THINGS = (
    "A change says what a field was and becomes, or what a list gains or loses.",
    "Write 'was' and 'becomes', which differ, or else 'gains' or 'loses'.",
)
"""What is wrong with a change that says nothing or two things, and what to write."""


@working_record
class Amendments:
    """The rules at hand, and the document that would change them.

    ``whole`` says that rules which are not at hand are not there.
    """

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

    def added(self, home: str, rules: tuple[RuleBase, ...], path: Path) -> Iterator[Problem]:
        """Rules that are added to what there is not, or under an id that there is."""
        if home not in self.homes:
            if self.whole:
                message = f"There is no stream, family or set '{home}'."
                yield self.problem("B273", message, did_you_mean(home, self.homes), path)
            return
        for k, rule in enumerate(rules):
            name = f"{home}/{rule.id}"
            if name in self.known:
                message, remedy = f"There is a rule '{name}' already.", "Give this one another id."
                yield self.problem("B251", message, remedy, (*path, k, "id"))

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
        if not change.consistent:
            yield self.problem("B272", *TWO_THINGS, path)
            return
        raw = raw_at(site.document.data, site.path)
        now = value_in(raw, change.field)
        if change.replaces:
            if not self.same(site, raw, change, now):
                yield self.other(change, change.rule, now, path)
            return
        yield from self.listed(change, change.rule, now, path)

    def other(self, change: Edit, name: str, now: Any, path: Path) -> Problem:
        """The problem of a field that is not what a change supposes."""
        message = f"'{change.field}' of '{name}' is {_told(now)}, not {_told(change.was)}."
        stated = "null" if now is None else _told(now)
        remedy = f"Write 'was: {stated}', and read again what it becomes."
        return self.problem("B275", message, remedy, (*path, "was"))

    def listed(self, change: Edit, name: str, now: Any, path: Path) -> Iterator[Problem]:
        """Entries that a list has and shall gain, or has not and shall lose."""
        entries = now if isinstance(now, list) else [] if now is None else [now]
        wrong = [("gains", k, e) for k, e in enumerate(change.gains) if e in entries]
        wrong += [("loses", k, e) for k, e in enumerate(change.loses) if e not in entries]
        for key, k, entry in wrong:
            has = "has" if key == "gains" else "does not have"
            message = f"'{change.field}' of '{name}' {has} {_told(entry)}."
            remedy = f"It is {_told(entries)}: correct the change, or the rule."
            yield self.problem("B275", message, remedy, (*path, key, k))

    def same(self, site: Site, raw: dict[str, Any], change: Change, now: Any) -> bool:
        """Whether the rule says what the change supposes, if need be in other words."""
        if now == change.was:
            return True
        supposed = site.document.part(site.path, with_value(raw, change.field, change.was))
        made, _ = validate(model_of(site.rule), supposed)
        return made == site.rule

    def problem(self, code: str, message: str, remedy: str, path: Path) -> Problem:
        return Problem(code, message, remedy, self.document.place(path))


def raw_at(data: Any, path: Path) -> Any:
    """What stands at a path of plain data."""
    for step in path:
        data = data[step]
    return data


def _told(value: Any) -> str:
    return as_written(value, "not stated")
