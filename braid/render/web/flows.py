"""Where the money goes: from awards over kinds of cost to programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from braid.plan.plan import Plan
from braid.record import record
from braid.render.web.charts import BLUE, GREEN, GREY, ORANGE, PURPLE, Chart, flow
from braid.render.web.words import shown
from braid.render.words import award_name, spoken

AT_MOST = 20
"""Awards, and programs, that a diagram shows by name."""
UNFUNDED, SHARED, REPORTING = "unfunded", "shared", "reporting"
Triple = tuple[str, str, str]
"""An award (or unfunded), a kind of cost, a program."""


@record
class Flow:
    """The diagram, and the same as rows (payer, kind, program, cents)."""

    chart: Chart
    rows: tuple[tuple[str, str, str, int], ...]
    payer: str
    place: str


def flows(plan: Plan) -> Flow:
    """All charges and what nobody pays."""
    cents = _triples(plan)
    payers = _largest({a: _sum(cents, 0, a) for a, _, _ in cents if a != UNFUNDED})
    programs = _largest({p: _sum(cents, 2, p) for _, _, p in cents})
    names = _names(plan, cents)
    merged: dict[Triple, int] = defaultdict(int)
    for (award, kind, program), amount in cents.items():
        award = award if award in payers or award == UNFUNDED else "*"
        merged[award, kind, program if program in programs else "*"] += amount
    rows = tuple((names["a:" + a], names["k:" + k], names["p:" + p], c)
                 for (a, k, p), c in sorted(merged.items()))  # fmt: skip
    heads = ("stream", "partnership") if plan.inputs.partnerships else ("award", "program")
    return Flow(_chart(plan, merged, names), rows, *heads)


def _triples(plan: Plan) -> dict[Triple, int]:
    found: dict[Triple, int] = defaultdict(int)
    by = "stream" if plan.inputs.partnerships else "award"
    charges = plan.tables["charges"].sums(by, "award", "cost", "group", "category")
    for (payer, award, cost, group, category), cents in charges.items():
        found[payer, _kind(plan, category), _place(plan, cost, group, award)] += cents
    for (cost, group, category), cents in (
        plan.tables["unfunded"].sums("cost", "group", "category").items()
    ):
        found[UNFUNDED, _kind(plan, category), _place(plan, cost, group)] += cents
    return found


def _kind(plan: Plan, category: str) -> str:
    known = plan.inputs.law.categories.file.categories
    families = known[category].families if category in known else ()
    return families[0] if families else category


def _place(plan: Plan, cost: str, group: str, award: str = "") -> str:
    """The program of a group; of a shared line the only one that it is for.

    In a portfolio the partnership, of reporting that of the award.
    """
    if plan.inputs.partnerships:
        home = plan.inputs.partnership(cost if cost in plan.inputs.costs else award)
        return home or "/" + REPORTING
    if cost not in plan.inputs.costs:
        return "/" + REPORTING
    line = plan.inputs.costs[cost]
    if line.per_participant is not None and group in plan.inputs.groups:
        return plan.inputs.groups[group].program
    found = {plan.inputs.groups[g].program for g in plan.inputs.groups_of(line)}
    return found.pop() if len(found) == 1 else "/" + SHARED


def _sum(cents: Mapping[Triple, int], side: int, name: str) -> int:
    return sum(amount for key, amount in cents.items() if key[side] == name)


def _largest(amounts: Mapping[str, int]) -> set[str]:
    ranked = sorted(amounts, key=lambda name: (-amounts[name], name))
    return set(ranked if len(ranked) <= AT_MOST else ranked[: AT_MOST - 1])


def _names(plan: Plan, cents: Mapping[Triple, int]) -> dict[str, str]:
    programs = plan.inputs.programs
    streams, homes = plan.inputs.law.streams, {m.id: m.name for m in plan.inputs.partnerships}
    found = {"a:*": "other awards", "p:*": "others", "a:" + UNFUNDED: "Nobody (unfunded)"}
    found["p:/" + SHARED] = "shared by programs"
    found["p:/" + REPORTING] = "reporting"
    for award, kind, program in cents:
        if award != UNFUNDED:
            name = streams[award].name if homes else award_name(plan.inputs, award)
            found["a:" + award] = shown(name)
        found["k:" + kind] = spoken(kind).capitalize()
        if program in programs:
            found["p:" + program] = shown(programs[program].name or program)
        elif program in homes:
            found["p:" + program] = shown(homes[program] or program)
    return found


def _chart(plan: Plan, merged: Mapping[Triple, int], names: Mapping[str, str]) -> Chart:
    inputs = plan.inputs
    entitled = {s for s, stream in inputs.law.streams.items() if stream.entitlement}
    entitled |= {a for a, stated in inputs.awards.items() if stated.stream in entitled}
    first: dict[tuple[str, str], int] = defaultdict(int)
    second: dict[tuple[str, str], int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for (award, kind, program), cents in merged.items():
        first["a:" + award, "k:" + kind] += cents
        second["k:" + kind, "p:" + program] += cents
        for node in ("a:" + award, "k:" + kind, "p:" + program):
            sizes[node] += cents

    def stage(prefix: str, colour: Any) -> list[tuple[str, int]]:
        nodes = [n for n in sizes if n.startswith(prefix)]
        nodes.sort(key=lambda n: (n == "a:" + UNFUNDED, -sizes[n], n))
        return [(n, colour(n[2:])) for n in nodes]

    def of_payer(award: str) -> int:
        return GREY if award == UNFUNDED else GREEN if award in entitled else BLUE

    stages = [stage("a:", of_payer), stage("k:", lambda _: ORANGE), stage("p:", lambda _: PURPLE)]
    links = [(a, b, c) for (a, b), c in (*sorted(first.items()), *sorted(second.items())) if c > 0]
    short = {key: name.partition(" (")[0] if key[:2] == "a:" and key[2:] != UNFUNDED else name
             for key, name in names.items()}  # fmt: skip
    return flow(stages, links, short)
