"""What an award may spend beside its amount: what it received less what it gave, program income."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.schema.money_rules import Income, Transfer
from braid.schema.scenario import Award

if TYPE_CHECKING:
    from braid.audit.books import Books


class Funds:
    """The money of awards beside their amounts, in cents."""

    def __init__(self, books: Books) -> None:
        self.books = books

    @cached_property
    def given(self) -> dict[str, int]:
        """What each award gives to others."""
        return {row.award: row.given for row in self.books.plan.awards or ()}

    @cached_property
    def received(self) -> dict[str, int]:
        """What each award receives from others."""
        return {row.award: row.received for row in self.books.plan.awards or ()}

    def addition(self, award: Award) -> HomedRule | None:
        """The rule that lets an award spend its program income, if it has any."""
        books = self.books
        if award.program_income <= 0 or award.amount is None or books.is_entitlement(award):
            return None
        stream = books.inputs.law.streams.get(award.stream)
        if award.id not in books.inputs.committed or stream is None or not stream.enabled:
            return None
        start = books.inputs.window(award)[0]
        for homed in books.inputs.law.of_kind("income", award.id):
            rule = homed.rule
            if isinstance(rule, Income) and rule.use == "addition" and in_force(rule, start):
                return homed
        return None

    def income(self, award: Award) -> int:
        """Program income that an award may spend."""
        return 0 if self.addition(award) is None else int(award.program_income * 100)

    def moves(self, award: Award) -> bool:
        """Whether it may pay more or less than its amount: such money lends nothing."""
        rules = (h.rule for h in self.books.inputs.law.of_kind("transfer", award.id))
        named = any(isinstance(r, Transfer) and award.stream in r.between for r in rules)
        return named or self.addition(award) is not None

    def left(self, award: Award, amount: int) -> int:
        """Cents that may still be spent of an amount and of program income.

        Program income makes up first for what was spent beyond the amount.
        """
        return max(0, amount + self.income(award) - self.books.past.spent(award))

    def moved(self, award: Award) -> int:
        """What it received less what it gave."""
        return self.received.get(award.id, 0) - self.given.get(award.id, 0)

    def beside(self, award: Award) -> int:
        """What comes beside the amount."""
        return self.income(award) + self.moved(award)
