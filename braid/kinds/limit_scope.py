"""What a limit counts: its awards, its entries, and the instances into which they fall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.catalog.law import HomedRule
from braid.catalog.owners import OF_ONE_PARTNERSHIP
from braid.kinds import selection
from braid.kinds.earlier import charged, joined, stated
from braid.kinds.entries import NOWHERE, Entries
from braid.kinds.factors import Place, number_of, place_of
from braid.kinds.grouping import combined, ranked
from braid.kinds.instance_names import PER_HEAD, columns_of, label_of
from braid.kinds.limit_awards import awards_of, counted_by
from braid.kinds.rows import Context
from braid.record import record
from braid.schema.base import Number
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit as Parameters

ANYTHING = Selector()
OF_AWARDS = {"award", "stream", "family", "organization", "funding_year", "partnership"}
OF_DATES = ("fiscal_year", "calendar_year")
"""What falls on the periods of a year's shared charge one by one."""
STATED = ("group", "line")
"""A charge that has none of these is in no instance of a limit that is cut by it."""


@record
class Instance:
    """One instance of a limit: its awards, the positions of its entries, and its name."""

    key: selection.Key
    awards: tuple[str, ...]
    """All that it pools: whether or not anything may be charged to them in it, they count."""
    asked: tuple[str, ...]
    """Of these the ones whose number it is: where charges decide it, those that have any."""
    positions: np.ndarray
    label: str
    of_charges: tuple[tuple[str, int], ...] = ()
    """What the charges decide, and not the awards: group, program, year, … with its value."""
    past: np.ndarray = field(default_factory=lambda: NOWHERE)
    """The positions of what was charged already."""
    over: bool = False
    """Nothing more can be charged in it."""

    @property
    def place(self) -> Place:
        """What numbers of the instance depend on."""
        return place_of(self.of_charges)


def cut_by(names: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """What a limit is cut by; in a portfolio what belongs to one partnership also by that."""
    if not context.inputs.partnerships or not OF_ONE_PARTNERSHIP & set(names):
        return names
    return (*(name for name in names if name != "partnership"), selection.HOME)


def per_of(homed: HomedRule, rule: Parameters) -> tuple[str, ...]:
    """What the instances of a limit are; the default depends on where the rule lives."""
    if rule.per:
        return tuple(rule.per)
    return ("family", "organization", "funding_year") if homed.home == "family" else ("award",)


def entries_of(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context, *, by_period: bool
) -> Entries:
    """The entries of a limit's awards that its effective dates hold."""
    counted = np.flatnonzero(counted_by(homed, bound, context))
    theirs = context.of_awards(counted.tolist(), by_period=by_period)
    return _in_force(homed, rule, context, theirs)


def held(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context, entries: Entries
) -> Entries:
    """Of some entries those of a limit's awards that its effective dates hold."""
    counted = counted_by(homed, bound, context)
    return _in_force(homed, rule, context, entries.take(counted[entries.award]))


def _in_force(homed: HomedRule, rule: Parameters, context: Context, entries: Entries) -> Entries:
    """Of the entries of a limit's awards those that it reaches on its effective dates."""
    mask = context.reached(homed.reach, entries)
    entitled = entitled_groups(homed, rule, context)
    if entitled is not None:
        mask &= np.append(entitled, False)[entries.group]
    if homed.rule.from_ is not None:
        mask &= entries.start >= homed.rule.from_.toordinal()
    if homed.rule.until is not None:
        mask &= entries.start < homed.rule.until.toordinal()
    return entries.take(mask)


def entitled_groups(homed: HomedRule, rule: Parameters, context: Context) -> np.ndarray | None:
    """The groups that a limit which only entitlements follow concerns: those whom one pays."""
    if rule.counts == "own":
        return None
    streams = {context.inputs.awards[a].stream for a in homed.awards}
    entitling = all(context.inputs.law.streams[s].entitlement for s in streams)
    if not entitling:
        return None
    groups = context.codes.groups
    return np.array([any(context.entitled.get((g, s), 0) for s in streams) for g in groups])


def by_period(homed: HomedRule, rule: Parameters) -> bool:
    """Whether a year's shared charge must be cut over its periods to see what belongs where."""
    dated = homed.rule.from_ is not None or homed.rule.until is not None
    return dated or _by_time(rule) or any(name in OF_DATES for name in per_of(homed, rule))


def _by_time(rule: Parameters) -> bool:
    """Whether a limit looks at a part of an award's time."""
    bounds = [b for b in (rule.at_most, rule.at_least) if b is not None]
    selectors = [rule.spend, *(b.base for b in bounds), *(b.less for b in bounds)]
    return any(s is not None and (s.within or s.after) for s in selectors)


@record
class Scope:
    """One bound of a limit with everything that its instances share."""

    homed: HomedRule
    rule: Parameters
    bound: Bound
    context: Context
    cut: bool = False
    """A year's shared charge is cut over its periods, whether or not the limit asks for it."""

    @cached_property
    def entries(self) -> Entries:
        """The entries of the limit's awards."""
        cut = self.cut or by_period(self.homed, self.rule)
        return entries_of(self.homed, self.rule, self.bound, self.context, by_period=cut)

    @cached_property
    def spend(self) -> np.ndarray:
        """Mask of the entries that the limit counts."""
        return selection.selected(self.rule.spend or ANYTHING, self.entries, self.context)

    @cached_property
    def base(self) -> np.ndarray:
        """Mask of the entries that a share is measured against."""
        return selection.selected(self.bound.base or ANYTHING, self.entries, self.context)

    @cached_property
    def less(self) -> np.ndarray | None:
        """Mask of the entries that are taken off the base."""
        if self.bound.less is None:
            return None
        return selection.selected(self.bound.less, self.entries, self.context)

    def number(self, number: Number, instance: Instance, *, floor: bool = False) -> Fraction | None:
        """The bound's number for an instance, with its factors; None where it is not known."""
        return number_of(
            number, self.bound, instance.asked, instance.place, self.context, floor=floor
        )

    def everybody(self, selector: Selector | None, instance: Instance) -> Entries:
        """All committed awards' charges that belong to an instance: what a total looks at."""
        pool = self.context.entries(by_period=by_period(self.homed, self.rule))
        mask = selection.selected(selector or ANYTHING, pool, self.context)
        mask &= self.context.reached(self.homed.reach, pool)
        for name, value in instance.of_charges:
            mask &= selection.keys((name,), pool, self.context, family=False)[0] == value
        return pool.take(mask)

    def earlier(
        self, selector: Selector | None, awards: tuple[str, ...], instance: Instance,
        *, everybody: bool = False,
    ) -> int:  # fmt: skip
        """Cents spent before the plan that an instance counts, of everybody's money if it says."""
        before = stated(self.homed, selector, awards, instance.of_charges, self.context)
        return before + self.charged(selector, instance, awards, everybody=everybody)

    def charged(
        self, selector: Selector | None, instance: Instance, awards: tuple[str, ...] | None = None,
        *, everybody: bool = False,
    ) -> int:  # fmt: skip
        """Cents of actuals that an instance counts, like charges on their cells."""
        past = self.context.past
        if past is None or self.past is None:
            return 0
        found = self.past.take(instance.past)
        if everybody:
            mask = self.context.reached(self.homed.reach, past.entries)
            for name, value in instance.of_charges:
                column = selection.keys((name,), past.entries, self.context, family=False)[0]
                mask &= column == value
            found, awards = past.entries.take(mask), None
        return charged(selector or ANYTHING, awards, found, self.context)

    @cached_property
    def past(self) -> Entries | None:
        """What was charged of the limit's awards in periods that are over."""
        past = self.context.past
        if past is None:
            return None
        return held(self.homed, self.rule, self.bound, self.context, past.entries)

    def _tables(self, used: tuple[str, ...]) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """The keys of all entries, and of what was charged already."""
        entries, family = self.entries, self.homed.home == "family"
        if self.past is None or not len(self.past):
            return selection.keys(used, entries, self.context, family=family), []
        both = joined(entries, self.past)
        table = selection.keys(used, both, self.context, family=family)
        return [c[: len(entries)] for c in table], [c[len(entries) :] for c in table]

    def instances(self) -> Iterator[Instance]:
        """The instances in order of their keys."""
        per = per_of(self.homed, self.rule)
        context, entries = self.context, self.entries
        all_awards = self.rule.counts == "all_awards"
        used = tuple(p for p in per if not (all_awards and p in PER_HEAD)) + (
            ("group",) if all_awards and set(per) & set(PER_HEAD) else ()
        )
        used = cut_by(used, context)
        columns = columns_of(used, family=self.homed.home == "family")
        table, of_past = self._tables(used)
        found = selection.instances(table)
        charged_to = self._charged_to(table) if set(columns) - OF_AWARDS else {}
        past = selection.instances(of_past)
        pools: dict[selection.Key, list[str]] = {}
        there: dict[tuple[selection.Key, int | None], tuple[str, ...]] = {}
        for name in awards_of(self.homed, self.bound, context):
            of_award = (selection.award_key(p, name, context) for p in columns if p in OF_AWARDS)
            pools.setdefault(tuple(of_award), []).append(name)
        of_awards_only = set(columns) <= OF_AWARDS
        if of_awards_only:  # an award without any possible charge still has its own row
            found |= {key: found.get(key, NOWHERE) for key in pools}
        gone = past.keys() - found.keys()
        found |= dict.fromkeys(gone, NOWHERE)
        for key, positions in sorted(found.items()):
            own = tuple((n, v) for n, v in zip(columns, key, strict=True) if n not in OF_AWARDS)
            if any(name in STATED and value < 0 for name, value in own):
                continue
            pool = tuple(v for n, v in zip(columns, key, strict=True) if n in OF_AWARDS)
            home = dict(own).get(selection.HOME)
            if (pool, home) not in there:
                there[pool, home] = self._there(tuple(pools[pool]), home)
            members = asked = there[pool, home]
            charged_already = past.get(key, NOWHERE)
            if not of_awards_only:
                numbers = charged_to.get(key, ())
                if self.past is not None and len(charged_already):
                    numbers = sorted({*numbers, *self.past.award[charged_already].tolist()})
                asked = tuple(context.codes.awards[k] for k in numbers)
            named = (self.homed.reach, "all awards") if all_awards else asked
            seen = (entries, positions) if len(positions) else (self.past, charged_already)
            label = label_of(
                used, key, named, context, cut="partnership" in per, seen=seen,
                pooled=members[0] if all_awards and members else "",
            )  # fmt: skip
            yield Instance(key, members, asked, positions, label, own, charged_already, key in gone)

    def _charged_to(self, table: list[np.ndarray]) -> dict[selection.Key, Sequence[int]]:
        """By key: the awards to which its entries may be charged, in order."""
        if not len(table[0]):
            return {}
        of_keys = ranked(combined(table))
        pairs = ranked(combined([of_keys.rank, self.entries.award]))
        at = pairs.first
        awards = self.entries.award[at].tolist()
        ends = np.cumsum(np.bincount(of_keys.rank[at], minlength=len(of_keys.values))).tolist()
        keys = zip(*(column[of_keys.first].tolist() for column in table), strict=True)
        begins = [0, *ends[:-1]]
        return {key: awards[a:b] for key, a, b in zip(keys, begins, ends, strict=True)}

    def _there(self, awards: tuple[str, ...], home: int | None) -> tuple[str, ...]:
        """Of some awards those that may be charged in a partnership."""
        if home is None:
            return awards
        inputs = self.context.inputs
        name = inputs.partnerships[home].id if home >= 0 else ""
        return tuple(a for a in awards if inputs.owner(a) in ("", name))
