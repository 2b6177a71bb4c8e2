"""Which cost lines may be paid: a closed list of categories, a ban, or a condition on the line."""

from braid.catalog.law import HomedRule
from braid.kinds.permission import Conditions, Permission
from braid.schema.rules import Line as Parameters

PERMISSION = Permission(entity="line", field="where", per_group=False)


def category_allowed(homed: HomedRule, category: str, conditions: Conditions) -> bool:
    """Whether the rule's closed list holds the category and its ban does not."""
    assert isinstance(homed.rule, Parameters)
    expand = conditions.facts.inputs.law.categories.expand
    if homed.rule.allow is not None and category not in expand(homed.rule.allow):
        return False
    return homed.rule.forbid is None or category not in expand(homed.rule.forbid)
