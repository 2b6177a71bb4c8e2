"""Money that must stand beside an award: what its charges ask for, against what is pledged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import numpy as np

from braid.audit.beside import BesideAward, Key
from braid.audit.books import Books
from braid.audit.exact import sums
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force, in_force_on
from braid.audit.pledges import place_of, source_of
from braid.audit.selection import taken
from braid.catalog.law import HomedRule
from braid.record import record
from braid.schema.money_rules import Beside, NeedPer
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award


@record
class Asks:
    """What a rule asks for beside each award that follows it.

    ``times`` multiplies the charges that ``spend`` takes (without it, all but reporting);
    ``cents`` is asked of the award as a whole. One of them is stated; None of an award
    asks nothing.
    """

    beside: Beside
    per: tuple[NeedPer, ...] = ("award",)
    spend: Selector | None = None
    times: Callable[[Award], Fraction | None] | None = None
    cents: Callable[[Award], Fraction | None] | None = None


def rows(homed: HomedRule, books: Books, asks: Asks) -> Iterator[Row]:
    """Per award: no charge is pledged twice, each pledge counts, each need is met.

    What was charged in periods that are over asks and gives like the plan's charges.
    """
    past, closed, books = books.past.books, books.closed, books.past.together
    for name in homed.awards:
        award = books.inputs.awards[name]
        if books.pledges.counts(award):
            money = BesideAward(books, award, asks.beside, asks.per)
            needs = needs_of(homed, books, asks, money)
            needs = {key: cents for key, cents in needs.items() if not over(key, money, closed)}
            before = {}
            if past is not None and asks.cents is None:
                earlier = BesideAward(past, award, asks.beside, asks.per)
                before = needs_of(homed, past, asks, earlier)
            yield from _within_charges(homed, books, name)
            found, refused = pledged_for(homed, books, money)
            yield from refused
            if not homed.rule.binds:  # nothing is pledged to guidance; but it could be
                found = _unpledged(books, money)
            yield from _met(books, asks, money, needs, found, before)


def over(key: Key, money: BesideAward, closed: int) -> bool:
    """Whether a need is of a period, or a cell of one, that is over."""
    books = money.books
    periods = books.inputs.calendar.periods
    for part, number in zip(money.per, key, strict=True):
        if part == "period" and closed and number < periods[closed - 1].end.toordinal():
            return True
        if part == "cell" and books.columns.cells[number].period.index < closed:
            return True
    return False


def needs_of(homed: HomedRule, books: Books, asks: Asks, money: BesideAward) -> dict[Key, Fraction]:
    """Cents that each need of the award asks for."""
    if asks.cents is not None:
        cents = asks.cents(money.award)
        start = books.inputs.window(money.award)[0]
        return {} if cents is None or not in_force(homed.rule, start) else {(): cents}
    times = None if asks.times is None else asks.times(money.award)
    if times is None:
        return {}
    ledger = books.ledger
    charges = ledger.of_awards((money.award.id,))
    charges = charges[in_force_on(homed.rule, ledger.day[charges])]
    if asks.spend is None:
        charges = charges[ledger.cell[charges] >= 0]
    charges = charges[taken(books, asks.spend, charges)]
    keys, kind = money.keys(ledger.cell[charges], ledger.period[charges])
    lasting = np.flatnonzero(kind >= 0)
    spent = sums(kind[lasting], ledger.cents[charges[lasting]], len(keys))
    found = zip(keys, spent.tolist(), strict=True)
    return {key: times * cents for key, cents in found if -1 not in key}


def _within_charges(homed: HomedRule, books: Books, award: str) -> Iterator[Row]:
    """All pledges of a charge together are at most the charge, where the rule's are among them."""
    book = books.pledges
    own = {source_of(pledge) for pledge in book.of_rule.get((homed.id, award), ())}
    beyond = sorted((s for s in own if book.pledged[s] > book.paid[s]), key=str)
    yield held(len(own) - len(beyond))
    for source in beyond:
        left, right = usd(book.pledged[source]), usd(book.paid[source])
        says = "Pledges of one charge against the charge"
        yield Row(says, source[0], place_of(source), left, "<=", right)


def pledged_for(
    homed: HomedRule, books: Books, money: BesideAward
) -> tuple[dict[Key, int], list[Row]]:
    """Cents pledged for each need; and a row for each pledge of money that does not count."""
    pledges = books.pledges.of_rule.get((homed.id, money.award.id), [])
    sources = [source_of(pledge) for pledge in pledges]
    awards = np.array([books.numbering.award.get(p.award, -1) for p in pledges], dtype=np.int64)
    cells = np.array([books.pledges.cell_of(source) for source in sources], dtype=np.int64)
    keys, kind = money.of_charges(awards, cells)
    found: dict[Key, int] = {}
    refused: list[Row] = []
    for pledge, source, number in zip(pledges, sources, kind.tolist(), strict=True):
        key = keys[number] if number >= 0 else None
        if not pledge.cost and pledge.award in books.inputs.awards:
            key = money.of_rest(books.inputs.awards[pledge.award])
        if key is not None:
            found[key] = found.get(key, 0) + pledge.cents
            continue
        says = f"Pledge of money that does not count beside {money.award.id}"
        place = place_of(source)
        refused.append(Row(says, money.award.id, place, usd(max(1, pledge.cents)), "<=", usd(0)))
    return found, refused


def _unpledged(books: Books, money: BesideAward) -> dict[Key, int]:
    """Cents that could stand beside the award and are not pledged."""
    found: dict[Key, int] = {}
    for offer in money.offers():
        free = offer.cents - books.pledges.pledged.get(offer.source, 0)
        found[offer.key] = found.get(offer.key, 0) + free
    return found


def _met(
    books: Books, asks: Asks, money: BesideAward, needs: dict[Key, Fraction],
    found: dict[Key, int], before: dict[Key, Fraction],
) -> Iterator[Row]:  # fmt: skip
    whole = asks.cents is not None and money.award.status == "accepted"
    for key in sorted(needs):
        need, pledged = needs[key], found.get(key, 0)
        gentle = whole or pledged >= need - before.get(key, 0)  # what was asked before is over
        instance = ", ".join([money.award.id, *_named(books, money, key)])
        says = "Other money pledged beside the award"
        counted = int(need > 0)
        yield Row(
            says, instance, instance, usd(pledged), ">=", usd(need), counted=counted, gentle=gentle
        )


def _named(books: Books, money: BesideAward, key: Key) -> Iterator[str]:
    """The parts of a key in words."""
    for part, number in zip(money.per, key, strict=True):
        if part == "period":
            yield str(date.fromordinal(number))
        elif part == "line":
            yield books.numbering.lines[number].id
        elif part == "employer":
            yield list(books.inputs.employers)[number]
        else:
            yield ", ".join(str(name) for name in books.columns.cells[number].key if name)
