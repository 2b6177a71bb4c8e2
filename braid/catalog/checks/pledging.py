"""Which award a scenario says that money is match for: awards that there are, that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import View
from braid.catalog.law import apply_law
from braid.problems import Problem
from braid.schema.rules import Match, Reimbursement


def check(view: View) -> Iterator[Problem]:
    """Awards that are match for themselves, for one another, or for one that asks for none."""
    named = {award.id: award.match_for for _, award in view.awards() if award.match_for}
    if not named:
        return
    asking = _asking(view)
    for path, award in view.awards():
        where = (*path, "match_for")
        for index, other in enumerate(award.match_for or ()):
            here = view.entry(where, index)
            if other == award.id:
                message = f"Award '{other}' is named as match for itself."
                remedy = "Name the award beside which its money stands."
                yield view.problem("B266", message, remedy, here)
            elif other > award.id and award.id in named.get(other, ()):
                message = f"Awards '{award.id}' and '{other}' are each match for the other."
                remedy = "Make sure that both funders allow it, or take one of the two out."
                yield view.problem("B267", message, remedy, here, "warning")
            elif asking is not None and other in view.ids["awards"] and other not in asking:
                message = f"Award '{other}' asks for no match, so nothing stands beside it."
                remedy = "Name an award with a match or reimbursement rule, or take the name out."
                yield view.problem("B268", message, remedy, here, "warning")


def _asking(view: View) -> frozenset[str] | None:
    """The awards that ask for others' money beside them; None where that is not known."""
    if view.horizon is None:
        return None
    law = apply_law(view.scenario, view.library)
    return frozenset(
        name
        for homed in law.rules
        if isinstance(homed.rule, Match | Reimbursement)
        for name in homed.awards
    )
