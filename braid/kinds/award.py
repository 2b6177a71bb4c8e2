"""What must be true of the award or its recipient."""

from braid.kinds.permission import Permission

PERMISSION = Permission(entity="award", field="where", per_group=False)
