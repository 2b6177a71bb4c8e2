"""What a proposal must not say, each told at its own lines (the codes: ``tests/errors``)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reforms import ONE, SCENARIO

from braid.problems import Problem

CHANGE = "changes: [{{rule: alpha/{rule}, field: {field}, was: {was}, becomes: {becomes}}}]"
RULE = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"


def change(
    rule: str = "half", field: str = "at_most.share", was: str = "0.5", becomes: str = "0.25"
) -> str:
    return CHANGE.format(rule=rule, field=field, was=was, becomes=becomes)


CASES = {
    "a rule that there is not": (change(rule="haf"), "B273"),
    "a was that does not match": (change(was="0.40"), "B275"),
    "a field that there is not": (change(field="at_mst.share"), "B274"),
    "a change that changes nothing": (change(becomes="0.50"), "B272"),
    "a number that a rule cannot have": (change(becomes="a half"), "B103"),
    "an unknown stream": (f"{ONE}merges: [{{streams: [alfa], into: one}}]", "B202"),
    "a stream of a name that is taken": (
        "streams: [{stream: beta, name: B, origin: state}]", "B504",
    ),
    "a rule of an id that is taken": (
        f"adds: [{{to: beta, rules: [{{id: costs, kind: line, allow: [care], {RULE}}}]}}]", "B251",
    ),
    "rules for what there is not": (
        f"adds: [{{to: bet, rules: [{{id: more, kind: line, allow: [care], {RULE}}}]}}]", "B273",
    ),
    "an end before the start": (
        "waivers: [{waiver: more, from: 2027-07-01, until: 2027-01-01}]", "B210",
    ),
    "an unknown waiver": ("waivers: [{waiver: mor}]", "B205"),
    "an unknown key": ("change: []", "B101"),
    "a brought award without a stream": ("brings: [{award: {id: new, amount: 5}}]", "B202"),
    "a brought award of an id that is taken": (
        "brings: [{award: {id: a, stream: free, amount: 5}}]", "B201",
    ),
    "a cost line without a category": ("transition: [{cost: {id: move, amount: 5}}]", "B102"),
    "a cost line without an id": ("transition: [{cost: {amount: 5}}]", "B102"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_at_its_place(refused: Callable[..., list[Problem]], case: str) -> None:
    text, code = CASES[case]
    problems = refused(text + "\n")
    assert code in [p.code for p in problems], [str(p) for p in problems]
    found = next(p for p in problems if p.code == code)
    assert found.place.file.endswith("reform.yaml"), found.place
    assert found.place.line is not None
    assert found.place.line > 8
    assert found.remedy


def test_a_part_that_there_is_not(refused: Callable[..., list[Problem]]) -> None:
    (problem,) = refused(f"{change()}\n", only=("reform/chnges-1",))
    assert problem.code == "B502"
    assert "changes-1" in problem.remedy


def test_todays_own_mistakes_come_first(refused: Callable[..., list[Problem]]) -> None:
    problems = refused(f"{change()}\n", SCENARIO.replace("stream: alpha", "stream: alfa"))
    assert [p.code for p in problems] == ["B202"]
    assert problems[0].place.file.endswith("small.yaml")
