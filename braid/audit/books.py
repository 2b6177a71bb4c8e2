"""The auditor's books: one plan against one scenario, with everything that checks share."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from braid.audit.cell_columns import CellColumns
from braid.audit.cells import Cell, CellKey
from braid.audit.charges import Charge, PlanUnderAudit
from braid.audit.entitlement import Entitlements
from braid.audit.exact import Cents, whole
from braid.audit.funds import Funds
from braid.audit.ledger import Ledger
from braid.audit.naming import Naming
from braid.audit.numbering import Numbering
from braid.audit.past import Past
from braid.audit.payable import Payable
from braid.audit.people import People
from braid.audit.permitted import Permitted
from braid.audit.pledges import PledgeBook
from braid.audit.records import ReportCell, Reporting
from braid.audit.standing import Cap, Standing
from braid.catalog.facts import Subject
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.record import record
from braid.schema.library import StreamFile
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit
from braid.schema.scenario import Award, Group

if TYPE_CHECKING:
    from braid.audit.threshold import Reached


@record
class Booked:
    """A charge with what it names: its award, stream, and its cell or reporting cell.

    ``beneficiary`` is the group that the charge is for; None on a shared cost that no
    benefit rule splits, and on reporting.
    """

    charge: Charge
    award: Award
    stream: StreamFile
    cell: Cell | None
    report: ReportCell | None
    beneficiary: Group | None

    @cached_property
    def cents(self) -> int:
        """Whole cents."""
        return self.charge.cents

    @cached_property
    def where(self) -> str:
        """The charge's place in words."""
        group = f", {self.charge.group}" if self.charge.group else ""
        return f"{self.charge.cost}{group}, {self.charge.period}, paid by {self.charge.award}"


class Books:
    """A plan, the scenario it is for, and the auditor's own reading of both."""

    def __init__(
        self, inputs: Inputs, plan: PlanUnderAudit, standing: Standing | None = None
    ) -> None:
        """``standing`` may be that of a scenario with awards of other sizes and the same law."""
        self.inputs = inputs
        self.plan = plan
        self.standing = Standing(inputs) if standing is None else standing
        self.closed = self.standing.closed
        self.questions = self.standing.questions
        self.heads = self.standing.heads
        own = self.standing.inputs is inputs
        self.numbering = self.standing.numbering if own else Numbering(inputs)
        self.answers = self.standing.answers
        self.permissions = self.standing.permissions
        self.streams = self.standing.streams
        self.reached: tuple[Reached, ...] | None = None
        """What counts against the amounts at which reports are due, once it was asked."""

    @property
    def every_cell(self) -> CellColumns:
        """Every cell at its gross cost, those of periods that are over too."""
        return self.standing.every_cell

    @property
    def columns(self) -> CellColumns:
        """The cells that the plan is about."""
        return self.standing.columns

    @property
    def cells(self) -> dict[CellKey, Cell]:
        """The same by their keys."""
        return self.standing.cells

    @property
    def cells_of_line(self) -> dict[str, list[int]]:
        """The cells of each cost line, by their numbers, in order."""
        return self.standing.cells_of_line

    @property
    def payable(self) -> Payable:
        """Which cells each award may pay."""
        return self.standing.payable

    @property
    def entitlements(self) -> Entitlements:
        """What entitlements pay by their formulas, and where it goes."""
        return self.standing.entitlements

    @cached_property
    def past(self) -> Past:
        """What was charged in periods that are over."""
        return Past(self)

    @property
    def whole(self) -> Books:
        """The same plan in books that have all cells, of periods that are over too."""
        return self.past.whole if self.closed else self

    @cached_property
    def permitted(self) -> Permitted:
        """What the rules about who may pay what say of the charges."""
        return Permitted(self)

    @cached_property
    def people(self) -> People:
        """Whom streams may serve at all, and who must be served by several."""
        return People(self)

    @cached_property
    def reporting(self) -> Reporting:
        """The reports that the plan makes necessary."""
        return Reporting(self)

    @cached_property
    def pledges(self) -> PledgeBook:
        """What of the charges stands beside other awards."""
        return PledgeBook(self)

    @cached_property
    def funds(self) -> Funds:
        """What awards may spend beside their amounts."""
        return Funds(self)

    def net(self, cell: Cell) -> int:
        """Cents of a cell after entitlements."""
        return cell.gross - self.entitlements.applied_to.get(cell.key, 0)

    @cached_property
    def nets(self) -> Cents:
        """The same of every cell."""
        return whole(self.net(cell) for cell in self.columns.cells)

    def used(self, award: Award) -> bool:
        """Whether the plan uses a committed award: accepted, or offered and not declined."""
        if award.id not in self.inputs.committed:
            return False
        return award.status == "accepted" or award.id not in self.plan.declined

    @cached_property
    def of_limits(self) -> dict[int, tuple[HomedRule, list[Award]]]:
        """The awards of each limit that somebody has asked for, by identity."""
        return {}

    @cached_property
    def most_for_one(self) -> dict[tuple[str, str], Fraction]:
        """The cents that one person takes at most, of the streams and owners asked about."""
        return {}

    def is_entitlement(self, award: Award) -> bool:
        """Whether the award's stream is applied and not chosen."""
        stream = self.inputs.law.streams.get(award.stream)
        return stream is not None and stream.entitlement

    def limits_per_person(self, award: Award, category: str) -> tuple[Cap, ...]:
        """The caps on what one participant costs in a category: an award's own, and on all."""
        return self.standing.limits_per_person(award, category)

    def reaches(self, homed: HomedRule, group: Group) -> bool:
        """Whether a limit concerns a group: one on all awards that only entitlements follow
        concerns only those whom one of them pays.
        """
        if not isinstance(homed.rule, Limit) or homed.rule.counts != "all_awards":
            return True
        key = id(homed), group.id
        known = self._reached.get(key)
        if known is None:
            following = [self.inputs.awards[name] for name in homed.awards]
            reached = not all(map(self.is_entitlement, following)) or any(
                self.entitlements.total(award, group) > 0 for award in following
            )
            known = self._reached[key] = homed, reached
        return known[1]

    @cached_property
    def _reached(self) -> dict[tuple[int, str], tuple[HomedRule, bool]]:
        return {}  # the rule is kept, so that no other can take its identity

    @cached_property
    def received(self) -> dict[str, list[Award]]:
        """The awards that each organization receives, in order of id."""
        found: dict[str, list[Award]] = {}
        for award in self.inputs.awards.values():
            found.setdefault(self.inputs.recipient(award), []).append(award)
        return found

    def near(self, award: Award) -> list[int]:
        """The awards whose money is for somebody for whom an award's is."""
        owner = self.inputs.owner(award.id)
        if not owner:
            return list(range(len(self.numbering.awards)))
        return [*self._of_owners.get("", ()), *self._of_owners[owner]]

    @cached_property
    def _of_owners(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, award in enumerate(self.numbering.awards):
            found.setdefault(self.inputs.owner(award.id), []).append(number)
        return found

    @cached_property
    def ledger(self) -> Ledger:
        """The charges as columns, in order."""
        return Ledger(
            self.plan, self.numbering, self.columns, self.permissions,
            lambda: self.reporting.cells,
        )  # fmt: skip

    @cached_property
    def booked(self) -> tuple[Booked, ...]:
        """The charges whose ids all exist, in order."""
        return tuple(map(self.book, range(len(self.ledger))))

    def book(self, row: int) -> Booked:
        """One charge with what it names, by its number in the ledger."""
        ledger = self.ledger
        award = self.numbering.awards[ledger.award[row]]
        cell, report, group = (int(c[row]) for c in (ledger.cell, ledger.report, ledger.group))
        return Booked(
            Charge(*ledger.entries[row]),
            award,
            self.inputs.law.streams[award.stream],
            self.columns.cells[cell] if cell >= 0 else None,
            ledger.reports[report] if report >= 0 else None,
            self.numbering.groups[group] if group >= 0 else None,
        )

    def completion(self, group: Group) -> Fraction:
        """The share of a group that is expected to complete."""
        rate = self.inputs.programs[group.program].completion_rate
        return Fraction(1) if rate is None else Fraction(rate)

    def attribute_cents(self, bound: Bound, group: Group) -> Fraction | None:
        """Cents that a group states in the attribute of a bound, less ``minus``; never negative."""
        if bound.attribute is None:
            return None
        subject = Subject(group=group, day=group.start)
        stated = self.questions.lookup(subject, "group")(bound.attribute)
        if isinstance(stated, bool) or not isinstance(stated, int | Decimal):
            return None
        return max(Fraction(0), (Fraction(stated) - Fraction(bound.minus)) * 100)

    @cached_property
    def naming(self) -> Naming:
        """Whom streams serve together."""
        return Naming(self)

    def served(self, group: str, stream: str) -> int:
        """Participants of a group whom a stream serves."""
        return self.plan.served.get((group, "stream", stream), 0)

    def recorded(self, group: str, system: str) -> int:
        """Participants of a group with a record in a system; if unsaid, as its streams need."""
        stated = self.plan.served.get((group, "system", system))
        if stated is not None:
            return stated
        members = (s for s, r in self.streams.system.items() if r == system)
        return max((self.served(group, s) for s in members), default=0)
