"""What is wrong with a single value, in words, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from braid.problems import did_you_mean
from braid.reading.scalars import dressed_number, plain_number
from braid.schema.wording import shown

Fault = tuple[str, str, str]
"""Code, what is wrong, what would be right."""
Context = Mapping[str, Any]

_FALSE = frozenset({"no", "n", "off", "false", "0"})
_TRUE = frozenset({"yes", "y", "on", "true", "1", "x"})
_NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)


def value_fault(kind: str, name: str, value: Any, context: Context) -> Fault:
    """The fault of a value, from pydantic's name for it."""
    for starts, describe in _FAULTS.items():
        if kind.startswith(starts):
            return describe(name, value, context)
    return "B103", f"'{name}' cannot be {shown(value)}.", "See docs/scenario-files.md for the form."


def _not_a_number(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' should be a number, not {shown(value)}."
    if not isinstance(value, str):
        return "B103", message, f"Write a number: {name}: 100"
    number = plain_number(value.strip()) or dressed_number(value.strip())
    if _NOT_FINITE.fullmatch(value):
        return "B103", message, "Write an ordinary number, or leave the key out if it is not known."
    if number is not None:
        return "B103", message, f"Write it without quotation marks or signs: {format(number, 'f')}"
    return "B103", message, "Write digits, with a point before a fraction: 1250 or 0.5"


def _not_whole(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' should be a whole number, not {shown(value)}."
    return "B103", message, "Leave the fraction out."


def _not_true_or_false(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' should be true or false, not {shown(value)}."
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return "B103", message, f"Write {'true' if word in _TRUE else 'false'}."
    return "B103", message, "Write true or false, or nothing if it is not known."


def _not_text(name: str, value: Any, context: Context) -> Fault:
    return "B103", f"'{name}' should be text, not {shown(value)}.", "Write a single name or text."


def _not_a_list(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' should be a list, not {shown(value)}."
    return "B103", message, "Write one entry per line, each beginning with '- '."


def _not_a_mapping(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' should hold keys and values, not {shown(value)}."
    if name == "ends":
        remedy = (
            "Write for example: {months: 18}. The last day of a single award is its 'end' in the"
            " scenario."
        )
        return "B103", message, remedy
    return "B103", message, "Write 'key: value' lines below it, indented."


def _not_a_day(name: str, value: Any, context: Context) -> Fault:
    written = value if isinstance(value, str) and len(value) < 40 else shown(value)
    return "B110", f"'{name}: {written}' {context['fault']}.", context["remedy"]


def _not_a_month_day(name: str, value: Any, context: Context) -> Fault:
    return "B110", f"'{name}' should be a day of the year, not {shown(value)}.", "Write 07-01."


def _too_small(name: str, value: Any, context: Context) -> Fault:
    least = context.get("ge", context.get("gt"))
    if least == 0 and value < 0:
        return "B104", f"'{name}' cannot be negative: {shown(value)}.", "Give a positive number."
    relation = "at least" if "ge" in context else "more than"
    message = f"'{name}' is {shown(value)}; it must be {relation} {least}."
    return "B104", message, f"Give a number of {relation} {least}."


def _too_large(name: str, value: Any, context: Context) -> Fault:
    most = context.get("le", context.get("lt"))
    if most == 1:
        message = f"'{name}' is {shown(value)}: a share cannot be more than 1 (100%)."
        percent = Decimal(value).scaleb(-2).normalize() if 1 < value <= 100 else None
        remedy = "Give a number from 0 to 1."
        if percent is not None:
            remedy = f"Write {format(percent, 'f')} if {shown(value)}% is meant."
        return "B104", message, remedy
    message = f"'{name}' is {value:,}; braid takes at most {most:,}."
    return "B104", message, "Give a smaller number."


def _cents(name: str, value: Any, context: Context) -> Fault:
    message = f"'{name}' is {shown(value)}, which has fractions of a cent."
    return "B104", message, f"Write dollars and whole cents: {Decimal(value):.2f}"


def _word(name: str, value: Any, context: Context) -> Fault:
    words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    message = f"'{name}' cannot be {shown(value)}."
    return "B105", message, did_you_mean(str(value), words)


def _form(name: str, value: Any, context: Context) -> Fault:
    pattern = str(context.get("pattern", ""))
    text = str(value).strip()
    if "A-Za-z]{2}" in pattern:
        message = f"'{name}' should be a state's two letters, not {shown(value)}."
        return "B107", message, "Write for example: state: tx"
    if "A-Z" in pattern:
        allowed, meant = (
            "letters, digits, _ and -",
            re.sub(r"[^A-Za-z0-9_-]+", "_", text).strip("_"),
        )
    elif "-[a-z0-9]" in pattern:
        allowed, meant = "small letters, digits and -", re.sub(r"[^a-z0-9]+", "-", text.lower())
    else:
        allowed, meant = "small letters, digits and _", re.sub(r"[^a-z0-9]+", "_", text.lower())
    meant = meant[:64].strip("-_")
    remedy = f"Write '{meant}'." if re.fullmatch(pattern, meant) else "Choose another id."
    message = f"'{name}' is {shown(value)}; an id here has only {allowed}, at most 64."
    return "B107", message, remedy


def _empty(name: str, value: Any, context: Context) -> Fault:
    if isinstance(value, str):
        return "B109", f"'{name}' has no value.", "Give it a value, or take the key out."
    least = context.get("min_length", 1)
    if value:
        message = f"'{name}' has {len(value)} of at least {least} entries."
        return "B108", message, f"Give {least} or more."
    return "B108", f"'{name}' is empty.", f"Give at least {'one entry' if least == 1 else least}."


def _too_long(name: str, value: Any, context: Context) -> Fault:
    return "B107", f"'{name}' is too long: {shown(value)}.", "Use at most 64 characters."


_FAULTS: dict[str, Callable[[str, Any, Context], Fault]] = {
    "not_a_number": _not_a_number,
    "not_a_day": _not_a_day,
    "not_a_month_day": _not_a_month_day,
    "int_": _not_whole,
    "decimal_max_places": _cents,
    "decimal": _not_a_number,
    "finite_number": _not_a_number,
    "bool": _not_true_or_false,
    "greater_than": _too_small,
    "less_than": _too_large,
    "literal_error": _word,
    "string_pattern_mismatch": _form,
    "string_too_short": _empty,
    "string_too_long": _too_long,
    "too_short": _empty,
    "string": _not_text,
    "tuple": _not_a_list,
    "list": _not_a_list,
    "dict": _not_a_mapping,
    "model": _not_a_mapping,
}
