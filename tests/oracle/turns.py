"""Awards that wait for others, groups that come first (docs/semantics.md, section 9)."""

from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.facts import Subject, july_first
from oracle.model import Charge, Model
from oracle.rulebook import in_force
from oracle.running_out import RunningOut, by_itself


def add_turns(m: Model) -> None:
    """The rows of every binding order rule of the two readings."""
    used_up(m)
    for homed in m.book.of("order"):
        if homed.rule.reading == "priority":
            for stream in sorted({a.stream for a in m.book.followers(homed)}):
                priority(m, homed, stream)


# -- awards --------------------------------------------------------------------------------


def used_up(m: Model) -> None:
    """sum_B x_cb <= C_c - r_ac + r_ac (f_at + sum of g_ait), for each a and c that it may pay."""
    running = RunningOut(m)
    for cell in m.cells:
        if not cell.direct:
            continue
        charges = m.by_cell[id(cell)]
        for own in charges:
            later = [c for c in charges if waits(m, c, own.award)]
            if own.award.form == "cash" and later:
                most = by_itself(m, own)
                paid = pulp.lpSum(c.dollars for c in later)
                m.add(paid <= cell.cents / 100 - most + most * running.flags_of(own))


def waits(m: Model, charge: Charge, award: Award) -> bool:
    """Whether an award's charge waits, by any rule, until another award is used up."""
    return any(
        homed.rule.reading == "used_up"
        and award.stream in homed.rule.after
        and award.id not in homed.awards
        and in_force(homed.rule, charge.day)
        and m.book.concerns(homed.rule, charge.category)
        for homed in m.book.of("order", charge.award)
    )


# -- groups --------------------------------------------------------------------------------


def priority(m: Model, homed: Any, stream: str) -> None:
    """Per program year of the starts: nothing for others, or everything for the first."""
    awards = [a for a in m.book.followers(homed) if a.stream == stream]
    groups = [g for g in m.inputs.groups.values() if in_force(homed.rule, g.start)]
    first = {
        g.id
        for g in groups
        if m.book.facts.truth(homed.rule.first, Subject(g.start, awards[0], g), "group") is True
    }
    named = [
        c
        for c in m.charges
        if c.direct and c.award in awards and m.book.concerns(homed.rule, c.category)
    ]
    for year in sorted({july_first(g.start) for g in groups}):
        mine = {g.id for g in groups if july_first(g.start) == year}
        ahead = [c for c in named if c.group in mine & first]
        others = [c for c in named if c.group in mine - first]
        if ahead and others:
            in_turn(m, ahead, others)


def in_turn(m: Model, ahead: list[Charge], others: list[Charge]) -> None:
    """sum x (others of a group) <= M e; x_c >= r_ac (e - f_at - sum of g_ait) for the first."""
    e = m.variable("e", 1, whole=True)
    for group in sorted({str(c.group) for c in others}):
        theirs = [c for c in others if c.group == group]
        most = sum(cell.cents for cell in {id(c.cell): c.cell for c in theirs}.values()) / 100
        m.add(pulp.lpSum(c.dollars for c in theirs) <= most * e)
    aside = {id(c) for c in others}
    running = RunningOut(m, lambda charge: id(charge) not in aside)
    for charge in ahead:
        paid = pulp.lpSum(c.dollars for c in m.by_cell[id(charge.cell)])
        m.add(paid >= by_itself(m, charge) * (e - running.flags_of(charge)))
