"""A shared cost is paid at most in proportion to the participants whom the stream serves.

2 CFR 200.405(d). Weighted by the periods in which participants are active, summed
over the program year; a person in two streams of one record system counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.benefit_past import after_actuals
from braid.kinds.block import NOTHING, Block
from braid.kinds.grouping import Ranks, combined, order, ranked
from braid.kinds.past import Past
from braid.kinds.rows import Context
from braid.kinds.tables import Spreads
from braid.kinds.unions import days, unions
from braid.record import record
from braid.schema.rules import Benefit as Parameters

NOBODY = -2
"""In place of a head count: the row is held against the whole part of the group."""


def benefit_rule(inputs: Inputs, award: str, category: str) -> HomedRule | None:
    """The benefit rule that an award follows for a category of shared cost."""
    for homed in inputs.law.of_kind("benefit", award):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        if not rule.for_ or category in inputs.law.categories.expand(rule.for_):
            return homed
    return None


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Per award, per stream, per record system and in all: at most the served part of the share.

    Of a stream, a system and all also for those whose cells lie among fewer than those of all.
    """
    if not rules:
        return
    ever = context.as_ever
    pools = np.flatnonzero(ever.charges.spread >= 0)
    for named, own in _by_partnership(rules, pools, ever):
        block = Block("benefit", named.id)
        if len(own):
            _write(block, own, ever, None if context.past is None else context)
        yield block
    if len(pools) and context.past is not None:
        inputs = context.inputs
        yield after_actuals(
            rules[0].id, pools, context, context.past,
            lambda award, category: benefit_rule(inputs, award, category) is not None,
        )  # fmt: skip


def _by_partnership(
    rules: tuple[HomedRule, ...], pools: np.ndarray, context: Context
) -> Iterator[tuple[HomedRule, np.ndarray]]:
    """The charges of each partnership, with a rule that an award of theirs follows."""
    inputs = context.inputs
    if not inputs.partnerships:
        yield rules[0], pools
        return
    place = {member.id: k for k, member in enumerate(inputs.partnerships)}
    homes = np.array([place.get(inputs.partnership(name), -1) for name in context.codes.lines])
    of_pools = homes[context.charges.line[pools]]
    for number, member in enumerate(inputs.partnerships):
        named = (r for r in rules if any(inputs.owner(a) in ("", member.id) for a in r.awards))
        own = pools[of_pools == number]
        yield next(named, rules[0]), own


@record
class _Level:
    """How the charges of a line, year and group fall into parts, and what a part's row names."""

    scope: np.ndarray
    """What the charges of one part have in common."""
    heads: np.ndarray
    """The head count against which a charge's part is held, or ``NOBODY``."""
    names: tuple[str, ...]
    name: np.ndarray


def _levels(pools: np.ndarray, context: Context) -> tuple[_Level, ...]:
    """Each charge alone, then streams, record systems, and everything."""
    codes = context.codes
    group, award = context.charges.group[pools], context.charges.award[pools]
    stream = codes.stream_of[award]
    system = codes.system_of[stream]
    served, nothing = context.served_table[group, stream], np.zeros(len(pools), dtype=np.int64)
    return (
        _Level(np.arange(len(pools)), served, codes.awards, award),
        _Level(stream, served, codes.streams, stream),
        _Level(system, context.recorded_table[group, system], codes.systems, system),
        _Level(nothing, nothing + NOBODY, ("all federal",), nothing),
    )


class _Spans:
    """Over which cells charges run together, by number."""

    def __init__(self, spreads: Spreads, spread: np.ndarray) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}
        self._narrower: dict[frozenset[int], list[tuple[int, frozenset[int]]]] = {}
        asked = ranked(spread)
        first, end = spreads.start[asked.values], spreads.start[asked.values + 1]
        ranges = zip(first.tolist(), end.tolist(), strict=True)
        each = [self._number(tuple(spreads.cell[a:b].tolist())) for a, b in ranges]
        self._of_charge = np.array(each, dtype=np.int64)[asked.rank]

    def _number(self, cells: tuple[int, ...]) -> int:
        return self._numbers.setdefault(cells, len(self._numbers))

    @property
    def cells(self) -> list[tuple[int, ...]]:
        """The cells of every number."""
        return list(self._numbers)

    def of(self, parts: Ranks) -> np.ndarray:
        """For each part of the charges the cells of all its charges."""
        members, bounds = parts.groups()
        each = self._of_charge[members]
        found = np.minimum.reduceat(each, bounds[:-1])
        cells = self.cells
        for part in np.flatnonzero(found != np.maximum.reduceat(each, bounds[:-1])).tolist():
            among = set(each[bounds[part] : bounds[part + 1]].tolist())
            found[part] = self._number(tuple(sorted({c for k in among for c in cells[k]})))
        return found

    def narrower(self, parts: Ranks) -> Iterator[tuple[int, np.ndarray]]:
        """Unions of some of a part's spans, but not of all, and the charges within each."""
        members, bounds = parts.groups()
        each = self._of_charge[members]
        least = np.minimum.reduceat(each, bounds[:-1])
        for part in np.flatnonzero(least != np.maximum.reduceat(each, bounds[:-1])).tolist():
            here = slice(bounds[part], bounds[part + 1])
            for number, within in self._unions(frozenset(each[here].tolist())):
                yield number, members[here][[k in within for k in each[here].tolist()]]

    def _unions(self, among: frozenset[int]) -> list[tuple[int, frozenset[int]]]:
        """The numbers of such unions, and of the spans within each."""
        known = self._narrower.get(among)
        if known is None:
            cells = self.cells
            spans = {number: frozenset(cells[number]) for number in sorted(among)}
            whole = frozenset[int]().union(*spans.values())
            known = self._narrower[among] = [
                (
                    self._number(tuple(sorted(one))),
                    frozenset(k for k, span in spans.items() if span <= one),
                )
                for one in unions(spans.values())
                if one != whole
            ]
        return known


class _Parts(NamedTuple):
    """What has a row, in order of place, and the charges that stand in each row."""

    first: np.ndarray
    """The first charge of each part."""
    heads: np.ndarray
    span: np.ndarray
    names: list[str]
    column: np.ndarray
    row: np.ndarray
    """For each column the number of its row."""


def _parts(pools: np.ndarray, place: Ranks, spans: _Spans, context: Context) -> _Parts:
    """Each charge alone; then each part of a level that has several parts of the one before.

    So too what of it lies among fewer cells than all of it.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    terms: list[tuple[np.ndarray, np.ndarray]] = []
    names: list[str] = []
    before = parted = np.arange(len(pools))
    for level in _levels(pools, context):
        parts = ranked(combined([place.rank, level.scope]))
        several = np.bincount(parts.rank[before]) > 1
        before = parts.first
        written = np.flatnonzero(several) if names else np.arange(len(before))
        number = np.full(len(before), -1)
        number[written] = np.arange(len(names), len(names) + len(written))
        row = number[parts.rank]
        terms.append((pools[row >= 0], row[row >= 0]))
        first = before[written]
        found.append((first, level.heads[first], spans.of(parts)[written]))
        names += [level.names[k] for k in level.name[first].tolist()]
        for union, within in spans.narrower(parts):
            if len(np.unique(parted[within])) > 1:
                one = within[:1]
                terms.append((pools[within], np.full(len(within), len(names))))
                found.append((one, level.heads[one], np.array([union])))
                named = level.names[level.name[within[0]]]
                names.append(f"{named}, {days(context.cells, spans.cells[union])}")
        parted = parts.rank
    first, heads, span = (np.concatenate(columns) for columns in zip(*found, strict=True))
    column, row = (np.concatenate(columns) for columns in zip(*terms, strict=True))
    by_place = order(place.rank[first], len(place.values))
    moved = np.empty_like(by_place)
    moved[by_place] = np.arange(len(by_place))
    names = [names[k] for k in by_place.tolist()]
    return _Parts(first[by_place], heads[by_place], span[by_place], names, column, moved[row])


def _write(block: Block, pools: np.ndarray, context: Context, now: Context | None) -> None:
    """Charges at most the part of the cells that is the group's, or of those it serves.

    ``context`` is that of all periods, ``now`` the one after some are over: a charge falls on all
    cells of its year alike, so it stands for as much more as the closed ones cost.
    """
    charges, codes = context.charges, context.codes
    columns = (charges.line[pools], charges.year[pools], charges.group[pools])
    place = ranked(combined(columns))
    spans = _Spans(context.spreads, charges.spread[pools])
    first, heads, span, names, column, row = _parts(pools, place, spans, context)
    group = columns[2][first]
    each = ranked(combined([span, group]))
    of_each = group[each.first].tolist()
    of_spans, people = spans.cells, [g.participants for g in context.inputs.groups.values()]
    whole = [
        context.benefit_shares.of(of_spans[k]).get(of, NOTHING)
        for k, of in zip(span[each.first].tolist(), of_each, strict=True)
    ]
    sides = [NOTHING] * len(first)
    for k in np.flatnonzero(heads == NOBODY).tolist():
        sides[k] = whole[each.rank[k]]
    opened = None
    if now is not None and now.past is not None:
        opened = opened_of(column, context, now, now.past)
        for at, more in zip(row[opened.there].tolist(), opened.more, strict=True):
            sides[at] += more
    of_places = (codes_of[place.first].tolist() for codes_of in columns)
    places = [
        f"{codes.lines[line]} {year} {codes.groups[of]}"
        for line, year, of in zip(*of_places, strict=True)
    ]
    labels = [
        f"{places[at]} {name}" for at, name in zip(place.rank[first].tolist(), names, strict=True)
    ]
    numbers = block.many("<=", sides, labels)
    served = np.flatnonzero(heads != NOBODY)
    per_head = [-part / people[of] for part, of in zip(whole, of_each, strict=True)]
    block.values(numbers[served], heads[served], per_head, each.rank[served])
    if opened is not None:
        row, column, num, den = row[opened.there], opened.column, opened.num, opened.den
    else:
        num = den = np.ones(len(column), dtype=np.int64)
    block.add(numbers[row], column, num, den)


@record
class Opened:
    """What some charges of a year stand for when some of its periods are over."""

    there: np.ndarray
    """The places of the charges of which something is left."""
    column: np.ndarray
    num: np.ndarray
    den: np.ndarray
    more: tuple[Fraction, ...]
    """Cents that whole cents may have moved to the open cells, in the same terms."""


def opened_of(column: np.ndarray, context: Context, now: Context, past: Past) -> Opened:
    """``column`` are charges of ``context``, that of all periods."""
    charges, spreads = context.charges, context.spreads
    cost = now.cells.cost[spreads.cell]
    left = np.add.reduceat(cost, spreads.start[:-1])
    cells = np.add.reduceat((cost > 0).astype(np.int64), spreads.start[:-1])
    there = np.flatnonzero(past.column[column] >= 0)
    column = column[there]
    spread = charges.spread[column]
    num, den = spreads.total[spread], left[spread]
    common = np.gcd(num, den)
    num, den = num // common, den // common
    fields = (charges.line, charges.year, charges.group, charges.award)
    keys = zip(*(values[column].tolist() for values in fields), strict=True)
    more = tuple(
        Fraction(k * n, d) if key in past.named else NOTHING
        for key, k, n, d in zip(
            keys, cells[spread].tolist(), num.tolist(), den.tolist(), strict=True
        )
    )
    return Opened(there, past.column[column], num, den, more)
