"""Limits times a number of the line or the group, per line, and for the part of a year."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import Paid, broken, partnership, read, report, rule

JULY, OCTOBER, JANUARY, APRIL = "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"
SERVED = {("adults", "fund"): 10}
STAFF = """
- {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
- {id: coach, category: case_management, amount: 40000, every: year, fte: 0.5%s}
- {id: lead, category: case_management, amount: 40000, every: year}
"""


def cap(bound: str, per: str, spend: str = "{category: case_management}") -> str:
    return f"{{id: cap, kind: limit, spend: {spend}, at_most: {bound}, per: [{per}]}}"


def staff(rule: str, more: str = "", **change: Any) -> Any:
    return partnership(rule, change={"costs": read(STAFF % more), **change})


def pays(line: str, *dollars: str) -> tuple[Paid, ...]:
    quarters = (JULY, OCTOBER, JANUARY, APRIL)
    paid = zip(quarters, dollars, strict=False)
    return tuple((line, "", day, "grant", d) for day, d in paid)


def test_per_line_cuts_by_line() -> None:
    inputs = staff(cap("{usd: 1000}", "line"))
    assert broken(inputs, *pays("coach", "1000.00"), *pays("lead", "1000.00")) == set()
    assert broken(inputs, *pays("coach", "500.00", "500.01")) == {"fund/cap"}


def test_reporting_is_of_no_line() -> None:
    report_rule = """{id: letter, kind: report, report: Letter, per: award, every: once,
      hours: {floor: 4, planning: 4}, classed: administration}"""
    rule = cap("{usd: 100}", "line", "all")
    inputs = partnership(rule, report_rule)
    paid = ("report:grant:fund/letter", "", JULY, "grant", "220.00")
    assert "fund/cap" not in broken(inputs, paid)


@pytest.mark.parametrize(
    ("fte", "most", "over"),
    [("0.5", "500.00", "500.01"), ("1.25", "1250.00", "1250.01"), ("-1", "0.00", "0.01")],
)
def test_times_a_number_of_the_line(fte: str, most: str, over: str) -> None:
    costs = read(STAFF.replace("fte: 0.5%s", f"fte: {fte}"))
    inputs = partnership(cap("{usd: 1000, times: line.fte}", "line"), change={"costs": costs})
    assert broken(inputs, *pays("coach", most)) == set()
    assert broken(inputs, *pays("coach", over)) == {"fund/cap"}


def test_an_unknown_factor_warns_and_does_not_refuse() -> None:
    inputs = staff(cap("{usd: 1000, times: line.fte}", "line"))
    found = report(inputs, *pays("lead", "5000.00"))
    assert found.passed
    assert [(w.rule, w.instance) for w in found.warnings] == [("fund/cap", "line lead")]
    assert "line.fte" in found.warnings[0].message


def group(**facts: Any) -> dict[str, Any]:
    adults = {"id": "adults", "program": "welding", "participants": 10, "start": JULY, **facts}
    return {"groups": [adults]}


def test_times_a_number_of_the_group_for_each_participant() -> None:
    tuition = ("tuition", "adults", JULY, "grant")
    chosen = "{category: tuition_fees}"
    rule = cap("{usd: 50, times: weeks}", "participant", chosen)  # a program of 12 weeks
    inputs = partnership(rule)
    assert broken(inputs, (*tuition, "6000.00"), served=SERVED) == set()
    assert broken(inputs, (*tuition, "6000.01"), served=SERVED) == {"fund/cap"}
    needs = cap("{attribute: need, minus: 100, times: group.weeks}", "participant", chosen)
    inputs = partnership(needs, change=group(need=150))
    assert broken(inputs, (*tuition, "6000.00"), served=SERVED) == set()
    assert broken(inputs, (*tuition, "6000.01"), served=SERVED) == {"fund/cap"}


def test_what_one_person_takes_at_least_has_the_factor_too() -> None:
    rule = cap("{usd: 5, times: weeks}", "participant", "{category: tuition_fees}")
    report_rule = """{id: people, kind: report, report: People, per: participant, every: once,
      hours: {floor: 0, planning: 0}}"""
    inputs = partnership(rule, report_rule)
    tuition = ("tuition", "adults", JULY, "grant")
    assert broken(inputs, (*tuition, "600.00"), served=SERVED) == set()
    assert broken(inputs, (*tuition, "599.99"), served=SERVED) == {"served"}


@pytest.mark.parametrize(
    ("more", "days", "paid"),
    [
        ("", 184, 2),  # July to December
        (", from: 2026-08-01", 153, 2),
        (", from: 2026-08-01, until: 2026-11-30", 122, 2),
        (", from: 2026-05-01", 184, 2),  # only what lies in the horizon
    ],
)
def test_yearly_counts_the_line_s_own_days(more: str, days: int, paid: int) -> None:
    rule = cap("{usd: 36500, times: line.fte, yearly: true}", "line, calendar_year")
    inputs = staff(rule, more)
    most = 50 * days
    each = [f"{most - 5000}.00", "5000.00"][:paid]
    assert broken(inputs, *pays("coach", *each)) == set()
    assert broken(inputs, *pays("coach", each[0], "5000.01")) == {"fund/cap"}


def test_each_year_has_its_own_instance_and_number() -> None:
    usd = """{clock: cost_date, versions: [{from: 2020-01-01, value: 36500, cite: x},
                                         {from: 2027-01-01, value: 73000, cite: x}]}"""
    inputs = staff(cap(f"{{usd: {usd}, yearly: true}}", "line, calendar_year"))
    good = pays("coach", "9200.00", "9200.00", "10000.00", "10000.00")  # 184 days at 100
    assert broken(inputs, *good) == set()
    assert broken(inputs, *pays("coach", "9200.00", "9200.01")) == {"fund/cap"}
    small = "{clock: cost_date, versions: [{from: 2027-01-01, value: 36500, cite: x}]}"
    inputs = staff(cap(f"{{usd: {small}, yearly: true}}", "line, calendar_year"))
    late = pays("coach", "10000.00", "10000.00", "9050.00", "9050.00")  # 181 days at 100
    assert broken(inputs, *late) == set()
    assert broken(inputs, *late[:3], (*late[3][:4], "9050.01")) == {"fund/cap"}


def test_a_program_year_and_a_fiscal_year_are_years_too() -> None:
    rule = cap("{usd: 36500, yearly: true}", "line, program_year")
    inputs = staff(rule)
    whole = pays("coach", "10000.00", "10000.00", "10000.00", "6500.00")
    assert broken(inputs, *whole) == set()
    assert broken(inputs, *whole[:3], (*whole[3][:4], "6500.01")) == {"fund/cap"}
    fiscal = cap("{usd: 36500, yearly: true}", "line, fiscal_year")
    college = {"organizations": [{"id": "college", "fiscal_year_start": "10-01"}]}
    inputs = staff(fiscal, **college)
    assert broken(inputs, *pays("coach", "9200.00", "9200.00")) == set()  # 92 days at 100
    assert broken(inputs, *pays("coach", "9200.01")) == {"fund/cap"}


def test_a_period_over_new_year_is_whole_in_its_first_year() -> None:
    rule = cap("{usd: 36500, yearly: true}", "line, calendar_year")
    horizon = {"horizon": {"start": JULY, "end": "2028-06-30", "period": "year"}}
    inputs = staff(rule, **horizon)
    assert broken(inputs, *pays("coach", "36500.00")) == set()
    assert broken(inputs, *pays("coach", "36500.01")) == {"fund/cap"}


def test_a_direct_line_goes_on_while_its_people_are_in_training() -> None:
    groups = read(f"""
    - {{id: adults, program: welding, participants: 10, start: {JULY}, end: 2026-07-31}}
    - {{id: others, program: welding, participants: 10, start: 2026-07-22, end: 2026-08-10}}
    """)
    tuition = ("tuition", "adults", JULY, "grant")
    chosen = "{category: tuition_fees}"
    whole = cap("{usd: 36500, yearly: true}", "line, program_year", chosen)
    inputs = partnership(whole, change={"groups": groups})
    assert broken(inputs, (*tuition, "4100.00")) == set()  # 41 days, the ten in common once
    assert broken(inputs, (*tuition, "4100.01")) == {"fund/cap"}
    cut = cap("{usd: 36500, yearly: true}", "line, group, program_year", chosen)
    inputs = partnership(cut, change={"groups": groups})
    assert broken(inputs, (*tuition, "3100.00")) == set()
    assert broken(inputs, (*tuition, "3100.01")) == {"fund/cap"}


def test_earlier_spending_counts_in_the_calendar_year_that_the_horizon_starts_in() -> None:
    def with_past(start: str, end: str) -> Any:
        change = {
            "horizon": {"start": start, "end": end, "period": "quarter"},
            "awards": read("""
            - {id: grant, stream: fund, amount: 50000, start: 2026-01-01, end: 2027-12-31,
               to_date: [{category: case_management, amount: 100}]}
            """),
            "costs": read("[{id: coach, category: case_management, amount: 4000, every: year}]"),
            "groups": read(f"[{{id: adults, program: welding, participants: 10, start: {start}}}]"),
        }
        return partnership(cap("{usd: 500}", "award, calendar_year"), change=change)

    inputs = with_past("2026-07-01", "2026-12-31")
    assert broken(inputs, *pays("coach", "400.00")) == set()
    assert broken(inputs, *pays("coach", "400.01")) == {"fund/cap"}
    inputs = with_past("2027-01-01", "2027-12-31")
    first = ("coach", "", JANUARY, "grant")
    assert broken(inputs, (*first, "500.00")) == set()
    assert broken(inputs, (*first, "500.01")) == {"fund/cap"}


def test_people_by_calendar_year_of_their_start() -> None:
    groups = read(f"""
    - {{id: adults, program: welding, participants: 10, start: {JULY}}}
    - {{id: others, program: welding, participants: 10, start: {JANUARY}}}
    """)
    rule = "{id: cap, kind: limit, serve: {}, at_most: {count: 3}, per: calendar_year}"
    inputs = partnership(rule, change={"groups": groups})
    paid = (("tuition", "adults", JULY, "grant", "4000.00"),
            ("tuition", "others", JANUARY, "grant", "4000.00"))  # fmt: skip
    three = {("adults", "fund"): 3, ("others", "fund"): 3}
    less = tuple((*p[:4], "3000.00") for p in paid)
    assert broken(inputs, *less, served=three) == set()
    more = three | {("others", "fund"): 4}
    assert broken(inputs, less[0], paid[1], served=more) == {"fund/cap"}


@pytest.mark.parametrize(
    ("allowed", "most", "over"),
    [("tuition_fees", "9500.00", "9500.01"), ("case_management", "300.00", "300.01")],
)
def test_whoever_may_be_charged_in_an_instance_has_a_say(
    allowed: str, most: str, over: str
) -> None:
    """The other award's year begins in October: 273 days of the line lie in it, not 365."""
    cap_on_all = (
        cap("{usd: 36500, yearly: true}", "line, fiscal_year")[:-1] + ", counts: all_awards}"
    )
    only = rule(f"{{id: only, kind: line, allow: [{allowed}]}}")
    change = {
        "costs": read("[{id: coach, category: case_management, amount: 40000, every: year}]"),
        "organizations": [{"id": "college"}, {"id": "shop", "fiscal_year_start": "10-01"}],
        "awards": read("""
        - {id: grant, stream: fund, amount: 50000, recipient: college}
        - {id: other, stream: sister, amount: 50000, recipient: shop}
        """),
    }
    inputs = partnership(cap_on_all, change=change, streams={"sister": {"rules": [only]}})
    before = pays("coach", "9000.00", "9000.00", "9000.00")
    assert broken(inputs, *before, ("coach", "", APRIL, "grant", most)) == set()
    assert broken(inputs, *before, ("coach", "", APRIL, "grant", over)) == {"fund/cap"}
