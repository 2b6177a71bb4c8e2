"""Everything that falls due under a plan, in order of time: reports and last days of awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from braid.plan.plan import Deadline, Plan
from braid.record import record
from braid.render.words import day, line_name, listed, report_name, spoken, usd


@record
class DueItem:
    """A report or a last day. ``key`` stays the same when a plan is solved again."""

    key: tuple[str, ...]
    kind: str
    day: str
    title: str
    about: str
    start: str = ""
    end: str = ""
    filed_by: str = ""
    performed_by: str = ""
    count: Decimal | None = None
    hours: Decimal | None = None
    cost: int | None = None
    rules: tuple[str, ...] = ()
    citation: str = ""
    told: str = ""


KINDS = {
    "report": "Report due", "end": "Award ends", "spend": "Last day to spend",
    "obligate": "Last day to obligate", "liquidate": "Last day to liquidate",
}  # fmt: skip


def due_items(plan: Plan) -> list[DueItem]:
    """Reports and last days in order of time."""
    found = [*_reports(plan), *(_last_day(plan, deadline) for deadline in plan.deadlines)]
    return sorted(found, key=lambda item: (item.day, item.kind, item.title, item.about, item.key))


def _reports(plan: Plan) -> Iterator[DueItem]:
    filings = {(f.report, f.award, f.system): f for f in plan.filings}
    rows = plan.tables["reports"].rows()
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for r in rows:
        first = "" if r["award"] or r["system"] else r["filed_by"]
        alike[r["report"], r["award"], r["system"], first, r["period_start"]].append(r)
    titles = {report: report_name(plan.inputs, report) for report, *_ in alike}
    for key, same in alike.items():
        for r in same:
            # two reports that begin on one day are told apart by their end
            more = () if len(same) == 1 else (r["period_end"], r["due"], r["filed_by"])
            filing = filings.get((r["report"], r["award"], r["system"]))
            whom = r["filed_by"] or ""
            about = r["award"] or r["system"] or r["filed_by"]
            yield DueItem(
                key=("report", *key, *more), kind="report", day=r["due"],
                title=titles[r["report"]], about=about,
                start=r["period_start"], end=r["period_end"], filed_by=whom,
                performed_by=line_name(plan.inputs, r["performed_by"]) if r["performed_by"] else "",
                count=r["count"], hours=r["hours"], cost=r["cost"],
                rules=filing.rules if filing else (), citation=filing.citation if filing else "",
                told=f"It covers {day(r['period_start'])} to {day(r['period_end'])}.",
            )  # fmt: skip


def _last_day(plan: Plan, found: Deadline) -> DueItem:
    award = plan.inputs.awards.get(found.award)
    name = (award.name if award is not None else None) or found.award
    pays = listed(spoken(category) for category in found.categories)
    told = {
        "end": f"The last day of the period of performance of {name}.",
        "spend": f"The last day on which {name} may pay {pays}.",
        "obligate": "By this day "
        + (usd(found.amount) if found.amount is not None else "a share")
        + f" of {name} must be obligated, or it may be taken back.",
        "liquidate": f"By this day what {name} owes for costs in time must be paid.",
    }[found.what]
    if not found.rules:
        told += " The scenario states the day."
    recipient = plan.inputs.recipient(award) if award is not None else ""
    return DueItem(
        key=(found.what, found.award, *found.rules, *found.categories), kind=found.what,
        day=found.day, title=KINDS[found.what], about=found.award, filed_by=recipient,
        rules=found.rules, citation=found.citation, told=told,
    )  # fmt: skip
