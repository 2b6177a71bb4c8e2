"""The tables of a plan that follow from it, and what is wrong with one: a cent, a day, a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from braid.audit.derived import Written
from braid.audit.derived.check import WORKED_OUT
from braid.audit.derived.lacking import UNFUNDED
from braid.audit.derived.rules import ALREADY, FIRST, RULES
from braid.audit.derived.table import Table
from braid.plan.document import document
from braid.plan.plan import Plan

TABLES = (*(table for table, _ in WORKED_OUT), UNFUNDED, RULES)
SMALL = {"usd": Decimal("0.01"), "number": Decimal("0.01"), "count": Decimal(1)}
NEEDS = ("match", "reimbursement")


def written_of(plan: Plan) -> Written:
    """The tables of a plan as its folder has them, and the summary."""
    found: Written = {f"{name}.csv": table.records() for name, table in plan.tables.items()}
    said = {key: str(value) for key, value in document(plan)["summary"].items()}
    found["plan.json"] = [{"part": "summary", **said}]
    return found


def table_faults(written: Written) -> Iterator[tuple[str, Written]]:
    """One value wrong at a time: of each column, in a row of each kind of rule that has it."""
    for table in TABLES:
        rows = [dict(row) for row in written[table.file]]
        named = table.key if table is not UNFUNDED else ()  # whose lines the balance looks at
        kinds = dict.fromkeys((name for name in named if name in (*rows, {})[0]), "text")
        kinds |= {column.name: column.kind for column in table.columns}
        tried: set[tuple[str, str]] = set()
        for number, row in enumerate(rows):
            for name, kind in kinds.items():
                sort = name, row.get("kind", "")
                if sort in tried or not worked_out(table, name, row):
                    continue
                tried.add(sort)
                for value in wrong(kind, row[name]):
                    changed = [*rows[:number], {**row, name: value}, *rows[number + 1 :]]
                    yield f"{table.file} {name}, {value}: {row}", {table.file: changed}


def worked_out(table: Table, name: str, row: dict[str, str]) -> bool:
    """Whether a value can be worked out, as docs/reliability.md says."""
    if table is RULES:
        weighed = ALREADY in row["instance"] or FIRST in row["instance"]
        return not weighed and not (name == "binding" and row["kind"] in NEEDS)
    if name == "served":
        return row["name"] == "pell"  # whom entitlements serve follows; else the plan decides
    return name != "citation" or "/" in row["rule"]


def wrong(kind: str, value: str) -> Iterator[str]:
    """The same a little wrong."""
    if kind in SMALL:
        yield str(Decimal(value) + SMALL[kind])
        yield str(Decimal(value) - SMALL[kind])
    elif kind == "day":
        yield (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    elif kind == "flag":
        yield "false" if value == "true" else "true"
    else:
        yield f"{value}x"
