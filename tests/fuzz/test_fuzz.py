"""A few cases of every reader each time; ``make fuzz MINUTES=60`` runs as many as fit."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from fuzz_readers import Reader, readers

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such timer here")
QUICK, MORE = range(3), range(100, 150)
LONG = ("stored", "shipped", "portfolio")
"""Readers that are long in preparing, or whose cases are."""


def _run(reader: Reader, home: Path, seeds: range) -> None:
    reader.ready(home)
    for seed in seeds:
        outcomes, _, path = reader.case(seed)
        for one in outcomes:
            assert not one.fault, f"{reader.name} {seed}: {path.name}, {one.arguments}\n{one.fault}"


@pytest.mark.parametrize(
    "reader", [one for one in readers() if one.name not in LONG], ids=lambda r: r.name
)
def test_a_changed_file_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    _run(reader, tmp_path, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("reader", readers(), ids=lambda r: r.name)
def test_more_changed_files_are_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    _run(reader, tmp_path, MORE)
