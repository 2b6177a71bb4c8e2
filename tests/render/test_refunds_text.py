"""What a finance lead reads of entitlement money that goes back, and what the table says."""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plan"))

from draft import draft, planned

from braid.plan.plan import Plan
from braid.render import refunds
from braid.render.console import SECTIONS
from braid.render.output import show

# A Scheduled Award of $7,000; three terms of 7,000 x 0.75 / 2 = $2,625 each for ten nurses, of
# whom one in ten leaves in the middle of the second term: half of it, $1,312.50, is not earned. The
# college charges 30,000 / 3 = $10,000 a term, so that it returns 0.5 x 0.1 x 10,000 = $500 of it;
# the student may keep half of $2,625, which is more than the other $812.50.
NURSES = """
organizations: [{id: college}]
programs: [{id: nursing, weeks: 45, terms: 3, completion_rate: 0.9}]
groups:
  - {id: nurses, program: nursing, participants: 10, start: 2026-07-01, sai: 395,
     enrollment_intensity: 0.75, WHEN}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 3000, when: start, incurred_by: college}
awards: [{id: aid, stream: pell}]
streams:
  pell:
    entitlement: true
    rules:
      - {id: back, kind: refund}
      - id: grant
        kind: formula
        formula: pell
        numbers:
          {maximum: 7395, minimum: 740, sai_ineligible_at: 14790, lifetime_percent: 600,
           year_round: 1.5}
"""


def plan(when: str = "withdraw_at: 0.5", **change: str) -> Plan:
    text = NURSES.replace("WHEN", when)
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    return planned(draft(text))


def section(of: Plan) -> str:
    out = io.StringIO()
    show(lambda console: refunds.refunds(of, console), out, 100)
    return " ".join(out.getvalue().split())


def test_it_says_what_goes_back_and_by_whom() -> None:
    assert section(plan()) == (
        "Money that goes back when some leave the plan counts without it already"
        " aid: 1 of 10 in nurses leave after 50% of the training; $1,312.50 is not earned: college"
        " returns $500 and the students keep $812.50."
    )


def test_students_owe_what_is_beyond_half_of_their_grant() -> None:
    # Two of ten leave a fifth into the second of two terms: 0.8 x 2,625 x 2 = $4,200 is not
    # earned. The college charges 1,500 for a term and returns 0.8 x 0.2 x 1,500 = $240; of the
    # other $3,960 the students keep 2 x 1,312.50 = $2,625.
    two = {
        "terms: 3": "terms: 2",
        "rate: 0.9": "rate: 0.8",
        "participant: 3000": "participant: 300",
    }
    assert section(plan("withdraw_at: 0.6", **two)).endswith(
        "2 of 10 in nurses leave after 60% of the training; $4,200 is not earned: college returns"
        " $240, the students owe $1,335 and the students keep $2,625."
    )


def test_the_table_has_a_row_for_the_payment_that_some_have_not_earned() -> None:
    assert plan().tables["refunds"].records() == [
        {
            "group": "nurses", "award": "aid", "date": "2026-10-14", "leavers": "1.0000",
            "earned": "0.5000", "returned": "1312.50", "by_school": "500.00", "by_students": "0.00",
            "kept": "812.50",
        }
    ]  # fmt: skip


def test_the_section_is_there_only_where_something_goes_back() -> None:
    assert refunds.refunds in SECTIONS
    assert section(plan("withdraw_at: 0.3", **{"withdraw_at: 0.3": "max_pell: false"})) == ""
    # after 60% of the term all is earned; the third payment is never made to those who left
    assert section(plan("withdraw_at: 0.56")) == ""
