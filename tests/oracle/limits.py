"""Caps and floors (docs/semantics.md, section 6; formulation.md, 2.4 and 2.14)."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.allowed import asked, usd_each
from oracle.cells import Cell
from oracle.heads import strictest
from oracle.model import Charge, Model
from oracle.past import counts_then, dollars_of
from oracle.people import dollars_per_person, limit_heads
from oracle.rulebook import in_force
from oracle.selection import (
    award_key,
    awards_of,
    belongs,
    cell_key,
    cost_share,
    life_long,
    past_key,
    past_of,
    per_person,
    selects,
    selects_entry,
)
from oracle.whose import owner, reaches


@dataclass
class Instance:
    """One row's worth of a limit: its awards and their charges."""

    awards: list[Award]
    charges: list[Charge]
    cell_part: tuple[Any, ...]


def add_limits(m: Model) -> None:
    """Every binding limit."""
    limit_heads(m)
    for homed in m.book.of("limit"):
        for bound, sign in ((homed.rule.at_most, 1), (homed.rule.at_least, -1)):
            if bound is None or homed.rule.spend is None:
                continue
            if bound.of == "cost":
                share_of_cost(m, homed, bound, sign)
                continue
            for one in instances(m, homed, bound.of == "allocation"):
                if per_person(homed) or bound.attribute is not None:
                    dollars_per_person(m, homed, bound, pooled(m, homed, one), one.charges)
                elif bound.usd is not None:
                    dollars(m, homed, bound, sign, one)
                else:
                    share_of_money(m, homed, bound, sign, one)


def instances(m: Model, homed: Any, holders_only: bool) -> list[Instance]:
    """The limit's charges cut by ``per``; an award without any charge still has its instance."""
    awards = awards_of(m, homed)
    if holders_only:
        awards = [a for a in awards if m.inputs.holds_allocation(a)]
    by_award: dict[tuple[Any, ...], list[Award]] = defaultdict(list)
    for award in awards:
        by_award[award_key(m, homed, award)].append(award)
    found: list[Instance] = []
    for members in by_award.values():
        whole = life_long(homed) and not belongs(m, homed)
        cut: dict[tuple[Any, ...], list[Charge]] = {(): []} if whole else {}
        for award in members:
            for charge in m.by_award[award.id]:
                key = cell_key(m, homed, charge)
                if key is not None:
                    cut.setdefault(key, []).append(charge)
        found += [
            Instance(there(m, homed, members, key), charges, key) for key, charges in cut.items()
        ]
    return found


def there(m: Model, homed: Any, awards: list[Award], key: tuple[Any, ...]) -> list[Award]:
    """Of some awards those that may pay in the partnership of an instance."""
    if not belongs(m, homed):
        return awards
    return [a for a in awards if reaches(m.inputs, a, key[0])]


def spent(m: Model, homed: Any, selector: Any, one: Instance) -> Any:
    """Dollars of an instance that a selector selects, ``to_date`` included."""
    now = pulp.lpSum(c.dollars for c in one.charges if selects(m, homed, selector, c))
    return now + before(m, homed, selector, one.awards, one.cell_part)


def before(
    m: Model, homed: Any, selector: Any, awards: list[Award], cell_part: tuple[Any, ...]
) -> float:
    """Dollars of ``to_date``, and of periods that are over, that a selector selects."""
    stated = sum(
        (
            Fraction(entry.amount)
            for award in awards
            if not homed.reach or owner(m.inputs, award) == homed.reach
            for entry in award.to_date
            if cell_part == past_key(m, homed, award, entry)
            and counts_then(m, homed.rule, entry)
            and selects_entry(m, selector, award, entry)
        ),
        Fraction(0),
    )
    return float(stated + dollars_of(past_of(m, homed, selector, awards, cell_part)))


def the_number(m: Model, homed: Any, stated: Any, sign: int, one: Instance) -> Fraction | None:
    """A limit's share, dated by its year, its group or the award; of several the stricter."""
    charge = one.charges[0] if one.charges else None
    abouts = [asked(m, homed, a, charge) for a in pooled(m, homed, one)]
    return strictest(sign, [m.book.facts.number(stated, about) for about in abouts])


def usd_allowed(m: Model, homed: Any, bound: Any, sign: int, one: Instance) -> Fraction | None:
    """A limit's dollars, times its factors; of several awards the stricter."""
    charge = one.charges[0] if one.charges else None
    return strictest(sign, [usd_each(m, homed, bound, a, charge) for a in pooled(m, homed, one)])


def pooled(m: Model, homed: Any, one: Instance) -> list[Award]:
    """Whose number it is: where charges decide the instance, those who are or may be charged."""
    if life_long(homed) and not belongs(m, homed):
        return one.awards
    past = past_of(m, homed, None, one.awards, one.cell_part)
    charged = {c.award.id for c in [*one.charges, *past] if in_force(homed.rule, c.day)}
    return [a for a in one.awards if a.id in charged]


# -- bounds --------------------------------------------------------------------------------


def at_most(m: Model, left: Any, right: Any, of_spending: bool = False) -> None:
    """left <= right. A past that alone exceeds its side leaves 0, or a shortfall (2.14)."""
    row = left - right
    if row.constant > 0:
        if not of_spending and all(factor >= 0 for factor in row.values()):
            row = row - row.constant
        else:
            row = row - shortfall(m, row.constant)
    m.add(row <= 0)


def shortfall(m: Model, most: float) -> Any:
    """A shortfall, minimized in tier 0."""
    made = m.variable("short", max(0.0, most))
    m.shortfalls.append(made)
    return made


def dollars(m: Model, homed: Any, bound: Any, sign: int, one: Instance) -> None:
    """usd: num <= usd, or num + shortfall >= usd."""
    number = usd_allowed(m, homed, bound, sign, one)
    if number is None:
        return
    num = spent(m, homed, homed.rule.spend, one)
    if sign > 0:
        at_most(m, num, float(number))
    elif floor_is_asked(m, homed, one):
        m.add(num + shortfall(m, float(number)) >= float(number))


def floor_is_asked(m: Model, homed: Any, one: Instance) -> bool:
    """Of an instance that charges decide only where the selection has a possible charge."""
    if life_long(homed) and not belongs(m, homed):
        return True
    return any(selects(m, homed, homed.rule.spend, c) for c in one.charges)


def share_of_money(m: Model, homed: Any, bound: Any, sign: int, one: Instance) -> None:
    """Shares of award, allocation, spent, total."""
    number = the_number(m, homed, bound.share, sign, one)
    if number is None:
        return
    share = float(number)
    num = spent(m, homed, homed.rule.spend, one)
    if bound.of in ("award", "allocation"):
        less = spent(m, homed, bound.less, one) if bound.less is not None else 0
        if sign > 0:
            amount = pulp.lpSum(amounts([a], bound.of) * m.used[a.id] for a in one.awards)
            at_most(m, num + share * less, share * amount)
            return
        sure = [a for a in one.awards if a.status == "accepted"]
        if sure:
            ids = {a.id for a in sure}
            firm = Instance(sure, [c for c in one.charges if c.award.id in ids], one.cell_part)
        if sure and floor_is_asked(m, homed, firm):
            wanted = share * amounts(sure, bound.of)
            less = spent(m, homed, bound.less, firm) if bound.less is not None else 0
            num_firm = spent(m, homed, homed.rule.spend, firm)
            m.add(num_firm + shortfall(m, wanted) >= wanted - share * less)
    base = everything(m, homed, bound.base, one) if bound.of == "total" else spent(
        m, homed, bound.base, one
    )  # fmt: skip
    if bound.less is not None:
        base = base - (
            everything(m, homed, bound.less, one)
            if bound.of == "total"
            else spent(m, homed, bound.less, one)
        )
    at_most(m, sign * num, sign * share * base, of_spending=True)


def everything(m: Model, homed: Any, selector: Any, one: Instance) -> Any:
    """The charges of all committed awards; those of entitlements count on neither side."""
    rows = [
        c
        for c in m.charges
        if cell_key(m, homed, c) == one.cell_part and selects(m, homed, selector, c)
    ]
    past = before(m, homed, selector, m.book.payers, one.cell_part)
    return pulp.lpSum(c.dollars for c in rows) + past


def amounts(awards: list[Award], base: str) -> float:
    """Whole amounts: of the allocation where that is the base and is stated."""
    total = Fraction(0)
    for award in awards:
        amount = award.amount
        if base == "allocation" and award.allocation is not None:
            amount = award.allocation
        total += Fraction(amount or 0)
    return float(total)


def share_of_cost(m: Model, homed: Any, bound: Any, sign: int) -> None:
    """Per cell: the charges of the limit's awards <= share x G_c."""
    followers = {a.id for a in awards_of(m, homed)}
    by_cell: dict[int, list[Charge]] = defaultdict(list)
    for charge in m.charges:
        if charge.award.id in followers and selects(m, homed, homed.rule.spend, charge):
            by_cell[id(charge.cell)].append(charge)
    for charges in by_cell.values():
        cell = charges[0].cell
        number = cost_share(m, homed, bound, sign, charges[0].day)
        if number is None:
            continue
        if isinstance(cell, Cell):
            gross: Any = cell.gross / 100
        else:
            gross = cell.dollars(m.used, m.served, m.recorded)
        row = pulp.lpSum(c.dollars for c in charges) - float(number) * gross
        m.add(sign * row <= 0)
        if sign > 0 and isinstance(cell, Cell) and cell.direct:
            share_of_each(m, cell, number, charges)


def share_of_each(m: Model, cell: Cell, share: Fraction, charges: list[Charge]) -> None:
    """What a cap counts on a direct cell: per stream and per system <= q G_c/n_g z."""
    if share * cell.gross >= cell.cents:
        return
    each = float(share * cell.gross / (100 * m.inputs.groups[cell.group].participants))
    counted = [c for c in charges if (cell.group, c.award.stream) in m.served]
    for (group, stream), z in m.served.items():
        mine = [c.dollars for c in counted if c.award.stream == stream]
        if group == cell.group and mine:
            m.add(pulp.lpSum(mine) <= each * z)
    for (group, system), z in m.recorded.items():
        mine = [c.dollars for c in counted if m.service.system(c.award.stream) == system]
        if group == cell.group and mine:
            m.add(pulp.lpSum(mine) <= each * z)
