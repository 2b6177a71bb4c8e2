"""What a limit counts: its awards, its entries, and the instances into which they fall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.rows import Context, Entries
from braid.periods import year_start
from braid.record import record
from braid.schema.rules import Bound, Selector
from braid.schema.rules import Limit as Parameters
from braid.schema.scenario import Organization

ANYTHING = Selector()
PER_HEAD = ("participant", "credential")
OF_AWARDS = {"award", "stream", "family", "organization", "funding_year", "partnership"}
YEARS = ("program_year", "fiscal_year")


@record
class Instance:
    """One instance of a limit: its awards, the positions of its entries, and its name."""

    key: selection.Key
    awards: tuple[str, ...]
    positions: np.ndarray
    label: str
    of_charges: tuple[tuple[str, int], ...] = ()
    """What the charges decide, and not the awards: group, program, year, … with its value."""


def awards_of(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> tuple[str, ...]:
    """The awards that a limit counts; a share of the allocation concerns its holder only."""
    pool = context.codes.awards if rule.counts == "all_awards" else homed.awards
    if not any(a in context.inputs.committed for a in homed.awards):
        return ()  # the terms of money that is not committed bind nobody yet
    found = [a for a in pool if a in context.codes.award_index]
    if bound.of == "allocation":
        found = [a for a in found if context.inputs.holds_allocation(context.inputs.awards[a])]
    return tuple(found)


def per_of(homed: HomedRule, rule: Parameters) -> tuple[str, ...]:
    """What the instances of a limit are; the default depends on where the rule lives."""
    if rule.per:
        return tuple(rule.per)
    return ("family", "organization", "funding_year") if homed.home == "family" else ("award",)


def entries_of(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context, *, by_period: bool
) -> Entries:
    """The entries of a limit's awards that its effective dates hold."""
    entries = context.entries(by_period=by_period)
    numbers = [context.codes.award_index[a] for a in awards_of(homed, rule, bound, context)]
    counted = np.zeros(len(context.codes.awards), dtype=bool)
    counted[numbers] = True
    mask = counted[entries.award]
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
    streams = {context.inputs.awards[a].stream for a in homed.awards}
    entitling = all(context.inputs.law.streams[s].entitlement for s in streams)
    if rule.counts == "own" or not entitling:
        return None
    groups = context.codes.groups
    return np.array([any(context.entitled.get((g, s), 0) for s in streams) for g in groups])


def by_period(homed: HomedRule, rule: Parameters) -> bool:
    """Whether a year's shared charge must be cut over its periods to see what belongs where."""
    dated = homed.rule.from_ is not None or homed.rule.until is not None
    return dated or "fiscal_year" in per_of(homed, rule)


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

    def everybody(self, selector: Selector | None, instance: Instance) -> Entries:
        """All committed awards' charges that belong to an instance: what a total looks at."""
        pool = self.context.entries(by_period=by_period(self.homed, self.rule))
        mask = selection.selected(selector or ANYTHING, pool, self.context)
        for name, value in instance.of_charges:
            mask &= selection.keys((name,), pool, self.context, family=False)[0] == value
        return pool.take(mask)

    def earlier(
        self, selector: Selector | None, awards: tuple[str, ...], instance: Instance
    ) -> int:
        """Cents spent before the horizon that an instance counts.

        Of a program or fiscal year only when the horizon begins inside it; of a group, a
        program, an employer or a round nothing, because nobody has stated for whom it was.
        """
        inputs, rule = self.context.inputs, self.homed.rule
        first = inputs.calendar.first
        if rule.until is not None and rule.until < first:
            return 0
        if rule.from_ is not None and rule.from_ >= first:
            return 0
        if any(name not in YEARS for name, _ in instance.of_charges):
            return 0
        total = 0
        for award in awards:
            stated = inputs.awards[award]
            starts = [
                _year_start(name, inputs.organizations[inputs.recipient(stated)], first)
                for name, _ in instance.of_charges
            ]
            values = [value for _, value in instance.of_charges]
            if any(s == first or s.year != v for s, v in zip(starts, values, strict=True)):
                continue
            total += selection.spent_before(selector, stated, self.context)
        return total

    def instances(self) -> Iterator[Instance]:
        """The instances in order of their keys."""
        per = per_of(self.homed, self.rule)
        context, entries = self.context, self.entries
        names = awards_of(self.homed, self.rule, self.bound, context)
        all_awards = self.rule.counts == "all_awards"
        used = tuple(p for p in per if not (all_awards and p in PER_HEAD)) + (
            ("group",) if all_awards and set(per) & set(PER_HEAD) else ()
        )
        table = selection.keys(used, entries, context, family=self.homed.home == "family")
        found = selection.instances(table)
        of_awards: dict[selection.Key, list[str]] = {}
        of_awards_only = set(used) <= OF_AWARDS
        if of_awards_only:  # an award without any possible charge still has its own row
            for name in names:
                key = tuple(selection.award_key(p, name, context) for p in used) or (0,)
                of_awards.setdefault(key, []).append(name)
                found.setdefault(key, np.empty(0, dtype=np.int64))
        for key, positions in sorted(found.items()):
            if of_awards_only:
                members = tuple(of_awards.get(key, ()))
            else:
                numbers = np.flatnonzero(np.bincount(entries.award[positions]))
                members = tuple(context.codes.awards[k] for k in numbers)
            shown = ("all awards",) if all_awards else members
            own = _of_charges(used, key)
            yield Instance(key, members, positions, _label(used, key, shown, context), own)


def _of_charges(used: tuple[str, ...], key: selection.Key) -> tuple[tuple[str, int], ...]:
    """What the charges of an instance share, by name; a head count's scope is left out."""
    found: list[tuple[str, int]] = []
    at = 0
    for name in used:
        if name not in OF_AWARDS:
            found.append(("group" if name in PER_HEAD else name, key[at]))
        at += 2 if name in PER_HEAD else 1
    return tuple(found)


def _year_start(name: str, recipient: Organization, day: date) -> date:
    """First day of the program year, or of the recipient's fiscal year, that holds ``day``."""
    if name == "program_year":
        return year_start(day, 7)
    month, first = (int(part) for part in recipient.fiscal_year_start.split("-"))
    return year_start(day, month, first)


def _label(
    used: tuple[str, ...], key: selection.Key, awards: tuple[str, ...], context: Context
) -> str:
    parts: list[str] = []
    at = 0
    for name in used:
        value = key[at]
        if name in ("group", "participant", "credential"):
            parts.append(context.codes.groups[value] if value >= 0 else "shared")
            at += 1 if name == "group" else 2
            continue
        if name in ("program_year", "fiscal_year", "funding_year"):
            parts.append(str(value))
        elif name == "award":
            parts.append(context.codes.awards[value])
        at += 1
    if not any(n == "award" for n in used):
        parts.insert(0, "+".join(awards))
    return " ".join(p for p in parts if p)
