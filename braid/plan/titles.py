"""What a plan's aims are called."""

from __future__ import annotations

TITLES = {
    "floors": "missed statutory floors",
    "must": "unfunded cost that must be paid",
    "fairness": "what the worst-covered partnerships lack",
    "unfunded": "unfunded cost",
    "overhead": "cost of reporting",
    "weighted": "unfunded cost and reporting, as weighted",
    "direct": "unfunded costs of participants themselves",
    "bridge": "bridge loans, added up over all periods",
}
