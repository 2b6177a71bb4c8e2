"""Seeded order and exclusive rules for the generated scenarios, from a random stream of their own.

The other draws of a case are the same with them and without them.
"""

from random import Random
from typing import Any

from oracle.generated_limits import Rule
from oracle.generated_rules import Drafter


class Turns:
    """Awards that wait for others, groups that come first, streams that exclude one another."""

    def __init__(self, seed: int, tiny: bool) -> None:
        self.random = Random(f"turns {seed}")
        self.draft = Drafter(self.random)
        self.draft.count = 100  # ids of their own
        self.tiny = tiny

    def often(self, chance: float) -> bool:
        """True with a chance."""
        return self.random.random() < chance

    def add(
        self, streams: dict[str, Any], awards: list[dict[str, Any]], family: list[Any],
        groups: list[dict[str, Any]], size: int,
    ) -> None:  # fmt: skip
        """Put rules into the drawn streams, now and then into an award or the family."""
        paying = self.paying(streams, awards)
        entitled = [s for s in streams if streams[s]["entitlement"]]
        few = len(awards) < 6  # what more would take is searched for too long
        drawn: list[tuple[str, Rule]] = []
        if self.often(0.4):
            self.pair(streams, awards, size)
        elif few and len(paying) > 1 and self.often(0.4):
            drawn += self.used_up(paying)
        if len(groups) > 1 and self.often(0.8 if self.tiny else 0.65):
            drawn += self.priority(paying, groups)
        if len(paying) + len(entitled) > 1 and self.often(0.45):
            drawn.append(self.exclusive(paying, entitled))
        if self.often(0.4):
            drawn.append((self.random.choice(paying[:2]), self.all_or_nothing()))
        for stream, rule in drawn:
            own = [a for a in awards if a["stream"] == stream]
            if stream in ("fed_a", "fed_b") and rule.get("after") is None and self.often(0.2):
                family.append(rule)
            elif self.often(0.1):
                self.random.choice(own).setdefault("rules", []).append(rule)
            else:
                streams[stream]["rules"].append(rule)

    def paying(self, streams: dict[str, Any], awards: list[dict[str, Any]]) -> list[str]:
        """The streams that pay by choice, those with the most money first."""
        money: dict[str, int] = {}
        for award in awards:
            if not streams[award["stream"]]["entitlement"]:
                money[award["stream"]] = money.get(award["stream"], 0) + award["amount"]
        return sorted(money, key=lambda stream: (-money[stream], stream))

    def used_up(self, paying: list[str]) -> list[tuple[str, Rule]]:
        """A stream behind one or two others; sometimes a chain, never a circle."""
        names = self.random.choice([[], [], ["training"], ["training", "support"]])
        last = self.random.choice(paying[:2])
        after = [stream for stream in paying if stream != last]
        after = after[: self.random.choice([1, 2])]
        found = [(last, self.order("used_up", names, after=after))]
        if len(after) > 1 and self.often(0.3):
            found.append((after[1], self.order("used_up", ["training"], after=after[:1])))
        return found

    def pair(self, streams: dict[str, Any], awards: list[dict[str, Any]], size: int) -> None:
        """Two streams more: one that pays for everything, and one for little and after it."""
        names = self.random.choice([["training"], ["training", "support"], ["training", "work"]])
        after = ["early", self.random.choice(sorted(streams))] if self.often(0.2) else ["early"]
        rules = [self.draft.rule("line", allow=names)]
        rules.append(self.order("used_up", names if self.often(0.7) else [], after=after))
        caps = [self.draft.stream_limit()] if self.often(0.4) else []
        for name, own, most in (("early", caps, 0.25), ("late", rules, 0.5)):
            streams[name] = {
                "stream": name, "name": name, "origin": "state", "entitlement": False,
                "rules": own, "all_rules": own,
            }  # fmt: skip
            amount = max(500, int(size * self.random.uniform(0.05, most)))
            status = "offered" if self.often(0.15) else "accepted"
            award = {"id": f"{name}1", "stream": name, "recipient": "college", "amount": amount,
                     "status": status}  # fmt: skip
            awards.append(award)

    def order(self, reading: str, names: list[str], **keys: Any) -> Rule:
        """An order rule, sometimes with dates."""
        if names:
            keys["for"] = names
        if self.often(0.1):
            keys["from"] = "2026-10-01"
        elif self.often(0.1):
            keys["until"] = "2027-04-01"
        return self.draft.rule("order", reading=reading, **keys)

    def priority(self, paying: list[str], groups: list[dict[str, Any]]) -> list[tuple[str, Rule]]:
        """Some groups come first in one stream or in all; of others it may be unknown."""
        ways: list[Rule] = [{"age": {"max": g["age"]}} for g in groups if "age" in g]
        for name in ("low_income", "in_school", "tier"):
            ways += [{name: g[name]} for g in groups if name in g]
        parts = [way for way in ways if 0 < sum(holds(way, g) for g in groups) < len(groups)]
        first = self.random.choice(parts or ways or [{"age": {"min": 25}}])
        names = self.random.choice([[], [], [], ["training", "support"]])
        streams = paying if self.often(0.7) else paying[:1]
        return [(stream, self.order("priority", names, first=first)) for stream in streams]

    def exclusive(self, paying: list[str], entitled: list[str]) -> tuple[str, Rule]:
        """Streams of which nobody may have two, entitlements sometimes among them."""
        names = paying[: self.random.choice([2, 3])]
        names += entitled if len(names) < 2 or self.often(0.4) else []
        owner = self.random.choice(names)
        among = [name for name in names if name != owner]
        keys = {"until": "2027-01-01"} if self.often(0.1) else {}
        return owner, self.draft.rule("exclusive", among=among, **keys)

    def all_or_nothing(self) -> Rule:
        """All of the training of those whom it serves."""
        names = self.random.choice([["training"], ["training", "support"], ["training", "work"]])
        keys = {"from": "2026-10-01"} if self.often(0.1) else {}
        return self.draft.rule("exclusive", reading="all_or_nothing", **{"for": names}, **keys)


def holds(way: Rule, group: dict[str, Any]) -> bool:
    """Whether one of the conditions above is true of a group."""
    ((name, wanted),) = way.items()
    stated = group.get(name)
    if isinstance(wanted, dict):
        return stated is not None and stated <= wanted["max"]
    return bool(stated == wanted)
