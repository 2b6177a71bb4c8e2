"""Other readings of the law: what ``rules/conflicts.yaml`` makes of rules, applied to a library.

The rule files hold reading A of every disagreement. Another reading changes fields of rules,
removes rules or adds some; the raw data of a rule file is changed and validated again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, Law, apply_law, waived
from braid.catalog.library import Library
from braid.reading.document import Document, Path
from braid.record import record
from braid.schema.conflicts import TAKEN, Change, Chosen, Conflict, Edit, Reading
from braid.schema.library import FamilyFile, OverlayFile, RuleSetFile, StreamFile
from braid.schema.rule_base import RuleBase
from braid.schema.rules import KIND_MODELS
from braid.schema.scenario import Scenario
from braid.schema.validate import validate

File = TypeVar("File", bound=StreamFile | FamilyFile | RuleSetFile | OverlayFile)
FIXED = ("id", "kind")
"""What makes a rule that rule."""


def value_in(raw: Any, field: str) -> Any:
    """What stands at a path of keys with dots; None where nothing does. Keys may have dots."""
    if isinstance(raw, dict):
        if field in raw:
            return raw[field]
        for key, inside in raw.items():
            if field.startswith(f"{key}."):
                return value_in(inside, field[len(key) + 1 :])
    return None


def with_value(raw: Any, field: str, value: Any) -> dict[str, Any]:
    """A copy of the data with another value at a path; None takes the key away."""
    copy = dict(raw) if isinstance(raw, dict) else {}
    below = next((k for k in copy if k != field and field.startswith(f"{k}.")), None)
    if below is not None:
        copy[below] = with_value(copy[below], field[len(below) + 1 :], value)
    elif value is None:
        copy.pop(field, None)
    else:
        copy[field] = value
    return copy


def changed(raw: dict[str, Any], changes: Sequence[Edit]) -> dict[str, Any]:
    """A rule (or what else has fields) as it is written, with some changes made."""
    for change in changes:
        value = change.becomes
        if not change.replaces:
            listed = _as_list(value_in(raw, change.field))
            value = [entry for entry in listed if entry not in change.loses] + [*change.gains]
        raw = with_value(raw, change.field, value)
    return raw


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def clashes(one: Reading, other: Reading) -> list[tuple[str, str]]:
    """Rules and fields that two readings both change."""
    return [
        (a.rule, min(a.field, b.field, key=len))
        for a in one.changes
        for b in other.changes
        if overlapping(a, b)
    ]


def overlapping(one: Edit, other: Edit) -> bool:
    """Whether two changes write the same field, or a part of it."""
    a, b = f"{one.field}.", f"{other.field}."
    return one.target == other.target and (a.startswith(b) or b.startswith(a))


@record
class _Effect:
    """What the chosen readings make of the rules, by full id; added rules by their home."""

    changes: Mapping[str, Sequence[Change]]
    removes: frozenset[str]
    adds: Mapping[str, Sequence[RuleBase]]

    @staticmethod
    def of(readings: Sequence[Reading]) -> _Effect:
        changes: dict[str, list[Change]] = defaultdict(list)
        adds: dict[str, list[RuleBase]] = defaultdict(list)
        for reading in readings:
            for change in reading.changes:
                changes[change.rule].append(change)
            for home, rules in reading.adds.items():
                adds[home] += rules
        return _Effect(changes, frozenset(n for r in readings for n in r.removes), adds)

    def on(self, file: File, home: str, document: Document, *, adding: bool = True) -> File:
        """A file of rules as these readings have it."""
        added = self.adds.get(home, ()) if adding else ()
        names = [f"{home}/{rule.id}" for rule in file.rules]
        if not added and not any(n in self.changes or n in self.removes for n in names):
            return file
        rules = [
            self._one(name, rule, document, ("rules", k))
            for k, (name, rule) in enumerate(zip(names, file.rules, strict=True))
            if name not in self.removes
        ]
        return cast(File, file.model_copy(update={"rules": (*rules, *added)}))

    def _one(self, name: str, rule: RuleBase, document: Document, path: Path) -> RuleBase:
        if name not in self.changes:
            return rule
        part = document.part(path)
        made, _ = validate(
            model_of(rule), document.part(path, changed(part.data, self.changes[name]))
        )
        return rule if made is None else made  # the checks have reported what is no rule


def library_under(library: Library, chosen: Chosen) -> Library:
    """The library as the chosen readings have it; those that are not loaded change nothing."""
    return library_with(library, readings_of(library, chosen))


def readings_of(library: Library, chosen: Chosen) -> tuple[Reading, ...]:
    """The chosen readings that are not reading A."""
    return tuple(
        conflict.readings[chosen[conflict.id]]
        for conflict in library.conflicts
        if chosen.get(conflict.id, TAKEN) != TAKEN
    )


def library_with(library: Library, readings: Sequence[Reading]) -> Library:
    """The library with the changes of some readings, whether or not they are in its register."""
    if not readings:
        return library
    effect = _Effect.of(readings)

    def files(kind: str, found: dict[str, File]) -> dict[str, File]:
        return {n: effect.on(f, n, library.documents[f"{kind}:{n}"]) for n, f in found.items()}

    return replace(
        library,
        streams=files("stream", library.streams),
        families=files("family", library.families),
        sets=files("set", library.sets),
        overlays={
            home: tuple(
                o
                if (document := library.overlay_document(home, o.name)) is None
                else effect.on(o, home, document, adding=False)
                for o in overlays
            )
            for home, overlays in library.overlays.items()
        },
    )


def law_under(scenario: Scenario, library: Library, chosen: Chosen) -> Law:
    """The law that applies to a scenario as the chosen readings have it."""
    return apply_law(scenario, library_under(library, chosen))


def under(inputs: Inputs, chosen: Chosen) -> Inputs:
    """The same inputs under other readings than theirs; ``chosen`` names all that are not A."""
    chosen = {name: letter for name, letter in sorted(chosen.items()) if letter != TAKEN}
    if inputs.library is None or chosen == dict(inputs.readings):
        return inputs
    other = library_under(inputs.library, chosen)
    readings = [c.readings[chosen[c.id]] for c in other.conflicts if c.id in chosen]
    if inputs.readings or any(reading.adds for reading in readings):
        law = apply_law(inputs.scenario, other)
        streams = {name: file for name, file in law.streams.items() if name in inputs.law.streams}
        law = replace(law, streams=streams)
    else:
        law = _touched_up(inputs, other, {name for r in readings for name in r.rules()})
    return replace(inputs, law=law, readings=chosen)


def _touched_up(inputs: Inputs, other: Library, names: set[str]) -> Law:
    """The law of the inputs with some rules as another library has them, or without them."""
    files: dict[str, StreamFile | FamilyFile | RuleSetFile] = {
        **other.streams, **other.families, **other.sets,
    }  # fmt: skip
    homes = {name.partition("/")[0] for name in names}
    found = {f"{home}/{r.id}": r for home in homes & files.keys() for r in files[home].rules}
    for home in homes:
        for overlay in other.overlays.get(home, ()):
            found |= {f"{home}/{r.id}": r for r in overlay.rules}
    switched_on = set(inputs.scenario.rules.waivers)
    rules: list[HomedRule] = []
    for homed in inputs.law.rules:
        if homed.id not in names or homed.home == "award":
            rules.append(homed)
        elif homed.id in found:
            changed_rule, waiver = waived(found[homed.id], switched_on, set())
            if changed_rule is not None:
                rules.append(replace(homed, rule=changed_rule, waived_by=waiver))
    return replace(inputs.law, rules=tuple(rules))


def other_readings(inputs: Inputs) -> list[tuple[Conflict, str]]:
    """Every reading that is not taken and concerns files which the inputs use, in order."""
    if inputs.library is None:
        return []
    library = inputs.library
    homes = {*library.streams, *library.families, *library.sets}
    return [
        (conflict, letter)
        for conflict in library.conflicts
        for letter in conflict.letters()
        if letter != inputs.readings.get(conflict.id, TAKEN)
        and any(
            name.partition("/")[0] in homes
            for other in (letter, inputs.readings.get(conflict.id, TAKEN))
            if other != TAKEN
            for name in conflict.readings[other].rules()
        )
    ]


def model_of(rule: RuleBase) -> type[RuleBase]:
    """The model that a rule's raw data is validated with."""
    return KIND_MODELS[str(rule.kind)]  # type: ignore[attr-defined]
