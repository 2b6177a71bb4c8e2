"""Changes between two scenarios by what can be undone together, and each of them undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.readings import law_under
from braid.catalog.supposed import without
from braid.plan.changes import InputChange
from braid.schema.scenario import Award

LISTS = {
    "award": "awards", "cost line": "costs", "group": "groups", "program": "programs",
    "organization": "organizations",
}  # fmt: skip

Part = tuple[InputChange, ...]


def parts_of(before: Inputs, after: Inputs, changes: Iterable[InputChange]) -> list[Part]:
    """The changes by what can be undone together: one thing, one choice, one rule."""
    found: dict[tuple[str, str], list[InputChange]] = {}
    choices = {c.id for c in changes if c.what == "scenario" and c.field == "choice"}
    chosen = choices or any(c.what == "reading" for c in changes)
    explained = _rules_of_choices(before, after) if chosen else frozenset()
    for change in changes:
        if change.what == "rule" and change.id in explained:
            continue
        found.setdefault((change.what, change.id), []).append(change)
    return [tuple(part) for part in found.values()]


def _rules_of_choices(before: Inputs, after: Inputs) -> frozenset[str]:
    """Rules that differ only because of waivers, the state or readings that are chosen."""
    if after.library is None:
        return frozenset()
    rules = before.scenario.rules
    scenario = after.scenario.model_copy(update={"rules": rules})
    law = law_under(scenario, after.library, before.readings)
    old = {homed.id: homed.rule for homed in before.law.rules}
    then = {homed.id: homed.rule for homed in law.rules}
    now = {homed.id: homed.rule for homed in after.law.rules}
    return frozenset(
        name for name in old.keys() | now.keys()
        if then.get(name) == old.get(name) and now.get(name) != old.get(name)
    )  # fmt: skip


def undone(before: Inputs, after: Inputs, part: Part) -> Inputs | None:
    """The later inputs with one change taken back; None where that cannot be done."""
    first = part[0]
    if first.what == "scenario" and first.id == "rules":
        return _lawful(after, rules=before.scenario.rules)
    if first.what == "scenario" and first.id == "horizon":
        if before.closed or after.closed:  # which periods are over hangs on it
            return None
        return _lawful(after, horizon=before.scenario.horizon)
    if first.what == "scenario" and first.id in ("partnership", "reporting", "objective"):
        return _stated(after, **{first.id: getattr(before.scenario, first.id)})
    if first.what == "charges":
        return _charged(before, after)
    if first.what == "reading" and after.library is not None:
        readings = {**after.readings}
        readings.pop(first.id, None)
        if first.id in before.readings:
            readings[first.id] = before.readings[first.id]
        law = law_under(after.scenario, after.library, readings)
        return replace(after, law=law, readings=readings)
    if first.what == "rule":
        return _with_rule(before, after, first.id)
    if first.field == "left_out" and first.after == "counted":
        return without(after, [first.id])
    if first.what in LISTS and all(change.field != "left_out" for change in part):
        return _with_thing(before, after, first)
    return None


def _charged(before: Inputs, after: Inputs) -> Inputs | None:
    """The later inputs with what was charged as it was known before, on what there is now."""
    for charge in before.posted:
        line, group = after.costs.get(charge.cost), charge.group
        if charge.award not in after.awards or line is None:
            return None
        if group and group not in after.groups_of(line):
            return None
    undone = _stated(after, actuals=before.scenario.actuals)
    return replace(undone, ledger=before.ledger)


def _stated(inputs: Inputs, **values: Any) -> Inputs:
    return replace(inputs, scenario=inputs.scenario.model_copy(update=values))


def _lawful(inputs: Inputs, **values: Any) -> Inputs | None:
    """Other statements, and the law that follows from them."""
    if inputs.library is None:
        return None
    scenario = inputs.scenario.model_copy(update=values)
    law = law_under(scenario, inputs.library, inputs.readings)
    return replace(inputs, scenario=scenario, law=law)


def _with_thing(before: Inputs, after: Inputs, change: InputChange) -> Inputs | None:
    """A thing as it was before, back again, or away again."""
    key = LISTS[change.what]
    old = next((t for t in getattr(before.scenario, key) if t.id == change.id), None)
    now = getattr(after.scenario, key)
    if change.what == "award":
        if old is None:
            return without(after, [change.id])
        if old.stream not in after.law.streams:
            return None
    if old is None:
        things = tuple(t for t in now if t.id != change.id)
    elif all(t.id != change.id for t in now):
        things = (*now, old)
    else:
        things = tuple(old if t.id == change.id else t for t in now)
    if not _named(after, key, {t.id for t in things}):
        return None
    if change.what == "organization" or _law_differs(old, after.awards.get(change.id)):
        return _lawful(after, **{key: things})
    return _stated(after, **{key: things})


def _law_differs(one: Any, other: Any) -> bool:
    """Whether two states of an award follow other rules; False of other things."""
    if not isinstance(one, Award):
        return False
    if other is None:
        return True
    parts = ("rules", "stream", "funding_year", "recipient", "partnership")
    return any(getattr(one, part) != getattr(other, part) for part in parts)


def _named(inputs: Inputs, key: str, ids: set[str]) -> bool:
    """Whether the groups or programs that something names would all be there."""
    scenario = inputs.scenario
    if key == "programs":
        named = {g.program for g in scenario.groups} | {
            p for c in scenario.costs for p in c.program
        }
    elif key == "groups":
        named = {g for c in scenario.costs for g in (*c.groups, *c.weights)}
    else:
        return True
    return named <= ids


def _with_rule(before: Inputs, after: Inputs, name: str) -> Inputs:
    """One rule as it was, for the awards that follow it now; or not there, as before."""
    old = {(r.id, r.home, r.awards): r for r in before.law.rules if r.id == name}
    awards = set(after.awards)
    rules = [r for r in after.law.rules if r.id != name]
    rules += [
        replace(homed, awards=tuple(a for a in homed.awards if a in awards))
        for homed in old.values()
        if awards.intersection(homed.awards)
    ]
    rules.sort(key=lambda r: (r.id, r.home, r.awards))
    return replace(after, law=replace(after.law, rules=tuple(rules)))
