"""Seeded rules on time, from a random stream of their own: windows of categories, limits by time.

What is rare in an award's life is made common: money that ends inside the horizon, costs that may
be paid longer or shorter than the rest, shares that may be left for later.
"""

from datetime import timedelta
from random import Random
from typing import Any

from braid.periods import Calendar
from oracle.generated_limits import Rule
from oracle.generated_rules import Drafter

Thing = dict[str, Any]


class Windows:
    """Adds to the drawn streams and awards."""

    def __init__(self, seed: int, calendar: Calendar, step: int) -> None:
        self.random = Random(f"windows {seed}")
        self.draft = Drafter(self.random)
        self.draft.count = 600  # ids of their own
        self.calendar = calendar
        self.step = step

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def add(self, streams: dict[str, Any], awards: list[Thing], family: list[Any]) -> None:
        """Rules into the streams and the family."""
        paying = sorted({a["stream"] for a in awards if not streams[a["stream"]]["entitlement"]})
        if self.often(0.5):
            self.windows(streams, awards, family, paying)
        if self.often(0.5):
            for _ in range(self.random.choice([1, 2])):
                self.into(streams, family, paying, self.limit())
        for name in paying:
            for rule in streams[name]["rules"]:
                asks = rule["kind"] == "match" and not {"spend", "usd"} & rule.keys()
                if asks and rule.get("of") != "award" and self.often(0.3):
                    rule["spend"] = {"category": ["training", "work"], **self.part()}
        for award in awards:
            for entry in award.get("to_date", []):
                if self.often(0.4):
                    days = self.random.randrange(1, 28)
                    entry["date"] = self.calendar.first - timedelta(days=days)

    def into(self, streams: Any, family: list[Any], paying: list[str], rule: Rule) -> None:
        """A rule into a stream, or into the family of some."""
        name = self.random.choice(paying)
        kin = name in ("fed_a", "fed_b") and self.often(0.3)
        (family if kin else streams[name]["rules"]).append(rule)

    # -- windows ---------------------------------------------------------------------------

    def windows(
        self, streams: Any, awards: list[Thing], family: list[Any], paying: list[str]
    ) -> None:
        """Categories with windows of their own; some awards end inside the horizon."""
        for _ in range(self.random.choice([1, 2, 3])):
            self.into(streams, family, paying, self.window())
        if "pell" in streams and self.often(0.2):
            streams["pell"]["rules"].append(self.window())
        for award in awards:
            ended = any("ends" in r for r in streams[award["stream"]].get("all_rules", []))
            if award["stream"] in paying and "end" not in award and not ended and self.often(0.4):
                start = award.get("start", self.calendar.first)
                ends = [t.last for t in self.calendar.periods[:-1] if t.last > start]
                if ends:
                    award["end"] = self.random.choice(ends)

    def window(self) -> Rule:
        """Longer, shorter, later, or by contract."""
        pick = self.random.choice
        names = pick([["training"], ["support"], ["staff"], ["overhead"], ["training", "work"],
                      ["tuition_fees", "staff"]])  # fmt: skip
        keys: Thing = {"for": names}
        draw = self.random.randrange(6)
        if draw in (0, 1):
            keys["ends"] = pick([
                {"months_after_end": pick([1, 2, 3]) * self.step}, {"days_after_end": 120},
            ])  # fmt: skip
            if self.often(0.2):
                keys["ends"]["federal_fiscal_years"] = 1
        elif draw == 2:
            keys["ends"] = pick([{"days_after_end": -40}, {"months_after_end": -self.step}])
        elif draw == 3:
            keys["ends"] = pick([{"months": self.step}, {"program_years": 1}])
        elif draw == 4:
            keys["begins"] = pick([{"months": self.step}, {"program_years": 1}])
        else:
            keys |= {"test": "obligated", "liquidate_days": pick([30, 120])}
        if self.often(0.08):
            keys["from"] = "2026-08-15"
        return self.draft.rule("timeline", **keys)

    # -- limits ----------------------------------------------------------------------------

    def part(self) -> Thing:
        """A part of an award's time."""
        pick = self.random.choice
        span = pick([
            {"months": pick([1, 2]) * self.step}, {"months": self.step}, {"program_years": 1},
            {"federal_fiscal_years": 1}, {"months_after_end": -self.step}, {"days_after_end": -75},
        ])  # fmt: skip
        return {pick(["after", "after", "within"]): span}

    def limit(self) -> Rule:
        """A share that may be left for later, or must not be."""
        pick, share = self.random.choice, self.draft.share
        spend = self.part()
        if self.often(0.3):
            spend["category"] = pick([["training"], ["staff", "overhead"], ["support", "work"]])
        draw = self.random.randrange(6)
        if draw in (0, 1):
            return self.draft.cap(spend, share=share(0.02, 0.3), of="award")
        if draw == 2:
            return self.draft.cap(spend, usd=self.random.randrange(200, 3000))
        if draw == 3:
            spend |= {"category": pick([["training"], ["work"], ["staff"]])}
            return self.draft.cap(spend, share=share(0.1, 0.5), of="cost")
        if draw == 4:
            return self.draft.cap(spend, share=share(0.05, 0.4), of="spent")
        of = pick(["award", "spent"])
        return self.draft.rule("limit", spend=spend, at_least={"share": share(0.3, 0.8), "of": of})
