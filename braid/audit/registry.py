"""Which check answers for which kind of rule, and the checks that belong to no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from braid.audit import (
    actuals,
    amounts,
    award,
    balance,
    benefit,
    cash,
    employer,
    exclusive,
    formula,
    income,
    limit,
    line,
    match,
    money_tables,
    naming,
    order,
    participant,
    pledges,
    program,
    reach,
    refund,
    reimbursement,
    report,
    served,
    shared_records,
    supplant,
    threshold,
    timeline,
    together,
    transfer,
)
from braid.audit.books import Books
from braid.audit.findings import Row
from braid.catalog.law import HomedRule

KindCheck = Callable[[HomedRule, Books], Iterator[Row]]
GeneralCheck = Callable[[Books], Iterator[Row]]

KINDS: Mapping[str, KindCheck] = {
    "participant": participant.check,
    "program": program.check,
    "employer": employer.check,
    "award": award.check,
    "line": line.check,
    "limit": limit.check,
    "formula": formula.check,
    "order": order.check,
    "supplant": supplant.check,
    "benefit": benefit.check,
    "timeline": timeline.check,
    "report": report.check,
    "exclusive": exclusive.check,
    "match": match.check,
    "reimbursement": reimbursement.check,
    "transfer": transfer.check,
    "income": income.check,
    "threshold": threshold.check,
    "together": together.check,
    "refund": refund.check,
}
"""The check of every kind of rule."""

GENERAL: Mapping[str, GeneralCheck] = {
    "charge": balance.check_entries,
    "balance": balance.check_balance,
    "award-status": amounts.check_status,
    "award-window": amounts.check_window,
    "award-amount": amounts.check_amount,
    "award-slices": amounts.check_slices,
    "award-partnership": reach.check,
    "served": served.check,
    "served-by-several": naming.check,
    "records-of-served": shared_records.check,
    "pledges": pledges.check,
    "cash": cash.check,
    "actuals": actuals.check,
    "budget": actuals.check_budget,
    "refunds": refund.check_strangers,
    "transfers": transfer.check_all,
    "awards": money_tables.check_awards,
    "income": income.check_strangers,
    "thresholds": threshold.check_strangers,
    "summary": money_tables.check_summary,
}
"""Checks of what holds whatever the law says; a finding carries the check's name."""

ONLY_BINDING = frozenset({"benefit", "formula", "report", "transfer", "income", "threshold"})
"""Kinds that mean nothing as guidance: they say how a plan is written, not what it may hold."""
