"""The example in a workbook that is made without a scenario: small, and it can be solved."""

from __future__ import annotations

from braid.reading.document import Document
from braid.reading.yaml_reader import parse_yaml

STREAMS = ("city_sales_tax_fund", "employer_contribution")
TEXT = """
name: Welding at the college
horizon: {start: 2026-07-01, end: 2027-06-30}
programs:
  - {id: welding, name: Welding, weeks: 12}
groups:
  - {id: autumn, name: Class of the autumn, program: welding, participants: 20, start: 2026-09-14,
     age: 24, city_resident: true, work_authorized: true, in_college_at_intake: false}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 2400, when: start}
  - {id: coach, category: case_management, amount: 30000}
awards:
  - {id: city, name: Contract with the city, stream: city_sales_tax_fund, amount: 60000}
  - {id: pledge, name: Contribution of an employer, stream: employer_contribution, amount: 15000}
"""


def example() -> Document:
    """The example as if it were a file."""
    document, _ = parse_yaml(TEXT.encode(), shown_as="example")
    assert document is not None
    return document
