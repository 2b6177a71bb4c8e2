"""A sweep as its folder keeps it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from braid.reading.scalars import plain_number
from braid.record import record
from braid.render.web.stored import STORED_BADLY, document_in, unreadable
from braid.writing import cell_text

SWEEP = "sweep.json"
RESULTS = ("results.csv", "results.parquet")
COLUMNS = {
    "quantiles.csv": ("mean", "q0", "q5", "q25", "q50", "q75", "q95", "q100"),
    "effects.csv": ("coefficient", "low", "high", "explained"),
}
"""What is a number in the tables of a summary."""
UNREAD = (*STORED_BADLY, IndexError, ArithmeticError, StopIteration, csv.Error)


@record
class Case:
    """A row of a sweep's results, as text; ``values`` are empty where there is no plan."""

    number: int
    scenario: str
    inputs: tuple[str, ...]
    state: str
    problem: str
    values: tuple[str, ...]

    @property
    def measured(self) -> bool:
        """Whether there is a plan whose figures are told."""
        return any(self.values)


@record
class StoredSweep:
    """What the folder of a sweep says.

    ``varies`` says of each input what it changes (nothing in folders of an earlier braid).
    ``spreads`` and ``effects`` are the rows of the tables of these names, as text.
    """

    name: str
    method: str
    seed: int
    results: str
    inputs: tuple[str, ...]
    varies: tuple[str, ...]
    measures: tuple[str, ...]
    cases: tuple[Case, ...]
    spreads: tuple[Mapping[str, str], ...]
    effects: tuple[Mapping[str, str], ...]

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """Their names in the order of the cases."""
        return tuple(dict.fromkeys(case.scenario for case in self.cases))

    @cached_property
    def states(self) -> dict[str, int]:
        """How many cases there are of each state, good ones first."""
        counts: dict[str, int] = {}
        for case in self.cases:
            counts[case.state] = counts.get(case.state, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (pair[0] != "good", pair[0])))


def stored_sweep(folder: Path) -> StoredSweep:
    """The sweep of a folder; InputProblems where it cannot be read or is not done."""
    remedy = "Run it again, to its end: braid sweep SWEEP"
    path = folder / SWEEP
    try:
        said = document_in(path, 1)
        if not said.get("complete", True):
            raise ValueError("a run was ended before its results were complete")
        path = next((p for p in map(folder.joinpath, RESULTS) if p.is_file()), folder / RESULTS[0])
        rows = _parquet(path) if path.suffix == ".parquet" else _csv(path)
        head = next(rows)
        at = head.index("state")
        cases = tuple(
            Case(int(row[0]), row[1], tuple(row[2:at]), row[at], row[at + 1], tuple(row[at + 2 :]))
            for row in rows
        )
        if len(cases) != said["cases"] or any(len(c.values) != len(head) - at - 2 for c in cases):
            raise ValueError(f"{len(cases)} whole rows of {said['cases']} cases")
        results = path.name
        _refuse_text(value for case in cases for value in case.values if value)
        tables = []
        for path in (folder / "quantiles.csv", folder / "effects.csv"):
            scenarios = {case.scenario for case in cases}
            tables.append(_table(path, scenarios, head[at + 2 :], head[2:at]))
        told = {one["name"]: one["varies"] for one in said.get("inputs", ())}
        texts = [said["sweep"], said["method"], *told.values()]
        if not all(isinstance(text, str) for text in texts) or not isinstance(said["seed"], int):
            raise ValueError("its name, method, seed or inputs are not what a sweep's are")
        names = head[2:at]
        return StoredSweep(
            said["sweep"], said["method"], said["seed"], results, tuple(names),
            tuple(told.get(name.removeprefix("input:"), "") for name in names),
            tuple(head[at + 2 :]), cases, *tables,
        )  # fmt: skip
    except UNREAD as error:
        raise unreadable(path, error, remedy) from None


def _table(
    path: Path, scenarios: Collection[str], measures: Collection[str], inputs: Collection[str]
) -> tuple[Mapping[str, str], ...]:
    """The rows of a summary, which tell of scenarios, measures and inputs that there are."""
    names, *lines = _csv(path)
    rows = tuple(dict(zip(names, line, strict=True)) for line in lines)
    known = {name.removeprefix("input:") for name in inputs}
    for row in rows:
        if row["scenario"] not in scenarios or row["measure"] not in measures:
            missing = f"'{row['measure']}' of '{row['scenario']}'"
            raise ValueError(f"there is no {missing} in its results")
        if "input" in row and row["input"] not in known:
            raise ValueError(f"there is no input '{row['input'][:40]}' in its results")
        _refuse_text(row[name] for name in COLUMNS[path.name])
    return rows


def _refuse_text(values: Iterable[str]) -> None:
    strange = next((value for value in values if plain_number(value) is None), None)
    if strange is not None:
        raise ValueError(f"'{strange[:40]}' is not a number")


def _csv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def _parquet(path: Path) -> Iterator[list[str]]:
    from braid.render.extras import needs

    needs(path, "a page of results as Parquet", "pyarrow", extra="parquet")
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    yield list(table.column_names)
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield [cell_text(value) for value in row]
