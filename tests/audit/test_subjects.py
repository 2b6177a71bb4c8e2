"""A condition asked of many subjects at once has the answers that it has one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from partnership import partnership, read

from braid.audit.books import Books
from braid.audit.charges import PlanUnderAudit
from braid.audit.subjects import Subjects
from braid.schema.predicate import parse_predicate

CHANGE = read("""
partnership:
  backbone: {organization: college, staff_fte: 1}
  outcomes: {ui_wage_records: true}
  employers: [{id: mill, signed: 2026-08-01, interviews: 20}]
programs:
  - {id: welding, weeks: 12, operating_since: 2026-01-15, provider: {organization: college},
     completion_rate: 0.8}
  - {id: nursing, weeks: 30, operating_since: 2020-01-15, hybrid: true, completion_rate: 0.9}
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, age: 30, low_income: true}
  - {id: elders, program: welding, participants: 10, start: 2027-02-01, age: 61}
  - {id: nurses, program: nursing, participants: 5, start: 2026-07-01, low_income: false}
  - {id: youth, program: nursing, participants: 5, start: 2026-09-01, age: 17, low_income: true}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
  - {id: coach, category: case_management, program: [nursing], amount: 4000, every: once}
awards:
  - {id: grant, stream: fund, amount: 50000}
  - {id: small, stream: fund, amount: 500, holds: subaward}
""")

CONDITIONS = [
    ("group", "age: {min: 18}"),
    ("group", "low_income: true"),
    ("group", "{any: [{age: {below: 18}}, {program.hybrid: true}]}"),
    ("program", "months_operating: {min: 12}"),
    ("program", "signed_interviews_per_completer: {min: 0.5}"),
    ("program", "{backbone_fte: {min: 1}, wage_records: true}"),
    ("program", "{not: {provider.type: private_college}}"),
    ("award", "{any: [{amount: {above: 1000}}, {holds: subaward}]}"),
    ("line", "{category: case_management, award.amount: {min: 1000}}"),
    ("line", "{any: [{direct: true}, {group.low_income: true}]}"),
    ("employer", "size: {max: 50}"),
    ("group", "months_in_tax_year: {min: 3}"),
    (
        "group",
        "age: {min: {clock: cost_date, versions: ["
        "{from: 2026-07-01, value: 18, cite: x}, {from: 2027-01-01, value: 40, cite: x}]}}",
    ),
]


@pytest.mark.parametrize(("entity", "condition"), CONDITIONS)
def test_answers_are_those_of_single_questions(entity: str, condition: str) -> None:
    books = Books(partnership(change=CHANGE), PlanUnderAudit(()))
    predicate = parse_predicate(read(condition))
    awards, groups = [*books.numbering.awards, None], [*books.numbering.groups, None]
    lines = [*books.numbering.lines, None]
    days = [books.inputs.calendar.first, books.inputs.calendar.last]
    # -1 stands for none, which comes last in each list
    rows = list(product(range(-1, 2), range(-1, 4), range(-1, 2), days))
    numbers = np.array([(a, g, n, d.toordinal()) for a, g, n, d in rows], dtype=np.int64)
    found = books.answers.true_of(predicate, entity, Subjects(*numbers.T))
    alone = Books(books.inputs, books.plan).questions
    expected = [
        alone.ask(predicate, entity, award=awards[a], group=groups[g], line=lines[n], day=d) is True
        for a, g, n, d in rows
    ]
    assert found.tolist() == expected
    assert any(expected) or entity == "employer"
    assert not all(expected)
