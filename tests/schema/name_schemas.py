"""Name its schema in the first line of every file of the library and every scenario.

    python tests/schema/name_schemas.py

Editors that know YAML schemas (VS Code with the YAML extension) read that line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from test_editor_schemas import FILES, LINE, SCHEMAS, kind_of


def main() -> None:
    for path in FILES:
        schema = os.path.relpath(SCHEMAS / f"{kind_of(path)}.json", path.parent)
        line = f"{LINE}{schema.replace(os.sep, '/')}"
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        if first == line:
            continue
        kept = rest if first.startswith(LINE) else f"{first}\n{rest}"
        path.write_text(f"{line}\n{kept}", encoding="utf-8")
        print(path.relative_to(SCHEMAS.parents[1]))


if __name__ == "__main__":
    main()
