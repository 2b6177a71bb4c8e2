"""Which attributes follow from how many participants groups have."""

from __future__ import annotations

from collections.abc import Iterable

from braid.catalog.derived import Derivations, names_of

STATED = frozenset({"participants", "signed_interviews_per_completer"})
"""Attributes that are head counts, or are worked out of these and not by a derivation."""


def following(derivations: Derivations) -> frozenset[str]:
    """The names of all attributes that may differ once head counts do, whosever they are.

    Names alone are looked at, so an attribute of the same name elsewhere counts as one.
    """
    derived = [
        (name, frozenset(last_parts(names_of(one))))
        for of_entity in derivations.of.values()
        for name, one in of_entity.items()
    ]
    found = STATED
    while True:
        more = found | {name for name, asked in derived if not asked.isdisjoint(found)}
        if more == found:
            return found
        found = more


def last_parts(names: Iterable[str]) -> set[str]:
    """The attributes that names mean, without whose they are."""
    return {part for name in names for part in name.split(".")}
