"""The validated inputs of a run: scenario, law, calendar; with look-ups by id.

Everything after the reading of files starts from an :class:`Inputs` value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from braid.catalog.actuals import Posted, cents_by_award, closed_periods, posted
from braid.catalog.derived import Derivations
from braid.catalog.law import Law
from braid.catalog.ledger import Ledger
from braid.catalog.library import Library
from braid.catalog.owners import members_of, owner_of, partnership_of, reaches
from braid.catalog.things import DEFAULT_ORGANIZATION as DEFAULT_ORGANIZATION
from braid.catalog.things import Things, recipient_of
from braid.periods import Calendar, program_year
from braid.reading.document import Document
from braid.record import record
from braid.schema.base import Origin
from braid.schema.conflicts import Chosen
from braid.schema.portfolio import Member
from braid.schema.scenario import (
    Award,
    Cost,
    Employer,
    Group,
    Organization,
    Partnership,
    Program,
    Reporting,
    Scenario,
)

if TYPE_CHECKING:
    from braid.catalog.proposals.files import Proposed, Proposing


@record
class Inputs:
    """A scenario and the law that applies to it."""

    scenario: Scenario
    law: Law
    document: Document | None = field(default=None, compare=False)
    rule_files: tuple[Path, ...] = field(default=(), compare=False)
    left_out: Mapping[str, Award] = field(default_factory=dict)
    """Awards of the scenario's file that are supposed not to exist, by id."""
    library: Library | None = field(default=None, compare=False)
    """The rules as their files have them, from which other readings of the law start."""
    readings: Chosen = field(default_factory=dict)
    """Readings of disputed law other than those of the files, by entry of the register."""
    ledger: Ledger | None = field(default=None, compare=False)
    """The charges that are named beside the scenario and replace its own, if any are."""
    proposing: Proposing | None = field(default=None, compare=False)
    """Which proposals the scenario and the law are those of, if any."""
    proposals: tuple[Proposed, ...] = field(default=(), compare=False)
    """These proposals as they are applied."""
    reformed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Today's awards by id, with the awards that have their money under the proposals."""
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """What the proposals do not do in this scenario."""

    @cached_property
    def calendar(self) -> Calendar:
        """The horizon cut into periods."""
        horizon = self.scenario.horizon
        return Calendar(horizon.start, horizon.end, horizon.period)

    @cached_property
    def closed(self) -> int:
        """How many of the first periods are over: their cells are not planned."""
        return closed_periods(self.scenario.actuals, self.calendar)

    @cached_property
    def posted(self) -> tuple[Posted, ...]:
        """What was charged on cells of these periods, in order of award, cost, group, period."""
        return posted(self.scenario.actuals, self.calendar)

    def charged_cell(self, charge: Posted) -> tuple[str, str, date]:
        """Line, group and period of the cell that was charged; no group on a shared line."""
        shared = self.costs[charge.cost].per_participant is None
        return charge.cost, "" if shared else charge.group, charge.period

    @cached_property
    def derivations(self) -> Derivations:
        """What follows from what the scenario states, by the data dictionary."""
        return Derivations(self.law.attributes)

    @cached_property
    def things(self) -> Things:
        """The parts of the scenario with what follows from their own statements in place."""
        return Things(self.scenario, self.derivations)

    def spent(self, award: Award) -> int:
        """Whole cents of an award that are gone: before the horizon, in periods that are over."""
        before = sum(int(entry.amount * 100) for entry in award.to_date)
        return before + self._posted_to.get(award.id, 0)

    @cached_property
    def _posted_to(self) -> dict[str, int]:
        return cents_by_award(self.posted)

    @cached_property
    def programs(self) -> dict[str, Program]:
        """Programs by id, in order of id."""
        return self.things.programs

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id, in order of id."""
        return self.things.groups

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """Cost lines by id, in order of id."""
        return self.things.costs

    @cached_property
    def awards(self) -> dict[str, Award]:
        """All awards by id, in order of id, uncommitted ones included."""
        return self.things.awards

    @cached_property
    def committed(self) -> dict[str, Award]:
        """Awards that the plan may count on (probability 1)."""
        return {i: a for i, a in self.awards.items() if a.probability == Decimal(1)}

    @cached_property
    def employers(self) -> dict[str, Employer]:
        """The partnership's employers by id."""
        return self.things.employers

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Organizations by id; one default organization when none is stated."""
        return self.things.organizations

    def recipient(self, award: Award) -> str:
        """The organization that receives an award: as stated, else the first one stated."""
        return recipient_of(self.scenario, award)

    def groups_of(self, cost: Cost) -> tuple[str, ...]:
        """The groups that a cost line is for, in order of id."""
        known = self._members.get(id(cost))
        if known is None:
            known = self._members[id(cost)] = (cost, self._groups_of(cost))
        return known[1]

    @cached_property
    def _members(self) -> dict[int, tuple[Cost, tuple[str, ...]]]:
        return {}

    def _groups_of(self, cost: Cost) -> tuple[str, ...]:
        if cost.groups:
            return tuple(sorted(set(cost.groups)))
        if cost.program:
            found = [self._of_programs.get(program, ()) for program in set(cost.program)]
            return tuple(sorted(name for names in found for name in names))
        return self._of_homes.get(self.partnership(cost.id), ())

    @cached_property
    def _of_programs(self) -> dict[str, tuple[str, ...]]:
        """The groups of every program."""
        found: dict[str, list[str]] = {}
        for name, group in self.groups.items():
            found.setdefault(group.program, []).append(name)
        return {program: tuple(names) for program, names in found.items()}

    @cached_property
    def _of_homes(self) -> dict[str, tuple[str, ...]]:
        """The groups of every partnership."""
        found: dict[str, list[str]] = {}
        for name in self.groups:
            found.setdefault(self.partnership(name), []).append(name)
        return {home: tuple(names) for home, names in found.items()}

    @property
    def partnerships(self) -> tuple[Member, ...]:
        """The partnerships of a portfolio, in order of its file; none of other scenarios."""
        return members_of(self.scenario)

    def partnership(self, thing: str) -> str:
        """The partnership of a group, a line, an award, by its id; empty text for none."""
        known = self._homes.get(thing)
        if known is None:
            known = self._homes[thing] = partnership_of(self.scenario, thing)
        return known

    @cached_property
    def _homes(self) -> dict[str, str]:
        return {}

    def partnership_with(self, thing: str) -> Partnership:
        """What the file of a thing's partnership says of itself: backbone, employers, outcomes."""
        own = self.partnership(thing)
        members = (m.partnership for m in self.partnerships if m.id == own)
        return next(members, self.scenario.partnership)

    def owner(self, award: str) -> str:
        """The partnership for which alone an award is; empty text for shared money."""
        return self._owners[award]

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {name: owner_of(self.scenario, award) for name, award in self.awards.items()}

    def may_reach(self, award: str, thing: str) -> bool:
        """Whether an award's money is for the partnership of a group or a line."""
        return reaches(self.owner(award), self.partnership(thing))

    def reporting(self, partnership: str) -> Reporting:
        """What the file of a partnership says of reporting; empty text: the scenario's."""
        return self._reporting.get(partnership, self.scenario.reporting)

    @cached_property
    def _reporting(self) -> dict[str, Reporting]:
        return {member.id: member.reporting for member in self.partnerships}

    def training(self, group: Group) -> tuple[date, date]:
        """The half-open dates on which a group is in training."""
        if group.end is not None:
            return group.start, group.end + timedelta(days=1)
        weeks = self.programs[group.program].weeks
        days = int((weeks * 7).to_integral_value(rounding="ROUND_CEILING"))
        return group.start, group.start + timedelta(days=days)

    def window(self, award: Award) -> tuple[date, date]:
        """The half-open period of performance of an award."""
        known = self._windows.get(id(award))
        if known is None:
            # the award is kept with its window, so that no other can take its identity
            known = self._windows[id(award)] = (award, self._window(award))
        return known[1]

    @cached_property
    def _windows(self) -> dict[int, tuple[Award, tuple[date, date]]]:
        return {}

    def _window(self, award: Award) -> tuple[date, date]:
        start = award.start or self.calendar.first
        if award.end is not None:
            return start, award.end + timedelta(days=1)
        by_law = self.law.latest_end(award.id, start)
        return start, by_law or self.calendar.end

    def origin(self, award: Award) -> Origin:
        """Whose money an award is in the end: as it says itself, else as its stream does."""
        return award.origin or self.law.streams[award.stream].origin

    def funding_year(self, award: Award) -> int:
        """The program year that an award's money belongs to."""
        if award.funding_year is not None:
            return award.funding_year
        return program_year(award.start or self.calendar.first)

    def holds_allocation(self, award: Award) -> bool:
        """Whether the award is the whole allocation and not a sub-award of it."""
        if award.holds is not None:
            return award.holds == "allocation"
        return award.subaward_of is None
