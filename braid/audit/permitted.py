"""Rows of the permission kinds: no charge that a rule refuses.

Whether a charge may stand does not depend on how large it is. So what was found in one plan of a
scenario holds in the next, and a sweep asks each question once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.exact import Flags, Numbers
from braid.audit.findings import Row, held
from braid.audit.passed import Passed
from braid.audit.permission import ABOUT_PEOPLE, always, in_force, in_force_on
from braid.audit.refusals import refusals
from braid.audit.subjects import Subjects
from braid.catalog.law import HomedRule

if TYPE_CHECKING:
    from braid.audit.books import Books


KINDS = ("award", "employer", "line", "participant", "program")


class Permitted:
    """What the rules about who may pay what say of a plan's charges."""

    def __init__(self, books: Books) -> None:
        self.books = books
        rules = [homed for homed in books.inputs.law.rules if homed.kind in KINDS]
        self._number = {id(homed): n for n, homed in enumerate(rules)}
        same = books.inputs.law is books.standing.inputs.law
        passed = books.standing.passed if same else Passed()
        places = _places(books)
        known, at = passed.known(places)
        self._passed = [0] * len(rules)
        if passed.concerned is not None:
            self._passed = passed.concerned[:, at].sum(axis=1).tolist()
        self._asked: list[tuple[Numbers, Flags]] = []
        new = np.flatnonzero(~known)
        if not len(new):
            return
        passes = ~known
        for homed in rules:
            charges = _concerned(homed, books, ~known)
            allowed = _permits(homed, books, charges) if len(charges) else charges == 0
            self._asked.append((charges, allowed))
            passes[charges[~allowed]] = False
        if passed.has_room(len(new), len(rules)):
            concerned = np.zeros((len(rules), len(places)), dtype=bool)
            for n, (charges, _) in enumerate(self._asked):
                concerned[n, charges] = True
            _, first = np.unique(places, return_index=True)
            learnt = first[passes[first] & (places[first] >= 0)]
            passed.learn(places[learnt], concerned[:, learnt])

    def rows(self, homed: HomedRule, says: str) -> Iterator[Row]:
        """A row for each charge that the rule concerns: allowed as it is, or not at all."""
        number = self._number[id(homed)]
        if self._passed[number]:
            yield held(self._passed[number])
        if self._asked and len(self._asked[number][0]):
            yield from refusals(self.books, *self._asked[number], says)
        yield from _gates(homed, self.books)


def _places(books: Books) -> Numbers:
    """The place of each charge; -1 on reporting, which depends on the plan."""
    ledger, groups = books.ledger, len(books.numbering.groups) + 1
    place = (ledger.award * len(books.columns) + ledger.cell) * groups + ledger.group + 1
    return np.where(ledger.cell < 0, -1, place)


def _concerned(homed: HomedRule, books: Books, among: Flags) -> Numbers:
    """The charges that a rule concerns."""
    ledger, names = books.ledger, _names(homed)
    charges = ledger.of_awards(homed.awards)
    charges = charges[among[charges]]
    charges = charges[books.permissions.concerned(names)[ledger.category[charges]]]
    if homed.kind in ABOUT_PEOPLE:  # on reporting there is nobody whom they could concern
        charges = charges[ledger.cell[charges] >= 0]
    if not always(homed.rule):
        nobody = (ledger.group[charges] < 0) & (homed.kind in ABOUT_PEOPLE)
        charges = charges[nobody | in_force_on(homed.rule, _asked_on(homed, books, charges))]
    return charges


def _names(homed: HomedRule) -> tuple[str, ...]:
    return getattr(homed.rule, "for_", ())


def _permits(homed: HomedRule, books: Books, charges: Numbers) -> Flags:
    """Which charges the rule lets stand."""
    ledger, people = books.ledger, homed.kind in ABOUT_PEOPLE
    named = ledger.group[charges] if people else ledger.cell_group[charges]
    day = _asked_on(homed, books, charges)
    subjects = Subjects(ledger.award[charges], named, ledger.line[charges], day)
    subjects = _at_gate(homed, books, subjects)
    found = books.permissions.hold(homed, subjects, ledger.category[charges])
    # a cost that no benefit rule splits needs one group that qualifies
    for n in np.flatnonzero(named < 0).tolist() if people else ():
        found[n] = _anybody(homed, books, subjects.at(np.array([n])), int(charges[n]))
    return found


def _asked_on(homed: HomedRule, books: Books, charges: Numbers) -> Numbers:
    """The day on which the rule is asked: on a group's part of a shared cost its own first day."""
    ledger = books.ledger
    split = (ledger.cell_group[charges] < 0) & (ledger.group[charges] >= 0)
    split &= homed.kind in ABOUT_PEOPLE
    first = books.numbering.first_day[ledger.group[charges]]
    return np.where(split, first, ledger.day[charges])


def _anybody(homed: HomedRule, books: Books, subject: Subjects, charge: int) -> bool:
    ledger = books.ledger
    award = books.numbering.awards[ledger.award[charge]]
    if books.payable.qualifies(award, books.columns.cells[ledger.cell[charge]]):
        return True
    members = books.numbering.members(int(ledger.line[charge]))
    alike = subject.at(np.zeros(len(members), dtype=np.int64))
    alike = replace(alike, group=members, day=books.numbering.first_day[members])
    each = _at_gate(homed, books, alike)
    category = np.full(len(members), ledger.category[charge])
    return bool(books.permissions.hold(homed, each, category).all())


def _at_gate(homed: HomedRule, books: Books, subjects: Subjects) -> Subjects:
    """Rules about everything are asked of an entitlement for a group and for no line."""
    if _names(homed):
        return subjects
    entitled = np.array([books.is_entitlement(award) for award in books.numbering.awards])
    gate = entitled[subjects.award]
    if not gate.any():
        return subjects
    line = subjects.line if homed.kind == "line" else np.where(gate, -1, subjects.line)
    first = books.numbering.first_day[subjects.group]
    day = np.where(gate & (subjects.group >= 0), first, subjects.day)
    return replace(subjects, line=line, day=day)


def _gates(homed: HomedRule, books: Books) -> Iterator[Row]:
    """For an entitlement: a group that gets one passes every rule about everything."""
    for award in books.entitlements.awards:
        if award.id in homed.awards and not _names(homed):
            groups = books.entitlements.entitled(award)
            passed = sum(in_force(homed.rule, group.start) for group in groups)
            yield held(passed)  # a group that does not pass has no payments
