"""The named award formulas, and what each asks: numbers of its rule, attributes of a group.

What they pay is worked out twice, apart from one another: in ``braid/kinds/formulas`` and in
``braid/audit/formulas.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from braid.record import record


@record
class Asks:
    """What a formula asks."""

    numbers: tuple[str, ...]
    """Numbers that its rule must state, and no others."""
    attributes: tuple[str, ...]
    """Attributes of a group that it looks up."""
    credit: bool = False
    """A tax credit: it pays only what an employer bears in the tax year."""


_PELL = Asks(
    numbers=("maximum", "minimum", "sai_ineligible_at", "lifetime_percent"),
    attributes=("sai", "max_pell", "min_pell", "cost_of_attendance", "leu_percent"),
)

FORMULAS: Mapping[str, Asks] = {
    "pell_clock_hours": _PELL,
    "pell": Asks(
        numbers=(*_PELL.numbers, "year_round"),
        attributes=(*_PELL.attributes, "enrollment_intensity"),
    ),
    "apprentice_credit": Asks(
        numbers=(
            "minimum",
            "adult_cap",
            "youth_cap",
            "months",
            "years",
            "retention",
            "retention_years",
        ),
        attributes=("youth_apprentice", "kept_after_completion"),
        credit=True,
    ),
    "yearly_credit": Asks(
        numbers=("first", "second", "third", "months"),
        attributes=(),
        credit=True,
    ),
}
