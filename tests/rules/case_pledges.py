"""The money that stands beside the awards of a case: as much for every need as the charges give."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from braid.audit.beside import BesideAward, Key, Offer
from braid.audit.books import Books
from braid.audit.charges import Pledge
from braid.audit.match import asks_of as asks_of_match
from braid.audit.needs import needs_of
from braid.audit.pledges import Source
from braid.audit.reimbursement import asks_of as asks_of_reimbursement
from braid.schema.money_rules import Match, Reimbursement


@dataclass(frozen=True)
class Need:
    """What one award needs under one rule, for one key."""

    rule: str
    award: str
    key: Key
    cents: int
    must: bool
    offers: tuple[Offer, ...]


def needs_in(books: Books) -> list[Need]:
    """Every need of a case, those that must be met first."""
    found: list[Need] = []
    for homed in books.inputs.law.rules:
        rule = homed.rule
        if not isinstance(rule, Match | Reimbursement) or not rule.binds:
            continue
        match = isinstance(rule, Match)
        asks = asks_of_match(rule, books) if match else asks_of_reimbursement(rule, books)
        for name in homed.awards:
            award = books.inputs.awards[name]
            if books.pledges.counts(award):
                money = BesideAward(books, award, asks.beside, asks.per)
                offers = tuple(money.offers())
                must = asks.cents is None or award.status == "offered"
                for key, cents in needs_of(homed, books, asks, money).items():
                    some = tuple(offer for offer in offers if offer.key == key)
                    found.append(Need(homed.id, name, key, ceil(cents), must, some))
    return sorted(found, key=lambda need: not need.must)


def pledges_for(books: Books) -> tuple[Pledge, ...]:
    """Pledges that meet as much of all needs as can be met: a largest flow, need by need."""
    flow: dict[tuple[Source, int], int] = {}
    free: dict[Source, int] = {}
    needs = needs_in(books)
    for need in needs:
        free |= {offer.source: offer.cents for offer in need.offers if offer.source not in free}
    for number, need in enumerate(needs):
        left = need.cents
        while left > 0 and (path := _path(number, needs, free, flow)) is not None:
            moved = min(left, free[path[0][0]], *(flow[s, n] for s, n in path[1::2]))
            free[path[0][0]] -= moved
            left -= moved
            for step, arc in enumerate(path):
                flow[arc] = flow.get(arc, 0) + (-moved if step % 2 else moved)
    return tuple(
        Pledge(award, needs[n].award, needs[n].rule, *place, cents)
        for ((award, *place), n), cents in flow.items()
        if cents > 0
    )


def _path(
    number: int, needs: list[Need], free: dict[Source, int], flow: dict[tuple[Source, int], int]
) -> list[tuple[Source, int]] | None:
    """How a free source can reach a need: each arc of the way, those that give up money between.

    The way begins at the free source; every second arc takes money from another need.
    """
    came: dict[Hashable, list[tuple[Source, int]]] = {number: []}
    queue = deque([number])
    while queue:
        at = queue.popleft()
        for offer in needs[at].offers:
            if offer.source in came:
                continue
            came[offer.source] = [(offer.source, at), *came[at]]
            if free[offer.source] > 0:
                return came[offer.source]
            for other in range(len(needs)):
                if other not in came and flow.get((offer.source, other), 0) > 0:
                    came[other] = [(offer.source, other), *came[offer.source]]
                    queue.append(other)
    return None
