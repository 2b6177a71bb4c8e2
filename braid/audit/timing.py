"""When an award may pay what: its own window, and the windows of single categories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from braid.audit.cell_columns import CellColumns
from braid.audit.exact import Flags, Numbers
from braid.catalog.inputs import Inputs
from braid.catalog.law import from_the_end, moment, span_end
from braid.record import record
from braid.schema.rules import Timeline
from braid.schema.scenario import Award


@record
class Timing:
    """When an award may pay: ``[start, end)``, whether obligation counts, days to liquidate."""

    start: date
    end: date
    obligated: bool
    liquidate_days: int

    def allows(self, start: date, end: date, obligated: date | None) -> bool:
        """Whether a cost on ``[start, end)``, obligated on a day (or its first), is in time."""
        if not self.obligated:
            return self.start <= start and end <= self.end
        day = obligated or start
        return self.start <= day < self.end and end <= self.last

    @property
    def last(self) -> date:
        """The day by whose eve a cost that was obligated in time must be over."""
        return self.end + timedelta(days=self.liquidate_days)

    def fits(self, cells: CellColumns, some: Numbers) -> Flags:
        """Which of some cells are in time."""
        start, end = self.start.toordinal(), self.end.toordinal()
        if not self.obligated:
            return (start <= cells.start[some]) & (cells.end[some] <= end)
        day = cells.obligated[some]
        return (start <= day) & (day < end) & (cells.end[some] <= self.last.toordinal())


class Timings:
    """The timeline rules of each award, read once."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._own: dict[str, Timing] = {}
        self._apart: dict[str, dict[str, Timing]] = {}

    def rules(self, award: Award, category: str | None) -> Iterator[Timeline]:
        """The rules that count for an award: for all its money, or those that name a category."""
        start = self.inputs.window(award)[0]
        expand = self.inputs.law.categories.expand
        for _, rule in self.inputs.law.timelines(award.id, start):
            if category is None:
                if not rule.for_:
                    yield rule
            elif rule.for_ and category in expand(rule.for_):
                yield rule

    def own(self, award: Award) -> Timing:
        """The award's window; obligation counts as soon as one of its timeline rules says so."""
        known = self._own.get(award.id)
        if known is None:
            start, end = self.inputs.window(award)
            by_law = self.inputs.law.latest_end(award.id, start)
            end = end if by_law is None else min(end, by_law)
            known = self._own[award.id] = _timing(start, end, [*self.rules(award, None)])
        return known

    def apart(self, award: Award) -> dict[str, Timing]:
        """The windows of the categories of which a rule speaks by name."""
        known = self._apart.get(award.id)
        if known is None:
            own = self.own(award)
            window = (own.start, own.end)
            known = {}
            for category in sorted(self.inputs.law.categories.file.categories):
                rules = [*self.rules(award, category)]
                if rules:
                    bounds = _narrowed(window, rules, award.funding_year)
                    known[category] = _timing(*bounds, [*self.rules(award, None), *rules])
            self._apart[award.id] = known
        return known

    def of(self, award: Award, category: str) -> Timing:
        """The window of a category."""
        return self.apart(award).get(category, self.own(award))

    def outlasting(self, award: Award) -> set[str]:
        """The categories whose time is counted from the award's end, which does not bind them."""
        return {
            category
            for category in self.apart(award)
            if any(from_the_end(rule.ends) for rule in self.rules(award, category))
        }


def _narrowed(
    window: tuple[date, date], rules: list[Timeline], year: int | None
) -> tuple[date, date]:
    start, end = window
    last: list[date] = []
    for rule in rules:
        if rule.begins is not None:
            start = max(start, span_end(rule.begins, window[0], year))
        if rule.ends is not None:
            last.append(moment(rule.ends, window, year))
    if not any(from_the_end(rule.ends) for rule in rules):
        last.append(end)
    return start, min(last)


def _timing(start: date, end: date, rules: list[Timeline]) -> Timing:
    days = [rule.liquidate_days or 0 for rule in rules if rule.test == "obligated"]
    return Timing(start, end, bool(days), min(days, default=0))
