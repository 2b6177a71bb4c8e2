"""braid as a process: it starts at once, and its commands load nothing that they do not need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from handmade_plan import EXAMPLE

from braid.cli.commands import NAMES

CHECKOUT = Path(__file__).parents[2]
HEAVY = {"pandas", "numpy", "pulp", "highspy", "xlsxwriter", "plotly", "dask"}
LOADED = """
import atexit, sys
from braid.cli import main
atexit.register(lambda: print("LOADED", *sorted(sys.modules), file=sys.stderr))
main()
"""


def run(*arguments: object, code: str | None = None) -> subprocess.CompletedProcess[str]:
    how = ["-m", "braid"] if code is None else ["-c", code]
    return subprocess.run(
        [sys.executable, *how, *map(str, arguments)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(*arguments: object) -> set[str]:
    done = run(*arguments, code=LOADED)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.partition("LOADED")[2].split())


def test_help_loads_nothing_but_the_command_line() -> None:
    modules = loaded("--help")

    assert not modules & (HEAVY | {"rich", "pydantic", "yaml"})


@pytest.mark.parametrize("command", ["solve", "check", "rank", "explain", "audit", "rules"])
def test_the_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    assert not loaded(command, "--help") & (HEAVY | {"rich", "yaml"})


def test_check_imports_neither_pandas_nor_pulp_nor_highspy() -> None:
    modules = loaded("check", EXAMPLE / "quest.yaml", "--rules", EXAMPLE / "rules")

    assert "pydantic" in modules
    assert not modules & HEAVY


def test_a_command_imports_no_other_command() -> None:
    modules = loaded("check", EXAMPLE / "quest.yaml", "--rules", EXAMPLE / "rules")

    others = {f"braid.cli.{name}" for name in NAMES if name != "check"}
    assert "braid.cli.check" in modules
    assert not modules & others


def test_no_command_imports_pandas_and_solve_with_highs_no_pulp(tmp_path: Path) -> None:
    folder = tmp_path / "plan"

    for command in (("solve", "scenarios/project-quest.yaml", "--out"), ("explain",), ("audit",)):
        assert not loaded(*command, folder) & {"pandas", "pulp"}, command


def test_an_input_error_ends_the_process_with_1_and_no_traceback() -> None:
    done = run("solve", "no/such/scenario.yaml")

    assert done.returncode == 1
    assert "Error: no/such/scenario.yaml [B001]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_printed() -> None:
    from braid import __version__

    assert run("--version").stdout == f"braid {__version__}\n"


def test_the_demo_is_solved_and_audited_from_its_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "plan"

    solved = run("solve", "scenarios/project-quest.yaml", "--out", folder)
    audited = run("audit", folder)

    assert solved.returncode == 0, solved.stderr
    assert max(len(line) for line in solved.stdout.splitlines() if "braid " not in line) <= 100
    assert len(solved.stdout.splitlines()) <= 112
    assert audited.returncode == 0, audited.stdout + audited.stderr
    assert "plan.json" not in audited.stderr


NAME = "a" * 400
DEMO = "scenarios/project-quest.yaml"


@pytest.mark.parametrize(
    "arguments",
    [("audit", NAME), ("check", DEMO, "--rules", NAME), ("solve", DEMO, "--out", NAME)],
)
def test_a_name_that_no_file_can_have_is_no_fault_of_braid(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.returncode == 1
    assert "No file can be there" in done.stderr
    assert NAME not in done.stderr  # only its beginning
    assert "fault" not in done.stderr
