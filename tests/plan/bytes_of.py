"""A plan as the bytes that its folder holds, without the run; as a script, the hash of them."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from draft import inputs_of, read

from braid.plan.build import make_plan
from braid.plan.document import document
from braid.plan.plan import Plan


def bytes_of(plan: Plan) -> bytes:
    """Every table and the summary of a plan, as written."""
    whole = {name: table.records() for name, table in plan.tables.items()}
    rest = {key: value for key, value in document(plan).items() if key != "run"}
    return json.dumps({"tables": whole, "plan": rest}, indent=1).encode()


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(hashlib.sha256(bytes_of(make_plan(inputs_of(read(text))))).hexdigest())
