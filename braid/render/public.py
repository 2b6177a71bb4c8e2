"""What may be given to everybody: a page and a table in which no count from 1 to 9 can be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from braid.plan.plan import Plan
from braid.plan.publishing.figures import EVERYBODY, SERVED, Case
from braid.plan.publishing.protect import Published, Shown, published
from braid.problems import InputProblems, Place, Problem
from braid.render.markdown import table, text
from braid.render.page import page_of
from braid.render.source import plan_in
from braid.render.words import day
from braid.writing import csv_text

FOLDER = "public"
WITHHELD = "withheld"
HEADS = ("plan", "scenario", "of", "figure", "value", "rounded_to")


def made(folder: Path) -> dict[str, bytes]:
    """The public files of a plan or a comparison; InputProblems where there are none."""
    cases = _cases(folder)
    found = published(cases)
    return {
        f"{FOLDER}/report.html": _page(cases, found).encode("utf-8", "replace"),
        f"{FOLDER}/figures.csv": _table(found).encode("utf-8"),
    }


def _cases(folder: Path) -> list[Case]:
    """The plans that are published together."""
    if (folder / "comparison.json").is_file():
        from braid.render.web.stored import plans_compared

        return [
            Case(name, scenario, plan_in(folder / below))
            for name, scenario, below in plans_compared(folder)
        ]
    if any((folder / mark).is_file() for mark in ("frontier.json", "sweep.json")):
        message = "Only a plan or a comparison can be made public: this folder is neither."
        points = sorted(path.name for path in folder.glob("point-*"))
        remedy = (
            f"Name the folder of one of its plans: braid report DIR/{points[0]} --publish"
            if points
            else "Make the plan that you mean with braid solve, and name its folder."
        )
        raise InputProblems([Problem("B334", message, remedy, Place(str(folder)))])
    return [Case("", "", plan_in(folder))]


def _table(found: Published) -> str:
    """Every figure in a row of its own."""
    rows = (
        [
            one.case, one.scenario, one.of or "all", one.what,
            WITHHELD if one.value is None else str(one.value),
            str(one.rounded) if one.rounded else "",
        ]
        for one in found.shown
    )  # fmt: skip
    return csv_text(HEADS, rows)


def _page(cases: Sequence[Case], found: Published) -> str:
    """The page; it loads nothing from anywhere and runs no script."""
    plans = [case.plan for case in cases]
    title = " and ".join(dict.fromkeys(plan.name for plan in plans))
    return page_of("public.html", title, {"body": list(_body(plans, found))})


def _body(plans: Sequence[Plan], found: Published) -> Iterator[str]:
    horizon = plans[0].inputs.scenario.horizon
    yield f"A plan of who pays for what, {day(horizon.start)} to {day(horizon.end)}."
    if any(plan.stopped for plan in plans):
        yield ""
        yield "The search for the best plan was stopped at a limit: there may be a better one."
    people = [one for one in found.shown if not one.rounded and not one.what.startswith(SERVED)]
    served = [one for one in found.shown if one.what.startswith(SERVED)]
    money = [one for one in found.shown if one.rounded]
    names = _names(plans)
    for heading, shown in (("People", people), ("Who is served", served), ("Dollars", money)):
        if shown:
            yield from ("", f"## {heading}")
            yield from _by_figure(shown, names) if heading == "People" else _list(shown, names)
    yield from ("", "## How to read it", "")
    if any(one.value is None for one in found.shown):
        yield (
            f"Where it says {WITHHELD}, the figure is a count of 1 to 9 people, or one from which"
            " such a count could be worked out."
        )
    if any(one.rounded > 1 for one in found.shown):
        yield "Dollars are rounded, so that no small number of people follows from them."
    yield "People who are completely funded have all that they need paid by somebody."


def _names(plans: Sequence[Plan]) -> Mapping[str, str]:
    found = {EVERYBODY: "All"}
    for plan in plans:
        found |= {member.id: member.name for member in plan.inputs.partnerships}
        found |= {name: stream.name for name, stream in plan.inputs.law.streams.items()}
        found |= {p.id: p.name or p.id for p in plan.inputs.programs.values()}
    return found


def _by_figure(shown: Sequence[Shown], names: Mapping[str, str]) -> list[str]:
    """A row for everybody, each partnership and each program; a column for each figure."""
    columns = list(dict.fromkeys((one.case, one.what) for one in shown))
    value = {(one.scenario, one.of, one.case, one.what): _told(one) for one in shown}
    rows = [
        [_of(scenario, names[of]), *(value[scenario, of, *column] for column in columns)]
        for scenario, of in dict.fromkeys((one.scenario, one.of) for one in shown)
    ]
    heads = [text(f"{what}, {case}" if case else what) for case, what in columns]
    return table(["", *(head[:1].upper() + head[1:] for head in heads)], rows)


def _list(shown: Sequence[Shown], names: Mapping[str, str]) -> list[str]:
    """A row for each figure."""
    rows = []
    for one in shown:
        exact = f"to ${one.rounded:,}" if one.rounded > 1 and one.value is not None else ""
        what, by, stream = one.what.partition(" by ")
        what = f"{what} by {names.get(stream, stream)}" if by else what
        what = f"{what}, {one.case}" if one.case else what
        row = [_of(one.scenario, what[:1].upper() + what[1:]), _told(one), exact]
        rows.append(row if one.rounded else row[:2])
    heads = ["", "Dollars", "Rounded"] if shown[0].rounded else ["", "People"]
    return table(heads, rows)


def _of(scenario: str, words: str) -> str:
    return text(f"{scenario}: {words}" if scenario else words)


def _told(one: Shown) -> str:
    if one.value is None:
        return WITHHELD
    return f"${one.value:,}" if one.rounded else f"{one.value:,}"
