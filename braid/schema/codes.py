"""The problem codes of the shape of files (B101 to B199): what each one means, in one line.

A code is never reused; one that is no longer raised stays here, marked retired.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "B101": "a key that braid does not know",
    "B102": "a key or a column is missing",
    "B103": "a value is of the wrong sort: text for a number, a list for text",
    "B104": "a number is outside what is possible",
    "B105": "a word is not one of those that can stand here",
    "B106": "a condition is not built right",
    "B107": "an id or a short text has a form that is not allowed",
    "B108": "a list is empty",
    "B109": "a key has no value",
    "B110": "a date is not a date, or not written as one",
    "B111": "a cell of a table holds text in braces or brackets that is not YAML",
}
