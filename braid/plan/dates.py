"""What a plan's people must keep in mind: last days of awards, and the rules behind reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, moment
from braid.catalog.renaming import SEPARATOR
from braid.kinds.timeline import deadlines
from braid.kinds.windows import naming, windows_of
from braid.plan.dollars import dollars
from braid.plan.plan import Deadline, Filing, LastDay
from braid.plan.solution import Solution
from braid.schema.scenario import Award


def last_days(solution: Solution) -> tuple[Deadline, ...]:
    """The last days that the awards of a plan set, in order of time; declined offers set none."""
    inputs = solution.inputs
    found = [
        deadline
        for name, award in inputs.committed.items()
        if name not in solution.declined
        for deadline in (*_ends(inputs, award), *_apart(inputs, award), *_obligated(inputs, award))
    ]
    return tuple(sorted(found, key=lambda d: (d.day, d.award, d.what, d.categories)))


def _ends(inputs: Inputs, award: Award) -> Iterator[Deadline]:
    """The end of an award, if it is stated or the law's, and until when bills are paid after it."""
    start, end = inputs.window(award)
    general = [(h, r) for h, r in inputs.law.timelines(award.id, start) if not r.for_]
    year = award.funding_year
    by_law = [
        h for h, r in general if r.ends is not None and moment(r.ends, (start, end), year) == end
    ]
    if award.end is None and not by_law:
        return
    yield _deadline(award, "end", end, by_law)
    days = [(r.liquidate_days, h) for h, r in general if r.liquidate_days is not None]
    if days:
        least = min(count for count, _ in days)
        rules = [homed for count, homed in days if count == least]
        yield _deadline(award, "liquidate", end + timedelta(days=least), rules)


def _apart(inputs: Inputs, award: Award) -> Iterator[Deadline]:
    """The last days of categories that may be paid longer or shorter than the rest."""
    windows = windows_of(inputs, award)
    planned = {cost.category for cost in inputs.costs.values()}
    timelines = inputs.law.timelines(award.id, inputs.window(award)[0])
    alike: dict[tuple[date, tuple[str, ...]], list[str]] = defaultdict(list)
    by_id: dict[str, HomedRule] = {}
    for category, window in sorted(windows.apart.items()):
        if category not in planned or window.end == windows.own.end or window.end <= window.start:
            continue
        rules = [homed for homed, rule in naming(inputs, timelines, category) if rule.ends]
        by_id |= {homed.id: homed for homed in rules}
        alike[window.end, tuple(homed.id for homed in rules)].append(category)
    for (end, names), categories in alike.items():
        yield _deadline(award, "spend", end, [by_id[n] for n in names], tuple(categories))


def _obligated(inputs: Inputs, award: Award) -> Iterator[Deadline]:
    homes = {homed.id: homed for homed in inputs.law.of_kind("timeline", award.id)}
    for deadline in deadlines(inputs, award):
        amount = None
        if award.amount is not None:
            cents = int(deadline.share * int(award.amount * 100))
            amount = dollars(cents)
        yield _deadline(award, "obligate", deadline.day, [homes[deadline.rule]], (), amount)


def _deadline(
    award: Award, what: LastDay, end: date, rules: list[HomedRule],
    categories: tuple[str, ...] = (), amount: Decimal | None = None,
) -> Deadline:  # fmt: skip
    """``end`` is the day after the last one."""
    cites = dict.fromkeys(homed.rule.cite for homed in rules if homed.rule.cite)
    return Deadline(
        award=award.id, what=what, day=(end - timedelta(days=1)).isoformat(),
        categories=categories, amount=amount,
        rules=tuple(homed.id for homed in rules), citation="; ".join(cites),
    )  # fmt: skip


def filings(solution: Solution) -> tuple[Filing, ...]:
    """The rules behind each report of ``reports.csv``: they cite what makes it necessary."""
    inputs, ground = solution.inputs, solution.ground
    cites = {homed.id: homed.rule.cite for homed in inputs.law.rules}
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for duty in (*ground.duties, *ground.record_duties):
        home = inputs.owner(duty.award) if duty.award else inputs.partnership(duty.group or "")
        system = f"{home}{SEPARATOR}{duty.name}" if duty.name and home else duty.name or ""
        found[duty.report, duty.award or "", system].add(duty.rule)
    for mark, _ in solution.marks:
        found[mark.report, "", ""].add(mark.rule)
    return tuple(
        Filing(*key, tuple(sorted(rules)), _cited(cites.get(rule, "") for rule in sorted(rules)))
        for key, rules in sorted(found.items())
    )


def _cited(cites: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(cite for cite in cites if cite))
