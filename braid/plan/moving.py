"""Cents moved one charge at a time, with the exact room of every row at hand."""

from __future__ import annotations

import numpy as np

from braid.plan import wholes
from braid.plan.exact import ExactRows


def mend(rows: ExactRows, cents: np.ndarray, fixed: np.ndarray, most: int) -> bool:
    """Make good what rounding down took from floors: a few cents where other rows have room.

    ``cents`` is changed, each charge by up to ``most`` for a row, except where ``fixed``; true
    when every row holds afterwards.
    """
    room = rows.room(cents).tolist()
    for number in [k for k, left in enumerate(room) if left < 0]:
        here = slice(rows.start[number], rows.start[number + 1])
        for k, value in zip(
            rows.place[here].tolist(), rows.coefficient[here].tolist(), strict=True
        ):
            if room[number] >= 0:
                break
            if value >= 0 or fixed[k]:
                continue
            terms = rows.of_charge(k)
            steps = min(most, -(room[number] // -value))
            allowed = min((room[n] // c for n, c in terms if c > 0), default=most)
            steps = max(0, min(steps, allowed))
            cents[k] += steps
            for n, c in terms:
                room[n] -= c * steps
    return all(left >= 0 for left in room)


def give_back(rows: ExactRows, cents: np.ndarray, upper: np.ndarray, most: int) -> None:
    """Up to ``most`` cents to each charge in order of id, wherever every row has exact room.

    ``cents`` is changed; ``upper`` is the most that a charge can be.
    """
    now = rows.room(cents)
    gift = np.clip(upper - cents, 0, most)
    room, loose = now.tolist(), rows.loose.tolist()
    for k in np.flatnonzero(_welcome(rows, now, gift)).tolist():
        terms = rows.of_charge(k)
        rising = (room[n] // value for n, value in terms if value > 0 and not loose[n])
        steps = max(0, min(int(gift[k]), *rising))
        if steps:
            cents[k] += steps
            for n, value in terms:
                room[n] -= value * steps


def _welcome(rows: ExactRows, room: np.ndarray, gift: np.ndarray) -> np.ndarray:
    """Mask of the charges whose required rows may have room for a cent of their gift.

    A row never has more room than now and what the gifts that it wants would add.
    """
    wanted = wholes.times(np.minimum(rows.coefficient, 0), gift[rows.place])
    most = wholes.minus(room, wholes.sums(wanted, rows.start))
    rising = (rows.coefficient > 0) & ~rows.loose[rows.number]
    full = rising & (most[rows.number] < rows.coefficient)
    welcome = np.zeros(len(gift), dtype=bool)
    welcome[rows.place[rising]] = True
    welcome[rows.place[full]] = False
    return welcome & (gift > 0)
