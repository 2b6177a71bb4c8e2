"""Columns of a large CSV file without quotes whose rows are all as long as its header.

Such a file is read as numbers, a piece at a time: the bytes of a cell, eight by eight, are numbers
that say which of the texts met before it is. Nothing of the columns that are not wanted becomes a
value. Any other file is left to a reader that knows all of CSV.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
FIRST, PIECE = 1 << 16, 1 << 20
"""Bytes of the first piece, in which most texts are new, and of the others."""
WORD = 8
MOST_WORDS = 8
"""Longer cells than these are no facts: the file is left to the other reader."""
SLOTS = 14
"""Bits of the number of a slot; a slot knows one text."""
NEWLINE = ord("\n")
NOBODY = np.uint64(2**64 - 1)
"""The word of a slot that knows no text: bytes that UTF-8 does not have."""
_SHIFT = np.uint64(64 - SLOTS)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(WORD + 1)], dtype=np.uint64)
_FACTORS = np.random.default_rng(0).integers(2**62, 2**64, MOST_WORDS, np.uint64) | np.uint64(1)


class _Texts:
    """The texts of one column that were met so far, and of each person the number of the text."""

    def __init__(self) -> None:
        self.number: dict[bytes, int] = {}
        self.pieces: list[NDArray[Any]] = []
        self._slots = np.zeros(1 << SLOTS, dtype=np.int32)
        self._known = np.full((1, 1 << SLOTS), NOBODY)

    def take(
        self, raw: bytearray, windows: Numbers, starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> bool:
        """The texts that stand between some bytes; False where one is too long."""
        lengths = ends - starts
        longest = int(lengths.max())
        if longest > WORD * MOST_WORDS:
            return False
        if longest <= WORD:
            words = [windows[starts] & _MASKS[lengths]]
        else:
            words = _words(windows, starts, lengths, longest)
            self._widen(len(words))
        mixed = words[0] * _FACTORS[0]
        for word, factor in zip(words[1:], _FACTORS[1:], strict=False):
            mixed += word * factor
        slots = (mixed >> _SHIFT).view(np.int64)
        same = self._known[0][slots] == words[0]
        for n in range(1, len(self._known)):
            same &= self._known[n][slots] == (words[n] if n < len(words) else np.uint64(0))
        found = self._slots[slots]
        if not same.all():
            self._meet(raw, np.flatnonzero(~same), starts, ends, words, slots, found)
        self.pieces.append(found.astype(np.int16) if len(self.number) < 2**15 else found)
        return True

    def _meet(
        self, raw: bytearray, rows: NDArray[np.int64], starts: NDArray[np.int64],
        ends: NDArray[np.int64], words: list[Numbers], slots: NDArray[np.int64],
        found: NDArray[np.int32],
    ) -> None:  # fmt: skip
        """Number the texts of rows that no slot knows."""
        for row in rows.tolist():
            text = bytes(raw[starts[row] : ends[row]])
            found[row] = self.number.setdefault(text, len(self.number))
            slot = slots[row]
            if self._known[0, slot] == NOBODY:
                self._slots[slot] = found[row]
                self._known[: len(words), slot] = [word[row] for word in words]

    def _widen(self, words: int) -> None:
        more = words - len(self._known)
        if more > 0:
            blank = np.zeros((more, 1 << SLOTS), dtype=np.uint64)
            self._known = np.vstack([self._known, blank])

    def finished(self) -> tuple[NDArray[Any], tuple[str, ...]]:
        """The number of the text of each person, and the texts in their order."""
        texts = sorted((text.decode(), n) for text, n in self.number.items())
        place = np.empty(len(texts), dtype=np.int16 if len(texts) < 2**15 else np.int32)
        place[[n for _, n in texts]] = np.arange(len(texts))
        codes = np.empty(sum(map(len, self.pieces)), dtype=place.dtype)
        first = 0
        for piece in self.pieces:
            codes[first : first + len(piece)] = place[piece]
            first += len(piece)
        return codes, tuple(text for text, _ in texts)


def _words(
    windows: Numbers, starts: NDArray[np.int64], lengths: NDArray[np.int64], longest: int
) -> list[Numbers]:
    """The bytes of cells, eight by eight; beyond its end a cell has zeros."""
    last = len(windows) - 1
    return [
        windows[np.minimum(starts + at, last)] & _MASKS[np.clip(lengths - at, 0, WORD)]
        for at in range(0, longest, WORD)
    ]


def plain_columns(
    path: Path, delimiter: str, width: int, numbers: list[int]
) -> list[tuple[NDArray[Any], tuple[str, ...]]] | None:
    """The columns of these numbers: of each row the number of its text, and the texts.

    None where the file is not plain. Raises UnicodeDecodeError where it is not UTF-8.
    """
    if width < 2:
        return None
    columns = [_Texts() for _ in numbers]
    with path.open("rb", buffering=0) as file:
        if not _below_header(file):
            return None
        raw, kept, size = bytearray(PIECE + WORD), 0, FIRST
        while True:
            count = file.readinto(memoryview(raw)[kept : kept + min(size, PIECE - kept)]) or 0
            size, end = PIECE, kept + count
            if not end:
                break
            if not count:
                raw[end : end + 1] = b"\n"
                end += 1
            whole = raw.rfind(b"\n", 0, end) + 1
            if not whole and end == PIECE:
                return None
            if whole and not _piece(raw, whole, delimiter, width, numbers, columns):
                return None
            kept = end - whole
            raw[:kept] = raw[whole:end]
    return [column.finished() for column in columns] if columns and columns[0].pieces else None


def _below_header(file: BinaryIO) -> bool:
    """Whether the header is a line without quotes; the file then stands behind it."""
    head = file.read(FIRST)
    start = len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    line = head[start : head.find(b"\n", start) + 1]
    if not line or b'"' in line or b"\r" in line.removesuffix(b"\r\n"):
        return False
    file.seek(start + len(line))
    return True


def _piece(
    raw: bytearray, end: int, delimiter: str, width: int, numbers: list[int],
    columns: list[_Texts],
) -> bool:  # fmt: skip
    """Take the rows that stand before ``end``; False where they are not plain."""
    if raw.find(b'"', 0, end) >= 0 or raw.find(b"\0", 0, end) >= 0:
        return False
    if raw.find(b"\r", 0, end) >= 0 and raw.count(b"\r", 0, end) != raw.count(b"\r\n", 0, end):
        return False
    cells = np.frombuffer(raw, dtype=np.uint8, count=end)
    if cells.max() > 127:
        raw[:end].decode()
    is_end = cells == NEWLINE
    rows = np.count_nonzero(is_end)
    marks = np.flatnonzero(is_end | (cells == ord(delimiter)))
    if len(marks) != rows * width:
        return False
    ends = marks.reshape(rows, width).T
    if not is_end[ends[-1]].all():
        return False
    windows: Numbers = np.ndarray((end,), dtype="<u8", buffer=raw, strides=(1,))
    rows_start = np.concatenate([[0], ends[-1, :-1] + 1])
    return all(
        column.take(raw, windows, ends[number - 1] + 1 if number else rows_start, ends[number])
        for number, column in zip(numbers, columns, strict=True)
    )
