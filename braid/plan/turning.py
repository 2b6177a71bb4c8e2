"""What another reading of disputed law permits and refuses otherwise, where that has weight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import numpy as np

from braid.catalog.facts import Facts
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.eligibility.ground import Ground
from braid.eligibility.permissions import No, Permissions
from braid.kinds.permission import Conditions
from braid.kinds.windows import windows_of
from braid.plan.solution import Solution
from braid.record import record, working_record
from braid.schema.scenario import Award, Cost


class Unstated(Exception):
    """Another reading asks for facts that the scenario does not state."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__()
        self.facts = facts


@record
class Difference:
    """The rules that another reading changes, as they are and as they would be."""

    before: dict[str, HomedRule]
    after: dict[str, HomedRule]

    @property
    def rules(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(sorted({*self.before, *self.after}))

    @property
    def kinds(self) -> set[str]:
        """The kinds of rules among them."""
        return {homed.kind for homed in (*self.before.values(), *self.after.values())}

    @property
    def awards(self) -> list[str]:
        """The awards that follow any of them."""
        found = {a for h in (*self.before.values(), *self.after.values()) for a in h.awards}
        return sorted(found)

    @staticmethod
    def of(now: Inputs, then: Inputs) -> Difference:
        """The binding rules that differ."""
        old, new = ({(h.id, h.awards): h for h in i.law.rules if h.rule.binds} for i in (now, then))
        differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return Difference(
            {key[0]: old[key] for key in differing if key in old},
            {key[0]: new[key] for key in differing if key in new},
        )


@working_record
class Turning:
    """What awards may pay under the plan's reading and another."""

    solution: Solution

    @cached_property
    def ground(self) -> Ground:
        """The ground of the plan."""
        return self.solution.ground

    @cached_property
    def inputs(self) -> Inputs:
        """The inputs of the plan."""
        return self.solution.inputs

    def turns(self, then: Inputs, difference: Difference) -> bool:
        """Whether some award may pay what it may not, or the other way round, where it matters.

        Raises :class:`Unstated` where only a fact that nobody has stated is in the way.
        """
        after = Permissions(then, Conditions(Facts(then)))
        turned, unstated = False, set[str]()
        for name in difference.awards:
            if name not in self.inputs.committed:
                continue
            for before, now_said in self._answers(self.inputs.awards[name], after, difference):
                turned = True
                if not before and all(no.unknown for no in now_said):
                    unstated |= {fact for no in now_said for fact in no.unknown}
        if unstated:
            raise Unstated(tuple(sorted(unstated)))
        return turned

    def _answers(
        self, award: Award, after: Permissions, difference: Difference
    ) -> Iterator[tuple[tuple[No, ...], tuple[No, ...]]]:
        """What the differing rules refuse now and would refuse, where that turns something."""
        now, rules = self.ground.permissions, difference.rules
        if award.id not in self.ground.codes.award_index:  # an entitlement: asked of groups alone
            for name, told in self.inputs.groups.items():
                one = now.unrestricted(award, name, told.start, rules)
                other = after.unrestricted(award, name, told.start, rules)
                if bool(one) != bool(other):
                    yield one, other
            return
        for line, group, day in self._places(award):
            one = now.of_rules(rules, award, line, group, day)
            other = after.of_rules(rules, award, line, group, day)
            if bool(one) != bool(other) and self._counts(bool(one), rules, award, line, group, day):
                yield one, other

    def _counts(
        self, refused: bool, rules: tuple[str, ...], award: Award, line: Cost,
        group: str | None, day: date,
    ) -> bool:  # fmt: skip
        """Whether an answer that turns has weight: something is paid, or nothing else bars."""
        if not refused:
            return (award.id, line.id) in self._paid
        others = self.ground.permissions.of_line(award, line, line.category, day)
        if group is not None:
            others += self.ground.permissions.of_group(award, line, group, day)
        return all(no.rule in rules for no in others)

    def _places(self, award: Award) -> list[tuple[Cost, str | None, date]]:
        """What the award could pay in time: lines, alone and with each group, and days to ask."""
        dated = self.ground.permissions.depends_on_day(award)
        windows = windows_of(self.inputs, award)
        found: dict[tuple[str, str | None, date], None] = {}
        for line, group, first, last in self._costs:
            cost = self.inputs.costs[line]
            since, until = date.fromordinal(first), date.fromordinal(last)
            if windows.of(cost.category).allows(since, until, cost.obligated):
                day = date.fromordinal(first if dated else self._costs[0][2])
                found[line, None, day] = None
                groups = [group] if group else self.inputs.groups_of(cost)
                for one in groups:
                    asked = day if group else self.inputs.groups[one].start
                    found[line, one, asked] = None
        return [(self.inputs.costs[line], group, day) for line, group, day in found]

    @cached_property
    def _costs(self) -> list[tuple[str, str, int, int]]:
        """Line, group or nothing, first day and day after the last of every cell with a cost."""
        cells, codes = self.ground.cells, self.ground.codes
        chosen = np.flatnonzero((cells.line >= 0) & (cells.cost > 0))
        groups = [*codes.groups, ""]
        return list(dict.fromkeys(
            (codes.lines[line], groups[group], start, end)
            for line, group, start, end in zip(
                cells.line[chosen].tolist(), cells.group[chosen].tolist(),
                cells.start[chosen].tolist(), cells.end[chosen].tolist(), strict=True,
            )
        ))  # fmt: skip

    @cached_property
    def _paid(self) -> set[tuple[str, str]]:
        cells, lines = self.ground.cells, self.ground.codes.lines
        return {
            (paid.award, lines[cells.line[paid.cell]])
            for paid in self.solution.paid
            if cells.line[paid.cell] >= 0
        }
