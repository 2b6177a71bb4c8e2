"""Writes and reads the small library and scenario of ``disputed.py``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from disputed import ATTRIBUTES, CATEGORIES, SCENARIO, Load, Write, fund

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.problems import Problem


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a library and a scenario below a folder, which it returns."""

    def made(*rules: str, register: str = "", scenario: str = SCENARIO) -> Path:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        files = {
            "categories": CATEGORIES,
            "attributes": ATTRIBUTES,
            "fund": fund(*rules),
            "conflicts": register,
        }
        for name, text in files.items():
            if text:
                (folder / f"{name}.yaml").write_text(text.lstrip("\n"), encoding="utf-8")
        (tmp_path / "scenario.yaml").write_text(scenario.lstrip("\n"), encoding="utf-8")
        return tmp_path

    return made


@pytest.fixture
def load(write: Write) -> Load:
    """Writes and reads; a problem that is an error fails the test."""

    def made(*rules: str, register: str = "", readings: dict[str, str] | None = None,
             scenario: str = SCENARIO) -> Inputs:  # fmt: skip
        folder = write(*rules, register=register, scenario=scenario)
        inputs, problems = load_inputs(folder / "scenario.yaml", folder / "rules", readings)
        assert inputs is not None, [str(p) for p in problems]
        return inputs

    return made


@pytest.fixture
def refused(write: Write) -> Callable[..., list[Problem]]:
    """Writes and reads; the errors that come of it."""

    def made(
        *rules: str, register: str = "", readings: dict[str, str] | None = None
    ) -> list[Problem]:
        folder = write(*rules, register=register)
        inputs, problems = load_inputs(folder / "scenario.yaml", folder / "rules", readings)
        assert inputs is None
        return list(problems)

    return made
