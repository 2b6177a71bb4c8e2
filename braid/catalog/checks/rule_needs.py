"""Match and reimbursement: one amount that can be, and money that can stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_numbers import values
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.words import plain
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.money_rules import Match, Reimbursement
from braid.schema.rule_base import Selector

Needs = Match | Reimbursement
EXAMPLE = "Write for example: share: 1, of: spent"
PERCENT = 10
"""A match of so many dollars for each dollar or more is a percentage: no law asks for as much."""


def selectors(rule: Needs) -> list[tuple[Selector, Path]]:
    """Every selector of a rule with its path inside the rule."""
    return [(rule.spend, ("spend",))] if rule.spend is not None else []


def check(site: Site, rule: Needs) -> Iterator[Problem]:
    """Everything that keeps what is asked for from being a number of dollars."""
    if isinstance(rule, Match):
        yield from _amount(site, rule)
        yield from _whole(site, rule)
    else:
        for path, share in values(rule.share, ("share",)):
            if not 0 < share <= 1:
                message = f"'share' is {share}, which cannot be."
                remedy = "The share of a claim that is paid is above 0 and at most 1."
                yield site.problem("B269", message, remedy, path)
    for name in ("origin", "form"):
        if not getattr(rule.beside, name):
            remedy = f"Name what counts below '{name}', or take it out."
            message = f"'{name}' names nothing, so no money counts."
            yield site.problem("B262", message, remedy, ("beside", name))
    per = rule.per if isinstance(rule, Match) else ()
    for index, part in enumerate(per):
        if part in per[:index]:
            yield site.problem("B262", f"'{part}' stands there twice.", "Take one out.", ("per",))


def _amount(site: Site, rule: Match) -> Iterator[Problem]:
    if (rule.share is None) == (rule.usd is None):
        both = "both" if rule.usd is not None else "neither"
        message = f"A match needs a share or an amount in usd; this one has {both}."
        yield site.problem("B269", message, EXAMPLE)
        return
    if rule.usd is not None and rule.of is not None:
        message = "'of' goes with a share; this match is in usd."
        yield site.problem("B269", message, "Take 'of' out.", ("of",), key=True)
    if rule.share is not None and rule.of is None:
        remedy = "Add 'of:' with award, spent or total."
        yield site.problem("B269", "A share must say what it is a share of.", remedy, ("share",))
    name = "share" if rule.share is not None else "usd"
    number = rule.share if rule.share is not None else rule.usd
    for path, value in values(number, (name,)):
        if value < 0:
            remedy = "Give a number of at least 0."
            yield site.problem("B269", f"'{name}' is {value}, which cannot be.", remedy, path)
        if name == "share" and rule.of != "total" and value >= PERCENT:
            message = f"'share' is {plain(value)}: so many dollars of other money for each one."
            remedy = f"Write {plain(value / 100)} if {plain(value)}% is meant."
            yield site.problem("B269", message, remedy, path)
        if rule.of == "total" and value >= 1:
            message = f"'share' is {value}: nothing would be left for the award itself."
            remedy = "A share of the total is below 1. For one dollar each: share: 0.5, of: total"
            yield site.problem("B269", message, remedy, path)


def _whole(site: Site, rule: Match) -> Iterator[Problem]:
    """What does not go with an amount that is asked for whatever is spent."""
    if rule.of != "award" and rule.usd is None:
        return
    what = "a share of the award" if rule.of == "award" else "an amount in usd"
    if rule.spend is not None:
        message = f"'spend' says which spending asks for match, but {what} is asked for anyway."
        yield site.problem("B264", message, "Take 'spend' out.", ("spend",), key=True)
    if set(rule.per) - {"award"}:
        message = f"'per' cuts what is spent, but {what} is asked for as a whole."
        remedy = "Take 'per' out, or write 'of: spent'."
        yield site.problem("B264", message, remedy, ("per",), key=True)
