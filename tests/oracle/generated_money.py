"""Seeded transfers, program income and reports of organizations, from a random stream of their own.

What is moved is mostly scarce where it goes, and not where it comes from: so it matters.
"""

from random import Random
from typing import Any

from oracle.generated_limits import Rule
from oracle.generated_rules import Drafter

Award = dict[str, Any]


class Moneys:
    """Rules on money between awards, coming in, and counted by organizations."""

    def __init__(self, seed: int, tiny: bool) -> None:
        self.random = Random(f"money {seed}")
        self.draft = Drafter(self.random)
        self.draft.count = 300  # ids of their own
        self.tiny = tiny

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def add(
        self, organizations: list[Any], streams: dict[str, Any], awards: list[Award], size: int
    ) -> list[Rule]:
        """Rules of a set of its own, which some of the streams follow; others in their streams."""
        paying = sorted(
            (a for a in awards if not streams[a["stream"]]["entitlement"]), key=lambda a: a["id"]
        )
        rules: list[Rule] = []
        if self.often(0.65):
            rules += self.transfers(streams, paying)
        if self.often(0.7):
            rules += self.incomes(streams, paying)
        if "pell" in streams and self.often(0.4):
            usd = self.random.choice([5, 12.5])
            streams["pell"]["rules"].append(self.draft.rule("income", use="allowance", usd=usd))
        if self.often(0.8):
            rules += self.audits(organizations, streams, awards, size)
        return rules

    def dated(self, rule: Rule) -> Rule:
        """Now and then in force for a part of the time."""
        if self.often(0.07):
            rule["from"] = "2026-10-01"
        elif self.often(0.07):
            rule["until"] = "2026-10-01"
        return rule

    # -- between awards --------------------------------------------------------------------

    def transfers(self, streams: dict[str, Any], paying: list[Award]) -> list[Rule]:
        """Two or three streams; the awards of each mostly alike enough to give to one another."""
        names = sorted({a["stream"] for a in paying})
        if len(names) < 2:
            return []
        between = self.random.sample(names, min(len(names), self.random.choice([2, 2, 3])))
        for name in between:
            streams[name].setdefault("follows", [])
            streams[name]["follows"] = [*streams[name]["follows"], "moves"]
        whose, year = (
            self.random.choice(["board", "college"]),
            self.random.choice([2026, 2026, 2025]),
        )
        for award in (a for a in paying if a["stream"] in between):
            if self.often(0.85):
                self.alike(award, whose, year)
        rich, *poor = between
        for award in paying:
            if award["stream"] == rich and self.often(0.6):
                award["amount"] *= 2
            elif award["stream"] in poor and "to_date" not in award and self.often(0.6):
                award["amount"] = award["amount"] // 3 + 200
            if award.get("slices"):  # they come to the amount
                *first, last = award["slices"]
                last["amount"] = max(0, award["amount"] - sum(s["amount"] for s in first))
        rules = [self.transfer(between)]
        if self.often(0.25):
            rules.append(self.transfer(self.random.sample(between, 2)))
        return rules

    def alike(self, award: Award, whose: str, year: int) -> None:
        """An award that may take part: of one recipient and year, accepted, in cash, whole."""
        award |= {"recipient": whose, "funding_year": year, "status": "accepted"}
        award.pop("form", None)
        for key in ("slices", "subaward_of"):
            if self.often(0.8):
                award.pop(key, None)

    def transfer(self, between: list[str]) -> Rule:
        """A share, sometimes with versions; sometimes the award needs approval."""
        share: Any = self.random.choice([0.1, 0.25, 0.5, 1, 0.333])
        if self.often(0.15):
            share = {"clock": "award_date", "versions": [
                {"from": "2026-03-15", "value": share, "cite": "generated"},
                {"from": "2026-12-01", "value": 0.05, "cite": "generated"},
            ]}  # fmt: skip
        keys: Rule = {}
        if self.often(0.2):
            keys["where"] = self.random.choice([{"approved": True}, {"recipient.type": "college"}])
        return self.dated(self.draft.rule("transfer", between=between, share=share, **keys))

    # -- coming in -------------------------------------------------------------------------

    def incomes(self, streams: dict[str, Any], paying: list[Award]) -> list[Rule]:
        """Awards that earn; a rule in the set, in streams or in an award; none for some."""
        for award in paying:
            if self.often(0.75):
                if not award.keys() & {"slices", "to_date"} and self.often(0.4):
                    award["amount"] = award["amount"] * 2 // 3
                part = self.random.choice([0.1, 0.3, 0.8])
                award["program_income"] = int(
                    award["amount"] * part
                ) + 0.01 * self.random.randrange(100)
        rule = self.dated(self.draft.rule("income", use="addition"))
        draw = self.random.randrange(4)
        if draw == 0:
            self.random.choice(paying).setdefault("rules", []).append(rule)
            return []
        if draw == 1:
            streams[self.random.choice(paying)["stream"]]["rules"].append(rule)
            return []
        for name in sorted({a["stream"] for a in paying}):
            follows = streams[name].get("follows") or []
            if "moves" not in follows and self.often(0.8):
                streams[name]["follows"] = [*follows, "moves"]
        return [rule]

    # -- counted by organizations ----------------------------------------------------------

    def audits(
        self, organizations: list[Any], streams: dict[str, Any], awards: list[Award], size: int
    ) -> list[Rule]:
        """A report that is due from some amount on; two rules for it now and then."""
        for organization in organizations:
            organization["single_audit_cost"] = self.random.choice([0, 450, 1200, 2750.50, 6000])
            if self.often(0.4):
                organization["other_federal"] = int(size * self.random.choice([0.01, 0.05, 0.3]))
        drawn = [self.threshold(size)]
        if self.often(0.25) and not self.tiny:
            drawn.append(self.threshold(size))
        for rule in drawn[1:]:
            streams[self.random.choice(sorted(streams))]["rules"].append(rule)
        names = sorted({a["stream"] for a in awards})
        for name in names:
            follows = streams[name].get("follows") or []
            if "moves" not in follows and self.often(0.7):
                streams[name]["follows"] = [*follows, "moves"]
        return drawn[:1]

    def threshold(self, size: int) -> Rule:
        """So many dollars of some origins, sometimes from a fiscal year on."""
        usd: Any = int(size * self.random.uniform(0.03, 0.4))
        if self.often(0.2):
            usd = {"clock": "fiscal_year", "versions": [
                {"from": "2020-01-01", "value": usd, "cite": "generated"},
                {"from": "2026-10-01", "value": usd * 2 // 3, "cite": "generated"},
            ]}  # fmt: skip
        keys: Rule = {}
        if self.often(0.5):
            some = ["federal", "state", "local", "private"]
            keys["origin"] = self.random.sample(some, self.random.choice([1, 2, 3]))
        report = self.random.choice(["Audit", "Audit", "Audit", "Review"])
        rule = self.draft.rule("threshold", usd=usd, report=report, **keys)
        return self.dated(rule)
