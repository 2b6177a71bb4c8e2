"""How long a roster takes to become groups and people again, beside ``pandas.read_csv`` of it.

python -m benchmarks.roster --runs 5
python -m benchmarks.roster --runs 5 --starts 26 --pyarrow

The roster is made up: 20 programs, their first days, 12 attributes that the demo's rules ask for.
pandas is used as braid's dependencies install it, without pyarrow, unless that is asked for: its
texts are then quicker, braid's are the same.
"""

from __future__ import annotations

import sys

if "--pyarrow" not in sys.argv:
    sys.modules["pyarrow"] = None  # type: ignore[assignment]

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import yaml

from braid.catalog.rosters.groups import groups_of
from braid.cli import NEW_OBJECTS
from braid.render.roster import groups_csv, people_csv

DEMO = Path(__file__).resolve().parent.parent / "scenarios" / "project-quest.yaml"
PROGRAMS = 20
YES_NO = {
    "city_resident": 0.9, "low_income": 0.7, "public_assistance": 0.3, "work_authorized": 0.99,
    "fafsa_processed": 0.9, "in_college_at_intake": 0.05,
    "veteran": 0.06, "homeless": 0.03,
}  # fmt: skip
"""How many of the people are it."""
WORDS = {
    "employment_status": ("unemployed", "employed"),
    "selective_service": ("registered", "not_required", "exempt"),
    "highest_degree": ("none", "associate", "bachelors"),
}
SHARES = (0.9, 0.08, 0.02)


def write_roster(folder: Path, people: int, starts: int, seed: int) -> tuple[Path, Path]:
    """The demo with twenty programs, and a roster for it."""
    random = np.random.default_rng(seed)
    data = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    first = data["programs"][0]
    more = PROGRAMS - len(data["programs"])
    data["programs"] += [{**first, "id": f"program-{n}"} for n in range(more)]
    scenario, path = folder / "scenario.yaml", folder / "people.csv"
    scenario.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    dates = pd.date_range("2026-07-06", periods=starts, freq=f"{364 // starts}D")
    names = np.array([program["id"] for program in data["programs"]])
    days = dates.strftime("%Y-%m-%d").to_numpy()
    columns: dict[str, Any] = {
        "program": random.choice(names, people), "start": random.choice(days, people),
        "age": random.integers(16, 65, people),
    }  # fmt: skip
    for name, share in YES_NO.items():
        columns[name] = np.where(random.random(people) < share, "true", "false")
    for name, words in WORDS.items():
        shares = np.array(SHARES[: len(words)]) / sum(SHARES[: len(words)])
        columns[name] = random.choice(np.array(words), people, p=shares)
    pd.DataFrame(columns).to_csv(path, index=False)
    return scenario, path


def there_and_back(scenario: Path, people: Path, out: Path) -> tuple[dict[str, list[float]], int]:
    """Seconds until the groups are there, and until every person is written; how many groups."""
    found, grouping = _timed(lambda: _grouping(scenario, people))
    written, _ = _timed(lambda: _expanded(grouping, out))
    return {"groups": found, "people": written}, len(grouping.collapsed)


def _grouping(scenario: Path, people: Path) -> Any:
    grouping, problems = groups_of(scenario, people)
    if grouping is None:
        raise SystemExit(problems)
    groups_csv(grouping)
    return grouping


def _expanded(grouping: Any, out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(people_csv(grouping))


def _timed(work: Callable[[], Any]) -> tuple[list[float], Any]:
    """Processor and wall-clock seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    made = work()
    return [time.process_time() - cpu, time.perf_counter() - wall], made


def main() -> None:
    """Time both in turns, in one process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roster")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--starts", type=int, default=4, help="how many first days a program has")
    parser.add_argument("--pyarrow", action="store_true", help="let pandas read with pyarrow")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep", type=Path, help="where to leave the generated files")
    chosen = parser.parse_args()
    gc.set_threshold(NEW_OBJECTS, 10, 10)  # as the command does
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        scenario, people = write_roster(folder, chosen.people, chosen.starts, chosen.seed)
        size = people.stat().st_size / 1e6
        turns: dict[str, list[list[float]]] = {"read_csv": [], "groups": [], "people": []}
        groups = 0
        for _ in range(chosen.runs):
            turns["read_csv"].append(_timed(lambda: pd.read_csv(people))[0])
            seconds, groups = there_and_back(scenario, people, folder / "who.csv")
            for stage, taken in seconds.items():
                turns[stage].append(taken)
    turns["both"] = [
        [a + b for a, b in zip(*pair, strict=True)]
        for pair in zip(turns["groups"], turns["people"], strict=True)
    ]
    print(f"{chosen.people:,} people, {size:.0f} MB, {groups:,} groups; medians of {chosen.runs}"
          f" runs, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("| | processor, s | wall-clock, s | / read_csv |\n|---|--:|--:|--:|")
    for stage, taken in turns.items():
        cpu, wall = (median(one) for one in zip(*taken, strict=True))
        pairs = zip(taken, turns["read_csv"], strict=True)
        share = median(mine[0] / theirs[0] for mine, theirs in pairs)
        print(f"| {stage} | {cpu:.2f} | {wall:.2f} | {share:.2f} |")


if __name__ == "__main__":
    main()
