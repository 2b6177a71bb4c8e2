"""Reporting against unfunded cost by stream, worked out by hand.

Ten people cost $1,000 each. The grant has $6,000 and owes a report of $100; the mite has $50 and
owes one of $100 too; a gift of $2,000 owes none. With both reports $10,200 stand against $8,050;
without the mite's $10,100 against $8,000; without either $10,000 against $2,000.
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from draft import draft

from braid.comparison.stream_frontier import StreamFrontier, StreamPoint, stream_frontier
from braid.render.output import show
from braid.render.stream_frontier import stream_csv, stream_json, stream_report

TEXT = """
awards:
  - {id: grant, stream: fund, amount: 4000}
  - {id: more, stream: fund, amount: 2000}
  - {id: little, stream: mite, amount: 50}
  - {id: free, stream: gift, amount: 2000}
  - {id: pledge, stream: gift, amount: 3000, probability: 0.4}
streams:
  fund:
    origin: private
    rules: [{kind: report, report: Annual, every: year, hours: {floor: 0.5, planning: 1}}]
  mite:
    origin: private
    rules: [{kind: report, report: Annual, every: year, hours: {floor: 1, planning: 2}}]
  gift: {origin: private}
"""


@pytest.fixture(scope="module")
def found() -> StreamFrontier:
    return stream_frontier(draft(TEXT))


def test_the_sets_that_no_other_beats(found: StreamFrontier) -> None:
    assert found.points == (
        StreamPoint(1, Decimal("0.00"), Decimal("8000.00"), ("fund", "mite"), None),
        # 5,900 less for a report of 100
        StreamPoint(2, Decimal("100.00"), Decimal("2100.00"), ("mite",), Decimal("59.00")),
    )
    assert found.streams == (("fund", 2), ("mite", 1))
    assert found.always == ("gift",)
    assert (found.tried, found.sets, found.stopped) == (4, 4, "")


def test_all_formats_say_the_same(found: StreamFrontier) -> None:
    data = json.loads(stream_json(found))
    rows = list(csv.DictReader(io.StringIO(stream_csv(found))))
    assert [p["unfunded"] for p in data["points"]] == [r["unfunded"] for r in rows]
    assert data["streams"] == [{"stream": "fund", "awards": 2}, {"stream": "mite", "awards": 1}]
    assert rows[0]["left_out"] == "fund mite"
    out = io.StringIO()
    show(lambda to: stream_report(found, to), out, 100)
    assert ["2", "100.00", "2,100.00", "59.00", "mite"] in map(
        str.split, out.getvalue().split("\n")
    )
    assert "All 4 sets of streams were tried" in out.getvalue()


def test_what_a_time_limit_leaves_untried_is_told() -> None:
    found = stream_frontier(draft(TEXT), time_limit=0)
    assert (found.tried, found.sets) == (1, 4)
    assert [p.left_out for p in found.points] == [()]
    out = io.StringIO()
    show(lambda to: stream_report(found, to), out, 200)
    assert "1 of 4 sets were, all that leave out at most 0 streams" in out.getvalue()
