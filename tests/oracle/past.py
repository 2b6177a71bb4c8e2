"""What was charged already, as charges that nothing can change (docs/semantics.md, section 17)."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from braid.schema.scenario import Award
from oracle.cells import Cell
from oracle.rulebook import in_force


def past_charges(m: Any, make: Any) -> list[Any]:
    """The actuals as charges on their cells; their dollars are numbers."""
    cells: dict[tuple[str, str, date], Cell] = {
        (c.line.id, c.group or "", c.period.start): c for c in m.all_cells
    }
    found = []
    for posted in m.inputs.posted:
        shared = m.inputs.costs[posted.cost].amount is not None
        key = (posted.cost, "" if shared else posted.group, posted.period)
        cell = cells.get(key) or no_cell(m, *key)
        award = m.book.committed.get(posted.award)
        if award is not None:  # of a stream that is not enabled nothing counts
            whom = posted.group or None
            found.append(make(award, cell, posted.cents / 100, group=whom))
    return found


def no_cell(m: Any, cost: str, group: str, first: date) -> Cell:
    """Where a line costs nothing: the period's dates."""
    period = next(t for t in m.cohorts.periods if t.start == first)
    line = m.inputs.costs[cost]
    return Cell(line, group or None, period, period.start, period.end, 0, 0, {})


def dollars_of(charges: Any) -> Fraction:
    """The exact dollars of past charges."""
    return sum((Fraction(round(100 * c.variable), 100) for c in charges), Fraction(0))


def spent_before(m: Any, award: Award) -> Fraction:
    """What the award has used: before the horizon, and in periods that are over."""
    stated = sum((Fraction(entry.amount) for entry in award.to_date), Fraction(0))
    return stated + dollars_of(c for c in m.past if c.award.id == award.id)


def obligated_before(m: Any, award: Award, deadline: date) -> Fraction:
    """What of it was obligated before a day: of ``to_date`` all that is stated."""
    bound = sum((max(Fraction(e.amount), Fraction(e.obligated)) for e in award.to_date), Fraction())
    mine = (c for c in m.past if c.award.id == award.id and c.obligated < deadline)
    return bound + dollars_of(mine)


def counts_then(m: Any, rule: Any, entry: Any) -> bool:
    """Whether a rule was in force on the day of a ``to_date`` entry, or before the horizon."""
    return in_force(rule, entry.date or m.inputs.calendar.first - timedelta(days=1))
