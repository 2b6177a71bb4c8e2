"""What comes first pays first, and what paid before may not move."""

from __future__ import annotations

from typing import Any

from partnership import Paid, broken, partnership, read, rule

FORMULA = """{id: pays, kind: formula, formula: pell_clock_hours,
  numbers: {maximum: 900, minimum: 90}}"""
ORDER = "{{id: first, kind: order, for: [tuition_fees], after: [pell_like], reading: {}}}"
RECORD = """{id: record, kind: report, report: Record, per: participant, every: year, due_days: 30,
  hours: {floor: 0, planning: 0}}"""  # which makes the stream count its people
SUPPLANT = "{id: keep, kind: supplant, for: [tuition_fees], protects: [state, local]}"


def tuition(award: str, dollars: str) -> Paid:
    return ("tuition", "adults", "2026-07-01", award, dollars)


def with_entitlement(reading: str, *rules: str, only: str = "", fees: str = "tuition_fees") -> Any:
    """Each of ten participants gets 450 dollars: half a year of hours and weeks."""
    change = {
        "programs": read("""
        - {id: welding, weeks: 13, clock_hours: 450, provider: {organization: college}}
        """),
        "groups": read("""
        - {id: adults, program: welding, participants: 10, start: 2026-07-01, max_pell: true}
        """),
        "costs": read(f"""
        - {{id: tuition, category: tuition_fees, per_participant: 300, when: start}}
        - {{id: fees, category: {fees}, per_participant: 400, when: exit}}
        """),
        "awards": read("""
        - {id: aid, stream: pell_like, recipient: college}
        - {id: grant, stream: fund, amount: 50000}
        """),
    }
    law = [rule(FORMULA)]
    if only:
        law.append(rule(f"{{id: only, kind: line, allow: [{only}]}}"))
    streams = {"pell_like": {"entitlement": True, "rules": law}}
    return partnership(*(rules or [ORDER.format(reading)]), change=change, streams=streams)


AID = (tuition("aid", "3000.00"), ("fees", "adults", "2026-07-01", "aid", "1500.00"))


def test_the_later_award_pays_what_remains() -> None:
    inputs = with_entitlement("remaining")
    fees = ("fees", "adults", "2026-07-01", "grant", "2500.00")
    assert broken(inputs, *AID, fees) == set()
    assert broken(inputs, *AID, tuition("grant", "0.01")) == {"fund/first"}


def test_full_cost_leaves_the_rest_once() -> None:
    inputs = with_entitlement("full_cost")
    fees = ("fees", "adults", "2026-07-01", "grant", "2500.00")
    assert broken(inputs, *AID, fees) == set()
    over = ("fees", "adults", "2026-07-01", "grant", "2500.01")
    assert broken(inputs, *AID, over) == {"fund/first", "balance"}


def test_full_cost_counts_money_that_went_to_the_student() -> None:
    inputs = with_entitlement("full_cost")
    costs = read("[{id: tuition, category: tuition_fees, per_participant: 300, when: start}]")
    scenario = inputs.scenario.model_copy(update={"costs": type(inputs.scenario).model_validate(
        {**inputs.scenario.model_dump(by_alias=True), "costs": costs}).costs})  # fmt: skip
    inputs = type(inputs)(scenario, inputs.law)
    assert broken(inputs, AID[0]) == set()


def test_full_cost_leaves_so_much_for_each_who_is_served() -> None:
    """Of 700 dollars each, 450 come first: 300 of the tuition, 150 that are the student's own."""
    order = ORDER.format("full_cost").replace("[tuition_fees]", "[tuition_fees, books_supplies]")
    of = {"only": "tuition_fees", "fees": "books_supplies"}
    inputs = with_entitlement("full_cost", order, RECORD, **of)
    books = ("fees", "adults", "2026-07-01", "grant", "2500.00")
    charges = [AID[0], books]

    def found(people: int) -> set[str]:
        return broken(inputs, *charges, served={("adults", "fund"): people})

    assert found(10) == set()
    assert found(9) == {"fund/first"}  # 250 dollars for each of ten, but nine are counted
    charges[1] = (*books[:4], "2499.99")
    assert found(10) == {"served"}  # a person takes 250 dollars, no more and no less


def prior(**line: Any) -> Any:
    base = {"id": "tuition", "category": "tuition_fees", "per_participant": 1000, "when": "start"}
    return {"costs": [{**base, **line}]}


def test_what_the_state_paid_before_stays_with_the_state() -> None:
    inputs = partnership(SUPPLANT, change=prior(prior={"state": 400, "private": 100}))
    assert broken(inputs, tuition("grant", "6000.00")) == set()
    assert broken(inputs, tuition("grant", "6000.01")) == {"fund/keep"}


def test_what_the_state_paid_before_may_pay_for_some_people_wholly() -> None:
    """The fund pays $1,000 for six, the state its $4,000 for the other four."""
    inputs = partnership(SUPPLANT, RECORD, change=prior(prior={"state": 400}))
    six = {("adults", "fund"): 6}
    assert broken(inputs, tuition("grant", "6000.00"), served=six) == set()


def test_what_a_line_leaves_is_no_room_on_another() -> None:
    """$6,000 of the tuition and $1,500 of the books may move, whatever is left of the other."""
    lines = prior(prior={"state": 400})["costs"]
    lines.append({**lines[0], "id": "books", "per_participant": 200, "prior": {"state": 50}})
    inputs = partnership(SUPPLANT, change={"costs": lines})
    books = ("books", "adults", "2026-07-01", "grant")
    assert broken(inputs, tuition("grant", "6000.00"), (*books, "1500.00")) == set()
    assert broken(inputs, tuition("grant", "4000.00"), (*books, "1500.01")) == {"fund/keep"}


def test_awards_that_may_not_supplant_share_what_is_left() -> None:
    change = prior(prior={"state": 400})
    change["awards"] = read("""
    - {id: grant, stream: fund, amount: 50000}
    - {id: other, stream: sister, amount: 50000}
    """)
    inputs = partnership(SUPPLANT, change=change, streams={"sister": {"rules": [rule(SUPPLANT)]}})
    assert broken(inputs, tuition("grant", "3000.00"), tuition("other", "3000.00")) == set()
    over = (tuition("grant", "3000.00"), tuition("other", "3000.01"))
    assert broken(inputs, *over) == {"fund/keep", "sister/keep"}
