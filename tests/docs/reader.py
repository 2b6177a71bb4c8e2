"""A reader who follows a document: in a copy of the scenarios and rules, block by block."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from documents import Block

from braid.cli.app import app

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_RUN_HERE = frozenset({"make test", "make lowest", "make newest"})
"""Commands that cannot run inside a test; the Makefile must know them all the same."""


class Reader:
    """Follows the blocks of one document in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exit_code = 0
        for name in ("scenarios", "rules"):
            shutil.copytree(CHECKOUT / name, folder / name)

    def save(self, block: Block) -> None:
        """Save a file that the document shows."""
        path = self.folder / block.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(block.lines) + "\n", encoding="utf-8")

    def edit(self, block: Block) -> None:
        """Make the change that the document shows."""
        name = block.lines[0].removeprefix("--- ")
        old = "\n".join(line[1:] for line in block.lines[1:] if not line.startswith("+"))
        new = "\n".join(line[1:] for line in block.lines[1:] if not line.startswith("-"))
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        found = text.count(f"{old}\n")
        assert found == 1, f"line {block.line + 1}: {name} has the old lines {found} times"
        path.write_text(text.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")

    def run(self, command: str) -> tuple[str, ...] | None:
        """What a command prints; None for one that is not run here."""
        words = shlex.split(command, comments=True)
        if words[0] == "make":
            recipe = make_recipe(words[1])
            if " ".join(words) in NOT_RUN_HERE:
                return None
            assert len(recipe) == 1, recipe
            words = shlex.split(recipe[0])
            return (recipe[0], *self._braid(words[1:]))
        if words[0] == "braid":
            return self._braid(words[1:])
        if words == ["echo", "$?"]:
            return (str(self.exit_code),)
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.exit_code = done.returncode
        return _lines(done.stdout + done.stderr)

    def _braid(self, arguments: list[str]) -> tuple[str, ...]:
        """The command in this process, its result and its talk in one stream as on a terminal."""
        before = Path.cwd()
        screen = io.StringIO()
        self.exit_code = 0
        os.chdir(self.folder)
        try:
            with (
                mock.patch.dict(os.environ, {"COLUMNS": "100"}),
                redirect_stdout(screen),
                redirect_stderr(screen),
            ):
                app(arguments, prog_name="braid")
        except SystemExit as ended:
            self.exit_code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        finally:
            os.chdir(before)
        return _lines(screen.getvalue())


def make_recipe(target: str) -> list[str]:
    """The commands of a make target, as make prints them."""
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    rule = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert rule, f"the Makefile has no target {target}"
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in rule[1].splitlines()]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.rstrip("\n").split("\n")) if text else ()
