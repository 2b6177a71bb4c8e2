"""``braid new``: a few questions, and a commented scenario to go on from."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from braid.cli import completing
from braid.cli.options import RulesFolder, progress, stop, tell
from braid.cli.writing import put, taken
from braid.suffixes import is_yaml

if TYPE_CHECKING:
    from braid.catalog.drafting.draft import Draft
    from braid.catalog.whole import WholeLibrary

EXAMPLES = """
Examples:

  braid new

  braid new welding.yaml --yes

  braid new nursing.yaml --yes --start 2026-07-01 --stream wioa_adult=150000 --stream pell

  braid new nursing.yaml --name "Nursing at the college" --program Nursing=30:6400
"""


def new(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="The file to write (default: the partnership's name).",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the partnership is called.")
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="DAY", help="The first day of the plan, as 2026-07-01.")
    ] = None,
    months: Annotated[
        str | None, typer.Option(metavar="N", help="How many months the plan is long.")
    ] = None,
    stream: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=DOLLARS", autocompletion=completing.stream_names,
            help="Money: a stream of braid rules list, and how much; NAME=DOLLARS@DAY if it ends "
            "then (repeat for more).",
        ),
    ] = None,
    program: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=WEEKS:DOLLARS",
            help="What is taught, how long, and its tuition (repeat for more).",
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PEOPLE@DAY",
            help="How many start on a day; with several programs NAME=PEOPLE@DAY "
            "(repeat for more).",
        ),
    ] = None,
    support: Annotated[
        str | None,
        typer.Option(metavar="DOLLARS", help="Fares and other support for each person."),
    ] = None,
    staff: Annotated[
        str | None, typer.Option(metavar="DOLLARS", help="Staff for everybody, a year.")
    ] = None,
    employer: Annotated[
        str | None, typer.Option(metavar="TEXT", help="An employer that is part of it.")
    ] = None,
    facts: Annotated[
        Literal["guess", "open"] | None,
        typer.Option(
            "--facts",
            help="What the money asks about people and programs: guessed, or left open for you.",
        ),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", "--defaults", "-y", help="Ask nothing; take every default."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
    rules: RulesFolder = None,
) -> None:  # fmt: skip
    """Ask a few questions and write a scenario with comments, ready to check and to solve.

    Enter takes the default in brackets. What an option says is not asked. Facts that the chosen
    money asks about are guessed so that it may pay, and each is marked as a guess.

    Exit codes: 0 written, 1 problems in the input, 2 usage, or no answer.
    """
    from braid.catalog.drafting.draft import drafted
    from braid.cli.drafting.asking import ask
    from braid.cli.drafting.asking import yes as yes_or_no
    from braid.cli.drafting.questions import Questions, Said
    from braid.cli.drafting.streams import Choice
    from braid.cli.rules.library import library_in

    if file is not None:
        _may_write(file, force)
    library = library_in(rules)
    choice = Choice(library)
    if not choice.names:
        raise typer.BadParameter("there is no stream in it.", param_hint="--rules")
    said = Said(
        name, start, months, stream or (), program or (), group or (), support, staff, employer
    )
    draft = drafted(Questions(said, choice, library, asks=not yes).answers(), library)
    supposing = facts != "open"
    if facts is None and not yes and draft.facts:
        question = "The money asks about your people and programs. Guess so that it may pay?"
        supposing = ask(question, "y", yes_or_no)
    if file is None:
        file = _named(draft.answers.name, not yes, force)
    _write(draft, library, supposing, file, rules)


def _may_write(file: Path, force: bool) -> None:
    refused = _refused(file, force)
    if refused:
        raise typer.BadParameter(refused, param_hint="FILE")


def _refused(file: Path, force: bool) -> str:
    """Why a file may not be written; empty where it may."""
    refused = taken(file, force)
    if not refused and not is_yaml(file):
        return f"A scenario is a YAML file. Name it {file.with_suffix('.yaml')}."
    return refused


def _named(name: str, asks: bool, force: bool) -> Path:
    """The file: the one that is named after the partnership, or another."""
    from braid.catalog.drafting.answers import id_of
    from braid.cli.drafting.asking import WrongAnswer, ask

    def check(said: str) -> Path:
        refused = _refused(Path(said), force)
        if refused:
            raise WrongAnswer(refused)
        return Path(said)

    usual = Path(id_of(name, (), "scenario").replace("_", "-") + ".yaml")
    if asks:
        return ask("Which file shall it be?", str(usual), check)
    _may_write(usual, force)
    return usual


def _write(
    draft: Draft, library: WholeLibrary, supposing: bool, file: Path, rules: Path | None
) -> None:
    """The file, what ``braid check`` says of it, and what to do next."""
    from braid.catalog.load import load_inputs
    from braid.cli.check import contents
    from braid.render.draft.text import in_words, scenario_text

    put(scenario_text(draft, library, supposing, shlex.quote(str(file))), file)
    with progress(f"Reading {file}"):
        inputs, problems = load_inputs(file, rules)
    if inputs is None:
        stop(problems)
    tell(problems)
    more = "" if rules is None else f" --rules {shlex.quote(str(rules))}"
    name = shlex.quote(str(file))
    lines = [f"{file}: {contents(inputs)}", *in_words(draft, library, supposing), "", "Next:"]
    lines += [f"  open {name} in an editor and say what is true", f"  braid check {name}{more}",
              f"  braid solve {name}{more}"]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")
