"""A rule with a number at a plan: what is used, and how much there may be, as ``rules.csv`` says.

What people and uses of awards come to stands right, what dollars come to stands left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from braid.audit.books import Books
from braid.record import record

BINDS = 50
"""Cents: with less room than that a rule binds."""


@record
class Among:
    """Awards of which a line's name begins with some, those ``needed`` in any case."""

    awards: frozenset[str]
    needed: frozenset[str]


@record
class Side:
    """One line of ``rules.csv``.

    ``left`` and each of ``rights`` are cents. There are several rights where a decision of the
    plan that no table tells chooses among them, and none where it cannot be worked out. ``label``
    goes without the awards where ``among`` says which these may be. A line that is ``needed``
    must be there; of one without ``left`` only the room between its sides is known.
    """

    rule: str
    label: str
    kind: str
    left: Fraction | int | None
    rights: tuple[Fraction | int, ...]
    sense: str = "<="
    among: Among | None = None
    needed: bool = False


Sides = Callable[[Books], Iterable[Side]]
"""The lines of some kinds of rules."""
