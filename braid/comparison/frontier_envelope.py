"""The lower envelope of curves: least unfunded cost for every most that reporting may cost.

A curve is made of straight pieces and falls or stays level; to the right of its last piece it
stays level for ever. Dollars throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

NEGLIGIBLE = 1e-4
"""Dollars: what lies less than this below the envelope does not lower it."""
NARROW = 1e-9


class Piece(NamedTuple):
    """A straight piece from (``left``, ``high``) to (``right``, ``low``), of a curve's owner."""

    left: float
    right: float
    high: float
    low: float
    owner: int

    @property
    def fall(self) -> float:
        """Dollars of unfunded cost that a dollar of overhead saves."""
        return (self.high - self.low) / (self.right - self.left)

    def at(self, overhead: float) -> float:
        """The unfunded cost at an overhead within the piece."""
        share = (overhead - self.left) / (self.right - self.left)
        return self.high + (self.low - self.high) * share

    def cut(self, left: float, right: float, owner: int | None = None) -> Piece:
        """The part between two overheads."""
        owner = self.owner if owner is None else owner
        return Piece(left, right, self.at(left), self.at(right), owner)


class Envelope:
    """The lowest of all curves so far; nothing to the left of the first piece."""

    def __init__(self, last: float, pieces: Sequence[Piece] = ()) -> None:
        self.last = last
        self.pieces = tuple(pieces)

    def at(self, overhead: float) -> float:
        """The least unfunded cost at an overhead, infinite where there is no plan."""
        return min((p.at(overhead) for p in self.pieces if p.left <= overhead <= p.right),
                   default=inf)  # fmt: skip

    def below(self, corners: Sequence[tuple[float, float]]) -> bool:
        """Whether a line through corners (overhead, unfunded) is nowhere below the envelope."""
        return all(
            self._below(Piece(a, b, high, low, 0))
            for (a, high), (b, low) in pairwise(corners)
            if b - a > NARROW
        )

    def _below(self, line: Piece) -> bool:
        if not self.pieces or line.left < self.pieces[0].left - NARROW:
            return False
        for piece in self.pieces:
            left, right = max(piece.left, line.left), min(piece.right, line.right)
            if right - left > NARROW and (
                piece.at(left) > line.at(left) + NEGLIGIBLE
                or piece.at(right) > line.at(right) + NEGLIGIBLE
            ):
                return False
        return True

    def lowered(self, curve: Sequence[tuple[float, float]], owner: int) -> Envelope:
        """The envelope with one curve more, given by its corners (overhead, unfunded)."""
        corners = [*curve, (self.last, curve[-1][1])]
        added = [
            Piece(a, b, high, low, owner)
            for (a, high), (b, low) in pairwise(corners)
            if b - a > NARROW
        ]
        ends = _apart(end for p in (*self.pieces, *added) for end in (p.left, p.right))
        made: list[Piece] = []
        for left, right in pairwise(ends):
            made += _lower(_over(self.pieces, left, right), _over(added, left, right))
        return Envelope(self.last, _joined(made))


def _apart(ends: Iterable[float]) -> list[float]:
    """Ends in order; of those that differ by nothing but digits the first."""
    kept: list[float] = []
    for end in sorted(ends):
        if not kept or end - kept[-1] > NARROW:
            kept.append(end)
    return kept


def _over(pieces: Iterable[Piece], left: float, right: float) -> Piece | None:
    middle = (left + right) / 2
    for piece in pieces:
        if piece.left <= middle <= piece.right:
            return piece.cut(left, right)
    return None


def _lower(old: Piece | None, new: Piece | None) -> list[Piece]:
    """The lower of two pieces over the same overheads, cut where they cross."""
    if old is None or new is None:
        return [piece for piece in (old, new) if piece is not None]
    before, after = old.high - new.high, old.low - new.low
    if before <= NEGLIGIBLE and after <= NEGLIGIBLE:
        return [old]
    if before >= 0 and after >= 0:
        return [new]
    cross = old.left + (old.right - old.left) * before / (before - after)
    if not old.left + NARROW < cross < old.right - NARROW:
        return [new if before + after > 0 else old]
    first, second = (new, old) if before > 0 else (old, new)
    return [first.cut(old.left, cross), second.cut(cross, old.right)]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one owner on one straight line made one."""
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1].owner == piece.owner:
            before = made[-1]
            whole = Piece(before.left, piece.right, before.high, piece.low, piece.owner)
            off = max(abs(whole.at(piece.left) - piece.high), abs(before.low - piece.high))
            if off <= NEGLIGIBLE / 100:
                made[-1] = whole
                continue
        made.append(piece)
    return made
