"""Plans whose every table is audited, as that of a folder is."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest import mock

from braid.audit import audit_plan
from braid.audit.books import Books
from braid.audit.derived import Derived
from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from braid.plan.plan import Plan

sys.path.append(str(Path(__file__).parents[1]))
from properties.tables import written_of


def audited(inputs: Inputs) -> Plan:
    """The plan, which must pass, and tables that follow from its charges."""
    with mock.patch("braid.audit.audit_plan", wraps=audit_plan) as seen:
        plan = make_plan(inputs)
    assert plan.audit_passed, plan.audit_findings
    derived = Derived(Books(inputs, seen.call_args.args[1]))
    assert list(derived.differing(written_of(plan))) == []
    return plan
