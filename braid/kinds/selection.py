"""Which charges a limit looks at, and into which instances they fall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from braid.catalog.conditions import holds
from braid.catalog.facts import Subject, field_of
from braid.catalog.law import moment
from braid.kinds.entries import Entries
from braid.kinds.grouping import combined, ranked
from braid.kinds.rows import Context
from braid.periods import fiscal_year
from braid.schema.rule_base import AwardTime, Selector
from braid.schema.scenario import Award, Cost, Group, ToDate

Key = tuple[int, ...]
HOME = "home"
"""What a limit of a portfolio is cut by: the partnership of the cell."""


def selected(selector: Selector, entries: Entries, context: Context) -> np.ndarray:
    """A mask over entries: everything that the selector says holds."""
    codes, inputs, conditions = context.codes, context.inputs, context.conditions
    mask = np.ones(len(entries), dtype=bool)
    if selector.category is not None:
        names = inputs.law.categories.expand(selector.category)
        mask &= np.array([c in names for c in codes.categories])[entries.category]
    if selector.who is not None:
        mask &= np.append(who(selector, context), False)[entries.group]
    if selector.where is not None:
        truths = conditions.of_lines(selector.where, inputs.calendar.first)
        mask &= np.append(truths, False)[entries.line]
    if selector.direct is not None:
        mask &= entries.direct == selector.direct
    if selector.origin is not None:
        fits = [inputs.origin(inputs.awards[a]) in selector.origin for a in codes.awards]
        mask &= np.array(fits, dtype=bool)[entries.award]
    if selector.within is not None:
        mask &= entries.start < _days(selector.within, context)[entries.award]
    if selector.after is not None:
        mask &= entries.start >= _days(selector.after, context)[entries.award]
    return mask


def _days(stated: AwardTime, context: Context) -> np.ndarray:
    """By award: the first day after a span of its time."""
    awards = (context.inputs.awards[name] for name in context.codes.awards)
    days = [_day(stated, award, context).toordinal() for award in awards]
    return np.array(days, dtype=np.int64)


def _day(stated: AwardTime, award: Award, context: Context) -> date:
    return moment(stated, context.inputs.window(award), award.funding_year)


def who(selector: Selector, context: Context) -> np.ndarray:
    """Which groups a selector means, by group code."""
    if selector.who is None:
        return np.ones(len(context.codes.groups), dtype=bool)
    return context.conditions.of_groups(selector.who)


def spent_before(
    selector: Selector | None, award: Award, context: Context, counts: Callable[[ToDate], bool]
) -> int:
    """Cents of ``to_date`` that count and that a selector means (all of it when there is none)."""
    return sum(
        int(entry.amount * 100)
        for entry in award.to_date
        if counts(entry) and (selector is None or _entry_fits(selector, entry, award, context))
    )


def _entry_fits(selector: Selector, entry: ToDate, award: Award, context: Context) -> bool:
    inputs = context.inputs
    wanted = selector.category
    if wanted is not None and entry.category not in inputs.law.categories.expand(wanted):
        return False
    if selector.where is not None or selector.direct is not None:
        return False
    if selector.origin is not None and inputs.origin(award) not in selector.origin:
        return False
    day = entry.date or inputs.calendar.first - timedelta(days=1)
    if selector.within is not None and day >= _day(selector.within, award, context):
        return False
    if selector.after is not None and day < _day(selector.after, award, context):
        return False
    if selector.who is None:
        return True

    def lookup(name: str) -> Any:
        return field_of(entry, name.removeprefix("group."))

    return holds(selector.who, lookup, context.conditions.clock(award, award.start)) is True


def keys(
    per: tuple[str, ...], entries: Entries, context: Context, *, family: bool
) -> list[np.ndarray]:
    """Whole numbers for every entry: a column for each name in ``per`` (two for heads' scopes)."""
    columns: list[np.ndarray] = []
    for name in per:
        if name in ("award", "stream", "family", "organization", "funding_year"):
            table = context.once(AwardKeys).table(name)
            columns.append(table[entries.award] if len(table) else entries.award)
        elif name in ("participant", "credential", "group"):
            columns.append(entries.group.astype(np.int64))
            if name != "group":
                scope = "family" if family else "stream"
                columns.append(context.once(AwardKeys).table(scope)[entries.award])
        elif name == "program_year":
            columns.append(entries.year.astype(np.int64))
        elif name == "fiscal_year":
            columns.append(_fiscal_years(entries, context))
        elif name == "calendar_year":
            columns.append(_calendar_years(entries))
        elif name == "line":
            columns.append(entries.line.astype(np.int64))
        elif name == "program":
            columns.append(_programs(entries, context))
        elif name == HOME:
            columns.append(context.homes(entries))
        elif name in ("employer", "round"):
            columns.append(_of_line(name, entries, context))
        else:
            columns.append(np.zeros(len(entries), dtype=np.int64))
    return columns or [np.zeros(len(entries), dtype=np.int64)]


def award_key(name: str, award: str, context: Context) -> int:
    """The number of an award's stream, family, organization or funding year."""
    return int(context.once(AwardKeys).table(name)[context.codes.award_index[award]])


class AwardKeys:
    """Numbers for all awards, equal where they share a stream, an organization, ..."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._tables: dict[str, np.ndarray] = {}

    def table(self, name: str) -> np.ndarray:
        """By award: the number of what ``name`` says."""
        if name not in self._tables:
            self._tables[name] = np.array(self._numbers(name), dtype=np.int64)
        return self._tables[name]

    def _numbers(self, name: str) -> list[int]:
        inputs, codes = self._context.inputs, self._context.codes
        awards = [inputs.awards[award] for award in codes.awards]
        if name == "award":
            return list(range(len(awards)))
        if name == "partnership":
            return [0] * len(awards)
        if name == "stream":
            return [int(stream) for stream in codes.stream_of]
        if name == "funding_year":
            return [inputs.funding_year(award) for award in awards]
        if name == "organization":
            place = {organization: k for k, organization in enumerate(inputs.organizations)}
            return [place[inputs.recipient(award)] for award in awards]
        streams = inputs.law.streams
        families = sorted({streams[stream].family or stream for stream in codes.streams})
        return [families.index(streams[a.stream].family or a.stream) for a in awards]


def _fiscal_years(entries: Entries, context: Context) -> np.ndarray:
    found = ranked(combined([entries.award, entries.start]))
    years: list[int] = []
    for at in found.first.tolist():
        recipient = context.inputs.recipient(
            context.inputs.awards[context.codes.awards[entries.award[at]]]
        )
        starts = context.inputs.organizations[recipient].fiscal_year_start
        years.append(fiscal_year(date.fromordinal(int(entries.start[at])), starts))
    of_entries: np.ndarray = np.array(years, dtype=np.int64)[found.rank]
    return of_entries


def _calendar_years(entries: Entries) -> np.ndarray:
    days, rank = np.unique(entries.start, return_inverse=True)
    years = [date.fromordinal(day).year for day in days.tolist()]
    of_entries: np.ndarray = np.array(years, dtype=np.int64)[rank]
    return of_entries


def _programs(entries: Entries, context: Context) -> np.ndarray:
    of_groups, of_lines = context.once(_program_tables)
    by_group, by_line = of_groups[entries.group], of_lines[entries.line]
    found: np.ndarray = np.where(by_group >= 0, by_group, by_line).astype(np.int64)
    return found


def _program_tables(context: Context) -> tuple[np.ndarray, np.ndarray]:
    """The place of every group's and every line's program; the last is that of none."""
    inputs = context.inputs
    place = {program: k for k, program in enumerate(inputs.programs)}
    groups = [place[group.program] for group in inputs.groups.values()]
    lines = [place[c.program[0]] if len(c.program) == 1 else -1 for c in inputs.costs.values()]
    return np.array([*groups, -1]), np.array([*lines, -1])


def name_of(name: str, entries: Entries, at: int, context: Context) -> str:
    """What an instance cut by program, employer or round is called, by one of its entries."""
    if name == "program":
        program = int(_programs(entries.take(np.array([at])), context)[0])
        return list(context.inputs.programs)[program] if program >= 0 else "none"
    lines, groups = list(context.inputs.costs.values()), list(context.inputs.groups.values())
    line, group = int(entries.line[at]), int(entries.group[at])
    return _label_of(name, _subject(lines, line, groups, group), context) or "none"


def _subject(lines: list[Cost], line: int, groups: list[Group], group: int) -> Subject:
    """A line and a group by their numbers, -1 where there is none."""
    return Subject(
        group=groups[group] if group >= 0 else None, line=lines[line] if line >= 0 else None
    )


def _label_of(name: str, subject: Subject, context: Context) -> str:
    """The employer of a line and group, or the line's round; empty where there is none."""
    if name == "employer":
        employer = context.conditions.facts.employer(subject)
        return employer.id if employer is not None else ""
    return str(field_of(subject.line, "round") or "")


def _of_line(name: str, entries: Entries, context: Context) -> np.ndarray:
    lines, groups = list(context.inputs.costs.values()), list(context.inputs.groups.values())
    found = ranked(combined([entries.line, entries.group]))
    first = found.first
    numbers: dict[str, int] = {}
    known = np.empty(len(first), dtype=np.int64)
    for k in np.argsort(first):  # numbered in order of the entries
        line, group = entries.line[first[k]], entries.group[first[k]]
        label = _label_of(name, _subject(lines, line, groups, group), context)
        known[k] = numbers.setdefault(label, len(numbers)) if label else -1
    of_entries: np.ndarray = known[found.rank]
    return of_entries


def instances(table: Sequence[np.ndarray]) -> dict[Key, np.ndarray]:
    """Positions of the entries of each distinct key, in order of key; a column for each part."""
    if not table or not len(table[0]):
        return {}
    found = ranked(combined(table))
    firsts = found.first
    keys = zip(*(column[firsts].tolist() for column in table), strict=True)
    return dict(zip(keys, found.parts(), strict=True))
