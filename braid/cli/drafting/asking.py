"""Questions on the terminal: a default for each, and an answer is checked before the next one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeVar

import typer

from braid.cli.options import ExitCode, talk
from braid.problems import did_you_mean, suggest

T = TypeVar("T")
MOST_USD = Decimal("100000000000")
LONGEST_NAME = 200


class WrongAnswer(ValueError):
    """An answer that cannot be; its text says why, and what would be right."""


def ask(question: str, default: str, check: Callable[[str], T], told: str | None = None) -> T:
    """The checked answer; a wrong one is asked again. ``told`` is how the default is shown."""
    shown = default if told is None else told
    while True:
        said = _line(f"{question} [{shown}]" if shown else question, default)
        try:
            return check(said)
        except WrongAnswer as wrong:
            talk(f"  {wrong}")


def _line(text: str, default: str) -> str:
    if sys.stdin is None or sys.stdin.closed:
        _no_answer(text)
    # the last letter of a question goes to stdout, which is kept for the result
    aside = nullcontext() if sys.stdout.isatty() else redirect_stdout(sys.stderr)
    try:
        with aside:
            said: str = typer.prompt(text, default=default, show_default=False, err=True)
    except typer.Abort as ended:
        # Ctrl-C and the end of the input look alike but for what is behind them
        if isinstance(ended.__context__, KeyboardInterrupt):
            talk("\nStopped. Nothing was written.")
            raise typer.Exit(ExitCode.USAGE) from ended
        _no_answer(text)
    return said.strip() or default


def _no_answer(question: str) -> NoReturn:
    talk(
        f"\nError: there was no answer to '{question}'. Nothing was written.\n"
        "Give --yes to take every default, or say it with an option: braid new --help"
    )
    raise typer.Exit(ExitCode.USAGE)


def name(said: str) -> str:
    """Words on one line, not too many."""
    words = " ".join(said.split())
    if not words:
        raise WrongAnswer("A name has at least one letter.")
    if len(words) > LONGEST_NAME:
        raise WrongAnswer(f"A name has at most {LONGEST_NAME} letters; this has {len(words)}.")
    return words


def day(said: str) -> date:
    """A day as 2026-07-01, or as 7/1/2026."""
    from braid.schema.days import day_fault

    fault, remedy = day_fault(said)
    if fault:
        raise WrongAnswer(f"'{said}' is not a day. {remedy}")
    return date.fromisoformat(said)


def number(said: str, what: str = "a number", example: str = "12") -> Decimal:
    """A number, also one that is dressed as ``$1,250``."""
    from braid.reading.scalars import dressed_number, plain_number

    found = plain_number(said)
    if found is None and "%" not in said:
        found = dressed_number(said)
    if found is None:
        raise WrongAnswer(f"'{said}' is not {what}. Write it as {example}.")
    return found


def whole(said: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    found = number(said, "a whole number", str(max(least, min(most, 12))))
    if found != found.to_integral_value():
        raise WrongAnswer(f"'{said}' is not a whole number.")
    if not least <= found <= most:
        raise WrongAnswer(f"It is between {least:,} and {most:,}, not {said}.")
    return int(found)


def dollars(said: str, least: Decimal = Decimal(0)) -> Decimal:
    """An amount in dollars and cents."""
    found = number(said, "an amount", "25000")
    if found != round(found, 2):
        raise WrongAnswer(f"'{said}' has more than two digits of cents.")
    if not least <= found <= MOST_USD:
        what = "more than nothing" if found < least and least else "not below 0"
        what = "at most 100 billion dollars" if found > MOST_USD else what
        raise WrongAnswer(f"An amount is {what}; '{said}' is not.")
    return found


def weeks(said: str) -> Decimal:
    """The length of a program."""
    found = number(said, "a number of weeks", "12")
    if not 0 < found <= 1040:
        raise WrongAnswer(f"A program takes more than 0 and at most 1,040 weeks, not {said}.")
    return found


def yes(said: str) -> bool:
    """Yes or no."""
    if said.lower() in ("y", "yes"):
        return True
    if said.lower() in ("n", "no"):
        return False
    raise WrongAnswer("Answer y or n.")


def near(word: str, known: list[str]) -> str:
    """The nearest known word, where there is one."""
    return did_you_mean(word, known) if suggest(word, known) else ""


def option(check: Callable[[str], T], said: str, hint: str) -> T:
    """The checked value of an option; a wrong one is a mistake in the command."""
    try:
        return check(said.strip())
    except WrongAnswer as wrong:
        raise typer.BadParameter(str(wrong), param_hint=hint) from None
