"""Seeded limits for the generated scenarios: every base and scope, caps, floors, heads."""

from random import Random
from typing import Any

Rule = dict[str, Any]


class LimitDrafter:
    """Draws limits; every draw is of the shape that ``braid.schema.rules`` reads."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def rule(self, kind: str, **keys: Any) -> Rule:
        """A rule with its envelope."""
        self.count += 1
        authority = "guidance" if self.often(0.04) else "statute"
        return {
            "id": f"{kind}-{self.count}",
            "kind": kind,
            "why": "generated",
            "cite": "generated",
            "confidence": "assumption",
            "reviewed": "2026-11-22",
            "authority": authority,
            **keys,
        }

    # -- limits ----------------------------------------------------------------------------

    def share(self, low: float, high: float) -> float:
        """A share in hundredths."""
        return round(self.random.uniform(low, high), 2)

    def dated(self, low: float, high: float) -> Any:
        """A share that may depend on when the money was awarded."""
        if self.often(0.6):
            return self.share(low, high)
        versions = [{"from": day, "value": self.share(low, high), "cite": "generated"}
                    for day in ("2020-01-01", "2026-05-01", "2026-12-01")]  # fmt: skip
        return {"clock": "award_date", "versions": versions}

    def stream_limit(self) -> Rule:
        """A limit of one stream, set or award: every base, and dollars."""
        draw = self.random.randrange(11)
        pick = self.random.choice
        if draw == 0:
            chosen = {"category": pick(["administration", "overhead", ["staff", "overhead"]])}
            return self.cap(chosen, share=self.share(0.03, 0.2), of="award")  # fmt: skip
        if draw == 1:
            keys = {"less": {"category": "administration"}} if self.often(0.5) else {}
            return self.cap({"category": ["administration", "case_management"]},
                            share=self.share(0.1, 0.4), of="spent", **keys)  # fmt: skip
        if draw == 2:
            number: Any = self.share(0.1, 0.6)
            if self.often(0.4):
                number = {"clock": pick(["cost_date", "program_year", "tax_year"]), "versions": [
                    {"from": "2020-01-01", "value": 0.4, "cite": "generated"},
                    {"from": "2026-12-31", "value": 0.7, "cite": "generated"},
                ]}  # fmt: skip
            names = pick([["work", "training"], ["tuition_fees"], ["support"], ["staff"]])
            return self.cap({"category": names}, share=number, of="cost")
        if draw == 3:
            return self.cap({"category": pick(["support", "case_management", "ojt_wages"])},
                            usd=self.random.randrange(1500, 6000))  # fmt: skip
        if draw == 4:
            return self.cap({"category": pick([["support"], ["training"], ["training", "work"]])},
                            usd=self.random.randrange(200, 1500), per=["participant"])  # fmt: skip
        if draw == 5:
            return self.cap({"category": "training"}, usd=self.random.randrange(300, 2500),
                            per=["credential"])  # fmt: skip
        if draw == 6:
            return self.cap({"who": {"in_school": True}}, share=self.share(0.1, 0.4), of="spent")
        return self.scoped_limit(draw)

    def scoped_limit(self, draw: int) -> Rule:
        """Limits with a scope or a base of their own."""
        pick = self.random.choice
        if draw == 7:
            per = pick([["group"], ["program"], ["stream", "program_year"], ["employer"], ["round"],
                        ["organization", "fiscal_year"]])  # fmt: skip
            if len(per) == 2 and self.often(0.5):
                chosen = {"category": ["overhead", "staff", "support"]}
                return self.cap(chosen, usd=self.random.randrange(2500, 9000), per=per)
            return self.cap({"direct": True}, usd=self.random.randrange(800, 5000), per=per)
        if draw == 8:
            return self.cap({"where": {"incurred_by": "mill"}}, share=self.share(0.1, 0.5),
                            of="award", less={"category": "administration"})  # fmt: skip
        if draw == 9:
            return self.cap({"category": pick(["training", "support"])}, attribute="need",
                            minus=self.random.choice([0, 200]), per=["participant"])  # fmt: skip
        return self.cap({"category": pick(["overhead", "staff"])}, share=self.share(0.02, 0.12),
                        of="total")  # fmt: skip

    def cap(self, spend: Rule | str, per: list[str] | None = None, **bound: Any) -> Rule:
        """At most."""
        return self.rule("limit", spend=spend, at_most=bound, **({"per": per} if per else {}))

    def floor(self) -> Rule:
        """At least: what ``to_date`` entries of the generator always satisfy."""
        draw = self.random.randrange(4)
        chosen = self.random.choice([
            {"who": {"in_school": False}},
            {"who": {"low_income": True}},
            {"category": ["training"]},
        ])  # fmt: skip
        if draw == 0:
            return self.rule("limit", spend=chosen,
                             at_least={"share": self.share(0.3, 0.75), "of": "spent"})  # fmt: skip
        if draw == 1:
            return self.rule("limit", spend=chosen,
                             at_least={"usd": self.random.randrange(1000, 8000)})  # fmt: skip
        of = self.random.choice(["award", "allocation"])
        bound = {"share": self.share(0.3, 0.75), "of": of}
        if draw == 2:
            bound["less"] = {"category": "administration"}
        return self.rule("limit", spend=chosen, at_least=bound)

    def heads(self, per: list[str] | None = None) -> Rule:
        """A limit that counts people, of all times or of one program year's start."""
        bound: Rule = {"count": self.random.randrange(2, 9)}
        if self.often(0.5):
            bound = {"share": self.share(0.2, 0.6), "of": "served"}
            if self.often(0.3):
                bound["base"] = {"who": {"age": {"min": 18}}}
        who = self.random.choice([{"low_income": False}, {"in_school": True}, {"age": {"min": 20}}])
        keys = {"per": per or ["stream", "program_year"]} if self.often(0.3) else {}
        return self.rule("limit", serve={"who": who}, at_most=bound, **keys)

    def family_limit(self) -> Rule:
        """A limit pooled over a family."""
        pick = self.random.choice
        return pick([
            lambda: self.cap({"category": ["overhead", "staff"]},
                             share=self.dated(0.01, 0.1), of="allocation"),
            lambda: self.cap({"category": ["staff"]}, share=self.dated(0.1, 0.4), of="spent"),
            lambda: self.cap({"category": "training"}, usd=self.random.randrange(300, 1500),
                             per=["participant"]),
            lambda: self.cap({"category": pick(["work", "training", "support"])},
                             share=self.dated(0.2, 0.6), of="cost", per=["family"]),
            lambda: self.cap({"category": "support"}, share=self.share(0.05, 0.3), of="award"),
            lambda: self.rule("limit", spend={"category": ["training"]},
                              at_least={"share": self.share(0.2, 0.6), "of": "spent"}),
            lambda: self.heads(["program_year"]),
        ])()  # fmt: skip

    def everybody(self) -> Rule:
        """A limit on the charges of all committed awards."""
        keys = self.random.choice([
            {"per": ["partnership"], "usd": self.random.randrange(3000, 12000)},
            {"per": ["participant"], "usd": self.random.randrange(400, 2500)},
        ])  # fmt: skip
        chosen = {"category": self.random.choice([["support"], ["training"], ["work", "support"]])}
        if self.often(0.4):
            chosen["origin"] = ["federal", "state"]
        return {**self.cap(chosen, **keys), "counts": "all_awards"}
