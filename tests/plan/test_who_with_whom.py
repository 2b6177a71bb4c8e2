"""Plans under rules on who serves whom: somebody could always be named who is served so."""

from __future__ import annotations

from draft import draft, paid, planned

LAW = """
awards:
  - {{id: jobs_grant, stream: jobs, amount: 4000}}
  - {{id: trade_grant, stream: trade, amount: 6000}}
  - {{id: youth_grant, stream: youth, amount: {youth}}}
streams:
  jobs:
    rules:
      - {{id: trade, kind: exclusive, among: [trade]}}
      - {{id: youth, kind: exclusive, among: [youth]}}
  trade: {{rules: [{{kind: together, with: [jobs, youth]}}]}}
  youth: {{rules: [{{kind: line, allow: [{pays}]}}]}}
"""


def who(plan):  # type: ignore[no-untyped-def]
    """How many each stream serves, and each set of streams."""
    rows = plan.tables["groups"].rows()
    return {(r["scope"], r["name"]): r["served"] for r in rows if r["scope"] != "system"}


def test_people_are_named_where_rules_meet() -> None:
    """Jobs pays for four, youth for two; trade for four more, whom youth enrols too."""
    plan = planned(draft(LAW.format(youth=2000, pays="tuition_fees")))
    assert plan.audit_passed, plan.audit_findings
    served = who(plan)
    assert served["streams", "jobs"] == served["stream", "jobs"] == 4
    assert served["streams", "trade+youth"] == served["stream", "trade"] == 4
    assert served["stream", "youth"] == 6
    assert sum(n for (scope, _), n in served.items() if scope == "streams") == 10


def test_who_can_be_enrolled_with_nobody_is_not_served() -> None:
    """Youth may pay nothing here, and whom jobs serves, trade must not: so trade serves nobody."""
    plan = planned(draft(LAW.format(youth=2000, pays="equipment")))
    assert plan.audit_passed, plan.audit_findings
    assert paid(plan, award="trade_grant") == 0
    assert paid(plan, award="jobs_grant") == 4000
