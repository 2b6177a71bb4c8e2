"""A limit's number, with the version that holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from braid.catalog.values import value_at
from braid.kinds.rows import Context
from braid.schema.base import Number


def number_at(
    number: Number, awards: tuple[str, ...], group: int | None, context: Context
) -> Fraction | None:
    """A limit's number: versions are picked by the group's start, else the first award's."""
    award = context.inputs.awards[awards[0]] if awards else None
    day: date | None = award.start if award is not None else None
    if group is not None and group >= 0:
        day = context.inputs.groups[context.codes.groups[group]].start
    return value_at(number, context.conditions.clock(award, day or context.inputs.calendar.first))
