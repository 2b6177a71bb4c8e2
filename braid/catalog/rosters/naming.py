"""What the groups of a roster are called: ids that stay, and names that tell them apart.

Groups may be many, and their columns have few values: texts are put together for values, not for
groups, as far as that is less work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

LEAST_DIGITS = 6
LONGEST_ID, LONGEST_NAME = 64, 200


class Coded(Protocol):
    """A column of the table of groups: its values, and the number of that of each group."""

    @property
    def values(self) -> Sequence[Any]:
        """The values that there are."""

    @property
    def of_group(self) -> NDArray[np.int64]:
        """The number of the value of each group."""


Texts = tuple[Sequence[str], NDArray[np.int64]]
"""The texts of a column, and the number of that of each row."""


def joined(columns: Sequence[Texts], between: str) -> list[str]:
    """The texts of each row, from column to column. There is at least one column.

    Neighbours that have few texts are one column of all their pairs.
    """
    most = len(columns[0][1]) // 4
    folded: list[Texts] = []
    for texts, numbers in columns:
        if folded and len(folded[-1][0]) * len(texts) <= most:
            before, of_row = folded.pop()
            texts = [f"{one}{between}{other}" for one in before for other in texts]
            numbers = of_row * (len(texts) // len(before)) + numbers
        folded.append((texts, numbers))
    parts = [np.array(texts, dtype=object)[numbers].tolist() for texts, numbers in folded]
    return parts[0] if len(parts) == 1 else list(map(between.join, zip(*parts, strict=True)))


def ids_of(
    heads: Sequence[str], cells: Mapping[str, Coded], classes: Mapping[str, Sequence[Any]]
) -> list[str]:
    """An id for each group that stays the same while the law and its people's facts do."""
    said = [
        (
            [json.dumps({name: one}, default=str)[1:-1] for one in classes[name]],
            cells[name].of_group,
        )
        for name in sorted(cells)
    ]
    digests = [
        hashlib.sha256(f"{{{text}}}".encode()).hexdigest() for text in joined(said, ", ")
    ]  # fmt: skip
    found: list[str] = []
    digits = LEAST_DIGITS
    while len(set(found)) < len(heads):
        room = LONGEST_ID - digits - 1
        pairs = zip(heads, digests, strict=True)
        found = [f"{head[:room]}-{digest[:digits]}" for head, digest in pairs]
        digits += 1
    return found


def heads_of(cells: Mapping[str, Coded]) -> list[str]:
    """What each group is called after, in signs that an id may have: its cohort or program."""
    of_program = cells["program"]
    heads = [_head(str(value)) for value in of_program.values]
    found = [heads[number] for number in of_program.of_group.tolist()]
    if "cohort" in cells:
        cohorts = [_head(str(value)) if value else "" for value in cells["cohort"].values]
        numbers = cells["cohort"].of_group.tolist()
        found = [cohorts[n] or head for n, head in zip(numbers, found, strict=True)]
    return found


def _head(text: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in text)
    return kept.strip("-") or "group"


def names_of(
    heads: Sequence[str], cells: Mapping[str, Coded], spans: Mapping[str, Sequence[str]]
) -> list[str]:
    """What tells each group from the others of its program and cohort, in words."""
    words = [
        _distinct(name, spans[name], one.of_group)
        for name, one in cells.items() if name not in ("active", "cohort")
    ]  # fmt: skip
    found = np.empty(len(heads), dtype=object)
    for members in _alike(cells):
        met = [(texts, of_group[members]) for texts, of_group in words]
        told = [(texts, numbers) for texts, numbers in met if np.ptp(numbers)]
        head = ([heads[members[0]]], np.zeros(len(members), dtype=np.int64))
        found[members] = [
            text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 3]}..."
            for text in joined([head, *told], ", ")
        ]
    return list(found)


def _alike(cells: Mapping[str, Coded]) -> list[NDArray[np.int64]]:
    """The groups of each program and cohort, which have one head."""
    of_group = cells["program"].of_group
    if "cohort" in cells:
        of_group = of_group * len(cells["cohort"].values) + cells["cohort"].of_group
    order = np.argsort(of_group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(of_group[order])) + 1)


def _distinct(name: str, spans: Sequence[str], of_group: NDArray[np.int64]) -> Texts:
    """The words for the values of a column; classes of the same words are one."""
    number = {span: n for n, span in enumerate(dict.fromkeys(spans))}
    of_class = np.array([number[span] for span in spans], dtype=np.int64)
    return [_said(name, span) for span in number], of_class[of_group]


def _said(name: str, span: str) -> str:
    words = name.replace("_", " ")
    if name == "start":
        return f"from {span}"
    return words if span == "yes" else f"not {words}" if span == "no" else f"{words} {span}"
