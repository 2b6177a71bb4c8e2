"""What was spent before the plan, as a limit sees it: what awards state, and actuals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from braid.audit.exact import sums
from braid.audit.permission import in_force
from braid.audit.selection import origin_of, part_of_time
from braid.catalog.conditions import holds
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award, ToDate

if TYPE_CHECKING:
    from braid.audit.spending import Spending

Key = tuple[tuple[str, Any], ...]
"""An instance of a limit: its dimensions with their values."""

OF_AWARD = ("award", "stream", "family", "organization", "funding_year", "partnership")
OF_TIME = ("program_year", "fiscal_year", "calendar_year")


class SpentBefore:
    """The spending of one limit that no plan can change."""

    def __init__(self, spending: Spending) -> None:
        self.spending = spending
        self.books = spending.books
        self.inputs = spending.inputs

    def cents(
        self, awards: tuple[Award, ...], selector: Selector | None, dimensions: tuple[str, ...]
    ) -> dict[Key, int]:
        """Cents that a selector takes of what some awards have spent, by instance."""
        found: dict[Key, int] = {}
        reach = self.spending.homed.reach
        for award in awards:
            if reach and self.inputs.owner(award.id) != reach:
                continue  # of shared money nobody says where it was spent
            for entry in award.to_date:
                if self._takes(selector, award, entry):
                    key = self._key(award, entry.date, dimensions)
                    if key is not None:
                        found[key] = found.get(key, 0) + int(entry.amount * 100)
        past = self.spending.past
        if past is not None:
            ledger = past.books.ledger
            keys, charges, kind = past.instances(past.charges(awards), dimensions)
            rows = past.taken(selector, charges)
            totals = sums(kind[rows], ledger.cents[charges[rows]], len(keys))
            for at, total in zip(keys, totals.tolist(), strict=True):
                found[at] = found.get(at, 0) + total
        return found

    def _takes(self, selector: Selector | None, award: Award, entry: ToDate) -> bool:
        """Whether an entry counts: by its day, its category, and what it states itself."""
        eve = self.inputs.calendar.first - timedelta(days=1)
        if not in_force(self.spending.rule, entry.date or eve):
            return False
        if selector is None:
            return True
        since, until = part_of_time(self.books, selector, award)
        if not since <= (entry.date or eve) < until:
            return False
        if selector.origin is not None and origin_of(self.books, award) not in selector.origin:
            return False
        expand = self.inputs.law.categories.expand
        if selector.category is not None and entry.category not in expand(selector.category):
            return False
        if selector.where is not None or selector.direct is not None:
            return False
        if selector.who is None:
            return True
        stated = entry.attributes
        clock = self.books.questions.clock(award, self.inputs.window(award)[0])

        def lookup(name: str) -> Any:
            return stated.get(name.removeprefix("group."))

        return holds(selector.who, lookup, clock) is True

    def _key(self, award: Award, stated: date | None, dimensions: tuple[str, ...]) -> Key | None:
        """The instance that an entry belongs to; None when it belongs to none."""
        spending = self.spending
        key: list[tuple[str, Any]] = []
        for dimension in dimensions:
            if dimension in OF_AWARD:
                key.append((dimension, spending.of_award(dimension, award)))
                continue
            if dimension == "home":
                if not self.inputs.owner(award.id):
                    return None
                key.append((dimension, self.inputs.owner(award.id)))
                continue
            if dimension not in OF_TIME:
                return None
            day = stated or self.inputs.calendar.first
            if stated is None and spending.year_start(dimension, award, day) == day:
                return None  # spent in an earlier year than any that the plan has
            key.append((dimension, spending.year(dimension, award, day)))
        return tuple(key)
