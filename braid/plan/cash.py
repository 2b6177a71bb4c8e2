"""What an organization receives and pays in each period, and what it must borrow, to the cent.

From the charges alone: the loan is what claims on the way and the minimum balance take
beyond the organization's own cash and money that came up front and may lend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from braid.eligibility.ground import Ground
from braid.kinds.arrivals import brings_cash, followed, lends, opened, owed, payment_of, repaid_in
from braid.plan.dollars import dollars
from braid.plan.plan import Bridge, Repayment
from braid.record import record
from braid.schema.scenario import Cash

if TYPE_CHECKING:
    from braid.plan.solution import Paid


@record
class _Account:
    """One award's cash by period, in cents: what it pays out, what has come in."""

    award: str
    paid: np.ndarray
    received: np.ndarray
    """In each period, and at last what comes after the horizon."""
    claims: bool = False
    lends: bool = False


@record
class _Books:
    """One organization's accounts."""

    organization: str
    cash: Cash
    accounts: list[_Account]
    periods: int
    closed: int = 0
    """Periods that are over: the account begins after them."""

    @cached_property
    def loan(self) -> np.ndarray:
        """At the end of each period."""
        spare = int(self.cash.opening * 100) - int(self.cash.minimum * 100)
        moving = [a for a in self.accounts if a.claims or a.lends]
        fronted = self._sum([a.paid - a.received[: self.periods] for a in moving])
        loan: np.ndarray = np.maximum(np.cumsum(fronted) - spare, 0)
        loan[: self.closed] = 0
        return loan

    @cached_property
    def received(self) -> np.ndarray:
        """In each period, of all awards."""
        return self._sum([a.received[: self.periods] for a in self.accounts])

    @cached_property
    def paid(self) -> np.ndarray:
        """In each period, by all awards."""
        return self._sum([a.paid for a in self.accounts])

    def _sum(self, parts: list[np.ndarray]) -> np.ndarray:
        total: np.ndarray = np.sum([np.zeros(self.periods, dtype=np.int64), *parts], axis=0)
        return total


class CashFlow:
    """The cash of every organization that is followed, as the charges of a plan move it."""

    def __init__(self, ground: Ground, paid: Sequence[Paid], declined: frozenset[str]) -> None:
        self.ground = ground
        self.paid = paid
        self.declined = declined
        self.inputs = ground.inputs
        self.periods = self.inputs.calendar.periods

    @cached_property
    def _paid(self) -> dict[str, np.ndarray]:
        """Cents that each award pays in each period."""
        cells, paid = self.ground.cells, self.paid
        awards = {name: k for k, name in enumerate(self.ground.codes.awards)}
        table = np.zeros((len(awards), len(self.periods)), dtype=np.int64)
        place = np.array([awards[p.award] for p in paid], dtype=np.int64)
        cell = np.array([p.cell for p in paid], dtype=np.int64)
        cents = np.array([p.cents for p in paid], dtype=np.int64)
        np.add.at(table, (place, cells.period[cell]), cents)
        return {name: table[k] for name, k in awards.items()}

    @cached_property
    def _books(self) -> list[_Books]:
        return [
            _Books(name, cash, list(self._accounts(name)), len(self.periods), self.inputs.closed)
            for name, cash in followed(self.inputs).items()
        ]

    def _accounts(self, organization: str) -> Iterator[_Account]:
        for name, paid in self._paid.items():
            award = self.inputs.awards[name]
            if not brings_cash(self.inputs, award, organization):
                continue
            method = payment_of(self.inputs, award).method
            if method == "reimbursement":
                received = np.zeros(len(self.periods) + 1, dtype=np.int64)
                lag = payment_of(self.inputs, award).lag_days
                np.add.at(received, repaid_in(self.inputs, lag), paid)
                received += owed(self.inputs, award)
                yield _Account(name, paid, received, claims=True)
            elif method == "upfront":
                used = name not in self.declined
                brought = opened(self.inputs, award) if used else [0] * len(self.periods)
                received = np.append(np.diff(brought, prepend=0), 0)
                yield _Account(name, paid, received, lends=lends(self.inputs, award))
            else:
                yield _Account(name, paid, np.append(paid, 0))

    @property
    def loans(self) -> int:
        """Cents of all loans, added up over organizations and periods."""
        return int(sum(int(books.loan.sum()) for books in self._books))

    def rows(self) -> list[dict[str, Any]]:
        """The table: each organization in each period."""
        out = []
        for books in self._books:
            balance = int(books.cash.opening * 100) + np.cumsum(books.received - books.paid)
            for t, period in enumerate(self.periods):
                if t < books.closed:
                    continue
                out.append({
                    "organization": books.organization, "period": period.start.isoformat(),
                    "received": books.received[t], "paid": books.paid[t], "balance": balance[t],
                    "loan": books.loan[t],
                })  # fmt: skip
        return out

    def bridges(self) -> tuple[Bridge, ...]:
        """Every loan from its first period to the one that repays the last of it."""
        return tuple(bridge for books in self._books for bridge in self._loans_of(books))

    def _loans_of(self, books: _Books) -> Iterator[Bridge]:
        loan = [*books.loan.tolist(), 0]
        begun = 0
        for t in range(len(loan)):
            if loan[t] and (t == 0 or not loan[t - 1]):
                begun = t
            if not loan[t] and t and loan[t - 1]:
                yield self._bridge(books, loan, begun, t)

    def _bridge(self, books: _Books, loan: list[int], first: int, last: int) -> Bridge:
        """The loan of the periods from ``first`` on; none is left in ``last``."""
        repaid = tuple(
            Repayment(account.award, self._first_day(t), dollars(cents))
            for t in range(first + 1, last + 1)
            for account, cents in _laid(books, t, loan[t - 1] - loan[t])
        )
        end = self.periods[min(last, len(self.periods) - 1)].last.isoformat()
        most = dollars(max(loan[first:last]))
        left = loan[last - 1] if last == len(self.periods) else 0
        first_day = self._first_day(first)
        return Bridge(books.organization, most, first_day, end, repaid, dollars(left))

    def _first_day(self, period: int) -> str:
        """Of a period; empty after the horizon."""
        return self.periods[period].start.isoformat() if period < len(self.periods) else ""


def _laid(books: _Books, period: int, fall: int) -> Iterator[tuple[_Account, int]]:
    """What repays a fall of the loan: claims that are paid, then money that may lend."""
    ranked = sorted(books.accounts, key=lambda account: not account.claims)
    for account in ranked:
        if account.claims or account.lends:
            cents = min(fall, int(account.received[period]))
            if cents > 0:
                fall -= cents
                yield account, cents
