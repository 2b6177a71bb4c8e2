"""The page of what may be given to everybody: one plan, or plans beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.plan.publishing.figures import EVERYBODY, PEOPLE, SERVED, Case
from braid.plan.publishing.protect import Shown
from braid.render.markdown import table, text
from braid.render.page import page_of
from braid.render.words import day

if TYPE_CHECKING:
    from braid.comparison.compare import About

WITHHELD = "withheld"
HEADS = {"": "All people", "today": "Today"}
Names = Mapping[tuple[str, str], str]
"""By scenario, and id of a partnership, program or stream; no id is everybody."""


def public_page(cases: Sequence[Case], proposals: Sequence[About], found: Sequence[Shown]) -> str:
    """The page; it loads nothing from anywhere and runs no script."""
    plans = [case.plan for case in cases]
    title = " and ".join(dict.fromkeys(plan.name for plan in plans))
    body = [*_opening(plans, proposals), *_figures(cases, found), *_reading(found, proposals)]
    return page_of("public.html", title, {"body": body})


def _opening(plans: Sequence[Plan], proposals: Sequence[About]) -> Iterator[str]:
    horizons = [plan.inputs.scenario.horizon for plan in plans]
    start, end = min(one.start for one in horizons), max(one.end for one in horizons)
    if proposals:
        yield "Who would pay for what as things are, and under proposals,"
    else:
        yield "A plan of who pays for what,"
    yield f"{day(start)} to {day(end)}."
    if any(plan.stopped for plan in plans):
        yield ""
        yield "The search for the best plan was stopped at a limit: there may be a better one."
    for one in proposals:
        yield from ("", f"**{text(one.proposal)}**: {text(one.title)} ({text(one.reference)}).")
        yield text(one.summary)


def _figures(cases: Sequence[Case], found: Sequence[Shown]) -> Iterator[str]:
    people = [one for one in found if not one.dollars and not one.what.startswith(SERVED)]
    served = [one for one in found if one.what.startswith(SERVED)]
    money = [one for one in found if one.dollars]
    names = _names(cases)
    if len(cases) > 1:
        yield from ("", "## People")
        for what in dict.fromkeys(one.what for one in people if one.case):
            yield from ("", f"### {what[:1].upper() + what[1:]}")
            yield from _beside([one for one in people if one.what in (PEOPLE, what)], names)
        yield from ("", "## Dollars")
        yield from _beside(money, names)
        return
    for heading, shown in (("People", people), ("Who is served", served), ("Dollars", money)):
        if shown:
            yield from ("", f"## {heading}")
            yield from _by_figure(shown, names) if heading == "People" else _list(shown, names)


def _reading(found: Sequence[Shown], proposals: Sequence[About]) -> Iterator[str]:
    """What words and rounded figures mean."""
    yield from ("", "## How to read it", "")
    if any(one.value is None for one in found):
        difference = ", or a difference of so few between two plans," if proposals else ""
        yield (
            f"Where it says {WITHHELD}, the figure is a count of 1 to 9 people, or one from which"
            f" such a count{difference} could be worked out."
        )
    if any(one.rounded > 1 and one.dollars for one in found):
        yield "Dollars are rounded, so that no small number of people follows from them."
    if any(one.rounded > 1 and not one.dollars for one in found):
        yield (
            "Counts with *about* are rounded, so that a difference of 1 to 9 people between two"
            " plans cannot be worked out."
        )
    yield "People who are completely funded have all that they need paid by somebody."
    if proposals:
        yield (
            "*Equal money* is today's dollars under the proposal's law; *own money* is the amounts"
            " that the proposal brings. A proposal for which neither is named brings none."
        )


def _names(cases: Sequence[Case]) -> Names:
    found: dict[tuple[str, str], str] = {}
    for case in cases:
        inputs = case.plan.inputs
        names = {EVERYBODY: "All"}
        names |= {member.id: member.name for member in inputs.partnerships}
        names |= {name: stream.name for name, stream in inputs.law.streams.items()}
        names |= {p.id: p.name or p.id for p in inputs.programs.values()}
        found |= {(case.scenario, thing): name for thing, name in names.items()}
    return found


def _beside(shown: Sequence[Shown], names: Names) -> list[str]:
    """A row for each figure or all of whom one is told, a column for each plan."""
    cases = list(dict.fromkeys(one.case for one in shown))
    several = len({one.scenario for one in shown}) > 1
    value, rows = {}, {}
    for one in shown:
        place = one.scenario, one.of, one.what if one.dollars else ""
        words = one.what[:1].upper() + one.what[1:] if one.dollars else names[one.scenario, one.of]
        rows[place] = text(f"{one.scenario}: {words}" if several else words)
        value[place, one.case] = _told(one) + _to(one)
    heads = (HEADS.get(case) or text(case) for case in cases)
    return table(
        ["", *heads],
        ([row, *(value.get((place, case), "") for case in cases)] for place, row in rows.items()),
    )


def _by_figure(shown: Sequence[Shown], names: Names) -> list[str]:
    """A row for everybody, each partnership and each program; a column for each figure."""
    value = {(one.of, one.what): _told(one) for one in shown}
    columns = list(dict.fromkeys(one.what for one in shown))
    rows = [
        [text(names["", of]), *(value[of, what] for what in columns)]
        for of in dict.fromkeys(one.of for one in shown)
    ]
    return table(["", *(what[:1].upper() + what[1:] for what in columns)], rows)


def _list(shown: Sequence[Shown], names: Names) -> list[str]:
    """A row for each figure."""
    rows = []
    for one in shown:
        exact = _to(one).strip(" ()")
        what, by, stream = one.what.partition(" by ")
        what = f"{what} by {names.get((one.scenario, stream), stream)}" if by else what
        row = [text(what[:1].upper() + what[1:]), _told(one), exact]
        rows.append(row if one.dollars else row[:2])
    heads = ["", "Dollars", "Rounded"] if shown[0].dollars else ["", "People"]
    return table(heads, rows)


def _told(one: Shown) -> str:
    if one.value is None:
        return WITHHELD
    if one.dollars:
        return f"${one.value:,}"
    return f"about {one.value:,}" if one.rounded > 1 else f"{one.value:,}"


def _to(one: Shown) -> str:
    """What dollars are rounded to."""
    return f" (to ${one.rounded:,})" if one.dollars and one.rounded > 1 else ""
