"""A share of a claim is paid once others have paid the rest in the same period."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit import needs
from braid.audit.books import Books
from braid.audit.findings import Row
from braid.audit.needs import Asks
from braid.catalog.law import HomedRule
from braid.schema.money_rules import Reimbursement
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every period's claim of the awards that follow the rule, and every pledge for it."""
    rule = homed.rule
    if isinstance(rule, Reimbursement):
        yield from needs.rows(homed, books, asks_of(rule, books))


def asks_of(rule: Reimbursement, books: Books) -> Asks:
    """What the rule asks for."""

    def others(award: Award) -> Fraction | None:
        """Dollars of others for each dollar of the award."""
        share = books.questions.number(rule.share, award, books.inputs.window(award)[0])
        return None if share is None else (1 - share) / share

    return Asks(rule.beside, ("period",), rule.spend, times=others)
