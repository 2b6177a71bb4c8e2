"""Seeded shares of each cost in generated scenarios, from a random stream of their own.

What may pay a part of a cost pays that part of each person's: such a cap says something more
where it costs something to serve people, so the stream mostly has a record of each of them.
"""

from random import Random
from typing import Any

from oracle.generated_rules import Drafter


def add_halves(seed: int, streams: dict[str, Any], family: list[Any]) -> None:
    """A cap on a share of the cost into a stream or the family, with a record for each person."""
    random = Random(f"halves {seed}")
    draft = Drafter(random)
    draft.count = 800  # ids of their own
    paying = [name for name in sorted(streams) if not streams[name]["entitlement"]]
    if random.random() < 0.5:
        return
    name = random.choice(paying)
    kin = streams[name].get("family") == "kin" and random.random() < 0.6
    rules = family if kin else streams[name]["rules"]
    share: Any = random.choice([0.35, 0.5, 0.75])
    if random.random() < 0.4:
        clock = random.choice(["award_date", "cost_date", "fiscal_year"])
        share = {"clock": clock, "versions": [
            {"from": "2020-01-01", "value": share, "cite": "generated"},
            {"from": "2026-09-01", "value": random.choice([0.25, 0.6]), "cite": "generated"},
        ]}  # fmt: skip
    chosen = random.choice([{"direct": True}, {"direct": True}, {"category": ["training", "work"]}])
    rule = draft.cap(chosen, share=share, of="cost")
    if random.random() < 0.15:
        rule["counts"] = "all_awards"
    if random.random() < 0.1:
        rule[random.choice(["from", "until"])] = "2026-10-01"
    rules.append(rule)
    if random.random() < 0.8:
        rules.append(draft.report("participant"))
