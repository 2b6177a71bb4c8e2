"""How many of each group are enrolled, where enrolment is what the plan decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.render.output import columns, heading, told
from braid.render.words import exact, plural, usd

if TYPE_CHECKING:
    from rich.console import Console

REASONS = 3


def enrolment(plan: Plan, out: Console) -> None:
    """A row for each group, and why not one more."""
    rows = plan.enrolment
    if not rows:
        return
    planned, enrolled = (
        sum(getattr(row, name) for row in rows) for name in ("planned", "enrolled")
    )
    heading(out, "Enrolment", f"{enrolled} of {plural(planned, 'planned participant')}")
    table = columns("~Group", "~Program", "Planned", "Enrolled", "One more lacks", "Never paid")
    for row in rows:
        barred = exact(row.barred) if row.barred else ""
        table.add_row(
            row.group, row.program, str(row.planned), str(row.enrolled), exact(row.next_one), barred
        )
    out.print(table)
    told(_said(plan), out)


def _said(plan: Plan) -> list[str]:
    lines = ["One more lacks: what would be unpaid of one participant more, all else paid first."]
    if any(row.barred for row in plan.enrolment):
        lines.append("Never paid: what no number of participants would cure, for each of them.")
    reasons: dict[str, list[str]] = {}
    for row in plan.enrolment:
        if row.reason:
            reasons.setdefault(row.reason, []).append(f"{row.group} {usd(row.next_one)}")
    largest = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))[:REASONS]
    lines += [f"Why not one more ({', '.join(groups)}): {reason}" for reason, groups in largest]
    return lines
