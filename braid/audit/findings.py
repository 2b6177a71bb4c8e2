"""What an audit says: rows that were checked, findings where one does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple

from braid.record import record

Sense = Literal["<=", ">=", "="]
Unit = Literal["usd", "participants", "rows", "share"]


class Row(NamedTuple):
    """One comparison that the law (or arithmetic) asks for.

    ``left`` and ``right`` are dollars, or participants, rows or a share if ``unit`` says so.
    ``counted`` is how often the rule was put to the test, 0 where the row says nothing about
    that; a row that is ``gentle`` names a shortfall that a legal plan may have. ``since`` is the
    form of plans (``braid.reading.plan_form``) before which a plan may have been made though the
    row does not hold, because the rule was read otherwise; 0 where it was always asked.
    """

    says: str
    instance: str
    where: str
    left: Fraction
    sense: Sense
    right: Fraction
    unit: Unit = "usd"
    counted: int = 1
    gentle: bool = False
    since: int = 0

    @property
    def holds(self) -> bool:
        """Whether the comparison is true, exactly."""
        if self.left is self.right:
            return True
        if self.sense == "<=":
            return self.left <= self.right
        if self.sense == ">=":
            return self.left >= self.right
        return self.left == self.right


_ONE = Row("", "", "", Fraction(0), "<=", Fraction(0))


@cache
def held(count: int) -> Row:
    """Stands for so many rows that hold: of such rows nothing is ever told."""
    return _ONE if count == 1 else _ONE._replace(counted=count)


@record
class Finding:
    """A rule that a plan breaks: where, by how much (dollars or participants), and its citation.

    ``since`` is that of its row; once the plan is known to be no older than that, it is 0.
    """

    rule: str
    instance: str
    where: str
    left: Fraction
    right: Fraction
    by: Fraction
    message: str
    citation: str = ""
    since: int = 0

    def __str__(self) -> str:
        cited = f" [{self.citation}]" if self.citation else ""
        return f"{self.rule} ({self.instance}) at {self.where}: {self.message}{cited}"


@record
class AuditReport:
    """The outcome of an audit.

    ``warnings`` come from guidance, from shortfalls that the law forgives and from facts
    that are missing; they do not fail the plan. ``checked`` counts, by rule, the rows
    that put the rule to the test, ``lines``, by table, those that must follow from the charges.
    """

    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    checked: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """True when no rule is broken."""
        return not self.findings


def usd(cents: int | Fraction) -> Fraction:
    """Dollars of an amount in cents."""
    return Fraction(cents, 100)


def shown(amount: Fraction, unit: Unit = "usd") -> str:
    """An amount as people write it; what is no whole cent keeps four more digits."""
    if unit == "rows":
        return f"{amount} row{'' if amount == 1 else 's'}"
    if unit == "share":
        return f"{float(amount):.4f}"
    if unit == "participants":
        whole = amount.denominator == 1
        number = str(amount.numerator) if whole else f"{float(amount):.4f}"
        return f"{number} participants"
    cents = amount * 100
    if cents.denominator == 1:
        sign = "-" if cents < 0 else ""
        whole_usd, rest = divmod(abs(cents.numerator), 100)
        return f"{sign}${whole_usd:,}.{rest:02d}"
    return f"${float(amount):,.6f}"


def finding_of(row: Row, rule: str, citation: str) -> Finding:
    """The finding that a row which does not hold makes."""
    left, right = shown(row.left, row.unit), shown(row.right, row.unit)
    verb = {"<=": "at most", ">=": "at least", "=": "exactly"}[row.sense]
    by = abs(row.left - row.right)
    message = f"{row.says}: {left}, but {verb} {right} (off by {shown(by, row.unit)})."
    return Finding(
        rule, row.instance, row.where, row.left, row.right, by, message, citation, row.since
    )
