"""The page of a comparison: today beside every proposal, always under both headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from braid.comparison.cases import HEADINGS
from braid.comparison.compare import About, Figure
from braid.record import record
from braid.render.comparison import ALIKE, NOTES, SORTS, TITLES, bring_none
from braid.render.proposed import MAKERS, STATUS
from braid.render.web.beside import ALONE, Parts
from braid.render.web.comparison_charts import unfunded_chart, year_names, years_chart
from braid.render.web.page import page
from braid.render.web.stored import StoredComparison
from braid.render.web.words import shown
from braid.render.words import day, plural

MORE_IS_BETTER = frozenset({
    "coverage", "funded", "served", "completely_funded", "completers", "placements",
    "earnings_gain", "match", "open_ended",
})  # fmt: skip
NOTABLE = 1
"""From so many dollars on a change is good or bad; less comes from whole cents."""
PARTS = ("unfunded", "overhead", "lapses", "completely_funded")
LEVERAGE = (
    ("match", "non-federal money that stands beside awards as match"),
    ("open_ended", "money drawn by reimbursement, which grows with what others spend"),
)


@record
class Shown:
    """A figure as it is told: the value, the change against today, and whether that is better."""

    value: str
    change: str
    verdict: str = ""


NOTHING = Shown("", "")


@record
class Row:
    """A measure (or a year, or a part): today and under both headings."""

    name: str
    today: str
    equal: Shown
    own: Shown


@record
class Side:
    """Somebody who has more or less than today, under either heading."""

    sort: str
    name: str
    today: str
    equal: Shown
    own: Shown
    people: tuple[str, str]
    sides: str
    """Words that the filters look for, such as ``equal-win own-lose``."""


@record
class Part:
    """What one part of a proposal does alone, measure by measure under both headings."""

    part: str
    says: tuple[str, ...]
    maker: str
    cells: tuple[tuple[str, str], ...]


@record
class Told:
    """One proposal beside today."""

    about: About
    alike: str
    """That own money is equal to equal money, where a proposal brings none."""
    status: str
    rows: tuple[Row, ...]
    years: tuple[Row, ...]
    sides: tuple[Side, ...]
    sorts: tuple[str, ...]
    parts: tuple[Part, ...]


def comparison_page(found: StoredComparison, beside: Parts = ALONE) -> str:
    """The page, from comparison.json and what stands beside it."""
    names = list(found.scenarios.values())
    title = shown(names[0]) if len(names) == 1 else plural(len(names), "scenario")
    none = bring_none(found.figures, found.proposals)
    told = [_told(found, a, ALIKE if a.proposal in none else "") for a in found.proposals]
    charts = {"unfunded": unfunded_chart(found)}
    charts |= {f"years-{k}": years_chart(found, one.about) for k, one in enumerate(told)}
    context = {
        "title": f"{title}: today beside {plural(len(told), 'proposal')}", "found": found,
        "scenarios": [(file, shown(name)) for file, name in found.scenarios.items()],
        "told": told, "titles": TITLES, "notes": NOTES, "lost": list(_lost(found)),
        "part_heads": [found.measures[m].means for m in PARTS],
        "expected": found.value("completers") is not None, "beside": beside,
    }  # fmt: skip
    data = {"charts": {**charts, **beside.charts}, **beside.data}
    return page("comparison.html", context, data, *beside.scripts)


def _told(found: StoredComparison, about: About, alike: str) -> Told:
    maker = MAKERS.get(about.authority, about.authority)
    status = f"{STATUS.get(about.status, about.status)}, {day(about.date)}; {maker} could do it"
    sides = tuple(_sides(found, about))
    return Told(
        about, alike, status, tuple(_rows(found, about)), tuple(_years(found, about)), sides,
        tuple(sorted({side.sort for side in sides})), tuple(_parts(found, about)),
    )  # fmt: skip


# -- figures ---------------------------------------------------------------------------


def _rows(found: StoredComparison, about: About) -> Iterable[Row]:
    for measure, meaning in found.measures.items():
        now = found.value(measure)
        pair = [found.figure(measure, about.proposal, money) for money in HEADINGS]
        if now is None and not any(pair):
            continue
        if any([now, *(f.value for f in pair if f is not None)]):
            yield Row(meaning.means, said(found, measure, now),
                      *(_shown(found, measure, f) for f in pair))  # fmt: skip


def _years(found: StoredComparison, about: About) -> Iterable[Row]:
    for year in year_names(found):
        scope = ("program year", year)
        now = found.figure("unfunded", scope=scope)
        pair = [found.figure("unfunded", about.proposal, m, scope=scope) for m in HEADINGS]
        yield Row(year, said(found, "unfunded", now.value if now else None),
                  *(_shown(found, "unfunded", f) for f in pair))  # fmt: skip


def _shown(found: StoredComparison, measure: str, figure: Figure | None) -> Shown:
    if figure is None:
        return NOTHING
    change = figure.change
    return Shown(
        said(found, measure, figure.value), signed(found, measure, change),
        _verdict(found, measure, change),
    )  # fmt: skip


def _verdict(found: StoredComparison, measure: str, change: Decimal | None) -> str:
    if not change or (found.measures[measure].dollars and abs(change) < NOTABLE):
        return ""
    if found.measures[measure].less_is_better:
        return "better" if change < 0 else "worse"
    if measure in MORE_IS_BETTER:
        return "better" if change > 0 else "worse"
    return ""


def said(found: StoredComparison, measure: str, value: Decimal | None) -> str:
    """A figure: dollars to the cent, shares in percent."""
    if value is None:
        return ""
    if measure == "coverage":
        return f"{100 * value:.2f}%"
    if measure in found.measures and found.measures[measure].dollars:
        return f"{value:,.2f}"
    return f"{value.normalize():,f}" if value else "0"


def signed(found: StoredComparison, measure: str, change: Decimal | None) -> str:
    """A change with its sign; ``=`` where there is none."""
    if change is None:
        return ""
    if not change:
        return "="
    if measure == "coverage":
        return f"{100 * change:+,.2f} points"
    if measure in found.measures and found.measures[measure].dollars:
        return f"{change:+,.2f}"
    return f"{change.normalize():+,f}"


# -- who wins and who loses ------------------------------------------------------------


def _sides(found: StoredComparison, about: About) -> Iterable[Side]:
    """All that have more or less than today under either heading, the greatest gain first."""
    by: dict[tuple[str, str], dict[tuple[str, str], Figure]] = defaultdict(dict)
    for figure in found.figures:
        outside = figure.scope in ("all", "program year")
        if not outside and not figure.scenario and figure.proposal == about.proposal:
            by[figure.scope, figure.id][figure.measure, figure.money] = figure
    order = list(SORTS)
    rows: list[tuple[int, str, Decimal, str, Side]] = []
    for (scope, name), figures in by.items():
        side = _side(found, scope, name, figures)
        if side is not None:
            main = figures.get((_main(scope), HEADINGS[0])) or figures.get(
                (_main(scope), HEADINGS[1])
            )
            gain = main.change or Decimal(0) if main else Decimal(0)
            place = order.index(scope) if scope in order and scope != "award" else len(order)
            place += scope == "award"
            rows.append((place, side.sort, -gain if scope == "award" else gain, name, side))
    return [side for *_, side in sorted(rows, key=lambda row: row[:4])]


def _main(scope: str) -> str:
    return "charged" if scope == "award" else "unfunded"


def _side(
    found: StoredComparison, scope: str, name: str, figures: dict[tuple[str, str], Figure]
) -> Side | None:
    measure = _main(scope)
    pair = [figures.get((measure, money)) for money in HEADINGS]
    people = [figures.get(("completely_funded", money)) for money in HEADINGS]
    if not any(f is not None and f.change for f in (*pair, *people)):
        return None
    sides = []
    for money, figure, heads in zip(HEADINGS, pair, people, strict=True):
        change = (figure.change if figure else None) or Decimal(0)
        better = -change if measure == "unfunded" else change
        if abs(better) < NOTABLE and heads is not None:
            better = heads.change or Decimal(0)
        if abs(better) >= NOTABLE:
            sides.append(f"{money}-{'win' if better > 0 else 'lose'}")
    today = next((f.today for f in pair if f is not None), None)
    shown_pair = [_shown(found, measure, f) for f in pair]
    if scope == "award":
        shown_pair = [Shown(s.value, s.change) for s in shown_pair]
    sort = SORTS.get(scope, scope.removeprefix("by ").replace("_", " ").capitalize())
    changes = [signed(found, "completely_funded", f.change) if f else "" for f in people]
    return Side(
        sort, shown(name), said(found, measure, today), shown_pair[0], shown_pair[1],
        (changes[0], changes[1]), " ".join(sides),
    )  # fmt: skip


# -- parts, leverage ------------------------------------------------------------------


def _parts(found: StoredComparison, about: About) -> Iterable[Part]:
    """Each change alone, then all together; nothing where a proposal has one part."""
    effects = [e for e in found.effects if e.proposal == about.proposal]
    by = {(e.part, e.money): e for e in effects}
    names = list(dict.fromkeys(e.part for e in effects))
    for part in names if len(names) > 1 else ():
        pair = [by.get((part, money)) for money in HEADINGS]
        one = next(e for e in pair if e is not None)
        told = [
            [signed(found, m, e.changes.get(m)) if e is not None else "" for m in PARTS]
            for e in pair
        ]
        makers = ", ".join(MAKERS.get(m, m) for m in one.authority.split(", ") if m)
        yield Part(part, one.says, makers, tuple(zip(*told, strict=True)))


def _lost(found: StoredComparison) -> Iterable[str]:
    for about in found.proposals:
        for money in HEADINGS:
            for measure, means in LEVERAGE:
                figure = found.figure(measure, about.proposal, money)
                if figure is not None and figure.change is not None and figure.change < 0:
                    heading = TITLES[money].lower()
                    less = f"${-figure.change:,.2f} less {means}"
                    yield f"{shown(about.title)}, {heading}: {less}."
