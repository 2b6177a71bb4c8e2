"""Who may pay what: an answer for every award, cost line and group of a plan, and the reason.

The rules are asked again, under the plan's own inputs; nothing is solved. Awards that are not
certain are asked as if they had landed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from braid.catalog.supposed import landed, uncommitted
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.kinds.tables import DIRECT, SHARED
from braid.plan.plan import Plan, WhyNot
from braid.plan.refused import Refused
from braid.record import record

Answer = Literal["pays", "may", "unknown", "no"]
"""``unknown``: only a fact that nobody has stated keeps it from paying."""
Key = tuple[str, str]
"""A cost line, and a group on a line per participant."""

OTHERS_PAY = "It may pay this; the plan pays it with other money."
NOTHING_DUE = "It may pay this by its rules, but nothing of it is left to pay."
NOT_CERTAIN = "It could pay this, but it is not certain: the plan does not count on it."
DECLINED = "It could pay this, but the plan does not take this offer."
BY_FORMULA = "It is an entitlement: by its formula nothing of this is paid."


@record
class MayPay:
    """Whether an award may pay a line for a group (empty: shared), what it pays, and why (not)."""

    award: str
    cost: str
    group: str
    answer: Answer
    cents: int = 0
    rule: str = ""
    sentence: str = ""
    citation: str = ""


def who_may_pay(plan: Plan) -> tuple[MayPay, ...]:
    """The answers, in order of line, group and award."""
    asked = _Asked(plan)
    return tuple(
        asked.answer(award, key) for key in sorted(asked.cells) for award in asked.awards_for(key)
    )


class _Asked:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.unsure = frozenset(uncommitted(plan.inputs))
        self.inputs = landed(plan.inputs, self.unsure) if self.unsure else plan.inputs
        self.ground = build_ground(self.inputs)
        self.refused = Refused(self.ground)
        self.cells = _cells(self.ground)
        self.able = set(_able(self.ground))
        self.paid = _paid(plan, self.cells)
        awards = plan.tables["awards"]
        self.declined = {a for a, used in zip(awards["award"], awards["used"], strict=True)
                         if not used}  # fmt: skip
        self.told: dict[tuple[str, str, str], WhyNot] = {
            (e.cost, e.group, why.award): why for e in plan.explanations for why in e.awards
        }

    def awards_for(self, key: Key) -> Iterable[str]:
        """The awards of which anybody asks: not what another partnership has."""
        home = self.inputs.partnership(key[0])
        return (a for a in self.inputs.awards if self.inputs.partnership(a) in ("", home))

    def answer(self, award: str, key: Key) -> MayPay:
        """What the plan has the award pay, else whether it may, with the reason."""
        cents = self.paid.get((award, *key), 0)
        if cents:
            return MayPay(award, *key, "pays", cents)
        if award in self.ground.codes.award_index:
            return self._chosen(award, key)
        return self._entitlement(award, key)

    def _chosen(self, award: str, key: Key) -> MayPay:
        if (award, *key) in self.able:
            if award in self.unsure:
                return MayPay(award, *key, "may", sentence=NOT_CERTAIN)
            if award in self.declined:
                return MayPay(award, *key, "may", sentence=DECLINED)
            why = self.told.get((*key, award))
            if why is not None:
                return MayPay(award, *key, "may", 0, why.rule, why.sentence, why.citation)
            return MayPay(award, *key, "may", sentence=OTHERS_PAY)
        cells = self.cells[key]
        due = [cell for cell in cells if self.ground.cells.cost[cell] > 0]
        no = self.refused.of((due or cells)[0], award)
        if not due and no.rule == "benefit":
            return MayPay(award, *key, "may", sentence=NOTHING_DUE)
        answer: Answer = "unknown" if no.unknown else "no"
        return MayPay(award, *key, answer, 0, no.rule, no.sentence, no.citation)

    def _entitlement(self, award: str, key: Key) -> MayPay:
        no = self.refused.of_entitlement(self.cells[key][0], award)
        if no is not None:
            answer: Answer = "unknown" if no.unknown else "no"
            return MayPay(award, *key, answer, 0, no.rule, no.sentence, no.citation)
        return MayPay(award, *key, "no", 0, "entitlement", BY_FORMULA)


def _cells(ground: Ground) -> dict[Key, list[int]]:
    """The cells of every line that are still open, of its groups where it is per participant."""
    cells, codes = ground.cells, ground.codes
    found: dict[Key, list[int]] = defaultdict(list)
    still_open = np.isin(cells.kind, (DIRECT, SHARED)) & (cells.period >= ground.inputs.closed)
    for cell in np.flatnonzero(still_open).tolist():
        group = cells.group[cell]
        key = codes.lines[cells.line[cell]], codes.groups[group] if group >= 0 else ""
        found[key].append(cell)
    return found


def _able(ground: Ground) -> Iterator[tuple[str, str, str]]:
    """Every award with what it may be charged."""
    charges, codes, costs = ground.charges, ground.codes, ground.inputs.costs
    lines, groups = charges.line.tolist(), charges.group.tolist()
    for award, line, group in set(zip(charges.award.tolist(), lines, groups, strict=True)):
        if line >= 0:
            name = codes.lines[line]
            direct = costs[name].per_participant is not None
            whom = codes.groups[group] if direct and group >= 0 else ""
            yield codes.awards[award], name, whom


def _paid(plan: Plan, cells: dict[Key, list[int]]) -> dict[tuple[str, str, str], int]:
    """Cents by award, line, and group of a line per participant."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for (award, cost, group), cents in (
        plan.tables["charges"].sums("award", "cost", "group").items()
    ):
        if cost in plan.inputs.costs:
            direct = plan.inputs.costs[cost].per_participant is not None
            key = cost, group if direct else ""
            if key in cells:
                found[award, *key] += cents
    return found
