"""Awards, their slices, what they must obligate, and what moves between them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.derived.side import Side
from braid.audit.exact import sums
from braid.audit.timeline import recapture
from braid.audit.transfer import all_takers, most_of, takers_of
from braid.schema.money_rules import Transfer
from braid.schema.scenario import Award


def chosen(books: Books) -> Iterator[Award]:
    """The awards that a plan decides on: committed, of an enabled stream, no entitlements."""
    for award in books.inputs.committed.values():
        in_force = books.permissions.is_committed(award)
        if in_force and not books.is_entitlement(award) and award.amount is not None:
            yield award


def awards(books: Books) -> Iterator[Side]:
    """What each award pays of what is left of it; an offer line by line too."""
    ledger, funds = books.ledger, books.funds
    costs = sums(books.columns.line, books.nets, len(books.numbering.lines)).tolist()
    for award in chosen(books):
        rows = ledger.of_awards((award.id,))
        left, spent = funds.left(award, _cents(award)), int(ledger.cents[rows].sum())
        there = left if books.used(award) else 0
        right = there + funds.moved(award)
        yield Side("award-amount", award.id, "award", spent, (right,), needed=True)
        if award.status != "offered":
            continue
        of_lines = rows[ledger.line[rows] >= 0]
        paid = sums(ledger.line[of_lines], ledger.cents[of_lines], len(costs)).tolist()
        for line, found, cost in zip(books.numbering.lines, paid, costs, strict=True):
            most, label = min(there, cost), f"{award.id} {line.id}"
            yield Side("award-amount", label, "award", found, (most,), needed=found > 0)


def slices(books: Books) -> Iterator[Side]:
    """What an award pays before its next slice begins, of the slices that had begun."""
    periods, ledger = books.inputs.calendar.periods, books.ledger
    for award in chosen(books):
        if not award.slices:
            continue
        begun = [
            sum(int(s.amount * 100) for s in award.slices if s.from_ <= period.start)
            for period in periods
        ]
        rows = ledger.of_awards((award.id,))
        cents, days = ledger.cents[rows], ledger.period[rows]
        for number, period in enumerate(periods):
            last_before_more = [begun[number]] != begun[number + 1 : number + 2]
            if last_before_more and begun[number] < _cents(award):
                spent = int(cents[days <= period.start.toordinal()].sum())
                label = f"{award.id} through {period.last}"
                right = (books.funds.left(award, begun[number]),)
                yield Side("award-slices", label, "slice", spent, right, needed=True)


def obligations(books: Books) -> Iterator[Side]:
    """What is obligated in time where the rest is taken back by itself, and what comes too late."""
    for homed in books.inputs.law.of_kind("timeline"):
        for name in homed.awards:
            award = books.inputs.awards[name]
            loss = recapture(homed, books, award) if name in books.inputs.committed else None
            if loss is None or not loss.automatic:
                continue
            left = books.funds.left(award, _cents(award))
            early = loss.obligated - loss.before
            spent = int(books.ledger.cents[books.ledger.of_awards((name,))].sum())
            late = max(Fraction(0), left + loss.before - loss.share)
            moved = books.funds.moved(award)
            for label, found, right, sense in (
                ("recaptured", early, min(loss.share - loss.before, Fraction(left)), ">="),
                ("left", spent, Fraction(left + moved), "<="),
                ("obligated late", spent - early, late + moved, "<="),
            ):
                yield Side(
                    homed.id, f"{name} {label}", "timeline", found, (right,), sense, needed=True
                )


def transfers(books: Books) -> Iterator[Side]:
    """What each award gives under a rule, and of its own money."""
    everywhere, given = all_takers(books), books.funds.given
    for homed in books.inputs.law.of_kind("transfer"):
        assert isinstance(homed.rule, Transfer)
        for giver, takers in takers_of(homed, books).items():
            most = most_of(homed.rule, books, books.inputs.awards[giver]) or 0
            # under which of several rules it gives is told nowhere
            known = everywhere[giver] == takers
            found = given.get(giver, 0) if known else None
            yield Side(homed.id, f"given by {giver}", "transfer", found, (most,))
    for giver in everywhere:
        award = books.inputs.awards[giver]
        own = max(0, _cents(award) - books.past.spent(award))
        found = given.get(giver, 0)
        yield Side("own-money", f"given by {giver}", "transfer", found, (own,), needed=found > 0)


def _cents(award: Award) -> int:
    return int((award.amount or 0) * 100)
