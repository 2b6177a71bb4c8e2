"""Shell completion: a script for each shell, and what is offered for a word that is typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from braid.cli import completing
from braid.cli.app import app

CHECKOUT = Path(__file__).parents[2]
PROGRAM = (
    "import sys, atexit\nsys.argv[0] = 'braid'\nfrom braid.cli import main\n"
    "atexit.register(lambda: print('LOADED', *sorted(sys.modules), file=sys.stderr))\nmain()\n"
)
HEAVY = {"pandas", "numpy", "pulp", "highspy", "rich", "yaml", "braid.catalog.library"}


def asked(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scenarios and a plan."""
    folder = tmp_path_factory.mktemp("completion")
    (folder / "scenarios").symlink_to(CHECKOUT / "scenarios", target_is_directory=True)
    plan = folder / "plans" / "quest"
    plan.mkdir(parents=True)
    (plan / "plan.json").write_text("{}", encoding="utf-8")
    (plan / "awards.csv").write_text("award,stream\ncity,x\nadult,y\n", encoding="utf-8")
    (plan / "unfunded.csv").write_text("cost,amount\nbackbone,1\nbackbone,2\n", encoding="utf-8")
    (plan / "rules.csv").write_text("rule\nwioa_adult/x\n", encoding="utf-8")
    (folder / "plans" / "empty").mkdir()
    (folder / "notes.yaml").write_text("just: notes\n", encoding="utf-8")
    (folder / "broken.yaml").write_bytes(b"\xff\xfe\x00programs:")
    (folder / "welding.yaml").write_text(
        "name: W\nprograms: []\nawards:\n- {id: one, stream: x,\n   rules: [{id: no}]}\n- id: two\n"
        "  rules:\n    - {id: neither}\ncosts:\n- id: cost\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize(
    ("shell", "has"),
    [
        ("bash", "complete -o default -F _braid_completion braid"),
        ("zsh", "#compdef braid"),
        ("fish", "complete --command braid"),
        ("powershell", "Register-ArgumentCompleter"),
    ],
)
def test_every_shell_has_its_script(shell: str, has: str, place: Path) -> None:
    done = asked(place, _BRAID_COMPLETE=f"source_{shell}")

    assert done.returncode == 0, done.stderr
    assert has in done.stdout


def test_bash_is_offered_the_commands(place: Path) -> None:
    done = asked(place, _BRAID_COMPLETE="complete_bash", COMP_WORDS="braid ", COMP_CWORD="1")

    offered = done.stdout.split()
    assert {"new", "solve", "check", "explain", "rules"} <= set(offered)
    assert set(offered) == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert not set(done.stderr.partition("LOADED")[2].split()) & HEAVY


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_takes_the_script(place: Path) -> None:
    script = asked(place, _BRAID_COMPLETE="source_bash").stdout
    code = f"{script}\nCOMP_WORDS=(braid ru)\nCOMP_CWORD=1\n"
    code += f'braid() {{ :; }}\nenv() {{ command env PYTHONPATH={CHECKOUT} "${{@:1:3}}" '
    code += f'{sys.executable} -c "$PROGRAM"; }}\n_braid_completion braid\necho "${{COMPREPLY[*]}}"'

    done = subprocess.run(
        ["bash", "-c", code], cwd=place, capture_output=True, text=True, check=False,
        env={**os.environ, "PROGRAM": PROGRAM},
    )  # fmt: skip

    assert done.stdout.strip() == "rules", done.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("solve ", {"welding.yaml", "scenarios/project-quest.yaml"}),
        ("solve w", {"welding.yaml"}),
        ("solve scenarios/pr", {"scenarios/project-quest.yaml"}),
        ("compare welding.yaml --proposal scenarios/proposals/one",
         {"scenarios/proposals/one-door-to-work.yaml"}),
        ("sweep ", {"scenarios/sweeps/county-money.yaml"}),
        ("explain ", {"plans/quest"}),
        ("audit plans/", {"plans/quest"}),
        ("explain plans/quest --award ", {"adult", "city"}),
        ("explain plans/quest --cost b", {"backbone"}),
        ("explain plans/quest --rule ", {"wioa_adult/x"}),
        ("solve welding.yaml --without ", {"one", "two"}),
        ("solve welding.yaml --reading wioa-con", {"wioa-contract-curriculum=B"}),
        ("rules show wioa_adult/adult", {"wioa_adult/adult-age"}),
        ("rules show uniform", {"uniform_guidance"}),
        ("rules facts wioa_adult pel", {"pell"}),
        ("new --stream pel", {"pell"}),
    ],
)  # fmt: skip
def test_words_are_completed(
    line: str, offered: set[str], place: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(place)
    words = ["braid", *line.split(" ")]
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_BRAID_COMPLETE", "complete_bash")

    with pytest.raises(SystemExit):
        app(prog_name="braid")

    found = set(capsys.readouterr().out.split())
    assert offered <= found
    assert all(word.startswith(words[-1]) for word in found)
    assert not {"notes.yaml", "plans/empty"} & found
    if words[-1]:
        assert found == offered


@pytest.mark.parametrize("name", ["awards_of_scenario", "awards_of_plan", "rules_of_plan"])
def test_what_is_not_there_offers_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argument in ("", "nowhere", str(tmp_path)):
        context = typer.Context(typer.main.get_command(app))
        context.params = {"scenario": argument, "folder": argument}
        assert getattr(completing, name)(context, "") == []
    assert capsys.readouterr() == ("", "")


def test_names_without_a_library_offer_nothing(tmp_path: Path) -> None:
    context = typer.Context(typer.main.get_command(app))
    context.params = {"rules": str(tmp_path / "none")}

    assert completing.stream_names(context, "") == []
    assert completing.reading_names(context, "") == []
    assert completing.rule_names(context, "wioa_adult/") == []
    assert completing.scenario_files(context, str(tmp_path / "no" / "x")) == []
