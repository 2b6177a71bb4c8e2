"""What adds to the law may tighten it; only a waiver that a rule names may loosen it.

All rules hold together, so an overlay's or an award's looser number would change nothing,
while its author believes that it holds: it is an error. So is a waiver that tightens.
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
    for site in found:
        yield from _stricter_waivers(view, site)


def _looser(view: View, law: Site, added: Site) -> Iterator[Problem]:
    if _waived(view, law.rule):
        return
    if isinstance(added.rule, schema.Line):
        yield from _longer_list(view, law, added)
        return
    if isinstance(added.rule, schema.Timeline) and isinstance(law.rule, schema.Timeline):
        yield from _beyond_the_end(view, law, added)
    below = {stated.about: stated for stated in _numbers(view, law)}
    for stated in _numbers(view, added):
        known = below.get(stated.about)
        if known is None:
            continue
        number = _with_waivers(view, law.rule, known.number)
        both = [pair for pair in values_together(stated.number, number) if pair[0] != pair[1]]
        looser = [(value > lawful) == stated.more_is_looser for value, lawful in both]
        if both and all(looser):
            value, lawful = both[-1]
            says = stated.says.format(plain(lawful))
            message = (
                f"'{law.name}' says {says}; {plain(value)} is looser and would change nothing."
            )
            remedy = _remedy(view, law, added)
            yield added.problem("B285", message, remedy, stated.path, see=see(law, known.path))


def _stricter_waivers(view: View, site: Site) -> Iterator[Problem]:
    """Waivers whose number is stricter than every number that the rule itself has."""
    for name, value in site.rule.waivers.items():
        for stated in _numbers(view, site) if value is not None else ():
            if stated.path[-1] not in ("share", "usd", "count") or stated.path[0] == "obligate":
                continue
            pairs = list(values_together(value, stated.number))
            if pairs and all(v != own and (v < own) == stated.more_is_looser for v, own in pairs):
                says = stated.says.format(plain(pairs[-1][1]))
                message = (
                    f"The waiver '{name}' is stricter ({plain(pairs[-1][0])}) than the rule, which"
                    f" says {says}."
                )
                remedy = "A waiver only loosens: correct its number, or write a rule for the rest."
                path = ("waivers", name)
                yield site.problem("B278", message, remedy, path, see=see(site, stated.path))


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
        yield from _spans(rule, view.library.categories.expand(rule.for_))


def _spans(rule: schema.Timeline, named: frozenset[str]) -> Iterator[_Stated]:
    spans = {"ends": rule.ends, "obligate": rule.obligate.by if rule.obligate else None}
    for name, span in spans.items():
        inside = (name,) if name == "ends" else (name, "by")
        for unit, length in dict(span or ()).items():
            if length is not None:
                words = f"{{}} {unit.replace('_', ' ')} ('{name}')"
                yield _Stated((*inside, unit), Decimal(length), (name, unit, named), True, words)
    if rule.obligate is not None:
        share = rule.obligate.share
        yield _Stated(("obligate", "share"), share, "obligate", False, "an obligated share of {}")
    if rule.liquidate_days is not None:
        days = Decimal(rule.liquidate_days)
        about = ("liquidate", named)
        yield _Stated(("liquidate_days",), days, about, True, "{} days to liquidate")


def _beyond_the_end(view: View, law: Site, added: Site) -> Iterator[Problem]:
    """An overlay by which something is paid after the law ends the money; of an award see dates."""
    rule, below = added.rule, law.rule
    assert isinstance(rule, schema.Timeline)
    assert isinstance(below, schema.Timeline)
    if level_of(view, added) == AWARD or below.ends is None or below.for_ or rule.ends is None:
        return
    for unit in ("months_after_end", "days_after_end"):
        if (getattr(rule.ends, unit) or 0) > 0:
            message = f"'{law.name}' ends all money; an overlay cannot let it be paid later."
            remedy = "Take it out, or write it in the law's own file if the law says it."
            see_also = see(law, ("ends",))
            yield added.problem("B332", message, remedy, ("ends", unit), see=see_also)


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
