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
    inputs, ledger, numbering = books.inputs, books.ledger, books.numbering
    if not inputs.partnerships:
        return
    owners = [inputs.owner(award.id) for award in numbering.awards]
    homes = [inputs.partnership(line.id) for line in numbering.lines]
    good = 0
    for row, (award, line) in enumerate(
        zip(ledger.award.tolist(), ledger.line.tolist(), strict=True)
    ):
        owner = owners[award]
        home = homes[line] if line >= 0 else home_of_report(inputs, ledger.entries[row][0])
        if owner in ("", home):
            good += 1
            continue
        booked = books.book(row)
        says = "Charge of an award that is for another partnership"
        yield Row(says, booked.award.id, booked.where, usd(booked.cents), "<=", usd(0))
    yield held(good)
