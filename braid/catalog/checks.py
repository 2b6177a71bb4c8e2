"""What a scenario must get right beyond its shape: ids that exist, dates and sums that fit."""

from __future__ import annotations

from braid.catalog.library import Library
from braid.problems import Problem
from braid.reading.document import Document
from braid.schema.scenario import Scenario


def check_scenario(scenario: Scenario, library: Library, document: Document) -> list[Problem]:
    """Every problem of a scenario that already has the right shape."""
    return []
