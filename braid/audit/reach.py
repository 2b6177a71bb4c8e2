"""In a portfolio: what an award is for, and whom a stream counts there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from braid.audit.findings import Row, held, usd
from braid.catalog.inputs import Inputs
from braid.catalog.renaming import SEPARATOR
from braid.schema.scenario import Award

if TYPE_CHECKING:
    from braid.audit.books import Books


def meet(inputs: Inputs, one: Award, two: Award) -> bool:
    """Whether two awards have anything that the money of both is for."""
    first, second = inputs.owner(one.id), inputs.owner(two.id)
    return first == second or not first or not second


def record_name(inputs: Inputs, name: str, group: str) -> str:
    """What the records of a group with a system or stream are booked as."""
    home = inputs.partnership(group)
    return f"record:{home}{SEPARATOR}{name}" if home else f"record:{name}"


def home_of_report(inputs: Inputs, cost: str) -> str:
    """The partnership whose reporting it is; empty text for that of shared awards."""
    sort, _, rest = cost.partition(":")
    award, _, _ = rest.partition(":")
    return inputs.owner(award) if sort == "report" else inputs.partnership(rest)


def check(books: Books) -> Iterator[Row]:
    """Each award pays only what it is for."""
    inputs = books.inputs
    if not inputs.partnerships:
        return
    good = 0
    for row in range(len(books.ledger)):
        booked = books.book(row)
        home = inputs.partnership(booked.charge.cost)
        if booked.cell is None:
            home = home_of_report(inputs, booked.charge.cost)
        if inputs.owner(booked.award.id) in ("", home):
            good += 1
            continue
        says = "Charge of an award that is for another partnership"
        yield Row(says, booked.award.id, booked.where, usd(booked.cents), "<=", usd(0))
    yield held(good)
