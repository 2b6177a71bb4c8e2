"""Seeded match and reimbursement rules of generated scenarios, from a random stream of their own.

With them the awards say whose money they are, in what form, and beside which others they may
stand. The other draws of a case are the same with them and without them.
"""

from random import Random
from typing import Any

from braid.periods import Calendar
from oracle.generated_limits import Rule
from oracle.generated_rules import Drafter

Award = dict[str, Any]

OTHERS = ["state", "local", "private"]


class Matches:
    """Awards that need others' money beside them, and the money that may stand there."""

    def __init__(self, seed: int, calendar: Calendar) -> None:
        self.random = Random(f"matches {seed}")
        self.draft = Drafter(self.random)
        self.draft.count = 200  # ids of their own
        self.calendar = calendar

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def add(
        self, streams: dict[str, Any], awards: list[Award], costs: list[Any], family: list[Any]
    ) -> None:
        """Put rules into the drawn streams, now and then into an award or the family."""
        paying = [a for a in awards if not streams[a["stream"]]["entitlement"]]
        rules = [self.match()] if self.often(0.45) else []
        rules += [self.match()] if rules and self.often(0.5) else []
        rules += [self.reimbursement()] if self.often(0.35) else []
        own = None  # two rules of one award ask for the same money
        for rule in rules:
            award = own if own and self.often(0.4) else self.needy(streams, paying)
            self.place(rule, streams, award, family)
            own = award
        if rules:
            self.givers(streams, paying)
            if self.often(0.5):
                awards += self.in_kind(streams, paying)
                self.random.choice(costs)["accepts_in_kind"] = self.often(0.7)

    def needy(self, streams: dict[str, Any], paying: list[Award]) -> Award:
        """The money that others match most often, federal; but any sometimes."""
        federal = [a for a in paying if streams[a["stream"]]["origin"] == "federal"]
        return self.random.choice(federal if federal and self.often(0.8) else paying)

    def place(self, rule: Rule, streams: dict[str, Any], award: Award, family: list[Any]) -> None:
        """Into the award's family, the award itself or its stream."""
        if award["stream"] in ("fed_a", "fed_b") and self.often(0.25):
            family.append(rule)
        elif self.often(0.25):
            award.setdefault("rules", []).append(rule)
        else:
            streams[award["stream"]]["rules"].append(rule)

    # -- rules -----------------------------------------------------------------------------

    def match(self) -> Rule:
        """Every base and cut; what counts beside; which charges ask."""
        keys: Rule = {"beside": self.beside()}
        draw = self.random.choice(["spent", "spent", "total", "total", "award", "usd"])
        if draw == "usd":
            keys["usd"] = self.random.randrange(500, 6000)
        else:
            keys |= {"share": self.share(), "of": draw}
        if draw in ("spent", "total"):
            keys["per"] = self.random.choice([
                ["award"], ["award"], ["award"], ["period"], ["line"], ["line"], ["cell"],
                ["employer"], ["award", "employer"], ["line", "period"], ["employer", "period"],
            ])  # fmt: skip
            keys |= self.asked()
            if keys["beside"].get("employer") and self.often(0.4):
                keys["per"] = ["employer"]
        if not keys["beside"]:
            del keys["beside"]
        return self.dated(self.draft.rule("match", **keys))

    def reimbursement(self) -> Rule:
        """A share of a claim; sometimes what is in kind or of some origins pays the rest."""
        beside: Rule = {}
        if self.often(0.2):
            beside["form"] = ["cash", "in_kind"]
        if self.often(0.3):
            beside["origin"] = self.random.sample([*OTHERS, "federal"], 2)
        if self.often(0.2):
            beside["category"] = self.categories()
        keys = {"beside": beside} if beside else {}
        share = self.share(0.35, 0.8)
        return self.dated(self.draft.rule("reimbursement", share=share, **keys, **self.asked()))

    def share(self, low: float = 0.2, high: float = 0.65) -> Any:
        """A share, sometimes with versions; the award's start or date picks one."""
        if self.often(0.8):
            return self.draft.share(low, high)
        clock = self.random.choice(["award_date", "cost_date", "program_year", "fiscal_year"])
        versions = [{"from": day, "value": self.draft.share(low, high), "cite": "generated"}
                    for day in ("2020-01-01", "2026-05-01", "2026-12-01")]  # fmt: skip
        return {"clock": clock, "versions": versions}

    def categories(self) -> list[str]:
        """Which costs' money counts."""
        return list(self.random.choice([
            ["training"], ["staff", "overhead"], ["training", "support"], ["case_management"],
            ["work", "support"], ["administration", "tuition_fees"],
        ]))  # fmt: skip

    def beside(self) -> Rule:
        """What counts: mostly everything that is not federal."""
        found: Rule = {}
        if self.often(0.25):
            found["origin"] = self.random.choice(["state", "local", ["local", "private"], "federal",
                                                  ["state", "federal"]])  # fmt: skip
        if self.often(0.25):
            found["form"] = self.random.choice(["cash", "in_kind"])
        if self.often(0.2):
            found["category"] = self.categories()
        if self.often(0.2):
            found["employer"] = True
        return found

    def asked(self) -> Rule:
        """Which charges ask for it: all but reporting, all, or some."""
        if self.often(0.6):
            return {}
        return {"spend": self.random.choice([
            "all", {"category": ["training", "work"]}, {"category": ["administration", "staff"]},
            {"direct": True}, {"direct": False}, {"who": {"low_income": True}},
            {"where": {"incurred_by": "college"}}, {"who": {"in_school": False}},
        ])}  # fmt: skip

    def dated(self, rule: Rule) -> Rule:
        """Now and then in force for a part of the time."""
        if self.often(0.08):
            rule["from"] = "2026-10-01"
        elif self.often(0.08):
            rule["until"] = "2027-01-01"
        return rule

    # -- money beside ----------------------------------------------------------------------

    def others(self, streams: dict[str, Any], paying: list[Award]) -> list[Award]:
        """The awards of streams that are not federal."""
        return [a for a in paying if streams[a["stream"]]["origin"] != "federal"]

    def givers(self, streams: dict[str, Any], paying: list[Award]) -> None:
        """Whose money the awards are, and beside what they may stand."""
        ids = [a["id"] for a in paying]
        for award in paying:
            if self.often(0.1):
                award["origin"] = self.random.choice([*OTHERS, "federal"])
            if self.often(0.12):
                count = self.random.choice([0, 1, 2])
                award["match_for"] = self.random.sample(ids, min(count, len(ids)))
        for award in self.others(streams, paying):
            if self.often(0.35):
                award["employer"] = self.random.choice(["mill", "ward"])
            if self.often(0.3) and "slices" not in award and "to_date" not in award:
                award["amount"] = award["amount"] // 3 + 200  # other money is scarce

    def in_kind(self, streams: dict[str, Any], paying: list[Award]) -> list[Award]:
        """Something in kind, for all of the horizon or a part of it."""
        others = self.others(streams, paying)
        if not others:
            return []
        like = self.random.choice(others)
        award: Award = {
            "id": "kind",
            "stream": like["stream"],
            "recipient": "board",
            "amount": max(300, int(like["amount"] * self.random.choice([0.1, 0.3, 0.6]))),
            "form": "in_kind",
            "status": "offered" if self.often(0.25) else "accepted",
        }
        if self.often(0.5):
            award["employer"] = self.random.choice(["mill", "ward"])
        if self.often(0.5):
            award["origin"] = "private"
        if self.often(0.35):
            award["start"] = self.calendar.periods[-1].start
        return [award]
