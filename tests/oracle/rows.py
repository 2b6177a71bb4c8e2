"""Rows other than limits: balance, served, award, slices, supplant, order, recapture."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.benefit import benefit
from oracle.cells import Cell
from oracle.facts import Subject
from oracle.model import Charge, Model
from oracle.naming import paid_for
from oracle.paid_for import benefited, still_served
from oracle.past import dollars_of, obligated_before, spent_before
from oracle.people import guard, left_by
from oracle.rulebook import in_force, span_end
from oracle.whose import home, reaches, stated_reporting


def total(charges: list[Charge]) -> Any:
    """The dollars of charges."""
    return pulp.lpSum(c.dollars for c in charges)


def add_rows(m: Model) -> None:
    """All of them, in the order of the formulation."""
    balance(m)
    served(m)
    still_served(m)
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
    for duty in m.reports.duties.values():
        if stated_reporting(m.inputs, duty.home).performed_by is None:
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


def by_use(m: Model, group: str, z: Any, awards: list[Award]) -> None:
    """Nobody is served, or has a record, by offers alone unless one is taken."""
    awards = [a for a in awards if reaches(m.inputs, a, home(m.inputs, group))]
    if awards and all(a.status == "offered" for a in awards):
        heads = m.inputs.groups[group].participants
        m.add(z <= heads * pulp.lpSum(m.used[a.id] for a in awards))


def served(m: Model) -> None:
    """sum_{a of s} x_ca <= v_c z_gs, per system with z_gr, z_gs <= z_gr, and the guard."""
    for (g, s), z in m.served.items():
        m.add(z <= m.recorded[g, m.service.system(s)])
        by_use(m, g, z, [a for a in m.book.payers if a.stream == s])
    for (g, r), z in m.recorded.items():
        m.add(
            z
            <= pulp.lpSum(m.served[h] for h in m.served if (h[0], m.service.system(h[1])) == (g, r))
        )
        by_use(m, g, z, [a for a in m.book.payers if m.service.system(a.stream) == r])
    for cell in m.cells:
        if cell.direct:
            heads = m.inputs.groups[cell.group].participants
            each = cell.cents / 100 / heads
            charges = m.by_cell[id(cell)]
            for s, z in ((s, z) for (g, s), z in m.served.items() if g == cell.group):
                paid = [c for c in charges if c.award.stream == s]
                if paid:
                    m.add(total(paid) <= each * z)
            for r, z in ((r, z) for (g, r), z in m.recorded.items() if g == cell.group):
                paid = [
                    c
                    for c in charges
                    if (cell.group, c.award.stream) in m.served
                    and m.service.system(c.award.stream) == r
                ]
                if paid:
                    m.add(total(paid) <= each * z)
    for (g, s), z in m.served.items():
        if m.book.streams[s].served == "direct":
            mine = [c for c in m.charges if c.direct and c.group == g and c.award.stream == s]
            done = [c for c in m.past if c.direct and c.group == g and c.award.stream == s]
            alone = z - paid_for(m, (g, s))
            ever = mine + [c for c in m.over if c.group == g and c.award.stream == s]
            charged = float(dollars_of(done)) + (0.01 if done else 0)
            each = float(guard(m, ever))
            m.add(total(mine) + max(charged, each * benefited(m, (g, s))) >= each * alone)


def award_amounts(m: Model) -> None:
    """Charges <= amount less to_date, x y_a; an offered award without an amount: its cells."""
    for award in m.book.payers:
        mine = m.by_award[award.id]
        if not mine:
            continue
        if award.amount is not None:
            own = Fraction(award.amount) + Fraction(m.income[award.id])
            there = float(max(0, own - spent_before(m, award))) * m.used[award.id]
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
            begun += Fraction(m.income[award.id])
            upto = [c for c in m.by_award[award.id] if c.period <= t.index]
            if upto:
                m.add(total(upto) <= float(max(0, begun - spent_before(m, award))))


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
            room = left_by(m, homed, group)
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
            if later and room is not None:
                m.add(total(later) <= float(max(0, room - dollars_of(done))))
                left_for_each(m, group, room, later, done)


def left_for_each(m: Model, group: str, room: Fraction, later: Any, done: Any) -> None:
    """What each stream, and each system, pays of it for each whom it serves."""
    people = m.inputs.groups[group].participants
    stream_of = [(head, z, lambda a: a.stream) for head, z in m.served.items()]
    system_of = [(head, z, lambda a: m.service.system(a.stream)) for head, z in m.recorded.items()]
    for (of, name), z, named in [*stream_of, *system_of]:
        mine = [c for c in later if (group, c.award.stream) in m.served and named(c.award) == name]
        if of == group and mine:
            had = dollars_of(c for c in done if named(c.award) == name)
            m.add(total(mine) <= float(max(0, room - had) / people) * z)


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
            if not in_force(homed.rule, about.day):
                continue
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
