"""A limit's number, with the version that holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from braid.catalog.values import value_at
from braid.kinds.rows import Context
from braid.schema.base import Number, Versioned
from braid.schema.scenario import Award


def number_at(
    number: Number,
    awards: tuple[str, ...],
    group: int | None,
    context: Context,
    *,
    floor: bool = False,
) -> Fraction | None:
    """A limit's number: versions are picked by the group's start, else by each award's.

    Where pooled awards have different numbers the stricter holds: the least of a cap's, the
    largest of a floor's.
    """
    found: list[Fraction] = []
    first = context.inputs.calendar.first
    asked = awards if isinstance(number, Versioned) else awards[:1]
    stated: list[Award | None] = [context.inputs.awards[a] for a in asked]
    for award in stated or [None]:
        day: date = (award.start if award is not None else None) or first
        if group is not None and group >= 0:
            day = context.inputs.groups[context.codes.groups[group]].start
        value = value_at(number, context.conditions.clock(award, day))
        if value is not None:
            found.append(value)
    if not found:
        return None
    return max(found) if floor else min(found)
