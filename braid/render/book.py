"""The rule book: every rule of a library in plain English, with its ground, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from braid.catalog.derived import Derivations
from braid.catalog.whole import Kind, RuleFile, WholeLibrary
from braid.record import record
from braid.render.book_derived import FOLLOWS, follows
from braid.render.book_rules import MARKS, conflict_heading, rule_section
from braid.render.markdown import code, link, table, text
from braid.render.readings import readings_told
from braid.render.words import day, listed, plural, sentence, spoken
from braid.schema.base import Confidence
from braid.schema.conflicts import Conflict
from braid.schema.library import StreamFile

TITLE = "The rules of braid"
PARTS: dict[Kind, tuple[str, str]] = {
    "stream": ("Streams", "A stream is a body of law that money comes under."),
    "family": ("Families", "A family holds the limits and records that several streams share."),
    "set": ("Sets", "A set holds rules that streams and families take over."),
    "overlay": ("Overlays", "An overlay adds a state's rules to a stream, a family or a set."),
}
CATEGORIES = "Categories"
FAMILIES = "Families of categories"
DISAGREE = "Where sources disagree"


@record
class Book:
    """The parts of the document, each as lines of Markdown."""

    title: str
    opening: list[str]
    contents: list[str]
    body: list[str]


def rule_book(library: WholeLibrary) -> Book:
    """The whole book of a library."""
    body: list[str] = []
    for kind, (title, about) in PARTS.items():
        files = _of_kind(library, kind)
        if files:
            body += [f"## {title}", "", about, ""]
            for file in files:
                body += _file(file, library)
    body += _categories(library)
    body += follows(library.attributes)
    body += _conflicts(library.conflicts)
    return Book(TITLE, list(_opening(library)), list(_contents(library)), body)


def book_markdown(book: Book) -> str:
    """The book as one Markdown document."""
    lines = [f"# {book.title}", "", *book.opening, "", "## Contents", "", *book.contents, ""]
    return _lines([*lines, *book.body])


def _lines(lines: list[str]) -> str:
    """The lines without two empty ones in a row."""
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).rstrip("\n") + "\n"


def _of_kind(library: WholeLibrary, kind: Kind) -> list[RuleFile]:
    return [file for file in library.all_files() if file.kind == kind]


def _heading(file: RuleFile) -> str:
    """The heading of a file; overlays of one name are told apart by their state."""
    return f"{file.content.name} ({file.name}{_of_state(file)})"


def _of_state(file: RuleFile) -> str:
    return f", {file.state.upper()}" if file.state else ""


def _opening(library: WholeLibrary) -> Iterator[str]:
    rules = [rule for _, rule in library.rules()]
    counted = listed(
        plural(len(files), one, many)
        for kind, one, many in (
            ("stream", "stream", "streams"), ("family", "family", "families"),
            ("set", "set", "sets"), ("overlay", "overlay", "overlays"),
        )
        if (files := _of_kind(library, kind))  # type: ignore[arg-type]
    )  # fmt: skip
    reviewed = sorted(rule.reviewed for rule in rules)
    if not reviewed:
        yield "There are no rules."
        return
    since = f"between {day(reviewed[0])} and {day(reviewed[-1])}"
    if reviewed[0] == reviewed[-1]:
        since = f"on {day(reviewed[0])}"
    yield f"{plural(len(rules), 'rule')} of {counted}, each last compared with its source {since}."
    yield ""
    yield "This is what a planning tool holds the law to be. It is not legal advice: whether a cost"
    yield "is allowable is decided by the award's terms, its funder and its auditor."
    yield ""
    yield "Each rule says how sure it is:"
    marks = Counter(rule.confidence for rule in rules)
    yield from table(
        ("Mark", "Means", "Rules"),
        [(f"**{m}**", MARKS[m], f"{marks[m]:,}") for m in get_args(Confidence) if marks[m]],
    )
    yield "Statute, regulation and the terms of an award bind; guidance and practice only warn."


def _contents(library: WholeLibrary) -> Iterator[str]:
    for kind, (title, _) in PARTS.items():
        files = _of_kind(library, kind)
        if files:
            yield f"- {link(title, title)}"
            yield from (f"  - {link(text(f.content.name), _heading(f))}" for f in files)
    if library.categories is not None:
        yield f"- {link(CATEGORIES, CATEGORIES)}"
        yield f"- {link(FAMILIES, FAMILIES)}"
    if library.attributes is not None and Derivations(library.attributes).of:
        yield f"- {link(FOLLOWS, FOLLOWS)}"
    if library.conflicts:
        yield f"- {link(DISAGREE, DISAGREE)}"


def _file(file: RuleFile, library: WholeLibrary) -> Iterator[str]:
    content = file.content
    yield f"### {text(content.name)} ({code(file.name)}{_of_state(file)})"
    yield ""
    if content.note:
        yield text(sentence(content.note))
        yield ""
    for told in _header(file, library):
        yield f"- {told}"
    yield from (
        table(
            ("Rule", "Kind", "Mark"),
            [
                (link(code(name), name), _kind_of(rule), rule.confidence)
                for name, rule in file.rules()
            ],
        )
        if content.rules
        else ("", "It has no rules of its own.", "")
    )
    of_family = file.home in library.of_kind("family")
    for name, rule in file.rules():
        concerning = [c for c in library.conflicts if name in c.rule]
        yield from rule_section(name, rule, concerning, of_family=of_family)


def _kind_of(rule: object) -> str:
    return str(getattr(rule, "kind", ""))


def _header(file: RuleFile, library: WholeLibrary) -> Iterator[str]:
    """What the head of a file says, as items of a list."""
    content = file.content
    if isinstance(content, StreamFile):
        yield f"Origin of the money: {content.origin}"
        if content.listing:
            yield f"Assistance Listing: {text(content.listing)}"
        if content.entitlement:
            yield "An entitlement: it pays by formula before everything else."
        if content.served == "enrolled":
            yield "Those enrolled count as served, whether or not it pays a cost of theirs."
        if content.pays_reporting != "own":
            whose = {"any": "its own reporting and that of other money", "none": "no reporting"}
            yield f"It pays {whose[content.pays_reporting]}."
        if not content.enabled:
            yield "Switched off: it pays nothing."
    if file.kind == "overlay":
        yield f"Adds to {_link_to(file.home, library)}{_of_state(file)}"
        return
    followed = library.followed(file.name)
    if followed:
        yield f"Follows {listed(_link_to(name, library) for name in followed)}"
    users = [n for n in library.files if file.name in library.followed(n)]
    if users:
        yield f"Holds for {listed(_link_to(name, library) for name in users)}"


def _link_to(name: str, library: WholeLibrary) -> str:
    file = library.files.get(name)
    return code(name) if file is None else link(text(file.content.name), _heading(file))


def _categories(library: WholeLibrary) -> Iterator[str]:
    file = library.categories
    if file is None:
        return
    yield f"## {CATEGORIES}"
    yield ""
    yield "The kinds of cost, the families that each belongs to, and what others call it."
    rows = [
        (code(name), text(c.means), listed(spoken(f) for f in c.families),
         listed(code(also) for also in c.also))
        for name, c in file.categories.items()
    ]  # fmt: skip
    yield from table(("Category", "What it is", "Families", "Also called"), rows)
    yield f"## {FAMILIES}"
    yield ""
    yield "A rule may name a family where it means all of its categories."
    families = [
        (code(name), text(means),
         listed(code(c) for c, one in file.categories.items() if name in one.families))
        for name, means in file.families.items()
    ]  # fmt: skip
    yield from table(("Family", "What it is", "Categories"), families)


def _conflicts(conflicts: tuple[Conflict, ...]) -> Iterator[str]:
    if not conflicts:
        return
    yield f"## {DISAGREE}"
    yield ""
    yield "What each source says, the readings that this allows, and why the rules take the first."
    yield "A plan is made under another one with `braid solve SCENARIO --reading ID=LETTER`."
    for conflict in conflicts:
        yield ""
        yield f"### {text(conflict_heading(conflict))}"
        yield ""
        yield from (f"- {text(sentence(source))}" for source in conflict.sources)
        yield ""
        yield f"**Readings** ({code(conflict.id)}):"
        yield ""
        yield from (f"- {text(told)}" for told in readings_told(conflict))
        yield ""
        yield f"**Why:** {text(sentence(conflict.why))}"
        if conflict.rule:
            yield ""
            yield f"**Rules:** {', '.join(link(code(r), r) for r in conflict.rule)}"
    yield ""
