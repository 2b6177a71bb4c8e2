"""Money that must stand beside other money (docs/semantics.md, section 10; formulation.md, 2.9)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.cells import Cell
from oracle.facts import Subject
from oracle.limits import shortfall
from oracle.model import Charge, Model
from oracle.past import dollars_of, spent_before
from oracle.permission import ABOUT_PEOPLE
from oracle.rows import total
from oracle.rulebook import in_force
from oracle.selection import selects
from oracle.whose import home, owner, reaches

Key = tuple[Any, ...]


@dataclass
class Need:
    """What one award needs beside it under one rule, for one key of ``per``."""

    homed: Any
    award: Award
    key: Key
    dollars: Any
    before: float = 0.0
    """What actuals ask for; a shortfall may stand in for it."""
    sure: bool = False
    """Whether a shortfall may stand in: accepted awards, of their amount or a number of dollars."""
    pledges: list[Any] = field(default_factory=list)


def add_matching(m: Model) -> None:
    """For each need enough pledges; of each charge, and of what is in kind, not more than it is."""
    needs = list(all_needs(m))
    for charge in m.charges + m.past:
        if isinstance(charge.cell, Cell):
            pledged = [pledge(m, n, charge) for n in needs if may_serve(m, n, charge)]
            if pledged:
                m.add(pulp.lpSum(pledged) <= charge.dollars)
    for award in m.book.payers:
        if award.form == "in_kind" and award.amount is not None:
            rest_in_kind(m, needs, award)
    for need in needs:
        given = pulp.lpSum(need.pledges)
        if need.sure:
            given = given + shortfall(m, float(need.dollars))
        elif need.before:
            given = given + shortfall(m, need.before)
        m.add(given >= need.dollars)


def pledge(m: Model, need: Need, charge: Charge) -> Any:
    """p: dollars of a charge beside an award."""
    most = charge.variable if m.is_past(charge) else charge.variable.upBound
    made = m.variable("p", float(charge.share) * most)
    need.pledges.append(made)
    return made


def rest_in_kind(m: Model, needs: list[Need], award: Award) -> None:
    """What an award in kind gives without a charge: its amount less to_date and charges."""
    left = float(max(Fraction(0), Fraction(award.amount or 0) - spent_before(m, award)))
    pledged = []
    for need in needs:
        if rest_may_serve(m, need, award):
            pledged.append(m.variable("p", left))
            need.pledges.append(pledged[-1])
    if pledged:
        m.add(pulp.lpSum(pledged) + total(m.by_award[award.id]) <= left * m.used[award.id])


# -- needs ---------------------------------------------------------------------------------


def all_needs(m: Model) -> Iterator[Need]:
    """Of every rule and every award that follows it and pays."""
    for homed in [*m.book.of("match"), *m.book.of("reimbursement")]:
        for award in m.book.followers(homed):
            if not m.book.stream(award).entitlement:
                constant = homed.kind == "match" and homed.rule.of not in ("spent", "total")
                yield from (of_award if constant else of_charges)(m, homed, award)


def of_award(m: Model, homed: Any, award: Award) -> Iterator[Need]:
    """``of: award`` and ``usd``: a number of dollars, times y_m."""
    rule, start = homed.rule, m.book.start(award)
    about = Subject(start, award)
    dollars: Fraction | None
    if rule.usd is not None:
        dollars = m.book.facts.number(rule.usd, about)
    else:
        share = m.book.facts.number(rule.share, about)
        known = share is not None and award.amount is not None
        dollars = share * Fraction(award.amount) if known else None
    if dollars is not None and in_force(rule, start):
        need = float(dollars) * m.used[award.id]
        yield Need(homed, award, (), need, sure=award.status == "accepted")


def of_charges(m: Model, homed: Any, award: Award) -> Iterator[Need]:
    """So much for each dollar of the charges that ask for it."""
    each = for_each_dollar(m, homed, award)
    if each is None:
        return
    cut: dict[Key, list[Charge]] = defaultdict(list)
    for charge in m.by_award[award.id] + [c for c in m.past if c.award.id == award.id]:
        asks = charge.line is not None or homed.rule.spend is not None
        key = key_of(m, homed, charge)
        if asks and key is not None and selects(m, homed, homed.rule.spend, charge):
            cut[key].append(charge)
    for key, charges in cut.items():
        done = [c for c in charges if m.is_past(c)]
        if not {"period", "cell"} & set(cut_by(homed)) or len(done) < len(charges):
            need = float(each) * total(charges)
            yield Need(homed, award, key, need, before=float(each * dollars_of(done)))


def for_each_dollar(m: Model, homed: Any, award: Award) -> Fraction | None:
    """share; of the total share / (1 - share); of a claim (1 - share) / share."""
    share = m.book.facts.number(homed.rule.share, Subject(m.book.start(award), award))
    if share is None or (homed.kind == "match" and homed.rule.of == "spent"):
        return share
    if homed.kind == "reimbursement":
        share = 1 - share
    return share / (1 - share)


def cut_by(homed: Any) -> tuple[str, ...]:
    """What ``per`` names beside the award."""
    per = ("period",) if homed.kind == "reimbursement" else homed.rule.per
    return tuple(part for part in per if part != "award")


def key_of(m: Model, homed: Any, charge: Charge) -> Key | None:
    """Which need a charge belongs to; None where it lacks a part."""
    on_cell = isinstance(charge.cell, Cell)
    values = {
        "period": charge.period,
        "line": charge.line.id if charge.line is not None else None,
        "cell": id(charge.cell) if on_cell else None,
        "employer": employer_of(m, charge.cell) if on_cell else None,
    }
    key = tuple(values[part] for part in cut_by(homed))
    return None if None in key else key


def employer_of(m: Model, cell: Cell) -> str | None:
    """The employer of a cell: of its line, else of the job, else of its own group."""
    group = m.inputs.groups[cell.group] if cell.group is not None else None
    employer = m.book.facts.employer(Subject(cell.start, None, group, cell.line))
    return employer.id if employer is not None else None


# -- money that counts ---------------------------------------------------------------------


def counts(m: Model, need: Need, award: Award) -> bool:
    """Whether an award's money counts for a need at all: whose it is and in what form."""
    beside = need.homed.rule.beside
    mine, theirs = owner(m.inputs, need.award), owner(m.inputs, award)
    return (
        award.id != need.award.id
        and (mine == theirs or not mine or not theirs)
        and m.book.origin(award) in beside.origin
        and award.form in beside.form
        and (award.match_for is None or need.award.id in award.match_for)
        and (not beside.employer or award.employer is not None)
    )


def may_serve(m: Model, need: Need, charge: Charge) -> bool:
    """Whether a charge on a cell may stand beside the award for a need."""
    beside = need.homed.rule.beside
    if not counts(m, need, charge.award):
        return False
    opens, closes = m.book.window_for(need.award, charge.category)
    if not opens <= charge.cell.start < closes:
        return False
    if beside.employer and charge.award.employer != employer_of(m, charge.cell):
        return False
    if beside.category is None:
        right_cost = may_pay_itself(m, need.award, charge.cell)
    else:
        right_cost = charge.category in m.book.categories(beside.category)
        right_cost &= reaches(m.inputs, need.award, home(m.inputs, charge.line.id))
    return right_cost and key_of(m, need.homed, charge) == need.key


def may_pay_itself(m: Model, award: Award, cell: Cell) -> bool:
    """Section 4.3 alone: the rules, neither time nor form; shared: for one group at least."""
    permission, about = m.permission, m.permission.about(award, cell)
    if not reaches(m.inputs, award, home(m.inputs, cell.line.id)):
        return False
    if not permission.lines_allow(award, cell):
        return False
    if not permission.all_hold("award", award, cell.category, about):
        return False
    if cell.direct:
        kinds = ABOUT_PEOPLE
        return all(permission.all_hold(kind, award, cell.category, about) for kind in kinds)
    groups = (m.inputs.groups[g] for g in m.inputs.groups_of(cell.line))
    return any(permission.qualifies(award, cell.line, group) for group in groups)


def rest_may_serve(m: Model, need: Need, award: Award) -> bool:
    """Whether what is in kind may: as a whole, for the award or for its own employer."""
    opens, closes = m.book.window(need.award)
    begins, ends = m.book.window(award)
    per = cut_by(need.homed)
    own = per == () or (per == ("employer",) and need.key == (award.employer,))
    return counts(m, need, award) and own and opens < ends and begins < closes
