"""What a zip file really holds: neither its own word nor its names are believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from copy import copy
from itertools import pairwise
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from braid.reading.limits import Limits

if TYPE_CHECKING:
    from zipfile import ZipFile

_STEP = 1 << 20
_TEXTS = "xl/sharedStrings.xml"
_TEXT = re.compile(rb"<(?:\w+:)?si\b")
_USE = re.compile(rb"""\st\s*=\s*["']s["'][^<>]{0,200}>\s*<(?:\w+:)?v>\s*([0-9]{1,7})""")
_PARTS = 10_000


def oversized(book: ZipFile, packed: int, limits: Limits) -> str:
    """What is too much in a zip file of so many bytes; empty if nothing is.

    Raises BadZipFile where a part is not as long as it says, or two have the same name: one
    library would look at the one, the next at the other.
    """
    parts = book.infolist()
    if len(parts) > _PARTS:
        return f"has {len(parts):,} parts"
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if len(names) < len(parts):
        raise BadZipFile("two parts have the same name")
    said = sum(part.file_size for part in parts)
    if said > limits.unpacked_bytes:
        return f"unpacks to {said:,} bytes"
    if said > limits.unpacked_alike and said > packed * limits.unpacked_times:
        return f"unpacks to {said / packed:,.0f} times its size"
    for part in parts:
        whole = copy(part)
        whole.file_size = limits.unpacked_bytes + 1  # read to its end, not to where it says
        long = 0
        with book.open(whole) as stream:
            while chunk := stream.read(_STEP):
                long += len(chunk)
                if long > part.file_size:
                    break
        if long != part.file_size:
            raise BadZipFile("a part is not as long as it says")
    return ""


def repeated(book: ZipFile, sheets: Iterable[bytes]) -> int:
    """How many bytes of text the cells of sheets hold, where many say the same long text.

    A text is stored once, and stands in memory as often as cells use it.
    """
    name = next((n for n in book.namelist() if n.lower() == _TEXTS.lower()), None)
    if name is None:
        return 0
    texts = book.read(name)
    ends = [*(found.start() for found in _TEXT.finditer(texts)), len(texts)]
    lengths = [end - start for start, end in pairwise(ends)]
    longest, total = max(lengths, default=0), 0
    for xml in sheets:
        if longest * xml.count(b"<v>") <= len(texts):
            continue
        uses = Counter(_USE.findall(xml))
        known = ((int(index), times) for index, times in uses.items())
        total += sum(lengths[index] * times for index, times in known if index < len(lengths))
    return total
