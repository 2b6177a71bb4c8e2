"""What an input of a sweep varies, in words."""

from __future__ import annotations

from braid.schema.sweep import Input

SHOWN = 3
"""Things that are named one by one."""


def varies(one: Input) -> str:
    """Such as ``amount of city`` or ``participants of every group, as a factor``."""
    if one.lands:
        return f"whether {_named(one.award, 'award')} comes"
    if one.reading is not None:
        return f"reading of {one.reading}"
    if one.proposal:
        return "proposal"
    if one.rule is not None:
        what = f"{one.field} of the rule {one.rule}"
    else:
        sorts = (("award", one.award), ("cost line", one.cost), ("group", one.group))
        sort, names = next((sort, names) for sort, names in sorts if names)
        what = f"{one.field} of {_named(names, sort)}"
    return f"{what}, times what is stated" if one.times is not None else what


def _named(names: str | tuple[str, ...], sort: str) -> str:
    found = (names,) if isinstance(names, str) else names
    if found == ("*",):
        return f"every {sort}"
    return ", ".join(found) if len(found) <= SHOWN else f"{len(found)} {sort}s"
