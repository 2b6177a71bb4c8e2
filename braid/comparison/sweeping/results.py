"""The results of a sweep as a table: CSV, or Parquet where pyarrow is installed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import COUNTS, SCALES, columns
from braid.problems import InputProblems, Place, Problem
from braid.writing import replacing

BATCH = 1_000
"""Rows of a Parquet file that are in memory at the same time."""
FIRST, LAST = ("case", "scenario"), ("state", "problem")


def header(loaded: Loaded) -> list[str]:
    """The columns of the results; an input whose name is taken by a column gets ``input:``."""
    taken = {*FIRST, *LAST, *columns(loaded)}
    names = [f"input:{i.name}" if i.name in taken else i.name for i in loaded.sweep.inputs]
    return [*FIRST, *names, *LAST, *columns(loaded)]


def needs(loaded: Loaded, form: str) -> None:
    """Raise InputProblems where a library is missing that the sweep or its results need."""
    wanted: list[tuple[str, str, str, Place]] = []
    if form == "parquet":
        wanted.append(("pyarrow", "parquet", "a Parquet file be written", Place("--results")))
    if loaded.sweep.sample.method == "latin_hypercube":
        wanted.append(("scipy", "sweep", "a Latin hypercube be drawn", loaded.at))
    problems = []
    for module, extra, what, place in wanted:
        if find_spec(module) is None:
            message = f"{module} is not installed here; without it there cannot {what}."
            remedy = f"Install it with: pip install 'braid-funding[{extra}]'"
            problems.append(Problem("B612", message, remedy, place))
    if problems:
        raise InputProblems(problems)


def write_results(loaded: Loaded, rows: Iterator[list[str]], folder: Path, form: str) -> Path:
    """Write the table, whole or not at all; rows are never in memory all at once."""
    path = folder / f"results.{form}"
    with replacing(path) as partial:
        (_parquet if form == "parquet" else _csv)(loaded, rows, partial)
    return path


def _csv(loaded: Loaded, rows: Iterator[list[str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header(loaded))
        writer.writerows(rows)


def _parquet(loaded: Loaded, rows: Iterator[list[str]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = header(loaded)
    types = [_type(loaded, number) for number in range(len(names))]
    schema = pa.schema([pa.field(n, t) for n, t in zip(names, types, strict=True)])
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            arrays = [
                pa.array([_value(row[k], kind) for row in batch], kind)
                for k, kind in enumerate(types)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _type(loaded: Loaded, number: int) -> Any:
    import pyarrow as pa

    inputs, measures = loaded.sweep.inputs, columns(loaded)
    if number == 0:
        return pa.int64()
    at = number - len(FIRST)
    if 0 <= at < len(inputs):
        return pa.decimal128(28, 6) if is_number(loaded, at) else pa.string()
    at -= len(inputs) + len(LAST)
    if at < 0:
        return pa.string()
    name = measures[at]
    return pa.int64() if name in COUNTS else pa.decimal128(28, SCALES.get(name, 2))


def _value(text: str, kind: Any) -> Any:
    if text == "":
        return None
    import pyarrow as pa

    if pa.types.is_decimal(kind):
        return Decimal(text).quantize(Decimal(1).scaleb(-kind.scale))
    return int(text) if pa.types.is_integer(kind) else text


def is_number(loaded: Loaded, at: int) -> bool:
    """Whether all values of an input are numbers."""
    from braid.comparison.sweeping.varying import listed

    one = loaded.sweep.inputs[at]
    values = listed(one)
    return values is None or all(isinstance(value, Decimal) for value in values)
