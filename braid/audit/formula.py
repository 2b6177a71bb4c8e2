"""Entitlements are applied exactly as their formula says: no cent more, no cent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Booked, Books
from braid.audit.findings import Row, usd
from braid.audit.permission import ABOUT_AWARD, ABOUT_PEOPLE
from braid.catalog.law import HomedRule
from braid.schema.rules import Formula


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per group and cell: what the award pays is what the formula applies."""
    if not isinstance(homed.rule, Formula):
        return
    for name in homed.awards:
        award = books.inputs.awards[name]
        for group in books.inputs.groups.values():
            total = books.entitlements.total(award, group)
            if total > 0:
                says = "Entitlement of the group"
                yield Row(says, name, group.id, usd(total), "=", usd(total))
        paid: dict[tuple[str, str, object], int] = {}
        for booked in books.by_award.get(name, ()):
            if booked.cell is not None and not refused(books, booked):
                key = booked.cell.key
                paid[key] = paid.get(key, 0) + booked.cents
        due = {key: c for (a, key), c in books.entitlements.applied.items() if a == name}
        for cell_key in sorted({*paid, *due}, key=str):
            where = ", ".join(str(part) for part in cell_key if part)
            left = paid.get(cell_key, 0)
            right = next((c for key, c in due.items() if key == cell_key), 0)
            says = "What the entitlement pays"
            yield Row(says, name, where, usd(left), "=", usd(right))


def refused(books: Books, booked: Booked) -> bool:
    """Whether another rule already says that the entitlement pays nothing here."""
    cell, award = booked.cell, booked.award
    if cell is None or cell.group is None:
        return True
    if not books.permissions.in_time(award, cell):
        return True
    about = (*ABOUT_AWARD, *ABOUT_PEOPLE)
    if books.permissions.refusing(award, cell, cell.group, about):
        return True
    return books.entitlements.barred(award, cell.group)
