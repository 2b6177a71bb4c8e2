"""What an award pays only when the awards that come first have run out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers, sums
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force_on
from braid.audit.running_out import Alone, RunningOut
from braid.catalog.law import HomedRule
from braid.schema.rules import Order
from braid.schema.scenario import Award


def rows(homed: HomedRule, rule: Order, books: Books) -> Iterator[Row]:
    """Per earlier award and cell: what waits for it and is paid while it has money."""
    ledger, columns = books.ledger, books.columns
    count = len(columns)
    for award in _earlier(homed, rule, books):
        own, waiting = _waiting(homed, books, award), all_waiting(homed, books, award)
        own_of = sums(ledger.cell[own], ledger.cents[own], count)
        paid_of = sums(ledger.cell[waiting], ledger.cents[waiting], count)
        cells = np.flatnonzero(books.payable.open_to(award) & (own_of > 0) & (books.nets > 0))
        runs, alone = RunningOut(books, award), Alone(books, award)
        out = runs.money(cells)
        yield held(int(np.count_nonzero(out)))
        for number in cells[~out].tolist():
            paid, allowed = int(paid_of[number]), int(books.nets[number]) - alone.most(number)
            if paid <= allowed or runs.capped(number):
                yield held(1)
                continue
            where = ", ".join(str(part) for part in columns.cells[number].key if part)
            says = "Charges while money that pays first is not used up"
            yield Row(says, award.id, where, usd(paid), "<=", usd(allowed))


def _earlier(homed: HomedRule, rule: Order, books: Books) -> Iterator[Award]:
    """The awards that pay first; one that the plan declines holds nobody up."""
    return (award for award in before(homed, rule, books) if books.used(award))


def before(homed: HomedRule, rule: Order, books: Books) -> Iterator[Award]:
    """The awards that a rule puts first, those that the plan declines too."""
    for award in books.inputs.committed.values():
        first = award.stream in rule.after and award.id not in homed.awards
        if first and not books.is_entitlement(award) and award.form == "cash":
            yield award


def _waiting(homed: HomedRule, books: Books, award: Award) -> Numbers:
    """The charges on direct cells that a rule lets wait for an earlier award."""
    rule, ledger = homed.rule, books.ledger
    none = np.zeros(0, dtype=np.int64)
    if not isinstance(rule, Order) or rule.reading != "used_up":
        return none
    if award.stream not in rule.after or award.id in homed.awards:
        return none
    rows = ledger.of_awards(homed.awards)
    rows = rows[ledger.cell_group[rows] >= 0]
    return rows[_concerned(rule, books)[ledger.cell[rows]]]


def all_waiting(homed: HomedRule, books: Books, award: Award) -> Numbers:
    """The same by this rule and every other that binds."""
    binding = books.inputs.law.of_kind("order")
    found = [_waiting(other, books, award) for other in (homed, *binding)]
    return np.unique(np.concatenate(found))


def _concerned(rule: Order, books: Books) -> Flags:
    """Which cells the rule names."""
    columns = books.columns
    found = books.permissions.concerned(rule.for_)[columns.category]
    return found & in_force_on(rule, columns.start)
