"""What was spent before the plan, as an instance of a limit counts it.

``to_date`` says of which category and of whom it was, and sometimes when; what was charged in
periods that are over counts like a charge on its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.entries import Entries
from braid.kinds.factors import YEARS, first_of_year
from braid.kinds.permission import in_force
from braid.kinds.rows import Context
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award, ToDate

OfCharges = tuple[tuple[str, int], ...]
"""What the charges of an instance have in common, by name."""


def joined(one: Entries, two: Entries) -> Entries:
    """The entries of both, one after the other."""
    names = one.whole.keys() & two.whole.keys()
    return Entries({n: np.concatenate([getattr(one, n), getattr(two, n)]) for n in names})


def stated(
    homed: HomedRule, selector: Selector | None, awards: Sequence[str], of_charges: OfCharges,
    context: Context,
) -> int:  # fmt: skip
    """Cents of ``to_date`` that an instance counts.

    Of a program or fiscal year what is dated in it, and undated entries only when the horizon
    begins inside it; of a group, a program, an employer or a round nothing, because nobody has
    stated for whom it was.
    """
    if homed.reach:  # what was spent of shared money was spent nobody says where
        awards = [a for a in awards if context.inputs.owner(a) == homed.reach]
    home = dict(of_charges).get(selection.HOME)
    if home is not None:  # in a portfolio: what was spent of a partnership's own awards
        names = [member.id for member in context.inputs.partnerships]
        awards = [a for a in awards if home >= 0 and context.inputs.owner(a) == names[home]]
        of_charges = tuple(pair for pair in of_charges if pair[0] != selection.HOME)
    if any(name not in YEARS for name, _ in of_charges):
        return 0
    first = context.inputs.calendar.first
    rule = homed.rule
    undated = not (rule.until is not None and rule.until < first)
    undated &= not (rule.from_ is not None and rule.from_ >= first)
    total = 0
    for name in awards:
        award = context.inputs.awards[name]
        begun = undated and all(
            start != first and start.year == value
            for start, value in _starts(award, first, of_charges, context)
        )

        def counts(entry: ToDate, award: Award = award, begun: bool = begun) -> bool:
            if entry.date is None:
                return begun
            dated = _starts(award, entry.date, of_charges, context)
            return in_force(homed, entry.date) and all(s.year == value for s, value in dated)

        total += selection.spent_before(selector, award, context, counts)
    return total


def _starts(
    award: Award, day: date, of_charges: OfCharges, context: Context
) -> list[tuple[date, int]]:
    """The first day of the years that hold a day, with the year that the instance asks for."""
    recipient = context.inputs.organizations[context.inputs.recipient(award)]
    return [(first_of_year(name, day, recipient), value) for name, value in of_charges]


def charged(
    selector: Selector, awards: Sequence[str] | None, entries: Entries, context: Context
) -> int:
    """Cents of actuals that a selector means, of some awards or of all."""
    mask = selection.selected(selector, entries, context)
    if awards is not None:
        wanted = np.array([name in awards for name in context.codes.awards], dtype=bool)
        mask &= wanted[entries.award]
    return int(entries.num[mask].sum())
