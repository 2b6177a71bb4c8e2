"""Why a plan differs from an earlier one: causes told apart by undoing each alone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from draft import draft, planned

from braid.catalog.load import load_inputs
from braid.comparison.explaining.since import Cause, Since, since
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.render.output import show
from braid.render.since import since_report, story

AWARD = {"id": "grant", "stream": "fund", "amount": 6000}
GIFT = {"id": "gift", "stream": "fund", "amount": 1000}
PEOPLE = {"id": "adults", "program": "welding", "participants": 10, "start": "2026-07-01"}


def plan(award: Mapping[str, object] = AWARD, people: Mapping[str, object] = PEOPLE,
         **more: object) -> Plan:  # fmt: skip
    return planned(draft(**{"awards": [award], "groups": [people], **more}))  # type: ignore[arg-type]


def told(before: Plan, after: Plan) -> tuple[Since, str]:
    found = since(before, after)
    file = io.StringIO()
    show(lambda out: since_report(found, before, after, out), file, 100)
    return found, " ".join(file.getvalue().split())


def effects(found: Since) -> dict[str, Decimal | None]:
    return {cause.inputs[0].id: cause.unfunded for cause in found.causes}


def test_two_changes_are_told_apart_the_larger_first() -> None:
    # $1,500 less money, two people less at $1,000.
    after = plan({**AWARD, "amount": 4500}, {**PEOPLE, "participants": 8})
    found, text = told(plan(), after)

    assert effects(found) == {"adults": Decimal("-2000.00"), "grant": Decimal("1500.00")}
    assert [cause.inputs[0].id for cause in found.causes] == ["adults", "grant"]
    assert found.rest == 0
    assert "fell by $1,500, from $6,000 to $4,500. By itself, $1,500 more is unfunded" in text
    assert "By itself, $2,000 less is unfunded" in text


def test_one_change_did_all_of_it() -> None:
    found, text = told(plan(), plan({**AWARD, "amount": 7500}))

    (cause,) = found.causes
    assert cause.unfunded == -1500
    assert [(m.award, m.amount) for m in cause.moved] == [("grant", Decimal("1500.00"))]
    assert found.rest == 0
    assert "By itself" not in text
    assert "$1,500 less is unfunded" in text
    assert "adults: $1,500 less of its own costs is unfunded ($2,500 in all)" in text


def test_changes_that_need_one_another_belong_to_none_alone() -> None:
    # Two gifts of $5,000 in place of the grant: each alone would pay all that is left.
    before = plan({**AWARD, "amount": 5000})
    more = [
        {**AWARD, "amount": 5000},
        {**GIFT, "amount": 5000},
        {**GIFT, "id": "late", "amount": 5000},
    ]
    after = planned(draft(awards=more, groups=[PEOPLE]))
    found, text = told(before, after)

    assert effects(found) == {"gift": 0, "late": 0}
    assert found.rest == -5000
    assert "help or hinder one another" in text


def test_what_cannot_be_undone_alone_is_said_so() -> None:
    # Without rule files no law of another horizon is known: what else changed has its figure.
    horizon = {"start": "2026-07-01", "end": "2027-12-31", "period": "quarter"}
    found, text = told(plan(), plan({**AWARD, "amount": 5000}, horizon=horizon))

    known = {cause.inputs[0].id: cause for cause in found.causes}
    assert known["grant"].unfunded == 1000
    assert known["horizon"].unfunded is None
    assert found.rest is None
    assert "What it did is not known: it cannot be undone by itself." in text
    assert "the rest of what changed cannot be told apart" in text


YEAR = """
name: Coaching
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
programs: [{id: welding, weeks: 12}]
groups: [{id: adults, program: welding, participants: 10, start: 2026-09-14}]
costs: [{id: coach, category: case_management, amount: 3000, every: quarter}]
awards:
  - {id: mill, stream: employer_contribution, amount: 5000, start: 2026-07-01, end: 2027-06-30}
reporting: {hourly_rate: 0.00}
"""


def test_a_longer_horizon_is_undone_alone(tmp_path: Path) -> None:
    def made(text: str) -> Plan:
        file = tmp_path / "year.yaml"
        file.write_text(text, encoding="utf-8")
        inputs, problems = load_inputs(file)
        assert inputs is not None, problems
        return make_plan(inputs)

    longer = YEAR.replace("end: 2027-06-30, period", "end: 2027-12-31, period")
    found, text = told(made(YEAR), made(longer.replace("amount: 5000", "amount: 6000")))
    # two more quarters of $3,000, and $1,000 more to pay the first year with
    assert effects(found) == {"horizon": 6000, "mill": -1000}
    assert found.rest == 0
    assert "cannot be undone" not in text


def test_a_group_that_lines_name_is_not_taken_away() -> None:
    both = [PEOPLE, {**PEOPLE, "id": "youth", "participants": 2}]
    line = {"id": "tuition", "category": "tuition_fees", "per_participant": 1000, "when": "start"}
    before = planned(draft(awards=[AWARD], groups=[PEOPLE], costs=[line]))
    named = {**line, "groups": ["adults", "youth"]}
    after = planned(draft(awards=[{**AWARD, "amount": 7000}], groups=both, costs=[named]))
    found, _ = told(before, after)

    known: dict[str, Cause] = {cause.inputs[0].id: cause for cause in found.causes}
    assert known["youth"].open == "it cannot be undone by itself"
    assert known["grant"].unfunded == -1000
    assert known["tuition"].unfunded == 0  # without names the line is for all groups


def test_a_plan_made_otherwise_is_no_ground_for_causes() -> None:
    # The earlier plan is said to leave $100 more than its inputs do.
    before = plan()
    other = replace(before, summary=replace(before.summary, unfunded=Decimal("4100.00")))
    found, text = told(other, plan({**AWARD, "amount": 7500}))

    (cause,) = found.causes
    assert cause.unfunded is None
    assert found.rest is None
    assert "a plan of these inputs is now another one" in text


COACH = {"id": "coach", "category": "case_management", "amount": 2000, "every": "quarter"}


def charged(*charges: tuple[str, int], **award: object) -> Plan:
    """A coach of $2,000 a quarter with what was charged of the first: (line, dollars)."""
    rows = [
        {"cost": cost, "period": "2026-07-01", "award": "grant", "amount": dollars}
        for cost, dollars in charges
    ]
    actuals = {"actuals": {"as_of": "2026-09-30", "charges": rows}} if rows else {}
    lines = [COACH, {**COACH, "id": "rides", "amount": 100}]
    return plan({**AWARD, **award}, costs=lines, **actuals)


def open_unfunded(plan: Plan) -> Decimal:
    rows = plan.tables["unfunded"]
    pairs = zip(rows["period"], rows["cents"], strict=True)
    return Decimal(sum(cents for day, cents in pairs if day >= "2026-10-01")).scaleb(-2)


def test_what_was_charged_is_undone_like_all_else() -> None:
    # $1,500 of the coach's first quarter was charged, and $400 less is to come.
    before, after = charged(), charged(("coach", 1500), amount=5600)
    found, text = told(before, after)

    # each undone by hand and solved again; the open quarters cost $6,300
    uncharged, unchanged = charged(amount=5600), charged(("coach", 1500))
    assert open_unfunded(after) == 6300 - (5600 - 1500)
    assert effects(found) == {
        "actuals": open_unfunded(after) - open_unfunded(uncharged),
        "grant": open_unfunded(after) - open_unfunded(unchanged),
    }
    assert effects(found)["grant"] == 400
    whole = open_unfunded(after) - open_unfunded(before)
    assert found.rest == whole - sum(e for e in effects(found).values() if e is not None)
    assert found.causes[0].inputs[0].id == "actuals"
    assert "is counted as it was; what follows is about the time after it. By itself, " in text
    assert "not known" not in text
    assert all(not one.funded.by for one in found.people)


def test_a_longer_ledger_alone_did_all_of_it() -> None:
    before, after = charged(("coach", 2000)), charged(("coach", 2000), ("rides", 100))
    found, text = told(before, after)

    (cause,) = found.causes
    assert cause.unfunded == open_unfunded(after) - open_unfunded(before) == 100
    assert "The charges up to September 30, 2026 are other ones. $100 more is unfunded" in text


def test_charges_on_what_is_not_there_any_more_are_not_undone() -> None:
    before = charged(("coach", 1500), ("rides", 100))
    after = plan(costs=[COACH])
    found, text = told(before, after)

    known = {cause.inputs[0].id: cause for cause in found.causes}
    assert known["actuals"].open == "it cannot be undone by itself"
    assert known["rides"].unfunded is not None
    assert "What was charged already is not counted any more." in text


def test_the_same_plan_has_no_story() -> None:
    found = since(plan(), plan())

    assert found.causes == ()
    assert story(found, plan(), plan()) == [
        ("Nothing changed", ["The inputs and the plan are the same."])
    ]


def test_a_rule_that_binds_now_is_named() -> None:
    capped = {"fund": {"origin": "federal", "rules": [
        {"kind": "limit", "spend": {"category": "tuition_fees"}, "at_most": {"share": 0.5,
         "of": "award"}}]}}  # fmt: skip
    open_to_all = {"fund": {"origin": "federal"}}
    found, text = told(plan(streams=open_to_all), plan(streams=capped))

    (cause,) = found.causes
    assert (cause.inputs[0].what, cause.inputs[0].id) == ("rule", "fund/limit")
    assert cause.unfunded == 3000
    assert ("fund/limit", True) in {(b.rule, b.binds) for b in found.bounds}
    assert "At its limit now: fund/limit" in text


def test_a_rule_and_an_award_are_undone_each() -> None:
    cap = {"kind": "limit", "spend": {"category": "tuition_fees"}, "at_most": {"usd": 5000}}
    capped = {"fund": {"origin": "federal", "rules": [cap]}}
    found, _ = told(
        plan(streams={"fund": {"origin": "federal"}}),
        plan({**AWARD, "amount": 5500}, streams=capped),
    )

    # without the cap $500 more is paid, with $6,000 again nothing more
    assert effects(found) == {"fund/limit": Decimal("500.00"), "grant": Decimal("0.00")}
    assert found.rest == 500
