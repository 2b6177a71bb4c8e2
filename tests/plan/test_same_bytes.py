"""The same input gives the same plan, byte for byte, in whatever order and process it is read."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bytes_of import bytes_of
from draft import inputs_of, planned, read

import braid

HERE = Path(__file__).parent
WHOLE = HERE / "whole.yaml"


def partnership() -> dict[str, Any]:
    """The draft in which most of the law applies at once."""
    return read(WHOLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan() -> bytes:
    """The plan of that draft."""
    return bytes_of(planned(inputs_of(partnership())))


def test_two_runs_give_the_same_bytes(plan: bytes) -> None:
    assert bytes_of(planned(inputs_of(partnership()))) == plan


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_lists_is_no_input(plan: bytes, seed: int) -> None:
    dice = random.Random(seed)

    def shuffled(value: Any) -> Any:
        """Lists of named things and tables by name in another order; lists in time as they are."""
        if isinstance(value, dict):
            keys = list(value)
            dice.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        if isinstance(value, list) and all(isinstance(v, dict) and "id" in v for v in value):
            items = [shuffled(v) for v in value]
            dice.shuffle(items)
            return items
        return value

    data = shuffled(partnership())
    assert [a["id"] for a in data["awards"]] != [a["id"] for a in partnership()["awards"]]
    assert bytes_of(planned(inputs_of(data))) == plan


def test_another_process_with_another_hash_seed_gives_the_same_bytes(plan: bytes) -> None:
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "1"
    root = str(Path(braid.__file__).parents[1])
    path = os.pathsep.join([root, str(HERE), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(HERE / "bytes_of.py"), str(WHOLE)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(plan).hexdigest()
