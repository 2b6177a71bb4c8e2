"""Which charges a rule is about: by the categories of its ``for``, and by its effective dates."""

from __future__ import annotations

from datetime import date

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.entries import Entries
from braid.kinds.permission import concerned
from braid.kinds.rows import Context
from braid.kinds.tables import Mask


def of_categories(homed: HomedRule, entries: Entries, context: Context) -> Mask:
    """The entries of the categories that a rule names; all where it names none."""
    named = concerned(homed, context.inputs.law.categories)
    if named is None:
        return np.ones(len(entries), dtype=bool)
    mask: Mask = np.array([c in named for c in context.codes.categories])[entries.category]
    return mask


def on_days(homed: HomedRule, start: np.ndarray) -> Mask:
    """Which days (ordinals) lie within a rule's effective dates."""
    since, until = homed.rule.from_ or date.min, homed.rule.until or date.max
    mask: Mask = (start >= since.toordinal()) & (start < until.toordinal())
    return mask
