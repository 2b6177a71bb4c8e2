"""The law that applies to a scenario: every rule with its home and the awards that follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from braid.catalog.library import Categories, Library
from braid.catalog.owners import by_owner, own_name
from braid.catalog.stated import by_number, recipients_of, with_number
from braid.periods import add_months, year_start
from braid.record import record
from braid.schema.library import AttributesFile, StreamFile
from braid.schema.rule_base import AwardTime, RuleBase, Span
from braid.schema.rules import Timeline
from braid.schema.scenario import Scenario

Home = Literal["stream", "family", "set", "award"]


@record
class HomedRule:
    """One rule in force: qualified id, where it lives, who follows it; waivers are applied.

    ``streams`` are the streams of the scenario that the rule reaches; ``awards``
    the scenario's awards that follow it, in order of id.
    """

    id: str
    home: Home
    home_id: str
    rule: RuleBase
    awards: tuple[str, ...]
    waived_by: str | None = None
    reach: str = ""
    """In a portfolio, the partnership whose charges and groups alone it looks at; empty: all."""

    @property
    def kind(self) -> str:
        """The kind of the rule."""
        return str(self.rule.kind)  # type: ignore[attr-defined]


def span_end(span: Span, start: date, funding_year: int | None = None) -> date:
    """The first day after money that became available on ``start`` has died.

    Program years are counted from ``funding_year`` when it is stated: money that opens
    before its program year, or is passed on late, still dies with that year's money.
    """
    ends: list[date] = []
    if span.program_years is not None:
        first = year_start(start, 7) if funding_year is None else date(funding_year, 7, 1)
        ends.append(add_months(first, 12 * span.program_years))
    if span.federal_fiscal_years is not None:
        ends.append(add_months(year_start(start, 10), 12 * span.federal_fiscal_years))
    if span.months is not None:
        ends.append(add_months(start, span.months))
    return min(ends)


def moment(stated: AwardTime, window: tuple[date, date], funding_year: int | None = None) -> date:
    """The first day after a span of an award's time, which may be counted from the award's end."""
    start, end = window
    found: list[date] = []
    if any(getattr(stated, unit) is not None for unit in Span.model_fields):
        found.append(span_end(stated, start, funding_year))
    if stated.months_after_end is not None:
        found.append(add_months(end, stated.months_after_end))
    if stated.days_after_end is not None:
        found.append(end + timedelta(days=stated.days_after_end))
    return min(found)


def from_the_end(stated: AwardTime | None) -> bool:
    """Whether a moment is counted from the end of an award."""
    if stated is None:
        return False
    return stated.months_after_end is not None or stated.days_after_end is not None


@record
class Law:
    """All rules in force for a scenario, in order of their qualified ids."""

    rules: tuple[HomedRule, ...]
    streams: Mapping[str, StreamFile]
    categories: Categories
    attributes: AttributesFile
    funding_years: Mapping[str, int] = field(default_factory=dict)
    unused_waivers: tuple[str, ...] = ()

    @cached_property
    def of_award(self) -> dict[str, tuple[HomedRule, ...]]:
        """The rules that each award follows, in order of id."""
        found: dict[str, list[HomedRule]] = {}
        for homed in self.rules:
            for award in homed.awards:
                found.setdefault(award, []).append(homed)
        return {award: tuple(rules) for award, rules in found.items()}

    def of_kind(self, kind: str, award: str | None = None) -> tuple[HomedRule, ...]:
        """The binding rules of a kind, of one award or of all."""
        known = self._of_kinds.get(award)
        if known is None:
            pool = self.rules if award is None else self.of_award.get(award, ())
            found: dict[str, list[HomedRule]] = {}
            for homed in pool:
                if homed.rule.binds:
                    found.setdefault(homed.kind, []).append(homed)
            known = {name: tuple(rules) for name, rules in found.items()}
            self._of_kinds[award] = known
        return known.get(kind, ())

    @cached_property
    def _of_kinds(self) -> dict[str | None, dict[str, tuple[HomedRule, ...]]]:
        return {}

    def timelines(self, award: str, start: date) -> tuple[tuple[HomedRule, Timeline], ...]:
        """The binding timeline rules of an award that are in force on its start."""
        return tuple(
            (homed, rule)
            for homed in self.of_kind("timeline", award)
            if isinstance(rule := homed.rule, Timeline)
            and (rule.from_ is None or rule.from_ <= start)
            and (rule.until is None or start < rule.until)
        )

    def latest_end(self, award: str, start: date) -> date | None:
        """The first day after the last one on which the law lets an award be spent."""
        year = self.funding_years.get(award)
        ends = [
            span_end(rule.ends, start, year)
            for _, rule in self.timelines(award, start)
            if rule.ends is not None and not rule.for_
        ]
        return min(ends) if ends else None


def waived(
    rule: RuleBase, switched_on: set[str], used: set[str]
) -> tuple[RuleBase | None, str | None]:
    """The rule after the scenario's waivers: with another number, gone, or as it is."""
    for name, value in rule.waivers.items():
        if name not in switched_on:
            continue
        used.add(name)
        if value is None:
            return None, name
        return with_number(rule, value), name
    return rule, None


def apply_law(scenario: Scenario, library: Library) -> Law:
    """Which rules every award of the scenario follows (``docs/semantics.md``, section 3)."""
    switched_on = set(scenario.rules.waivers)
    used: set[str] = set()
    by_stream: dict[str, list[str]] = {}
    for award in scenario.awards:
        if award.stream in library.streams:
            by_stream.setdefault(award.stream, []).append(award.id)
    found: list[HomedRule] = []
    recipients = recipients_of(scenario)

    def add(home: Home, home_id: str, rules: Iterable[RuleBase], awards: Iterable[str]) -> None:
        following = tuple(sorted(set(awards)))
        for rule in rules:
            changed, waiver = waived(rule, switched_on, used)
            if changed is not None:
                found.extend(
                    HomedRule(f"{home_id}/{rule.id}", home, home_id, own, those, waiver)
                    for own, those in by_number(changed, following, recipients)
                )

    def with_overlays(
        home: Home, home_id: str, rules: Iterable[RuleBase], awards: list[str]
    ) -> None:
        add(home, home_id, rules, awards)
        for overlay in library.overlays.get(home_id, ()):
            add(home, home_id, overlay.rules, awards)

    for name, stream in sorted(library.streams.items()):
        with_overlays("stream", name, stream.rules, by_stream.get(name, []))
    for name, family in sorted(library.families.items()):
        members = [s for s, file in library.streams.items() if file.family == name]
        with_overlays(
            "family", name, family.rules, [a for s in members for a in by_stream.get(s, [])]
        )
    for name, rule_set in sorted(library.sets.items()):
        members = [s for s, file in library.streams.items() if name in _follows(file, library)]
        with_overlays(
            "set", name, rule_set.rules, [a for s in members for a in by_stream.get(s, [])]
        )
    for award in scenario.awards:
        add("award", award.id, award.rules, [award.id])
    years = {a.id: a.funding_year for a in scenario.awards if a.funding_year is not None}
    return Law(
        tuple(
            sorted(
                by_owner(scenario, found),
                key=lambda r: (own_name(scenario, r.id), r.id, r.home, r.awards),
            )
        ),
        library.streams,
        library.categories,
        library.attributes,
        years,
        tuple(sorted(switched_on - used)),
    )


def _follows(stream: StreamFile, library: Library) -> set[str]:
    followed = set(stream.follows)
    if stream.family in library.families:
        followed |= set(library.families[stream.family].follows)
    return followed


def last_day(end: date) -> date:
    """The last day of a half-open interval that ends at ``end``."""
    return end - timedelta(days=1)
