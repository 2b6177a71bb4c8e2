"""What the law asks about people: which attributes, and which of their values it tells apart.

An attribute that is only ever compared with values that stand in the rules has classes: values
for which every comparison comes out alike. Nothing can tell the people of a class apart by it.
Any other use (in a formula, in a bound, compared with something else) keeps every value by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from braid.catalog.conditions import holds
from braid.catalog.derived import Derivations, names_of
from braid.catalog.law import Law
from braid.catalog.values import Clock
from braid.record import record
from braid.schema.base import Versioned
from braid.schema.expression import DayOf, Named, Worked, names_in
from braid.schema.formulas import FORMULAS
from braid.schema.library import AttributesFile
from braid.schema.predicate import AllOf, AnyOf, Compare, Not, compares
from braid.schema.rules import Formula

BY_BRAID = ("employer", "rural", "withdraw_at")
"""What braid itself looks up of a group, or tells of it, whatever the rules ask."""
SAID = frozenset({"id", "why", "cite", "kind"})
"""Fields of a rule that are words for people."""
ANY_DAY = Clock(date(2000, 1, 1), date(2000, 1, 1))
"""Comparisons with plain values have no versions."""


@record
class Asked:
    """What is asked about one attribute: comparisons, or its very value."""

    tests: tuple[Compare, ...] = ()
    exact: bool = False

    def class_of(self, value: Any) -> Any:
        """What stands for a value: equal for values that nothing tells apart."""
        if value is None:
            return None
        if self.exact:
            return str(value.normalize() if isinstance(value, Decimal) else value)
        return tuple(holds(test, lambda name: value, ANY_DAY) for test in self.tests)

    def both(self, other: Asked) -> Asked:
        """What two laws ask together."""
        tests = dict.fromkeys((*self.tests, *other.tests))
        return Asked(tuple(sorted(tests, key=repr)), self.exact or other.exact)


@record
class _Found:
    asked: dict[str, Asked] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def test(self, name: str, test: Compare) -> None:
        plain = replace(test, attribute="value")
        self.asked[name] = self.asked.get(name, Asked()).both(Asked((plain,)))
        self.names.add(name)

    def exactly(self, name: str) -> None:
        self.asked[name] = replace(self.asked.get(name, Asked()), exact=True)
        self.names.add(name)


def asked_by(laws: Iterable[Law], attributes: AttributesFile) -> dict[str, Asked]:
    """What some laws ask about people together, by attribute of a group, in order of name.

    Names are taken without what stands before their dot: an attribute of the same name that
    belongs to a program or an award adds comparisons and takes none away.
    """
    found = _Found()
    # most rules are the same under every reading
    rules = {id(homed.rule): homed.rule for law in laws for homed in law.rules if homed.awards}
    for rule in rules.values():
        _of_rule(rule, found)
    _of_derivations(Derivations(attributes), found)
    for name in BY_BRAID:
        found.exactly(name)
    known = {*attributes.group, *BY_BRAID}
    return {name: found.asked[name] for name in sorted(found.asked.keys() & known)}


def _of_rule(rule: BaseModel, found: _Found) -> None:
    for test in _tests(rule):
        _of_test(test, found)
    for word in _words(rule):
        found.exactly(word)
    if isinstance(rule, Formula) and rule.formula in FORMULAS:
        for name in FORMULAS[rule.formula].attributes:
            found.exactly(name)


def _of_test(test: Compare, found: _Found) -> None:
    name, wanted = _own(test.attribute), test.value
    if isinstance(wanted, Named | Worked | DayOf):
        for other in (name, *map(_own, names_in(wanted))):
            found.exactly(other)
    elif isinstance(wanted, Versioned):
        for version in wanted.versions:
            found.test(name, Compare(name, test.op, Decimal(version.value)))
    else:
        found.test(name, test)


def _of_derivations(derivations: Derivations, found: _Found) -> None:
    """What asked attributes follow from is asked about too."""
    done: set[str] = set()
    while found.names - done:
        for name in sorted(found.names - done):
            done.add(name)
            for of_entity in derivations.of.values():
                derivation = of_entity.get(name)
                if derivation is None:
                    continue
                for test in compares(derivation.when) if derivation.when is not None else ():
                    _of_test(test, found)
                if derivation.value is not None:
                    for other in names_of(derivation):
                        found.exactly(_own(other))


def _tests(value: Any) -> Iterator[Compare]:
    """Every comparison in a rule, wherever it stands."""
    if isinstance(value, Compare | AnyOf | AllOf | Not):
        yield from compares(value)
    else:
        for inside in _inside(value):
            yield from _tests(inside)


def _words(value: Any) -> Iterator[str]:
    """Every word in a rule outside its conditions: among them names of attributes."""
    if isinstance(value, str):
        yield _own(value)
    elif not isinstance(value, Compare | AnyOf | AllOf | Not):
        for name in names_in(value):
            yield _own(name)
        for inside in _inside(value):
            yield from _words(inside)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in SAID:
                yield getattr(value, name)
    elif isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value


def _own(name: str) -> str:
    return name.rpartition(".")[2]
