"""What each award is worth, on a partnership that can be worked out by hand.

Ten people cost $1,000 each. The grant of $7,000 has spent $1,000 and owes one report a year,
two hours at $50, so all costs $10,100. An offer and a pledge bring $2,000 and $3,000. People
come before the report where money is short; a person is funded for each whole $1,000.

| plan | money | unfunded | people |
|---|---|---|---|
| as planned: grant, offer | 6,000 + 2,000 | 2,100 | 8 |
| pledge landed | 11,000, of which 10,100 is needed | 0 | 10 |
| without the offer | 6,000 | 4,100 | 6 |
| without the grant | 2,000, and no report is due: 10,000 to pay | 8,000 | 2 |
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from draft import draft, model_of, planned

from braid.catalog.supposed import landed, without
from braid.optimize.engines import engine_named
from braid.optimize.tiers import tier_values
from braid.plan import ranking
from braid.plan.plan import Outlook, Uncertain
from braid.plan.ranking import Ranked, Ranking, Standing, Supposition, Unsound, rank
from braid.render.output import show
from braid.render.ranking import ranking_csv, ranking_json, ranking_report

TEXT = """
awards:
  - {id: grant, stream: fund, amount: 7000, to_date: [{category: tuition_fees, amount: 1000}]}
  - {id: idle, stream: gift, amount: 500, start: 2027-06-30}
  - {id: offer, stream: gift, amount: 2000, status: offered}
  - {id: pledge, stream: gift, amount: 3000, probability: 0.4}
streams:
  fund:
    origin: private
    rules: [{kind: report, report: Annual, every: year, hours: {floor: 1, planning: 2}}]
  gift: {origin: private}
"""
DOLLARS = Decimal
WHOLE = Path(__file__).parent / "whole.yaml"


def standing(unfunded: int, people: int, overhead: int = 100) -> Standing:
    return Standing(DOLLARS(unfunded), DOLLARS(0), DOLLARS(overhead), people)


@pytest.fixture(scope="module")
def ranked() -> Ranking:
    return rank(draft(TEXT))


def test_every_figure_of_the_ranking_by_hand(ranked: Ranking) -> None:
    now = standing(2100, 8)
    assert ranked.awards == (
        Ranked("grant", "fund", "accepted", DOLLARS(1), DOLLARS(6000), DOLLARS(5900),
               DOLLARS("0.98"), 6, DOLLARS(100), DOLLARS(0), now, standing(8000, 2, 0)),
        Ranked("pledge", "gift", "uncommitted", DOLLARS("0.4"), DOLLARS(3000), DOLLARS(2100),
               DOLLARS("0.70"), 2, DOLLARS(0), DOLLARS(1260), standing(0, 10), now),
        Ranked("offer", "gift", "offered", DOLLARS(1), DOLLARS(2000), DOLLARS(2000),
               DOLLARS("1.00"), 2, DOLLARS(0), DOLLARS(0), now, standing(4100, 6)),
        Ranked("idle", "gift", "accepted", DOLLARS(1), DOLLARS(500), DOLLARS(0),
               DOLLARS("0.00"), 0, DOLLARS(0), DOLLARS(0), now, now),
    )  # fmt: skip


def test_the_plan_the_plan_if_it_lands_and_the_worst_case(ranked: Ranking) -> None:
    assert ranked.suppositions == (
        Supposition("committed", (), standing(2100, 8)),
        Supposition("landed", ("pledge",), standing(0, 10)),
        Supposition("worst", ("offer", "pledge"), standing(4100, 6)),
    )


def test_the_plan_says_beside_it_what_uncertain_money_would_change() -> None:
    plan = planned(draft(TEXT))

    assert plan.uncertain == (
        Uncertain("pledge", DOLLARS(3000), DOLLARS("0.4"), DOLLARS(2100), DOLLARS(0)),
    )
    assert plan.outlook == Outlook(
        DOLLARS(2100), DOLLARS(0), DOLLARS(4100), ("pledge",), ("offer", "pledge")
    )


def test_two_pledges_land_one_by_one_and_together() -> None:
    text = TEXT.replace("amount: 500, start: 2027-06-30", "amount: 500, probability: 0.9")

    plan = planned(draft(text))

    assert [(u.award, u.unfunded_then) for u in plan.uncertain] == [("idle", 1600), ("pledge", 0)]
    assert plan.outlook is not None
    assert plan.outlook.landed == 0
    assert plan.outlook.worst == 4100
    assert plan.outlook.failing == ("idle", "offer", "pledge")


def test_a_tier_is_worth_the_same_when_none_is_asked_for_after_it() -> None:
    model = model_of(draft(WHOLE.read_text(encoding="utf-8")))
    engine = engine_named("highs")

    short, full = tier_values(model, engine, last="unfunded"), tier_values(model, engine)

    assert list(short) == ["floors", "must", "unfunded"]
    assert short == pytest.approx({name: full[name] for name in short}, abs=0.005)


def test_nothing_is_uncertain_where_everything_is_signed() -> None:
    plan = planned(draft(awards=[{"id": "grant", "stream": "fund", "amount": 6000}]))

    assert plan.uncertain == ()
    assert plan.outlook is None


def test_the_ranking_is_what_plans_without_each_award_say(ranked: Ranking) -> None:
    inputs = draft(TEXT)
    for award in ranked.awards:
        if award.award == "pledge":
            having, lacking = planned(landed(inputs, ["pledge"])), planned(inputs)
        else:
            having, lacking = planned(inputs), planned(without(inputs, [award.award]))
        for plan, said in ((having, award.having), (lacking, award.lacking)):
            assert said.unfunded == plan.summary.unfunded
            assert said.completely_funded == plan.summary.completely_funded
            assert said.overhead == plan.summary.overhead_dollars


def test_awards_of_equal_worth_stand_in_order_of_id_however_they_are_written() -> None:
    twins = [{"id": name, "stream": "fund", "amount": 2000} for name in ("b", "c", "a")]

    found = [rank(draft(awards=order)) for order in (twins, twins[::-1])]

    assert found[0] == found[1]
    assert [(a.award, a.lost) for a in found[0].awards] == [("a", 2000), ("b", 2000), ("c", 2000)]


def test_each_plan_is_told_once_and_none_is_made_twice() -> None:
    told: list[str] = []

    rank(draft(TEXT), told=told.append)

    assert told == [
        "plan 1 of 6", "plan 2 of 6, without grant", "plan 3 of 6, without idle",
        "plan 4 of 6, without offer", "plan 5 of 6, with pledge",
        "plan 6 of 6, without offer, pledge",
    ]  # fmt: skip


def test_nothing_is_ranked_by_a_plan_that_fails_its_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    real = ranking.make_plan

    def failing(inputs, **how):  # type: ignore[no-untyped-def]
        return replace(real(inputs, **how), audit_passed="grant" in inputs.awards)

    monkeypatch.setattr(ranking, "make_plan", failing)

    with pytest.raises(Unsound) as unsound:
        rank(draft(TEXT))
    assert unsound.value.plan.without == ("grant",)


def test_a_quick_ranking_has_the_dollars_without_people() -> None:
    quick = rank(draft(TEXT), quick=True)
    told = {a.award: (a.money, a.lost, a.people_lost, a.overhead_saved) for a in quick.awards}
    assert told == {
        "grant": (6000, 5900, None, 100), "pledge": (3000, 2100, None, 0),
        "offer": (2000, 2000, None, 0), "idle": (500, 0, None, 0),
    }  # fmt: skip
    assert [s.standing.unfunded for s in quick.suppositions] == [2100, 0, 4100]
    out = io.StringIO()
    show(lambda to: ranking_report(quick, to), out, 100)
    assert "People" not in out.getvalue()
    assert "Leave --quick out for whole plans." in out.getvalue()
    assert json.loads(ranking_json(quick))["awards"][0]["people_lost"] is None


@pytest.mark.parametrize("quick", [False, True])
def test_by_stream_all_its_certain_awards_go_together(quick: bool) -> None:
    found = rank(draft(TEXT), by="stream", quick=quick)
    told = {a.award: (a.count, a.money, a.lost, a.lost_per_dollar) for a in found.awards}
    # without offer and idle the grant pays 6,000 of 10,100
    assert told == {
        "fund": (1, 6000, 5900, DOLLARS("0.98")), "gift": (2, 2500, 2000, DOLLARS("0.80")),
    }  # fmt: skip
    assert found.unranked == ("pledge",)
    assert found.awards[1].status == "accepted/offered"
    assert found.awards[1].people_lost == (None if quick else 2)
    out = io.StringIO()
    show(lambda to: ranking_report(found, to), out, 100)
    assert "Not certain, so no part of a stream's money here: pledge." in out.getvalue()


def test_only_the_awards_that_are_asked_for(ranked: Ranking) -> None:
    heard: list[str] = []
    some = rank(draft(TEXT), only=("offer", "idle"), told=heard.append)
    assert some.awards == tuple(a for a in ranked.awards if a.award in ("offer", "idle"))
    assert heard[0] == "plan 1 of 5"
    assert len(heard) == 5


def test_the_json_keeps_its_form(ranked: Ranking) -> None:
    data = json.loads(ranking_json(ranked))

    assert list(data) == [
        "schema_version", "name", "without", "suppositions", "awards", "stopped", "by", "quick",
        "unranked",
    ]  # fmt: skip
    assert data["schema_version"] == 1
    assert data["suppositions"][1] == {
        "name": "landed",
        "awards": ["pledge"],
        "standing": {
            "unfunded": "0.00", "must_unfunded": "0.00", "overhead": "100.00",
            "completely_funded": 10,
        },
    }  # fmt: skip
    assert data["awards"][1] == {
        "award": "pledge", "stream": "gift", "status": "uncommitted", "probability": "0.4",
        "money": "3000.00", "lost": "2100.00", "lost_per_dollar": "0.70", "people_lost": 2,
        "overhead_saved": "0.00", "expected_loss": "1260.00", "count": 1,
        "with": data["suppositions"][1]["standing"],
        "without": data["suppositions"][0]["standing"],
    }  # fmt: skip


def test_the_csv_has_a_row_for_each_award_in_order(ranked: Ranking) -> None:
    rows = list(csv.DictReader(io.StringIO(ranking_csv(ranked))))

    assert list(rows[0]) == [
        "award", "stream", "status", "probability", "money", "lost", "lost_per_dollar",
        "people_lost", "overhead_saved", "expected_loss", "count", "unfunded_with",
        "unfunded_without", "must_unfunded_with", "must_unfunded_without", "overhead_with",
        "overhead_without",
        "completely_funded_with", "completely_funded_without",
    ]  # fmt: skip
    assert [row["award"] for row in rows] == ["grant", "pledge", "offer", "idle"]
    assert rows[0]["unfunded_without"] == "8000.00"
    assert rows[0]["completely_funded_with"] == "8"


def test_the_text_names_the_three_plans_and_the_awards(ranked: Ranking) -> None:
    out = io.StringIO()
    show(lambda to: ranking_report(ranked, to), out, 100)

    lines = out.getvalue().splitlines()
    found = [" ".join(line.split()) for line in lines]
    assert "On committed money 2,100.00 8 100.00 the plan" in found
    assert "If all that is uncertain lands 0.00 10 100.00 with pledge" in found
    assert "At worst, on signed money alone 4,100.00 6 100.00 without offer and pledge" in found
    assert "grant 6,000 100% 5,900 0.98 6 100 0" in found
    assert "pledge 3,000 40% 2,100 0.70 2 0 1,260" in found
    assert max(map(len, lines)) <= 100
