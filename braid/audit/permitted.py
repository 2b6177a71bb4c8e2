"""Rows of the permission kinds: no charge that a rule refuses."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Booked, Books
from braid.audit.findings import HELD, Row, usd
from braid.audit.permission import ABOUT_PEOPLE, condition_of, in_force
from braid.catalog.law import HomedRule
from braid.schema.scenario import Group


def rows(homed: HomedRule, books: Books, says: str) -> Iterator[Row]:
    """A row for each charge that the rule concerns: allowed as it is, or not at all."""
    names: tuple[str, ...] = getattr(homed.rule, "for_", ())
    concerned: dict[str, bool] = {}
    answers = _Answers(homed, books)
    # on reporting there is nobody whom a rule about people could concern
    dated = homed.kind in ABOUT_PEOPLE or (homed.rule.from_, homed.rule.until) != (None, None)
    for award in homed.awards:
        for booked in books.by_award.get(award, ()):
            category = booked.charge.category
            if category not in concerned:
                concerned[category] = books.permissions.concerns(names, category)
            if not concerned[category] or (dated and not _in_force(homed, booked)):
                continue
            if answers.permits(booked):
                yield HELD
            else:
                yield Row(says, award, booked.where, usd(booked.cents), "<=", usd(0))
    yield from _gates(homed, books, says)


class _Answers:
    """What one rule says of charges: those alike in all that it looks at are asked once."""

    def __init__(self, homed: HomedRule, books: Books) -> None:
        self.homed = homed
        self.books = books
        self.known: dict[tuple[object, ...], bool] = {}
        asked = condition_of(homed.rule)
        self.looks = None if asked is None else books.questions.looks(*asked)

    def permits(self, booked: Booked) -> bool:
        """Whether the rule lets the charge stand."""
        cell, looks = booked.cell, self.looks
        if looks is None and self.homed.kind == "line":  # a list of categories and no more
            return self._known((booked.charge.category,), booked)
        group = booked.beneficiary
        if cell is None or looks is None or self.books.is_entitlement(booked.award):
            return _permits(self.homed, self.books, booked)
        if group is None and self.homed.kind in ABOUT_PEOPLE:
            return _permits(self.homed, self.books, booked)
        # a program or provider is the group's, else the line's
        key = (
            cell.line.category, cell.group is None,
            booked.award.id if looks.award else "",
            group.id if group is not None and (looks.group or looks.employer) else "",
            cell.line.id if looks.line or looks.employer or looks.group else "",
            booked.day if looks.day else None,
        )  # fmt: skip
        return self._known(key, booked)

    def _known(self, key: tuple[object, ...], booked: Booked) -> bool:
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = _permits(self.homed, self.books, booked)
        return known


def _in_force(homed: HomedRule, booked: Booked) -> bool:
    if booked.cell is None and homed.kind in ABOUT_PEOPLE:
        return False
    return in_force(homed.rule, booked.day)


def _holds(homed: HomedRule, books: Books, booked: Booked, group: Group | None) -> bool:
    cell = booked.cell
    names: tuple[str, ...] = getattr(homed.rule, "for_", ())
    gate = books.is_entitlement(booked.award) and not names
    day = group.start if gate and group is not None else booked.day
    return books.permissions.holds(
        homed,
        award=booked.award,
        line=cell.line if cell is not None and not (gate and homed.kind != "line") else None,
        group=group,
        category=booked.charge.category,
        day=day,
    )


def _permits(homed: HomedRule, books: Books, booked: Booked) -> bool:
    cell = booked.cell
    if cell is None or homed.kind not in ABOUT_PEOPLE:
        return _holds(homed, books, booked, cell.group if cell else None)
    if cell.group is not None:
        return _holds(homed, books, booked, cell.group)
    if booked.beneficiary is not None:
        return _holds(homed, books, booked, booked.beneficiary)
    if books.permissions.qualifying(booked.award, cell):
        return True  # a cost that no benefit rule splits needs one group that qualifies
    groups = (books.inputs.groups[g] for g in books.inputs.groups_of(cell.line))
    return all(_holds(homed, books, booked, g) for g in groups)


def _gates(homed: HomedRule, books: Books, says: str) -> Iterator[Row]:
    """For an entitlement: a group that gets one passes every rule about everything."""
    for award in books.entitlements.awards:
        names: tuple[str, ...] = getattr(homed.rule, "for_", ())
        if award.id not in homed.awards or names:
            continue
        for group in books.inputs.groups.values():
            if books.entitlements.payments(award, group) and in_force(homed.rule, group.start):
                yield HELD  # a group that does not pass has no payments
