"""Guess facts that meet conditions: one value for each, so that all of them hold together.

What was answered stays. A fact that nobody has said takes the value that is usual, if the
conditions leave it; else one of the values that they name, or one just within their bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from braid.catalog.conditions import holds
from braid.catalog.drafting.wanted import Fact, Site, Wanted
from braid.catalog.values import Clock, value_at
from braid.record import record
from braid.schema.base import Versioned
from braid.schema.expression import names_in
from braid.schema.predicate import AllOf, AnyOf, Compare, Not, Predicate, attributes_of

MOST = 3_000
"""So many steps are taken for the conditions of one award; then they are gone through singly."""


@record
class Known:
    """What is said, and what is usual, of each fact."""

    said: Mapping[Fact, Any]
    usual: Callable[[Fact], tuple[Any, ...]]
    """Values to try first; none for a fact that a scenario cannot state."""
    statable: Callable[[Fact], bool]
    clock: Clock


@record
class _Open:
    """A condition that has yet to be met."""

    condition: Predicate
    site: Site


@record
class _Met:
    """A comparison that the guesses meet, and of which facts it is."""

    test: Predicate
    site: Site
    facts: frozenset[Fact]


class Guesses:
    """The facts that were guessed so far."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.facts: dict[Fact, Any] = {}
        self._met: tuple[_Met, ...] = ()
        self._steps = 0

    def best(self, fact: Fact) -> Any:
        """What is said or was guessed, or else what is usual."""
        known = self.known.said.get(fact, self.facts.get(fact))
        return next(iter(self.known.usual(fact)), None) if known is None else known

    def meet(self, wanted: list[Wanted]) -> list[Wanted]:
        """Guess so that all of some conditions hold; those that cannot, one by one, come back."""
        if self._take([_Open(one.condition, one.site) for one in wanted]):
            return []
        return [one for one in wanted if not self._take([_Open(one.condition, one.site)])]

    def _take(self, open_: list[_Open]) -> bool:
        self._steps = MOST
        found = self._search(open_, dict(self.facts), self._met)
        if found is None:
            return False
        self.facts, self._met = found
        return True

    def _search(
        self, open_: list[_Open], facts: dict[Fact, Any], met: tuple[_Met, ...]
    ) -> tuple[dict[Fact, Any], tuple[_Met, ...]] | None:
        self._steps -= 1
        if self._steps < 0:
            return None
        if not open_:
            return facts, met
        first, rest = open_[0], open_[1:]
        condition, site = first.condition, first.site
        if isinstance(condition, AllOf):
            return self._search([*(_Open(p, site) for p in condition.parts), *rest], facts, met)
        if isinstance(condition, AnyOf):
            # what holds already needs no further guess
            parts = sorted(condition.parts, key=lambda part: not self._holds(part, site, facts))
            for part in parts:
                found = self._search([_Open(part, site), *rest], facts, met)
                if found is not None:
                    return found
            return None
        if isinstance(condition, Not) and not isinstance(condition.part, Compare):
            return self._search([_Open(_turned(condition.part), site), *rest], facts, met)
        return self._compare(condition, site, rest, facts, met)

    def _compare(
        self, test: Predicate, site: Site, rest: list[_Open], facts: dict[Fact, Any],
        met: tuple[_Met, ...],
    ) -> tuple[dict[Fact, Any], tuple[_Met, ...]] | None:  # fmt: skip
        compare = test.part if isinstance(test, Not) else test
        assert isinstance(compare, Compare)
        fact = site.fact(compare.attribute)
        one = _Met(test, site, frozenset(site.fact(name) for name in attributes_of(test)))
        together = (*met, one)
        for others in (site.fact(name) for name in names_in(compare.value)):
            if others not in facts and others not in self.known.said:
                usual = self.known.usual(others)
                facts = {**facts, **({others: usual[0]} if usual else {})}
        for guess in self._candidates(fact, together, facts):
            tried = {**facts, fact: guess} if fact not in self.known.said else facts
            if all(self._holds(m.test, m.site, tried) for m in together if fact in m.facts):
                found = self._search(rest, tried, together)
                if found is not None:
                    return found
        return None

    def _candidates(
        self, fact: Fact, met: tuple[_Met, ...], facts: Mapping[Fact, Any]
    ) -> Iterator[Any]:
        if fact in self.known.said:
            yield self.known.said[fact]
            return
        if not self.known.statable(fact):
            return
        tried: list[Any] = []
        named = [v for m in met if fact in m.facts for v in self._named(m, fact)]
        usual = [facts[fact]] if fact in facts else []
        for value in [*usual, *self.known.usual(fact), *named]:
            if not any(value is t or (type(value) is type(t) and value == t) for t in tried):
                tried.append(value)
                yield value

    def _named(self, met: _Met, fact: Fact) -> Iterator[Any]:
        """The values that a comparison names, and those next to a bound."""
        compare = met.test.part if isinstance(met.test, Not) else met.test
        assert isinstance(compare, Compare)
        if met.site.fact(compare.attribute) != fact:
            return
        for value in compare.value if isinstance(compare.value, tuple) else (compare.value,):
            if isinstance(value, Versioned):
                then = value_at(value, self.known.clock)
                if then is None:
                    continue
                value = Decimal(then.numerator) / Decimal(then.denominator)
            if isinstance(value, Decimal):
                yield from (value, value + 1, value - 1, value / 2)
            elif isinstance(value, date):
                yield from (value, value + timedelta(days=1), value - timedelta(days=1))
            elif isinstance(value, bool):
                yield from (value, not value)
            elif isinstance(value, str):
                yield value

    def _holds(self, condition: Predicate, site: Site, facts: Mapping[Fact, Any]) -> bool:
        def lookup(name: str) -> Any:
            fact = site.fact(name)
            return self.known.said.get(fact, facts.get(fact))

        return holds(condition, lookup, self.known.clock) is True


def _turned(part: Predicate) -> Predicate:
    """What holds when a condition does not."""
    if isinstance(part, Not):
        return part.part
    assert isinstance(part, AllOf | AnyOf)
    return (AnyOf if isinstance(part, AllOf) else AllOf)(tuple(Not(one) for one in part.parts))
