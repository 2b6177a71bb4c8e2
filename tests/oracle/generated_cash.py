"""Seeded payment terms of generated streams and awards, and organizations that state their cash."""

from random import Random
from typing import Any

METHODS = ("reimbursement", "reimbursement", "reimbursement", "upfront", "upfront", "advance")


class Cashes:
    """How the money of one case comes; it draws from a seed of its own, so that nothing moves."""

    def __init__(self, seed: int, tiny: bool) -> None:
        self.random = Random(f"cash {seed}")
        self.tiny = tiny

    def add(self, organizations: list[Any], streams: dict[str, Any], awards: list[Any]) -> None:
        """Terms of most streams and some awards; in three cases of five somebody's cash."""
        for name in sorted(streams):
            if not streams[name]["entitlement"] and self.random.random() < 0.8:
                streams[name]["payment"] = self.terms()
                streams[name]["restricted"] = self.random.choice([0, 1, 1, 2, 5])
        for award in sorted(awards, key=lambda a: a["id"]):
            if not streams[award["stream"]]["entitlement"] and self.random.random() < 0.3:
                award["payment"] = self.terms()
        if self.tiny or self.random.random() > 0.6:
            return
        for organization in organizations[: self.random.choice([1, 2, 2])]:
            organization["cash"] = {
                "opening": self.random.choice([0, 0, 400, 2500]),
                "minimum": self.random.choice([0, 0, 300, 1000]),
            }

    def terms(self) -> dict[str, Any]:
        """One way of paying."""
        method = self.random.choice(METHODS)
        if method == "reimbursement":
            return {"method": method, "lag_days": self.random.choice([0, 20, 45, 100, 135, 400])}
        lends = {"lends": self.random.random() < 0.7} if self.random.random() < 0.4 else {}
        return {"method": method, **(lends if method == "upfront" else {})}
