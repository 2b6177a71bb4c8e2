"""Rows other than limits: balance, served, benefit, award, slices, supplant, order, recapture."""

from collections import defaultdict
from fractions import Fraction
from itertools import chain
from typing import Any

import pulp

from oracle.cells import Cell
from oracle.facts import Subject, july_first
from oracle.model import Charge, Model
from oracle.past import dollars_of, obligated_before, spent_before
from oracle.people import guard
from oracle.rulebook import in_force, span_end
from oracle.together import paid_for


def total(charges: list[Charge]) -> Any:
    """The dollars of charges."""
    return pulp.lpSum(c.dollars for c in charges)


def add_rows(m: Model) -> None:
    """All of them, in the order of the formulation."""
    balance(m)
    served(m)
    benefit(m)
    award_amounts(m)
    slices(m)
    supplant(m)
    order(m)
    recapture(m)


def balance(m: Model) -> None:
    """sum_a x_ca + u_c = C_c; for a duty to report = F_at y_a or sum p_rt z_gr."""
    for cell in m.cells:
        left = m.variable("u", Fraction(cell.cents, 100))
        m.unfunded.append((cell, left))
        m.add(total(m.by_cell[id(cell)]) + left == cell.cents / 100)
    if m.inputs.scenario.reporting.performed_by is None:
        for duty in m.reports.duties.values():
            most = duty.dollars(m.most(m.used), m.most(m.served), m.most(m.recorded))
            left = m.variable("u", most)
            m.unfunded.append((duty, left))
            cost = duty.dollars(m.used, m.served, m.recorded)
            m.add(total(m.by_cell[id(duty)]) + left == cost)
            records_of_served(m, duty)


def records_of_served(m: Model, duty: Any) -> None:
    """Of a system's records each stream pays at most those of whom it serves itself."""
    if not duty.per_system:
        return
    system = next(iter(duty.per_system))[1]
    charges = m.by_cell[id(duty)]
    for stream in sorted({c.award.stream for c in charges}):
        if m.service.system(stream) == system:
            own = pulp.lpSum(
                cents / 100 * m.served[g, stream]
                for (g, _), cents in duty.per_system.items()
                if (g, stream) in m.served
            )
            m.add(total([c for c in charges if c.award.stream == stream]) <= own)


def served(m: Model) -> None:
    """sum_{a of s} x_ca <= v_c z_gs, per system with z_gr, z_gs <= z_gr, and the guard."""
    for (g, s), z in m.served.items():
        system = m.service.system(s)
        m.add(z <= m.recorded[g, system])
        awards = [a for a in m.book.payers if a.stream == s]
        if all(a.status == "offered" for a in awards):
            heads = m.inputs.groups[g].participants
            m.add(z <= heads * pulp.lpSum(m.used[a.id] for a in awards))
    for cell in m.cells:
        if cell.direct:
            heads = m.inputs.groups[cell.group].participants
            each = cell.cents / 100 / heads
            for (g, s), z in m.served.items():
                paid = [c for c in m.by_cell[id(cell)] if c.award.stream == s]
                if g == cell.group and paid:
                    m.add(total(paid) <= each * z)
            for (g, r), z in m.recorded.items():
                paid = [
                    c
                    for c in m.by_cell[id(cell)]
                    if (g, c.award.stream) in m.served and m.service.system(c.award.stream) == r
                ]
                if g == cell.group and paid:
                    m.add(total(paid) <= each * z)
    for (g, s), z in m.served.items():
        if m.book.streams[s].served == "direct":
            mine = [c for c in m.charges if c.direct and c.group == g and c.award.stream == s]
            done = [c for c in m.past if c.direct and c.group == g and c.award.stream == s]
            alone = z - paid_for(m, (g, s))
            ever = mine + [c for c in m.over if c.group == g and c.award.stream == s]
            m.add(total(mine) + float(dollars_of(done)) >= float(guard(m, ever)) * alone)


def benefit(m: Model) -> None:
    """X <= S/n z: per award, per stream, per record system; all together <= S."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        system = m.service.system(b.award.stream)
        where = (b.line.id, b.year, b.group)
        rows[(*where, "award", b.award.id)].append(b)
        rows[(*where, "stream", b.award.stream)].append(b)
        rows[(*where, "system", system)].append(b)
        rows[(*where, "all", "")].append(b)
    for (_, year, group, scope, _), members in rows.items():
        first = members[0]
        union = list({id(c): c for c in chain(*(b.cells for b in members))}.values())
        part = float(m.benefit_part(first.line, group, year, union))
        paid = pulp.lpSum(float(1 / still_open(m, b)) * b.variable for b in members)
        heads = m.inputs.groups[group].participants
        if scope in ("award", "stream"):
            m.add(paid <= part / heads * m.served[group, first.award.stream])
        elif scope == "system":
            system = m.service.system(first.award.stream)
            m.add(paid <= part / heads * m.recorded[group, system])
        else:
            m.add(paid <= part)
    benefit_left(m)


def still_open(m: Model, b: Any) -> Fraction:
    """o: the part of the cells of W, by their cents, that is open; where none is, X is 0."""
    opened = sum(c.cents for c in b.cells if m.is_open(c))
    return Fraction(opened, sum(c.cents for c in b.cells)) if opened else Fraction(1)


def benefit_left(m: Model) -> None:
    """What actuals leave of a year's benefit, all groups together: they name no group."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        system = m.service.system(b.award.stream)
        for scope, name in (
            ("award", b.award.id), ("stream", b.award.stream), ("system", system), ("all", ""),
        ):  # fmt: skip
            rows[b.line.id, b.year, scope, name].append(b)
    for (line, year, scope, name), members in rows.items():
        done = dollars_of(
            c
            for c in m.past
            if c.line.id == line
            and july_first(c.day) == year
            and m.permission.benefit_concerns(c.award, c.line)
            and name
            in {
                "award": (c.award.id,),
                "stream": (c.award.stream,),
                "system": (m.service.system(c.award.stream),),
                "all": ("",),
            }[scope]
        )
        if not done:
            continue
        whole, mine = Fraction(0), []
        for group in sorted({b.group for b in members}):
            theirs = [b for b in members if b.group == group]
            union = list({id(c): c for c in chain(*(b.cells for b in theirs))}.values())
            part = m.benefit_part(members[0].line, group, year, union)
            whole += part
            heads: Any = m.inputs.groups[group].participants
            if scope in ("award", "stream"):
                heads = m.served[group, theirs[0].award.stream]
            elif scope == "system":
                heads = m.recorded[group, name]
            mine.append((float(part / m.inputs.groups[group].participants), heads))
        left = float(max(Fraction(0), 1 - done / whole)) if whole else 0.0
        paid = pulp.lpSum(b.variable for b in members)
        m.add(paid <= pulp.lpSum(left * each * heads for each, heads in mine))


def award_amounts(m: Model) -> None:
    """Charges <= amount less to_date, x y_a; an offered award without an amount: its cells."""
    for award in m.book.payers:
        mine = m.by_award[award.id]
        if not mine:
            continue
        if award.amount is not None:
            left = float(max(0, Fraction(award.amount) - spent_before(m, award)))
            there = (left + m.income[award.id]) * m.used[award.id]
            m.add(total(mine) <= there + m.net_received.get(award.id, 0))
        elif award.status == "offered":
            cells = {id(c.cell): most(m, c.cell) for c in mine}
            m.add(total(mine) <= sum(cells.values()) * m.used[award.id])


def most(m: Model, cell: Any) -> float:
    """The most that a cell or duty can cost."""
    if isinstance(cell, Cell):
        return cell.cents / 100
    return float(cell.dollars(m.most(m.used), m.most(m.served), m.most(m.recorded)))


def slices(m: Model) -> None:
    """Up to the end of each period: charges <= slices that began by its first day less to_date."""
    for award in m.book.payers:
        if not award.slices:
            continue
        for t in m.cohorts.periods:
            begun = sum(Fraction(s.amount) for s in award.slices if s.from_ <= t.start)
            upto = [c for c in m.by_award[award.id] if c.period <= t.index]
            if upto:
                there = float(max(0, begun - spent_before(m, award))) + m.income[award.id]
                m.add(total(upto) <= there)


def supplant(m: Model) -> None:
    """What protected origins paid before does not move to those who must protect them."""
    for cell in m.cells:
        protects: dict[str, set[str]] = defaultdict(set)
        asked: set[frozenset[str]] = set()
        for homed in m.book.of("supplant"):
            rule = homed.rule
            if m.book.concerns(rule, cell.category) and in_force(rule, cell.start):
                asked.add(frozenset(rule.protects))
                for award in m.book.followers(homed):
                    protects[award.id] |= set(rule.protects)
        for origins in sorted(asked, key=sorted):
            bound = [c for c in m.by_cell[id(cell)] if origins <= protects[c.award.id]]
            if bound:
                before = sum(cell.prior.get(o, 0) for o in origins)
                m.add(total(bound) <= max(0, cell.cents - before) / 100)


def order(m: Model) -> None:
    """full_cost: all later awards together <= max(0, gross cost of K - E_g).

    The readings ``used_up`` and ``priority`` are in ``turns``.
    """
    for homed in m.book.of("order"):
        rule = homed.rule
        if rule.reading != "full_cost":
            continue
        named = m.book.categories(rule.for_)
        for group in m.inputs.groups:
            gross = sum(c.gross for c in m.all_cells if c.group == group and c.category in named)
            entitled = sum(m.entitlements.of_stream(s, group) for s in rule.after)
            later, done = (
                [
                    c
                    for c in charges
                    if c.direct
                    and c.group == group
                    and c.category in named
                    and c.award.id in homed.awards
                ]
                for charges in (m.charges, m.past)
            )
            if later:
                left = max(0, gross - entitled) / 100 - float(dollars_of(done))
                m.add(total(later) <= max(0, left))


def recapture(m: Model) -> None:
    """recaptured >= share A - obligated by D; spent + recaptured <= A."""
    for homed in m.book.of("timeline"):
        duty = homed.rule.obligate
        if duty is None or duty.recapture != "automatic":
            continue
        for award in m.book.followers(homed):
            if award.amount is None or m.book.stream(award).entitlement:
                continue
            about = Subject(m.book.start(award), award)
            share = m.book.facts.number(duty.share, about)
            deadline = span_end(duty.by, m.book.start(award), award.funding_year)
            before = spent_before(m, award)
            needed = share * Fraction(award.amount) - obligated_before(m, award, deadline)
            own = Fraction(award.amount) + Fraction(m.income[award.id])
            there = float(max(own, before + max(Fraction(0), needed)))
            amount = float(award.amount)
            in_time = [c for c in m.by_award[award.id] if c.obligated < deadline]
            recaptured = m.variable("k", amount)
            m.add(recaptured >= float(needed) - total(in_time))
            spent = total(m.by_award[award.id]) + float(before)
            m.add(spent + recaptured <= there + m.net_received.get(award.id, 0))
