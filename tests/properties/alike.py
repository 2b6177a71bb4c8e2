"""Changes that say the same in other words: another split, another unit, another order."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from oracle.generated_past import has_past
from oracle.generated_rules import FAMILIES

from properties.drawn import Drawn, Rule
from properties.involved import PER_PERSON, Involved
from properties.looser import Place

# -- one line, two lines ---------------------------------------------------------------------


def lines(case: Drawn) -> Iterator[Place]:
    """All cost lines."""
    involved = Involved(case)
    for line in case.scenario["costs"]:
        yield line, _why_not_line(case, line, involved)


def _why_not_line(case: Drawn, line: dict[str, Any], involved: Involved) -> str:
    direct = "per_participant" in line
    if has_past(case.seed):
        return "charges name the line"
    if any(
        "line" in rule.get("per", ()) and may_select(rule, line) for rule in case.rules("limit")
    ):
        return "a limit is for each line"
    if direct and involved.guarded - involved.entitled:
        return "the least direct cost says what serving a person takes"
    if direct and involved.in_turn:
        return "others wait until less than the least direct cost is left"
    if direct and involved.entitled:
        return "an entitlement pays one line after the other"
    return ""


def may_select(rule: Rule, line: dict[str, Any]) -> bool:
    """Whether a limit may look at a line; a floor that is a share looks at all of them."""
    spend = rule.get("spend", {})
    if not isinstance(spend, dict) or "share" in rule.get("at_least", {}):
        return True
    if spend.get("direct", "per_participant" in line) != ("per_participant" in line):
        return False
    named = spend.get("category", line["category"])
    own = {line["category"], *(f for f, c in FAMILIES.items() if line["category"] in c)}
    return bool(own & ({named} if isinstance(named, str) else set(named)))


def split_line(case: Drawn, line: dict[str, Any]) -> None:
    """A quarter and the rest of its cost, under two names."""
    unit = "per_participant" if "per_participant" in line else "amount"
    rest = deepcopy(line)
    rest["id"] = f"{line['id']}x"
    for part, times in ((line, 0.25), (rest, 0.75)):
        part[unit] = round(part[unit] * times, 2)
        part["prior"] = {k: round(v * times, 2) for k, v in part.get("prior", {}).items()}
    case.scenario["costs"].append(rest)


# -- one group, two groups -------------------------------------------------------------------


def groups(case: Drawn) -> Iterator[Place]:
    """Groups of more than one person."""
    involved = Involved(case)
    for group in case.scenario["groups"]:
        if group["participants"] > 1:
            yield group, _why_not_group(case, involved)


def _why_not_group(case: Drawn, involved: Involved) -> str:
    if has_past(case.seed):
        return "charges name the group"
    if all(map(involved.following, ("exclusive", "together"))):
        return "whom streams serve that no rule links is counted, not named"
    for rule in case.rules("limit"):
        per = set(rule.get("per", ()))
        if "group" in per and not per & PER_PERSON:
            return "a limit is for each group"
        if per & PER_PERSON and involved.followers(rule) & involved.in_turn:
            return "others wait until a limit for each person is reached, but for a dollar"
    return ""


def split_group(case: Drawn, group: dict[str, Any]) -> None:
    """Some people and the others, wherever the group is named."""
    people = group["participants"]
    some = case.random.randrange(1, people)
    rest = deepcopy(group)
    rest["id"] = f"{group['id']}x"
    group["participants"], rest["participants"] = some, people - some
    case.scenario["groups"].append(rest)
    for line in case.scenario["costs"]:
        if group["id"] in line.get("groups", ()):
            line["groups"].append(rest["id"])
        weights = line.get("weights", {})
        if group["id"] in weights:
            whole = weights[group["id"]]
            for name in weights:
                weights[name] *= people
            weights[group["id"]] = whole * some
            weights[rest["id"]] = whole * (people - some)


# -- another order ---------------------------------------------------------------------------


def shuffle(case: Drawn, dice: Random) -> None:
    """Lists whose order says nothing in another order; the first organization stays the first."""
    case.scenario = shuffled(case.scenario, dice)
    case.streams = shuffled(case.streams, dice)
    case.shared = {name: shuffled(rules, dice) for name, rules in case.shared.items()}


IN_ORDER = {
    "slices", "versions", "active", "when", "plus", "minus", "times", "over",
    "per", "after", "with",
}  # fmt: skip
"""Lists in time, what is worked out from left to right, and what is read out in its order."""


def shuffled(value: Any, dice: Random, key: str = "") -> Any:
    """The same value, said in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice, name) for name in names}
    if not isinstance(value, list | tuple):
        return value
    items = [shuffled(item, dice) for item in value]
    if key == "organizations":
        first, *others = items
        dice.shuffle(others)
        return [first, *others]
    if key not in IN_ORDER:
        dice.shuffle(items)
    return items


# -- another unit ----------------------------------------------------------------------------

DOLLARS = {
    "amount", "allocation", "per_participant", "unit_cost", "need", "cost_of_attendance", "sai",
    "usd", "opening", "minimum", "single_audit_cost", "other_federal", "hourly_rate",
    "program_income", "maximum", "sai_ineligible_at", "adult_cap", "youth_cap", "retention",
    "second", "third", "award.amount", "obligated", "prior",
}  # fmt: skip
"""Keys that hold dollars wherever they stand, versions and comparisons too."""


def scale(case: Drawn, by: int) -> None:
    """Every dollar so many times as large, in the scenario and in the rules."""
    case.scenario = scaled(case.scenario, by)
    case.streams = scaled(case.streams, by)
    case.shared = {name: scaled(rules, by) for name, rules in case.shared.items()}


def scaled(value: Any, by: int, key: str = "", dollars: bool = False) -> Any:
    """A value whose dollars are multiplied; what is no number is left as it is."""
    if isinstance(value, dict):
        return {
            name: scaled(
                inner, by, name,
                name in DOLLARS
                or (dollars and name not in ("from", "clock", "cite"))
                or (name == "minus" and key in ("at_most", "at_least"))
                or (name == "first" and key == "numbers"),
            )
            for name, inner in value.items()
        }  # fmt: skip
    if isinstance(value, list | tuple):
        return [scaled(item, by, key, dollars) for item in value]
    number = isinstance(value, int | float) or type(value).__name__ == "Decimal"
    if not dollars or not number or isinstance(value, bool):
        return value
    return round(value * by, 2)
