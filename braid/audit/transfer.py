"""An award gives part of its amount to one of another stream: who may, how much, to whom."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from braid.audit.books import Books
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.schema.money_rules import Transfer
from braid.schema.scenario import Award

Takers = dict[str, set[str]]
"""For awards that may give, the awards that may receive it."""


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """A row for each award that the rule lets give: what it gives against its share."""
    rule = homed.rule
    if not isinstance(rule, Transfer):
        return
    everywhere = all_takers(books)
    for giver, takers in takers_of(homed, books).items():
        given = books.funds.given.get(giver, 0)
        others = everywhere[giver] - takers  # whom only another rule lets it give to
        under = given - sum(books.funds.received.get(name, 0) for name in others)
        most = most_of(rule, books, books.inputs.awards[giver])
        says = "Money given to awards of other streams"
        where = f"from {giver}"
        yield Row(says, giver, where, usd(under), "<=", usd(most or 0), counted=int(given > 0))


def most_of(rule: Transfer, books: Books, award: Award) -> int | None:
    """Cents that an award may give under a rule; None when the share is not known."""
    share = books.questions.number(rule.share, award, books.inputs.window(award)[0])
    base = award.amount if award.allocation is None else award.allocation
    return None if share is None else floor(share * int((base or 0) * 100))


def takers_of(homed: HomedRule, books: Books) -> Takers:
    """Who may give to whom under one rule."""
    rule, inputs = homed.rule, books.inputs
    if not isinstance(rule, Transfer):
        return {}
    among = [inputs.awards[name] for name in homed.awards if _concerned(rule, books, name)]
    found: Takers = {}
    for giver in among:
        start = inputs.window(giver)[0]
        if not in_force(rule, start) or most_of(rule, books, giver) is None:
            continue
        if rule.where is not None:
            asked = books.questions.ask(
                rule.where, "award", award=giver, group=None, line=None, day=start
            )
            if asked is not True:
                continue
        takers = {
            taker.id
            for taker in among
            if taker.stream != giver.stream
            and inputs.recipient(taker) == inputs.recipient(giver)
            and inputs.funding_year(taker) == inputs.funding_year(giver)
        }
        if takers:
            found[giver.id] = takers
    return found


def _concerned(rule: Transfer, books: Books, name: str) -> bool:
    """Whether an award may take part: accepted, in cash, with an amount, all of an allocation."""
    award = books.inputs.committed.get(name)
    if award is None or award.stream not in rule.between:
        return False
    stream = books.inputs.law.streams.get(award.stream)
    return (
        stream is not None
        and stream.enabled
        and not stream.entitlement
        and award.status == "accepted"
        and award.form == "cash"
        and award.amount is not None
        and not award.slices
        and books.inputs.holds_allocation(award)
    )


def all_takers(books: Books) -> Takers:
    """Who may give to whom under any rule."""
    found: Takers = {}
    for homed in books.inputs.law.of_kind("transfer"):
        for giver, takers in takers_of(homed, books).items():
            found.setdefault(giver, set()).update(takers)
    return found


def check_all(books: Books) -> Iterator[Row]:
    """All transfers together: amounts, between whom, nothing that came is passed on."""
    given = {name: cents for name, cents in books.funds.given.items() if cents}
    received = {name: cents for name, cents in books.funds.received.items() if cents}
    if not given and not received:
        return
    takers = all_takers(books)
    may_receive = set().union(*takers.values()) if takers else set()
    for moved, lawful, verb in ((given, set(takers), "gives"), (received, may_receive, "receives")):
        for name, cents in sorted(moved.items()):
            says = f"Money that an award {verb}"
            yield Row(says, name, name, usd(cents), ">=", usd(0))
            if name not in lawful:
                yield Row(f"{says} though no rule lets it", name, name, usd(cents), "<=", usd(0))
    for name, cents in sorted(given.items()):
        award = books.inputs.awards.get(name)
        if award is None or award.amount is None:
            continue
        own = max(0, int(award.amount * 100) - books.past.spent(award))
        yield Row("Money given against the award's own", name, name, usd(cents), "<=", usd(own))
    total, gone = sum(received.values()), sum(given.values())
    yield Row("All money given", "all", "all awards", usd(gone), "=", usd(total))
    if all(cents > 0 for cents in (*given.values(), *received.values())):
        moved_lawfully = _flow(given, received, takers)
        says = "Money that reaches an award from those that may give to it"
        yield Row(says, "all", "all awards", usd(moved_lawfully), ">=", usd(min(total, gone)))
    else:
        yield held(0)


def _flow(given: Mapping[str, int], received: Mapping[str, int], takers: Takers) -> Fraction:
    """The most that can go from those that give to those that receive, along lawful ways."""
    left, room = dict(given), dict(received)
    sent: dict[tuple[str, str], int] = {}
    total = 0
    for giver in sorted(left):
        while left[giver] > 0 and (way := _way(giver, takers, sent, room)):
            back = [(way[n + 1], way[n]) for n in range(1, len(way) - 1, 2)]
            cents = min(left[giver], room[way[-1]], *(sent[pair] for pair in back))
            for pair in zip(way[::2], way[1::2], strict=True):
                sent[pair] = sent.get(pair, 0) + cents
            for pair in back:
                sent[pair] -= cents
            left[giver] -= cents
            room[way[-1]] -= cents
            total += cents
    return Fraction(total)


def _way(
    giver: str, takers: Takers, sent: Mapping[tuple[str, str], int], room: Mapping[str, int]
) -> list[str]:
    """From a giver to somebody with room left, past others that give elsewhere instead."""
    queue, seen = deque([[giver]]), {giver}
    reached: set[str] = set()
    while queue:
        way = queue.popleft()
        for taker in sorted(takers.get(way[-1], ())):
            if taker not in room or taker in reached:
                continue
            reached.add(taker)
            if room[taker] > 0:
                return [*way, taker]
            for other in sorted(g for (g, t), cents in sent.items() if t == taker and cents > 0):
                if other not in seen:
                    seen.add(other)
                    queue.append([*way, taker, other])
    return []
