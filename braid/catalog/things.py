"""The parts of a scenario by id, each with what follows from its own statements in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from braid.catalog.derived import Derivations
from braid.catalog.fields import field_of
from braid.catalog.owners import members_of, partnership_of
from braid.catalog.values import Clock
from braid.record import record
from braid.schema.scenario import (
    Award,
    Cost,
    Employer,
    Group,
    Organization,
    Program,
    Provider,
    Scenario,
)

DEFAULT_ORGANIZATION = "partnership"


def recipient_of(scenario: Scenario, award: Award) -> str:
    """The organization that receives an award: as stated, else the first one stated."""
    if award.recipient is not None:
        return award.recipient
    return first_organization(scenario, partnership_of(scenario, award.id))


def first_organization(scenario: Scenario, partnership: str) -> str:
    """The first organization that a partnership's (or the state's) file states, or its own."""
    for member in members_of(scenario):
        if member.id == partnership:
            return member.organization
    named = (o.id for o in scenario.organizations if not partnership_of(scenario, o.id))
    return next(named, DEFAULT_ORGANIZATION)


def organizations_of(scenario: Scenario) -> tuple[Organization, ...]:
    """The organizations, with one for each file that states none."""
    stated = scenario.organizations
    names = [first_organization(scenario, "")]
    names += [member.organization for member in members_of(scenario)]
    missing = dict.fromkeys(names) if members_of(scenario) or not stated else {}
    for organization in stated:
        missing.pop(organization.id, None)
    return (*stated, *(Organization(id=name) for name in missing))


@record
class Things:
    """Programs, groups, cost lines, awards, employers and organizations, in order of id."""

    scenario: Scenario
    derivations: Derivations

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Organizations by id; one default organization when none is stated."""
        stated = organizations_of(self.scenario)
        complete, clock = self.derivations.complete, self._clock
        ordered = sorted(stated, key=lambda o: o.id)
        return {o.id: complete(o, "organization", clock) for o in ordered}

    @cached_property
    def employers(self) -> dict[str, Employer]:
        """The partnership's employers by id."""
        complete, clock = self.derivations.complete, self._clock
        ordered = sorted(self.scenario.partnership.employers, key=lambda e: e.id)
        return {e.id: complete(e, "employer", clock) for e in ordered}

    @cached_property
    def programs(self) -> dict[str, Program]:
        """Programs by id, each with its provider."""
        ordered = sorted(self.scenario.programs, key=lambda p: p.id)
        return {p.id: self._program(p) for p in ordered}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id; they see their program and its provider."""
        ordered = sorted(self.scenario.groups, key=lambda g: g.id)
        if "group" not in self.derivations.of:
            return {g.id: g for g in ordered}
        return {g.id: self._group(g) for g in ordered}

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """Cost lines by id."""
        complete, clock = self.derivations.complete, self._clock
        ordered = sorted(self.scenario.costs, key=lambda c: c.id)
        return {c.id: complete(c, "line", clock) for c in ordered}

    @cached_property
    def awards(self) -> dict[str, Award]:
        """All awards by id, uncommitted ones included; they see their recipient."""
        ordered = sorted(self.scenario.awards, key=lambda a: a.id)
        if "award" not in self.derivations.of:
            return {a.id: a for a in ordered}
        return {a.id: self._award(a) for a in ordered}

    @cached_property
    def _clock(self) -> Clock:
        """The day for things that have none of their own: the first of the horizon."""
        first = self.scenario.horizon.start
        return Clock(first, first)

    def _program(self, program: Program) -> Program:
        complete = self.derivations.complete
        provider = program.provider
        if provider is not None:
            above = {"provider": self._home_of(provider)}
            known = complete(provider, "provider", self._clock, above)
            if known is not provider:
                program = program.model_copy(update={"provider": known})
        others = {"provider": self._provider_of(program)}
        return complete(program, "program", self._clock, others)

    def _group(self, group: Group) -> Group:
        program = self.programs.get(group.program)
        others = {"program": _fields_of(program)}
        if program is not None:
            others["provider"] = self._provider_of(program)
        return self.derivations.complete(group, "group", _of_day(group.start), others)

    def _award(self, award: Award) -> Award:
        home = self.organizations.get(recipient_of(self.scenario, award))
        start = award.start or self.scenario.horizon.start
        starts = home.fiscal_year_start if home is not None else "07-01"
        clock = Clock(start, award.award_date or start, starts)
        others = {"organization": _fields_of(home), "recipient": _fields_of(home)}
        return self.derivations.complete(award, "award", clock, others)

    def _home_of(self, provider: Provider) -> Callable[[str], Any]:
        return _fields_of(self.organizations.get(provider.organization))

    def _provider_of(self, program: Program) -> Callable[[str], Any]:
        """What a program's provider states, else its organization."""
        provider = program.provider
        if provider is None:
            return _fields_of(None)
        home = self._home_of(provider)

        def lookup(name: str) -> Any:
            own = field_of(provider, name)
            return own if own is not None else home(name)

        return lookup


def _fields_of(thing: Any) -> Callable[[str], Any]:
    return lambda name: field_of(thing, name)


def _of_day(day: date) -> Clock:
    return Clock(day, day)
