"""Rules that cannot be kept: nobody can meet them, or one forbids what the other asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from braid.catalog.checks.rule_pairs import (
    Pairs,
    number_of,
    shape,
    values_together,
)
from braid.catalog.checks.rule_sites import Site, own_stream
from braid.catalog.checks.satisfiable import impossible
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day, plain
from braid.problems import Place, Problem
from braid.reading.document import Path
from braid.schema import rules as schema
from braid.schema.predicate import attributes_of
from braid.schema.rule_base import Bound, RuleBase

CONDITIONED = (
    schema.Participant, schema.Program, schema.Employer, schema.Award, schema.Line,
)  # fmt: skip
WHO = {
    "participant": "nobody", "program": "no program", "employer": "no employer",
    "award": "no award", "line": "no cost",
}  # fmt: skip


def check(view: View, site: Site) -> Iterator[Problem]:
    """What one rule says against itself."""
    rule = site.rule
    for name in ("who", "where"):
        condition = getattr(rule, name, None)
        if condition is not None and impossible(condition):
            message = "Nothing can meet this condition: its parts contradict one another."
            if rule.kind in WHO:  # type: ignore[attr-defined]
                whom = WHO[rule.kind]  # type: ignore[attr-defined]
                message = f"There is {whom} that could meet this condition: it contradicts itself."
                message = message.replace("nobody that", "nobody who")
            yield site.problem("B297", message, "Correct one of its values.", (name,))
    if isinstance(rule, schema.Line) and rule.allow and rule.forbid:
        yield from _allowed_and_forbidden(view, site, rule.allow, site, rule.forbid)


def check_together(view: View, found: list[Site]) -> Iterator[Problem]:
    """What two rules that the same money follows say against each other."""
    pairs = Pairs(view, found)
    for kind in CONDITIONED:
        for first, later in pairs.of_kind(kind):
            yield from _conditions(view, first, later)
    for first, later in pairs.of_kind(schema.Line):
        if first.document is later.document:
            yield from _lists(view, first, later)
    for first, later in pairs.of_kind(schema.Limit):
        yield from _cap_below_floor(view, first, later)
    yield from _served_apart(view, found)
    yield from _in_time(view, found)


def see(site: Site, inside: Path = ("id",)) -> tuple[Place, ...]:
    """The place of another rule, to be shown beside a problem."""
    return (site.document.place((*site.path, *inside)),)


def _conditions(view: View, first: Site, later: Site) -> Iterator[Problem]:
    one, other = first.condition, later.condition
    if one is None or other is None or not attributes_of(one[1]) & attributes_of(other[1]):
        return
    if not _of_the_same(view, first, later) or not impossible(one[1], other[1]):
        return
    if impossible(one[1]) or impossible(other[1]):
        return  # that is told of the one by itself
    whom = WHO[later.rule.kind]  # type: ignore[attr-defined]
    message = f"There is {whom} that could meet both this rule and '{first.name}'."
    message = message.replace("nobody that", "nobody who")
    remedy = "Correct one of the two, or say below 'for' what each is about."
    yield later.problem("B297", message, remedy, (other[0],), see=see(first, (one[0],)))


def _served_apart(view: View, found: list[Site]) -> Iterator[Problem]:
    """A stream whose people another one serves too, though nobody may be served by both."""
    for site in found:
        own, rule = own_stream(view, site), site.rule
        if own is None or not isinstance(rule, schema.Together):
            continue
        for other in found:
            apart = other.rule
            if not isinstance(apart, schema.Exclusive) or apart.reading != "participants":
                continue
            names = {*apart.among, own_stream(view, other)}
            if own in names and names >= set(rule.with_) and _whenever(rule, apart):
                message = f"Whom '{own}' serves, {' or '.join(rule.with_)} serves too; but"
                message += f" '{other.name}' lets nobody be served by both."
                remedy = "Take the stream out of one of the two rules."
                yield site.problem("B297", message, remedy, ("with",), see=see(other))


def _of_the_same(view: View, first: Site, later: Site) -> bool:
    """Whether both concern any category."""
    expand = view.library.categories.expand
    one, other = getattr(first.rule, "for_", ()), getattr(later.rule, "for_", ())
    if not one or not other:
        return True
    return bool(expand(one) & expand(other))


def _lists(view: View, first: Site, later: Site) -> Iterator[Problem]:
    """One rule of a file allows by name what another of it forbids."""
    one, other = first.rule, later.rule
    assert isinstance(one, schema.Line)
    assert isinstance(other, schema.Line)
    for allowing, forbidding in ((first, later), (later, first)):
        allow, forbid = allowing.rule.allow, forbidding.rule.forbid  # type: ignore[attr-defined]
        everything = not forbidding.rule.for_  # type: ignore[attr-defined]
        if allow and forbid and everything and _whenever(allowing.rule, forbidding.rule):
            yield from _allowed_and_forbidden(view, allowing, allow, forbidding, forbid)


def _whenever(one: RuleBase, other: RuleBase) -> bool:
    """Whether one rule never holds without the other; a ban for a time is no contradiction."""
    begins = (other.from_ or date.min) <= (one.from_ or date.min)
    return begins and (one.until or date.max) <= (other.until or date.max)


def _allowed_and_forbidden(
    view: View, allowing: Site, allow: tuple[str, ...], forbidding: Site, forbid: tuple[str, ...]
) -> Iterator[Problem]:
    expand = view.library.categories.expand
    gone = expand(forbid)
    for index, name in enumerate(allow):
        members = expand((name,))
        if members and members <= gone:
            message = f"'{name}' is allowed here and forbidden too."
            remedy = "Take it out of one of the two lists."
            there = see(forbidding, ("forbid",))
            yield allowing.problem("B297", message, remedy, ("allow", index), see=there)


def sides(site: Site) -> tuple[str, Bound] | None:
    """The side and the bound of a limit that has one."""
    rule = site.rule
    assert isinstance(rule, schema.Limit)
    if (rule.at_most is None) == (rule.at_least is None):
        return None
    return ("at_most", rule.at_most) if rule.at_most else ("at_least", rule.at_least)  # type: ignore[return-value]


def _cap_below_floor(view: View, first: Site, later: Site) -> Iterator[Problem]:
    one, other = sides(first), sides(later)
    if one is None or other is None or one[0] == other[0]:
        return
    if shape(view, first, one[1]) != shape(view, later, other[1]):
        return
    cap, floor = (one, other) if one[0] == "at_most" else (other, one)
    most, least = number_of(cap[1]), number_of(floor[1])
    if most is None or least is None:
        return
    for high, low in values_together(most[1], least[1]):
        if high < low:
            message = (
                f"This and '{first.name}' cannot both be kept: at most {plain(high)} and at least"
                f" {plain(low)} of the same thing."
            )
            remedy = "Correct one of the two numbers, or what one of the rules is about."
            yield later.problem("B297", message, remedy, (other[0],), see=see(first, (one[0],)))
            return


def _in_time(view: View, found: list[Site]) -> Iterator[Problem]:
    """Dated rules of one file that say the same with other numbers: each begins as one ends."""
    dated = [s for s in found if s.rule.from_ is not None or s.rule.until is not None]
    for index, one in enumerate(dated):
        for other in dated[:index]:
            if one.document is other.document and _about(view, one) == _about(view, other):
                before, after = sorted(
                    (one, other), key=lambda s: (s.rule.from_ is not None, s.rule.from_)
                )
                yield from _succession(before, after)


def _about(view: View, site: Site) -> object:
    """What a rule with a number is about; rules of other kinds are each about their own."""
    rule = site.rule
    own = (site.home, type(rule))
    if isinstance(rule, schema.Limit) and (side := sides(site)) is not None:
        return (*own, side[0], shape(view, site, side[1]))
    if isinstance(rule, schema.Match):
        return (*own, rule.of, rule.spend, rule.per, rule.beside, rule.usd is None)
    if isinstance(rule, schema.Reimbursement):
        return (*own, rule.spend, rule.beside)
    if isinstance(rule, schema.Formula):
        return (*own, rule.formula)
    return id(site)


def _succession(before: Site, after: Site) -> Iterator[Problem]:
    ends, begins = before.rule.until, after.rule.from_
    if ends is None or begins is None or ends == begins:
        return
    if ends < begins:
        message = (
            f"From {day(ends)} to {day(begins)} neither this rule nor '{before.name}' holds,"
            " though both are about the same thing."
        )
        remedy = f"Write 'from: {ends}' here, or a rule for the time between."
    else:
        message = (
            f"From {day(begins)} to {day(ends)} both this rule and '{before.name}' hold, though"
            " they are about the same thing."
        )
        remedy = f"Write 'until: {begins}' there, or 'from: {ends}' here."
    yield after.problem("B298", message, remedy, ("from",), see=see(before, ("until",)))
