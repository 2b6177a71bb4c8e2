"""A look into a workbook before it is opened: is it one, is it safe, which sheet is meant."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from braid.problems import Place, Problem, did_you_mean
from braid.reading.limits import Limits
from braid.reading.sheet_survey import Extent, survey
from braid.record import record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

_INDEX_BYTES = 5_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


@record
class CheckedSheet:
    """A sheet that may be opened, and what is known of its cells."""

    name: str
    extent: Extent


def check_sheet(
    raw: bytes, *, shown_as: str, sheet: str | None, limits: Limits, at: Place
) -> tuple[CheckedSheet | None, list[Problem]]:
    """Check the workbook and find the sheet, without opening either."""

    def one(names: Sequence[str]) -> tuple[list[str], list[Problem]]:
        name, problems = _choose_sheet(names, sheet, shown_as, at)
        return [] if name is None else [name], problems

    checked, problems = check_sheets(raw, shown_as=shown_as, chosen=one, limits=limits, at=at)
    return (checked[0] if checked else None), problems


def check_sheets(
    raw: bytes,
    *,
    shown_as: str,
    chosen: Callable[[Sequence[str]], tuple[list[str], list[Problem]]],
    limits: Limits,
    at: Place,
) -> tuple[list[CheckedSheet], list[Problem]]:
    """Check the workbook and those of its sheets that are ``chosen`` among their names.

    None of them where one cannot be opened.
    """
    from zipfile import ZipFile

    from braid.reading.packed import oversized, repeated

    if raw.startswith(_OLD_OR_LOCKED):
        message = f"'{shown_as}' is an old or a password-protected workbook."
        remedy = "Remove the password, and save it in Excel as 'Excel Workbook (.xlsx)'."
        return [], [Problem("B030", message, remedy, at)]
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            too_much = oversized(book, len(raw), limits)
            if too_much:
                message = f"'{shown_as}' {too_much}, more than braid opens."
                remedy = "Check that it is the right file; keep only the sheets that are needed."
                return [], [Problem("B031", message, remedy, at)]
            parts = _sheet_parts(book)
            names, problems = chosen(list(parts))
            sheets = {name: book.read(parts[name]) for name in names}
            checked = [CheckedSheet(n, survey(xml, limits.cells)) for n, xml in sheets.items()]
            if repeated(book, sheets.values()) > limits.unpacked_bytes:
                message = f"The cells of '{shown_as}' repeat more text than braid opens."
                remedy = "Check that it is the right file; shorten texts that stand in many cells."
                return [], [Problem("B031", message, remedy, at)]
    except Exception:  # a damaged zip raises nearly anything
        message = f"'{shown_as}' is not a workbook that can be opened."
        remedy = "Open it in Excel, save it again as 'Excel Workbook (.xlsx)', and try once more."
        return [], [Problem("B030", message, remedy, at)]
    for one in checked:
        if one.extent.strange:
            message = f"The sheet '{one.name}' of '{shown_as}' has a row or cell whose place is not"
            message += f" one: {one.extent.strange}"
            remedy = "Open it in Excel, save it again as .xlsx, and try once more."
            return [], [*problems, Problem("B030", message, remedy, at)]
        if one.extent.crowded or one.extent.rows * one.extent.columns > limits.cells:
            reach = (
                f"reaches down to row {one.extent.rows:,} and across {one.extent.columns:,} columns"
            )
            if one.extent.crowded:
                reach = f"has more than {limits.cells:,} cells"
            message = f"Sheet '{one.name}' of '{shown_as}' {reach}."
            remedy = "Delete stray values far below or beside the table (Ctrl+End shows the last "
            remedy += "one)."
            return [], [*problems, Problem("B031", message, remedy, at)]
    return checked, problems


def _choose_sheet(
    names: Sequence[str], wanted: str | None, shown_as: str, at: Place
) -> tuple[str | None, list[Problem]]:
    """The sheet that is meant; Excel itself does not tell Costs from costs."""
    if not wanted:
        if len(names) == 1:
            return names[0], []
        message = f"'{shown_as}' has {len(names)} sheets, and none is named."
        example = f"{shown_as.rpartition('/')[2]}#{names[0] if names else 'Costs'}"
        remedy = f"Write '{example}'. Sheets: {', '.join(names[:12])}."
        return None, [Problem("B032", message, remedy, at)]
    for name in names:
        if name == wanted:
            return name, []
    for name in names:
        if name.casefold() == wanted.strip().casefold():
            return name, []
    message = f"'{shown_as}' has no sheet '{wanted}'."
    return None, [Problem("B032", message, did_you_mean(wanted, names), at)]


def _sheet_parts(book: ZipFile) -> dict[str, str]:
    """Each sheet's name and the part of the file that holds it, in workbook order."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in _xml(book, "xl/_rels/workbook.xml.rels").iter()
    }
    parts = {}
    for element in _xml(book, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            link = next((v for k, v in element.items() if k.endswith("}id")), None)
            target = links.get(link, "")
            name = element.get("name", "")
            if name in parts:
                raise ValueError(name)
            parts[name] = posixpath.normpath(
                target[1:] if target.startswith("/") else f"xl/{target}"
            )
    return parts


def _xml(book: ZipFile, name: str) -> Element:
    from xml.etree.ElementTree import fromstring

    if book.getinfo(name).file_size > _INDEX_BYTES:
        raise ValueError(name)
    xml = book.read(name)
    if b"<!" in xml.replace(b"<!--", b"") or b"\0" in xml:
        raise ValueError(name)  # entities, which can repeat one another; UTF-16, which hides them
    return fromstring(xml)
