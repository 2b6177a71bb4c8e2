"""Whom the money may serve: a condition on the group."""

from braid.kinds.permission import Permission

PERMISSION = Permission(entity="group", field="who", per_group=True)
