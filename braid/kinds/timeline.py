"""When money must be obligated, and what is taken back otherwise.

When it may be used (``windows``) refuses charges before there is a model; automatic
recapture adds a variable and two rows; recapture as a risk is computed from the finished plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, span_end
from braid.catalog.values import Clock, value_at
from braid.kinds.block import Block
from braid.kinds.income import still_there
from braid.kinds.past import Past
from braid.kinds.rows import Context
from braid.kinds.tables import Codes
from braid.kinds.transfer import moves
from braid.record import record
from braid.schema.scenario import Award, ToDate


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
    for homed, rule in inputs.law.timelines(award.id, start):
        if rule.obligate is not None:
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
            column = context.extra(
                f"recaptured:{name}", amount, tier=None, label=f"recaptured of {name}"
            )
            mine = context.of_award(number, by_period=True)
            in_time = mine.obligated < deadline.day.toordinal()
            early, late = mine.take(in_time), mine.take(~in_time)
            block = Block("timeline", deadline.rule)
            # what was spent late already cannot be taken back
            left = still_there(context.inputs, award, amount)
            side = min(deadline.share * amount - used, Fraction(left))
            row = block.row(">=", side, f"{name} recaptured")
            block.add(row, early.column, early.num, early.den, early.cell)
            block.add_one(row, column, Fraction(1))
            row = block.row("<=", Fraction(left), f"{name} left")
            block.add(row, mine.column, mine.num, mine.den, mine.cell)
            block.add_one(row, column, Fraction(1))
            _moved(block, row, number, context)
            side = Fraction(left + used) - deadline.share * amount
            row = block.row("<=", max(Fraction(0), side), f"{name} obligated late")
            block.add(row, late.column, late.num, late.den, late.cell)
            _moved(block, row, number, context)
            yield block


def _moved(block: Block, row: int, award: int, context: Context) -> None:
    """What an award gives is gone, what it receives is there to be spent."""
    for (giver, taker), column in context.once(moves).items():
        if award in (giver, taker):
            block.add_one(row, column, Fraction(1 if award == giver else -1))
