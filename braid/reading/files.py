"""From a path to text: everything that can be wrong with a file before its content is looked at."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from pathlib import Path

from braid.problems import Place, Problem, suggest
from braid.reading.source_text import SourceText
from braid.record import record

_SHOWN = 250
"""Letters of a file's name in a message."""
_BOM = b"\xef\xbb\xbf"
_ASCII_TEXT = bytes([9, 10, 13, *range(0x20, 0x7F)])
# All but what YAML calls printable; a byte-order mark inside the text is not. (Naming what is
# printable instead takes ten times as long to compile.) Then what nobody sees: soft hyphens, blanks
# without width, and signs that turn whole stretches around.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\xad\u200b\u202a-\u202e\u2060-\u2069]"
)


@record
class Source:
    """A file that was read: where it is, how messages name it, what was in it."""

    path: Path
    shown_as: str
    sha256: str


def fingerprint(raw: bytes) -> str:
    """SHA-256 of a file's content, as hex."""
    return hashlib.sha256(raw).hexdigest()


def megabytes(size: int) -> str:
    """A size that a reader can compare: ``20 MB``."""
    return f"{size / 1_000_000:,.0f} MB" if size >= 1_000_000 else f"{size:,} bytes"


def is_file(path: Path) -> bool:
    """Whether there is such a file; there is none by a name that the system does not take."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_bytes(
    path: Path, *, shown_as: str, limit: int, at: Place | None = None
) -> tuple[bytes | None, list[Problem]]:
    """A file's content. ``at`` is where the file was named, if another file named it."""
    where = at or Place(shown_as)
    shown_as = shown_as if len(shown_as) <= _SHOWN else f"{shown_as[:_SHOWN]}..."

    def refused(code: str, message: str, remedy: str) -> tuple[None, list[Problem]]:
        return None, [Problem(code, message, remedy, where)]

    try:
        if path.is_dir():
            remedy = "Name a file inside it."
            return refused("B002", f"'{shown_as}' is a folder, not a file.", remedy)
        # a pipe may never end; those in /dev are what a shell hands over
        if path.exists() and not path.is_file() and path.parts[:2] != ("/", "dev"):
            remedy = "Name an ordinary file."
            return refused("B003", f"'{shown_as}' is not an ordinary file.", remedy)
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except FileNotFoundError:
        return refused("B001", f"The file '{shown_as}' is not there.", nearby(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not a valid path"
        remedy = "Check that the file is yours to read and not locked by another program."
        return refused("B003", f"The file '{shown_as}' cannot be opened: {reason}.", remedy)
    if len(raw) > limit:
        message = f"The file '{shown_as}' is larger than {megabytes(limit)}."
        remedy = "Check that it is the right file. Long lists belong in a CSV file or a workbook."
        return refused("B004", message, remedy)
    return raw, []


def decode(
    raw: bytes, shown_as: str, *, any_sign: bool = False
) -> tuple[str | None, list[Problem]]:
    """UTF-8 text, with or without a byte-order mark; the text keeps its own line ends.

    ``any_sign`` allows characters that nobody can read or see, as what braid has written holds
    them where a name says so.
    """
    raw = raw.removeprefix(_BOM)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        good = len(raw[: error.start].decode("utf-8"))
        source = SourceText(shown_as, raw.decode("utf-8", "replace"))
        utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        kind = "but looks like UTF-16" if utf_16 else f"here stands byte 0x{raw[error.start]:02X}"
        message = f"The file is not UTF-8 text, {kind}."
        remedy = "Save it as UTF-8; in Excel choose 'CSV UTF-8 (Comma delimited)'."
        return None, [Problem("B005", message, remedy, source.place(good))]
    if any_sign or (text.isascii() and not raw.translate(None, _ASCII_TEXT)):
        return text, []
    found = NOT_TEXT.search(text)
    if found is None:
        return text, []
    place = SourceText(shown_as, text).place(found.start())
    return None, [not_text(found[0], place)]


def not_text(sign: str, place: Place) -> Problem:
    """That a character stands where text is expected that nobody can read, or see."""
    number = f"U+{ord(sign):04X}"
    message = f"The file holds a character that is not text ({number})."
    remedy = "Delete the character, or save the file again as plain UTF-8 text."
    if sign == "\0":
        remedy = "It may be saved as UTF-16, or not be a text file at all: save it as UTF-8."
    elif sign > "\xa0" and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff":
        message = f"The file holds a character that nobody sees ({number})."
        remedy = "Delete it; it comes along when text is copied from a web page or a PDF."
    return Problem("B006", message, remedy, place)


def nearby(path: Path) -> str:
    """A remedy for a missing file: the nearest name in its folder."""
    try:
        if not path.parent.is_dir():
            return f"The folder '{path.parent.name}' is not there either: check the path."
        files = (p.name for p in path.parent.iterdir() if p.suffix and p.is_file())
        names = sorted(islice(files, 500))
    except (OSError, ValueError):
        return "Check the name and the folder."
    near = suggest(path.name, names)
    if near is not None:
        return f"Did you mean '{near}'?"
    alike = [n for n in names if Path(n).suffix.lower() == path.suffix.lower()][:8]
    if alike:
        return f"Check the name. The folder holds: {', '.join(alike)}."
    return "Check the name and the folder."
