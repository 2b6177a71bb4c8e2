"""The ids of a partnership's file, and what refers to them, as a portfolio names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from braid.problems import OF_A_PARTNERSHIP

SEPARATOR = OF_A_PARTNERSHIP
"""Between a partnership and what is its own."""
MOST = 64
"""Letters of an id."""
Rename = Callable[[Any], Any]
NAMES = frozenset({
    "id", "program", "employer", "organization", "recipient", "incurred_by", "borne_by", "round",
    "successor_of",
})  # fmt: skip
"""Fields by which a rule's condition may name a thing of the scenario."""


def renamed(data: dict[str, Any], partnership: str, shared: Iterable[str]) -> dict[str, Any]:
    """A partnership's file with its own ids; organizations in ``shared`` stay what they are."""

    def own(name: Any) -> Any:
        return f"{partnership}{SEPARATOR}{name}" if isinstance(name, str | Decimal) else name

    stay = frozenset(shared)

    def organization(name: Any) -> Any:
        return name if name in stay else own(name)

    return _File(own, organization, stay).renamed(data)


class _File:
    """One file's things, each with the fields that name others."""

    def __init__(self, own: Rename, organization: Rename, shared: frozenset[str]) -> None:
        self.own = own
        self.organization = organization
        self.shared = shared

    def renamed(self, data: dict[str, Any]) -> dict[str, Any]:
        own, organization = self.own, self.organization
        found = dict(data)
        _each(found, "organizations", lambda o: _put(o, id=organization))
        _each(found, "programs", self._program)
        _each(found, "groups", lambda g: _put(g, id=own, program=own, employer=own))
        _each(found, "costs", self._cost)
        _each(found, "awards", self._award)
        if isinstance(found.get("partnership"), dict):
            found["partnership"] = self._partnership(found["partnership"])
        if isinstance(found.get("reporting"), dict):
            found["reporting"] = _put(found["reporting"], performed_by=own)
        if isinstance(found.get("actuals"), dict):
            actuals = found["actuals"] = dict(found["actuals"])
            _each(actuals, "charges", lambda c: _put(c, cost=own, group=own, award=own))
        return found

    def _program(self, program: dict[str, Any]) -> dict[str, Any]:
        found = _put(program, id=self.own)
        _inside(found, "provider", lambda p: _put(p, organization=self.organization))
        _inside(found, "job", lambda j: _put(j, employer=self.own))
        return found

    def _cost(self, cost: dict[str, Any]) -> dict[str, Any]:
        own = self.own
        names = _names(own)
        found = _put(
            cost, id=own, program=names, groups=names, incurred_by=self.organization,
            borne_by=own, employer=own, successor_of=own, round=own,
        )  # fmt: skip
        if isinstance(found.get("weights"), dict):
            found["weights"] = {own(group): units for group, units in found["weights"].items()}
        return found

    def _award(self, award: dict[str, Any]) -> dict[str, Any]:
        return _put(
            award, id=self.own, recipient=self.organization, employer=self.own,
            match_for=_names(self.own), rules=self._in_rules,
        )  # fmt: skip

    def _in_rules(self, value: Any) -> Any:
        """An award's own rules, whose conditions may name things of the file."""
        if isinstance(value, list):
            return [self._in_rules(item) for item in value]
        if not isinstance(value, dict):
            return value
        found: dict[Any, Any] = {}
        for key, inside in value.items():
            last = str(key).rpartition(".")[2]
            rule = "kind" in value and key == "id"
            named = last in NAMES and not rule
            found[key] = self._compared(inside) if named else self._in_rules(inside)
        return found

    def _compared(self, value: Any) -> Any:
        """What a condition compares a name with: one, several, or a test of it."""
        if isinstance(value, list):
            return [self._compared(item) for item in value]
        if isinstance(value, dict):
            return {key: self._compared(item) for key, item in value.items()}
        return self.own(value) if isinstance(value, str) and value not in self.shared else value

    def _partnership(self, partnership: dict[str, Any]) -> dict[str, Any]:
        found = dict(partnership)
        _inside(found, "backbone", lambda b: _put(b, organization=self.organization))
        _each(found, "employers", lambda e: _put(e, id=self.own, programs=_names(self.own)))
        return found


def _put(thing: dict[str, Any], **fields: Rename) -> dict[str, Any]:
    """A copy with some fields renamed, where they are stated."""
    found = dict(thing)
    for name, rename in fields.items():
        if found.get(name) is not None:
            found[name] = rename(found[name])
    return found


def _names(own: Rename) -> Rename:
    """One name, several, or several in a table's cell."""

    def rename(value: Any) -> Any:
        if isinstance(value, str) and ";" in value:
            value = [part.strip() for part in value.split(";") if part.strip()]
        return [own(name) for name in value] if isinstance(value, list) else own(value)

    return rename


def _each(data: dict[str, Any], key: str, change: Callable[[dict[str, Any]], Any]) -> None:
    if isinstance(data.get(key), list):
        data[key] = [change(item) for item in data[key]]


def _inside(data: dict[str, Any], key: str, change: Callable[[dict[str, Any]], Any]) -> None:
    if isinstance(data.get(key), dict):
        data[key] = change(data[key])
