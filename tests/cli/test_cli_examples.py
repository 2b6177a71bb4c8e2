"""The help of every command ends with examples, and each of them is right."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from braid.catalog.library import rules_directory
from braid.catalog.whole import read_whole
from braid.cli.app import app

CHECKOUT = Path(__file__).parents[2]
ROOT: Any = typer.main.get_command(app)
MADE = ("plans/", "sweeps/")
"""Where braid itself puts what it makes."""
CHEAP = ("check", "rules", "new")
"""Commands whose examples are run for good."""
RULE = re.compile(r"[a-z0-9_]+/[a-z0-9-]+")


def commands(group: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it."""
    yield " ".join(("braid", *path)), group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


def examples(command: Any) -> list[str]:
    lines = [line.strip() for line in (command.epilog or "").splitlines()]
    return [line for line in lines if line.startswith("braid ")]


COMMANDS = dict(commands())
EXAMPLES = [(name, line) for name, command in COMMANDS.items() for line in examples(command)]


def called(line: str) -> tuple[list[str], list[str]]:
    """The words of the command that a line calls, and its arguments."""
    words = shlex.split(line.partition(" > ")[0])
    command, taken = ROOT, 1
    while taken < len(words) and words[taken] in getattr(command, "commands", {}):
        command, taken = command.commands[words[taken]], taken + 1
    return words[:taken], words[taken:]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_examples(name: str) -> None:
    shown = CliRunner().invoke(app, [*name.split()[1:], "--help"], env={"COLUMNS": "60"}).output
    after = shown.partition("\n  Examples:\n")[2]

    assert 2 <= len(examples(COMMANDS[name])) <= 6
    assert [line.strip() for line in after.splitlines() if line.strip()] == examples(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_an_example_of_its_own(name: str) -> None:
    own = [" ".join(called(line)[0]) for line in examples(COMMANDS[name])]

    assert hasattr(COMMANDS[name], "commands") or own.count(name) >= min(2, len(own))


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_an_example_can_be_typed(name: str, line: str) -> None:
    words, arguments = called(line)
    command = COMMANDS[" ".join(words)]

    command.make_context(words[-1], list(arguments))  # refuses what the command does not know

    for path in (w for w in arguments if w.startswith(("scenarios/", "rules/", "docs/"))):
        assert any(CHECKOUT.glob(path)), path


def test_the_rules_that_examples_name_are_there() -> None:
    library, _ = read_whole(rules_directory())
    known = {rule for rule, _ in library.rules()}
    for _, line in EXAMPLES:
        for word in called(line)[1]:
            if RULE.fullmatch(word) and not word.startswith((*MADE, "scenarios/", "rules/")):
                assert word in known


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scenarios and rules of the checkout."""
    folder = tmp_path_factory.mktemp("examples")
    for name in ("scenarios", "rules"):
        (folder / name).symlink_to(CHECKOUT / name, target_is_directory=True)
    return folder


@pytest.mark.parametrize("line", [line for _, line in EXAMPLES if called(line)[0][1] in CHEAP])
def test_a_cheap_example_does_what_it_says(
    line: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    words, arguments = called(line)
    typed = "\n" * 30 if line == "braid new" else None
    if words[1] == "new":
        for file in place.glob("*.yaml"):
            file.unlink()
        arguments = [*arguments, "--yes"] if typed is None else arguments

    done = CliRunner().invoke(app, [*words[1:], *arguments], input=typed)

    assert done.exit_code == 0, done.output
    made = {w for w in arguments if w.endswith((".yaml", ".html", ".md", ".json", ".csv"))}
    assert all(Path(file).exists() for file in made)


def test_mistakes_in_examples_are_noticed() -> None:
    words, arguments = called("braid solve scenarios/project-quest.yaml --no-such-option")

    with pytest.raises(Exception, match="no-such-option"):
        COMMANDS[" ".join(words)].make_context("solve", arguments)
