"""What the drawn partnerships have to show, from a random stream of its own."""

from datetime import date, timedelta
from random import Random
from typing import Any

from oracle.generated_rules import Drafter

ASKED: tuple[dict[str, Any], ...] = (
    {"signed_interviews_per_completer": {"min": 0.5}},
    {"any": [{"signed_interviews_per_completer": {"above": 1}}, {"backbone_fte": {"min": 1}}]},
    {"wage_records": True},
    {"backbone_fte": {"min": 0.5}},
)


class Partnered:
    """Employers that have signed or not, a backbone, the records by which results are measured."""

    def __init__(self, seed: int, first: date) -> None:
        self.random = Random(f"shown {seed}")
        self.first = first
        self.draft = Drafter(self.random)
        self.draft.count = 700  # ids of their own

    def add(self, streams: dict[str, Any]) -> None:
        """A rule that asks for it, in most cases, for some categories or for all."""
        paying = sorted(name for name, file in streams.items() if not file["entitlement"])
        if self.random.random() < 0.8:
            where = self.random.choice(ASKED)
            some = {"for": ["training"]} if self.random.random() < 0.5 else {}
            rule = self.draft.rule("program", where=where, **some)
            streams[self.random.choice(paying)]["rules"].append(rule)

    def signing(self) -> dict[str, Any]:
        """When an employer signed (some only after a group has begun), for how many interviews."""
        found: dict[str, Any] = {}
        if self.random.random() < 0.7:
            found["signed"] = self.first + timedelta(days=self.random.choice([-30, 0, 75, 200]))
        if self.random.random() < 0.8:
            found["interviews"] = self.random.choice([1, 4, 12, 40])
        return found

    def showing(self) -> dict[str, Any]:
        """The rest, each stated only sometimes."""
        found: dict[str, Any] = {}
        if self.random.random() < 0.7:
            fte = self.random.choice([0, 0.5, 1, 2])
            found["backbone"] = {"organization": "board", "staff_fte": fte}
        if self.random.random() < 0.7:
            found["outcomes"] = {"ui_wage_records": self.random.random() < 0.7}
        return found
