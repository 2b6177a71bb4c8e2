"""Each value of a stored plan, one after the other, is something else: it is read or refused."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fuzz_guard import run

from braid.plan.tables import TABLES

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "massachusetts-wctf.yaml"
COMMANDS = (
    ("report", "--xlsx"), ("report", "--html"), ("report", "--ics"), ("report", "--publish"),
    ("explain",), ("audit",),
)  # fmt: skip
INSTEAD: dict[type, tuple[object, ...]] = {str: ("nonsense", "", "-7")}
OTHERWISE = (None, 10**30, "x")
SECONDS = 30

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with offers, matches, refunds, last days and loans."""
    folder = tmp_path_factory.mktemp("every") / "plan"
    words = ["solve", str(SCENARIO), "--rules", str(ROOT / "rules"), "--out", str(folder)]
    assert run(words, SECONDS).code == 0
    return folder


def ended(folder: Path, out: Path) -> list[str]:
    """What is wrong with how the commands end."""
    found = []
    for name, *options in COMMANDS:
        into = ["--out", str(out)] if name == "report" else []
        done = run([name, str(folder), *options, *into], SECONDS)
        if done.fault:
            found.append(f"{name} {options}: {done.fault}")
        shutil.rmtree(out, ignore_errors=True)
    return found


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in items:
            yield from places(part, (*path, key))
    else:
        yield path


def test_a_value_of_the_document_is_read_or_refused(plan: Path, tmp_path: Path) -> None:
    text = (plan / "plan.json").read_text(encoding="utf-8")
    shapes = {
        tuple("*" if isinstance(key, int) else key for key in path): path
        for path in reversed([*places(json.loads(text))])
    }
    folder, wrong = tmp_path / "plan", []
    shutil.copytree(plan, folder)
    for shape, path in shapes.items():
        *way, last = path
        was = json.loads(text)
        for key in way:
            was = was[key]
        for value in INSTEAD.get(type(was[last]), OTHERWISE):
            document = part = json.loads(text)
            for key in way:
                part = part[key]
            part[last] = value
            (folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")
            wrong += [f"{shape} {value!r} {how}" for how in ended(folder, tmp_path / "out")]
    assert wrong == []
    assert len(shapes) > 100


@pytest.mark.parametrize("table", TABLES)
def test_a_value_of_a_table_is_read_or_refused(plan: Path, tmp_path: Path, table: str) -> None:
    folder, wrong = tmp_path / "plan", []
    shutil.copytree(plan, folder)
    file = folder / f"{table}.csv"
    with file.open(newline="", encoding="utf-8") as read:
        header, *rows = csv.reader(read)
    for at, column in enumerate(header if rows else ()):
        for value in ("nonsense", "", "-7"):
            first = [*rows[0][:at], value, *rows[0][at + 1 :]]
            with file.open("w", newline="", encoding="utf-8") as written:
                csv.writer(written, lineterminator="\n").writerows([header, first, *rows[1:]])
            wrong += [f"{column} {value!r} {how}" for how in ended(folder, tmp_path / "out")]
    assert wrong == []
