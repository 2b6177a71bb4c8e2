"""What must be reported, what it costs, and who is served (docs/semantics.md, sections 7 and 8)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from braid.periods import Occurrence, Period, occurrences
from braid.schema.scenario import Award, Group
from oracle.cells import Cell
from oracle.entitlements import Entitlements
from oracle.facts import Subject
from oracle.pell import half_up
from oracle.permission import Permission
from oracle.rulebook import Rulebook
from oracle.whose import home, homes, owner, reaches, stated_reporting

Head = tuple[str, str]
"""A count of people: (group, stream) or (group, record system)."""


@dataclass
class Duty:
    """Reports that fall into one period: a constant, so much per head, or with an award's use."""

    key: tuple[str, ...]
    period: Period
    category: str
    causes: list[Award]
    award: Award | None = None
    home: str = ""
    cents: int = 0
    per_stream: dict[Head, int] = field(default_factory=dict)
    per_system: dict[Head, int] = field(default_factory=dict)

    def dollars(self, used: Any, served: Any, recorded: Any) -> Any:
        """The cost, given y_a, z_gs and z_gr."""
        cost = self.cents / 100 * (used[self.award.id] if self.award else 1)
        cost += sum(cents / 100 * served[head] for head, cents in self.per_stream.items())
        return cost + sum(cents / 100 * recorded[head] for head, cents in self.per_system.items())


class Service:
    """Which streams are tracked, for which groups, and in which record system."""

    def __init__(self, book: Rulebook, permission: Permission, possible: list[tuple[Award, Cell]]):
        self.book = book
        self.known: dict[str, str] = {}
        inputs = book.inputs
        self.tracked = {
            (a.stream, p)
            for p in homes(inputs)
            for a in book.payers
            if reaches(inputs, a, p) and self.is_tracked(a, p)
        }
        self.heads: list[Head] = []
        """(group, stream) that has a z."""
        for stream in sorted({s for s, _ in self.tracked}):
            awards = [a for a in book.payers if a.stream == stream]
            for group in inputs.groups.values():
                if (stream, home(inputs, group.id)) not in self.tracked:
                    continue
                paid = any(a.stream == stream and c.group == group.id for a, c in possible)
                enrolled = book.streams[stream].served == "enrolled" and any(
                    permission.unrestricted(a, group) for a in awards
                )
                if paid or enrolled:
                    self.heads.append((group.id, stream))
        self.systems: list[Head] = sorted({(g, self.system(s)) for g, s in self.heads})
        """(group, record system) that has a z."""

    def is_tracked(self, award: Award, partnership: str) -> bool:
        """Whether an award's rules make its stream count the people whom it serves."""
        book = self.book
        shared = [
            line
            for line in book.inputs.costs.values()
            if line.amount is not None and home(book.inputs, line.id) == partnership
        ]
        if any(
            book.concerns(homed.rule, line.category)
            for homed in book.of("benefit", award)
            for line in shared
        ):
            return True
        if any(homed.rule.per == "participant" for homed in book.of("report", award)):
            return True
        if award.stream in book.apart_in(partnership):
            return True
        if award.stream in book.together_in(partnership):
            return True
        return any(
            homed.rule.serve is not None or {"participant", "credential"} & set(homed.rule.per)
            for homed in book.of("limit", award)
        )

    def system(self, stream: str) -> str:
        """r(s): as the participant report says, else the family, else the stream."""
        if stream not in self.known:
            self.known[stream] = self._system(stream)
        return self.known[stream]

    def _system(self, stream: str) -> str:
        for homed in self.book.of("report"):
            follows = any(a.stream == stream for a in self.book.followers(homed))
            if follows and homed.rule.per == "participant" and homed.rule.system:
                return str(homed.rule.system)
        return self.book.streams[stream].family or stream


class Reports:
    """Every duty to report, priced."""

    def __init__(self, book: Rulebook, service: Service, entitlements: Entitlements) -> None:
        self.book = book
        self.service = service
        self.entitlements = entitlements
        self.calendar = book.inputs.calendar
        self.duties: dict[tuple[Any, ...], Duty] = {}
        for homed in book.of("report"):
            if homed.rule.per == "award":
                for award in book.followers(homed):
                    self.per_award(homed, award)
            else:
                self.per_participant(homed)

    def price(self, homed: Any, about: Subject, partnership: str) -> int:
        """One report: hours by basis x rate, to the cent, halves up."""
        reporting = stated_reporting(self.book.inputs, partnership)
        hours = homed.rule.hours
        number = hours.floor if reporting.basis == "floor" else hours.planning
        value = self.book.facts.number(number, about)
        return half_up(100 * (value or Fraction(0)) * Fraction(reporting.hourly_rate))

    def open(self, start: date, end: date, every: Any) -> list[Occurrence]:
        """The reports that do not fall into a period that is over."""
        due = occurrences(self.calendar, start, end, every)
        return [o for o in due if o.period >= self.book.inputs.closed]

    def duty(self, key: tuple[str, ...], t: int, category: str, causes: list[Award]) -> Duty:
        """The duty of a key in a period, made when it is first met."""
        at = (*key, category, t)
        return self.duties.setdefault(
            at, Duty((*key, category), self.calendar.periods[t], category, causes)
        )

    def per_award(self, homed: Any, award: Award) -> None:
        """Due whatever is spent for accepted awards, with y_a for offered ones."""
        about = Subject(self.book.start(award), award)
        where = homed.rule.where
        if where is not None and self.book.facts.truth(where, about, "award") is False:
            return
        for due in self.open(*self.book.window(award), every=homed.rule.every):
            key = ("report", award.id, homed.id)
            duty = self.duty(key, due.period, homed.rule.classed, [award])
            duty.award = award if award.status == "offered" else None
            duty.home = owner(self.book.inputs, award)
            duty.cents += self.price(homed, Subject(due.start, award), duty.home)

    def per_participant(self, homed: Any) -> None:
        """Each occurrence in the group's time x z: the system's for a family, else the stream's."""
        streams = sorted({a.stream for a in self.book.followers(homed)})
        for stream in streams:
            if self.book.streams[stream].entitlement:
                self.entitled(homed, stream)
        paying = [s for s in streams if not self.book.streams[s].entitlement]
        if homed.home == "family":
            for system in sorted({self.service.system(s) for s in paying}):
                causes = [a for a in self.book.payers if self.service.system(a.stream) == system]
                for head in self.service.systems:
                    if head[1] == system:
                        for duty, price in self.falling(homed, head, causes):
                            duty.per_system[head] = duty.per_system.get(head, 0) + price
            return
        for stream in paying:
            causes = [a for a in self.book.payers if a.stream == stream]
            for head in self.service.heads:
                if head[1] == stream:
                    for duty, price in self.falling(homed, head, causes):
                        duty.per_stream[head] = duty.per_stream.get(head, 0) + price

    def entitled(self, homed: Any, stream: str) -> None:
        """An entitlement's record counts everybody who gets it."""
        for group in self.book.inputs.groups.values():
            if self.entitlements.of_stream(stream, group.id) > 0:
                for duty, price in self.falling(homed, (group.id, stream), []):
                    duty.cents += price * group.participants

    def falling(self, homed: Any, head: Head, causes: list[Award]) -> list[tuple[Duty, int]]:
        """The duties of one group's records with the price of each."""
        group: Group = self.book.inputs.groups[head[0]]
        about = Subject(group.start, None, group)
        where = homed.rule.where
        if where is not None and self.book.facts.truth(where, about, "group") is False:
            return []
        kind = "system" if homed.home == "family" else "stream"
        inputs = self.book.inputs
        mine = home(inputs, group.id)
        if not any(reaches(inputs, a, mine) for a in self.book.followers(homed)):
            return []
        found = []
        for due in self.open(*inputs.training(group), every=homed.rule.every):
            duty = self.duty((kind, head[1], mine), due.period, homed.rule.classed, causes)
            duty.home = mine
            found.append((duty, self.price(homed, Subject(due.start, None, group), mine)))
        return found
