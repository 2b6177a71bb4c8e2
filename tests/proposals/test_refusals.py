"""What a proposal must not say, each told at its own lines (the codes: ``tests/errors``)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reforms import ONE, SCENARIO, Under

from braid.problems import Problem

CHANGE = "changes: [{{rule: alpha/{rule}, field: {field}, was: {was}, becomes: {becomes}}}]"
RULE = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"


def change(
    rule: str = "half", field: str = "at_most.share", was: str = "0.5", becomes: str = "0.25"
) -> str:
    return CHANGE.format(rule=rule, field=field, was=was, becomes=becomes)


def stream(field: str, was: str, becomes: str, more: str = "", name: str = "half") -> str:
    edit = f"field: {field}, was: {was}, becomes: {becomes}{more}"
    return f"changes: [{{stream: {name}, {edit}}}]"


PAID = ("payment.method", "reimbursement", "advance")
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
    "a stream's field that is not as supposed": (stream("payment.lag_days", "45", "15"), "B275"),
    "a stream's field that holds where nothing is stated": (
        stream("payment.method", "upfront", "reimbursement", name="beta"), "B275",
    ),
    "a stream's field that cannot change": (stream("origin", "federal", "state"), "B274"),
    "a part of a stream's field that there is not": (
        stream("payment.kind", "reimbursement", "advance"), "B274",
    ),
    "a change of a stream that changes nothing": (stream("served", "direct", "direct"), "B272"),
    "a word that a stream's field does not know": (stream("served", "direct", "enrolld"), "B105"),
    "a stream that there is not": (stream(*PAID, name="hlaf"), "B202"),
    "a set that there is not": ("changes: [{stream: half, field: follows, gains: [sett]}]", "B052"),
    "a family that there is not": (stream("family", "null", "sett"), "B052"),
    "a stream's field from a day inside the horizon": (
        stream("served", "direct", "enrolled", ", from: 2027-01-01"), "B516",
    ),
    "a stream's field on no day of the horizon": (stream(*PAID, ", from: 2030-01-01"), "B509"),
    "a lag that stays where money comes in advance": (stream(*PAID), "B235"),
    "a state that changes a federal stream": (
        stream("served", "direct", "enrolled", ", authority: governor"), "B508",
    ),
    "a board that changes how federal money arrives": (
        stream(*PAID, ", authority: board"), "B508",
    ),
    "a rule and a stream at once": (
        stream(*PAID, ", rule: half/share"), "B101",
    ),
    "neither a rule nor a stream": ("changes: [{field: a, was: 1, becomes: 2}]", "B102"),
    "a field of a stream that there is not, by its key": (
        "changes: [{stream: half, feld: served, was: direct, becomes: enrolled}]", "B101",
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


def test_two_writes_to_a_field_of_a_stream(
    refused: Callable[..., list[Problem]], under: Under
) -> None:
    one = "{stream: half, field: payment.lag_days, was: 30, becomes: 15DAYS}"
    two = "{stream: half, field: payment, was: {method: reimbursement, lag_days: 30},"
    two += " becomes: {method: advance}DAYS}"
    text = f"changes: [{one}, {two}]\n"
    assert [p.code for p in refused(text.replace("DAYS", ""))] == ["B506"]
    apart = text.replace("DAYS", ", until: 2026-09-01", 1).replace("DAYS", ", from: 2026-09-01")
    (award,) = [a for a in under(apart).scenario.awards if a.id == "h"]
    assert award.payment is not None
    assert award.payment.lag_days == 15


def test_a_governor_may_say_how_federal_money_arrives(under: Under) -> None:
    text = stream("payment.lag_days", "30", "15", ", authority: governor")
    assert under(f"{text}\n").law.streams["half"].payment.lag_days == 15


def test_what_a_stream_is_today_is_told_with_what_its_file_leaves_out(
    refused: Callable[..., list[Problem]],
) -> None:
    (problem,) = refused(stream("payment.method", "upfront", "reimbursement", name="beta") + "\n")
    assert problem.message == "'payment.method' of 'beta' is advance, not upfront."
    assert problem.remedy == "Write 'was: advance', and read again what it becomes."


def test_a_part_that_there_is_not(refused: Callable[..., list[Problem]]) -> None:
    (problem,) = refused(f"{change()}\n", only=("reform/chnges-1",))
    assert problem.code == "B502"
    assert "changes-1" in problem.remedy


def test_todays_own_mistakes_come_first(refused: Callable[..., list[Problem]]) -> None:
    problems = refused(f"{change()}\n", SCENARIO.replace("stream: alpha", "stream: alfa"))
    assert [p.code for p in problems] == ["B202"]
    assert problems[0].place.file.endswith("small.yaml")
