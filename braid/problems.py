"""Problems: the only kind of error that a user of braid ever meets.

A :class:`Problem` says where (file, line, column, or sheet and cell), what is
wrong and what would be right. Stages return ``(value, problems)`` and collect
all of them; nothing stops at the first mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from difflib import get_close_matches
from typing import Literal

from braid.record import record

Severity = Literal["error", "warning", "note"]

_ORDER: dict[str, int] = {"error": 0, "warning": 1, "note": 2}
OF_A_PARTNERSHIP = "--"
"""In a portfolio, between a partnership's name and what its file calls something."""


@record
class Place:
    """Where in the input something stands.

    ``line`` and ``column`` count from 1. ``cell`` is a spreadsheet address
    such as ``Costs!B7``. ``excerpt`` is the source line, as written, and
    ``width`` the number of characters that the caret marks.
    """

    file: str
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    excerpt: str | None = None
    width: int = 1

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.file}#{self.cell}"
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@record
class Problem:
    """One mistake or remark: code, severity, place, what is wrong, what would be right.

    ``code`` is ``B`` and three digits, documented in ``docs/errors.md`` and
    never reused. An ``error`` stops the run after all input has been read;
    a ``warning`` or ``note`` does not.
    """

    code: str
    message: str
    remedy: str
    place: Place
    severity: Severity = "error"
    see: tuple[Place, ...] = field(default=())

    def sort_key(self) -> tuple[int, str, int, int, str, str, str]:
        return (
            _ORDER[self.severity],
            self.place.file,
            self.place.line or 0,
            self.place.column or 0,
            self.place.cell or "",
            self.code,
            self.message,
        )


def discreet(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without what stands in columns and under keys of groups that braid has not.

    It may be a name or a birth date. The table's other lines are not shown either.
    """
    found = list(problems)
    unknown = [p for p in found if p.code == "B101" and p.message.startswith(_OF_GROUPS)]
    ends = {(p.place.file, p.place.line): _end(p.place) for p in reversed(unknown)}
    tables = {p.place.file for p in unknown if not p.message.startswith(_OF_GROUPS[0])}

    def shown(place: Place) -> Place:
        if place.excerpt is None or place.line is None or not unknown:
            return place
        heading = place.file in tables and place.line == 1
        end = ends.get((place.file, place.line))
        if heading or (end is None and place.file not in tables):
            return place
        if end is None or _end(place) > end:
            return replace(place, excerpt=None)
        return replace(place, excerpt=f"{place.excerpt[:end]} …")

    return [replace(p, place=shown(p.place), see=tuple(map(shown, p.see))) for p in found]


_OF_GROUPS = ("Group '", "The table of groups ")


def _end(place: Place) -> int:
    return (place.column or 1) - 1 + place.width


class InputProblems(Exception):
    """Raised by the public API (never by a stage) when the input has errors."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=Problem.sort_key))
        super().__init__(f"{len(self.problems)} problem(s) in the input")


def has_errors(problems: Iterable[Problem]) -> bool:
    """True if any problem is an error."""
    return any(p.severity == "error" for p in problems)


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """The closest of ``choices`` to ``word``, or None if nothing is close."""
    options = sorted(set(choices))
    lowered = {_even(c): c for c in options}
    key = _even(word)
    if key in lowered:
        return lowered[key]
    # what a partnership of a portfolio calls by this name
    parts = ((c, c.partition(OF_A_PARTNERSHIP)) for c in reversed(options))
    own = {_even(name): c for c, (partnership, _, name) in parts if partnership and name}
    if key in own:
        return own[key]
    for known in (lowered, own):
        close = get_close_matches(key, list(known), n=1, cutoff=0.6)
        if close:
            return known[close[0]]
    return None


def _even(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A remedy sentence: the nearest known word, or the list of known words."""
    options = sorted(set(choices))
    own = [c for c in options if c.endswith(f"{OF_A_PARTNERSHIP}{word}")]
    if word not in options and len(own) > 1:
        return f"Did you mean {_one_of(own, 3)}?"
    begun = [c for c in options if _even(c).startswith(f"{_even(word)}_")]
    if len(begun) > 1 and _even(word) not in map(_even, options):
        return f"Did you mean {_one_of(begun)}?"
    near = suggest(word, options)
    if near is not None:
        foreign = next((sign for sign in word if not sign.isascii() and sign not in near), "")
        told = f" Type it anew: '{foreign}' is U+{ord(foreign):04X} here." if foreign else ""
        return f"Did you mean '{near}'?{told}"
    if not options:
        return "Nothing of this kind is declared yet."
    shown = ", ".join(options[:12])
    more = f", and {len(options) - 12} more" if len(options) > 12 else ""
    return f"Known: {shown}{more}."


def _one_of(words: list[str], most: int = 6) -> str:
    *first, last = (f"'{word}'" for word in words[:most])
    more = f" (or {len(words) - most} more)" if len(words) > most else ""
    return f"{', '.join(first)} or {last}{more}"
