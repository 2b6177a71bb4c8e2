"""What a plan tells of its money in sums: each award's account, and the dollars of the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.charges import AwardRow
from braid.audit.findings import Row, held, usd
from braid.audit.threshold import all_reached
from braid.schema.scenario import Award

_SUMS = {
    "amount": "Amount of an award",
    "to_date": "Earlier spending of an award",
    "charged": "Charges of an award",
    "left": "What is left of an award",
    "lapses": "What of an award lapses",
}


def check_awards(books: Books) -> Iterator[Row]:
    """A row of the table for each award, and in it the award's own amounts and sums."""
    stated = books.plan.awards
    if stated is None:
        return
    counted = Counter(row.award for row in stated)
    for name in sorted(counted.keys() | books.inputs.awards.keys()):
        found, wanted = Fraction(counted[name]), Fraction(name in books.inputs.awards)
        yield Row("The table of awards for this award", name, name, found, "=", wanted, "rows")
    for row in stated:
        award = books.inputs.awards.get(row.award)
        if award is not None:
            right = account(books, award)
            for column, says in _SUMS.items():
                left_side, right_side = getattr(row, column), getattr(right, column)
                if left_side == right_side:
                    yield held(1)
                    continue
                sums = usd(left_side or 0), usd(right_side or 0)
                if left_side is None or right_side is None:  # told where there is none, or not told
                    says, sums = f"{says}: told", (Fraction(left_side is not None),) * 2
                    sums = sums[0], 1 - sums[0]
                yield Row(says, award.id, award.id, sums[0], "=", sums[1])


def account(books: Books, award: Award) -> AwardRow:
    """An award's row of the table; what it gives and receives as it stands there."""
    ledger, funds = books.ledger, books.funds
    charged = int(ledger.cents[ledger.of_awards((award.id,))].sum())
    given, received = funds.given.get(award.id, 0), funds.received.get(award.id, 0)
    before = books.past.spent(award)
    if award.amount is None:
        return AwardRow(award.id, None, before, charged, given, received, None, 0)
    amount = int(award.amount * 100)
    left = amount + funds.beside(award) - before - charged
    lapses = max(0, left - _in_kind(books, award)) if _dies(books, award) else 0
    return AwardRow(award.id, amount, before, charged, given, received, left, lapses)


def _dies(books: Books, award: Award) -> bool:
    """Whether what the plan leaves of an award is lost by the end of the horizon."""
    start, end = books.inputs.window(award)
    by_law = books.inputs.law.latest_end(award.id, start)
    ends = award.end is not None or by_law is not None
    return books.used(award) and ends and end <= books.inputs.calendar.end


def _in_kind(books: Books, award: Award) -> int:
    """Cents of what it gives in kind that stand beside other awards."""
    return books.pledges.pledged.get((award.id, "", "", "", None), 0)


def check_summary(books: Books) -> Iterator[Row]:
    """The dollars of the summary: of all charges, of what is unfunded, of reporting, of awards."""
    stated = books.plan.totals
    if stated is None:
        return
    for name, right in totals(books).items():
        if name in stated:
            says = f"'{name}' of the summary"
            yield Row(says, name, "the plan's summary", usd(stated[name]), "=", usd(right))


def totals(books: Books) -> dict[str, int]:
    """The same as they should be, in cents."""
    ledger = books.ledger
    entitlements = tuple(a.id for a in books.entitlements.awards)
    applied = int(ledger.cents[ledger.of_awards(entitlements)].sum())
    funded = int(ledger.cents.sum()) - applied
    overhead = sum(duty.cents for duty in books.reporting.duties)
    overhead += sum(one.row.cents for one in all_reached(books) if one.is_due)
    lapses = (account(books, award).lapses for award in books.inputs.awards.values())
    found = {
        "paid_by_entitlements": applied,
        "funded": funded,
        "overhead_dollars": overhead,
        "lapses": sum(lapses),
    }
    if books.plan.unfunded is not None:
        found["unfunded"] = sum(row.cents for row in books.plan.unfunded)
        found["cost"] = applied + funded + found["unfunded"]
    return found
