"""Searches beside the main one: the same answers, none left running, errors where asked for."""

from __future__ import annotations

import threading

import pytest

from braid.optimize import highs
from braid.optimize.beside import Beside
from braid.optimize.program import Answer, Limits, Program


def other_engine(program: Program, limits: Limits) -> Answer:
    raise AssertionError("nobody solves here")


def test_highs_works_in_threads_and_gives_what_was_asked() -> None:
    def where(asked: int) -> tuple[int, bool]:
        return asked, threading.current_thread() is threading.main_thread()

    with Beside(highs.solve) as beside:
        found = [beside.start(where, number) for number in range(5)]
        assert [one() for one in found] == [(number, False) for number in range(5)]
    assert not [t for t in threading.enumerate() if t.name.startswith("beside")]


def test_other_solvers_work_once_when_the_result_is_asked_for() -> None:
    worked: list[int] = []
    with Beside(other_engine) as beside:
        found = beside.start(worked.append, 1)
        assert worked == []
        found()
        found()
    assert worked == [1]


def test_an_error_is_raised_where_the_result_is_asked_for() -> None:
    def fail() -> None:
        raise ValueError("no solution")

    with Beside(highs.solve) as beside:
        found = beside.start(fail)
        with pytest.raises(ValueError, match="no solution"):
            found()


def test_what_has_not_begun_is_given_up_when_the_plan_fails() -> None:
    hold, begun = threading.Event(), []

    def wait(number: int) -> None:
        begun.append(number)
        hold.wait(5)

    def failing() -> None:
        with Beside(highs.solve) as beside:
            for number in range(20):
                beside.start(wait, number)
            threading.Timer(0.05, hold.set).start()
            raise RuntimeError("the plan failed")

    with pytest.raises(RuntimeError):
        failing()
    assert len(begun) < 20


def test_modules_are_imported_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("braid.optimize.beside.import_module", asked.append)

    with Beside(highs.solve) as beside:
        beside.load("one", "two")
        beside.start(int)()
    with Beside(other_engine) as beside:
        beside.load("three")

    assert asked == ["one", "two"]
