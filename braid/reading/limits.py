"""How much input braid reads, so that a wrong file cannot hang or exhaust a machine."""

from __future__ import annotations

from braid.record import record


@record
class Limits:
    """Upper bounds on what is read; sizes in bytes, everything else counts.

    ``nodes`` counts keys and items of one YAML file, ``alias_nodes`` the values
    that its aliases repeat, ``cells`` the area of a table, ``unpacked_bytes``
    what a workbook holds once unzipped, which may be ``unpacked_times`` its size
    where it is more than ``unpacked_alike``. So many ``problems`` of a file are told.
    """

    file_bytes: int = 20_000_000
    depth: int = 40
    nodes: int = 1_000_000
    aliases: int = 100
    alias_nodes: int = 100_000
    include_depth: int = 10
    included_files: int = 100
    table_bytes: int = 100_000_000
    unpacked_bytes: int = 300_000_000
    unpacked_times: int = 200
    unpacked_alike: int = 20_000_000
    columns: int = 500
    cells: int = 5_000_000
    json_bytes: int = 500_000_000
    json_depth: int = 100
    problems: int = 1_000
