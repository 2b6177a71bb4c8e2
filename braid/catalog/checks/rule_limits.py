"""Limits: one bound, one number, and what it is a share of."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_numbers import values
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.rule_units import check_per
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit

_NUMBERS = ("usd", "count", "share", "attribute")


def selectors(rule: Limit) -> list[tuple[Selector, Path]]:
    """Every selector of a limit with its path inside the rule."""
    found: list[tuple[Selector | None, Path]] = [(rule.spend, ("spend",)), (rule.serve, ("serve",))]
    for side in ("at_most", "at_least"):
        bound: Bound | None = getattr(rule, side)
        if bound is not None:
            found += [(bound.base, (side, "base")), (bound.less, (side, "less"))]
    return [(selector, path) for selector, path in found if selector is not None]


def check(site: Site, rule: Limit) -> Iterator[Problem]:
    """Everything that keeps a limit from being one row."""
    if (rule.spend is None) == (rule.serve is None):
        message = "A limit must say either 'spend' (dollars) or 'serve' (participants)."
        yield site.problem("B257", message, "Write 'spend: all', or 'serve: {who: …}'.")
    if (rule.at_most is None) == (rule.at_least is None):
        both = "both" if rule.at_most is not None else "neither"
        message = f"A limit must have one bound; this one has {both} 'at_most' and 'at_least'."
        message = message.replace("neither 'at_most' and", "neither 'at_most' nor")
        remedy = "Write one of the two; make two rules where both are meant."
        yield site.problem("B257", message, remedy)
    for side in ("at_most", "at_least"):
        bound: Bound | None = getattr(rule, side)
        if bound is not None:
            yield from _bound(site, rule, bound, side)
            yield from check_per(site, rule, bound, side)


def _bound(site: Site, rule: Limit, bound: Bound, side: str) -> Iterator[Problem]:
    stated = [name for name in _NUMBERS if getattr(bound, name) is not None]
    if len(stated) != 1:
        said = " and ".join(f"'{name}'" for name in stated) or "none"
        message = f"A bound needs one of usd, count, share, attribute; this one has {said}."
        yield site.problem("B258", message, "Write for example: {share: 0.10, of: award}", (side,))
        return
    (name,) = stated
    yield from _base(site, bound, side, name)
    yield from _of_heads(site, rule, bound, side, name)
    most = 1 if name == "share" else None
    numbers = [*values(getattr(bound, name), (side, name))] if name != "attribute" else []
    for waiver, number in rule.waivers.items():
        numbers += values(number, ("waivers", waiver))
    for path, value in numbers:
        if value < 0 or (most is not None and value > most):
            message = f"'{name if path[0] == side else path[1]}' is {value}, which cannot be."
            remedy = "A share is a number from 0 to 1." if most else "Give a number of at least 0."
            yield site.problem("B258", message, remedy, path)


def _base(site: Site, bound: Bound, side: str, name: str) -> Iterator[Problem]:
    if name == "share" and bound.of is None:
        message = "A share must say what it is a share of."
        remedy = "Add 'of:' with award, allocation, spent, cost, total or served."
        yield site.problem("B258", message, remedy, (side, "share"))
    if bound.of == "cost" and side == "at_least":
        message = "braid has no floor on a share of each cost: it only caps what is paid of it."
        remedy = "Say of: spent or of: award, or limit the others."
        yield site.problem("B258", message, remedy, (side, "of"))
    for key in ("of", "base", "less"):
        if name != "share" and getattr(bound, key) is not None:
            message = f"'{key}' goes with a share; this bound is in {name}."
            yield site.problem("B258", message, f"Take '{key}' out.", (side, key), key=True)


def _of_heads(site: Site, rule: Limit, bound: Bound, side: str, name: str) -> Iterator[Problem]:
    heads = name == "count" or bound.of == "served"
    if heads and rule.serve is None and rule.spend is not None:
        message = "This bound counts participants, but the limit is on dollars."
        yield site.problem("B258", message, "Write 'serve' instead of 'spend'.", (side,))
    elif not heads and rule.serve is not None and rule.spend is None:
        message = "This bound is in dollars, but the limit is on participants."
        remedy = "Write 'count', or 'share' with 'of: served'."
        yield site.problem("B258", message, remedy, (side,))
    elif heads and side == "at_least":
        message = "braid has no floor on heads: it only limits how many are served."
        yield site.problem("B258", message, "Turn it round: limit the others.", (side,))
