"""The portfolio of New York's local areas in ``scenarios/portfolios/new-york``, written anew.

    python -m benchmarks.new_york [FOLDER]

The Adult money of each area is what was published for it; every partnership, person, price and
other award is made up. The same files come out each time.
"""

# ruff: noqa: E501 (the files' own lines stand here as they are written)

from __future__ import annotations

import csv
import re
import sys
from decimal import Decimal
from pathlib import Path

from benchmarks.portfolio import BUILD, CARE, METAL, MOVE, Area, Local, partnership

HERE = Path(__file__).resolve().parent.parent / "scenarios" / "portfolios" / "new-york"
TABLE = "allocations.csv"
"""The published table, which is no made file: area, trade, closing, far and its dollars."""
LOCAL = Decimal("0.85")
"""The part of Adult money that goes to local areas, at least (29 USC 3173(a)(1))."""
SUBAWARD = {"new-york-city": Decimal("0.02"), "": Decimal("0.10")}
"""The part of its area's allocation that a partnership gets: assumed; of New York City's less."""
PER_PERSON = 1000
"""Dollars of a year's Adult subaward for each participant, about: assumed."""
TRADES = {"care": CARE, "metal": METAL, "move": MOVE, "build": BUILD}
SOURCES = """\
# Synthetic: every partnership, person, price and award in this file is made up. Made by benchmarks/new_york.py.
"""


def slug(name: str) -> str:
    """The id of an area: its name in lower case with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def rows(folder: Path = HERE) -> list[dict[str, str]]:
    """The table, a row for each area."""
    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def dollars(row: dict[str, str]) -> int:
    """The Adult allocation of an area in program year 2004, as published."""
    return int(row["adult_2004"])


def subaward(row: dict[str, str]) -> int:
    """Dollars of it that the area's partnership gets, in whole hundreds."""
    part = SUBAWARD.get(slug(row["area"]), SUBAWARD[""])
    return int(dollars(row) * part / 100) * 100


def area_of(row: dict[str, str], number: int) -> tuple[Area, Local]:
    """An area with what its partnership's file says of it."""
    money = subaward(row)
    people = min(320, max(16, money // PER_PERSON))
    area = Area(
        number, row["area"], "0", TRADES[row["trade"]], people,
        closure=row["closing"] == "yes", hills=row["far"] == "yes",
    )  # fmt: skip
    comment = f"""# {row["area"]}: its Adult allocation of program year 2004 was ${dollars(row):,} (published, see {TABLE}).
# The partnership's part of it, and as much Dislocated Worker money, are assumed.
"""
    return area, Local(row["area"], comment, money, money)


def state(table: list[dict[str, str]]) -> str:
    """The State's own file."""
    local = sum(map(dollars, table))
    reserve = int(local / LOCAL * Decimal("0.15") * Decimal("0.12") / 1000) * 1000
    closing = sum(subaward(row) for row in table if row["closing"] == "yes")
    response = int(closing * Decimal("0.40") / 1000) * 1000
    files = "".join(f"  - {slug(row['area'])}.yaml\n" for row in table)
    return f"""{SOURCES}# A portfolio: a sector partnership in each of New York's {len(table)} local areas, with the State's money over all of them.
#
# Published: the Adult allocation of every local area in program year 2004, ${local:,} in all ({TABLE}).
# By law: at least 85% of Adult money goes to local areas (29 USC 3173(a)(1)), so 15% of ${local / LOCAL:,.0f} may stay with the State.
# Assumed: that a partnership gets 10% of its area's money (2% of New York City's), that there is as much Dislocated
# Worker money, and everything else: people, prices, dates, awards. See README.md beside this file.
name: Sector partnerships of New York (synthetic)
horizon: {{start: 2026-07-01, end: 2028-06-30, period: quarter}}
partnerships:
{files}organizations:
  - {{id: agency, name: State workforce agency, type: state_agency, fiscal_year_start: 07-01, other_federal: 300000000}}
awards:
  # 12% of the Governor's reserve for sector partnerships, in any area.
  - {{id: reserve_2026, name: Governor's reserve, stream: wioa_statewide_reserve, amount: {reserve}, start: 2026-07-01}}
  # Additional assistance where plants close; it answers layoffs and pays for nobody else.
  - {{id: response_2026, name: Rapid response, stream: wioa_rapid_response, amount: {response}, start: 2026-07-01,
     rapid_response_event: mass_layoff, additional_assistance: true, unobligated_after_first_year: false,
     rules: [{{id: closing-plants, kind: participant, who: {{dislocation: [closure_or_mass_layoff]}},
       why: The money answers the announced closures., cite: Grant agreement (made up), confidence: assumption,
       reviewed: 2026-11-22, authority: terms}}]}}
  # Private money that the State has raised, for all areas; offered, so that taking it is a choice.
  - {{id: fund, name: Partnership fund, stream: foundation_grant, status: offered, amount: 600000, start: 2026-07-01,
     end: 2028-06-30,
     rules: [{{id: most-for-one, kind: limit, spend: all, at_most: {{usd: 60000}}, per: [award, partnership],
       why: The fund gives no partnership more than $60000., cite: Fund agreement (made up), confidence: assumption,
       reviewed: 2026-11-22, authority: terms}}]}}
"""


README = """# New York: {count} partnerships in one plan, from published allocations

Synthetic. No partnership, person, price or award here is real. `allocations.csv` is the published table; all other files are written
from it by `python -m benchmarks.new_york` and must not be edited by hand.

`state.yaml` names a file for each of New York's {count} local workforce areas and holds the money of the State: a part of the
Governor's reserve, rapid response, and a fund for all. Plan it with
`braid solve scenarios/portfolios/new-york/state.yaml --no-unsettled`; [Portfolios](../../../docs/portfolios.md) reads the plan.

| figure | where it is from |
|---|---|
| the {count} local areas, and the Adult allocation of each, ${total:,} in all | published: "WIA Adult Allocations, Program Years 2003 and 2004", workforcenewyork.com/alloc/adultalloc04.html; its column for 2004, unchanged. The rows add up to its total |
| 85% of Adult money to local areas, 15% that may stay with the State | 29 USC 3173(a)(1) |
| a fifth of Adult money in July, the rest in October | the yearly appropriation acts |
| that each area gets in 2026 and 2027 the dollars of 2004 | assumption: no later table was at hand. The areas' names are those of the table |
| 10% of an area's money for its partnership (2% of New York City's), as much Dislocated Worker money | assumption |
| people, trades, prices, dates, other awards | assumption |

The table is of the Workforce Investment Act, which WIOA followed; the formula among local areas is the same in kind.
"""


def files(folder: Path = HERE) -> dict[str, str]:
    """Every made file of the portfolio by name."""
    table = rows(folder)
    schema = "# yaml-language-server: $schema=../../../rules/schema/{}.json\n"
    found = {"state.yaml": schema.format("portfolio") + state(table)}
    found["README.md"] = README.format(count=len(table), total=sum(map(dollars, table)))
    for number, row in enumerate(table, 1):
        text = partnership(*area_of(row, number), SOURCES)
        found[f"{slug(row['area'])}.yaml"] = schema.format("scenario") + text
    return found


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, text in files(folder).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
