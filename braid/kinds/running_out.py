"""By when an award has run out: its money is used up, or a limit of its own stops it.

Each answer is a 0/1 that may be 1 only when too little is left. There is none where the
possible charges are too few to use the money up, or where too little is there from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from fractions import Fraction

import numpy as np

from braid.kinds.alone import TooLittle
from braid.kinds.block import EACH_CHARGE, NOTHING, Block
from braid.kinds.caps import Cap, Caps
from braid.kinds.entries import Entries
from braid.kinds.grouping import ranked
from braid.kinds.income import still_there
from braid.kinds.rows import Context
from braid.kinds.transfer import most_received
from braid.record import record, working_record


@record
class Stop:
    """What keeps an award from going on: ``already`` something does, or any of the columns.

    ``flags`` are 1 when it has run out.
    """

    already: bool = False
    flags: tuple[int, ...] = ()
    unless: tuple[int, ...] = ()
    """Columns of offers: 0 when they are not taken, and their money is as good as used up."""

    def add_to(self, block: Block, row: int, cents: Fraction) -> None:
        """Add ``cents`` for each 1 that stops to a row whose side has those of the offers."""
        for flag in self.flags:
            block.add_one(row, flag, cents)
        for column in self.unless:
            block.add_one(row, column, -cents)


@working_record
class RunningOut:
    """The answers for one block of rows; ``counted`` masks the charges that use money up."""

    context: Context
    block: Block
    too_little: TooLittle
    caps: Caps
    counted: Callable[[Entries], np.ndarray] | None = None
    tag: str = ""
    """Goes into names of columns, so that they differ from another block's."""
    _known: dict[tuple[int, str, int], Stop] = field(default_factory=dict)
    _before: dict[tuple[int, str, Fraction], int] = field(default_factory=dict)
    _charges: dict[int, _Spent] = field(default_factory=dict)

    def of(self, award: int, cells: np.ndarray) -> list[tuple[Stop, np.ndarray]]:
        """What may stop an award by the end of the periods of some direct cells: alike together."""
        found: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        caps: dict[tuple[str, ...], list[Cap]] = {}
        on_cells = self.caps.on_cells(award)
        period = self.context.cells.period
        for cell in sorted(cells.tolist(), key=lambda c: (period[c], c)):
            here = on_cells.get(cell, [])
            names = tuple(cap.name for cap in here)
            caps[names] = here
            found.setdefault((int(period[cell]), names), []).append(cell)
        return [
            (self._all(award, caps[names], t), np.array(alike))
            for (t, names), alike in found.items()
        ]

    def _all(self, award: int, caps: list[Cap], period: int) -> Stop:
        stops = [self._stop(award, None, period)]
        stops += [self._stop(award, cap, period) for cap in caps]
        return Stop(
            any(stop.already for stop in stops),
            tuple(flag for stop in stops for flag in stop.flags),
            tuple(column for stop in stops for column in stop.unless),
        )

    def _stop(self, award: int, cap: Cap | None, period: int) -> Stop:
        key = award, "" if cap is None else cap.name, period
        known = self._known.get(key)
        if known is None:
            enough = self.too_little.of_award(award)
            known = self._known[key] = (
                self._used_up(award, period, enough)
                if cap is None
                else self._reached(award, cap, period, enough)
            )
        return known

    # -- money -------------------------------------------------------------------

    def _used_up(self, award: int, period: int, enough: Fraction) -> Stop:
        context, name = self.context, self.context.codes.awards[award]
        left = _available(context, award, period)
        if left is None:
            return Stop()
        columns, more = most_received(context, award)
        if left + more <= enough:
            return Stop(already=True)
        if award not in self._charges:
            charges = self._of_counted(context.of_award(award, by_period=True))
            self._charges[award] = _Spent(context, charges)
        spent = self._charges[award]
        offer = context.used.get(award)
        if spent.possible(period) < left - enough:
            return Stop() if offer is None else Stop(unless=(offer,))
        flag, label = self._flag(f"{name} has less than {_usd(enough)} left", period)
        row = self.block.row(">=", -enough - more - (0 if offer is None else left), label)
        self.block.rounding[row] = EACH_CHARGE
        self.block.add(row, *spent.by(period))
        self.block.add_one(row, flag, -left - more)
        for column in columns:
            self.block.add_one(row, column, Fraction(-1))
        if offer is not None:
            self.block.add_one(row, offer, -left)
        self._stays(award, "", left, flag)
        return Stop(flags=(flag,))

    # -- limits ------------------------------------------------------------------

    def _reached(self, award: int, cap: Cap, period: int, enough: Fraction) -> Stop:
        context = self.context
        if cap.most <= enough:
            return Stop(already=True)
        here = cap.scope.entries.take(cap.instance.positions)
        in_time = here.period <= period
        counted = here.take(cap.scope.spend[cap.instance.positions] & in_time)
        spent = _Spent(context, self._of_counted(counted))
        less = None
        most = spent.possible(period)
        if cap.scope.less is not None:
            counted = here.take(cap.scope.less[cap.instance.positions] & in_time)
            less = _Spent(context, self._of_counted(counted))
            most += cap.share * less.possible(period)
        if most < cap.side - enough:
            return Stop()
        name = context.codes.awards[award]
        flag, label = self._flag(f"{name} has less than {_usd(enough)} of {cap.name}", period)
        row = self.block.row(">=", cap.side - cap.most - enough, label)
        self.block.rounding[row] = EACH_CHARGE
        self.block.add(row, *spent.by(period))
        if less is not None:
            self.block.scaled(row, *less.by(period), cap.share)
        self.block.add_one(row, flag, -cap.most)
        for column, cents in cap.offers:
            self.block.add_one(row, column, -cents)
        self._stays(award, cap.name, cap.most, flag)
        return Stop(flags=(flag,))

    # -- both --------------------------------------------------------------------

    def _stays(self, award: int, cap: str, side: Fraction, flag: int) -> None:
        """What has run out stays so, as long as nothing is added: it spares the search some cases.

        Periods come in order of time.
        """
        before = self._before.get((award, cap, side))
        self._before[award, cap, side] = flag
        if before is not None:
            row = self.block.row(">=", NOTHING, "what has run out stays so")
            self.block.add_one(row, flag, Fraction(100))
            self.block.add_one(row, before, Fraction(-100))

    def _of_counted(self, entries: Entries) -> Entries:
        return entries if self.counted is None else entries.take(self.counted(entries))

    def _flag(self, what: str, period: int) -> tuple[int, str]:
        label = f"{what} by {self.context.inputs.calendar.periods[period].last}"
        return self.context.flag(f"out:{self.tag}{label}", label=label), label


class _Spent:
    """Charges that use something up, as terms by the end of a period."""

    def __init__(self, context: Context, entries: Entries) -> None:
        self._entries, self._period = entries, entries.period
        self._columns = ranked(entries.column)
        # the parts of a year's charge in several periods have one denominator
        self._den = entries.den[self._columns.first]
        upper = context.charges.upper[entries.column].astype(float)
        self._most = upper * entries.num / entries.den

    def possible(self, period: int) -> Fraction:
        """Cents that they can come to at most, and one more for what floats round away."""
        return Fraction(float(self._most[self._period <= period].sum())) + 1

    def by(self, period: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Columns, numerators, denominators: the parts of a year's charge as one term."""
        values, rank = self._columns
        here = np.flatnonzero(self._period <= period)
        there = np.zeros(len(values), dtype=bool)
        there[rank[here]] = True
        num = np.zeros(len(values), dtype=np.int64)
        np.add.at(num, rank[here], self._entries.num[here])
        return values[there], num[there], self._den[there]


def _usd(cents: Fraction) -> str:
    return f"${float(cents) / 100:,.2f}"


def _available(context: Context, award: int, period: int) -> Fraction | None:
    """Cents of an award that may be spent by the end of a period; None without an amount.

    What it gives to others counts: that has not run out. What it receives is not in it.
    """
    stated = context.inputs.awards[context.codes.awards[award]]
    if stated.amount is None:
        return None
    cents = int(stated.amount * 100)
    if stated.slices:
        day = context.inputs.calendar.periods[period].start
        cents = min(cents, sum(int(s.amount * 100) for s in stated.slices if s.from_ <= day))
    return Fraction(still_there(context.inputs, stated, cents))
