"""The rules in force and what they say about an award: concern, dates, windows."""

from datetime import date, timedelta
from typing import Any

from braid.catalog.inputs import Inputs
from braid.periods import add_months
from braid.schema.rules import Span
from braid.schema.scenario import Award
from oracle.facts import ENTITY_OF_KIND, Facts, Subject, july_first
from oracle.whose import reaches


def is_of(homed: Any, name: str) -> bool:
    """Whether a rule is of a kind, or of one reading of it (``order:used_up``)."""
    kind, _, reading = name.partition(":")
    return homed.kind == kind and (not reading or homed.rule.reading == reading)


class Rulebook:
    """The binding rules of a scenario, one kind or reading left out if asked (``drop``)."""

    def __init__(self, inputs: Inputs, drop: str | None = None) -> None:
        self.inputs = inputs
        self.facts = Facts(inputs)
        self.streams = inputs.law.streams
        enabled = {i: a for i, a in inputs.committed.items() if self.stream(a).enabled}
        self.committed: dict[str, Award] = enabled
        self.homed = [
            r
            for r in inputs.law.rules
            if r.rule.binds
            and not (drop is not None and is_of(r, drop))
            and any(a in enabled for a in r.awards)
        ]
        self.known: dict[tuple[str, str | None], list[Any]] = {}
        self.windows: dict[tuple[str, str], tuple[date, date]] = {}
        self.entitlements = [a for a in enabled.values() if self.stream(a).entitlement]
        self.payers = [a for a in enabled.values() if not self.stream(a).entitlement]

    def stream(self, award: Award) -> Any:
        """The file of the award's stream."""
        return self.streams[award.stream]

    def origin(self, award: Award) -> str:
        """Whose money an award is in the end: as it says itself, else as its stream does."""
        return award.origin or str(self.stream(award).origin)

    def of(self, kind: str, award: Award | None = None) -> list[Any]:
        """The homed rules of a kind, of one award or of all, in order of id."""
        known = self.known.get((kind, None if award is None else award.id))
        if known is None:
            if award is None:
                known = [r for r in self.homed if r.kind == kind]
            else:
                known = [r for r in self.of(kind) if award.id in r.awards]
            self.known[kind, None if award is None else award.id] = known
        return known

    def followers(self, homed: Any) -> list[Award]:
        """The committed awards that follow a rule."""
        return [self.committed[i] for i in homed.awards if i in self.committed]

    def set_apart(self, homed: Any) -> set[str]:
        """The streams that an exclusive rule sets apart: its own and those that it names."""
        own = {a.stream for a in self.followers(homed)}
        return own | set(homed.rule.among if homed.rule.reading == "participants" else ())

    def apart_in(self, partnership: str) -> set[str]:
        """The streams that rules set apart, as a partnership's own awards and shared ones say."""
        found: set[str] = set()
        for homed in self.of("exclusive"):
            own = {a.stream for a in self.reaching(homed, partnership)}
            if own:
                named = homed.rule.among if homed.rule.reading == "participants" else ()
                found |= own | set(named)
        return found

    def together_in(self, partnership: str) -> set[str]:
        """The streams of rules on streams that serve together, likewise."""
        found: set[str] = set()
        there = {a.stream for a in self.committed.values() if reaches(self.inputs, a, partnership)}
        for homed in self.of("together"):
            own = {a.stream for a in self.reaching(homed, partnership)}
            if own and there & set(homed.rule.with_):
                found |= own | (there & set(homed.rule.with_))
        return found

    def reaching(self, homed: Any, partnership: str) -> list[Award]:
        """The awards that follow a rule and are for a partnership."""
        return [a for a in self.followers(homed) if reaches(self.inputs, a, partnership)]

    def set_together(self, homed: Any) -> set[str]:
        """The streams of a rule on streams that serve together; none where one side has none."""
        others = {a.stream for a in self.committed.values()} & set(homed.rule.with_)
        return {a.stream for a in self.followers(homed)} | others if others else set()

    def categories(self, names: Any) -> frozenset[str]:
        """The categories that a list of category and family names stands for."""
        return self.inputs.law.categories.expand(names)

    def concerns(self, rule: Any, category: str) -> bool:
        """Whether a rule with ``for`` concerns a category."""
        return not rule.for_ or category in self.categories(rule.for_)

    def condition_holds(self, rule: Any, kind: str, about: Subject) -> bool:
        """Only true permits; a rule outside its dates asks nothing."""
        if not in_force(rule, about.day):
            return True
        condition = rule.who if kind == "participant" else rule.where
        return self.facts.truth(condition, about, ENTITY_OF_KIND[kind]) is True

    # -- time ------------------------------------------------------------------------------

    def start(self, award: Award) -> date:
        """The first day of an award's window."""
        return award.start or self.inputs.calendar.first

    def window(self, award: Award) -> tuple[date, date]:
        """W(a), half-open: as stated, else the earliest end of its timelines, else the horizon."""
        start = self.start(award)
        if award.end is not None:
            return start, award.end + timedelta(days=1)
        spans = [r.ends for r in self.timelines(award) if r.ends is not None and not r.for_]
        ends = [span_end(span, start, award.funding_year) for span in spans]
        return start, min(ends, default=self.inputs.calendar.end)

    def timelines(self, award: Award) -> list[Any]:
        """The timeline rules that count for an award: in force on its start."""
        found = [homed.rule for homed in self.of("timeline", award)]
        return [rule for rule in found if in_force(rule, self.start(award))]

    def window_for(self, award: Award, category: str) -> tuple[date, date]:
        """W(a, k), half-open: W(a) as the rules that name k begin, end or carry it on."""
        if (award.id, category) not in self.windows:
            self.windows[award.id, category] = self._window_for(award, category)
        return self.windows[award.id, category]

    def _window_for(self, award: Award, category: str) -> tuple[date, date]:
        opens, closes = self.window(award)
        ends, bounded = [], True
        begins = [opens]
        for rule in self.timelines(award):
            if rule.for_ and self.concerns(rule, category):
                if rule.begins is not None:
                    begins.append(span_end(rule.begins, self.start(award), award.funding_year))
                if rule.ends is not None:
                    ends.append(self.moment(rule.ends, award))
                    bounded = bounded and not from_end(rule.ends)
        return max(begins), min([*ends, closes] if bounded else ends)

    def moment(self, stated: Any, award: Award) -> date:
        """The first day after a span of an award's time, or so long after its end."""
        opens, closes = self.window(award)
        days = []
        if any((stated.program_years, stated.federal_fiscal_years, stated.months)):
            days.append(span_end(stated, opens, award.funding_year))
        if stated.months_after_end is not None:
            days.append(add_months(closes, stated.months_after_end))
        if stated.days_after_end is not None:
            days.append(closes + timedelta(days=stated.days_after_end))
        return min(days)


def from_end(stated: Any) -> bool:
    """Whether a moment is counted from an award's end."""
    return stated.months_after_end is not None or stated.days_after_end is not None


def in_force(rule: Any, day: date) -> bool:
    """Whether a rule's own dates hold the day."""
    return (rule.from_ is None or rule.from_ <= day) and (rule.until is None or day < rule.until)


def span_end(span: Span, start: date, funding_year: int | None) -> date:
    """The first day after the n-th program year, federal fiscal year or month from ``start``.

    A stated funding year is the first program year.
    """
    ends = []
    if span.program_years is not None:
        first = july_first(start) if funding_year is None else date(funding_year, 7, 1)
        ends.append(first.replace(year=first.year + span.program_years))
    if span.federal_fiscal_years is not None:
        october = date(start.year if start.month >= 10 else start.year - 1, 10, 1)
        ends.append(october.replace(year=october.year + span.federal_fiscal_years))
    if span.months is not None:
        ends.append(add_months(start, span.months))
    return min(ends)
