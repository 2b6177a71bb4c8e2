"""When money may be used: period of performance, obligation, recapture.

The window refuses charges before there is a model; automatic recapture adds a
variable and two rows; recapture as a risk is computed from the finished plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, span_end
from braid.catalog.values import Clock, value_at
from braid.kinds.block import Block
from braid.kinds.income import added
from braid.kinds.past import Past
from braid.kinds.rows import Context
from braid.kinds.tables import Codes
from braid.kinds.transfer import moves
from braid.record import record
from braid.schema.rules import Timeline as Parameters
from braid.schema.scenario import Award, ToDate


@record
class Window:
    """The half-open period of performance, and what must fall into it."""

    start: date
    end: date
    test: Literal["incurred", "obligated"]
    liquidate_days: int


def window_of(inputs: Inputs, award: Award) -> Window:
    """The window of an award with its timeline rules' test."""
    start, end = inputs.window(award)
    rules = [h.rule for h in inputs.law.of_kind("timeline", award.id)]
    timelines = [r for r in rules if isinstance(r, Parameters)]
    obligated = [r for r in timelines if r.test == "obligated"]
    days = [r.liquidate_days or 0 for r in obligated]
    return Window(start, end, "obligated" if obligated else "incurred", min(days, default=0))


@record
class Deadline:
    """A share of an award that must be obligated before ``day``."""

    rule: str
    award: str
    share: Fraction
    day: date
    automatic: bool


def deadlines(inputs: Inputs, award: Award) -> list[Deadline]:
    """The obligation deadlines of an award."""
    start, _ = inputs.window(award)
    out: list[Deadline] = []
    for homed in inputs.law.of_kind("timeline", award.id):
        rule = homed.rule
        if isinstance(rule, Parameters) and rule.obligate is not None:
            granted = award.award_date or start
            share = value_at(rule.obligate.share, Clock(granted, granted))
            day = span_end(rule.obligate.by, start, award.funding_year)
            if share is not None:
                out.append(
                    Deadline(homed.id, award.id, share, day, rule.obligate.recapture == "automatic")
                )
    return out


def obligated_before(entry: ToDate) -> int:
    """Cents of a ``to_date`` entry that are obligated: what is spent is obligated too."""
    return int(max(entry.amount, entry.obligated) * 100)


def charged_by(deadline: Deadline, past: Past | None, codes: Codes) -> int:
    """Cents of what was charged already that were obligated in time."""
    if past is None:
        return 0
    found = past.entries
    mine = found.award == codes.award_index.get(deadline.award, -1)
    return int(found.num[mine & (found.obligated < deadline.day.toordinal())].sum())


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Automatic recapture: what is not obligated in time is taken back."""
    for number, name in enumerate(context.codes.awards):
        award = context.inputs.awards[name]
        for deadline in deadlines(context.inputs, award):
            if not deadline.automatic or award.amount is None:
                continue
            amount = int(award.amount * 100)
            used = sum(obligated_before(entry) for entry in award.to_date)
            used += charged_by(deadline, context.past, context.codes)
            spent = context.inputs.spent(award)
            column = context.extra(
                f"recaptured:{name}", amount, tier=None, label=f"recaptured of {name}"
            )
            mine = context.of_award(number, by_period=True)
            in_time = mine.obligated < deadline.day.toordinal()
            early, late = mine.take(in_time), mine.take(~in_time)
            block = Block("timeline", deadline.rule)
            # what was spent late already cannot be taken back
            left = max(0, amount - spent + added(context.inputs, award))
            side = min(deadline.share * amount - used, Fraction(left))
            row = block.row(">=", side, f"{name} recaptured")
            block.add(row, early.column, early.num, early.den)
            block.add_one(row, column, Fraction(1))
            row = block.row("<=", Fraction(left), f"{name} left")
            block.add(row, mine.column, mine.num, mine.den)
            block.add_one(row, column, Fraction(1))
            _moved(block, row, number, context)
            side = Fraction(left + used) - deadline.share * amount
            row = block.row("<=", max(Fraction(0), side), f"{name} obligated late")
            block.add(row, late.column, late.num, late.den)
            _moved(block, row, number, context)
            yield block


def _moved(block: Block, row: int, award: int, context: Context) -> None:
    """What an award gives is gone, what it receives is there to be spent."""
    for (giver, taker), column in context.once(moves).items():
        if award in (giver, taker):
            block.add_one(row, column, Fraction(1 if award == giver else -1))
