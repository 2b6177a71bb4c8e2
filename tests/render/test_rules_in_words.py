"""Rules are shown in words, and the facts that they ask for with the paper that shows them."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest

from braid.catalog.library import index, rules_directory
from braid.reading.yaml_reader import read_yaml
from braid.render.conditions import condition_text
from braid.render.facts import facts_of, facts_report
from braid.render.output import show
from braid.render.statements import statements
from braid.schema.formulas import FORMULAS
from braid.schema.library import AttributesFile, FamilyFile, RuleSetFile, StreamFile
from braid.schema.predicate import parse_predicate
from braid.schema.rule_base import RuleBase
from braid.schema.rules import KIND_MODELS
from braid.schema.validate import validate

GROUND = {"id": "r", "why": "Why.", "cite": "1 CFR 2", "confidence": "verified"}


def rule(kind: str, **said: Any) -> RuleBase:
    data = {**GROUND, "kind": kind, "reviewed": "2026-11-22", **said}
    return KIND_MODELS[kind].model_validate(data)


def words(kind: str, **said: Any) -> list[str]:
    return list(statements(rule(kind, **said)))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({"city_resident": True}, "city resident is true"),
        (
            {"age": {"min": 18}, "selective_service": ["registered", "exempt", "not_required"]},
            "age is at least 18; selective service is registered, exempt or not required",
        ),
        ({"age": {"min": 16, "below": 25}}, "age is at least 16 and less than 25"),
        (
            {"any": [{"age": {"min": 16, "below": 25}}, {"in_school": True}]},
            "(age is at least 16 and less than 25) or in school is true",
        ),
        ({"not": {"dislocation": "laid_off"}}, "not (dislocation is laid off)"),
        ({"provider.etpl": True}, "the provider's ETPL is true"),
        ({"start": {"min": "2026-07-01"}}, "start is on or after July 1, 2026"),
        (
            {"any": [{"a": ["x", "y"]}, {"all": [{"b": True}, {"c": {"max": 2}}]}]},
            "(a is x or y) or (b is true and c is at most 2)",
        ),
        (
            {"family_income": {"max": {"value": "poverty_line"}}},
            "family income is at most poverty line",
        ),
        (
            {"a": {"below": {"value": {"times": [Decimal("0.7"), {"plus": ["b", "group.c"]}]}}}},
            "a is less than 0.7 × (b + the group's c)",
        ),
        (
            {"a": {"is": {"value": {"greatest": ["b", {"over": ["c", 52]}, {"minus": ["d", 1]}]}}}},
            "a is the greatest of b, (c / 52) and (d - 1)",
        ),
        (
            {"start": {"min": {"day": "employer.since", "plus_days": 120}}},
            "start is on or after the employer's since plus 120 days",
        ),
        (
            {
                "all": [
                    {"a": {"below": {"day": "b", "plus_days": -1}}},
                    {"c": {"max": {"day": "d"}}},
                ]
            },
            "a is before b less 1 day; c is on or before d",
        ),
    ],
)
def test_conditions(condition: dict[str, Any], text: str) -> None:
    assert condition_text(parse_predicate(condition)) == text


@pytest.mark.parametrize(
    ("kind", "said", "text"),
    [
        (
            "limit",
            {"spend": {"category": "fees"}, "at_most": {"share": Decimal("0.1"), "of": "award"}},
            "Spending on fees is at most 10% of the award.",
        ),
        (
            "limit",
            {
                "serve": {"who": {"in_school": True}},
                "at_most": {"share": Decimal("0.05"), "of": "served"},
                "per": ["stream", "program_year"],
            },
            "Participants with (in school is true) are at most 5% of those served, "
            "per stream and program year.",
        ),
        (
            "limit",
            {"spend": "all", "at_most": {"usd": 1500}, "per": "participant"},
            "Spending is at most $1,500, per participant.",
        ),
        ("timeline", {"ends": {"program_years": 2}},
         "Costs must be incurred by the end of program year 2 of the money."),
        (
            "timeline",
            {"for": ["tuition_fees"], "begins": {"months": 6}},
            "Costs of tuition fees are paid only after the day 6 months after the award's start.",
        ),
        (
            "timeline",
            {"for": ["tuition_fees"], "ends": {"days_after_end": -90}},
            "Costs of tuition fees must be incurred by 90 days before the award's end.",
        ),
        (
            "limit",
            {"spend": {"within": {"months_after_end": 0}, "after": {"program_years": 1}},
             "at_most": {"share": Decimal("0.2"), "of": "award"}},
            "Spending up to the award's end after the end of program year 1 of the money "
            "is at most 20% of the award.",
        ),
        (
            "timeline",
            {"obligate": {"share": Decimal("0.80"), "by": {"program_years": 1}}},
            "80% must be obligated by the end of program year 1 of the money; "
            "what is short may be taken back.",
        ),
        (
            "report",
            {"report": "Spending", "every": "quarter", "due_days": 30,
             "hours": {"floor": 0, "planning": 8}},
            "Spending: every quarter, for each award, due 30 days after the quarter.",
        ),
        ("order", {"for": "tuition_fees", "after": ["pell"]},
         "Of tuition fees it pays only what pell leave."),
        ("order", {"reading": "used_up", "for": "tuition_fees", "after": ["trade_fund"]},
         "Of tuition fees it pays only what trade fund cannot, or once it has run out."),
        ("order", {"reading": "priority", "first": {"veteran": True}},
         "These participants come first: veteran is true. Of everything it pays nothing for others "
         "until these have what it can pay for them."),
        ("supplant", {"protects": ["state", "local"]},
         "What state or local money paid before may not move here."),
        ("exclusive", {"among": ["pell", "youth_fund"]},
         "Nobody is served by two of these: this money, pell and youth fund."),
        ("exclusive", {}, "Nobody is served by two of its streams."),
        ("exclusive", {"reading": "all_or_nothing", "for": "tuition_fees"},
         "Of tuition fees it pays the whole cost of a participant or nothing."),
        ("match", {"share": 1, "of": "spent"},
         "Beside it must stand others' money of 100% of what it spends."),
        ("match", {"share": Decimal("0.25"), "of": "total", "per": ["employer"],
                   "spend": {"category": "tuition_fees"}},
         "Beside it must stand others' money that is 25% of spending on tuition fees and that "
         "money together, with each employer."),
        ("match", {"share": Decimal("0.5"), "of": "award"},
         "Beside it must stand others' money of 50% of the award, whatever it spends."),
        ("match", {"usd": 50000, "per": "award"},
         "Beside it must stand $50,000 of others' money, whatever it spends."),
        ("reimbursement", {"share": Decimal("0.5")},
         "It pays 50% of what is claimed; others pay the rest in the same period."),
        ("transfer", {"between": ["wioa_adult", "wioa_dislocated_worker"], "share": Decimal("0.5"),
                      "where": {"transfer_approved": True}},
         "Of wioa adult and wioa dislocated worker each award where (transfer approved is true) "
         "may give up to 50% of its allocation to another."),
        ("income", {"use": "addition"},
         "Program income may be spent beside the award's amount."),
        ("income", {"use": "allowance", "usd": 5},
         "Its recipient gets $5 for each participant paid in an award year."),
        ("threshold", {"usd": 1000000, "report": "Single audit"},
         "Single audit: due where an organization spends $1,000,000 or more of federal money in "
         "one of its fiscal years, within 9 months after the year."),
        ("together", {"with": ["wioa_dislocated_worker"], "who": {"in_school": False}},
         "Participants with (in school is false) whom it serves are served by wioa dislocated "
         "worker too."),
        ("limit", {"spend": "all", "per": ["line", "calendar_year"],
                   "at_most": {"usd": 228000, "times": "line.fte", "yearly": True}},
         "Spending is at most $228,000 times the line's FTE for a full year, per line and calendar "
         "year."),
        ("limit", {"spend": "all", "per": "participant",
                   "at_most": {"attribute": "weekly_maximum", "times": "group.weeks"}},
         "Spending is at most the participant's weekly maximum times the participant's weeks, per "
         "participant."),
        ("line", {"forbid": ["lobbying", "fundraising"]}, "It never pays lobbying or fundraising."),
        ("participant", {"for": "tuition_fees", "who": {"age": {"min": 18}}},
         "Participants for tuition fees: age is at least 18."),
    ],
)  # fmt: skip
def test_what_a_rule_demands(kind: str, said: dict[str, Any], text: str) -> None:
    assert words(kind, **said)[0] == text


def test_what_counts_as_match_is_a_sentence_of_its_own() -> None:
    assert words("match", share=1, of="spent")[1] == (
        "What counts is state, local or private money in cash or in kind on what the award may pay "
        "itself, each dollar once."
    )
    beside = {"origin": "private", "category": ["ojt_wages"], "employer": True}
    assert words("reimbursement", share=1, beside=beside)[1] == (
        "What counts is private money in cash of the employer itself on OJT wages, "
        "each dollar once."
    )


def test_match_asks_for_facts_through_its_selector() -> None:
    spend = {
        "category": "ojt_wages",
        "where": {"employer.size": {"max": 50}},
        "who": {"age": {"max": 24}},
    }
    asked = facts(rule("match", share=1, of="spent", spend=spend))
    assert {name: (f.entity, f.costs) for name, f in asked.items()} == {
        "age": ("group", {"ojt_wages"})
    }


def test_waivers_and_dates_belong_to_the_rule() -> None:
    assert words(
        "limit",
        spend={"category": "ojt_wages"},
        at_most={"share": Decimal("0.50"), "of": "cost"},
        waivers={"ojt_75": Decimal("0.75"), "no_cap": None},
        **{"from": "2026-07-01", "until": "2029-07-01"},
    )[1:] == [
        "It holds from July 1, 2026.",
        "It holds to June 30, 2029.",
        "The waiver no_cap lifts it.",
        "The waiver ojt_75 changes the number to 75%.",
    ]


def test_versions_that_repeat_a_number_are_told_once() -> None:
    versions = [
        {"from": "2025-07-01", "value": 7395, "cite": "a"},
        {"from": "2026-07-01", "value": 7395, "cite": "b"},
        {"from": "2027-07-01", "value": 7500, "cite": "c"},
    ]
    numbers = {"maximum": {"clock": "award_year", "versions": versions}}

    assert words("formula", formula="pell_clock_hours", numbers=numbers)[1] == (
        "  maximum: 7,395 from July 1, 2025, 7,500 from July 1, 2027 (by award year)"
    )


def test_what_goes_back_is_told_with_its_shares() -> None:
    assert words("refund", earned_after=Decimal("0.6"), students_keep=Decimal("0.5")) == [
        "Who leaves has earned the share of a payment that matches the time attended in its part of"
        " the training, and all of it after 60% of that part.",
        "Of the rest the school returns the unearned share of what it charges; the student owes"
        " what is then left beyond 50% of the payment.",
    ]


def library() -> list[tuple[str, RuleBase]]:
    """Every rule of braid's own library."""
    found = []
    for name, path in index(rules_directory()).items():
        document, _ = read_yaml(path)
        assert document is not None
        data = document.data
        model = next(
            m
            for key, m in (("stream", StreamFile), ("family", FamilyFile),
                           ("set", RuleSetFile))
            if key in data
        )  # fmt: skip
        file, _ = validate(model, document)
        found += [(name, one) for one in file.rules]
    return found


def dictionary() -> AttributesFile:
    document, _ = read_yaml(rules_directory() / "attributes.yaml")
    assert document is not None
    file, problems = validate(AttributesFile, document)
    assert file is not None, problems
    return file


def test_every_rule_of_the_library_can_be_said_in_words() -> None:
    for home, one in library():
        said = list(statements(one))
        assert said, f"{home}/{one.id}"
        assert not re.search(r"[{}\[\]]|None|Decimal|op:", " ".join(said)), (home, one.id, said)


def facts(*rules: RuleBase) -> dict[str, Any]:
    return {f.name: f for f in facts_of(rules, dictionary())}


def test_a_fact_that_follows_comes_with_what_it_follows_from() -> None:
    found = facts(rule("program", where={"price_within_value_added": True}))

    assert found["value_added_earnings"].told.endswith(
        "If not stated: (median earnings / (regional price parity / 100)) - (1.5 × earnings year"
        " poverty line)."
    )
    assert "tuition and fees is at most value added earnings" in (
        found["price_within_value_added"].told
    )
    behind = {"counted_completers", "matched_earnings", "median_earnings", "regional_price_parity"}
    assert behind < set(found)


def test_a_fact_comes_with_its_meaning_and_its_paper() -> None:
    (fact,) = facts(rule("participant", who={"city_resident": True})).values()

    assert (fact.entity, fact.means) == ("group", "Lives in the city whose fund pays")
    assert fact.document == "proof of residence"
    assert fact.always


def test_a_fact_says_for_which_costs_it_is_asked() -> None:
    only = rule("line", **{"for": ["child_care"]}, where={"unavailable_elsewhere": True})

    assert facts(only)["unavailable_elsewhere"].costs == {"child_care"}
    assert not facts(only)["unavailable_elsewhere"].always


def test_a_fact_of_another_entity_is_asked_of_that_entity() -> None:
    asked = facts(rule("participant", who={"any": [{"age": {"min": 18}}, {"provider.etpl": True}]}))

    assert {name: f.entity for name, f in asked.items()} == {"age": "group", "etpl": "provider"}


def test_limits_and_formulas_ask_for_facts_too() -> None:
    limit = rule(
        "limit",
        serve={"who": {"income_exception": True}},
        at_most={"share": Decimal("0.05"), "of": "served", "base": {"who": {"in_school": True}}},
    )
    formula = rule("formula", formula="pell_clock_hours")

    assert {"income_exception", "in_school"} == set(facts(limit))
    assert {"sai", "max_pell", "leu_percent"} < set(facts(formula))
    assert {"withdraw_at"} == set(facts(rule("refund")))


def test_what_a_limit_is_multiplied_by_is_a_fact() -> None:
    bound = rule("limit", spend="all", at_most={"usd": 228000, "times": "line.fte", "yearly": True})
    assert facts(bound)["fte"].entity == "line"


def test_what_a_transfer_needs_is_a_fact_of_the_award() -> None:
    moves = rule("transfer", between=["a", "b"], share=1, where={"transfer_approved": True})

    assert facts(moves)["transfer_approved"].entity == "award"


def test_what_the_format_itself_holds_is_no_fact_to_collect() -> None:
    assert facts(rule("program", where={"weeks": {"min": 8}})) == {}


def test_the_facts_of_the_formulas_are_those_that_they_look_up() -> None:
    folder = rules_directory().parent / "braid" / "kinds" / "formulas"
    for formula, module in (
        ("pell", "pell"),
        ("apprentice_credit", "apprentice_credit"),
    ):
        source = (folder / f"{module}.py").read_text(encoding="utf-8")
        assert set(re.findall(r'fact\("(\w+)"\)', source)) == set(FORMULAS[formula].attributes)


def test_the_list_stands_by_entity() -> None:
    found = facts_of(
        [rule("participant", who={"age": {"min": 18}}), rule("award", where={"consortium": False})],
        dictionary(),
    )
    file = io.StringIO()
    show(lambda out: facts_report(["wioa_adult"], found, out), file, 100)

    heads = [line for line in file.getvalue().splitlines() if line.startswith("Of ")]
    assert heads == ["Of each group of participants", "Of the award"]


def test_a_limit_of_a_family_says_that_it_pools_the_awards_of_all_streams() -> None:
    limit = {"spend": {"category": "tuition"}, "at_most": {"share": Decimal("0.1"), "of": "award"}}
    pools = "The awards of all streams of the family count together"

    def told(**said: Any) -> list[str]:
        found = statements(rule("limit", **limit, **said), of_family=True)
        return [text for text in found if text.startswith(pools)]

    assert told() == [f"{pools}, for each recipient and funding year."]
    assert told(per="award") == []
    assert not any(text.startswith(pools) for text in words("limit", **limit))
