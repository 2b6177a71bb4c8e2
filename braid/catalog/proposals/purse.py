"""An award on its way through a proposal: as it is written, with its money in exact numbers."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from braid.reading.document import Spot
from braid.record import record
from braid.schema.scenario import Award

CENT = Decimal("0.01")


@record
class Purse:
    """An award as a proposal has it; ``sources`` are today's awards that its money comes from."""

    raw: dict[str, Any]
    award: Award
    spot: Spot
    recipient: str
    home: str
    """The partnership whose file has it; empty text for a state's, and outside portfolios."""
    start: date
    funding_year: int
    sources: tuple[tuple[str, Decimal], ...] = ()
    """Streams of today with the dollars of theirs that are in it, before any other amount."""
    was: tuple[str, ...] = field(default=())
    """The ids of today's awards that it takes the place of."""

    @property
    def stream(self) -> str:
        """The stream that it comes under now."""
        return str(self.raw["stream"])

    @property
    def owner(self) -> str:
        """The partnership for which alone it is; empty text where it is shared."""
        return self.home or str(self.raw.get("partnership") or "")

    @property
    def amount(self) -> Decimal:
        """Its amount in dollars; 0 where it has none."""
        return Decimal(self.raw.get("amount") or 0)

    def times(self, factor: Fraction) -> dict[str, Any]:
        """The award as it is written with another amount, slices and allocation alike."""
        raw = dict(self.raw)
        for key in ("amount", "allocation"):
            if raw.get(key) is not None:
                raw[key] = to_cents(Fraction(raw[key]) * factor)
        if raw.get("slices"):
            raw["slices"] = scaled(raw["slices"], factor, raw["amount"])
        return raw


def to_cents(value: Fraction) -> Decimal:
    """Dollars rounded half up to the cent."""
    cents = (value * 100 + Fraction(1, 2)).__floor__()
    return Decimal(cents).scaleb(-2)


def scaled(slices: list[dict[str, Any]], factor: Fraction, total: Decimal) -> list[dict[str, Any]]:
    """Slices times a number; the last one makes them add up to the total."""
    parts = [to_cents(Fraction(one["amount"]) * factor) for one in slices]
    parts[-1] = total - sum(parts[:-1], Decimal(0))
    return [{**one, "amount": part} for one, part in zip(slices, parts, strict=True)]
