"""Numbers for what charges name, so that many charges can be asked about at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from braid.audit.exact import Flags, Names, Numbers
from braid.catalog.inputs import Inputs
from braid.schema.base import Origin
from braid.schema.rules import Report
from braid.schema.scenario import Award


class Numbering:
    """Awards, groups, cost lines and categories of one scenario, numbered in order of id."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.awards = tuple(inputs.awards.values())
        self.groups = tuple(inputs.groups.values())
        self.lines = tuple(inputs.costs.values())
        self.award = {award.id: n for n, award in enumerate(self.awards)}
        self.group = {group.id: n for n, group in enumerate(self.groups)}
        self.line = {line.id: n for n, line in enumerate(self.lines)}
        classed = (h.rule.classed for h in inputs.law.rules if isinstance(h.rule, Report))
        self.categories = tuple(sorted({line.category for line in self.lines} | set(classed)))
        self.category = {category: n for n, category in enumerate(self.categories)}
        self._named: dict[tuple[str, ...], Flags] = {}
        self._of_origin: dict[tuple[Origin, ...], Flags] = {}
        self._of_form: dict[tuple[str, ...], Flags] = {}

    @cached_property
    def category_of_line(self) -> Numbers:
        """The category of each line."""
        found = [self.category[line.category] for line in self.lines]
        return np.array(found, dtype=np.int64)

    @cached_property
    def first_day(self) -> Numbers:
        """The day on which each group starts."""
        return np.array([group.start.toordinal() for group in self.groups], dtype=np.int64)

    @cached_property
    def people(self) -> Numbers:
        """Participants of each group."""
        return np.array([group.participants for group in self.groups], dtype=np.int64)

    def members(self, line: int) -> Numbers:
        """The groups that a line is for."""
        names = self.inputs.groups_of(self.lines[line])
        return np.array([self.group[name] for name in names], dtype=np.int64)

    def lines_for(self, award: Award) -> Flags:
        """Which lines an award's money is for."""
        return _reached(self.inputs.owner(award.id), self._home_of_line)

    def groups_for(self, award: Award) -> Flags:
        """Which groups an award's money is for."""
        return self.groups_reached(self.inputs.owner(award.id))

    def groups_reached(self, owner: str) -> Flags:
        """Which groups are a partnership's; all of them for empty text."""
        return _reached(owner, self._home_of_group)

    @cached_property
    def _home_of_line(self) -> Names:
        return np.array([self.inputs.partnership(line.id) for line in self.lines], dtype=str)

    @cached_property
    def _home_of_group(self) -> Names:
        return np.array([self.inputs.partnership(group.id) for group in self.groups], dtype=str)

    @cached_property
    def origins(self) -> tuple[Origin | None, ...]:
        """Whose money each award is in the end: as it says itself, else as its stream does."""
        streams = self.inputs.law.streams
        return tuple(
            award.origin or (streams[award.stream].origin if award.stream in streams else None)
            for award in self.awards
        )

    def of_origin(self, origins: tuple[Origin, ...]) -> Flags:
        """Which awards' money is of one of some origins."""
        known = self._of_origin.get(origins)
        if known is None:
            found = [origin in origins for origin in self.origins]
            known = self._of_origin[origins] = np.array(found, dtype=bool)
        return known

    def of_form(self, forms: tuple[str, ...]) -> Flags:
        """Which awards are given in one of some forms, cash or kind."""
        known = self._of_form.get(forms)
        if known is None:
            found = [award.form in forms for award in self.awards]
            known = self._of_form[forms] = np.array(found, dtype=bool)
        return known

    def named(self, names: tuple[str, ...]) -> Flags:
        """Which categories are among some names of categories or families."""
        known = self._named.get(names)
        if known is None:
            wanted = self.inputs.law.categories.expand(names)
            found = [category in wanted for category in self.categories]
            known = self._named[names] = np.array(found, dtype=bool)
        return known


def _reached(owner: str, homes: Names) -> Flags:
    """What is about an owner's things, by the homes of things; without an owner, all of them."""
    found: Flags = homes == owner
    return found if owner else np.ones(len(homes), dtype=bool)
