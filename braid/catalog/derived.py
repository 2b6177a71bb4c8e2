"""Attributes that follow from others: worked out once for each thing where nobody states them.

``docs/semantics.md``, section 3. Everything after the reading of files sees the things of a
scenario with what follows from their own statements in place, as if it had been stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any, TypeVar

from braid.catalog.conditions import holds, worth
from braid.catalog.fields import ENTITIES, field_of
from braid.catalog.values import Clock
from braid.record import record
from braid.schema.base import OpenModel, Versioned
from braid.schema.expression import names_in, versions_in
from braid.schema.library import AttributesFile, Derivation
from braid.schema.predicate import attributes_of, compares

Thing = TypeVar("Thing", bound=OpenModel)
Lookup = Callable[[str], Any]
SEEN = {
    "group": ("group", "program", "provider"), "program": ("program", "provider"),
    "provider": ("provider",), "employer": ("employer",), "organization": ("organization",),
    "award": ("award", "organization", "recipient"), "line": ("line",),
}  # fmt: skip
"""Whose fields and attributes a derivation may look at, by what it is of."""
PLACES = 10
"""Decimal places of a number that is worked out."""


@record
class Derivations:
    """The derivations of a data dictionary, by entity and attribute."""

    attributes: AttributesFile

    @cached_property
    def of(self) -> dict[str, dict[str, Derivation]]:
        """The derivations of each entity that has any."""
        found: dict[str, dict[str, Derivation]] = {}
        for entity in type(self.attributes).model_fields:
            for name, definition in getattr(self.attributes, entity).items():
                if definition.derive is not None:
                    found.setdefault(entity, {})[name] = definition.derive
        return found

    def asked(self, entity: str, name: str) -> tuple[str, ...]:
        """The names that an attribute's derivation asks for, in order; none without one."""
        entity = "organization" if entity == "recipient" else entity
        found = self.of.get(entity, {}).get(name)
        if found is None and entity == "provider":
            found = self.of.get("organization", {}).get(name)
        return tuple(sorted(names_of(found))) if found is not None else ()

    def complete(
        self, thing: Thing, entity: str, clock: Clock, others: Mapping[str, Lookup] | None = None
    ) -> Thing:
        """The thing with what follows from its own statements and from those of ``others``.

        ``others`` looks attributes up of the other entities that a derivation may see; what it
        finds under the thing's own entity stands for what the thing does not state.
        """
        derivations = self.of.get(entity)
        if derivations is None:
            return thing
        worked = _Worked(thing, entity, clock, others or {}, derivations)
        found = {name: worked.value(name) for name in derivations if field_of(thing, name) is None}
        known = {name: value for name, value in found.items() if value is not None}
        return thing.model_copy(update=known) if known else thing


class _Worked:
    """One thing while its derivations are worked out; each is worked out once."""

    def __init__(
        self, thing: OpenModel, entity: str, clock: Clock, others: Mapping[str, Lookup],
        derivations: Mapping[str, Derivation],
    ) -> None:  # fmt: skip
        self.thing = thing
        self.entity = entity
        self.clock = clock
        self.others = others
        self.derivations = derivations
        self.known: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """What a derivation comes to, unless another thing states it; None if not known."""
        if name not in self.known:
            self.known[name] = None  # a circle is an error of the library; here it ends
            above = self.others.get(self.entity)
            stated = above(name) if above is not None else None
            self.known[name] = self._derived(self.derivations[name]) if stated is None else None
        return self.known[name]

    def _derived(self, derivation: Derivation) -> bool | Decimal | None:
        if derivation.when is not None:
            return holds(derivation.when, self._lookup, self.clock)
        if derivation.value is None:
            return None
        found = worth(derivation.value, self._lookup, self.clock)
        return _decimal(found) if found is not None else None

    def _lookup(self, name: str) -> Any:
        head, _, rest = name.partition(".")
        if rest and head in ENTITIES:
            if head != self.entity:
                return self.others[head](rest) if head in self.others else None
            name = rest
        value = field_of(self.thing, name)
        if value is None and self.entity in self.others:
            value = self.others[self.entity](name)
        if value is None and name in self.derivations:
            value = self.value(name)
        return value


def _decimal(exact: Fraction) -> Decimal:
    """The number, halves up at the last place."""
    scaled = floor(exact * 10**PLACES + Fraction(1, 2))
    return Decimal(scaled).scaleb(-PLACES).normalize() + 0


def names_of(derivation: Derivation) -> Iterator[str]:
    """The names that a derivation asks for."""
    if derivation.when is not None:
        yield from attributes_of(derivation.when)
    yield from names_in(derivation.value)


def versions_of(derivation: Derivation) -> Iterator[Versioned]:
    """The numbers with versions from which an attribute follows."""
    tests = compares(derivation.when) if derivation.when is not None else ()
    for value in (*(test.value for test in tests), derivation.value):
        yield from versions_in(value)
