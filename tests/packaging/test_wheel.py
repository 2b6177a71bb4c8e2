"""The wheel stands alone: in an empty environment, away from the checkout, it solves the demo."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

CHECKOUT = Path(__file__).parents[2]
SCENARIO = "project-quest.yaml"
LOCKED = bool(os.environ.get("LOCKED"))
"""Whether everything comes from the lock, as in .ci/run."""


@dataclass(frozen=True)
class Installed:
    """A braid installed from its wheel, and the folder that holds nothing but the demo scenario."""

    braid: Path
    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.braid, *arguments],
            cwd=self.folder,
            env=bare_environment(),
            capture_output=True,
            text=True,
            check=False,
        )


def bare_environment() -> dict[str, str]:
    """This process's environment without what would lead Python back to the checkout."""
    leads_back = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in leads_back}


def run_quietly(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(
        command, cwd=cwd, env=bare_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution so that both are known to be complete."""
    dist = tmp_path_factory.mktemp("dist")
    # by the lock, what builds the wheel is installed already; nothing else is fetched
    alone = ["--no-isolation"] if LOCKED else []
    run_quietly(sys.executable, "-m", "build", *alone, "--outdir", dist, CHECKOUT, cwd=dist)
    (built,) = dist.glob("braid_funding-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    environment = tmp_path_factory.mktemp("environment")
    folder = tmp_path_factory.mktemp("elsewhere")
    run_quietly(sys.executable, "-m", "venv", environment, cwd=folder)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = (scripts / "python", "-m", "pip")
    if LOCKED:
        core = CHECKOUT / "requirements" / "braid.txt"
        run_quietly(*pip, "install", "-qq", "--require-hashes", "-r", core, cwd=folder)
    run_quietly(*pip, "install", "-qq", *(["--no-deps"] if LOCKED else []), wheel, cwd=folder)
    run_quietly(*pip, "check", cwd=folder)
    shutil.copy(CHECKOUT / "scenarios" / SCENARIO, folder)
    return Installed(scripts / "braid", folder)


def test_the_wheel_holds_the_code_every_rule_file_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    rules = CHECKOUT / "rules"
    expected = {
        f"braid/_rules/{path.relative_to(rules).as_posix()}"
        for path in rules.rglob("*")
        if path.is_file()
    }

    assert {name for name in held if name.startswith("braid/_rules/")} == expected
    assert all(name.startswith("braid/") for name in held)
    assert "braid/py.typed" in held


def test_the_demo_is_solved_with_the_rules_in_the_wheel(installed: Installed) -> None:
    solved = installed.run("solve", SCENARIO)

    assert solved.returncode == 0, solved.stderr
    assert (installed.folder / "plans" / "project-quest" / "charges.csv").is_file()


def test_the_plan_passes_the_audit_of_the_installed_braid(installed: Installed) -> None:
    installed.run("solve", SCENARIO)

    audited = installed.run("audit", "plans/project-quest")

    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_rules_given_by_the_user_take_the_place_of_those_in_the_wheel(installed: Installed) -> None:
    rules = installed.folder / "my_rules"
    shutil.copytree(CHECKOUT / "rules", rules)
    for stream in rules.rglob("workforce_pell.yaml"):
        stream.unlink()

    solved = installed.run("solve", SCENARIO, "--rules", "my_rules")

    assert solved.returncode == 1
    assert "workforce_pell" in solved.stderr + solved.stdout
