"""What adds to the law may tighten it; only a waiver that a rule names may loosen it.

All rules hold together, so an overlay's or an award's looser number would change nothing,
while its author believes that it holds: it is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from braid.catalog.checks.rule_contradictions import see, sides
from braid.catalog.checks.rule_pairs import (
    AWARD,
    Pairs,
    chosen,
    level_of,
    number_of,
    shape,
    values_together,
)
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.checks.words import plain
from braid.problems import Problem
from braid.reading.document import Path
from braid.record import record
from braid.schema import rules as schema
from braid.schema.base import Number
from braid.schema.rule_base import RuleBase


@record
class _Stated:
    """One number of a rule: where it stands, what it is, and which way is looser."""

    path: Path
    number: Number
    about: object
    more_is_looser: bool
    says: str
    """The same in words, with a place for the number."""


def check(view: View, found: list[Site]) -> Iterator[Problem]:
    """Every rule of an overlay or an award that is looser than the law below it."""
    pairs = Pairs(view, found)
    for kind in (schema.Limit, schema.Match, schema.Reimbursement, schema.Timeline, schema.Line):
        for one, other in pairs.of_kind(kind):
            first, later = sorted((one, other), key=lambda site: level_of(view, site))
            if level_of(view, first) < level_of(view, later):
                yield from _looser(view, first, later)


def _looser(view: View, law: Site, added: Site) -> Iterator[Problem]:
    if _waived(view, law.rule):
        return
    if isinstance(added.rule, schema.Line):
        yield from _longer_list(view, law, added)
        return
    below = {stated.about: stated for stated in _numbers(view, law)}
    for stated in _numbers(view, added):
        known = below.get(stated.about)
        if known is None:
            continue
        number = _with_waivers(view, law.rule, known.number)
        for value, lawful in values_together(stated.number, number):
            if value != lawful and (value > lawful) == stated.more_is_looser:
                says = stated.says.format(plain(lawful))
                message = (
                    f"'{law.name}' says {says}; {plain(value)} is looser and would change nothing."
                )
                remedy = _remedy(view, law, added)
                yield added.problem("B285", message, remedy, stated.path, see=see(law, known.path))
                break


def _numbers(view: View, site: Site) -> Iterator[_Stated]:
    """The numbers of a rule that can be compared with those of others."""
    rule = site.rule
    if isinstance(rule, schema.Limit) and (side := sides(site)) is not None:
        stated = number_of(side[1])
        if stated is not None:
            cap = side[0] == "at_most"
            of_limit = (side[0], shape(view, site, side[1]))
            words = side[0].replace("_", " ") + " {}"
            yield _Stated((side[0], stated[0]), stated[1], of_limit, cap, words)
    elif isinstance(rule, schema.Match):
        about = (rule.of, chosen(view, rule.spend), rule.per, rule.beside)
        if rule.share is not None:
            yield _Stated(("share",), rule.share, ("share", *about), False, "a match of {}")
        if rule.usd is not None:
            yield _Stated(("usd",), rule.usd, ("usd", *about), False, "a match of ${}")
    elif isinstance(rule, schema.Reimbursement):
        of_claim = (chosen(view, rule.spend), rule.beside)
        yield _Stated(("share",), rule.share, of_claim, True, "a reimbursement of {}")
    elif isinstance(rule, schema.Timeline):
        yield from _spans(rule)


def _spans(rule: schema.Timeline) -> Iterator[_Stated]:
    spans = {"ends": rule.ends, "obligate": rule.obligate.by if rule.obligate else None}
    for name, span in spans.items():
        inside = (name,) if name == "ends" else (name, "by")
        for unit, length in dict(span or ()).items():
            if length is not None:
                words = f"{{}} {unit.replace('_', ' ')} ('{name}')"
                yield _Stated((*inside, unit), Decimal(length), (name, unit), True, words)
    if rule.obligate is not None:
        share = rule.obligate.share
        yield _Stated(("obligate", "share"), share, "obligate", False, "an obligated share of {}")
    if rule.liquidate_days is not None:
        days = Decimal(rule.liquidate_days)
        yield _Stated(("liquidate_days",), days, "liquidate", True, "{} days to liquidate")


def _longer_list(view: View, law: Site, added: Site) -> Iterator[Problem]:
    """A closed list that names what the law's own closed list does not have."""
    below, more = law.rule, added.rule
    assert isinstance(below, schema.Line)
    assert isinstance(more, schema.Line)
    if below.allow is None or more.allow is None or below.for_ or more.for_:
        return
    expand = view.library.categories.expand
    lawful = expand(below.allow)
    for index, name in enumerate(more.allow):
        members = expand((name,))
        if members and not members & lawful:
            message = f"'{law.name}' does not allow '{name}', so naming it here changes nothing."
            remedy = _remedy(view, law, added)
            yield added.problem("B285", message, remedy, ("allow", index), see=see(law, ("allow",)))


def _waived(view: View, rule: RuleBase) -> bool:
    """Whether the scenario takes the rule away."""
    switched_on = view.scenario.rules.waivers
    return any(name in switched_on and number is None for name, number in rule.waivers.items())


def _with_waivers(view: View, rule: RuleBase, number: Number) -> Number:
    """The number of a rule as the scenario's waivers leave it."""
    for name, other in rule.waivers.items():
        if name in view.scenario.rules.waivers and other is not None:
            return other
    return number


def _remedy(view: View, law: Site, added: Site) -> str:
    whose = "award's terms" if level_of(view, added) == AWARD else "overlay"
    if law.rule.waivers:
        names = " or ".join(law.rule.waivers)
        return f"Take it out, and switch on the waiver {names} where one is granted."
    return f"Take it out: an {whose} can only be stricter than the law."
