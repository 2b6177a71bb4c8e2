"""Limits: each instance with what is spent of it by the plan, and what earlier spending leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from braid.audit.allowance import cents_allowed
from braid.audit.books import Books
from braid.audit.derived.side import Among, Side
from braid.audit.exact import sums
from braid.audit.heads_limit import counts_of
from braid.audit.limit import Dollars, Sums
from braid.audit.pooling import share_of_cost, subjects_of
from braid.audit.spending import OF_AWARD, OF_TIME, Key, Spending
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit
from braid.schema.scenario import Award

_EACH = ("participant", "credential")


class _OfAll(Spending):
    """The spending of a limit with the awards that the plan declines, which spend nothing."""

    def _usable(self, names: Iterable[str]) -> tuple[Award, ...]:
        inputs, books = self.inputs, self.books
        found = (inputs.awards[name] for name in names if name in inputs.committed)
        known = (award for award in found if award.stream in inputs.law.streams)
        return tuple(award for award in known if not books.is_entitlement(award))


def limits(books: Books) -> Iterator[Side]:
    """Every instance of every limit that binds."""
    for homed in books.inputs.law.of_kind("limit"):
        rule = homed.rule
        following = any(name in books.inputs.committed for name in homed.awards)
        if not isinstance(rule, Limit) or not following:
            continue
        spending = _OfAll(books, homed, rule)
        for bound, floor in ((rule.at_most, False), (rule.at_least, True)):
            if bound is None:
                continue
            if rule.serve is not None:
                yield from _heads(homed, rule, spending, bound, floor)
            elif bound.of == "cost":
                yield from _of_cost(homed, rule, spending, bound)
            else:
                one = _Bound(spending, bound, floor)
                yield from one.sides(one.dollars.instances())


def untouched(books: Books, homed: HomedRule) -> Iterator[Side]:
    """Instances of a limit on dollars of which the plan spends nothing, though it might."""
    rule = homed.rule
    assert isinstance(rule, Limit)
    spending = _OfAll(books, homed, rule)
    periods = books.inputs.calendar.periods
    known = {
        spending.key_of(award, subject)
        for award in spending.awards
        for subject in subjects_of(spending, award)
    } | {
        spending.key_of(award, Subject(None, None, award, period.start))  # what it may report
        for award in spending.awards
        for period in periods
    }
    for bound, floor in ((rule.at_most, False), (rule.at_least, True)):
        if bound is not None and rule.serve is None and bound.of != "cost":
            one = _Bound(spending, bound, floor)
            yield from one.sides(known - one.dollars.instances().keys())


def _heads(
    homed: HomedRule, rule: Limit, spending: Spending, bound: Bound, floor: bool
) -> Iterator[Side]:
    """How many people more may be served; nothing of it is money."""
    for owner, key, served, number in counts_of(homed, rule, spending, bound):
        year = next((str(value) for name, value in key if name in OF_TIME), "")
        label = " ".join(part for part in (homed.reach, owner, "heads", year) if part)
        right = (number - served) * 100
        yield Side(homed.id, label, "limit", 0, (right,), ">=" if floor else "<=")


def _of_cost(homed: HomedRule, rule: Limit, spending: Spending, bound: Bound) -> Iterator[Side]:
    """A share of each cost, over all awards of the limit."""
    if bound.share is None:
        return
    books, ledger = spending.books, spending.books.ledger
    charges = spending.charges(spending.awards)
    charges = charges[ledger.cell[charges] >= 0]
    charges = charges[spending.taken(rule.spend, charges)]
    paid = sums(ledger.cell[charges], ledger.cents[charges], len(books.columns)).tolist()
    for left, cell in zip(paid, books.columns.cells, strict=True):
        share = share_of_cost(books, homed, rule, bound.share, cell.start)
        if share is None:
            continue
        who = cell.group.id if cell.group is not None else "shared"
        label = f"{cell.line.id} {who} period {cell.period.index}"
        yield Side(homed.id, label, "limit", left, (share * cell.gross,), needed=left > 0)


class _Bound:
    """One side of a limit on dollars."""

    def __init__(self, spending: Spending, bound: Bound, floor: bool) -> None:
        self.spending, self.books = spending, spending.books
        self.homed, self.rule, self.bound, self.floor = spending.homed, spending.rule, bound, floor
        self.sense = ">=" if floor else "<="
        self.dollars = Dollars(spending, "at_least" if floor else "at_most", bound)

    def sides(self, keys: Iterable[Key]) -> Iterator[Side]:
        """Some instances."""
        for key in sorted(keys, key=str):
            stated = dict(key)
            if "group" in stated and stated["group"] is None:
                continue
            if self.bound.usd is not None or self.bound.attribute is not None:
                yield from self._of_dollars(key)
            elif self.bound.share is not None and self.bound.of in ("award", "allocation"):
                yield from self._of_amount(key)
            elif self.bound.share is not None:
                yield from self._of_spending(key)

    def _side(self, key: Key, left: Fraction | int, right: Fraction | int, what: str = "") -> Side:
        tail, among = self._label(key, what)
        # a floor that earlier spending has reached has no line
        needed = self._planned(key).spend > 0 and (right > 0 or not self.floor)
        return Side(self.homed.id, tail, "limit", left, (right,), self.sense, among, needed=needed)

    def _planned(self, key: Key) -> Sums:
        """What the plan itself spends of an instance."""
        now, before = self.dollars.of_key(key, past=False), self.dollars.of_key(key, past=True)
        return _less(now, before)

    def _of_dollars(self, key: Key) -> Iterator[Side]:
        dollars, planned = self.dollars, self._planned(key).spend
        before = dollars.of_key(key, past=True).spend
        strictest = max if self.floor else min
        cents = cents_allowed(self.spending, self.bound, key, dollars.counted, strictest)
        if cents is None or not dollars.asked(key):
            return
        if not set(_EACH) & set(self.rule.per):
            one = self._side(key, planned, cents - before)
            if not planned and self.bound.yearly:  # which of its awards tells the year is open
                loose = min if self.floor else max
                other = cents_allowed(self.spending, self.bound, key, dollars.counted, loose)
                one = replace(one, rights=(*one.rights, (other or cents) - before))
            yield one
            return
        group = self.books.inputs.groups[dict(key)["group"]]
        each = cents * (self.books.completion(group) if "credential" in self.rule.per else 1)
        left_each = max(Fraction(0), each - Fraction(before, group.participants))
        yield self._side(key, planned, left_each * dollars.people(key))

    def _of_amount(self, key: Key) -> Iterator[Side]:
        dollars = self.dollars
        share = None if self.bound.share is None else dollars.number(self.bound.share, key)
        if share is None:
            return
        planned, before = self._planned(key), dollars.of_key(key, past=True)
        pool = self.spending.awards_in(key, dollars.counted)
        if self.floor:
            left = planned.spend - share * (planned.everything - planned.less)
            right = share * (before.everything - before.less) - before.spend
            yield self._side(key, left, right, "of spent")
            yield from self._floor_of_amount(key, share, pool)
            return
        sure = dollars.amounts(a for a in pool if a.status == "accepted")
        offered = dollars.amounts(a for a in pool if a.status != "accepted" and self.books.used(a))
        fixed = share * (sure - before.less) - before.spend
        mends = fixed < 0 and any(a.status != "accepted" for a in pool)
        left = planned.spend + share * planned.less
        yield self._side(key, left, fixed + share * offered, "of amounts" if mends else "")

    def _floor_of_amount(
        self, key: Key, share: Fraction, pool: tuple[Award, ...]
    ) -> Iterator[Side]:
        """What accepted awards must spend of their amounts."""
        dollars = self.dollars
        now = dollars.sums(dollars.accepted, past=False).get(key, Sums())
        before = dollars.sums(dollars.accepted, past=True).get(key, Sums())
        planned = _less(now, before)
        amounts = dollars.amounts(a for a in pool if a.status == "accepted")
        right = share * (amounts - before.less) - before.spend
        if right > 0 and dollars.asked(key, accepted=True):
            yield self._side(key, planned.spend + share * planned.less, right)

    def _of_spending(self, key: Key) -> Iterator[Side]:
        dollars = self.dollars
        share = None if self.bound.share is None else dollars.number(self.bound.share, key)
        if share is None:
            return
        own, own_before = self._planned(key), dollars.of_key(key, past=True)
        base, base_before = own, own_before
        if self.bound.of == "total":
            kept = tuple(d for d in self.spending.dimensions if d not in OF_AWARD)
            wanted = tuple((d, v) for d, v in key if d not in OF_AWARD)
            everybody = self.spending.all_awards
            base_before = dollars.sums(everybody, past=True, dimensions=kept).get(wanted, Sums())
            now = dollars.sums(everybody, past=False, dimensions=kept).get(wanted, Sums())
            base = _less(now, base_before)
        left = own.spend - share * (base.base - base.less)
        right = share * (base_before.base - base_before.less) - own_before.spend
        yield self._side(key, left, right, "of spent")

    def _label(self, key: Key, what: str) -> tuple[str, Among | None]:
        """The instance's name; without the awards that it begins with, and these."""
        stated, rule = dict(key), self.rule
        parts: list[str] = []
        per: tuple[str, ...] = tuple(rule.per)
        if not per:
            pooled = ("family", "organization", "funding_year")
            per = pooled if self.homed.home == "family" else ("award",)
        elif rule.counts == "all_awards" and set(per) & set(_EACH):
            per = (*(name for name in per if name not in _EACH), "group")
        for name in per:
            if name in ("group", *_EACH):
                parts.append(str(stated["group"]))
            elif name in ("line", "award", "funding_year", *OF_TIME):
                parts.append(str(stated[name]))
            elif name in ("program", "employer", "round"):
                parts.append(str(stated[name] or "none"))
            elif name in ("stream", "family", "organization") and rule.counts == "all_awards":
                parts.append(str(stated[name]))
        if "partnership" in per and stated.get("home"):
            parts.append(stated["home"])
        among = None
        if "award" in per:
            pass
        elif rule.counts == "all_awards":
            parts.insert(0, "+".join(n for n in (self.homed.reach, "all awards") if n))
        else:
            pool = self.spending.awards_in(key, self.dollars.counted)
            charged = self._charged.get(key, frozenset())
            among = Among(frozenset(a.id for a in pool), charged)
        return " ".join([*parts, what] if what else parts), among

    @cached_property
    def _charged(self) -> dict[Key, frozenset[str]]:
        """The awards that are charged in each instance."""
        spending, ledger = self.spending, self.books.ledger
        charges = spending.charges(self.dollars.counted)
        keys, charges, kind = spending.instances(charges, spending.dimensions)
        found: list[set[str]] = [set() for _ in keys]
        for at, payer in set(zip(kind.tolist(), ledger.award[charges].tolist(), strict=True)):
            found[at].add(self.books.numbering.awards[payer].id)
        return dict(zip(keys, map(frozenset, found), strict=True))


def _less(now: Sums, before: Sums) -> Sums:
    return Sums(
        now.spend - before.spend, now.less - before.less, now.base - before.base,
        now.everything - before.everything,
    )  # fmt: skip
