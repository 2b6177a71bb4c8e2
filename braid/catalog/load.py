"""Read a scenario and the rules that it needs: the first two stages in one step."""

from __future__ import annotations

from pathlib import Path

from braid.catalog.checks import check_scenario
from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import load_library, rules_directory
from braid.problems import Problem, has_errors
from braid.reading.scenario_files import read_scenario
from braid.schema.scenario import Scenario
from braid.schema.validate import validate


def load_inputs(path: Path, rules: Path | None = None) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The validated inputs of a scenario file, with every problem of every file.

    ``rules`` is a rules directory (default: the library that comes with braid).
    Inputs are None when any problem is an error.
    """
    document, problems = read_scenario(path)
    if document is None:
        return None, tuple(problems)
    scenario, more = validate(Scenario, document)
    problems += more
    streams = _streams_named(document.data)
    library, more = load_library(rules_directory(rules), streams, _state_named(document.data))
    problems += more
    if scenario is None or library is None:
        return None, tuple(sorted(problems, key=Problem.sort_key))
    problems += check_scenario(scenario, library, document)
    if has_errors(problems):
        return None, tuple(sorted(problems, key=Problem.sort_key))
    inputs = Inputs(scenario, apply_law(scenario, library), document, library.files)
    return inputs, tuple(sorted(problems, key=Problem.sort_key))


def _streams_named(data: object) -> set[str]:
    awards = data.get("awards") if isinstance(data, dict) else None
    if not isinstance(awards, list):
        return set()
    return {a["stream"] for a in awards if isinstance(a, dict) and isinstance(a.get("stream"), str)}


def _state_named(data: object) -> str | None:
    chosen = data.get("rules") if isinstance(data, dict) else None
    state = chosen.get("state") if isinstance(chosen, dict) else None
    return state if isinstance(state, str) else None
