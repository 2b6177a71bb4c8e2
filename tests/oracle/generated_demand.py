"""Seeded programs, groups and cost lines of the generated scenarios."""

from datetime import date, timedelta
from random import Random
from typing import Any

from braid.periods import Calendar, Period, add_months
from oracle.generated_rules import Drafter

STEP = {"month": 1, "quarter": 3, "year": 12}


class Demand:
    """What must be paid and for whom, drawn from one seed."""

    programs_of_a_case: tuple[int, ...] = (1, 2, 2)
    groups_of_a_case: tuple[int, ...] = (2, 2, 3, 3, 4)
    heads_of_a_group = range(2, 13)
    further_lines = range(2, 7)
    longest = 7

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.draft = Drafter(self.random)
        start, period, periods = self.random.choice([
            ("2026-07-01", "quarter", self.random.randrange(3, self.longest)),
            ("2026-10-01", "quarter", self.random.randrange(3, min(6, self.longest))),
            ("2026-07-01", "month", self.random.randrange(3, self.longest)),
            ("2026-10-01", "month", self.random.randrange(3, self.longest)),
            ("2026-07-01", "year", 3),
        ])  # fmt: skip
        self.first = date.fromisoformat(start)
        self.step = STEP[period]
        last = add_months(self.first, self.step * periods) - timedelta(days=1)
        self.calendar = Calendar(self.first, last, period)  # type: ignore[arg-type]
        self.horizon = {"start": self.first, "end": last, "period": period}

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def whole(self, low: int, high: int) -> int:
        """Whole dollars."""
        return self.random.randrange(low, high)

    def maybe(self, chance: float, **keys: Any) -> dict[str, Any]:
        """Keys that are stated only sometimes; otherwise they are unknown."""
        return {k: v for k, v in keys.items() if self.often(chance)}

    def period(self, latest: float = 1.0) -> Period:
        """One of the horizon's periods."""
        periods = self.calendar.periods
        return periods[int(self.random.random() * latest * len(periods))]

    # -- the scenario ----------------------------------------------------------------------

    def programs(self) -> list[dict[str, Any]]:
        """One or two programs."""
        out = []
        for name in ("nurse", "weld")[: self.random.choice(self.programs_of_a_case)]:
            weeks = self.random.randrange(8, 15 * self.step if self.step < 4 else 60)
            provider = {"organization": self.random.choice(["college", "board"])}
            out.append({
                "id": name,
                "weeks": weeks,
                "clock_hours": weeks * self.random.randrange(10, 36),
                "provider": provider | self.maybe(0.8, etpl=self.often(0.7)),
                "credential": self.maybe(0.8, recognized=self.often(0.7)),
                "operating_since": self.random.choice(["2024-08-01", "2026-01-15"]),
                "job": {"employer": self.random.choice(["mill", "ward"])},
                **self.maybe(0.6, completion_rate=self.random.choice([0.5, 0.8, 0.9])),
                **self.maybe(0.5, registered=self.often(0.5)),
            })  # fmt: skip
        return out

    def groups(self, programs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Two to four groups, some of them shrinking over time."""
        out = []
        for name in ["g1", "g2", "g3", "g4"][: self.random.choice(self.groups_of_a_case)]:
            start = self.period(0.7).start + timedelta(days=self.random.choice([0, 0, 14, 31]))
            out.append({
                "id": name,
                "program": self.random.choice(programs)["id"],
                "participants": self.random.choice(self.heads_of_a_group),
                "start": start,
                **self.maybe(0.9, age=self.random.randrange(16, 40)),
                **self.maybe(0.85, low_income=self.often(0.6)),
                **self.maybe(0.9, in_school=self.often(0.35)),
                **self.maybe(0.8, tier=self.random.choice("abc")),
                **self.aid(),
                **self.maybe(0.2, leu_percent=self.random.choice([100, 560, 588])),
                **self.maybe(0.2, cost_of_attendance=self.whole(500, 6000)),
                **self.maybe(0.3, youth_apprentice=self.often(0.5)),
                "kept_after_completion": len(out) % 2 == 0,
                **self.maybe(0.8, need=self.whole(200, 2500)),
                **self.maybe(0.4, active=self.random.choice([[1, 0.8], [1, 0.9, 0.75]])),
            })  # fmt: skip
        return out

    def aid(self) -> dict[str, Any]:
        """What the aid form says, if there is one."""
        if self.often(0.1):
            return {"max_pell": True}
        if self.often(0.2):
            return {}
        sai = self.random.choice([-1500, 0, 1203, 1998, 3400, 8000])
        return {"sai": sai, **self.maybe(0.3, min_pell=self.often(0.6))}

    def costs(self, programs: list[dict[str, Any]], groups: list[dict[str, Any]]) -> list[Any]:
        """Four to eight lines, direct and shared."""
        drawn = self.random.sample(
            ["child_care", "transportation", "ojt_wages", "backbone_staff", "administration",
             "books_supplies"], self.random.choice(self.further_lines)
        )  # fmt: skip
        return [
            self.line(f"{category}_{i}", category, programs, groups)
            for i, category in enumerate(["tuition_fees", "case_management", *drawn])
        ]

    def line(self, name: str, category: str, programs: Any, groups: Any) -> dict[str, Any]:
        """One cost line."""
        line: dict[str, Any] = {
            "id": name,
            "category": category,
            "incurred_by": self.random.choice(["college", "college", "board", "mill"]),
            "priority": self.random.choice(["must", "should", "should", "may"]),
            **self.maybe(0.2, accepts_in_kind=self.often(0.7)),
            **self.maybe(0.6, approved=self.often(0.7)),
            **self.maybe(0.6, unit_cost=self.whole(1000, 4500)),
            "round": self.random.choice(["one", "two"]),
        }
        if self.often(0.25):
            line["program"] = [self.random.choice(programs)["id"]]
        elif self.often(0.2):
            some = self.random.sample(groups, min(2, len(groups)))
            line["groups"] = [g["id"] for g in some]
        if category == "ojt_wages":
            line |= {"borne_by": "mill", "employer": "mill", "incurred_by": "mill"}
        if category in ("case_management", "backbone_staff", "administration"):
            amount = self.whole(1500, 16000)
            line |= {"amount": amount, "every": self.random.choice(["once", "year", "quarter"])}
            if line["every"] == "quarter":
                line["amount"] //= 3
            if self.often(0.3):
                line["from"] = self.period(0.6).start + timedelta(days=self.random.choice([0, 10]))
            elif self.often(0.15):
                line["from"] = add_months(self.first, -1)
            elif self.often(0.2):
                line["when"] = "start"
        else:
            amount = self.whole(150, 2500)
            line |= {"per_participant": amount, "when": self.moment(category)}
            if category in ("child_care", "books_supplies") and self.often(0.4):
                line["paid_by"] = "student"
        if self.often(0.45):
            unit = line.get("amount", amount)
            line["prior"] = {
                origin: int(unit * self.random.uniform(0.1, 0.5))
                for origin in self.random.sample(["state", "local", "private"], 2)
            }
        if self.often(0.2):
            line["obligated"] = self.period().start + timedelta(days=self.random.randrange(20))
        return line

    def moment(self, category: str) -> Any:
        """When a direct line falls due."""
        if category == "tuition_fees":
            return self.random.choice(["start", "start", "training"])
        when = self.random.choice(["start", "training", "training", "exit", "every_period", []])
        if when == []:
            dates = self.random.sample(self.calendar.periods, 2)
            return [{"date": t.start + timedelta(days=9), "share": 0.5} for t in dates]
        return when
