"""Money by quarter, under three calendars side by side; cash; the time of every award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from braid.periods import year_start
from braid.plan.plan import Plan
from braid.record import record
from braid.render.web.charts import BLUE, GREEN, GREY, Chart, bars, spans
from braid.render.web.words import shown
from braid.render.words import award_name, listed, spoken

ROWS_AT_MOST = 40
"""Awards that have a row of their own by quarter; more are told by stream."""


@record
class Unit:
    """A column of time: a quarter, or a period of the plan that is longer."""

    name: str
    start: date
    last: date


@record
class Band:
    """Neighbouring columns in the same year of a calendar, or a column in two."""

    name: str
    columns: int


@record
class FiscalYear:
    """What stands in the columns of one year of a calendar."""

    name: str
    entitlements: int
    awards: int
    unfunded: int

    @property
    def total(self) -> int:
        """All three."""
        return self.entitlements + self.awards + self.unfunded


@record
class FiscalCalendar:
    """A calendar: its name, its bands over the columns, its years."""

    name: str
    bands: tuple[Band, ...]
    years: tuple[FiscalYear, ...]


@record
class Spending:
    """Dollars by payer and quarter, and the calendars over them."""

    units: tuple[Unit, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    paid: tuple[int, ...]
    unfunded: tuple[int, ...]
    calendars: tuple[FiscalCalendar, ...]
    chart: Chart
    by: str
    length: str
    """What a column is: quarter, or period where a period is longer."""


def spending(plan: Plan) -> Spending:
    """What is charged, and what nobody pays, by the quarter in which it falls."""
    units, column = _units(plan)
    entitled = {s for s, f in plan.inputs.law.streams.items() if f.entitlement}
    charges = plan.tables["charges"]
    by = "award" if len(set(charges["award"])) <= ROWS_AT_MOST else "stream"
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(units))
    kinds = [[0] * len(units) for _ in range(3)]
    for (who, stream, period), cents in charges.sums(by, "stream", "period").items():
        rows[who][column[period]] += cents
        kinds[0 if stream in entitled else 1][column[period]] += cents
    for (period,), cents in plan.tables["unfunded"].sums("period").items():
        kinds[2][column[period]] += cents
    names = [unit.name for unit in units]
    series = list(zip(("Entitlements", "Awards", "Unfunded"), kinds, strict=True))
    return Spending(
        units,
        tuple((_who(plan, by, who), tuple(amounts)) for who, amounts in sorted(rows.items())),
        tuple(a + b for a, b in zip(kinds[0], kinds[1], strict=True)), tuple(kinds[2]),
        tuple(_calendar(name, month, say, units, kinds) for name, month, say in CALENDARS),
        bars(names, series, colours=(GREEN, BLUE, GREY), patterns=(".", "", "/")), by,
        "period" if plan.inputs.calendar.length == "year" else "quarter",
    )  # fmt: skip


def _who(plan: Plan, by: str, who: str) -> str:
    if by == "award":
        return shown(award_name(plan.inputs, who))
    streams = plan.inputs.law.streams
    return shown(streams[who].name) if who in streams else who


def _units(plan: Plan) -> tuple[tuple[Unit, ...], dict[str, int]]:
    """Quarters (or longer periods), and the column of every period by its first day."""
    calendar = plan.inputs.calendar
    units: list[Unit] = []
    column: dict[str, int] = {}
    for period in calendar.periods:
        if calendar.length == "year":
            name = f"{period.start:%b %Y} to {period.last:%b %Y}"
        else:
            name = f"Q{(period.start.month + 2) // 3} {period.start.year}"
        if units and units[-1].name == name:
            units[-1] = Unit(name, units[-1].start, period.last)
        else:
            units.append(Unit(name, period.start, period.last))
        column[period.start.isoformat()] = len(units) - 1
    return tuple(units), column


def _program_year(start: date) -> str:
    return f"{start.year}-{(start.year + 1) % 100:02d}"


def _federal_year(start: date) -> str:
    return f"FY {start.year + 1}"


def _calendar_year(start: date) -> str:
    return str(start.year)


Say = Callable[[date], str]
CALENDARS: tuple[tuple[str, int, Say], ...] = (
    ("July to June (program and most state years)", 7, _program_year),
    ("October to September (federal fiscal year)", 10, _federal_year),
    ("January to December (calendar year)", 1, _calendar_year),
)


def _calendar(
    name: str, month: int, say: Say, units: Sequence[Unit], kinds: Sequence[Sequence[int]]
) -> FiscalCalendar:
    bands: list[Band] = []
    sums: dict[str, list[int]] = {}
    for k, unit in enumerate(units):
        start = year_start(unit.start, month)
        end = year_start(unit.last, month)
        year = say(start) if end == start else f"{say(start)} and {say(end)}"
        if bands and bands[-1].name == year:
            bands[-1] = Band(year, bands[-1].columns + 1)
        else:
            bands.append(Band(year, 1))
        into = sums.setdefault(year, [0, 0, 0])
        for kind in range(3):
            into[kind] += kinds[kind][k]
    years = (FiscalYear(year, *amounts) for year, amounts in sums.items())
    return FiscalCalendar(name, tuple(bands), tuple(years))


# -- cash ------------------------------------------------------------------------------


@record
class Cash:
    """An organization's cash by period: (period, received, paid, balance, loan), in cents."""

    organization: str
    rows: tuple[tuple[str, int, int, int, int], ...]
    chart: Chart


def cash(plan: Plan) -> list[Cash]:
    """Each organization whose cash is followed, by quarter."""
    units, column = _units(plan)
    found = []
    table = plan.tables["cash"]
    for organization in sorted(set(table["organization"])):
        flows = [[0, 0] for _ in units]
        stock: dict[int, tuple[int, int]] = {}
        for row in table.where("organization", organization).rows():
            at = column[row["period"]]
            flows[at][0] += row["received"]
            flows[at][1] += row["paid"]
            stock[at] = row["balance"], row["loan"]  # rows are in order of time: the last stays
        rows = tuple(
            (unit.name, flows[k][0], flows[k][1], stock[k][0], stock[k][1])
            for k, unit in enumerate(units)
            if k in stock
        )
        chart = bars(
            [r[0] for r in rows],
            [("Received", [r[1] for r in rows]), ("Paid", [-r[2] for r in rows])],
            lines=[("Balance", [r[3] for r in rows]), ("Bridge loan", [r[4] for r in rows])],
        )
        found.append(Cash(shown(_organization(plan, organization)), rows, chart))
    return found


def _organization(plan: Plan, organization: str) -> str:
    stated = plan.inputs.organizations.get(organization)
    name = getattr(stated, "name", None)
    return f"{name} ({organization})" if name and name != organization else organization


# -- the time of awards ----------------------------------------------------------------

WHATS = {
    "end": "Award ends", "spend": "Last day of some costs", "obligate": "Last day to obligate",
    "liquidate": "Last day to pay bills",
}  # fmt: skip


@record
class Span:
    """An award's time with what is due in it: (day, what, amount or None, citation)."""

    award: str
    name: str
    start: str
    end: str
    amount: int | None
    left: int | None
    lapses: int
    at_risk: int
    due: tuple[tuple[str, str, Any, str], ...]


def timeline(plan: Plan) -> tuple[list[Span], Chart]:
    """Every award that the plan counts on, and its last days."""
    due: dict[str, list[tuple[str, str, Any, str]]] = defaultdict(list)
    for one in plan.deadlines:
        what = WHATS.get(one.what, one.what)
        if one.categories:
            what = f"Last day of {listed(spoken(c) for c in one.categories)}"
        due[one.award].append((one.day, shown(what), one.amount, one.citation))
    rows = [
        Span(
            row["award"], shown(award_name(plan.inputs, row["award"])), row["start"], row["end"],
            row["cents"], row["left"], row["lapses"], row["recapture_risk"],
            tuple(due[row["award"]]),
        )
        for row in plan.tables["awards"].rows()
        if row["used"]
    ]  # fmt: skip
    rows.sort(key=lambda span: (span.end, span.start, span.award))
    marks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    named = {span.award for span in rows[:ROWS_AT_MOST]}
    for one in plan.deadlines:
        if one.award in named and one.what != "end":
            marks[WHATS.get(one.what, one.what)].append((one.award, one.day))
    horizon = plan.inputs.scenario.horizon
    edges = [horizon.start.isoformat(), (horizon.end + timedelta(days=1)).isoformat()]
    shown_rows = [(span.award, span.start, span.end) for span in rows[:ROWS_AT_MOST]]
    return rows, spans(shown_rows, marks, edges)
