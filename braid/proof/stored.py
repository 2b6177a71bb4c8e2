"""A proof as it lies in a plan's folder: ``proof.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from braid.plan.swap import PROOF
from braid.proof.bound import PARTS
from braid.reading.json_reader import read_json
from braid.record import record

FORM = 1
"""The version of the file's form."""
MOST = 1_000
"""Cases of one aim; to see that they leave nothing out takes time that grows with their square."""
_AMOUNT = re.compile(r"[0-9]{1,15}\.[0-9]{2}")


@record
class Leaf:
    """One case: the least and the greatest of some whole numbers, by name, and multipliers.

    These are of rows, by name, and of earlier aims. ``empty``: they prove that the case has no
    plan at all.
    """

    within: Mapping[str, tuple[int, int]]
    rows: Mapping[str, int]
    locks: Mapping[str, int]
    empty: bool = False


@record
class AimProof:
    """The cases of one aim, and by how much at most (dollars) a plan could be better in it.

    ``decided`` are multipliers for the plan's own decisions, ``peopled`` for its people too: they
    tell where a gap comes from.
    """

    aim: str
    within: Decimal
    leaves: tuple[Leaf, ...]
    decided: Leaf | None = None
    peopled: Leaf | None = None


def as_text(proof: tuple[AimProof, ...]) -> str:
    """The file's text: the names of all rows that matter, then one case a line."""
    every = [leaf for one in proof for leaf in (*one.leaves, one.decided, one.peopled) if leaf]
    names = {
        name: k for k, name in enumerate(dict.fromkeys(n for leaf in every for n in leaf.rows))
    }
    rows = json.dumps(list(names), indent=0, ensure_ascii=False)
    aims = ",\n".join(_aim(one, names) for one in proof)
    head = f'"form": {FORM},\n"parts": {PARTS},\n"rows": {rows}'
    return f'{{\n{head},\n"aims": [\n{aims}\n]\n}}\n'


def _aim(proof: AimProof, names: Mapping[str, int]) -> str:
    leaves = ",\n".join(_leaf(leaf, names) for leaf in proof.leaves)
    further = {"decided": proof.decided, "peopled": proof.peopled}
    more = "".join(
        f',\n"{name}": {_leaf(leaf, names)}' for name, leaf in further.items() if leaf is not None
    )
    return f'{{"aim": "{proof.aim}", "within": "{proof.within:f}", "cases": [\n{leaves}\n]{more}}}'


def _leaf(leaf: Leaf, names: Mapping[str, int]) -> str:
    told: dict[str, Any] = {"numbers": {name: list(ends) for name, ends in leaf.within.items()}}
    told["rows"] = [names[name] for name in leaf.rows]
    told["times"] = list(leaf.rows.values())
    told |= {"aims": dict(leaf.locks)} if leaf.locks else {}
    told |= {"empty": True} if leaf.empty else {}
    return json.dumps(told, ensure_ascii=False)


def read_proof(folder: Path) -> tuple[AimProof, ...]:
    """The proof in a plan's folder; raises OSError, or ValueError where it has not the form."""
    data = _mapping(read_json(folder / PROOF), "the file")
    if data.get("form") != FORM or data.get("parts") != PARTS:
        raise ValueError(f"it is not of form {FORM} with parts of 2^-{PARTS}")
    names = data.get("rows")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("it has no list of rows")
    return tuple(_read_aim(one, names) for one in _list(data.get("aims"), "aims"))


def _read_aim(told: Any, names: list[str]) -> AimProof:
    told = _mapping(told, "an aim")
    name, within = told.get("aim"), told.get("within")
    if not isinstance(name, str) or not isinstance(within, str):
        raise ValueError("an aim has no name, or does not say within how many dollars")
    if not _AMOUNT.fullmatch(within):
        raise ValueError(f"'{within[:40]}' is no amount of dollars")
    leaves = tuple(_read_leaf(leaf, names) for leaf in _list(told.get("cases"), "cases"))
    more = [_read_leaf(told[k], names) if k in told else None for k in ("decided", "peopled")]
    return AimProof(name, Decimal(within), leaves, *more)


def _read_leaf(told: Any, names: list[str]) -> Leaf:
    told = _mapping(told, "a case")
    rows, times = told.get("rows"), told.get("times")
    if not (_whole(rows) and _whole(times) and len(rows) == len(times)):
        raise ValueError("a case has not one whole number for each of its rows")
    if not all(0 <= row < len(names) for row in rows):
        raise ValueError("a case has a row that is not in the list")
    within = {}
    for name, ends in _mapping(told.get("numbers"), "a list of numbers").items():
        if not (_whole(ends) and len(ends) == 2 and 0 <= ends[0] <= ends[1]):
            raise ValueError("a case has not the least and the greatest of a number")
        within[name] = (ends[0], ends[1])
    locks = _mapping(told.get("aims", {}), "a list of aims")
    if not _whole(list(locks.values())):
        raise ValueError("a multiplier of an aim is not a whole number")
    by_name = {names[row]: number for row, number in zip(rows, times, strict=True)}
    return Leaf(within, by_name, locks, told.get("empty") is True)


def _whole(told: Any) -> bool:
    return isinstance(told, list) and all(type(number) is int for number in told)


def _mapping(told: Any, what: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ValueError(f"{what} has not the form")
    return told


def _list(told: Any, what: str) -> list[Any]:
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        raise ValueError(f"there are no {what}, or more than {MOST}")
    return told
