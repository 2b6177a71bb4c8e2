"""The frontier of a partnership that can be worked out by hand, and of drafts with many offers.

Ten people cost $1,000 each; nobody pays, unless an offer is taken. Reporting is done by staff who
are there, so it costs overhead and no money. ``small`` has $2,500, a report of $40 and a record of
$20 for each person served; ``large`` has $8,000 and a report of $100.

| offers | overhead | unfunded |
|---|---|---|
| none | 0 | 10,000 |
| small | 40 to 90 (2.5 people) | 10,000 to 7,500: $50 for each dollar |
| large | 100 | 2,000 |
| both | 140 to 180 (2 people) | 2,000 to 0: $50 for each dollar |

The straight line from (0, 10,000) to (100, 2,000) is at 2,800 where ``small`` ends: no weights
find it.
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from math import inf
from typing import Any

import numpy as np
import pytest
from draft import draft, model_of, planned, used

from braid.catalog.inputs import Inputs
from braid.comparison import frontier as module
from braid.comparison.frontier import Frontier, Segment, frontier
from braid.comparison.frontier_boxes import Boxes
from braid.comparison.frontier_plans import course_of, plans_at
from braid.comparison.frontier_programs import Tradeoff
from braid.optimize import highs
from braid.optimize.program import Answer, Limits
from braid.optimize.tiers import tier_values
from braid.render.frontier import frontier_csv, frontier_json, frontier_report
from braid.render.output import show

REPORTING = "reporting: {hourly_rate: 20, basis: planning, performed_by: tuition}\n"
TWO = f"""{REPORTING}
awards:
  - {{id: large, stream: heavy, amount: 8000, status: offered}}
  - {{id: small, stream: counted, amount: 2500, status: offered}}
streams:
  heavy:
    origin: private
    rules: [{{kind: report, report: Annual, every: year, hours: {{floor: 5, planning: 5}}}}]
  counted:
    origin: private
    rules:
      - {{id: annual, kind: report, report: Annual, every: year, hours: {{floor: 2, planning: 2}}}}
      - {{id: record, kind: report, report: Record, per: participant, every: once,
          hours: {{floor: 1, planning: 1}}}}
"""
D = Decimal


def silent(text: str) -> None:
    """Nobody watches."""


def figures(found: Frontier) -> list[tuple[int, int, tuple[str, ...]]]:
    """Overhead, unfunded and offers of each point, in whole dollars."""
    for point in found.points:
        assert point.overhead == int(point.overhead)
        assert point.unfunded == int(point.unfunded)
    return [(int(p.overhead), int(p.unfunded), p.awards) for p in found.points]


BY_HAND = [
    (0, 10000, ()),
    (40, 10000, ("small",)),
    (90, 7500, ("small",)),
    (100, 2000, ("large",)),
    (140, 2000, ("large", "small")),
    (180, 0, ("large", "small")),
]


@pytest.fixture(scope="module")
def two() -> Frontier:
    return frontier(draft(TWO))


@pytest.mark.parametrize("every_set_up_to", [0, 12])
def test_every_point_by_hand_by_trying_and_by_searching(every_set_up_to: int) -> None:
    found = frontier(draft(TWO), every_set_up_to=every_set_up_to)

    assert figures(found) == BY_HAND
    assert found.how == ("sets" if every_set_up_to else "boxes")
    assert (found.exact, found.gap, found.stopped) == (True, 0, "")


def test_who_enters_and_leaves_and_what_a_dollar_buys(two: Frontier) -> None:
    assert [
        (s.start, s.end, s.gradual, s.per_dollar, s.enters, s.leaves) for s in two.segments
    ] == [
        (1, 2, False, 0, ("small",), ()),
        (2, 3, True, 50, (), ()),
        (3, 4, False, 550, ("large",), ("small",)),
        (4, 5, False, 0, ("small",), ()),
        (5, 6, True, 50, (), ()),
    ]
    second = two.segments[1]
    assert (second.overhead_from, second.overhead_to) == (40, 90)
    assert (second.unfunded_from, second.unfunded_to) == (10000, 7500)


def test_no_weights_find_the_offer_above_the_hull() -> None:
    """The plan with the weights takes ``large``, both or nothing, whatever overhead weighs."""
    taken = set()
    for weight in (0.01, 1, 20, 27, 28, 29, 45, 49, 51, 60, 75, 79, 80, 81, 90, 200, 549, 551):
        plan = planned(
            draft(TWO, objective={"mode": "weighted", "overhead": weight}), explained=False
        )
        taken.add(tuple(award for award in ("large", "small") if used(plan, award)))
    assert ("small",) not in taken
    assert {(), ("large",), ("large", "small")} <= taken


def test_the_ends_are_the_plan_and_the_least_overhead(two: Frontier) -> None:
    values = tier_values(model_of(draft(TWO)), highs.solve)
    last = two.points[-1]
    assert (float(last.overhead), float(last.unfunded)) == (values["overhead"], values["unfunded"])
    assert two.planned == (last.overhead, last.unfunded)
    assert two.points[0].overhead == 0


def test_what_must_be_paid_counts_like_other_cost() -> None:
    """An offer pays for the navigator alone, who must be paid; another more for tuition."""
    text = f"""{REPORTING}
costs:
  - {{id: tuition, category: tuition_fees, per_participant: 1000, when: start}}
  - {{id: navigator, category: case_management, amount: 600, priority: must}}
awards:
  - {{id: guide, stream: guiding, amount: 600, status: offered}}
streams:
  guiding:
    origin: private
    rules: [{{kind: report, report: Annual, every: year, hours: {{floor: 5, planning: 5}}}}]
"""
    found = frontier(draft(text))
    assert figures(found) == [(0, 10600, ()), (100, 10000, ("guide",))]
    assert found.planned == (100, 10000)


def test_without_offers_there_is_one_curve() -> None:
    found = frontier(draft(TWO.replace(", status: offered", "")))

    # both reports are due; then each record is worth its person: 2 by small, 8 by large
    assert found.offered == ()
    assert figures(found) == [(140, 2000, ()), (180, 0, ())]
    assert [s.gradual for s in found.segments] == [True]
    assert found.exact
    assert found.tried == 1


def test_nothing_to_choose_is_one_point() -> None:
    found = frontier(draft(REPORTING))

    assert figures(found) == [(0, 4000, ())]
    assert found.segments == ()
    assert "one curve is all there is" in text_of(found)
    rows = list(csv.DictReader(io.StringIO(frontier_csv(found))))
    assert [tuple(row[k] for k in ("start", "end", "unfunded_to")) for row in rows] == [
        ("1", "1", "4000.00")
    ]


def test_an_audit_that_spending_sets_off_is_a_decision_of_the_set() -> None:
    """Federal money of $5,000 makes an audit of $300 due: just below it, or all of it."""
    text = f"""{REPORTING}
organizations:
  - {{id: college, type: college, single_audit_cost: 300}}
awards:
  - {{id: grant, stream: federal, amount: 7000, recipient: college}}
streams:
  federal:
    origin: federal
    rules: [{{kind: threshold, report: Single audit, usd: 5000}}]
"""
    found = frontier(draft(text))

    assert [(p.overhead, p.unfunded) for p in found.points] == [
        (D(0), D("5000.01")), (D(300), D(3000)),
    ]  # fmt: skip
    assert [len(p.audits) for p in found.points] == [0, 1]
    assert found.segments[0].enters == found.points[1].audits
    assert "college" in text_of(found)


# -- many offers ---------------------------------------------------------------------------


def many(offers: int) -> Inputs:
    """Offers of all sizes; the larger cost less reporting for each dollar, some have records."""
    awards, streams = [], {}
    for k in range(offers):
        name = f"s{k:02}"
        hours = [1 + (7 * k) % 11, 1 + (7 * k) % 11]
        rules: list[dict[str, Any]] = [
            {"id": "annual", "kind": "report", "report": "Annual", "every": "year",
             "hours": {"floor": hours[0], "planning": hours[1]}},
        ]  # fmt: skip
        if k % 3 == 0:
            rules.append(
                {"id": "record", "kind": "report", "report": "Record", "per": "participant",
                 "every": "once", "hours": {"floor": 0.3, "planning": 0.3}},
            )  # fmt: skip
        if k % 4 == 1:
            rules.append({"id": "books", "kind": "line", "forbid": ["tuition_fees"]})
        streams[name] = {"origin": "private", "rules": rules}
        amount = 300 + 130 * ((5 * k) % 13)
        awards.append({"id": f"a{k:02}", "stream": name, "amount": amount, "status": "offered"})
    costs = [
        {"id": "tuition", "category": "tuition_fees", "per_participant": 700, "when": "start"},
        {"id": "books", "category": "books_supplies", "per_participant": 300, "when": "start"},
    ]
    return draft(REPORTING, awards=awards, streams=streams, costs=costs)


def test_thirteen_offers_by_searching_are_what_trying_all_sets_finds() -> None:
    inputs = many(13)
    tried = frontier(inputs, every_set_up_to=13)
    searched = frontier(inputs)

    assert (tried.how, searched.how) == ("sets", "boxes")
    assert tried.tried == 2**13
    assert searched.exact
    assert len(tried.points) > 15
    assert [(p.overhead, p.unfunded) for p in searched.points] == [
        (p.overhead, p.unfunded) for p in tried.points
    ]


@pytest.mark.parametrize("most", [2, 5, 9])
def test_a_search_that_is_ended_says_how_far_off_it_may_be(most: int) -> None:
    inputs = many(13)
    exact = frontier(inputs)
    ended = frontier(inputs, most_searches=most)

    assert not ended.exact
    assert ended.stopped
    assert "Approximate" in text_of(ended)
    for point in exact.points:
        assert D(0) <= least_at(ended, point.overhead) - point.unfunded <= ended.gap + D("0.02")
    assert any(least_at(ended, p.overhead) > p.unfunded + 1 for p in exact.points)


def test_nothing_found_in_time_is_not_called_sure_of_anything() -> None:
    boxes = Boxes(Tradeoff(model_of(many(13)), Limits(seconds=60)), 400, silent)
    none = np.empty(0)
    boxes.run.engine = lambda program, limits: Answer("failed", none, inf, -inf, none, none, 0.0)
    search = boxes.searched()

    assert search.begins_lower
    assert search.gap > 1000
    assert search.envelope.pieces[0].high == pytest.approx(10000)  # the set of no offers


def least_at(found: Frontier, overhead: Decimal) -> Decimal:
    """The least unfunded cost of a frontier with at most this overhead, from what is told."""
    least = min(p.unfunded for p in found.points if p.overhead <= overhead + D("0.01"))
    for way in found.segments:
        if way.gradual and way.overhead_from < overhead < way.overhead_to:
            share = (overhead - way.overhead_from) / (way.overhead_to - way.overhead_from)
            least = min(least, way.unfunded_from + share * (way.unfunded_to - way.unfunded_from))
    return least


# -- whole plans ---------------------------------------------------------------------------


def test_whole_plans_keep_to_their_point_and_pass_the_audit(two: Frontier) -> None:
    made = list(plans_at(draft(TWO), two, [1, 3, 4, 6], silent))

    assert [(w.point, w.overhead, w.unfunded) for w, _ in made] == [
        (1, D(0), D(10000)), (3, D(80), D(8000)), (4, D(100), D(2000)), (6, D(180), D(0)),
    ]  # fmt: skip
    assert [w.completely_funded for w, _ in made] == [0, 2, 8, 10]
    for _, plan in made:
        assert plan.audit_passed
        notes = plan.tables["problems"]["message"]
        assert any("frontier" in note for note in notes)
    taken = [tuple(a for a in ("large", "small") if used(plan, a)) for _, plan in made]
    assert taken == [(), ("small",), ("large",), ("large", "small")]


def test_the_last_point_has_no_cap_on_whole_people(two: Frontier) -> None:
    assert course_of(two, 6).most_overhead == float("inf")
    assert course_of(two, 3).most_overhead == pytest.approx(90)


# -- printed -------------------------------------------------------------------------------


def text_of(found: Frontier) -> str:
    out = io.StringIO()
    show(lambda console: frontier_report(found, console), out, width=100)
    return out.getvalue()


REPORT = """\
Draft: what each dollar of reporting buys

From the least reporting to the least unfunded cost  6 points, 2 offers
Point  Overhead   Unfunded  Per dollar  Way there                                   Offers
------ --------- ---------- ----------- ------------------------------------------- ---------------
    1      0.00  10,000.00                                                          none
    2     40.00  10,000.00              nothing is better up to here; small enters  small
    3     90.00   7,500.00       50.00  gradually
    4    100.00   2,000.00      550.00  at once; large enters; small leaves         large
    5    140.00   2,000.00              nothing is better up to here; small enters  large and small
    6    180.00       0.00       50.00  gradually

  Per dollar: how much less is unfunded for each dollar more of reporting, on the way.
  Where the way is at once, or nothing is better up to here, no plan between both points is worth
    its reporting.
  Exact: every set of offers was tried (4 sets).
  braid solve aims at the last point, 6.
"""


def test_the_report_in_words(two: Frontier) -> None:
    assert text_of(two) == REPORT


def test_segments_for_a_spreadsheet_and_all_of_it_for_programs(two: Frontier) -> None:
    rows = list(csv.DictReader(io.StringIO(frontier_csv(two))))
    assert list(rows[0]) == list(Segment.__dataclass_fields__)
    assert rows[3]["awards"] == "large small"
    assert [row["gradual"] for row in rows] == ["false", "true", "false", "false", "true"]

    data = json.loads(frontier_json(two))
    assert [point["unfunded"] for point in data["points"]] == [
        "10000.00", "10000.00", "7500.00", "2000.00", "2000.00", "0.00",
    ]  # fmt: skip
    assert set(data["points"][0]) == {"number", "overhead", "unfunded", "awards", "audits"}
    assert data["schema_version"] == module.FRONTIER_VERSION
