"""The sheet of cash: what is paid out in each period, and what organizations must bridge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from braid.plan.plan import Plan
from braid.render.words import dollars as in_dollars
from braid.render.words import listed, usd
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, Formula, Placed, Sheet, dollars

CHARTS = 8
"""Organizations that get a chart of their own."""
CHART_ROWS = 20


def cash(book: Book, plan: Plan) -> None:
    """Charges by period, and for each organization whose cash is followed its account."""
    length = plan.inputs.scenario.horizon.period
    sheet = book.sheet(
        "Cash", [22, 20, 17, 17, 17, 17, 17], f"Cash by {length}",
        "What the awards pay out in each period, and the account of each organization that states"
        " its cash: money received, money paid out, the balance at the end of the period and the"
        " loan that it needs to keep its minimum.",
    )  # fmt: skip
    sheet.scaled()
    sheet.section("Paid by all awards")
    _paid_out(sheet, plan)
    organizations = sorted(set(plan.tables["cash"]["organization"]))
    if not organizations:
        sheet.row += 1
        sheet.note("No organization of this scenario states its cash, so none is followed.")
    for number, organization in enumerate(organizations):
        start = sheet.row
        _account(sheet, plan, organization, number < CHARTS)
        sheet.together(start)
    if len(organizations) > CHARTS:
        sheet.note(f"Charts are drawn for the first {CHARTS} organizations.")
    sheet.done()


def _paid_out(sheet: Sheet, plan: Plan) -> None:
    sums = plan.tables["charges"].sums("period")
    left = plan.tables["unfunded"].sums("period")
    heads = [
        Col("Period"), Col("First day", "Date"), Col("Paid", "Money", added=True),
        Col("Unfunded", "Money", added=True),
    ]  # fmt: skip
    rows = []
    for at, (start, name) in enumerate(periods(plan), sheet.row + 2):
        key = (start.isoformat(),)
        rows.append([
            name, start,
            Formula(f"=SUMIFS(charges_amount,charges_period,B{at})", in_dollars(sums.get(key, 0))),
            Formula(
                f"=SUMIFS(unfunded_amount,unfunded_period,B{at})", in_dollars(left.get(key, 0))
            ),
        ])  # fmt: skip
    placed = sheet.table(heads, rows, total="All periods")
    told = (
        f"Column chart of what all awards pay in each of {len(rows)} periods, and what is unfunded."
    )
    chart = sheet.book.file.add_chart({"type": "column", "subtype": "stacked"})
    for column, name, colour in ((2, "Paid", "#1F3864"), (3, "Unfunded", "#C55A11")):
        chart.add_series(_series(placed, column, name, colour))
    _draw(sheet, chart, "Paid and unfunded, by period", told)


def _account(sheet: Sheet, plan: Plan, organization: str, drawn: bool) -> None:
    stated = plan.inputs.organizations.get(organization)
    own = (stated.name if stated is not None else None) or organization
    sheet.section(f"Account of {own}" + (f" ({organization})" if own != organization else ""))
    for text in _bridges(plan, organization):
        sheet.note(text, "Subtitle")
    heads = [
        Col("Period"), Col("First day", "Date"), Col("Received", "Money", added=True),
        Col("Paid", "Money", added=True), Col("Balance", "Money"), Col("Loan", "Money"),
        Col("Balance with loan", "Money"),
    ]  # fmt: skip
    named = dict(periods(plan))
    rows = []
    before: Decimal | None = None
    found = plan.tables["cash"].where("organization", organization).rows()
    for at, r in enumerate(sorted(found, key=lambda row: row["period"]), sheet.row + 2):
        start = date.fromisoformat(r["period"])
        received, paid, balance = (
            Decimal(r[k]).scaleb(-2) for k in ("received", "paid", "balance")
        )
        opening = balance - received + paid
        begin = f"{opening:f}" if before is None else f"E{at - 1}"
        rows.append([
            named.get(start, r["period"]), start, received, paid,
            Formula(f"={begin}+C{at}-D{at}", balance), dollars(r["loan"]),
            Formula(f"=E{at}+F{at}", balance + Decimal(r["loan"]).scaleb(-2)),
        ])  # fmt: skip
        before = balance
    placed = sheet.table(heads, rows, total="All periods")
    if not drawn:
        return
    chart = sheet.book.file.add_chart({"type": "column"})
    for column, name, colour in ((2, "Received", "#2E75B6"), (3, "Paid", "#1F3864")):
        chart.add_series(_series(placed, column, name, colour))
    line = sheet.book.file.add_chart({"type": "line"})
    for column, name, colour in ((4, "Balance", "#0B6B3A"), (5, "Loan", "#C00000")):
        line.add_series({**_series(placed, column, name, colour, line=True)})
    chart.combine(line)
    lowest = min(r["balance"] for r in found)
    told = (
        f"Columns: what {own} receives and pays in each period. Lines: its balance without a loan,"
        f" lowest at {usd(in_dollars(lowest))}, and the loan that it needs, at most"
        f" {usd(in_dollars(max(r['loan'] for r in found)))}."
    )
    _draw(sheet, chart, f"Cash of {own}", told)


def _series(
    placed: Placed, column: int, name: str, colour: str, line: bool = False
) -> dict[str, object]:
    cells = [placed.sheet, placed.first, column, placed.last, column]
    looks = {"line": {"color": colour, "width": 2.25}} if line else {"fill": {"color": colour}}
    marker = {"marker": {"type": "circle", "size": 5, "fill": {"color": colour}}} if line else {}
    return {
        "name": name, "values": cells, "gap": 80, **looks, **marker,
        "categories": [placed.sheet, placed.first, 0, placed.last, 0],
    }  # fmt: skip


def _draw(sheet: Sheet, chart: Any, title: str, told: str) -> None:
    """A chart below its table, with a text for those who do not see it."""
    clean = sheet.book.texts.clean
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_title({"name": clean(title)[:200], "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "$#,##0", "major_gridlines": lines})
    chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": 900, "height": 360})
    sheet.row += 1
    options = {"description": clean(told)[:2000], "object_position": 1}
    sheet.file.insert_chart(sheet.row, 0, chart, options)
    sheet.row += CHART_ROWS


def _bridges(plan: Plan, organization: str) -> list[str]:
    out = []
    for bridge in plan.bridges:
        if bridge.organization != organization or bridge.most < 1:
            continue
        by = listed(dict.fromkeys(r.award for r in bridge.repaid_by))
        repaid = f"; repaid by {by}" if by else ""
        out.append(
            f"It must borrow up to {usd(bridge.most)} from {bridge.start} to {bridge.end}{repaid}."
        )
    return out


def periods(plan: Plan) -> list[tuple[date, str]]:
    """First day and name of every period of the plan: ``Jul-Sep 2026``."""
    return [(p.start, span(p.start, p.last)) for p in plan.inputs.calendar.periods]


def span(start: date, last: date) -> str:
    """Months of a period in words."""
    if (start.year, start.month) == (last.year, last.month):
        return f"{start:%b %Y}"
    if start.year == last.year:
        return f"{start:%b}-{last:%b %Y}"
    return f"{start:%b %Y}-{last:%b %Y}"
