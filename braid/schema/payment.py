"""How money arrives, and whether it may stand in for other money until that comes."""

from typing import Annotated, Literal

from pydantic import Field

from braid.schema.base import Flag, Model, Whole


class Payment(Model):
    """How the money arrives.

    ``advance``: when it is paid out; ``upfront``: whole, at the start; ``reimbursement``:
    ``lag_days`` after the end of the period in which it was spent. Money that came ``upfront``
    and ``lends`` may pay other awards' bills until these repay them.
    """

    method: Literal["advance", "upfront", "reimbursement"] = "advance"
    lag_days: Annotated[Whole, Field(ge=0, le=730)] = 0
    lends: Flag | None = None
