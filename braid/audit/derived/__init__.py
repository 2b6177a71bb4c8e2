"""The tables of a plan's folder that follow from the law, the scenario and what the plan decides.

Each column is worked out again from the auditor's own books and compared, exactly.
"""

from braid.audit.derived.check import Derived
from braid.audit.derived.folder import Written, written

__all__ = ["Derived", "Written", "written"]
