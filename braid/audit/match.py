"""Each dollar needs others' dollars beside it, and a dollar counts once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit import needs
from braid.audit.books import Books
from braid.audit.findings import Row
from braid.audit.needs import Asks
from braid.catalog.law import HomedRule
from braid.schema.base import Number
from braid.schema.money_rules import Match
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every need of the awards that follow the rule, and every pledge for it."""
    rule = homed.rule
    if isinstance(rule, Match):
        yield from needs.rows(homed, books, asks_of(rule, books))


def asks_of(rule: Match, books: Books) -> Asks:
    """What the rule asks for."""
    if rule.usd is not None or rule.of == "award":
        return Asks(rule.beside, cents=lambda award: _whole(rule, books, award))
    return Asks(rule.beside, rule.per, rule.spend, times=lambda award: _times(rule, books, award))


def _number(number: Number | None, books: Books, award: Award) -> Fraction | None:
    if number is None:
        return None
    return books.questions.number(number, award, books.inputs.window(award)[0])


def _whole(rule: Match, books: Books, award: Award) -> Fraction | None:
    """Cents that an award as a whole asks for."""
    if rule.usd is not None:
        usd = _number(rule.usd, books, award)
        return None if usd is None else usd * 100
    share = _number(rule.share, books, award)
    if share is None or award.amount is None:
        return None
    return share * Fraction(award.amount) * 100


def _times(rule: Match, books: Books, award: Award) -> Fraction | None:
    """How many dollars each dollar of the award asks for."""
    share = _number(rule.share, books, award)
    if share is None or rule.of == "spent":
        return share
    return share / (1 - share)
