"""Which training programs the money may pay for: a condition on the program."""

from braid.kinds.permission import Permission

PERMISSION = Permission(entity="program", field="where", per_group=True)
