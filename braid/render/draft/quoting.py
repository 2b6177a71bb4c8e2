"""Values and remarks as YAML has them, whatever somebody typed: quoted where they have to be."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from datetime import date
from decimal import Decimal

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _/-]*[A-Za-z0-9]|[A-Za-z]")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that some reader of YAML takes for something else than text."""
WIDTH = 110


def value(of: object) -> str:
    """A value of the format: true, a number, a day or text."""
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, Decimal):
        digits = f"{of:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(of, int):
        return str(of)
    return of.isoformat() if isinstance(of, date) else text(str(of))


def text(of: str) -> str:
    """Text, quoted unless every reader of YAML takes it for the text that it is."""
    if PLAIN.fullmatch(of) and of.lower() not in WORDS:
        return of
    return '"' + "".join(_quoted(letter) for letter in of) + '"'


def _quoted(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter != " " and unicodedata.category(letter)[0] in "CZ":
        code = ord(letter)
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return letter


def remark(of: str, indent: int = 0) -> list[str]:
    """A comment, on as many lines as it takes; what would end a line or turn it round goes out."""
    clean = "".join(
        letter for letter in " ".join(of.split()) if unicodedata.category(letter)[0] != "C"
    )
    lead = " " * indent + "# "
    return textwrap.wrap(
        clean, WIDTH, initial_indent=lead, subsequent_indent=lead, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
