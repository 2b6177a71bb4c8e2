"""Which stream may pay which category: yes, no or under conditions, with the rules that decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from braid.catalog.library import Categories
from braid.catalog.whole import WholeLibrary
from braid.record import record
from braid.schema import rules as schema
from braid.schema.base import Origin
from braid.schema.library import StreamFile

Answer = Literal["yes", "no", "conditional"]


@record
class Cell:
    """What the law of one stream says of one category, and the ids of the rules that decide."""

    answer: Answer
    rules: tuple[str, ...]


Matrix = dict[str, dict[str, Cell]]
"""By stream, then by category."""


def matrix(library: WholeLibrary, on: date | None = None) -> Matrix:
    """The answer for each stream and each category on a day (default: of the last review).

    ``no``: a list leaves the category out or a ban names it. ``conditional``: a rule that is
    about some categories, this one among them, asks something or caps it. Conditions on
    everything, such as an age, and guidance that only warns do not count.
    """
    if library.categories is None:
        return {}
    words = Categories(library.categories)
    on = on or last_review(library)
    categories = library.categories.categories
    found: Matrix = {}
    for name, file in library.of_kind("stream").items():
        if isinstance(file.content, StreamFile):
            rules = list(_binding(library, name, on))
            found[name] = {c: _cell(file.content, rules, c, words) for c in categories}
    return found


def last_review(library: WholeLibrary) -> date:
    """The day on which a rule of the library was last compared with its source."""
    return max((rule.reviewed for _, rule in library.rules()), default=date.today())


def _binding(library: WholeLibrary, stream: str, on: date) -> Iterator[tuple[str, schema.RuleBase]]:
    """The binding rules that hold for a stream on a day, without those of any one state."""
    for home in (stream, *library.followed(stream)):
        for name, rule in library.files[home].rules():
            begun = rule.from_ is None or rule.from_ <= on
            if rule.binds and begun and (rule.until is None or on < rule.until):
                yield name, rule


def _cell(
    stream: StreamFile, rules: list[tuple[str, schema.RuleBase]], category: str, words: Categories
) -> Cell:
    refusing = [name for name, rule in rules if _refuses(rule, category, words)]
    if refusing or not stream.enabled:
        return Cell("no", tuple(refusing))
    asking = [
        name for name, rule in rules if category in words.expand(_concerns(rule, stream.origin))
    ]
    if asking:
        return Cell("conditional", tuple(asking))
    listing = [
        name for name, rule in rules if isinstance(rule, schema.Line) and rule.allow is not None
    ]
    return Cell("yes", tuple(listing))


def _refuses(rule: schema.RuleBase, category: str, words: Categories) -> bool:
    if not isinstance(rule, schema.Line):
        return False
    left_out = rule.allow is not None and category not in words.expand(rule.allow)
    return left_out or category in words.expand(rule.forbid or ())


def _concerns(rule: schema.RuleBase, origin: Origin) -> tuple[str, ...]:
    """The categories on which a rule sets a condition or a cap; none if it is about everything."""
    if isinstance(rule, schema.Limit):
        capped = rule.spend if rule.at_most is not None else None
        if capped is None or (capped.origin is not None and origin not in capped.origin):
            return ()  # a floor, or a cap on other money
        return capped.category or ()
    if isinstance(rule, schema.Benefit | schema.Report):
        return ()
    spend = getattr(rule, "spend", None)
    named = spend.category if isinstance(spend, schema.Selector) else None
    return (*getattr(rule, "for_", ()), *(named or ()))
