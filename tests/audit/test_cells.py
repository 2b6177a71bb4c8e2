"""The auditor's own cells: amounts and dates of every form of a cost line."""

from __future__ import annotations

from datetime import date

from partnership import partnership, read

from braid.audit.books import Books
from braid.audit.charges import PlanUnderAudit


def cells(costs: str, **change: object) -> list[tuple[str, str, int, str, str]]:
    inputs = partnership(change={"costs": read(costs), **change})
    found = Books(inputs, PlanUnderAudit(())).cells.values()
    return [
        (str(c.period.start), c.group.id if c.group else "", c.gross, str(c.start), str(c.end))
        for c in found
    ]


GROUP = """
- {id: adults, program: welding, participants: 3, start: 2026-09-01, end: 2026-12-31,
   active: [1, 0.5]}
"""


def test_training_follows_days_and_heads() -> None:
    # 30 of 122 days with three heads, 92 with one and a half: 100 x (90 + 138) / 122
    found = cells("[{id: bus, category: transportation, per_participant: 100}]", groups=read(GROUP))
    assert found == [
        ("2026-07-01", "adults", 7377, "2026-09-01", "2026-10-01"),
        ("2026-10-01", "adults", 11311, "2026-10-01", "2027-01-01"),
    ]


def test_start_exit_and_every_period() -> None:
    program = read("[{id: welding, weeks: 12, completion_rate: 0.5}]")
    line = "[{{id: bus, category: transportation, per_participant: 100, when: {}}}]"
    groups = read(GROUP)
    assert cells(line.format("start"), groups=groups) == [
        ("2026-07-01", "adults", 30000, "2026-09-01", "2026-09-02")
    ]
    assert cells(line.format("exit"), groups=groups, programs=program) == [
        ("2026-10-01", "adults", 15000, "2026-12-31", "2027-01-01")
    ]
    assert [c[2] for c in cells(line.format("every_period"), groups=groups)] == [30000, 15000]


def test_moments_take_the_heads_of_their_period() -> None:
    when = "[{date: 2026-10-15, share: 0.4}, {date: 2027-02-01, share: 0.6}]"
    line = f"[{{id: exam, category: certification_exam, per_participant: 100, when: {when}}}]"
    assert cells(line, groups=read(GROUP)) == [
        ("2026-10-01", "adults", 6000, "2026-10-15", "2026-10-16"),
        ("2027-01-01", "adults", 18000, "2027-02-01", "2027-02-02"),
    ]


def test_a_yearly_amount_counts_months_and_parts_of_months_by_days() -> None:
    line = "[{id: coach, category: case_management, amount: 1200, every: year, from: 2026-09-16}]"
    found = cells(line)
    assert found[0] == ("2026-07-01", "", 5000, "2026-09-16", "2026-10-01")
    assert [c[2] for c in found] == [5000, 30000, 30000, 30000]


def test_once_is_spread_to_the_cent() -> None:
    found = cells("[{id: coach, category: case_management, amount: 100, until: 2027-03-31}]")
    assert [c[2] for c in found] == [3333, 3333, 3334]


def test_what_lies_outside_the_horizon_falls_away() -> None:
    line = "[{{id: coach, category: case_management, amount: 1200, {}}}]"
    year = "from: 2026-01-01, until: 2026-12-31"
    assert [c[2] for c in cells(line.format(year))] == [30000, 30000]
    assert cells(line.format("from: 2026-01-01, when: start")) == []


def test_a_group_outside_the_horizon_costs_nothing() -> None:
    groups = read("[{id: adults, program: welding, participants: 3, start: 2028-01-01}]")
    assert cells("[{id: bus, category: transportation, per_participant: 100}]", groups=groups) == []


def test_prior_cents_are_a_share_of_the_cell() -> None:
    costs = read("""
    - {id: coach, category: case_management, amount: 100, until: 2027-03-31, prior: {state: 50}}
    """)
    found = Books(partnership(change={"costs": costs}), PlanUnderAudit(())).cells
    assert [c.prior(["state"]) for c in found.values()] == [1666, 1666, 1667]
    assert found["coach", "", date(2026, 7, 1)].prior(["local"]) == 0
