"""Generated portfolios: a generated case in two partnerships, with some of its money shared."""

from random import Random
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.renaming import renamed
from oracle.generator import Generator
from oracle.in_memory import build

NAMES = ("one", "two")
FAIRNESS: tuple[Any, ...] = (
    None, None, {"minimum_coverage": 0.5}, {"minimum_coverage": 0.85},
    {"first": "largest_shortfall"},
)  # fmt: skip


def portfolio(seed: int) -> Inputs:
    """The portfolio of a seed."""
    scenario, *rest = Generator(seed).parts()
    return build(state_of(scenario, Random(f"portfolio {seed}")), *rest)


def state_of(scenario: dict[str, Any], random: Random) -> dict[str, Any]:
    """The scenario of two partnerships that are alike but for their money."""
    ids = [award["id"] for award in scenario["awards"]]
    shared = {name for name in ids if random.random() < 0.35}
    organizations = {o["id"] for o in scenario["organizations"]} if random.random() < 0.5 else set()
    state: dict[str, Any] = {
        "name": "generated", "horizon": scenario["horizon"], "objective": scenario["objective"],
        "reporting": {k: v for k, v in scenario["reporting"].items() if k != "performed_by"},
        "partnership": {"employers": []}, "partnerships": [],
        **{key: [] for key in ("organizations", "programs", "groups", "costs", "awards")},
    }  # fmt: skip
    fairness = random.choice(FAIRNESS)
    if fairness is not None:
        state["fairness"] = fairness
    for name in NAMES:
        own = renamed(scenario, name, organizations)
        for award, was in zip(own["awards"], ids, strict=True):
            if was in shared:
                continue
            if name == "two" and award.get("amount"):
                resize(award, random.choice([0.3, 0.6, 1.4]))
            if award.get("match_for") is not None:
                award["match_for"] = matched(award["match_for"], shared)
            state["awards"].append(award)
        for key in ("programs", "groups", "costs"):
            state[key] += own[key]
        state["organizations"] += [
            o for o in own["organizations"] if o["id"] not in organizations or name == "one"
        ]
        state["partnership"]["employers"] += own["partnership"]["employers"]
        state["partnerships"].append({
            "id": name, "name": name, "file": name, "organization": own["organizations"][0]["id"],
            "partnership": own["partnership"], "reporting": own["reporting"],
        })  # fmt: skip
    as_of_one = renamed(scenario, "one", organizations)["awards"]
    for award, was in zip(as_of_one, ids, strict=True):
        if was in shared:
            award["id"] = was
            if award.get("match_for") is not None:
                both = [matched([f"{p}--{was_for[5:]}"], shared)
                        for was_for in award["match_for"] for p in NAMES]  # fmt: skip
                award["match_for"] = sorted({name for names in both for name in names})
            if random.random() < 0.3:
                award["partnership"] = random.choice(NAMES)
            state["awards"].append(award)
    return state


def matched(names: list[str], shared: set[str]) -> list[str]:
    """Renamed ids, those of shared awards as they were."""
    return [name[5:] if name[5:] in shared else name for name in names]


def resize(award: dict[str, Any], by: float) -> None:
    """Another amount, with slices that still make it up."""
    award["amount"] = max(500, int(award["amount"] * by))
    if award.get("slices"):
        first, *others = award["slices"]
        parts = [{**s, "amount": int(s["amount"] * by)} for s in others]
        rest = award["amount"] - sum(s["amount"] for s in parts)
        award["slices"] = [{**first, "amount": max(0, rest)}, *parts]
