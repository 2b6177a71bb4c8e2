"""Which employers the money may be spent with: a condition on the employer."""

from braid.kinds.permission import Permission

PERMISSION = Permission(entity="employer", field="where", per_group=True)
