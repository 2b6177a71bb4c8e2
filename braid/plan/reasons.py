"""Why an award does not pay more of something: the rule that refuses, or what binds.

For a pair that no rule lets through, the refusals are the reason; for a possible
charge, the first row without room: money used up, a cap, a share, a slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from braid.catalog.law import HomedRule
from braid.kinds.income import added
from braid.kinds.pools import ONCE
from braid.kinds.transfer import Way
from braid.plan.money_moved import unstated_ways
from braid.plan.openings import NONE, Openings
from braid.plan.refused import Reason, Refused
from braid.plan.solution import Solution
from braid.plan.states import RowStates
from braid.schema.rules import Order

USED_UP = ("award-amount", "preference", "not-accepted")
"""Words for an award whose money, not whose law, is the reason."""

WAITS = {
    "match": "It waits for match.",
    "reimbursement": "It waits for others to pay their part first.",
}
"""What is said of money that needs others' beside it, before the rule's own words."""

UNKNOWN_RANK, LAW_RANK, USED_UP_RANK, REFUSED_RANK, ASIDE_RANK = range(5)
"""Order of reasons: a fact nobody stated, a rule that binds, money used up, a refusal, aside."""


Ranked = tuple[tuple[int, int, str], Reason]
"""A reason behind its place in the order of reasons, which no other award's has."""

Asked = tuple[int, list[int]]
"""How many awards were asked about, and which of them were found."""


def _waits(homed: HomedRule) -> str:
    """For what an order makes an award wait, as a sentence; empty for other rules."""
    rule = homed.rule
    if not isinstance(rule, Order) or rule.reading not in ("used_up", "priority"):
        return ""
    if rule.reading == "priority":
        return "It waits until those who come first have what it can pay for them."
    names = " and ".join(rule.after)
    return f"It waits until {names} {'has' if len(rule.after) == 1 else 'have'} run out."


class Reasons:
    """Answers for one solution."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.ground = solution.ground
        self.inputs = solution.inputs
        self.refused = Refused(self.ground)
        self.rules = self.refused.rules
        self._told: dict[tuple[int, int], Ranked] = {}
        self._wanting: dict[tuple[str, str], Asked] = {}
        self._refusals: dict[tuple[int, str, str], Ranked] = {}
        self._largest_at: dict[str, int] = {}

    @cached_property
    def states(self) -> RowStates:
        """Every row at the plan."""
        return RowStates(self.solution)

    @cached_property
    def openings(self) -> Openings:
        """Who could pay what is unfunded, and what is in the way."""
        return Openings(self.solution, self.states.binding)

    def of_cell(self, cell: int) -> list[Reason]:
        """Every award's reason for not paying more of an unfunded cell, the telling ones first."""
        able = self.openings.of(cell)
        reasons = [
            self._possible(k, able[k])[1] if k in able else self.refused.of(cell, name)
            for k, name in enumerate(self.ground.codes.awards)
            if self._told_of(name, cell)
        ]
        reasons += [
            self._aside(name, cell)
            for name in self.inputs.awards
            if name not in self.ground.codes.awards and self._told_of(name, cell)
        ]
        return sorted(reasons, key=self._telling)

    def _telling(self, reason: Reason) -> tuple[int, int, str]:
        """Order of reasons: by what they are, then the larger award first."""
        return self._rank(reason), *self._sizes[reason.award]

    def _rank(self, reason: Reason) -> int:
        if reason.rule in ("not-committed", "entitlement"):
            return ASIDE_RANK
        if reason.unknown and self._left(reason.award) >= 100:
            return UNKNOWN_RANK
        if not reason.possible or reason.rule == "preference":
            return REFUSED_RANK
        return USED_UP_RANK if reason.rule in USED_UP else LAW_RANK

    def _left(self, award: str) -> int:
        """Cents that the plan leaves of an award that it uses."""
        stated = self.inputs.awards[award]
        if stated.amount is None or award in self.solution.declined:
            return 0
        before = self.inputs.spent(stated)
        moved = self.solution.received[award] - self.solution.given[award]
        there = int(stated.amount * 100) + added(self.inputs, stated) + moved
        return there - before - self.solution.charged.get(award, 0)

    def first(self, cell: int) -> Reason | None:
        """The one reason to show, the first of ``of_cell``; money used up is told together."""
        awards = self.ground.codes.awards
        if not awards:
            asides = [self._aside(name, cell) for name in self.inputs.awards]
            return min(asides, key=self._telling, default=None)
        able = self.openings.of(cell)
        found = [self._possible(award, row) for award, row in able.items()]
        for award in self._for_want_of_facts(cell):
            if award not in able:
                found.append(self._wanted(award, cell))
                if found[-1][0][0] == UNKNOWN_RANK:
                    break  # those that follow are smaller
        telling, first = min(found, default=(None, None))
        if telling is None or first is None or telling[0] > USED_UP_RANK:
            # only awards that are refused or indifferent: the largest one tells
            k = self._largest_of(cell)
            return self._possible(k, able[k])[1] if k in able else self.refused.of(cell, awards[k])
        if first.rule == "award-amount":
            spent = [reason.award for _, reason in sorted(found) if reason.rule == "award-amount"]
            if len(spent) > 1:
                sentence = f"The money that may pay this is used up: {', '.join(spent)}."
                sentence += next(filter(None, map(self._could_receive, spent)), "")
                return replace(first, award="", sentence=sentence)
        return first

    @cached_property
    def _largest(self) -> int:
        """The largest award of those that the plan decides on."""
        awards = self.ground.codes.awards
        return min(range(len(awards)), key=lambda k: self._sizes[awards[k]])

    def _told_of(self, award: str, cell: int) -> bool:
        """Whether anybody expects an award to pay a cell: not what another partnership has."""
        home = self.inputs.partnership(award)
        return not home or home == self.ground.cells.home[cell]

    def _largest_of(self, cell: int) -> int:
        """The largest award that is for a cell's partnership; else the largest of all."""
        if not self.inputs.partnerships:
            return self._largest
        home = self.ground.cells.home[cell]
        known = self._largest_at.get(home)
        if known is None:
            awards, owner = self.ground.codes.awards, self.inputs.owner
            near = [k for k, name in enumerate(awards) if owner(name) in ("", home)]
            known = min(near, key=lambda k: self._sizes[awards[k]], default=self._largest)
            self._largest_at[home] = known
        return known

    @cached_property
    def _unspent(self) -> list[int]:
        """Awards of which at least a dollar is left, the larger ones first."""
        awards = self.ground.codes.awards
        found = [k for k, name in enumerate(awards) if self._left(name) >= 100]
        return sorted(found, key=lambda k: self._sizes[awards[k]])

    def _for_want_of_facts(self, cell: int) -> Iterator[int]:
        """Awards with money left that only facts that nobody has stated keep from paying a cell.

        The larger ones come first; those that nobody comes to are not asked about.
        """
        place = self.refused.place(cell)
        if not place[0]:
            return
        asked, found = self._wanting.get(place, (0, []))
        yield from found
        awards, near = self.ground.codes.awards, self._near(cell)
        for number in range(asked, len(near)):
            award = near[number]
            wanting = self.ground.refusals.only_unknown(awards[award], *place)
            found = [*found, award] if wanting else found
            self._wanting[place] = number + 1, found
            if wanting:
                yield award

    def _wanted(self, award: int, cell: int) -> Ranked:
        """Why such an award does not pay a cell: as a rule, the same for its line and group."""
        name = (award, *self.refused.place(cell))
        known = self._refusals.get(name)
        if known is None:
            reason = self.refused.of(cell, self.ground.codes.awards[award])
            known = self._telling(reason), reason
            if reason.unknown:
                self._refusals[name] = known
        return known

    def _near(self, cell: int) -> list[int]:
        """The same that are for a cell's partnership: others are refused whatever is stated."""
        if not self.inputs.partnerships:
            return self._unspent
        home = self.ground.cells.home[cell]
        known = self._unspent_of.get(home)
        if known is None:
            awards, owner = self.ground.codes.awards, self.inputs.owner
            known = [k for k in self._unspent if owner(awards[k]) in ("", home)]
            self._unspent_of[home] = known
        return known

    @cached_property
    def _unspent_of(self) -> dict[str, list[int]]:
        return {}

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, str]]:
        awards = self.inputs.awards.values()
        return {award.id: (-int((award.amount or 0) * 100), award.id) for award in awards}

    def _aside(self, award: str, cell: int) -> Reason:
        """Why an award that the plan does not decide on pays no more of a cell."""
        if self.inputs.awards[award].probability != 1:
            sentence = "The money is not committed, so the plan does not count on it."
            return Reason(award, "not-committed", sentence, "", False)
        if self.refused.place(cell)[0]:
            refused = self.refused.of_entitlement(cell, award)
            if refused is not None:
                return refused
        sentence = "It is an entitlement: it pays what its formula gives, before everything else."
        return Reason(award, "entitlement", sentence, "", False)

    def _possible(self, award: int, row: int) -> Ranked:
        """Why an award that could pay does not, given the first row in its way."""
        known = self._told.get((award, row))
        if known is None:
            reason = self._in_the_way(self.ground.codes.awards[award], row)
            known = self._told[award, row] = self._telling(reason), reason
        return known

    def _in_the_way(self, name: str, row: int) -> Reason:
        if name in self.solution.declined:
            return Reason(
                name, "not-accepted",
                "The plan does not take this offer: it would not lower what is unfunded"
                " enough to matter, or its reports cost more than they bring.", "", True,
            )  # fmt: skip
        if row == NONE:
            sentence = "It could pay; the plan uses its money elsewhere at equal value."
            return Reason(name, "preference", sentence, "", True)
        return self._binds(name, row)

    def _binds(self, award: str, row: int) -> Reason:
        rows = self.solution.model.rows
        if rows.kind[row] == "served":
            behind = self.openings.behind(row)
            row = row if behind == NONE else behind
        kind, rule = rows.kind[row], rows.rule[row]
        homed = self.rules.get(rule)
        if kind == "award":
            sentence = f"Its money is used up.{self._could_receive(award)}"
            return Reason(award, "award-amount", sentence, "", True)
        if kind == "slice":
            sentence = "Its later slices have not begun, and the open ones are used up."
            return Reason(award, "award-slices", sentence, "", True)
        if kind == "served":
            return Reason(
                award, "served",
                "It serves as many of these participants as its money and its rules allow;"
                " to pay for more it must serve more.", "", True,
            )  # fmt: skip
        if rule == ONCE:
            return Reason(award, rule, "What it gives in kind is pledged as match.", "", True)
        if homed is None:
            return Reason(award, rule, "This rule leaves no room.", "", True)
        if kind in WAITS:
            return Reason(award, rule, f"{WAITS[kind]} {homed.rule.why}", homed.rule.cite, True)
        sentence = f"{homed.rule.why} {_waits(homed)}".strip()
        return Reason(award, rule, sentence, homed.rule.cite, True)

    def _could_receive(self, award: str) -> str:
        """Whose money could come to an award if somebody stated what its rule asks for."""
        way = self._unstated.get(award)
        if way is None:
            return ""
        stated = self.refused.papers(way.verdict.unknown)
        return (
            f" {way.giver} has money left, which {way.homed.id} would let it transfer."
            f" Not stated in the scenario: {stated}."
        )

    @cached_property
    def _unstated(self) -> dict[str, Way]:
        return unstated_ways(self.solution, self._left)
