"""What each award is worth: as a table to read, as CSV for a spreadsheet, as JSON."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.plan.document import json_text, plain
from braid.plan.ranking import RANKING_VERSION, Ranked, Ranking, Standing
from braid.render.output import columns, heading, indented, title, told
from braid.render.words import exact, listed, number, plural, sentence, whole
from braid.writing import cell_text, csv_text

if TYPE_CHECKING:
    from rich.console import Console

SUPPOSED = {
    "committed": "On committed money",
    "landed": "If all that is uncertain lands",
    "worst": "At worst, on signed money alone",
}
LEGEND = (
    ("Money", "what is left of the award's amount, or what an entitlement pays"),
    ("Lost", "how much more is unfunded without the award"),
    ("Of a dollar", "the same, for each dollar of its money"),
    ("People", "how many fewer are completely funded"),
    ("Reporting", "what is saved of the cost of reports"),
    ("Expected", "what is lost, times the chance that the award does not come"),
)
OWN = tuple(f.name for f in fields(Ranked) if f.name not in ("having", "lacking"))
PAIRED = tuple(f.name for f in fields(Standing))


def ranking_report(ranking: Ranking, out: Console) -> None:
    """The plan on committed money, at best and at worst; then the awards."""
    title(out, f"{ranking.name}: what each award is worth", ranking.without)
    if len(ranking.suppositions) > 1:
        _suppositions(ranking, out)
    what = "all awards of a stream" if ranking.by == "stream" else "each award"
    rough = "people in fractions; " if ranking.quick else ""
    heading(
        out, f"What is lost without {what}", f"{rough}whole dollars; --format csv has the cents"
    )
    shown = _shown(ranking)
    table = columns(*shown)
    for ranked in ranking.awards:
        table.add_row(*(_figures(ranked)[name] for name in shown))
    out.print(table)
    out.print()
    indented([(name, said) for name, said in LEGEND if name in shown], out)
    told(_remarks(ranking), out)


def _suppositions(ranking: Ranking, out: Console) -> None:
    heading(out, "If money lands or fails", plural(len(ranking.awards), "award"))
    people = [] if ranking.quick else ["People"]
    table = columns("Plan", "Unfunded", *people, "Reporting", "~Awards", words=1)
    words = {"committed": "the plan", "landed": "with ", "worst": "without "}
    for supposed in ranking.suppositions:
        s = supposed.standing
        table.add_row(
            SUPPOSED[supposed.name],
            exact(s.unfunded),
            *([] if s.completely_funded is None else [f"{s.completely_funded:,}"]),
            exact(s.overhead),
            words[supposed.name] + listed(supposed.awards),
        )
    out.print(table)


def _shown(ranking: Ranking) -> list[str]:
    """The headings of the table: by stream how many awards; a quick one knows no people."""
    first = ["Stream", "Awards"] if ranking.by == "stream" else ["Award"]
    rest = ["Money", "Certain", "Lost", "Of a dollar", "People", "Reporting", "Expected"]
    gone = {"People"} if ranking.quick else set()
    gone |= {"Certain", "Expected"} if ranking.by == "stream" else set()
    return first + [name for name in rest if name not in gone]


def _figures(ranked: Ranked) -> dict[str, str]:
    per, people = ranked.lost_per_dollar, ranked.people_lost
    return {
        "Award": ranked.award,
        "Stream": ranked.award,
        "Awards": f"{ranked.count:,}",
        "Money": "" if ranked.money is None else _whole(ranked.money),
        "Certain": f"{number(100 * ranked.probability)}%",
        "Lost": _whole(ranked.lost),
        "Of a dollar": "" if per is None else f"{per:.2f}",
        "People": "" if people is None else f"{people:,}",
        "Reporting": _whole(ranked.overhead_saved),
        "Expected": _whole(ranked.expected_loss),
    }


def _whole(amount: Decimal) -> str:
    return whole(amount) or "0"


def _remarks(ranking: Ranking) -> list[str]:
    lines = []
    if ranking.quick:
        lines.append(
            "Without whole people and cents, and not audited: an amount can differ by some dollars"
            " from that of a plan. Leave --quick out for whole plans."
        )
    if ranking.unranked:
        lines.append(
            f"Not certain, so no part of a stream's money here: {listed(ranking.unranked)}."
        )
    if any(ranked.lost < 0 for ranked in ranking.awards):
        lines.append("Where less than nothing is lost, the plan is better off without the award.")
    if ranking.stopped:
        lines.append(f"A search was stopped: {sentence(ranking.stopped)}")
    return lines


def ranking_json(ranking: Ranking) -> str:
    """The ranking for programs; each award with the figures of both plans."""
    data: dict[str, Any] = {"schema_version": RANKING_VERSION, **plain(ranking)}
    for award in data["awards"]:
        award["with"], award["without"] = award.pop("having"), award.pop("lacking")
    return json_text(data)


def ranking_csv(ranking: Ranking) -> str:
    """A row for each award: its figures, then those of the plans with it and without it."""
    heads = [*OWN, *(f"{name}_{which}" for name in PAIRED for which in ("with", "without"))]
    return csv_text(heads, (map(cell_text, _values(ranked)) for ranked in ranking.awards))


def _values(ranked: Ranked) -> list[Any]:
    pairs = [getattr(s, name) for name in PAIRED for s in (ranked.having, ranked.lacking)]
    return [getattr(ranked, name) for name in OWN] + pairs
