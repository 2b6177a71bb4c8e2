"""Rules, in files and in awards: ids, names of categories and streams, bounds, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks import (
    rule_conditions,
    rule_contradictions,
    rule_exclusive,
    rule_factors,
    rule_limits,
    rule_loosening,
    rule_needs,
    rule_numbers,
    rule_orders,
    rule_people,
    rule_times,
    rule_transfers,
)
from braid.catalog.checks.references import category_fault
from braid.catalog.checks.rule_sites import Site, own_stream, sites
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day
from braid.problems import Problem, did_you_mean
from braid.reading.document import Path
from braid.schema import rules as schema
from braid.schema.formulas import FORMULAS

NUMBERED = (
    schema.Limit, schema.Match, schema.Reimbursement, schema.Transfer, schema.Income,
    schema.Threshold,
)  # fmt: skip
"""Rules with one number that a waiver can replace."""


def check_rules(view: View) -> Iterator[Problem]:
    """Every problem of the rules that a scenario brings into play, wherever they are written."""
    found = list(sites(view))
    yield from _twice(found)
    for site in found:
        yield from check_rule(view, site)
    yield from rule_numbers.check_cover(view, found)
    yield from rule_orders.circles(view, found)
    yield from rule_contradictions.check_together(view, found)
    yield from rule_loosening.check(view, found)


def check_rule(view: View, site: Site) -> Iterator[Problem]:
    """Every problem of one rule by itself."""
    yield from _names(view, site)
    yield from _dates(site)
    yield from _substance(site)
    yield from rule_conditions.check(view, site)
    yield from rule_contradictions.check(view, site)
    yield from rule_numbers.check_order(site)
    yield from rule_numbers.check_own_cover(site)
    yield from rule_times.check(site, _selectors(site.rule))
    if isinstance(site.rule, schema.Limit):
        yield from rule_limits.check(site, site.rule)
        yield from rule_factors.check(view, site, site.rule)
    if isinstance(site.rule, schema.Together):
        yield from rule_people.check_together(view, site, site.rule)
    if isinstance(site.rule, schema.Threshold):
        yield from rule_people.check_threshold(site, site.rule)
    if isinstance(site.rule, schema.Match | schema.Reimbursement):
        yield from rule_needs.check(site, site.rule)
    if isinstance(site.rule, schema.Exclusive):
        yield from rule_exclusive.check(view, site, site.rule)
    if isinstance(site.rule, schema.Order):
        yield from rule_orders.check(view, site, site.rule)
    if isinstance(site.rule, schema.Formula):
        yield from _formula(site, site.rule)
    if isinstance(site.rule, schema.Refund):
        yield from _refund(view, site)
    if isinstance(site.rule, schema.Transfer):
        yield from rule_transfers.check_transfer(view, site, site.rule)
    if isinstance(site.rule, schema.Income):
        yield from rule_transfers.check_income(view, site, site.rule)


def _twice(found: list[Site]) -> Iterator[Problem]:
    first: dict[str, Site] = {}
    for site in found:
        known = first.setdefault(site.name, site)
        if known is not site:
            message = f"Two rules of '{site.home}' have the id '{site.rule.id}'."
            remedy = "Give each rule its own id."
            see = (known.document.place((*known.path, "id")),)
            yield site.problem("B251", message, remedy, ("id",), see=see)


def _categories(rule: schema.RuleBase) -> Iterator[tuple[str, Path, bool]]:
    """Names of categories in a rule, with their paths; whether a family may stand there."""
    lists: list[tuple[tuple[str, ...] | None, Path]] = [
        (getattr(rule, "for_", None), ("for",)),
        (getattr(rule, "allow", None), ("allow",)),
        (getattr(rule, "forbid", None), ("forbid",)),
    ]
    if isinstance(rule, schema.Formula):
        lists.append((rule.first, ("first",)))
    lists += [(s.category, (*path, "category")) for s, path in _selectors(rule)]
    if isinstance(rule, schema.Match | schema.Reimbursement):
        lists.append((rule.beside.category, ("beside", "category")))
    for names, path in lists:
        for index, name in enumerate(names or ()):
            yield name, (*path, index), True
    if isinstance(rule, schema.Report):
        yield rule.classed, ("classed",), False


def _selectors(rule: schema.RuleBase) -> list[tuple[schema.Selector, Path]]:
    """Every selector of a rule with its path inside the rule."""
    if isinstance(rule, schema.Limit):
        return rule_limits.selectors(rule)
    if isinstance(rule, schema.Match | schema.Reimbursement):
        return rule_needs.selectors(rule)
    return []


def _names(view: View, site: Site) -> Iterator[Problem]:
    for name, path, families in _categories(site.rule):
        fault = category_fault(name, view.library, families=families)
        if fault is not None:
            yield site.problem("B252", *fault, path)


def _dates(site: Site) -> Iterator[Problem]:
    rule = site.rule
    if rule.from_ is not None and rule.until is not None and rule.until <= rule.from_:
        message = f"The rule holds until {day(rule.until)}, which is not after {day(rule.from_)}."
        yield site.problem("B259", message, "Correct one of the two dates.", ("until",))


def _substance(site: Site) -> Iterator[Problem]:
    """Rules that are built right and say nothing."""
    rule = site.rule
    if isinstance(rule, schema.Line) and not (rule.allow or rule.forbid or rule.where):
        remedy = "Add 'allow', 'forbid' or 'where'."
        yield site.problem("B262", "A line rule must say what may be paid.", remedy)
    if isinstance(rule, schema.Supplant) and not rule.protects:
        remedy = "Name the origins whose money may not move here: state, local, private."
        yield site.problem("B262", "'protects' names no origin.", remedy, ("protects",))
    for name in rule.waivers if rule.unwaivable is not None else ():
        message = f"The waiver '{name}' cannot be: the law lets nobody waive this."
        remedy = f"Take it out, or 'unwaivable' where {rule.unwaivable} does not mean this rule."
        see = (site.document.place((*site.path, "unwaivable")),)
        yield site.problem("B299", message, remedy, ("waivers", name), key=True, see=see)
    if not isinstance(rule, NUMBERED) or _without_number(rule):
        for name, value in rule.waivers.items():
            if value is not None:
                message = f"The waiver '{name}' gives a number, but the rule has none to replace."
                remedy = "Write null: the waiver takes the rule away."
                yield site.problem("B263", message, remedy, ("waivers", name))


def _without_number(rule: schema.RuleBase) -> bool:
    return isinstance(rule, schema.Income) and rule.usd is None


def _formula(site: Site, rule: schema.Formula) -> Iterator[Problem]:
    if rule.formula not in FORMULAS:
        message = f"There is no formula '{rule.formula}'."
        remedy = did_you_mean(rule.formula, FORMULAS)
        yield site.problem("B260", message, remedy, ("formula",))
        return
    needed = FORMULAS[rule.formula].numbers
    for name in needed:
        if name not in rule.numbers:
            message = f"The formula '{rule.formula}' needs the number '{name}'."
            remedy = f"Add '{name}: …' below 'numbers'."
            yield site.problem("B260", message, remedy, ("numbers",))
    for name in rule.numbers:
        if name not in needed:
            message = f"The formula '{rule.formula}' has no number '{name}'."
            remedy = did_you_mean(name, needed)
            yield site.problem("B260", message, remedy, ("numbers", name), key=True)


def _refund(view: View, site: Site) -> Iterator[Problem]:
    """Only what a formula pays can go back; sets and families may hold both sorts of streams."""
    stream = view.library.streams.get(own_stream(view, site) or "")
    if stream is not None and not stream.entitlement:
        message = f"'{stream.stream}' is no entitlement: nothing of it goes back by this rule."
        yield site.problem("B262", message, "Take the rule out.", ("kind",))
