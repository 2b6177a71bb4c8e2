"""Two rules side by side: who follows both, when both hold, what their numbers are about."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal

from braid.catalog.checks.rule_orders import followers_of
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.schema import rules as schema
from braid.schema.base import Number
from braid.schema.rule_base import Bound, RuleBase, Selector

Level = int
FILE, OVERLAY, AWARD = 0, 1, 2
"""Who says it: the stream, family or set; a state on top of it; one award's terms."""


def level_of(view: View, site: Site) -> Level:
    """Whose rule it is."""
    if site.document is view.document:
        return AWARD
    base = next((k for k in ("stream", "family", "set") if k in site.document.data), None)
    return OVERLAY if base is None else FILE


class Pairs:
    """Rules of one kind that some stream follows together, in the order in which they stand."""

    def __init__(self, view: View, found: list[Site]) -> None:
        self.view = view
        self.found = found
        self._followers = {id(site): followers_of(view, site) for site in found}

    def of_kind(self, kind: type[RuleBase]) -> Iterator[tuple[Site, Site]]:
        """Each two binding rules of a kind that hold for the same money at the same time."""
        sites = [s for s in self.found if isinstance(s.rule, kind) and s.rule.binds]
        for index, later in enumerate(sites):
            for first in sites[:index]:
                if self.together(first, later) and overlap(first.rule, later.rule):
                    yield first, later

    def together(self, one: Site, other: Site) -> bool:
        """Whether any award follows both."""
        if one.document is other.document and one.document is self.view.document:
            return one.home == other.home
        same_home = one.home == other.home and one.document is not self.view.document
        return same_home or bool(self._followers[id(one)] & self._followers[id(other)])


def overlap(one: RuleBase, other: RuleBase) -> bool:
    """Whether two rules hold on any day together."""
    begins = max(one.from_ or date.min, other.from_ or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return begins < ends


def values_together(one: Number | None, other: Number | None) -> Iterator[tuple[Decimal, Decimal]]:
    """What two numbers are at the same time; nothing where their versions go by other clocks."""
    if one is None or other is None:
        return
    if isinstance(one, Decimal) or isinstance(other, Decimal) or one.clock == other.clock:
        for when in sorted({*_begins(one), *_begins(other)}):
            first, second = _at(one, when), _at(other, when)
            if first is not None and second is not None:
                yield first, second


def _begins(number: Number) -> list[date]:
    return [date.min] if isinstance(number, Decimal) else [v.from_ for v in number.versions]


def _at(number: Number, when: date) -> Decimal | None:
    if isinstance(number, Decimal):
        return number
    begun = [version.value for version in number.versions if version.from_ <= when]
    return begun[-1] if begun else None


def number_of(bound: Bound) -> tuple[str, Number] | None:
    """The number of a bound, and what it counts; None for what groups state themselves."""
    for name in ("usd", "count", "share"):
        number = getattr(bound, name)
        if number is not None:
            return name, number
    return None


def shape(view: View, site: Site, bound: Bound) -> Hashable:
    """What a limit is about, whatever its number: limits of one shape speak of the same thing."""
    rule = site.rule
    assert isinstance(rule, schema.Limit)
    stated = number_of(bound)
    per = rule.per or (
        ("family", "organization", "funding_year")
        if site.home in view.library.families
        else ("award",)
    )
    return (
        chosen(view, rule.spend), chosen(view, rule.serve), frozenset(per), rule.counts,
        stated and stated[0], bound.of, chosen(view, bound.base), chosen(view, bound.less),
        bound.times, bound.yearly,
    )  # fmt: skip


def chosen(view: View, selector: Selector | None) -> Hashable:
    """What a selector takes, so that two ways of writing it are the same."""
    if selector is None:
        return None
    names = selector.category
    expand = view.library.categories.expand
    return (
        None if names is None else expand(names), selector.who, selector.where, selector.direct,
        None if selector.origin is None else frozenset(selector.origin), selector.within,
        selector.after,
    )  # fmt: skip
