"""Seeded shapes of rules of generated scenarios, from a random stream of their own.

Limits with factors, by line and by the part of a year; shared costs by other bases; streams
that serve together; Pell by terms, and what goes back of it. The other draws of a case are the
same with them and without them.
"""

from random import Random
from typing import Any

from oracle.generated_limits import Rule
from oracle.generated_rules import Drafter

Thing = dict[str, Any]


class Shapes:
    """Adds to the drawn streams, programs, groups and lines."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"shapes {seed}")
        self.ahead = Random(f"ahead {seed}")
        self.draft = Drafter(self.random)
        self.draft.count = 400  # ids of their own

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def add(
        self, scenario: Thing, streams: dict[str, Any], awards: list[Thing], family: list[Any]
    ) -> None:
        """Rules into the streams and the family; what they ask about into the scenario."""
        programs, groups, costs = (scenario[name] for name in ("programs", "groups", "costs"))
        if "pell" in streams:
            self.paid_first(streams["pell"])
            self.terms(streams["pell"], programs, groups)
            self.leavers(streams["pell"], programs, groups)
        if self.often(0.7):
            self.bases(costs, groups)
        paying = sorted({a["stream"] for a in awards if not streams[a["stream"]]["entitlement"]})
        if len(paying) > 1 and self.often(0.9):
            self.together(streams, paying)
        for line in costs:
            if self.often(0.85):
                line["fte"] = self.random.choice([0.25, 0.5, 0.8, 1, 1.5])
        for group in groups:
            if self.often(0.85):
                group["hours"] = self.random.choice([2, 5.5, 12])
            if self.often(0.85):
                group["weekly"] = self.random.choice([5, 12.5, 30])
        for _ in range(self.random.choice([1, 2, 3])):
            stream = self.random.choice(paying)
            rules = streams[stream]["rules"]
            kin = stream in ("fed_a", "fed_b") and self.often(0.2)
            (family if kin else rules).append(self.limit())

    # -- entitlements ----------------------------------------------------------------------

    def paid_first(self, pell: Thing) -> None:
        """What the school charges that goes before its other charges."""
        names = ["tuition_fees", "books_supplies", "supportive_services"]
        formula = next(rule for rule in pell["rules"] if rule["kind"] == "formula")
        formula["first"] = self.ahead.sample(names, self.ahead.choice([0, 1, 1, 2]))

    def terms(self, pell: Thing, programs: list[Thing], groups: list[Thing]) -> None:
        """By terms where the program has them."""
        if self.often(0.25):
            return
        formula = next(rule for rule in pell["rules"] if rule["kind"] == "formula")
        formula["formula"] = "pell"
        if self.often(0.5):
            formula["numbers"]["year_round"] = self.random.choice([1, 1.25, 1.5])
        for program in programs:
            if self.often(0.85):
                program["terms"] = self.random.choice([1, 2, 3, 3, 4, 5])
            if self.often(0.4):
                program["academic_year"] = {"terms": self.random.choice([1, 2, 3])}
        for group in groups:
            if self.often(0.5):
                choices = [0.3, 0.495, 0.625, 0.755, 1, 1.1]
                group["enrollment_intensity"] = self.random.choice(choices)

    def leavers(self, pell: Thing, programs: list[Thing], groups: list[Thing]) -> None:
        """Some leave, and a part of their grant goes back."""
        if self.often(0.2):
            return
        for _ in range(self.random.choice([1, 1, 2])):
            keys: Thing = {"until": "2027-01-01"} if self.often(0.15) else {}
            keys |= {"earned_after": self.random.choice([0.6, 0.6, 0.45])}
            pell["rules"].append(self.draft.rule("refund", **keys))
        for program in programs:
            if self.often(0.8):
                program.setdefault("completion_rate", self.random.choice([0.4, 0.75]))
        for group in groups:
            if self.often(0.8):
                group["withdraw_at"] = self.random.choice([0.1, 0.25, 0.3, 0.45, 0.62, 0.9])

    # -- people and shared costs -----------------------------------------------------------

    def together(self, streams: dict[str, Any], paying: list[str]) -> None:
        """One stream serves only whom others serve too."""
        stream = self.random.choice(paying)
        others = [name for name in paying if name != stream]
        names = self.random.sample(others, min(len(others), self.random.choice([1, 1, 1, 2])))
        if "pell" in streams and self.often(0.15):
            names.append("pell")
        keys: Thing = {"with": names}
        if self.often(0.35):
            keys["who"] = self.random.choice([
                {"low_income": True}, {"in_school": False}, {"age": {"min": 20}},
            ])  # fmt: skip
        if self.often(0.1):
            keys["from"] = "2026-10-01"
        streams[stream]["rules"].append(self.draft.rule("together", **keys))

    def bases(self, costs: list[Thing], groups: list[Thing]) -> None:
        """Shared lines that are split by something else than heads."""
        for line in costs:
            names = line.get("groups") or [
                g["id"] for g in groups if g["program"] in line.get("program", [g["program"]])
            ]
            if "amount" not in line or not names or self.often(0.15):
                continue
            weights = {name: self.random.choice([0, 1, 2.5, 7, 20]) for name in names}
            weights[self.random.choice(names)] = self.random.choice([1, 3.25])
            line |= {
                "basis": self.random.choice(["hours", "staff_time", "space", "other"]),
                "basis_document": "a sheet",
                "weights": {k: v for k, v in weights.items() if v or self.often(0.5)},
            }

    # -- limits ----------------------------------------------------------------------------

    def limit(self) -> Rule:
        """Dollars times a number, by line, for the part of a year."""
        pick, whole = self.random.choice, self.random.randrange
        year = pick(["calendar_year", "calendar_year", "program_year", "fiscal_year"])
        make = pick([
            self.salary, self.salary, self.by_the_week, self.by_the_week,
            lambda: self.cap(pick([{"category": ["staff", "overhead"]}, {"direct": True}, {}]),
                             ["line"], usd=whole(800, 4000)),
            lambda: self.cap({"category": pick(["training", ["support", "work"], "staff"])},
                             [pick(["award", "stream", "partnership"]), "calendar_year"],
                             usd=self.dated(whole(400, 3000))),
            lambda: self.cap({"direct": True}, ["line", year, *pick([[], ["group"]])],
                             usd=whole(2000, 15000), yearly=True),
        ])  # fmt: skip
        rule: Rule = make()
        if self.often(0.1):
            rule["counts"] = "all_awards"
        return rule

    def salary(self) -> Rule:
        """A salary cap by the full-time year; sometimes at least so much instead."""
        year = self.random.choice(["calendar_year", "calendar_year", "program_year", "fiscal_year"])
        bound: Thing = {"usd": self.dated(self.random.randrange(1500, 12000))}
        bound |= {"times": "line.fte"} if self.often(0.75) else {}
        bound |= {"yearly": True} if self.often(0.75) else {}
        names = self.random.choice([["staff"], ["staff", "overhead"], ["staff", "work"]])
        more = self.random.choice([[], [], ["stream"], ["partnership"]])
        rule = self.cap({"category": names}, ["line", year, *more], **bound)
        if self.often(0.1):
            rule["at_least"] = rule.pop("at_most")
        return rule

    def by_the_week(self) -> Rule:
        """Dollars by the week or by the hour for each participant."""
        names = self.random.choice([["support"], ["training"], ["training", "work"]])
        bound: Thing = {"usd": self.random.randrange(4, 60)}
        bound["times"] = self.random.choice(["weeks", "hours", "group.weeks", "line.fte"])
        if self.often(0.3):
            bound = {"attribute": "weekly", "minus": 2, "times": "weeks"}
        per = ["participant" if self.often(0.8) else "credential"]
        if bound["times"] == "line.fte":
            bound["usd"] = self.random.randrange(200, 1500)
            per.append("line")
        if self.often(0.3):
            per.append(self.random.choice(["calendar_year", "program_year"]))
            if "line" in per and self.often(0.5):
                bound["yearly"] = True
        return self.cap({"category": names}, per, **bound)

    def cap(self, spend: Thing, per: list[str], **bound: Any) -> Rule:
        """At most."""
        return self.draft.rule("limit", spend=spend, at_most=bound, per=per)

    def dated(self, dollars: int) -> Any:
        """Dollars that may change with the years."""
        if self.often(0.6):
            return dollars
        versions = [{"from": "2020-01-01", "value": dollars, "cite": "generated"},
                    {"from": "2027-01-01", "value": dollars * 2, "cite": "generated"}]  # fmt: skip
        clock = self.random.choice(["cost_date", "tax_year", "program_year"])
        return {"clock": clock, "versions": versions}
