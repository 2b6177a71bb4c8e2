"""Shared costs in proportion to those whom they benefit (docs/semantics.md, sections 7 and 17)."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

import pulp

from oracle.facts import july_first
from oracle.model import Charge, Model
from oracle.naming import Linked, subsets
from oracle.past import dollars_of


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
    for (_, year, group, scope, _), every in rows.items():
        for members, cells in within(every):
            first = members[0]
            part = float(m.benefit_part(first.line, group, year, cells))
            paid = pulp.lpSum(
                float(1 / still_open(m, b)) * (b.variable - moved(m, b)) for b in members
            )
            heads = m.inputs.groups[group].participants
            if scope in ("award", "stream"):
                m.add(paid <= part / heads * m.served[group, first.award.stream])
            elif scope == "system":
                system = m.service.system(first.award.stream)
                m.add(paid <= part / heads * m.recorded[group, system])
            else:
                m.add(paid <= part)
    for one in m.linked:
        for streams in subsets(one.streams):
            if len(streams) > 1:
                shared_years(m, one, streams)
    benefit_left(m)
    for one, streams in sharing(m):
        left_together(m, one, streams)


def sharing(m: Model) -> Iterator[tuple[Linked, frozenset[str]]]:
    """Sets of linked streams each of which may serve somebody together with another of them."""
    for one in m.linked:
        for streams in subsets(one.streams):
            if len(streams) > 1 and one.share(streams):
                yield one, streams


def left_together(m: Model, one: Linked, streams: frozenset[str]) -> None:
    """What earlier charges of some streams leave of a group's part, of whom they serve."""
    heads = m.inputs.groups[one.group].participants
    for members, cells, done in charged_together(m, one, streams):
        part = m.benefit_part(members[0].line, one.group, members[0].year, cells)
        left = float(max(Fraction(0), part - dollars_of(done)))
        m.add(pulp.lpSum(b.variable for b in members) <= left / heads * one.people(m, streams))


def charged_together(
    m: Model, one: Linked, streams: frozenset[str]
) -> Iterator[tuple[list[Any], list[Any], list[Charge]]]:
    """X of some streams for a group in a year with an X of each, their cells, what was charged."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        if b.group == one.group and b.award.stream in streams:
            rows[b.line.id, b.year].append(b)
    for (line, year), every in rows.items():
        before = [
            c
            for c in shared_before(m, line, year, "all", "")
            if c.group == one.group and c.award.stream in streams
        ]
        for members, cells in within(every):
            payers = {b.award.id for b in members}
            whole = len(cells) == len({id(c) for b in every for c in b.cells})
            done = [c for c in before if whole or c.award.id in payers]
            if done and {b.award.stream for b in members} == streams:
                yield members, cells, done


def shared_years(m: Model, one: Linked, streams: frozenset[str]) -> None:
    """No part of a shared year is paid for more people than some streams serve together."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        if b.group == one.group and b.award.stream in streams:
            rows[b.line.id, b.year].append(b)
    heads = m.inputs.groups[one.group].participants
    for (_, year), every in rows.items():
        for members, cells in within(every):
            part = float(m.benefit_part(members[0].line, one.group, year, cells))
            paid = pulp.lpSum(
                float(1 / still_open(m, b)) * (b.variable - moved(m, b)) for b in members
            )
            m.add(paid <= part / heads * one.people(m, streams))


def within(members: list[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """All X; and for each union of some W that meet, the X whose W lies in it; with its cells."""
    windows = {frozenset(map(id, b.cells)) for b in members}
    cells = {id(c): c for b in members for c in b.cells}
    unions = {*windows, frozenset(cells)}
    while more := {u | w for u in unions for w in windows if u & w} - unions:
        unions |= more
    for union in sorted(unions, key=len):
        inside = [b for b in members if frozenset(map(id, b.cells)) <= union]
        yield inside, [cell for key, cell in cells.items() if key in union]


def still_open(m: Model, b: Any) -> Fraction:
    """o: the part of the cells of W, by their cents, that is open; where none is, X is 0."""
    opened = sum(c.cents for c in b.cells if m.is_open(c))
    return Fraction(opened, sum(c.cents for c in b.cells)) if opened else Fraction(1)


def moved(m: Model, b: Any) -> float:
    """k in dollars: a cent for each open cell of W where the group has been charged already."""
    mine = dollars_of(
        c for c in shared_before(m, b.line.id, b.year, "award", b.award.id) if c.group == b.group
    )
    return sum(m.is_open(c) for c in b.cells) / 100 if mine else 0.0


def shared_before(m: Model, line: str, year: Any, scope: str, name: str) -> list[Charge]:
    """What awards with a benefit rule were charged of a line's year: one's, a stream's, ... all."""
    return [
        c
        for c in m.past
        if c.line.id == line
        and july_first(c.day) == year
        and m.permission.benefit_concerns(c.award, c.line)
        and name
        == {
            "award": c.award.id,
            "stream": c.award.stream,
            "system": m.service.system(c.award.stream),
            "all": "",
        }[scope]
    ]


def benefit_left(m: Model) -> None:
    """What actuals leave of a year's benefit: of groups that they name, else of all together."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        system = m.service.system(b.award.stream)
        for scope, name in (
            ("award", b.award.id), ("stream", b.award.stream), ("system", system), ("all", ""),
        ):  # fmt: skip
            rows[b.line.id, b.year, scope, name].append(b)
    for (line, year, scope, name), every in rows.items():
        before = shared_before(m, line, year, scope, name)
        for members, cells in within(every) if before else ():
            done = before
            if len(cells) < len({id(c) for b in every for c in b.cells}):
                payers = {b.award.id for b in members}
                done = [c for c in before if c.award.id in payers]
            left_of(m, members, done, scope, name)


def left_of(m: Model, members: list[Any], done: list[Charge], scope: str, name: str) -> None:
    """What some actuals leave for some X of a line's year."""
    line, year = members[0].line, members[0].year
    left: dict[str, Fraction] = {}
    served: dict[str, Any] = {}
    for group in sorted({b.group for b in members}):
        theirs = [b for b in members if b.group == group]
        union = list({id(c): c for c in chain(*(b.cells for b in theirs))}.values())
        part = m.benefit_part(line, group, year, union)
        named = dollars_of(c for c in done if c.group == group)
        left[group] = max(Fraction(0), part - named)
        heads: Any = m.inputs.groups[group].participants
        if scope in ("award", "stream"):
            heads = m.served[group, theirs[0].award.stream]
        elif scope == "system":
            heads = m.recorded[group, name]
        served[group] = float(left[group] / m.inputs.groups[group].participants) * heads
        if named:
            m.add(pulp.lpSum(b.variable for b in theirs) <= served[group])
    unnamed = dollars_of(c for c in done if c.group is None)
    if unnamed:
        whole = sum(left.values(), Fraction(0))
        share = float(max(Fraction(0), 1 - unnamed / whole)) if whole else 0.0
        paid = pulp.lpSum(b.variable for b in members)
        m.add(paid <= share * pulp.lpSum(served.values()))
