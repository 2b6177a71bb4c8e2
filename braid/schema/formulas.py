"""The named award formulas, and what each asks: numbers of its rule, attributes of a group.

What they pay is worked out twice, apart from one another: in ``braid/kinds/formulas`` and in
``braid/audit/formulas.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Asks:
    """What a formula asks."""

    numbers: tuple[str, ...]
    """Numbers that its rule must state, and no others."""
    attributes: tuple[str, ...]
    """Attributes of a group that it looks up."""


FORMULAS: Mapping[str, Asks] = {
    "pell_clock_hours": Asks(
        numbers=("maximum", "minimum", "sai_ineligible_at", "lifetime_percent"),
        attributes=("sai", "max_pell", "min_pell", "cost_of_attendance", "leu_percent"),
    ),
    "apprentice_credit": Asks(
        numbers=("minimum", "adult_cap", "youth_cap", "months", "years"),
        attributes=("youth_apprentice",),
    ),
}
