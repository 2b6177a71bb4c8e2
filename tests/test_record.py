"""Records behave as frozen dataclasses do, but for what only the type checker refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, fields, replace
from functools import cached_property
from pickle import dumps, loads
from threading import Barrier
from typing import Any

import pytest

from braid.record import record, small_record, working_record


@record
class Point:
    """Two numbers and a list."""

    x: int
    y: int = 0
    names: tuple[str, ...] = field(default=())

    @cached_property
    def sum(self) -> int:
        return self.x + self.y


@record
class Alone:
    x: int


@record
class Odd:
    """Says itself what is the same."""

    x: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd) and self.x % 2 == other.x % 2

    def __hash__(self) -> int:
        return self.x % 2


def test_equal_fields_make_equal_records_with_the_same_hash() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(1, 3)
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2


def test_records_of_different_classes_are_never_equal() -> None:
    assert Point(1) != Alone(1)
    assert Alone(1) != (1,)
    assert Alone(1) != 1


def test_what_was_worked_out_meanwhile_does_not_matter() -> None:
    one, other = Point(1, 2), Point(1, 2)
    assert one.sum == 3
    assert one == other
    assert hash(one) == hash(other)


def test_the_text_names_every_field() -> None:
    assert repr(Point(1, 2, ("a",))) == "Point(x=1, y=2, names=('a',))"


def test_a_class_may_say_itself_what_is_equal() -> None:
    assert Odd(1) == Odd(3)
    assert hash(Odd(1)) == hash(Odd(3))
    assert Odd(1) != Odd(2)


def test_they_are_dataclasses_for_the_standard_library() -> None:
    assert replace(Point(1, 2), y=5) == Point(1, 5)
    assert [one.name for one in fields(Point)] == ["x", "y", "names"]
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        Point()  # type: ignore[call-arg]


@record
class Held:
    """A list of its own, and something worked out."""

    names: list[str] = field(default_factory=list)
    many: int = 3

    def __post_init__(self) -> None:
        self.__dict__["twice"] = 2 * self.many


def test_what_is_not_given_is_made_for_each() -> None:
    one, other = Held(), Held(many=4)
    one.names.append("a")

    assert other.names == []
    assert (one.__dict__["twice"], other.__dict__["twice"]) == (6, 8)


@small_record
class Spot:
    """Where something stands."""

    row: int
    column: int = 0


def test_small_records_have_room_for_their_fields_only() -> None:
    spot: Any = Spot(3)
    assert (spot, hash(spot), repr(spot)) == (
        Spot(3, 0), hash(Spot(3, 0)), "Spot(row=3, column=0)",
    )  # fmt: skip
    assert spot != Spot(3, 1)
    assert replace(spot, column=4) == Spot(3, 4)
    assert loads(dumps(spot)) == spot
    with pytest.raises(AttributeError):
        spot.other = 1


@working_record
class Work:
    """What is done so far."""

    done: int = 0
    names: list[str] = field(default_factory=list)


def test_working_records_change_and_have_no_hash() -> None:
    one, other = Work(), Work()
    one.done += 1
    one.names.append("a")
    assert (one.done, one.names, other) == (1, ["a"], Work())
    assert one != other
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


@pytest.mark.parametrize("said", [{"init": False, "default": 1}, {"kw_only": True}])
def test_fields_that_are_not_plain_are_refused(said: dict[str, Any]) -> None:
    made: Any = record(type("Made", (), {"__annotations__": {"x": int}, "x": field(**said)}))
    with pytest.raises(TypeError, match="x: a record has plain fields only"):
        made()


def test_the_first_records_of_a_class_may_be_made_in_many_threads() -> None:
    for _ in range(20):
        made: Any = record(type("Made", (), {"__annotations__": {"x": int, "y": int}, "y": 1}))
        ready = Barrier(4)

        def make(n: int, made: Any = made, ready: Barrier = ready) -> tuple[int, int]:
            ready.wait()
            one = made(n)
            return one.x, one.y

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(make, range(4))) == [(n, 1) for n in range(4)]
