"""Cases of rules as their files state them: a small scenario each, and what to expect."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

CASE_KEYS = frozenset(
    {
        "rule",
        "name",
        "change",
        "charges",
        "served",
        "passes",
        "breaks",
        "pays",
        "expects",
        "note",
        "source",
        "transfers",
        "due",
        "income",
        "without",
    }
)


class CaseError(Exception):
    """A case that does not say what it should, or does not come out as it says."""


@dataclass(frozen=True)
class Case:
    """One case as its file states it."""

    rule: str
    name: str
    scenario: dict[str, Any]
    charges: tuple[dict[str, Any], ...]
    served: Mapping[str, Mapping[str, Any]]
    says: Mapping[str, Any]

    @property
    def source(self) -> str:
        """The publication whose worked example or table the case repeats; empty for its own."""
        return str(self.says.get("source", ""))

    @property
    def passing(self) -> bool:
        """Whether the case shows the rule kept."""
        return self.says.get("passes") is True or "expects" in self.says or self._pays > 0

    @property
    def failing(self) -> bool:
        """Whether the case shows the rule broken, or what would be absent without it."""
        if self.says.get("breaks") is True or "expects" in self.says:
            return True
        return "pays" in self.says and self._pays == 0

    @property
    def _pays(self) -> Fraction:
        pays = self.says.get("pays")
        return Fraction(pays["per_participant"]) if pays else Fraction(0)


def cases_of(data: Mapping[str, Any]) -> list[Case]:
    """Every case of a file, each with its own scenario."""
    base = data.get("base")
    if not isinstance(base, dict):
        raise CaseError("The file has no 'base' scenario.")
    found: list[Case] = []
    for entry in data.get("cases") or ():
        if not isinstance(entry, dict) or not {"rule", "name"} <= set(entry):
            raise CaseError(f"A case needs a 'rule' and a 'name': {entry}")
        unknown = set(entry) - CASE_KEYS
        if unknown:
            named = ", ".join(sorted(unknown))
            raise CaseError(f"'{entry.get('name')}' has unknown keys: {named}.")
        scenario = changed(base, entry.get("change") or {})
        charges = entry["charges"] if "charges" in entry else data.get("charges")
        served = entry["served"] if "served" in entry else data.get("served")
        found.append(
            Case(entry["rule"], entry["name"], scenario, tuple(charges or ()), served or {}, entry)
        )
    return found


def changed(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario with changes: dotted paths, list items by id, null removes, ``+`` appends."""
    data = copy.deepcopy(dict(base))
    for path, value in change.items():
        _change(data, path.replace("+", "").split("."), copy.deepcopy(value), "+" in path, path)
    return data


def _change(at: Any, steps: list[str], value: Any, append: bool, path: str) -> None:
    *way, last = steps
    for step in way:
        at = _item(at, step, path) if isinstance(at, list) else at.setdefault(step, {})
    if append:
        at.setdefault(last, []).extend(value if isinstance(value, list) else [value])
    elif isinstance(at, list):
        place = at.index(_item(at, last, path))
        at[place : place + 1] = [] if value is None else [value]
    elif value is None:
        at.pop(last, None)
    else:
        at[last] = value


def _item(items: list[Any], name: str, path: str) -> Any:
    for item in items:
        if isinstance(item, dict) and str(item.get("id", item.get("organization"))) == name:
            return item
    if name.isdigit() and int(name) < len(items):
        return items[int(name)]
    raise CaseError(f"'{path}': there is no '{name}'.")
