"""Money that must stand beside an award: what is pledged, and what the plan's charges ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from braid.audit import match, reimbursement
from braid.audit.beside import BesideAward, Key
from braid.audit.books import Books
from braid.audit.derived.side import Side
from braid.audit.needs import Asks, needs_of, over, pledged_for
from braid.catalog.law import HomedRule
from braid.schema.money_rules import Match, Reimbursement

NEEDS = ("match", "reimbursement")
"""The kinds that ask for it. Where no more could have been pledged one binds: no table tells."""


def needs(books: Books) -> Iterator[Side]:
    """Every need of every award under a rule that asks for money beside it."""
    closed, together = books.closed, books.past.together
    for homed in books.inputs.law.rules:
        asks = _asks(homed, books)
        if asks is None:
            continue
        for name in homed.awards:
            award = books.inputs.awards[name]
            if not together.pledges.counts(award):
                continue
            money = BesideAward(together, award, asks.beside, asks.per)
            found, _ = pledged_for(homed, together, money)
            for key, cents in needs_of(homed, together, asks, money).items():
                if over(key, money, closed):
                    continue
                label = " ".join([name, *_named(money, key)])
                pledged = found.get(key, 0)
                yield Side(homed.id, label, homed.kind, pledged, (cents,), ">=", needed=cents > 0)


def _asks(homed: HomedRule, books: Books) -> Asks | None:
    """What a rule that binds asks for; None where it asks for no money beside an award."""
    if not homed.rule.binds:
        return None
    if isinstance(homed.rule, Match):
        return match.asks_of(homed.rule, books)
    if isinstance(homed.rule, Reimbursement):
        return reimbursement.asks_of(homed.rule, books)
    return None


def _named(money: BesideAward, key: Key) -> Iterator[str]:
    """The line, group, employer and period of a need, in this order."""
    books, known = money.books, dict(zip(money.per, key, strict=True))
    cell = books.columns.cells[known["cell"]] if "cell" in known else None
    if cell is not None:
        yield cell.line.id
    elif "line" in known:
        yield books.numbering.lines[known["line"]].id
    if cell is not None and cell.group is not None:
        yield cell.group.id
    if "employer" in known:
        yield list(books.inputs.employers)[known["employer"]]
    if cell is not None:
        yield cell.period.start.isoformat()
    elif "period" in known:
        yield date.fromordinal(known["period"]).isoformat()
