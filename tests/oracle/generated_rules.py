"""Seeded rules of the other kinds for the generated scenarios: small, mixed, made to bind often."""

from oracle.generated_limits import LimitDrafter, Rule

DIRECT = ("tuition_fees", "books_supplies", "child_care", "transportation", "ojt_wages")
SHARED = ("case_management", "backbone_staff", "administration")
FAMILIES = {
    "training": ("tuition_fees", "books_supplies"),
    "support": ("child_care", "transportation"),
    "work": ("ojt_wages",),
    "staff": ("case_management", "backbone_staff"),
    "overhead": ("administration",),
    "records": ("participant_records",),
}


class Drafter(LimitDrafter):
    """Draws rules of every other kind too; every draw has its schema's shape."""

    # -- who and what ----------------------------------------------------------------------

    def participant(self, whole: bool = False) -> Rule:
        """On age, income, school, with parts that may be unknown."""
        who = self.random.choice([
            {"age": {"min": self.random.choice([18, 22, 25])}},
            {"low_income": True},
            {"any": [{"low_income": True}, {"in_school": False}]},
            {"not": {"in_school": True}},
            {"age": {"min": 16, "below": 25}, "in_school": False},
            {"tier": ["a", "b"]},
            {"program.weeks": {"max": 30}},
            {"months_in_tax_year": {"min": 1}, "low_income": {"not": False}},
        ])  # fmt: skip
        keys: Rule = {"who": who}
        if not whole and self.often(0.5):
            keys["for"] = self.random.choice([["training"], ["support", "work"], ["tuition_fees"]])
            if self.often(0.3):
                keys["from"] = "2026-10-01"
            elif self.often(0.2):
                keys["until"] = "2027-01-01"
        return self.rule("participant", **keys)

    def program(self) -> Rule:
        """On the provider, hours, months of operation, credential."""
        hours = {
            "clock": self.random.choice(["program_year", "fiscal_year", "award_date"]),
            "versions": [
                {"from": "2020-07-01", "value": 200, "cite": "generated"},
                {"from": "2026-07-01", "value": 500, "cite": "generated"},
            ],
        }
        where = self.random.choice([
            {"provider.etpl": True},
            {"any": [{"provider.etpl": True}, {"registered": True}]},
            {"clock_hours": {"min": {"value": {"greatest": [hours, {"times": [8, "weeks"]}]}}}},
            {"months_operating": {"min": 12},
             "group.start": {"min": {"day": "operating_since", "plus_days": 380}}},
            {"credential.recognized": True, "weeks": {"below": 40}},
            {"provider.type": "college"},
        ])  # fmt: skip
        names = self.random.choice([["training"], ["training", "work"], ["tuition_fees"], []])
        return self.rule("program", where=where, **({"for": names} if names else {}))

    def employer(self) -> Rule:
        """On size and commitments; only where an employer matters."""
        where = self.random.choice([
            {"size": {"max": 50}},
            {"commits": True},
            {"any": [{"size": {"below": 20}}, {"hires": {"min": 5}}]},
            {"not": {"employer.id": "mill"}},
        ])  # fmt: skip
        return self.rule(
            "employer", **{"for": self.random.choice([["work"], ["work", "support"]])}, where=where
        )

    def award(self) -> Rule:
        """On the award and its recipient."""
        where = self.random.choice([
            {"holds": "allocation"},
            {"recipient.type": "college"},
            {"award.amount": {"min": 9000}},
            {"approved": True},
            {"organization.consortium": {"not": True}, "has_amount": True},
        ])  # fmt: skip
        names = [["training"], ["support", "staff"], ["work", "training"], ["staff"]]
        return self.rule("award", **{"for": self.random.choice(names)}, where=where)

    def line(self) -> Rule:
        """Closed lists, bans, conditions on the line."""
        draw = self.random.randrange(5)
        if draw == 0:
            kept = self.random.sample(DIRECT + SHARED, 5)
            return self.rule("line", allow=[*kept, "participant_records"])
        if draw == 1:
            return self.rule("line", forbid=self.random.sample(DIRECT + SHARED, 2))
        if draw == 2:
            return self.rule("line", forbid=["support"], until="2027-01-01")
        where = self.random.choice([
            {"incurred_by": "college"},
            {"approved": True},
            {"unit_cost": {"below": {"value": {"minus": [4500, 1500]}}}},
            {"direct": True, "priority": ["must", "should"]},
            {"group.low_income": True},
        ])  # fmt: skip
        names = self.random.choice([["training", "work"], ["support", "staff"]])
        return self.rule("line", **{"for": names}, where=where)

    # -- the other kinds -------------------------------------------------------------------

    def supplant(self) -> Rule:
        """What others paid before."""
        protects = ["state", "local", "private"][: self.random.randrange(1, 4)]
        return self.rule("supplant", protects=protects)

    def benefit(self) -> Rule:
        """Shared costs by the participants served."""
        keys: Rule = {"for": ["staff"]} if self.often(0.3) else {}
        return self.rule("benefit", **keys)

    def order(self, after: list[str]) -> Rule:
        """After an entitlement, on the whole cost."""
        reading = "remaining" if self.often(0.1) else "full_cost"
        names = self.random.choice([["tuition_fees"], ["training"], ["training", "support"]])
        return self.rule("order", **{"for": names}, after=after, reading=reading)

    def timeline(self, step: int) -> Rule:
        """The end of the money, contracts, a share obligated in time; whole periods only."""
        spans = [{"program_years": 1}, {"months": step * self.random.randrange(1, 4)}]
        draw = self.random.randrange(4)
        if draw == 0:
            return self.rule("timeline", ends=self.random.choice(spans))
        if draw == 1:
            return self.rule("timeline", ends=self.random.choice(spans), test="obligated",
                             liquidate_days=self.random.choice([60, 90, 120]))  # fmt: skip
        duty = {
            "share": self.share(0.5, 0.95),
            "by": {"months": step * self.random.randrange(1, 3)},
            "recapture": "automatic" if self.often(0.85) else "risk",
        }
        keys = {"ends": {"program_years": 2}} if draw == 2 else {}
        return self.rule("timeline", obligate=duty, **keys)

    def report(self, per: str, system: str | None = None) -> Rule:
        """A report per award or per participant."""
        planning = self.random.choice([2, 4.5, 8, 20] if per == "award" else [0.25, 0.75, 1.5, 3])
        keys: Rule = {"system": system} if system else {}
        if per == "award" and self.often(0.2):
            keys["where"] = {"award.holds": self.random.choice(["allocation", "subaward"])}
        elif per == "award" and self.often(0.2):
            keys["where"] = {"approved": True}
        return self.rule(
            "report",
            report="generated",
            per=per,
            every=self.random.choice(["once", "month", "quarter", "half_year", "year"]),
            hours={"floor": planning / 2, "planning": planning},
            classed="administration" if per == "award" else "participant_records",
            **keys,
        )

    def pell(self) -> Rule:
        """A small Pell."""
        maximum = self.random.choice([2000, 3500, 7395])
        numbers: Rule = {
            "maximum": maximum,
            "minimum": maximum // 10,
            "sai_ineligible_at": 2 * maximum,
            "lifetime_percent": 600,
        }
        if self.often(0.3):
            numbers["maximum"] = {"clock": "award_year", "versions": [
                {"from": "2020-07-01", "value": maximum // 2, "cite": "generated"},
                {"from": "2026-07-01", "value": maximum, "cite": "generated"},
            ]}  # fmt: skip
        return self.rule("formula", formula="pell_clock_hours", numbers=numbers)

    def credit(self) -> Rule:
        """A small credit, by the cost of the apprenticeship or a fixed amount for each year."""
        numbers = {"minimum": 100, "adult_cap": self.random.randrange(300, 2000),
                   "youth_cap": self.random.randrange(500, 3000),
                   "months": self.random.randrange(1, 3),
                   "years": self.random.choice([1, 4])}  # fmt: skip
        cap = numbers["adult_cap"]
        if cap % 3 == 0:
            amounts = {"first": cap, "second": cap // 2, "third": 50, "months": numbers["months"]}
            return self.rule("formula", formula="yearly_credit", numbers=amounts)
        numbers |= {"retention": cap // 3, "retention_years": cap % 3}
        return self.rule("formula", formula="apprentice_credit", numbers=numbers)
