"""Partnerships with an award and offers each, beside offers that all of them may use."""

import numpy as np

from braid.optimize.program import Program

AREAS, CELLS, OFFERS, SHARED = 3, 12, 5, 2


def portfolio(seed: int, *, least: float = 0.0, across: bool = False) -> Program:
    """Each cell is paid by its area's award, by offers of the area, by shared offers, or not.

    Of the shared offers ``least`` are taken at least. With ``across`` one award is for all areas.
    """
    random = np.random.default_rng(seed)
    cost = random.uniform(100, 2_000, (AREAS, CELLS)).round(2)
    prices: list[float] = []
    upper: list[float] = []
    rows: list[tuple[list[int], list[float], float, float]] = []

    def column(price: float, most: float) -> int:
        prices.append(price)
        upper.append(most)
        return len(prices) - 1

    def offer(charges: list[int], amount: float) -> int:
        switch = column(amount * random.uniform(0.05, 0.6), 1.0)
        rows.append(([*charges, switch], [1.0] * len(charges) + [-amount], -np.inf, 0.0))
        return switch

    of_shared: list[list[int]] = [[] for _ in range(SHARED)]
    of_award: list[int] = []
    switches: list[int] = []
    for area in range(AREAS):
        mine: list[list[int]] = [[] for _ in range(OFFERS)]
        award = []
        for cell in range(CELLS):
            needs = cost[area, cell]
            award.append(column(0.0, needs))
            payers = [award[-1], column(1.0, needs)]
            for charges, odds in [(one, 0.5) for one in mine] + [(one, 0.4) for one in of_shared]:
                if random.random() < odds:
                    charges.append(column(0.0, needs))
                    payers.append(charges[-1])
            rows.append((payers, [1.0] * len(payers), needs, needs))
        of_award += award
        if not across:
            rows.append((award, [1.0] * CELLS, -np.inf, cost[area].sum() * 0.3))
        total = cost[area].sum() / OFFERS
        switches += [offer(one, total * random.uniform(0.5, 1.5)) for one in mine if one]
    if across:
        rows.append((of_award, [1.0] * len(of_award), -np.inf, cost.sum() * 0.3))
    shared = [offer(one, cost.sum() * random.uniform(0.05, 0.2)) for one in of_shared]
    rows.append((shared, [1.0] * SHARED, least, float(SHARED)))
    whole = np.zeros(len(prices), dtype=bool)
    whole[switches + shared] = True
    return Program(
        np.array(prices), np.zeros(len(prices)), np.array(upper),
        np.concatenate([[0], np.cumsum([len(columns) for columns, *_ in rows])]),
        np.concatenate([columns for columns, *_ in rows]),
        np.concatenate([values for _, values, *_ in rows]),
        np.array([low for *_, low, _ in rows]), np.array([high for *_, high in rows]), whole,
    )  # fmt: skip
