"""CSV files and workbooks whose cells, rows and headings are changed."""

from __future__ import annotations

import csv
import io
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from fuzz_bytes import BINARY, damaged
from fuzz_values import piece, scalar

BOMB = 60_000_000
"""Bytes of zeros or blanks that a part of a workbook is made to hold."""


def changed_csv(raw: bytes, random: Random) -> bytes:
    """The same table with one to four changes, perhaps with other separators."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    for _ in range(random.choice((1, 1, 2, 4))):
        _change(rows, random)
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=random.choice(",,,,;\t|"), lineterminator=random.choice(("\n", "\r\n")),
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)), quotechar='"',
    )  # fmt: skip
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _change(rows: list[list[str]], random: Random) -> None:
    if not rows:
        return
    row = random.choice(rows)
    what = random.random()
    if not row or what < 0.1:
        rows.remove(row)
    elif what < 0.55:
        row[random.randrange(len(row))] = piece(random)
    elif what < 0.65:
        other = random.choice(rows)
        row[random.randrange(len(row))] = random.choice(other) if other else ""
    elif what < 0.7:
        rows[0][random.randrange(len(rows[0]) or 1) :] = [scalar(random)]
    elif what < 0.75:
        column = random.randrange(len(row))
        for one in rows:
            one[column : column + 1] = one[column : column + 1] * random.choice((0, 2, 600))
    elif what < 0.85:
        row += [scalar(random)] * random.choice((1, 3, 1000))
    elif what < 0.95:
        at = rows.index(row)
        rows[at:at] = [list(row) for _ in range(random.choice((1, 2, 300)))]
    else:
        random.shuffle(rows)


def changed_workbook(raw: bytes, random: Random) -> bytes:
    """The same workbook with other cells, or with other parts in its zip file."""
    what = random.random()
    if what < 0.5:
        return _other_cells(raw, random)
    return damaged(raw, random, BINARY) if what < 0.65 else _other_parts(raw, random)


def _other_cells(raw: bytes, random: Random) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw))
    for _ in range(random.choice((1, 1, 2, 4))):
        sheet = random.choice(book.worksheets)
        what = random.random()
        if what < 0.05 and len(book.worksheets) > 1:
            book.remove(sheet)
            continue
        if what < 0.1:
            sheet.title = random.choice(("Costs ", "costs", "x", "#x", "Ｃosts"))
            continue
        far = random.random() < 0.05
        row = 1_048_576 if far else random.randint(1, max(2, sheet.max_row))
        column = 16_384 if far else random.randint(1, max(2, sheet.max_column))
        cell = sheet.cell(row, column)
        text = piece(random)
        try:
            cell.value = random.choice((text, text, float(len(text)), True, None, "=1/0", "#REF!"))
        except Exception:  # what openpyxl does not write
            cell.value = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _other_parts(raw: bytes, random: Random) -> bytes:
    """The zip file again: one part damaged, blown up, written twice, or called otherwise."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as book, ZipFile(out, "w", ZIP_DEFLATED) as made:
        names = book.namelist()
        chosen = random.choice([n for n in names if n.startswith("xl/")] or names)
        what = random.choice(("bytes", "values", "values", "twice", "name", "bomb", "gone"))
        for name in names:
            content = book.read(name)
            if name != chosen:
                made.writestr(name, content)
                continue
            if what == "bytes":
                content = damaged(content, random)
            elif what == "values":
                content = _other_value(content, random)
            elif what == "bomb":
                content += random.choice((b" ", b"\0", b"<c>")) * (BOMB // random.choice((1, 3)))
            if what == "twice":
                made.writestr(name, content)
                content = _other_value(content, random)
            if what != "gone":
                made.writestr(name.upper() if what == "name" else name, content)
    return out.getvalue()


def _other_value(xml: bytes, random: Random) -> bytes:
    """What stands between two marks, or in quotation marks, replaced."""
    start, end = random.choice(((b">", b"<"), (b'="', b'"')))
    pieces = xml.split(start)
    at = random.randrange(len(pieces))
    before, mark, behind = pieces[at].partition(end)
    value = random.choice((
        scalar(random).encode("utf-8", "replace"), b"1e999", b"NaN", b"-INF", b"XFD1048576",
        b"A99999999", b"AAAA1", b"-1", b"99999999999999999999", b"e", b"s", b"d", b"2958466", b"",
    ))  # fmt: skip
    pieces[at] = value + mark + behind if mark else before
    return start.join(pieces)
