"""Caps and floors on dollars and on participants, over every base and scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Literal

from braid.audit.allowance import cents_allowed
from braid.audit.books import Books
from braid.audit.exact import sums
from braid.audit.findings import Row, usd
from braid.audit.floors import may_be_selected
from braid.audit.heads_limit import rows_about_people
from braid.audit.pooling import committed, pooled
from braid.audit.share_each import shares_of_costs
from braid.audit.spending import OF_AWARD, Key, Spending
from braid.catalog.law import HomedRule
from braid.record import working_record
from braid.schema.base import Number
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit
from braid.schema.scenario import Award

Side = Literal["at_most", "at_least"]


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every row of a limit."""
    rule = homed.rule
    if not isinstance(rule, Limit) or not any(a in books.inputs.committed for a in homed.awards):
        return
    spending = Spending(books, homed, rule)
    sides: tuple[tuple[Side, Bound | None], ...] = (
        ("at_most", rule.at_most),
        ("at_least", rule.at_least),
    )
    for side, bound in sides:
        if bound is None:
            continue
        if rule.serve is not None:
            yield from rows_about_people(homed, rule, spending, side, bound)
        if rule.spend is not None or rule.serve is None:
            yield from Dollars(spending, side, bound).rows()


def _spared(now: Row, then: Row) -> Row:
    """A row that earlier spending alone breaks is named, not held against a plan that adds none."""
    if now.holds or then.holds or abs(now.left - now.right) > abs(then.left - then.right):
        return now
    return now._replace(says="Spending before the horizon already breaks the limit", gentle=True)


@working_record
class Sums:
    """Cents of an instance: what its limit counts, what it leaves out, the base, and everything."""

    spend: int = 0
    less: int = 0
    base: int = 0
    everything: int = 0


class Dollars:
    """One side of a limit on dollars."""

    def __init__(self, spending: Spending, side: Side, bound: Bound) -> None:
        self.spending = spending
        self.books = spending.books
        self.rule = spending.rule
        self.side = side
        self.bound = bound
        self.sense: Literal["<=", ">="] = "<=" if side == "at_most" else ">="
        self._known: dict[tuple[object, ...], tuple[tuple[Award, ...], dict[Key, Sums]]] = {}
        self._asked: dict[bool, frozenset[Key]] = {}

    def rows(self) -> Iterator[Row]:
        """The rows of every instance."""
        if self.bound.share is not None and self.bound.of == "cost":
            yield from shares_of_costs(self.spending, self.bound.share)
        earlier = self.sums(self.counted, past=True)
        for key in sorted(self.instances(), key=str):
            rows = list(self._of_instance(key, past=False))
            if key in earlier and not all(row.holds for row in rows):
                before = list(self._of_instance(key, past=True))
                if len(before) == len(rows):  # as long as the same is told of both
                    rows = [_spared(now, then) for now, then in zip(rows, before, strict=True)]
            yield from rows

    def _of_instance(self, key: Key, past: bool) -> Iterator[Row]:
        """The rows of an instance, or what they would be with earlier spending alone."""
        if self.bound.usd is not None or self.bound.attribute is not None:
            yield from self._of_dollars(key, past)
        if self.bound.share is not None:
            if self.bound.of in ("award", "allocation"):
                yield from self._of_amount(key, past, self.bound.share)
            elif self.bound.of in ("spent", "total"):
                yield from self._of_spending(key, past, self.bound.share)

    @cached_property
    def counted(self) -> tuple[Award, ...]:
        return self._holding(self.spending.awards)

    def _holding(self, awards: Iterable[Award]) -> tuple[Award, ...]:
        """Of some awards those that the bound is about."""
        holds = self.books.inputs.holds_allocation
        return tuple(a for a in awards if self.bound.of != "allocation" or holds(a))

    @cached_property
    def accepted(self) -> tuple[Award, ...]:
        return tuple(award for award in self.counted if award.status == "accepted")

    def asked(self, key: Key, *, accepted: bool = False) -> bool:
        """Whether a floor in dollars is asked: where charges decide, only of what may be charged.

        Awards that the plan declines might have been charged too.
        """
        if self.side == "at_most" or {dimension for dimension, _ in key} <= set(OF_AWARD):
            return True
        if accepted not in self._asked:
            among = committed(self.books, self.spending.homed, self.rule)
            some = [a for a in among if a.status == "accepted" or not accepted]
            self._asked[accepted] = frozenset(may_be_selected(self.spending, self._holding(some)))
        return key in self._asked[accepted]

    def instances(self) -> dict[Key, None]:
        """The instances of what the limit's awards spend; those of awards alone without it too."""
        dimensions = self.spending.dimensions
        awards = self.counted
        found: dict[Key, None] = {}
        if all(d in OF_AWARD for d in dimensions):
            for award in awards:
                found[tuple((d, self.spending.of_award(d, award)) for d in dimensions)] = None
        found.update(dict.fromkeys(self.sums(awards, past=False)))
        return found

    def sums(
        self, awards: tuple[Award, ...], past: bool, dimensions: tuple[str, ...] | None = None
    ) -> dict[Key, Sums]:
        """What each instance holds of some awards, or only of their earlier spending."""
        dimensions = self.spending.dimensions if dimensions is None else dimensions
        name = (id(awards), past, dimensions)
        if name not in self._known:
            found = {} if past else self._of_charges(awards, dimensions)
            for part, selector in self._selectors():
                before = self.spending.before(awards, selector, dimensions)
                for key, cents in before.items():
                    at = found.setdefault(key, Sums())
                    setattr(at, part, getattr(at, part) + cents)
            # the awards are kept, so that no others can take their identity
            self._known[name] = awards, found
        return self._known[name][1]

    def _of_charges(
        self, awards: tuple[Award, ...], dimensions: tuple[str, ...]
    ) -> dict[Key, Sums]:
        charges = self.spending.charges(awards)
        keys, charges, kind = self.spending.instances(charges, dimensions)
        found = {key: Sums() for key in keys}
        for part, selector in self._selectors():
            taken = self.spending.taken(selector, charges)
            cents = self.books.ledger.cents[charges[taken]]
            for key, total in zip(keys, sums(kind[taken], cents, len(keys)).tolist(), strict=True):
                setattr(found[key], part, total)
        return found

    def _selectors(self) -> list[tuple[str, Selector | None]]:
        """What is summed; without a selector everything is, but nothing is left out."""
        found = [("spend", self.rule.spend), ("base", self.bound.base), ("everything", None)]
        return found if self.bound.less is None else [*found, ("less", self.bound.less)]

    def of_key(self, key: Key, past: bool) -> Sums:
        return self.sums(self.counted, past).get(key, Sums())

    def number(self, number: Number, key: Key) -> Fraction | None:
        """The number of an instance: where its awards have several, the stricter."""
        awards = pooled(self.spending, key, self.counted, number, yearly=False)
        questions = self.books.questions
        found = [questions.number(number, a, self.spending.cost_day(key, a)) for a in awards]
        known = [n for n in found if n is not None]
        if not known:
            return None
        return min(known) if self.side == "at_most" else max(known)

    def _row(
        self, key: Key, left: Fraction | int, right: Fraction | int, base: str, *,
        counted: bool, gentle: bool = False,
    ) -> Row:  # fmt: skip
        instance = ", ".join(f"{d} {v}" for d, v in key) or "all"
        says = "Spending that the limit counts" + (f" against {base}" if base else "")
        return Row(
            says, instance, instance, usd(left), self.sense, usd(right),
            counted=int(counted), gentle=gentle,
        )  # fmt: skip

    def _of_dollars(self, key: Key, past: bool) -> Iterator[Row]:
        spent = self.of_key(key, past).spend
        strictest = min if self.side == "at_most" else max
        counted = self.counted
        cents = cents_allowed(self.spending, self.bound, key, counted, strictest)
        if not self.asked(key):
            return
        if cents is None:
            looks_at = [n for n in (self.bound.attribute, self.bound.times) if n is not None]
            if looks_at and spent > 0:
                base = f"an unknown {' or '.join(looks_at)}"
                yield self._row(key, spent, 0, base, counted=False, gentle=True)
            return
        floor = self.side == "at_least"
        if not {"participant", "credential"} & set(self.rule.per):
            yield self._row(key, spent, cents, "dollars", counted=spent > 0 or floor, gentle=floor)
            return
        yield from self._for_each(key, spent, cents, past)

    def _for_each(self, key: Key, spent: int, cents: Fraction, past: bool) -> Iterator[Row]:
        """The rows of so much for each person, or each completer; what each has had counts."""
        floor = self.side == "at_least"
        before = self.of_key(key, past=True).spend
        group = self.books.inputs.groups[dict(key)["group"]]
        completing = self.books.completion(group) if "credential" in self.rule.per else Fraction(1)
        people = self.people(key)
        if not before:
            for_each = people * completing
            base = f"{usd(cents)} dollars for each of {for_each}"
            right = cents * for_each
            yield self._row(key, spent, right, base, counted=spent > 0 or floor, gentle=floor)
            return
        each, had = cents * completing, Fraction(before, group.participants)
        base = f"{usd(each)} dollars for each of {people} less {usd(had)} that each has had"
        now = 0 if past else spent - before
        right = max(Fraction(0), each - had) * people
        yield self._row(key, now, right, base, counted=now > 0 or floor, gentle=floor)
        if had > each and not floor:
            base = f"{usd(each)} dollars for each of {group.participants}"
            right = each * group.participants
            yield self._row(key, before, right, base, counted=False, gentle=True)

    def people(self, key: Key) -> Fraction:
        """Participants whom the instance's dollars are for."""
        stated = dict(key)
        group = self.books.inputs.groups[stated["group"]]
        if self.rule.counts == "all_awards":
            return Fraction(group.participants)
        if self.spending.homed.home == "family":
            awards = self.spending.awards_in(key, self.spending.awards)
            systems = {self.books.streams.system[a.stream] for a in awards}
            return Fraction(max(self.books.recorded(group.id, s) for s in systems))
        return Fraction(self.books.served(group.id, stated["stream"]))

    def _of_amount(self, key: Key, past: bool, number: Number) -> Iterator[Row]:
        share = self.number(number, key)
        awards = self.spending.awards_in(key, self.counted)
        if share is None or not awards:
            return
        own = self.of_key(key, past)
        spent, less, everything = own.spend, own.less, own.everything
        base = f"{self.bound.of} amounts"
        if self.side == "at_most":
            right = share * (self.amounts(awards) - less)
            yield self._row(key, spent, right, base, counted=spent > 0)
            return
        right = share * (everything - less)
        yield self._row(key, spent, right, "what is spent", counted=everything > 0)
        if not self.asked(key, accepted=True):
            return
        sure = self.sums(self.accepted, past).get(key, Sums())
        amounts = self.amounts(a for a in awards if a.status == "accepted")
        target = share * (amounts - sure.less)
        yield self._row(key, sure.spend, target, base, counted=False, gentle=True)

    def amounts(self, awards: Iterable[Award]) -> int:
        total = 0
        for award in awards:
            amount = award.amount
            if self.bound.of == "allocation" and award.allocation is not None:
                amount = award.allocation
            total += int((amount or 0) * 100)
        return total

    def _of_spending(self, key: Key, past: bool, number: Number) -> Iterator[Row]:
        share = self.number(number, key)
        if share is None:
            return
        own = base = self.of_key(key, past)
        if self.bound.of == "total":
            kept = tuple(d for d in self.spending.dimensions if d not in OF_AWARD)
            wanted = tuple((d, v) for d, v in key if d not in OF_AWARD)
            everyone = self.sums(self.spending.all_awards, past=False, dimensions=kept)
            base = everyone.get(wanted, Sums())
        right = share * (base.base - base.less)
        counted = base.base > base.less if self.side == "at_least" else own.spend > 0
        yield self._row(key, own.spend, right, f"what is {self.bound.of}", counted=counted)
