"""Which rules keep an award from a cost line, asked when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from braid.eligibility.levels import PERMITTED, UNKNOWN
from braid.eligibility.payable import Payable
from braid.eligibility.permissions import No
from braid.eligibility.verdicts import Verdicts
from braid.kinds.tables import Mask
from braid.schema.scenario import Award


class Refusals(Mapping[tuple[str, str, str], tuple[No, ...]]):
    """(award, line, group or empty text) -> the rules that refuse, asked when somebody looks."""

    def __init__(self, payable: Payable) -> None:
        self._payable = payable
        self._known: dict[tuple[str, str, str], tuple[No, ...]] = {}
        codes, cells = payable.codes, payable.cells
        self._cells: dict[tuple[str, str], list[int]] = {}
        group_names = [*codes.groups, ""]
        for cell in np.flatnonzero(cells.line >= 0).tolist():
            key = (codes.lines[cells.line[cell]], group_names[cells.group[cell]])
            self._cells.setdefault(key, []).append(cell)

    @property
    def verdicts(self) -> Verdicts:
        """What the rules say of every line and group, with no regard to time."""
        return self._payable.verdicts

    def __getitem__(self, key: tuple[str, str, str]) -> tuple[No, ...]:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(*key)
        if not known:
            raise KeyError(key)
        return known

    def permitted(self, award: str) -> Mask:
        """The cells of cost lines that no rule keeps from an award, whenever they fall due."""
        return self._payable.by_rules(self._payable.inputs.awards[award])

    def of_cell(self, award: Award, cell: int, whom: str = "") -> tuple[No, ...]:
        """The rules that keep an award from one cell of a cost line, whenever it falls due.

        ``whom`` is the one group that a shared cell is paid for; if it is empty, any may be.
        """
        return self._payable.refused(award, cell, whom)

    def in_time(self, award: Award, cell: int) -> bool:
        """Whether a cell falls into an award's window."""
        return bool(self._payable.in_time(award)[cell])

    def takes_form(self, award: Award, line: int) -> bool:
        """Whether a line takes what an award is given in, cash or kind."""
        return bool(self._payable.accepts(award)[line])

    def only_unknown(self, award: str, line: str, group: str) -> bool:
        """Whether there are refusals and all are for want of facts."""
        number, level = self._first(award, line, group)
        if number is None:
            return False
        if level is not None:
            return level == UNKNOWN
        return all(no.unknown for no in self[award, line, group])

    def _ask(self, award: str, line: str, group: str) -> tuple[No, ...]:
        number, _ = self._first(award, line, group)
        if number is None:
            return ()
        return self._payable.refused(self._payable.inputs.awards[award], number)

    def _first(
        self, award_id: str, line: str, group: str
    ) -> tuple[int, int | None] | tuple[None, None]:
        """The first cell if it is refused, else the first one in time refused on its own day.

        With it what the rules say of it, where one answer serves all awards and days.
        """
        made = self._payable
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
        for award in self._payable.codes.awards:
            for line, group in self._cells:
                key = (award, line, group)
                if key in self:
                    yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)
