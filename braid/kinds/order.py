"""What pays after others, and who comes first: one file for each reading but the entitlements'.

After an entitlement nothing is needed under the reading ``remaining``: it has been
applied before. Under ``full_cost`` the whole entitlement, the part paid to the student
included, is held against the full cost, for all later awards together.
"""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.law import HomedRule
from braid.kinds import full_cost, priority, used_up
from braid.kinds.block import Block
from braid.kinds.rows import Context
from braid.schema.rules import Order as Parameters


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """The rows of all orders, reading by reading; none where nobody follows one that needs them."""
    yield from full_cost.rows(_of_reading(rules, "full_cost"), context)
    yield from used_up.rows(_of_reading(rules, "used_up"), context)
    yield from priority.rows(_of_reading(rules, "priority"), context)


def _of_reading(rules: tuple[HomedRule, ...], reading: str) -> tuple[HomedRule, ...]:
    return tuple(h for h in rules if isinstance(h.rule, Parameters) and h.rule.reading == reading)
