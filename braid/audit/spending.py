"""What a limit looks at: charges and earlier spending, cut into instances."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers, numbered
from braid.audit.permission import always, in_force, in_force_on
from braid.audit.reach import home_of_report
from braid.audit.selection import taken
from braid.audit.spent_before import OF_AWARD, OF_TIME, Key, SpentBefore
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.catalog.owners import OF_ONE_PARTNERSHIP
from braid.periods import fiscal_year, program_year, year_start
from braid.schema.rule_base import Selector
from braid.schema.rules import Limit
from braid.schema.scenario import Award

__all__ = ["OF_AWARD", "OF_TIME", "Key", "Spending"]


class Spending:
    """The spending that one limit counts."""

    def __init__(self, books: Books, homed: HomedRule, rule: Limit) -> None:
        self.books = books
        self.homed = homed
        self.rule = rule
        self.inputs = books.inputs
        self._sorted: dict[tuple[Any, ...], tuple[tuple[Award, ...], dict[Key, Any]]] = {}

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
        entitled = self.books.entitlements.entitled
        return frozenset(group.id for award in following for group in entitled(award))

    def charges(self, awards: Iterable[Award]) -> Numbers:
        """Charges of some awards to which the limit applies, award by award."""
        ledger = self.books.ledger
        rows = ledger.of_awards(tuple(award.id for award in awards))
        if self.homed.reach:
            homes = [self._home(row) for row in rows.tolist()]
            rows = rows[np.array([home == self.homed.reach for home in homes], dtype=bool)]
        if not always(self.rule):
            rows = rows[in_force_on(self.rule, ledger.day[rows])]
        if self.entitled is not None:
            groups = self.books.numbering.groups
            among = np.array([*(group.id in self.entitled for group in groups), False])
            rows = rows[among[ledger.group[rows]]]
        return rows

    def reaches(self, subject: Subject, report: str = "") -> bool:
        """Whether the limit looks at what may be charged for a subject, or for a report's cost."""
        group, line = subject.group, subject.line
        home = home_of_report(self.inputs, report) if report else ""
        if line is not None:
            home = self.inputs.partnership(line.id)
        if self.homed.reach not in ("", home):
            return False
        if self.entitled is not None and (group is None or group.id not in self.entitled):
            return False
        return subject.day is None or in_force(self.rule, subject.day)

    def before(
        self, awards: Iterable[Award], selector: Selector | None, dimensions: tuple[str, ...]
    ) -> dict[Key, int]:
        """Cents that a selector takes of what some awards have spent, by instance."""
        return SpentBefore(self).cents(tuple(awards), selector, dimensions)

    @cached_property
    def past(self) -> Spending | None:
        """The same limit's spending in periods that are over."""
        books = self.books.past.books
        return None if books is None else Spending(books, self.homed, self.rule)

    def taken(self, selector: Selector | None, charges: Numbers) -> Flags:
        """Which charges a selector takes; no selector takes everything."""
        return taken(self.books, selector, charges)

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
        if self.inputs.partnerships and OF_ONE_PARTNERSHIP & set(named):
            named = [d for d in named if d != "partnership"] + ["home"]
        return tuple(named)

    def _home(self, charge: int) -> str:
        """The partnership for which something is charged."""
        cost = self.books.ledger.entries[charge][0]
        if self.books.ledger.line[charge] < 0:
            return home_of_report(self.inputs, cost)
        return self.inputs.partnership(cost)

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

    def instances(
        self, charges: Numbers, dimensions: tuple[str, ...]
    ) -> tuple[list[Key], Numbers, Numbers]:
        """The instances that some charges belong to.

        With them: the charges that belong to any, and for each the number of its instance.
        """
        columns = [self._values(dimension, charges) for dimension in dimensions]
        belongs = np.ones(len(charges), dtype=bool)
        if "group" in dimensions:
            belongs &= self.books.ledger.group[charges] >= 0
        if "line" in dimensions:
            belongs &= self.books.ledger.line[charges] >= 0
        numbers = [numbers[belongs] for numbers, _ in columns]
        if not numbers:
            numbers = [np.zeros(int(np.count_nonzero(belongs)), dtype=np.int64)]
        first, kind = numbered(*numbers)
        keys = [
            tuple(
                (dimension, values[of_charge[row]])
                for dimension, of_charge, (_, values) in zip(
                    dimensions, numbers, columns, strict=False
                )
            )
            for row in first.tolist()
        ]
        return keys, charges[belongs], kind

    def _values(self, dimension: str, charges: Numbers) -> tuple[Numbers, list[Any]]:
        """The values of a dimension, and the number of every charge's value among them."""
        ledger = self.books.ledger
        none = np.full(len(charges), -1, dtype=np.int64)
        looks_at = [ledger.award[charges], none, none, none]
        if dimension in ("group", "program", "employer"):
            looks_at = [none, ledger.group[charges], ledger.line[charges], none]
        elif dimension in OF_TIME:
            looks_at = [ledger.award[charges], none, none, ledger.day[charges]]
        elif dimension == "home":
            looks_at = [none, none, ledger.line[charges], ledger.report[charges]]
        elif dimension not in OF_AWARD:
            looks_at = [none, none, ledger.line[charges], none]
        first, kind = numbered(*looks_at)
        number_of: dict[Any, int] = {}
        values = [self._of_charge(dimension, int(charges[row])) for row in first.tolist()]
        numbers = [number_of.setdefault(value, len(number_of)) for value in values]
        return np.array(numbers, dtype=np.int64)[kind], list(number_of)

    def _of_charge(self, dimension: str, charge: int) -> Any:
        if dimension == "home":
            return self._home(charge)
        ledger, numbering = self.books.ledger, self.books.numbering
        award = numbering.awards[ledger.award[charge]]
        group = numbering.groups[ledger.group[charge]] if ledger.group[charge] >= 0 else None
        line = numbering.lines[ledger.line[charge]] if ledger.line[charge] >= 0 else None
        subject = Subject(group, line, award, date.fromordinal(int(ledger.day[charge])))
        return self.value_of(dimension, award, subject)

    def value_of(self, dimension: str, award: Award, subject: Subject) -> Any:
        """The value of a dimension for what an award pays on the subject's day."""
        if dimension in OF_AWARD:
            return self.of_award(dimension, award)
        group, line = subject.group, subject.line
        if dimension == "home":
            thing = line.id if line is not None else group.id if group is not None else ""
            return self.inputs.partnership(thing) if thing else self.inputs.owner(award.id)
        if dimension == "group":
            return group.id if group else None
        if dimension == "line":
            return line.id if line else None
        if dimension in OF_TIME and subject.day is not None:
            return self.year(dimension, award, subject.day)
        if dimension == "program":
            program = self.books.questions.facts.program(subject)
            return program.id if program else None
        if dimension == "employer":
            employer = self.books.questions.facts.employer(subject)
            return employer.id if employer else None
        return line.attributes.get("round") if line is not None else None

    def key_of(self, award: Award, subject: Subject) -> Key:
        """The instance of what an award pays on the subject's day."""
        return tuple((d, self.value_of(d, award, subject)) for d in self.dimensions)

    def year(self, dimension: str, award: Award, day: date) -> int:
        """The program year, the recipient's fiscal year, or the calendar year of a day."""
        if dimension == "program_year":
            return program_year(day)
        if dimension == "calendar_year":
            return day.year
        return fiscal_year(day, self._fiscal_start(award))

    def year_start(self, dimension: str, award: Award, day: date) -> date:
        """The first day of the year that holds a day."""
        if dimension == "program_year":
            return year_start(day, 7)
        if dimension == "calendar_year":
            return date(day.year, 1, 1)
        month, first = (int(part) for part in self._fiscal_start(award).split("-"))
        return year_start(day, month, first)

    def _fiscal_start(self, award: Award) -> str:
        recipient = self.inputs.organizations.get(self.inputs.recipient(award))
        return recipient.fiscal_year_start if recipient is not None else "07-01"

    def awards_in(self, key: Key, awards: tuple[Award, ...]) -> tuple[Award, ...]:
        """The awards that an instance may hold."""
        fixed = tuple((d, v) for d, v in key if d in OF_AWARD)
        dimensions = tuple(d for d, _ in fixed)
        return self._by_key(awards, dimensions, dict(key).get("home")).get(fixed, ())

    def _by_key(
        self, awards: tuple[Award, ...], dimensions: tuple[str, ...], home: str | None
    ) -> dict[Key, tuple[Award, ...]]:
        """Some awards, of one home, by what they themselves decide of their instances."""
        name = (id(awards), dimensions, home)
        if name not in self._sorted:
            found: dict[Key, list[Award]] = {}
            for award in awards:
                if home is not None and self.inputs.owner(award.id) not in ("", home):
                    continue
                key = tuple((d, self.of_award(d, award)) for d in dimensions)
                found.setdefault(key, []).append(award)
            # the awards are kept, so that no others can take their identity
            self._sorted[name] = awards, {key: tuple(some) for key, some in found.items()}
        return self._sorted[name][1]

    def cost_day(self, key: Key, award: Award) -> date:
        """The day that stands for a cost when a number of this instance has versions."""
        stated = dict(key)
        if "program_year" in stated:
            return date(stated["program_year"], 7, 1)
        if "fiscal_year" in stated:
            month, day = (int(part) for part in self._fiscal_start(award).split("-"))
            return date(stated["fiscal_year"], month, day)
        if "calendar_year" in stated:
            return date(stated["calendar_year"], 1, 1)
        if "group" in stated:
            return self.inputs.groups[stated["group"]].start
        return self.inputs.window(award)[0]
