"""What a YAML syntax error means, in the words of someone who writes budgets, not YAML.

libyaml and PyYAML word their errors differently; both are recognised by the
part that they share.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from braid.problems import Problem
from braid.reading.source_text import SourceText
from braid.record import record

_QUOTE_IT = "Put the whole value in quotation marks."
_SPECIAL = "A value cannot start with '{sign}' unless it is quoted."

# (part of what is wrong, part of what was being read, at the opening?, message, remedy);
# the first that fits is used.
_SIMPLE: tuple[tuple[str, str, bool, str, str], ...] = (
    (
        "unexpected end of stream",
        "quoted",
        True,
        "A quotation mark opens here and is never closed.",
        "Close it at the end of the text that it quotes.",
    ),
    (
        "expected ':'",
        "",
        True,
        "This line has no colon after its key.",
        "Write it as 'key: value', with a space after the colon.",
    ),
    (
        "unknown escape",
        "",
        False,
        "A backslash inside double quotation marks starts a special character.",
        "Use single quotation marks, or write the backslash twice.",
    ),
    ("cannot start any token", "", False, _SPECIAL, _QUOTE_IT),
    ("", "an alias", True, _SPECIAL, _QUOTE_IT),
    ("", "an anchor", True, _SPECIAL, _QUOTE_IT),
    (
        "sequence entries are not allowed",
        "",
        False,
        "A list item ('- ') cannot start here.",
        "Put it on a line of its own, below the key of the list.",
    ),
    (
        "",
        "block scalar",
        False,
        "Text stands behind the sign of a text block ('|' or '>').",
        "Start the text on the next line, indented, or put the value in quotation marks.",
    ),
    (
        "node content",
        "",
        False,
        "A value is expected here, not '{sign}'.",
        "Write the value, or put it in quotation marks.",
    ),
)


@record
class _Error:
    """What the parser says, and the text around it."""

    says: str
    doing: str
    at: int
    opened: int
    source: SourceText

    @cached_property
    def line_start(self) -> int:
        return self.source.starts[(self.source.place(self.at).line or 1) - 1]

    @cached_property
    def before(self) -> str:
        """The part of the line in front of the error."""
        return self.source.text[self.line_start : self.at]

    @cached_property
    def tab(self) -> int | None:
        """The index of the tab that is to blame, if one is."""
        text, index = self.source.text, self.line_start
        while text[index : index + 1] == " ":
            index += 1
        if text[index : index + 1] == "\t":
            return index
        if "tab character" in self.says or text[self.at : self.at + 1] == "\t":
            return self.at
        return None


def syntax_problem(error: Any, source: SourceText) -> Problem:
    """The problem for an exception of PyYAML (``problem``, ``context`` and their marks)."""
    at = _index(getattr(error, "problem_mark", None), 0)
    found = _Error(
        says=str(getattr(error, "problem", None) or ""),
        doing=str(getattr(error, "context", None) or ""),
        at=at,
        opened=_index(getattr(error, "context_mark", None), at),
        source=source,
    )
    if found.tab is not None:
        message = "This line is indented with a tab; YAML allows only spaces there."
        remedy = "Replace the tab by spaces, two for each level."
        return Problem("B009", message, remedy, source.place(found.tab))
    if "tag" in found.says or "tag" in found.doing:
        message = _SPECIAL.format(sign="!")
        return Problem("B014", message, _QUOTE_IT, source.place(found.opened))
    if source.text[at : at + 1] == ":" and found.before.rstrip()[-1:] in ("", "{", ","):
        message = "There is no key before this colon."
        return Problem("B012", message, "Write 'key: value'.", source.place(at))
    if "',' or '" in found.says:
        return _open_bracket(found)
    for says, doing, at_opening, message, remedy in _SIMPLE:
        if says in found.says and doing in found.doing:
            index = found.opened if at_opening else at
            message = message.format(sign=source.text[index : index + 1])
            return Problem("B008", message, remedy, source.place(index))
    message, remedy = _misplaced(found)
    return Problem("B008", message, remedy, source.place(at))


def _open_bracket(error: _Error) -> Problem:
    source = error.source
    opening = source.text[error.opened : error.opened + 1]
    closing = "}" if opening == "{" else "]"
    here, start = source.place(error.at), source.place(error.opened)
    if not source.text[error.at :].strip():
        message = f"A '{opening}' opens here and is never closed."
        return Problem("B008", message, f"Close it with '{closing}'.", start)
    message = f"A comma or '{closing}' is missing before this"
    message += "." if here.line == start.line else f", for the '{opening}' of line {start.line}."
    remedy = f"Separate entries by commas and end with '{closing}'; quote a value that holds ': '."
    return Problem("B008", message, remedy, here, see=(start,))


def _misplaced(error: _Error) -> tuple[str, str]:
    """Message and remedy where something stands in the wrong column or line."""
    if "mapping values are not allowed" in error.says:
        if ": " in error.before:
            return "This value has a colon followed by a space, which starts a new key.", _QUOTE_IT
        return (
            "A key starts here while the value of the line above is not finished.",
            "Indent both lines alike, and write a space after the colon of the line above.",
        )
    if "expected" in error.says and not error.before.strip(" -"):
        return (
            "This line does not line up with the lines above it.",
            "Indent it like the other entries of the same list or block, with spaces.",
        )
    if "expected" in error.says and "block" in error.doing:
        return (
            "Something follows here after the value is already complete.",
            f"{_QUOTE_IT} A quotation mark inside it is written twice ('').",
        )
    return (
        f"This is not valid YAML ({error.says or 'the reader stopped here'}).",
        "Check indentation, quotation marks and brackets here and just above.",
    )


def _index(mark: Any, otherwise: int) -> int:
    return otherwise if mark is None else int(mark.index)
