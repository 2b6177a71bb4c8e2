"""Changes that only take demands away: none may make a plan worse, where nothing else tightens.

Each change lists where it can be made: the thing, and why the property is not asked of it, if so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oracle.generated_past import has_past

from properties.drawn import Drawn, Rule
from properties.involved import PER_PERSON, Involved

Place = tuple[Any, str]
"""What can be changed; why the property is not asked of it, or nothing."""


# -- a limit ---------------------------------------------------------------------------------


def limits(case: Drawn) -> Iterator[Place]:
    """Caps with a number, in dollars, as a share, of heads."""
    involved = Involved(case)
    for rule in case.rules("limit"):
        if not {"usd", "share", "count", "minus"} & rule.get("at_most", {}).keys():
            continue
        if involved.followers(rule) - involved.entitled:
            yield rule, _why_not_limit(rule, involved)


def _why_not_limit(rule: Rule, involved: Involved) -> str:
    bound, awards = rule["at_most"], involved.followers(rule)
    if awards & involved.in_turn and "spend" in rule:
        return "others wait until it is reached"
    takes = bound.get("of") == "cost" or PER_PERSON & set(rule.get("per", ()))
    everybody = frozenset(involved.stream_of) if rule.get("counts") == "all_awards" else awards
    if takes and everybody & involved.guarded:
        return "it says what serving a person takes"
    return ""


def relax_limit(case: Drawn, rule: Rule) -> None:
    """Half as much again, or three times as much."""
    by = case.random.choice([1.5, 3])
    bound = rule["at_most"]
    if "minus" in bound:
        bound["minus"] = 0
    for name in {"usd", "share", "count"} & bound.keys():
        if isinstance(bound[name], dict):
            for version in bound[name]["versions"]:
                version["value"] = larger(name, version["value"], by)
        else:
            bound[name] = larger(name, bound[name], by)


def larger(name: str, number: float, by: float) -> float:
    """A larger number; a share stays one, heads stay whole."""
    if name == "share":
        return max(number, min(0.99, round(number * by, 4)))
    return int(number * by) + 1 if name == "count" else round(number * by, 2)


# -- who may pay -----------------------------------------------------------------------------


def conditions(case: Drawn) -> Iterator[Place]:
    """Rules on who, what and when: all but those of entitlements."""
    involved = Involved(case)
    for home, rules in case.lists():
        for rule in rules:
            if rule["kind"] not in ("participant", "program", "employer", "award", "line"):
                continue
            awards = involved.followers(rule)
            if awards - involved.entitled:
                yield (rules, rule, home), _why_not_condition(case, rule, awards, involved)


def _why_not_condition(case: Drawn, rule: Rule, awards: frozenset[str], involved: Involved) -> str:
    if awards & involved.entitled:
        return "an entitlement follows it"
    if has_past(case.seed):
        return "what was charged counts people by who may pay"
    if rule.keys() & {"from", "until"}:
        return "it concerns a part of the time, and a year's shared charge falls on all cells alike"
    if awards & involved.in_turn:
        return "others wait for what it may pay"
    if awards & involved.set_apart:
        return "whom it may serve is counted with others"
    if any(rule.get("per") and "usd" in rule.get("at_least", {}) for rule in case.rules("limit")):
        return "a floor for each line or year asks it of all that may be charged"
    pooled = any(
        isinstance(limit.get("at_most", {}).get(name), dict) and awards & involved.followers(limit)
        for limit in case.rules("limit")
        for name in ("share", "usd")
    )
    return "a pooled limit asks the awards that may be charged" if pooled else ""


def drop_condition(case: Drawn, place: tuple[list[Rule], Rule, str]) -> None:
    """The rules without it."""
    rules, rule, _ = place
    rules[:] = [one for one in rules if one is not rule]


# -- money -----------------------------------------------------------------------------------


def amounts(case: Drawn) -> Iterator[Place]:
    """Awards with an amount."""
    involved = Involved(case)
    for award in case.awards:
        if "amount" in award and award["id"] not in involved.entitled:
            yield award, _why_not_amount(case, award, involved)


def _why_not_amount(case: Drawn, award: dict[str, Any], involved: Involved) -> str:
    def follows(rule: Rule) -> bool:
        return award["id"] in involved.followers(rule)

    if any(
        rule.get("at_least", {}).get("of") in ("award", "allocation") and follows(rule)
        for rule in case.rules("limit")
    ):
        return "a floor is a share of it"
    if any("obligate" in rule and follows(rule) for rule in case.rules("timeline")):
        return "a share of it must be obligated"
    if any(rule.get("of") == "award" and follows(rule) for rule in case.rules("match")):
        return "a share of it must be matched"
    if any(
        "award.amount" in str(rule.get("where")) and follows(rule) for rule in case.rules("award")
    ):
        return "a condition asks for it"
    if involved.shares_with(award["id"]) & involved.in_turn:
        return "others wait until it has run out"
    return ""


def add_money(case: Drawn, award: dict[str, Any]) -> None:
    """A fifth more, or twice as much."""
    more = int(award["amount"] * case.random.choice([0.2, 1])) + 0.37
    award["amount"] = round(award["amount"] + more, 2)
    if award.get("slices"):
        last = award["slices"][-1]
        last["amount"] = round(last["amount"] + more, 2)
