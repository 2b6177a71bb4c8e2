"""When an award may pay: its period of performance, and what rules say of some categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, from_the_end, moment, span_end
from braid.record import record
from braid.schema.rules import Timeline
from braid.schema.scenario import Award, Cost

Timelines = tuple[tuple[HomedRule, Timeline], ...]


@record
class Window:
    """The half-open period of performance, and what must fall into it."""

    start: date
    end: date
    test: Literal["incurred", "obligated"]
    liquidate_days: int

    def allows(self, start: date, end: date, obligated: date | None) -> bool:
        """Whether a cost on ``[start, end)``, obligated on a day (or its first), is in time."""
        if self.test == "incurred":
            return self.start <= start and end <= self.end
        last = self.end + timedelta(days=self.liquidate_days)
        return self.start <= (obligated or start) < self.end and end <= last

    def holds(self, start: np.ndarray, end: np.ndarray, obligated: np.ndarray) -> np.ndarray:
        """The same of many costs; days as ordinals."""
        first, last = self.start.toordinal(), self.end.toordinal()
        if self.test == "incurred":
            return np.asarray((start >= first) & (end <= last))
        inside = (obligated >= first) & (obligated < last)
        return np.asarray(inside & (end <= last + self.liquidate_days))


@record
class Windows:
    """An award's own window, and those of the categories that have another."""

    own: Window
    apart: Mapping[str, Window]

    def of(self, category: str) -> Window:
        """The window of a category."""
        return self.apart.get(category, self.own)


def windows_of(inputs: Inputs, award: Award) -> Windows:
    """The windows of an award with its timeline rules' test."""
    window = inputs.window(award)
    timelines = inputs.law.timelines(award.id, window[0])
    general = tuple((homed, rule) for homed, rule in timelines if not rule.for_)
    expand = inputs.law.categories.expand
    named = {category for _, rule in timelines if rule.for_ for category in expand(rule.for_)}
    apart = {
        category: _window(
            *bounds(inputs, award, category), [*general, *naming(inputs, timelines, category)]
        )
        for category in sorted(named)
    }
    return Windows(_window(*window, general), apart)


def naming(inputs: Inputs, timelines: Timelines, category: str) -> Timelines:
    """The timeline rules that name a category."""
    expand = inputs.law.categories.expand
    return tuple(
        (homed, rule)
        for homed, rule in timelines
        if rule.for_ and category in expand(rule.for_)
    )  # fmt: skip


def bounds(inputs: Inputs, award: Award, category: str) -> tuple[date, date]:
    """The half-open dates on which an award may pay a category."""
    start, end = window = inputs.window(award)
    own = naming(inputs, inputs.law.timelines(award.id, start), category)
    year = award.funding_year
    begins = [span_end(rule.begins, start, year) for _, rule in own if rule.begins is not None]
    ends = [moment(rule.ends, window, year) for _, rule in own if rule.ends is not None]
    if not any(from_the_end(rule.ends) for _, rule in own):
        ends.append(end)
    return max([start, *begins]), min(ends)


def in_the_way(
    inputs: Inputs, award: Award, line: Cost, start: date, end: date
) -> HomedRule | None:
    """The rule on a line's category that a cost on ``[start, end)`` comes too early or late for."""
    window = inputs.window(award)
    found = windows_of(inputs, award).of(line.category)
    begun = line.obligated or start if found.test == "obligated" else start
    done = begun if found.test == "obligated" else end - timedelta(days=1)
    for homed, rule in naming(inputs, inputs.law.timelines(award.id, window[0]), line.category):
        year = award.funding_year
        if rule.begins is not None and begun < span_end(rule.begins, window[0], year):
            return homed
        if rule.ends is not None and done >= moment(rule.ends, window, year):
            return homed
    return None


def _window(start: date, end: date, timelines: Iterable[tuple[HomedRule, Timeline]]) -> Window:
    obligated = [rule for _, rule in timelines if rule.test == "obligated"]
    days = [rule.liquidate_days or 0 for rule in obligated]
    return Window(start, end, "obligated" if obligated else "incurred", min(days, default=0))
