"""What happens to files on their way: cut, turned, doubled, saved in another encoding."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Change = Callable[[bytes, Random], bytes]
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7", "cp037")
SIGNS = (
    b"\0", b"\x1b[2J", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\r", b"\t", b'"',
    b"'", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xc2\x85", b"\xe2\x80\xa8", b"---\n",
    b"...\n", b"%TAG ! !\n", b"&a ", b"*a ", b"<<: ", b"[", b"{", b"}", b"]", b": ", b"- ", b"#",
    b"\n", b",", b";", b"|", b">", b"?", b"!", b"@", b"`", b"\\",
)  # fmt: skip


def _at(raw: bytes, random: Random) -> int:
    return random.randrange(len(raw) + 1)


def _cut(raw: bytes, random: Random) -> bytes:
    return raw[: _at(raw, random)]


def _flip(raw: bytes, random: Random) -> bytes:
    made = bytearray(raw)
    for _ in range(random.randint(1, 8)):
        if made:
            made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def _put(raw: bytes, random: Random) -> bytes:
    at = _at(raw, random)
    return raw[:at] + random.choice(SIGNS) * random.choice((1, 1, 1, 5, 2000)) + raw[at:]


def _take(raw: bytes, random: Random) -> bytes:
    at = _at(raw, random)
    return raw[:at] + raw[at + random.choice((1, 2, 10, 200)) :]


def _again(raw: bytes, random: Random) -> bytes:
    start, at = _at(raw, random), _at(raw, random)
    chunk = raw[start : start + random.choice((5, 50, 500, 5000))]
    return raw[:at] + chunk * random.choice((1, 2, 50)) + raw[at:]


def _line_ends(raw: bytes, random: Random) -> bytes:
    end = random.choice((b"\r\n", b"\r", b"\n\r", b"\n\n", b"\xc2\x85", b"\xe2\x80\xa8"))
    return raw.replace(b"\n", end)


def _encoded(raw: bytes, random: Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    if random.random() < 0.3:  # the first half in one, the rest in another
        half = len(text) // 2
        return text[:half].encode() + text[half:].encode(random.choice(ENCODINGS), "replace")
    return text.encode(random.choice(ENCODINGS), "replace")


def _empty(raw: bytes, random: Random) -> bytes:
    return random.choice((b"", b"\n", b" ", b"\xef\xbb\xbf", b"\0" * 100, b"null\n", b"[]", b"{}"))


TEXT: tuple[Change, ...] = (_cut, _flip, _put, _put, _take, _again, _line_ends, _encoded, _empty)
BINARY: tuple[Change, ...] = (_cut, _flip, _flip, _put, _take, _again, _empty)


def damaged(raw: bytes, random: Random, changes: tuple[Change, ...] = TEXT) -> bytes:
    """The bytes after one to three of these things have happened to them."""
    for _ in range(random.randint(1, 3)):
        raw = random.choice(changes)(raw, random)
    return raw
