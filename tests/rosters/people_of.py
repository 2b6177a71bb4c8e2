"""Rosters for tests: a scenario's groups taken apart into people, with facts that no rule needs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "scenarios" / "project-quest.yaml"
PLANTED = "Plantedname"

SMALL = """
name: Small
horizon: {start: 2026-07-01, end: 2027-06-30}
programs: [{id: welding, weeks: 12}, {id: care, weeks: 8}]
groups: groups.csv
costs: [{id: tuition, category: tuition_fees, per_participant: 2400, when: start}]
awards:
  - {id: city, stream: city_sales_tax_fund, amount: 60000}
"""
HEADER = "program,start,age,city_resident,work_authorized,in_college_at_intake"


def small(folder: Path, *rows: str, header: str = HEADER) -> tuple[Path, Path]:
    """A scenario without groups, and a roster of these rows."""
    scenario, people = folder / "small.yaml", folder / "people.csv"
    scenario.write_text(SMALL, encoding="utf-8")
    people.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return scenario, people


def person(age: object = 30, resident: str = "true", **other: str) -> str:
    """A row of the small roster."""
    facts = {"program": "welding", "start": "2026-09-14", **other}
    return f"{facts['program']},{facts['start']},{age},{resident},true,false"


def taken_apart(
    groups: Sequence[dict[str, Any]], random: Random, mixed: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Each participant of some groups as a row, in any order; ``mixed`` facts change places."""
    rows: list[dict[str, Any]] = []
    for group in groups:
        facts = {k: v for k, v in group.items() if k not in ("id", "name", "participants")}
        for _ in range(group["participants"]):
            rows.append({
                **facts, "last_name": f"{PLANTED}{len(rows)}", "birth_date": "1990-01-01",
                "case_number": f"C-{len(rows):04}",
            })  # fmt: skip
    for name in mixed:
        values = [row.get(name) for row in rows]
        random.shuffle(values)
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    random.shuffle(rows)
    return rows


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def write_people(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    columns = sorted({name for row in rows for name in row})
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return path


def demo() -> dict[str, Any]:
    """The demo's data."""
    data: dict[str, Any] = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return data


def write_scenario(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path
