"""What an input of a sweep changes: values of a scenario, of rules, or which reading holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from braid.catalog.readings import value_in, with_value
from braid.comparison.sweeping.varying import PLACES
from braid.record import record
from braid.schema.conflicts import Change
from braid.schema.sweep import Input

SECTIONS = {"award": "awards", "cost": "costs", "group": "groups"}
"""What of a scenario can vary, and the list in which it stands."""
EVERY = "*"
NONE = "none"
"""No proposal: the law as it is."""
WHOLE = frozenset({"participants", "least", "seats", "size", "interviews", "hires"})
"""Fields that count people."""
AMOUNTS = frozenset({"amount", "allocation", "per_participant", "program_income"})
"""Fields in dollars and cents."""
NUMBERS = WHOLE | AMOUNTS | {"slices", "probability"}
"""Fields of which no rule's own words depend."""
SIZES = frozenset({("awards", "amount"), ("awards", "slices")})
"""What decides only how much there is, never who may pay what, or when."""


@record
class Edits:
    """What a case makes of a scenario and of the law."""

    values: Mapping[tuple[str, int, str], Any]
    """By section, place in it and field (keys with dots)."""
    rules: tuple[Change, ...]
    readings: Mapping[str, str]
    proposals: tuple[str, ...] = ()
    """The files of the proposals under which the case is, as the sweep names them."""

    @property
    def only_numbers(self) -> bool:
        """Whether amounts, people and the like are others, and the law is as it was."""
        law = self.rules or self.readings or self.proposals
        return not law and all(f in NUMBERS for _, _, f in self.values)

    @property
    def beside_sizes(self) -> tuple[object, ...]:
        """All that a case changes but the amounts of awards: what grounds can be shared by."""
        values = [(k, str(v)) for k, v in self.values.items() if (k[0], k[2]) not in SIZES]
        rules = [(change.rule, change.field, str(change.becomes)) for change in self.rules]
        readings = tuple(sorted(self.readings.items()))
        return tuple(sorted(values)), tuple(rules), readings, self.proposals


def kind_of(one: Input) -> str:
    """What an input varies: ``award``, ``cost``, ``group``, ``rule``, ``reading``, ``proposal``."""
    return next(k for k in (*SECTIONS, "rule", "reading", "proposal") if getattr(one, k))


def entries(one: Input, data: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of the scenario's lists that an input is about, with their places."""
    kind = kind_of(one)
    wanted = set(getattr(one, kind))
    listed = data.get(SECTIONS[kind], ())
    for place, entry in enumerate(listed):
        if EVERY in wanted or entry.get("id") in wanted:
            yield place, entry


def edits(inputs: tuple[Input, ...], values: tuple[Any, ...], data: Mapping[str, Any],
          rule_values: Mapping[str, Any]) -> Edits:  # fmt: skip
    """What the values of a case change; ``rule_values`` has each rule's number, by input."""
    found: dict[tuple[str, int, str], Any] = {}
    rules: list[Change] = []
    readings: dict[str, str] = {}
    proposals: list[str] = []
    for one, value in zip(inputs, values, strict=True):
        kind = kind_of(one)
        if kind == "proposal":
            proposals += [value] if value != NONE else []
        elif kind == "reading":
            readings[str(one.reading)] = str(value)
        elif kind == "rule":
            number = value if one.times is None else times(rule_values[one.name], value, "")
            rules.append(Change(rule=str(one.rule), field=str(one.field), becomes=number))
        elif one.lands:
            for place, _ in entries(one, data):
                if value:
                    found["awards", place, "probability"] = Decimal(1)
        else:
            found |= _of_things(one, value, data)
    return Edits(found, tuple(rules), readings, tuple(proposals))


def _of_things(one: Input, value: Any, data: Mapping[str, Any]) -> dict[tuple[str, int, str], Any]:
    section, field = SECTIONS[kind_of(one)], str(one.field)
    found: dict[tuple[str, int, str], Any] = {}
    for place, entry in entries(one, data):
        own = value_in(entry, field)
        made = times(own, value, field) if one.times is not None else fitted(value, field)
        found[section, place, field] = made
        slices = entry.get("slices")
        if (section, field) == ("awards", "amount") and slices and isinstance(made, Decimal):
            found[section, place, "slices"] = _parted(slices, own, made)
    return found


def _parted(slices: list[Any], before: Decimal, amount: Decimal) -> list[Any]:
    """Slices in the same proportion to one another that add up to another amount."""
    made: list[Any] = []
    left = amount
    for one in slices[:-1]:
        part = fitted(one["amount"] * amount / before, "amount") if before else Decimal(0)
        left -= part
        made.append({**one, "amount": part})
    return [*made, {**slices[-1], "amount": left}]


def times(number: Decimal, factor: Decimal, field: str) -> Decimal:
    """A number times a factor, as the field is counted."""
    made: Decimal = fitted(number * factor, field)
    return made


def fitted(value: Any, field: str) -> Any:
    """A number as its field is counted, half up: whole people, whole cents, else six places."""
    if isinstance(value, bool) or not isinstance(value, Decimal):
        return value
    name = field.rpartition(".")[2]
    unit = Decimal(1) if name in WHOLE else Decimal("0.01") if name in AMOUNTS else PLACES
    return value.quantize(unit, ROUND_HALF_UP)


def edited(data: Mapping[str, Any], changes: Edits) -> dict[str, Any]:
    """The scenario's data with other values; what is not changed is shared."""
    copy = dict(data)
    for section in {section for section, _, _ in changes.values}:
        copy[section] = list(copy[section])
    for (section, place, field), value in changes.values.items():
        copy[section][place] = with_value(copy[section][place], field, value)
    return copy
