"""Which rules keep an award from a cost line, asked when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import numpy as np

from braid.eligibility.levels import PERMITTED, REFUSED, UNKNOWN, Levels
from braid.eligibility.payable import Payable
from braid.eligibility.permissions import No
from braid.eligibility.verdicts import Verdicts
from braid.kinds.permission import in_force
from braid.kinds.tables import Mask
from braid.schema.scenario import Award


class Refusals(Mapping[tuple[str, str, str], tuple[No, ...]]):
    """(award, line, group or empty text) -> the rules that refuse, asked when somebody looks."""

    def __init__(self, payable: Payable) -> None:
        self.payable = payable
        self._known: dict[tuple[str, str, str], tuple[No, ...]] = {}
        self._wanting: dict[str, frozenset[int] | None] = {}
        self._barring: dict[tuple[str, date], list[tuple[str, Levels]]] = {}

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[int]]:
        """The cells of every line and group."""
        codes, cells = self.payable.codes, self.payable.cells
        found: dict[tuple[str, str], list[int]] = {}
        group_names = [*codes.groups, ""]
        asked = np.flatnonzero(cells.line >= 0)
        columns = asked.tolist(), cells.line[asked].tolist(), cells.group[asked].tolist()
        for cell, line, group in zip(*columns, strict=True):
            found.setdefault((codes.lines[line], group_names[group]), []).append(cell)
        return found

    @property
    def verdicts(self) -> Verdicts:
        """What the rules say of every line and group, with no regard to time."""
        return self.payable.verdicts

    def __getitem__(self, key: tuple[str, str, str]) -> tuple[No, ...]:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(*key)
        if not known:
            raise KeyError(key)
        return known

    def permitted(self, award: str) -> Mask:
        """The cells of cost lines that no rule keeps from an award, whenever they fall due."""
        return self.payable.by_rules(self.payable.inputs.awards[award])

    def of_cell(self, award: Award, cell: int, whom: str = "") -> tuple[No, ...]:
        """The rules that keep an award from one cell of a cost line, whenever it falls due.

        ``whom`` is the one group that a shared cell is paid for; if it is empty, any may be.
        """
        return self.payable.refused(award, cell, whom)

    def in_time(self, award: Award, cell: int) -> bool:
        """Whether a cell falls into an award's window."""
        return bool(self.payable.in_time(award)[cell])

    def takes_form(self, award: Award, line: int) -> bool:
        """Whether a line takes what an award is given in, cash or kind."""
        return bool(self.payable.accepts(award)[line])

    def only_unknown(self, award: str, line: str, group: str) -> bool:
        """Whether there are refusals and all are for want of facts."""
        if award not in self.payable.codes.award_index:
            return False
        if award not in self._wanting:
            self._wanting[award] = self._first_cells_wanting(award)
        wanting = self._wanting[award]
        if wanting is not None:
            numbers = self._cells.get((line, group))
            return numbers is not None and numbers[0] in wanting
        number, level = self._first(award, line, group)
        if number is None:
            return False
        if level is not None:
            return level == UNKNOWN
        return all(no.unknown for no in self[award, line, group])

    def _first_cells_wanting(self, award_id: str) -> frozenset[int] | None:
        """The cells that an award is refused only for want of facts, each as it would be asked.

        None where one answer does not serve all days.
        """
        made = self.payable
        award = made.inputs.awards[award_id]
        if made.asks.depends_on_day(award):
            return None
        level = made.level(award)
        if level is None:
            return None
        at = np.flatnonzero((level == UNKNOWN) & (made.cells.line >= 0))
        return frozenset(at[made.accepts(award)[made.cells.line[at]]].tolist())

    def _ask(self, award: str, line: str, group: str) -> tuple[No, ...]:
        number, _ = self._first(award, line, group)
        if number is None:
            return ()
        return self._refused(self.payable.inputs.awards[award], number)

    def _refused(self, award: Award, cell: int) -> tuple[No, ...]:
        """The same as ``of_cell`` without ``whom``: rules that let the pair pass are not asked."""
        made = self.payable
        pair, line = int(made.place.pair[cell]), int(made.cells.line[cell])
        if pair < 0 or self.verdicts.days(award) is None:
            return made.refused(award, cell)
        cost = made.inputs.costs[made.codes.lines[line]]
        day = date.fromordinal(int(made.cells.start[cell]))
        barring = {name for name, level in self._pair_rules(award, day) if level[pair] != PERMITTED}
        group = made.codes.groups[made.cells.group[cell]]
        found = made.asks.of_line(award, cost, cost.category, day)
        return (*found, *made.asks.of_rules(barring, award, cost, group, day))

    def _pair_rules(self, award: Award, day: date) -> list[tuple[str, Levels]]:
        """The rules that look at groups and what each says of every pair on a day."""
        key = award.id, day
        if key not in self._barring:
            rules, nobody = self.verdicts.rules, np.full(1, REFUSED, dtype=np.int8)
            every = np.broadcast_to(nobody, self.verdicts.line.shape)
            self._barring[key] = [
                (asked.homed.id, rules.of_pairs(asked, award, day))
                if asked.permission.per_group
                else (asked.homed.id, every)
                for asked in self.payable.asks.book(award)
                if (asked.permission.per_group or asked.looks_at_group)
                and in_force(asked.homed, day)
            ]
        return self._barring[key]

    def _first(
        self, award_id: str, line: str, group: str
    ) -> tuple[int, int | None] | tuple[None, None]:
        """The first cell if it is refused, else the first one in time refused on its own day.

        With it what the rules say of it, where one answer serves all awards and days.
        """
        made = self.payable
        numbers = self._cells.get((line, group), [])
        if award_id not in made.codes.award_index or not numbers:
            return None, None
        award = made.inputs.awards[award_id]
        if not made.accepts(award)[made.cells.line[numbers[0]]]:
            return None, None
        asked = numbers[:1]
        if made.asks.depends_on_day(award):
            in_time = made.in_time(award)
            asked = [*asked, *(n for n in numbers if in_time[n])]
        for number in asked:
            level = made.level_of(award, number)
            if level is not None:
                if level != PERMITTED:
                    return number, level
            elif made.refused(award, number):
                return number, None
        return None, None

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        for award in self.payable.codes.awards:
            for line, group in self._cells:
                key = (award, line, group)
                if key in self:
                    yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)
