"""Today beside proposals, as it is read in a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.comparison.cases import HEADINGS
from braid.comparison.compare import About, Comparison, Figure
from braid.comparison.measures import DOLLARS, MEASURES
from braid.render.output import columns, heading, indented, told
from braid.render.proposed import MAKERS, STATUS
from braid.render.words import day, listed, plural, sentence

if TYPE_CHECKING:
    from rich.console import Console

TITLES = {"equal": "Equal money", "own": "Own money"}
NOTES = {
    "equal": "today's dollars under the proposal's law",
    "own": "the amounts that the proposal brings",
}
ALIKE = "Own money is equal to equal money: this proposal brings none."
SIDE_BY_SIDE = 2
"""Proposals beside today in one table."""
SHOWN = 6
"""Winners, and losers, of each sort."""
SORTS = {
    "scenario": "Partnership", "partnership": "Partnership", "group": "Group",
    "program": "Program", "employer": "Employer", "firm size": "Firm size", "award": "Award",
}  # fmt: skip
HALF = Decimal("0.5")
Moneys = Mapping[str, Sequence[str]]
"""By proposal the headings whose figures are shown: equal money alone where it brings none."""


def comparison_report(comparison: Comparison, out: Console) -> None:
    """What is compared, both headings, year by year, who wins and loses, what changed what."""
    from rich.text import Text

    names = list(comparison.scenarios.values())
    title = names[0] if len(names) == 1 else f"{plural(len(names), 'scenario')}"
    count = plural(len(comparison.proposals), "proposal")
    out.print(Text(f"{title}: today beside {count}", style="bold"))
    if len(names) > 1:
        told([f"{file}: {name}" for file, name in comparison.scenarios.items()], out)
    for about in comparison.proposals:
        _about(about, out)
    if comparison.floors:
        told([f"Floors of merged streams are {comparison.floors} (--floors)."], out)
    none = bring_none(comparison.figures, comparison.proposals)
    moneys = {a.proposal: HEADINGS[: 1 if a.proposal in none else 2] for a in comparison.proposals}
    for money in HEADINGS:
        _heading(comparison, money, moneys, out)
    _years(comparison, moneys, out)
    for about in comparison.proposals:
        for money in moneys[about.proposal]:
            _sides(comparison, about, money, moneys, out)
        _effects(comparison, about, moneys[about.proposal], out)
    _remarks(comparison, moneys, out)


def _about(about: About, out: Console) -> None:
    status = f"{STATUS[about.status]}, {day(about.date)}; {MAKERS[about.authority]} could do it"
    heading(out, f"{about.proposal}: {about.title}", status)
    told([about.summary, f"{about.author}. {about.reference}"], out)
    lines = [("Taken as said", text) for text in about.assumptions]
    lines += [("Not in this file", text) for text in about.outside]
    lines += [("In this scenario", text) for text in about.remarks]
    indented(lines, out)


def _heading(comparison: Comparison, money: str, moneys: Moneys, out: Console) -> None:
    """One heading's figures; more proposals than fit go below."""
    heading(out, TITLES[money], NOTES[money])
    without = [proposal for proposal, here in moneys.items() if money not in here]
    if without:
        told([_as_equal(without, alone=len(moneys) == 1)], out)
    proposals = [proposal for proposal, here in moneys.items() if money in here]
    for start in range(0, len(proposals), SIDE_BY_SIDE):
        here = proposals[start : start + SIDE_BY_SIDE]
        heads = [head for proposal in here for head in (proposal, "change")]
        table = columns("", "Today", *heads)
        for measure, means in MEASURES.items():
            now = comparison.value(measure)
            then = [comparison.value(measure, proposal, money) for proposal in here]
            if now is None and not any(then):
                continue
            if not any([now, *then]):
                continue
            cells = []
            for value in then:
                cells += [_told(measure, value), _by(measure, now, value)]
            table.add_row(means, _told(measure, now), *cells)
        out.print(table)


def _as_equal(proposals: list[str], *, alone: bool) -> str:
    """That the figures above hold here too."""
    if alone:
        return ALIKE
    brings = "they bring none" if len(proposals) > 1 else "it brings none"
    return f"Own money is equal to equal money under {listed(proposals)}: {brings}."


def bring_none(figures: Iterable[Figure], proposals: Iterable[About]) -> frozenset[str]:
    """Proposals that have the same figures under both headings."""
    found: dict[tuple[str, str], set[object]] = defaultdict(set)
    for f in figures:
        found[f.proposal, f.money].add((f.scenario, f.scope, f.id, f.measure, f.value))
    equal, own = HEADINGS
    names = (about.proposal for about in proposals)
    return frozenset(name for name in names if found[name, equal] == found[name, own])


def _years(comparison: Comparison, moneys: Moneys, out: Console) -> None:
    """Unfunded cost by program year."""
    years = _parts(comparison, "program year")
    if len(years) < 2:
        return
    heading(out, "Year by year: unfunded cost", "program years; whole dollars")
    table = columns("", *years)
    cases = [("", "", "Today")]
    for proposal, here in moneys.items():
        cases += [(proposal, m, f"{proposal}, {m}" if len(here) > 1 else proposal) for m in here]
    for proposal, money, name in cases:
        row = [
            comparison.value("unfunded", proposal, money, scope=("program year", year))
            for year in years
        ]
        table.add_row(name, *(_told("unfunded", value, whole=True) for value in row))
    out.print(table)


def _parts(comparison: Comparison, scope: str) -> list[str]:
    found = {f.id for f in comparison.figures if f.scope == scope and not f.scenario}
    return sorted(found)


def _sides(
    comparison: Comparison, about: About, money: str, moneys: Moneys, out: Console
) -> None:  # fmt: skip
    """Who has less unfunded than today and who more; whose people are funded."""
    figures = [
        f
        for f in comparison.figures
        if not f.scenario and (f.proposal, f.money) == (about.proposal, money)
    ]
    rows = _moves(figures)
    alike = len(moneys[about.proposal]) == 1
    kind = "equal and own money alike" if alike else TITLES[money].lower()
    note = f"{about.proposal}, {kind}; whole dollars"
    heading(out, "Who wins and who loses", note)
    if not rows:
        told(["Nobody: no group, program, employer or award has more or less than today."], out)
        return
    table = columns("~", "~Who", "Unfunded", "then", "change", "People", "Charged", words=0)
    for sort, name, unfunded, people, charged in rows:
        then = _told("unfunded", unfunded.value, whole=True) if unfunded else ""
        today = _told("unfunded", unfunded.today, whole=True) if unfunded else ""
        change = _signed(unfunded.change, whole=True) if unfunded else ""
        table.add_row(
            sort, name, today, then, change,
            _signed(people.change) if people else "",
            _signed(charged.change, whole=True) if charged else "",
        )  # fmt: skip
    out.print(table)


Row = tuple[str, str, Figure | None, Figure | None, Figure | None]


def _moves(figures: Iterable[Figure]) -> list[Row]:
    """What changed, the greatest gains and losses of each sort."""
    by: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        if figure.scope not in ("all", "program year"):
            by.setdefault((figure.scope, figure.id), {})[figure.measure] = figure
    rows: list[Row] = []
    sorts = dict.fromkeys(scope for scope, _ in by)
    for sort in sorted(sorts, key=lambda scope: scope not in ("scenario", "partnership")):
        found: list[tuple[Decimal, Row]] = []
        for (scope, name), measures in by.items():
            if scope != sort:
                continue
            main = measures.get("charged" if sort == "award" else "unfunded")
            people = measures.get("completely_funded")
            own = [
                f for f in (main, people) if f is not None and abs(f.change or Decimal(0)) >= HALF
            ]
            if not own:
                continue
            weight = own[0].change or Decimal(0)
            label = SORTS.get(sort, sort.removeprefix("by ").capitalize())
            charged = main if sort == "award" else None
            unfunded = None if sort == "award" else main
            found.append((weight, (label, name, unfunded, people, charged)))
        found.sort(key=lambda pair: (pair[0], pair[1][1]))
        kept = found if len(found) <= 2 * SHOWN else [*found[:SHOWN], *found[-SHOWN:]]
        rows += [row for _, row in kept]
    return rows


def _effects(
    comparison: Comparison, about: About, moneys: Sequence[str], out: Console
) -> None:  # fmt: skip
    """Each change alone, and all of them together."""
    effects = [e for e in comparison.effects if e.proposal == about.proposal]
    if len(effects) <= len(HEADINGS):
        return
    note = "each change alone, then all together: change against today"
    heading(out, f"Which change did what: {about.proposal}", note)
    for money in moneys:
        title = TITLES[money] if len(moneys) > 1 else "Equal and own money"
        table = columns(f"~{title}", "Unfunded", "Reporting", "Lapses", "People")
        for effect in effects:
            if effect.money != money:
                continue
            name = f"{effect.part}: {'; '.join(effect.says)}" if effect.part else "All together"
            cells = [_signed(effect.changes[m]) for m in ("unfunded", "overhead", "lapses")] + [
                _signed(effect.changes["completely_funded"])
            ]
            table.add_row(name, *cells)
        out.print(table)
        out.print()


def _remarks(comparison: Comparison, moneys: Moneys, out: Console) -> None:
    lines = []
    lost = [
        (about.proposal, money, comparison.value(measure), then, means)
        for about in comparison.proposals
        for money in moneys[about.proposal]
        for measure, means in (
            ("match", "non-federal money that stands beside awards as match"),
            ("open_ended", "money drawn by reimbursement, which grows with what others spend"),
        )
        if (then := comparison.value(measure, about.proposal, money)) is not None
        and (comparison.value(measure) or 0) > then
    ]
    for proposal, money, now, then, means in lost:
        gone = f"{(now or Decimal(0)) - then:,.2f}"
        lines.append(
            f"Leverage lost under {proposal} ({TITLES[money].lower()}): ${gone} of {means}."
        )
    if comparison.value("completers") is None:
        lines.append(
            "Expected completers are not told: not every program states a completion rate."
        )
    if comparison.stopped:
        lines.append(f"A search was stopped: {sentence(comparison.stopped)}")
    lines.append(
        "Every figure is that of an audited plan; head counts and cents are whole in each."
    )
    out.print()
    told(lines, out)


def _told(measure: str, value: Decimal | None, *, whole: bool = False) -> str:
    if value is None:
        return ""
    if measure == "coverage":
        return f"{value:.1%}"
    if measure in DOLLARS:
        return f"{value:,.0f}" if whole else f"{value:,.2f}"
    return f"{value.normalize():,f}" if value else "0"


def _by(measure: str, now: Decimal | None, then: Decimal | None) -> str:
    if now is None or then is None:
        return ""
    if measure == "coverage":
        return f"{100 * (then - now):+.1f} pt" if then != now else "="
    return _signed(then - now)


def _signed(change: Decimal | None, *, whole: bool = False) -> str:
    if change is None:
        return ""
    if not change:
        return "="
    if whole:
        return f"{change:+,.0f}" if abs(change) >= HALF else "="
    return f"{change:+,.2f}" if change != change.to_integral_value() else f"{change:+,.0f}"
