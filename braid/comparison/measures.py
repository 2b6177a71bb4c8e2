"""What a plan comes to, for all and for each part: the figures by which plans are compared.

Dollars have two places; counts are whole; expected numbers of people have one place. A measure
that cannot be known (nobody states a completion rate) is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from braid.catalog.facts import Facts, Subject
from braid.catalog.inputs import Inputs
from braid.comparison.leverage import drawn, pledged
from braid.periods import program_year
from braid.plan.dollars import dollars
from braid.plan.plan import Plan

Measures = dict[str, Decimal]
Scope = tuple[str, str]
"""A way to cut a plan up, and one of its parts: ``("group", "pct_2026")``."""
ALL: Scope = ("all", "")

MEASURES: Mapping[str, str] = {
    "cost": "cost, reporting included",
    "entitlements": "paid by entitlements",
    "funded": "paid by awards",
    "unfunded": "unfunded",
    "must_unfunded": "unfunded of what must be paid",
    "coverage": "share of the cost that is paid",
    "overhead": "cost of reporting",
    "hours": "hours of reporting",
    "reports": "reports due",
    "records": "participant records",
    "lapses": "lapses",
    "floors_missed": "missed of statutory floors",
    "match": "non-federal money pledged as match",
    "open_ended": "drawn by reimbursement, a share of what is spent",
    "bridge": "largest bridge loan",
    "participants": "participants",
    "served": "participants whom any money serves",
    "completely_funded": "participants completely funded",
    "completers": "expected completers, as far as people are paid for",
    "placements": "expected placements of those",
    "cost_per_completer": "paid for each expected completer",
    "earnings_gain": "expected yearly earnings gain of the placed",
    "amount": "amount of the award",
    "charged": "charged to the award",
}
"""Every measure with what it means, in the order in which they are told."""
DOLLARS = frozenset(MEASURES) - {
    "coverage", "hours", "reports", "records", "participants", "served", "completely_funded",
    "completers", "placements",
}  # fmt: skip
OF_A_PARTNERSHIP = ("cost", "entitlements", "funded", "unfunded", "overhead", "lapses")
"""What ``partnerships.csv`` says of each partnership of a portfolio; reporting is beside cost."""
LESS_IS_BETTER = frozenset({
    "unfunded", "must_unfunded", "overhead", "hours", "reports", "records", "lapses",
    "floors_missed", "bridge", "cost_per_completer",
})  # fmt: skip


def measured(plan: Plan, by: Iterable[str] = ()) -> dict[Scope, Measures]:
    """Every scope of a plan with its measures; ``by`` names attributes of groups to cut by."""
    found: dict[Scope, Measures] = {ALL: _whole(plan)}
    sums: dict[Scope, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    cuts = _cuts(plan.inputs, tuple(by))
    entitled = {s for s, f in plan.inputs.law.streams.items() if f.entitlement}
    for row in plan.tables["charges"].rows():
        kind = "entitlements" if row["stream"] in entitled else "funded"
        for scope in cuts(row["cost"], row["group"], row["period"]):
            sums[scope][kind] += row["cents"]
    for row in plan.tables["unfunded"].rows():
        for scope in cuts(row["cost"], row["group"], row["period"]):
            sums[scope]["unfunded"] += row["cents"]
    for scope, money in sums.items():
        found[scope] = _money(money)
    shares = {part: _share_paid(money) for (kind, part), money in sums.items() if kind == "group"}
    for scope, people in _people(plan, tuple(by), shares).items():
        found.setdefault(scope, {}).update(people)
    for row in plan.tables["partnerships"].rows():
        if row["partnership"]:
            own = {name: dollars(row[name]) for name in OF_A_PARTNERSHIP}
            found.setdefault(("partnership", row["partnership"]), {}).update(rated(own))
    for row in plan.tables["awards"].rows():
        found["award", row["award"]] = {
            "amount": dollars(row["cents"] or 0),
            "charged": dollars(row["charged"]),
            "lapses": dollars(row["lapses"]),
        }
    return found


def _whole(plan: Plan) -> Measures:
    s, tables = plan.summary, plan.tables
    floors = next((t.value for t in plan.tiers if t.name == "missed statutory floors"), Decimal(0))
    counts = [row for row in tables["reports"].rows() if row["count"]]
    records = sum((r["count"] for r in counts if r["system"]), Decimal(0))
    reports = sum((r["count"] for r in counts if not r["system"]), Decimal(0))
    found: Measures = {
        "cost": s.cost,
        "entitlements": s.paid_by_entitlements,
        "funded": s.funded,
        "unfunded": s.unfunded,
        "must_unfunded": s.must_unfunded,
        "overhead": s.overhead_dollars,
        "hours": s.overhead_hours,
        "reports": reports,
        "records": records,
        "lapses": s.lapses,
        "floors_missed": floors,
        "match": dollars(pledged(plan)),
        "open_ended": dollars(drawn(plan)),
        "bridge": max((b.most for b in plan.bridges), default=Decimal("0.00")),
    }
    return rated(found)


def _money(cents: Mapping[str, int]) -> Measures:
    found = {name: dollars(cents.get(name, 0)) for name in ("entitlements", "funded", "unfunded")}
    found["cost"] = sum(found.values(), Decimal(0))
    return rated(found)


def rated(found: Measures) -> Measures:
    """Measures with the share of the cost that is paid."""
    if "cost" not in found:
        return found
    paid = found["entitlements"] + found["funded"]
    if found["cost"]:
        found["coverage"] = (paid / found["cost"]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return found


# -- by what a plan is cut up ---------------------------------------------------------


def _cuts(inputs: Inputs, by: tuple[str, ...]) -> Callable[[str, str, str], list[Scope]]:
    """Which scopes the dollars of a cell belong to."""
    facts, known = Facts(inputs), dict[tuple[str, str], list[Scope]]()

    def of(cost: str, group: str) -> list[Scope]:
        line, people = inputs.costs.get(cost), inputs.groups.get(group)
        direct = line is not None and line.per_participant is not None
        scopes: list[Scope] = []
        if direct and people is not None:
            scopes += [("group", group), ("program", people.program)]
            scopes += [("by " + name, _stated(people, name)) for name in by]
        if line is not None:
            employer = facts.employer(Subject(people if direct else None, line))
            if employer is not None:
                scopes += [("employer", employer.id), ("firm size", _size(employer.size))]
        return scopes

    def scopes(cost: str, group: str, period: str) -> list[Scope]:
        key = cost, group
        if key not in known:
            known[key] = of(cost, group)
        year = program_year(date.fromisoformat(period))
        return [*known[key], ("program year", f"{year}-{(year + 1) % 100:02d}")]

    return scopes


def _stated(thing: object, name: str) -> str:
    value = getattr(thing, name, None)
    if value is None:
        return "not stated"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _size(workers: int | None) -> str:
    if workers is None:
        return "not stated"
    return "under 50" if workers < 50 else "50 to 249" if workers < 250 else "250 and more"


# -- people ---------------------------------------------------------------------------


def _share_paid(cents: Mapping[str, int]) -> Decimal:
    """The share of some cost that anybody pays."""
    paid = cents.get("entitlements", 0) + cents.get("funded", 0)
    cost = paid + cents.get("unfunded", 0)
    return Decimal(paid) / cost if cost else Decimal(1)


def _people(
    plan: Plan, by: tuple[str, ...], shares: Mapping[str, Decimal]
) -> dict[Scope, Measures]:
    """Heads by scope; completers and placements where the rates are stated.

    A group counts among these with the share of its direct cost that is paid.
    """
    inputs = plan.inputs
    served: dict[str, int] = defaultdict(int)
    complete: dict[str, int] = {}
    for row in plan.tables["groups"].rows():
        served[row["group"]] = max(served[row["group"]], row["served"])
        complete[row["group"]] = row["completely_funded"]
    for row in plan.tables["charges"].rows():
        stream = inputs.law.streams.get(row["stream"])
        if stream is not None and stream.entitlement and row["group"] in inputs.groups:
            served[row["group"]] = inputs.groups[row["group"]].participants
    found: dict[Scope, Measures] = defaultdict(lambda: defaultdict(Decimal))
    paid: dict[Scope, set[str]] = defaultdict(set)
    for name, group in inputs.groups.items():
        scopes = [ALL, ("group", name), ("program", group.program)]
        scopes += [("by " + attribute, _stated(group, attribute)) for attribute in by]
        home = inputs.partnership(name)
        if home:
            scopes.append(("partnership", home))
        funded = group.participants * shares.get(name, Decimal(1))
        own = _of_group(inputs, name, served[name], complete.get(name, 0), funded)
        for scope in scopes:
            for measure, value in own.items():
                found[scope][measure] += value
            if "completers" not in own:
                paid[scope].add(name)
    for scope, unrated in paid.items():
        if unrated:
            for measure in ("completers", "placements", "earnings_gain"):
                found[scope].pop(measure, None)
    return {scope: dict(measures) for scope, measures in found.items()}


def _of_group(inputs: Inputs, name: str, served: int, complete: int, funded: Decimal) -> Measures:
    group = inputs.groups[name]
    program = inputs.programs[group.program]
    found: Measures = {
        "participants": Decimal(group.participants),
        "served": Decimal(served),
        "completely_funded": Decimal(complete),
    }
    if program.completion_rate is not None:
        found["completers"] = funded * program.completion_rate
        if program.placement_rate is not None:
            found["placements"] = found["completers"] * program.placement_rate
            gain = getattr(program, "earnings_gain", None)
            if gain is not None and getattr(program, "earnings_source", None):
                found["earnings_gain"] = found["placements"] * Decimal(gain)
    return found


def finished(found: dict[Scope, Measures]) -> dict[Scope, Measures]:
    """The measures rounded as they are told, with the dollars for each completer of all."""
    whole = found[ALL]
    if whole.get("completers"):
        paid = whole["entitlements"] + whole["funded"]
        whole["cost_per_completer"] = paid / whole["completers"]
    places = {"completers": "0.1", "placements": "0.1"}
    places |= {"cost_per_completer": "0.01", "earnings_gain": "0.01"}
    for measures in found.values():
        for name, digits in places.items():
            if name in measures:
                measures[name] = measures[name].quantize(Decimal(digits), ROUND_HALF_UP)
    return found
