"""The ground on which a model stands: cells, possible charges, who can be served, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from braid.catalog.inputs import Inputs
from braid.eligibility.cells import Presence
from braid.eligibility.entitlements import Application, Entitled
from braid.eligibility.permissions import Permissions
from braid.eligibility.refunds import Refund
from braid.eligibility.refusals import Refusals
from braid.kinds.past import Past
from braid.kinds.report import Duty
from braid.kinds.shares import Shares
from braid.kinds.tables import Cells, Charges, Codes, Spreads
from braid.record import record

Pair = tuple[int, int]
"""(group code, stream code) or (group code, system code)."""


@record
class Ground:
    """Everything that eligibility has found out about a scenario."""

    inputs: Inputs
    permissions: Permissions = field(repr=False)
    codes: Codes
    cells: Cells
    charges: Charges
    spreads: Spreads
    served: tuple[Pair, ...]
    """(group, stream) pairs whose head count is a variable."""
    recorded: tuple[Pair, ...]
    """(group, system) pairs whose head count is a variable."""
    presences: dict[str, Presence]
    duties: tuple[Duty, ...]
    """Fixed reports of awards, entitlements' included."""
    record_duties: tuple[Duty, ...]
    """Records per participant of a stream or system."""
    entitled: tuple[Entitled, ...]
    applications: tuple[Application, ...]
    refusals: Refusals
    """(award, line, group or empty text) -> the rules that refuse."""
    benefit_shares: Shares
    """Which part of every shared cell is whose."""
    given_up: Mapping[tuple[str, str], str]
    """Entitlements (award, group) that pay nothing beside a larger one, and by which rule."""
    refunds: tuple[Refund, ...]
    """Entitlement money that goes back because some leave early."""
    past: Past | None = None
    """What was charged in periods that are over; None when none is."""

    @property
    def paying(self) -> tuple[Application, ...]:
        """What entitlements pay of cells that the plan is about."""
        closed = self.inputs.closed
        if not closed:
            return self.applications
        return tuple(a for a in self.applications if self.cells.period[a.cell] >= closed)
