"""Reports: how many, what they cost, and who may pay for them."""

from __future__ import annotations

from typing import Any

from partnership import broken, partnership, plan, read, rule

from braid.audit.books import Books
from braid.audit.report import tallies
from braid.catalog.inputs import Inputs

QUARTERLY = """{id: financial, kind: report, report: Financial report, every: quarter,
  hours: {floor: 1.5, planning: 2}}"""
RECORD = """{id: record, kind: report, report: Participant record, per: participant,
  every: quarter, hours: {floor: 0.1, planning: 0.5}, classed: participant_records}"""
TUITION = ("tuition", "adults", "2026-07-01", "grant", "10000.00")
TEN = {("adults", "fund"): 10}
FINANCIAL = ("report:grant:fund/financial", "", "2026-07-01")


def counts(inputs: Inputs, *paid: Any, **how: Any) -> list[tuple[str, int, float, int]]:
    books = Books(inputs, plan(inputs, *paid, **how))
    return [(t.cost, t.count, float(t.hours), t.cents) for t in tallies(books)]


def test_an_award_reports_over_its_window() -> None:
    assert counts(partnership(QUARTERLY)) == [("report:grant:fund/financial", 4, 8.0, 44000)]
    floor = partnership(QUARTERLY, change={"reporting": read("{basis: floor, hourly_rate: 10.25}")})
    assert counts(floor) == [("report:grant:fund/financial", 4, 6.0, 4 * 1538)]


def test_an_offered_award_reports_when_it_is_used() -> None:
    offered = {"awards": read("[{id: grant, stream: fund, amount: 50000, status: offered}]")}
    inputs = partnership(QUARTERLY, change=offered)
    assert len(counts(inputs, TUITION)) == 1
    assert counts(inputs, declined=["grant"]) == []


def test_a_record_for_each_who_is_served() -> None:
    found = counts(partnership(RECORD), TUITION, served=TEN)
    assert found == [("record:fund", 10, 5.0, 27500)]


def test_a_shared_record_is_made_once() -> None:
    change = {
        "awards": read("""
    - {id: grant, stream: fund, amount: 50000}
    - {id: other, stream: sister, amount: 50000}
    """)
    }
    inputs = partnership(change=change, stream={"family": "kin"},
                         streams={"sister": {"family": "kin"}}, family=[RECORD])  # fmt: skip
    served = {("adults", "fund"): 10, ("adults", "sister"): 4, ("adults", "system:kin"): 10}
    assert counts(inputs, TUITION, served=served) == [("record:kin", 10, 5.0, 27500)]


def test_an_award_pays_for_its_own_reports_only() -> None:
    change = {
        "awards": read("""
    - {id: grant, stream: fund, amount: 50000}
    - {id: other, stream: sister, amount: 50000}
    """)
    }
    inputs = partnership(QUARTERLY, change=change, streams={"sister": {}})
    assert broken(inputs, (*FINANCIAL, "grant", "110.00")) == set()
    assert broken(inputs, (*FINANCIAL, "grant", "110.01")) == {"balance"}
    assert broken(inputs, (*FINANCIAL, "other", "0.01")) == {"fund/financial"}
    free = partnership(QUARTERLY, change=change, streams={"sister": {"pays_reporting": "any"}})
    assert broken(free, (*FINANCIAL, "other", "110.00")) == set()


def test_reporting_is_paid_only_where_its_category_is_allowed() -> None:
    allow = "{id: list, kind: line, allow: [tuition_fees]}"
    inputs = partnership(QUARTERLY, allow)
    assert broken(inputs, (*FINANCIAL, "grant", "110.00")) == {"fund/financial", "fund/list"}


def test_hours_of_paid_staff_cost_nothing_more() -> None:
    inputs = partnership(QUARTERLY, change={"reporting": {"performed_by": "coach"}})
    assert counts(inputs) == [("report:grant:fund/financial", 4, 8.0, 44000)]
    assert broken(inputs, (*FINANCIAL, "grant", "0.01")) == {"charge"}


def test_an_entitlement_counts_everybody_whom_it_pays() -> None:
    formula = """{id: pays, kind: formula, formula: pell_clock_hours,
      numbers: {maximum: 900, minimum: 90}}"""
    change = {
        "programs": read("[{id: welding, weeks: 12, clock_hours: 400}]"),
        "groups": read("""
        - {id: adults, program: welding, participants: 10, start: 2026-07-01, max_pell: true}
        - {id: others, program: welding, participants: 7, start: 2026-07-01}
        """),
        "awards": read("[{id: aid, stream: aid}, {id: grant, stream: fund, amount: 1}]"),
    }
    aid = {"entitlement": True, "rules": [rule(formula), rule(RECORD)]}
    inputs = partnership(change=change, streams={"aid": aid})
    assert counts(inputs) == [("record:aid", 10, 5.0, 27500)]
