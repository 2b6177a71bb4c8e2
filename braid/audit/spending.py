"""What a limit looks at: charges and earlier spending, cut into instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from braid.audit.books import Booked, Books
from braid.audit.permission import in_force
from braid.catalog.conditions import holds
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.periods import fiscal_year, program_year, year_start
from braid.schema.rules import Limit, Selector
from braid.schema.scenario import Award, Group, ToDate

Key = tuple[tuple[str, Any], ...]
"""An instance of a limit: its dimensions with their values."""

OF_AWARD = ("award", "stream", "family", "organization", "funding_year", "partnership")
ABOUT_PEOPLE = ("group", "participant", "credential")


class Entry(NamedTuple):
    """Whole cents of one charge, or of what was spent before the horizon (``earlier``)."""

    award: Award
    cents: int
    booked: Booked | None = None
    earlier: ToDate | None = None

    @property
    def group(self) -> Group | None:
        """The group that the money was spent for, where it has one."""
        return self.booked.beneficiary if self.booked else None


class Spending:
    """The spending that one limit counts."""

    def __init__(self, books: Books, homed: HomedRule, rule: Limit) -> None:
        self.books = books
        self.homed = homed
        self.rule = rule
        self.inputs = books.inputs

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """The awards of the limit that the plan uses, entitlements apart."""
        names: Iterable[str] = (
            self.homed.awards if self.rule.counts == "own" else self.inputs.committed
        )
        return self._usable(names)

    @cached_property
    def all_awards(self) -> tuple[Award, ...]:
        """Every award that the plan uses, entitlements apart."""
        return self._usable(self.inputs.committed)

    def _usable(self, names: Iterable[str]) -> tuple[Award, ...]:
        found = (self.inputs.awards[name] for name in names)
        return tuple(
            a
            for a in found
            if a.stream in self.inputs.law.streams
            and self.books.used(a)
            and not self.books.is_entitlement(a)
        )

    @cached_property
    def entitled(self) -> frozenset[str] | None:
        """The groups that the limit concerns when only entitlements follow it; else None."""
        following = [self.inputs.awards[name] for name in self.homed.awards]
        if self.rule.counts == "own" or not all(map(self.books.is_entitlement, following)):
            return None
        total = self.books.entitlements.total
        groups = self.inputs.groups.values()
        return frozenset(g.id for g in groups if any(total(a, g) > 0 for a in following))

    def entries(self, awards: Iterable[Award], *, earlier: bool = True) -> Iterator[Entry]:
        """Charges of some awards to which the limit applies, and what they spent before."""
        always = self.rule.from_ is None and self.rule.until is None
        everybody = self.entitled is None
        for award in awards:
            for booked in self.books.by_award.get(award.id, ()):
                if (always or in_force(self.rule, booked.day)) and (
                    everybody or self._concerned(booked)
                ):
                    yield Entry(award, booked.cents, booked)
            if earlier and in_force(self.rule, self.inputs.calendar.first - timedelta(days=1)):
                for spent in award.to_date:
                    yield Entry(award, int(spent.amount * 100), earlier=spent)

    def _concerned(self, booked: Booked) -> bool:
        if self.entitled is None:
            return True
        return booked.beneficiary is not None and booked.beneficiary.id in self.entitled

    def takes(self, selector: Selector | None, entry: Entry) -> bool:
        """Whether a selector takes an entry; no selector takes everything."""
        if selector is None:
            return True
        if not self.books.takes_origin(selector, entry.award):
            return False
        if entry.earlier is not None:
            return self._takes_earlier(selector, entry.award, entry.earlier)
        booked = entry.booked
        if booked is None:
            return False
        if booked.cell is not None:
            return self.books.selects(selector, entry.award, booked.cell, booked.beneficiary)
        category = booked.charge.category
        if selector.category is not None and category not in self._expand(selector.category):
            return False
        return selector.who is None and selector.where is None and not selector.direct

    def _expand(self, names: tuple[str, ...]) -> frozenset[str]:
        return self.inputs.law.categories.expand(names)

    def _takes_earlier(self, selector: Selector, award: Award, spent: ToDate) -> bool:
        """Earlier spending matches by category and by what it states itself."""
        if selector.category is not None and spent.category not in self._expand(selector.category):
            return False
        if selector.where is not None or selector.direct is not None:
            return False
        if selector.who is None:
            return True
        stated = spent.attributes
        clock = self.books.questions.clock(award, self.inputs.window(award)[0])

        def lookup(name: str) -> Any:
            return stated.get(name.removeprefix("group."))

        return holds(selector.who, lookup, clock) is True

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """By what the limit is cut into instances."""
        pooled = self.homed.home == "family"
        if not self.rule.per:
            return ("family", "organization", "funding_year") if pooled else ("award",)
        named: list[str] = list(self.rule.per)
        if {"participant", "credential"} & set(named):
            named = [d for d in named if d not in ("participant", "credential")]
            named += ["group"] if "group" not in named else []
            owner = "family" if pooled else "stream"
            if self.rule.counts == "own" and owner not in named:
                named.append(owner)
        return tuple(named)

    def of_award(self, dimension: str, award: Award) -> Any:
        """The value of a dimension that an award decides."""
        if dimension == "award":
            return award.id
        if dimension == "stream":
            return award.stream
        if dimension == "family":
            return self.inputs.law.streams[award.stream].family or award.stream
        if dimension == "organization":
            return self.inputs.recipient(award)
        if dimension == "funding_year":
            return self.inputs.funding_year(award)
        return "all"

    def key(self, entry: Entry, dimensions: tuple[str, ...]) -> Key | None:
        """The instance that an entry belongs to; None when it belongs to none."""
        if all(dimension in OF_AWARD for dimension in dimensions):
            known = self._keys.get((entry.award.id, dimensions))
            if known is None:
                known = tuple((d, self.of_award(d, entry.award)) for d in dimensions)
                self._keys[entry.award.id, dimensions] = known
            return known
        key: list[tuple[str, Any]] = []
        for dimension in dimensions:
            if dimension in OF_AWARD:
                key.append((dimension, self.of_award(dimension, entry.award)))
                continue
            if entry.booked is None:
                if dimension not in ("program_year", "fiscal_year"):
                    return None
                day = self.inputs.calendar.first
                if self._year_start(dimension, entry.award, day) == day:
                    return None  # spent in an earlier year than any that the plan has
                key.append((dimension, self.year(dimension, entry.award, day)))
                continue
            value = self._of_charge(dimension, entry.award, entry.booked)
            if value is None and dimension == "group":
                return None
            key.append((dimension, value))
        return tuple(key)

    @cached_property
    def _keys(self) -> dict[tuple[str, tuple[str, ...]], Key]:
        return {}

    def _of_charge(self, dimension: str, award: Award, booked: Booked) -> Any:
        group, line = booked.beneficiary, booked.cell.line if booked.cell else None
        if dimension == "group":
            return group.id if group else None
        if dimension in ("program_year", "fiscal_year"):
            return self.year(dimension, award, booked.day)
        subject = Subject(group=group, line=line, award=award)
        if dimension == "program":
            program = self.books.questions.facts.program(subject)
            return program.id if program else None
        if dimension == "employer":
            employer = self.books.questions.facts.employer(subject)
            return employer.id if employer else None
        return line.attributes.get("round") if line is not None else None

    def year(self, dimension: str, award: Award, day: date) -> int:
        """The program year, or the recipient's fiscal year, of a day."""
        if dimension == "program_year":
            return program_year(day)
        return fiscal_year(day, self._fiscal_start(award))

    def _year_start(self, dimension: str, award: Award, day: date) -> date:
        if dimension == "program_year":
            return year_start(day, 7)
        month, first = (int(part) for part in self._fiscal_start(award).split("-"))
        return year_start(day, month, first)

    def _fiscal_start(self, award: Award) -> str:
        recipient = self.inputs.organizations.get(self.inputs.recipient(award))
        return recipient.fiscal_year_start if recipient is not None else "07-01"

    def awards_in(self, key: Key, awards: Iterable[Award]) -> tuple[Award, ...]:
        """The awards that an instance may hold."""
        fixed = [(d, v) for d, v in key if d in OF_AWARD]
        return tuple(a for a in awards if all(self.of_award(d, a) == v for d, v in fixed))

    def cost_day(self, key: Key, award: Award) -> date:
        """The day that stands for a cost when a number of this instance has versions."""
        stated = dict(key)
        if "program_year" in stated:
            return date(stated["program_year"], 7, 1)
        if "fiscal_year" in stated:
            month, day = (int(part) for part in self._fiscal_start(award).split("-"))
            return date(stated["fiscal_year"], month, day)
        if "group" in stated:
            return self.inputs.groups[stated["group"]].start
        return self.inputs.window(award)[0]
