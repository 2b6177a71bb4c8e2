"""Files that commands make: refused where something is there, written whole, or told why not."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from braid.cli.options import stop, talk
from braid.problems import Place, Problem
from braid.writing import make_folder, replacing


def taken(file: Path, force: bool) -> str:
    """Why a file may not be written; empty where it may."""
    if file.is_dir():
        return f"'{file}' is a folder. Name a file in it."
    if file.exists() and not force:
        return f"'{file}' is there already. Name another file, or write over it with --force."
    return ""


def refuse_taken(file: Path, force: bool, hint: str) -> None:
    """End the command where a file may not be written; ``hint`` is the option that names it."""
    refused = taken(file, force)
    if refused:
        raise typer.BadParameter(refused, param_hint=hint)


def write(
    path: Path, content: bytes | Iterable[str], *, what: str = "file", public: bool = False,
    folder: bool = False,
) -> None:  # fmt: skip
    """Write a file whole or not at all; a problem ends the command.

    ``what`` it is is told then. Nobody but its owner can read it, unless ``public``. ``folder``:
    make the folder for it if there is none.
    """
    pieces = (content,) if isinstance(content, bytes) else (text.encode() for text in content)
    try:
        if folder and public:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif folder:
            make_folder(path.parent)
        with replacing(path, public=public) as partial, partial.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        message = f"The {what} cannot be written: {error.strerror or error}."
        remedy = (
            "Check that its folder is there and yours to write, that no other program has it open,"
            " and that the disk is not full."
        )
        stop([Problem("B311", message, remedy, Place(str(path)))])


def refuse_folder(folder: Path, mark: str, what: str) -> None:
    """End the command where a folder holds something else than what ``mark`` is a file of."""
    from braid.plan.folder import cannot_write
    from braid.plan.swap import recover

    recover(folder)
    refused = cannot_write(folder, what, lambda one: (one / mark).is_file())
    if refused:
        stop(refused)


def put(text: str, out: Path | None) -> None:
    """A document on stdout or in a file, which takes the place of one that is there."""
    if out is None:
        sys.stdout.write(text)
        return
    write(out, [text])
    talk(f"Written to {out}.")
