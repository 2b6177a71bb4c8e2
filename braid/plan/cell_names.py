"""What stands for each cell in the tables of a plan."""

from __future__ import annotations

from braid.catalog.renaming import SEPARATOR
from braid.eligibility.ground import Ground
from braid.kinds.tables import RECORD, REPORT


class CellNames:
    """Cost line (or report), group, category and first day of the period, by number of the cell."""

    def __init__(self, ground: Ground) -> None:
        cells, codes = ground.cells, ground.codes
        prefixes = {REPORT: "report:", RECORD: "record:"}
        rules = [
            f"{home}{SEPARATOR}{rule}" if kind == RECORD and home else rule
            for kind, rule, home in zip(
                cells.kind.tolist(), cells.rule, cells.home or [""] * len(cells), strict=True
            )
        ]
        parts = zip(cells.kind.tolist(), cells.line.tolist(), rules, strict=True)
        self.cost = [
            prefixes[kind] + rule if kind in prefixes else codes.lines[line]
            for kind, line, rule in parts
        ]
        groups = [*codes.groups, ""]
        self.group = [groups[code] for code in cells.group.tolist()]
        self._category = [codes.categories[code] for code in cells.category.tolist()]
        days = [period.start.isoformat() for period in ground.inputs.calendar.periods]
        self._period = [days[number] for number in cells.period.tolist()]

    def columns(self, cells: list[int]) -> dict[str, list[str]]:
        """The columns of the tables that say which cell it is."""
        named = {
            "cost": self.cost, "group": self.group, "category": self._category,
            "period": self._period,
        }  # fmt: skip
        return {name: [values[cell] for cell in cells] for name, values in named.items()}
