"""Small seeded scenarios with their own rules: every draw is a case, none is skipped.

Windows of awards begin and end with periods, so that no reading of a report's date
decides a case; lines say who incurs them, entitlements who receives them.
"""

from datetime import date
from typing import Any

from braid.catalog.inputs import Inputs
from braid.periods import add_months
from oracle.generated_cash import Cashes
from oracle.generated_demand import Demand
from oracle.generated_halves import add_halves
from oracle.generated_matching import Matches
from oracle.generated_money import Moneys
from oracle.generated_partners import Partnered
from oracle.generated_past import add_pools, add_yearly, with_past
from oracle.generated_shapes import Shapes
from oracle.generated_turns import Turns
from oracle.generated_windows import Windows
from oracle.in_memory import build

ORIGINS = {"fed_a": "federal", "fed_b": "federal", "fed_c": "federal", "state": "state",
           "city": "local", "gift": "private"}  # fmt: skip


class Generator(Demand):
    """One case, drawn from one seed."""

    streams_of_a_case: tuple[int, ...] = (3, 4)
    fewest_awards = 3
    tiny = False

    # -- awards ----------------------------------------------------------------------------

    def awards(self, streams: dict[str, Any], size: int) -> list[dict[str, Any]]:
        """Three to seven awards on the drawn streams, and the entitlements."""
        paying = [s for s, file in streams.items() if not file["entitlement"]]
        out = []
        for k in range(
            max(self.fewest_awards, self.random.randrange(len(paying), len(paying) + 3))
        ):
            stream = paying[k % len(paying)]
            out.append(self.award(f"{self.random.choice('abcxyz')}{k}", stream, streams, size))
        if "pell" in streams:
            out.append({"id": "pell1", "stream": "pell", "recipient": "college",
                        **({"end": self.period().last} if self.often(0.2) else {})})  # fmt: skip
        if "credit" in streams:
            out.append({"id": "credit1", "stream": "credit", "recipient": "mill",
                        "end": date(2029, 12, 31)})  # fmt: skip
        return out

    def award(self, name: str, stream: str, streams: Any, size: int) -> dict[str, Any]:
        """One award with its window, slices, past and own terms."""
        amount = max(500, int(size * self.random.choice([0.08, 0.2, 0.35, 0.6, 1.1])))
        award: dict[str, Any] = {
            "id": name,
            "stream": stream,
            "recipient": self.random.choice(["board", "college", "college"]),
            "amount": amount,
            "status": "offered" if self.often(0.3) else "accepted",
            **self.maybe(0.7, approved=self.often(0.75)),
            **self.maybe(0.25, subaward_of="state"),
            **self.maybe(0.15, allocation=int(amount * 1.2)),
            **self.maybe(0.2, award_date=self.random.choice(["2026-03-01", "2027-02-01"])),
        }
        if self.often(0.07):
            award["probability"] = 0.8
        if self.often(0.06):
            award["form"] = "in_kind"
        if self.often(0.3):
            award["start"] = self.period(0.6).start
        elif self.often(0.25):
            award["start"] = add_months(self.first, -self.step)
            if award["start"].month < 7 or self.often(0.3):
                award["funding_year"] = award["start"].year
            if award["status"] == "accepted" and self.often(0.7):
                entry = {"category": "tuition_fees", "amount": amount // 10}
                entry |= self.maybe(0.3, obligated=amount // 4)
                aged = {"age": 25, "low_income": True, "in_school": False}
                award["to_date"] = [entry | aged]
                if self.often(0.5):
                    small = {"category": "administration", "amount": amount // 125}
                    award["to_date"].append(small)
        if not any("ends" in r for r in streams[stream]["all_rules"]) and self.often(0.35):
            start = award.get("start", self.first)
            ends = [t.last for t in self.calendar.periods if t.last > start]
            award["end"] = self.random.choice(ends)
        if self.often(0.25):
            opens = award.get("start", self.first)
            part = int(amount * self.random.uniform(0.2, 0.7))
            later = self.random.choice([t.start for t in self.calendar.periods[1:]])
            award["slices"] = [{"from": opens, "amount": part},
                               {"from": max(opens, later), "amount": amount - part}]  # fmt: skip
        if self.often(0.2):
            award["rules"] = [self.random.choice([self.draft.stream_limit, self.draft.line])()]
        return award

    # -- rules -----------------------------------------------------------------------------

    def streams(self) -> dict[str, dict[str, Any]]:
        """Three to five paying streams, a family, a set, entitlements."""
        draft = self.draft
        self.set_rules = [draft.benefit()] if self.often(0.7) else []
        self.set_rules += [draft.line()] if self.often(0.2) else []
        self.set_rules += [draft.stream_limit()] if self.often(0.2) else []
        self.family_rules = [draft.report("participant", "one_record")] if self.often(0.6) else []
        self.family_rules += [draft.family_limit() for _ in range(self.random.randrange(3))]
        self.family_rules += [draft.timeline(self.step)] if self.often(0.15) else []
        kin = ["fed_a", "fed_b"] if self.often(0.4) else []
        others = self.random.sample(sorted(set(ORIGINS) - set(kin)), 4)
        names = (kin + others)[: self.random.choice(self.streams_of_a_case)]
        entitled = [e for e in ("pell", "credit") if self.often(0.55)]
        out = {name: self.stream(name, entitled) for name in names}
        for name in entitled:
            out[name] = self.entitlement(name)
        return out

    def stream(self, name: str, entitled: list[str]) -> dict[str, Any]:
        """One stream: what it demands depends on where its money comes from."""
        draft = self.draft
        federal = ORIGINS[name] == "federal"
        family = name in ("fed_a", "fed_b")
        rules = []
        for make, chance in (
            (draft.participant, 0.5), (draft.program, 0.35), (draft.employer, 0.45),
            (draft.award, 0.4), (draft.line, 0.4), (draft.stream_limit, 0.6),
            (draft.stream_limit, 0.3), (draft.floor, 0.2), (draft.heads, 0.07),
            (draft.everybody, 0.1),
        ):  # fmt: skip
            if self.often(chance):
                rules.append(make())
        if entitled and self.often(0.6):
            rules.append(draft.order(self.random.sample(["pell", "credit"], 2)))
        if self.often(0.6 if federal else 0.3):
            rules.append(draft.supplant())
        if self.often(0.15):
            rules.append(draft.benefit())
        if self.often(0.4):
            rules.append(draft.timeline(self.step))
        if self.often(0.5):
            rules.append(draft.report("award"))
        if self.often(0.1 if family else 0.3):
            rules.append(draft.report("participant"))
        follows = ["guidance"] if federal and not family and self.often(0.8) else []
        return {
            "stream": name,
            "name": name,
            "origin": ORIGINS[name],
            "entitlement": False,
            "family": "kin" if family else None,
            "follows": follows,
            "served": "enrolled" if self.often(0.2) else "direct",
            "pays_reporting": self.random.choice(["own", "own", "any", "none"]),
            "rules": rules,
            "all_rules": rules + (self.set_rules if follows else [])
            + (self.family_rules + self.set_rules if family else []),
        }  # fmt: skip

    def entitlement(self, name: str) -> dict[str, Any]:
        """Pell or the apprentice credit."""
        draft = self.draft
        rules = [draft.pell() if name == "pell" else draft.credit()]
        if name == "pell":
            rules += [draft.rule("line", allow=["training", "support"])]
            rules += [draft.participant(whole=True)] if self.often(0.3) else []
            rules += [draft.report("participant")] if self.often(0.3) else []
            rules += [draft.everybody()] if self.often(0.3) else []
        return {
            "stream": name,
            "name": name,
            "origin": "federal" if name == "pell" else "state",
            "entitlement": True,
            "rules": rules,
        }

    def parts(self) -> tuple[Any, ...]:
        """The case as plain data, without what was charged before: what ``build`` takes."""
        programs = self.programs()
        groups = self.groups(programs)
        costs = self.costs(programs, groups)
        streams = self.streams()
        people = sum(g["participants"] for g in groups)
        size = sum(c.get("per_participant", 0) * people + c.get("amount", 0) for c in costs)
        awards = self.awards(streams, size)
        for drawn in (groups, costs, awards):
            self.random.shuffle(drawn)
        shown = Partnered(self.seed, self.calendar.first)
        scenario = {
            "name": "generated",
            "horizon": self.horizon,
            "partnership": {
                "employers": [
                    {"id": "mill", "size": 15, "hires": 4,
                     **self.maybe(0.7, commits=self.often(0.5)), **shown.signing()},
                    {"id": "ward", "size": 900, "hires": 9,
                     **self.maybe(0.7, commits=True), **shown.signing()},
                ],
                **shown.showing(),
            },
            "organizations": [
                {"id": "board", "type": "board", "consortium": self.often(0.5)},
                {"id": "college", "type": "college", "fiscal_year_start": "10-01"},
                {"id": "mill", "type": "employer", "fiscal_year_start": "01-01"},
            ],
            "programs": programs,
            "groups": groups,
            "costs": costs,
            "awards": awards,
            "reporting": {
                "hourly_rate": self.random.choice([55.00, 41.37]),
                "basis": self.random.choice(["planning", "planning", "floor"]),
                **self.maybe(0.07, performed_by=costs[0]["id"]),
            },
            "objective": self.objective(),
        }  # fmt: skip
        overlay = [self.draft.line()] if self.often(0.1) else []
        Turns(self.seed, self.tiny).add(streams, awards, self.family_rules, groups, size)
        Matches(self.seed, self.calendar).add(streams, awards, costs, self.family_rules)
        Shapes(self.seed).add(scenario, streams, awards, self.family_rules)
        shown.add(streams)
        add_halves(self.seed, streams, self.family_rules)
        Windows(self.seed, self.calendar, self.step).add(streams, awards, self.family_rules)
        Cashes(self.seed, self.tiny).add(scenario["organizations"], streams, awards)
        moves = Moneys(self.seed, self.tiny).add(scenario["organizations"], streams, awards, size)
        if not self.tiny:
            add_yearly(self.seed, streams)
            add_pools(self.seed, streams)
        return scenario, streams, self.family_rules, self.set_rules, overlay, moves

    def inputs(self) -> Inputs:
        """The case."""
        inputs = build(*self.parts())
        return inputs if self.tiny else with_past(inputs, self.seed)

    def objective(self) -> dict[str, Any]:
        """Ordered, or sometimes weighted."""
        if self.often(0.1):
            return {"mode": "weighted", "overhead": self.random.choice([0.5, 1, 2.25])}
        return {"mode": "lexicographic"}


class Tiny(Generator):
    """So few people and awards that every whole number can be tried."""

    programs_of_a_case = (1,)
    groups_of_a_case = (1, 1, 2)
    heads_of_a_group = range(1, 3)
    further_lines = range(1, 3)
    longest = 4
    streams_of_a_case = (1, 2)
    fewest_awards = 2
    tiny = True


def generate(seed: int, tiny: bool = False) -> Inputs:
    """The case of a seed."""
    return (Tiny if tiny else Generator)(seed).inputs()
