"""No two rows of a limit have one name, so that a reader of the tables can tell them apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from draft import draft, model_of, planned

GOLDEN = Path(__file__).parent / "golden"
LIMITS = sorted(path.stem for path in GOLDEN.glob("limit*.yaml"))
EMPLOYERS = """
partnership:
  employers: [{id: mill}, {id: shop}]
programs:
  - {id: welding, weeks: 52, provider: {organization: college}, job: {employer: mill}}
  - {id: baking, weeks: 52, provider: {organization: college}, job: {employer: shop}}
groups:
  - {id: welders, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30}
  - {id: bakers, program: baking, participants: 10, start: 2026-07-01, end: 2027-06-30}
costs: [{id: tuition, category: tuition_fees, per_participant: 100, when: every_period}]
awards: [{id: grant, stream: fund, amount: 9000}, {id: gift, stream: town, amount: 9000}]
streams:
  town: {origin: local}
  fund: {rules: [RULE]}
"""
HALF = "spend: {category: training}, at_most: {share: 0.5, of: total}"


@pytest.mark.parametrize("name", LIMITS)
def test_rows_of_a_limit_have_names_of_their_own(name: str) -> None:
    rows = model_of(draft((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8"))).rows
    named = zip(rows.kind, rows.rule, rows.label, rows.sense.tolist(), strict=True)
    seen = Counter(row for row in named if row[0] == "limit")
    assert seen
    assert [row for row, times in seen.items() if times > 1] == []


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (f"{{kind: limit, per: [employer], {HALF}}}", ["fund mill of spent", "fund shop of spent"]),
        (f"{{kind: limit, per: [program], {HALF}}}",
         ["fund baking of spent", "fund welding of spent"]),
        ("{kind: limit, per: [stream], counts: all_awards, at_most: {usd: 9000}}",
         ["all awards fund", "all awards town"]),
    ],
)  # fmt: skip
def test_the_tables_name_the_employer_the_program_and_the_stream(
    rule: str, names: list[str]
) -> None:
    plan = planned(draft(EMPLOYERS.replace("RULE", rule)))
    rows = plan.tables["rules"].rows()
    wanted = [name.replace("fund ", "grant ") if "all" not in name else name for name in names]
    assert sorted(row["instance"] for row in rows if row["kind"] == "limit") == wanted
