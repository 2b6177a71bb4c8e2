"""From a path to text: everything that can be wrong with a file before its content is looked at."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from pathlib import Path

from braid.problems import Place, Problem, suggest
from braid.reading.source_text import SourceText
from braid.record import record

_BOM = b"\xef\xbb\xbf"
_ASCII_TEXT = bytes([9, 10, 13, *range(0x20, 0x7F)])
# All but what YAML calls printable; a byte-order mark inside the text is not. (Naming what is
# printable instead takes ten times as long to compile.)
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
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


def read_bytes(
    path: Path, *, shown_as: str, limit: int, at: Place | None = None
) -> tuple[bytes | None, list[Problem]]:
    """A file's content. ``at`` is where the file was named, if another file named it."""
    where = at or Place(shown_as)

    def refused(code: str, message: str, remedy: str) -> tuple[None, list[Problem]]:
        return None, [Problem(code, message, remedy, where)]

    try:
        if path.is_dir():
            remedy = "Name a file inside it."
            return refused("B002", f"'{shown_as}' is a folder, not a file.", remedy)
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


def decode(raw: bytes, shown_as: str) -> tuple[str | None, list[Problem]]:
    """UTF-8 text, with or without a byte-order mark; the text keeps its own line ends."""
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
    if text.isascii() and not raw.translate(None, _ASCII_TEXT):
        return text, []
    found = _NOT_TEXT.search(text)
    if found is None:
        return text, []
    message = f"The file holds a character that is not text (U+{ord(found[0]):04X})."
    remedy = "Delete the character, or save the file again as plain UTF-8 text."
    if found[0] == "\0":
        remedy = "It may be saved as UTF-16, or not be a text file at all: save it as UTF-8."
    return None, [Problem("B006", message, remedy, SourceText(shown_as, text).place(found.start()))]


def resolve_inside(
    name: str, *, base: Path, root: Path, at: Place, allow_outside: bool
) -> tuple[Path | None, list[Problem]]:
    """The file that ``name`` means from ``base``; it may not lie outside ``root``."""
    try:
        path = (base / name).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        remedy = "Write a file name such as costs.csv."
        return None, [Problem("B003", f"{name!a} cannot be used as a file name.", remedy, at)]
    if inside or allow_outside:
        return path, []
    message = f"'{name}' leads outside the scenario's folder."
    remedy = "Put the file into the folder of the scenario, or into a folder below it."
    return None, [Problem("B028", message, remedy, at)]


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
