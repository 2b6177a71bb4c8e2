"""An audit as a monitor reads it."""

from fractions import Fraction

from braid.audit import AuditReport, Finding
from braid.render.audit import audit_text


def finding(where: str, left: int, right: int, message: str) -> Finding:
    return Finding(
        "w/cap",
        "city",
        where,
        Fraction(left),
        Fraction(right),
        Fraction(left - right),
        message,
        "c",
    )


RISK = finding(
    "city", 20_000, 0, "Money at risk: $20,000.00, but at most $0.00 (off by $20,000.00)."
)
CAP = finding("exam", 9, 5, "Over the cap: $9.00, but at most $5.00 (off by $4.00).")


def test_an_amount_that_should_be_nothing_stands_alone() -> None:
    text = audit_text(AuditReport((), (RISK,), {"w/cap": 1}), "plans/quest")

    assert text == (
        "Warning: w/cap (city): Money at risk: $20,000.00. [c]\n"
        "plans/quest passed its audit: 1 check of 1 rule.\n"
    )


def test_many_amounts_of_one_rule_and_award_are_added_up() -> None:
    risks = tuple(
        finding(f"exam {n}", n, 0, f"Not expected: ${n}.00, but at most $0.00 (off by ${n}.00).")
        for n in range(1, 6)
    )
    text = audit_text(AuditReport((), (RISK, *risks), {"w/cap": 1}), "plans/quest")
    assert text.splitlines()[:2] == [
        "Warning: w/cap (city): Money at risk: $20,000.00. [c]",
        "Warning: w/cap (city): Not expected: $15.00 in 5 charges, the first exam 1. [c]",
    ]
    text = audit_text(AuditReport((), risks[:3], {"w/cap": 1}), "plans/quest")
    assert text.count("Warning: w/cap (city) at exam") == 3


def test_a_broken_rule_names_both_numbers_and_their_difference() -> None:
    text = audit_text(AuditReport((CAP, CAP), (), {"w/cap": 2}), "plans/quest")

    assert text == (
        "Broken: w/cap (city) at exam: Over the cap: $9.00, but at most $5.00 (off by $4.00). [c]\n"
        "plans/quest failed its audit: 1 finding in 2 checks of 1 rule.\n"
    )


def test_of_a_table_the_first_values_are_told_and_how_many_more_there_are() -> None:
    zero, says = Fraction(0), "What they cost: $1.00, but exactly $0.00 (off by $1.00)."
    wrong = [Finding("reports.csv", f"r{n}", "cost", zero, zero, zero, says) for n in range(5)]
    report = AuditReport((*wrong, CAP), (), {"w/cap": 2}, {"reports.csv": 6, "rules.csv": 1})
    *told, last = audit_text(report, "plans/quest").splitlines()
    assert [line.partition(" (")[0] for line in told[:4]] == [
        "Broken: w/cap", *["Broken: reports.csv"] * 3,
    ]  # fmt: skip
    assert told[1] == f"Broken: reports.csv (r0) at cost: {says}"
    more = "Broken: reports.csv: 2 more values that do not follow; --format json has each."
    assert told[4] == more
    assert last.endswith("6 findings in 2 checks of 1 rule, 7 lines of 2 tables.")
