"""Styles by name in a finished XLSX file: XlsxWriter gives cells looks, but no named styles."""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import deepcopy
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

PART = "xl/styles.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_named_styles(content: bytes, numbers: Mapping[str, list[int]]) -> bytes:
    """The same file with a style of each name; ``numbers`` are the looks of cells that have it.

    The first look of a name is that of the style.
    """
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, _styled(data, numbers) if part.filename == PART else data)
    return out.getvalue()


def _styled(data: bytes, numbers: Mapping[str, list[int]]) -> bytes:
    ElementTree.register_namespace("", SPACE)
    root = ElementTree.fromstring(data)
    looks, bases, names = (
        root.find(f"{{{SPACE}}}{tag}") for tag in ("cellXfs", "cellStyleXfs", "cellStyles")
    )
    assert looks is not None
    assert bases is not None
    assert names is not None
    for name, found in numbers.items():
        base = deepcopy(looks[found[0]])
        for needless in ("xfId", "quotePrefix"):
            base.attrib.pop(needless, None)
        place = str(len(bases))
        bases.append(base)
        ElementTree.SubElement(
            names, f"{{{SPACE}}}cellStyle", {"name": f"braid {name.lower()}", "xfId": place}
        )
        for number in found:
            looks[number].set("xfId", place)
    for part in (bases, names):
        part.set("count", str(len(part)))
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()
