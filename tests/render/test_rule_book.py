"""The rule book: one content as Markdown and as a page that everybody can read."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_rules import small_rules

from braid.catalog.library import rules_directory
from braid.catalog.whole import read_whole
from braid.render.book import Book, book_markdown, rule_book
from braid.render.book_derived import FOLLOWS, follows
from braid.render.markdown import anchor, text
from braid.render.page import book_html, html
from braid.schema.library import AttributesFile

VOID = {"meta", "link", "br", "hr", "img", "wbr"}


class Page(HTMLParser):
    """What the tests look at: tags with their attributes, and that each is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.words.setdefault(self.open[-1], []).append(data.strip())

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    library, problems = read_whole(small_rules(tmp_path_factory.mktemp("library")))
    assert not problems
    return rule_book(library)


@pytest.fixture(scope="module")
def whole() -> Book:
    return rule_book(read_whole(rules_directory())[0])


@pytest.fixture(scope="module")
def page(whole: Book) -> Page:
    return Page(book_html(whole))


def headings(markdown: str) -> list[str]:
    return [
        re.sub(r"[`\\]", "", line.lstrip("# "))
        for line in markdown.splitlines()
        if line.startswith("#")
    ]


def test_it_has_streams_then_families_sets_overlays_categories_and_disagreements(
    small: Book,
) -> None:
    assert headings(book_markdown(small)) == [
        "The rules of braid", "Contents",
        "Streams", "The fund (fund)", "fund/adults", "fund/costs", "fund/need", "fund/amount",
        "fund/pilot", "fund/next",
        "Families", "Money (money)", "money/advice",
        "Sets", "General rules (general)", "general/no-office",
        "Overlays", "Money in Texas (money_tx, TX)", "money/tighter",
        "Categories", "Families of categories",
        "Where sources disagree", "How old an adult is",
    ]  # fmt: skip


def test_a_rule_says_its_number_by_date_with_citations_its_waiver_and_its_note(
    small: Book,
) -> None:
    section = book_markdown(small).partition("#### `fund/amount`\n")[2].partition("####")[0]

    assert section.strip().splitlines() == [
        "Care is capped.",
        "",
        "- Spending on care is at most $700 from July 1, 2025, $750 from July 1, 2026 "
        "(by award year).",
        "- The waiver more_care changes the number to 900.",
        "",
        "C (statute, **verified**, reviewed June 1, 2026)",
        "",
        "| Number | From | Is | Citation |",
        "| --- | --- | --- | --- |",
        "| At most, by award year | July 1, 2025 | $700 | Notice of 2025 |",
        "| At most, by award year | July 1, 2026 | $750 | Notice of 2026 |",
        "",
        "Note: A planning number.",
    ]


def test_a_fact_that_follows_says_from_what_by_which_numbers_and_where_that_stands() -> None:
    number = {"clock": "cost_date", "versions": [{"from": "2026-01-15", "value": 9, "cite": "N 1"}]}
    derive = {"value": {"times": ["size", number]}, "cite": "Act 3"}
    entry = {"type": "number", "means": "Most that counts", "derive": derive}
    low = {"type": "boolean", "means": "Little", "derive": {"when": {"size": {"max": 2}}}}
    dictionary = AttributesFile.model_validate({"group": {"most": entry}, "program": {"low": low}})

    assert list(follows(dictionary))[5:] == [
        "### `group.most`", "", "Most that counts.", "",
        "- It is size × (9 from January 15, 2026 (by date of the cost)).", "", "Act 3", "",
        "", "| Number | From | Is | Citation |", "| --- | --- | --- | --- |",
        "| By date of the cost | January 15, 2026 | 9 | N 1 |", "", "",
        "### `program.low`", "", "Little.", "", "- It is true when size is at most 2.", "", "",
    ]  # fmt: skip
    assert list(follows(AttributesFile())) == []


def test_what_follows_is_in_the_book_of_the_whole_library(whole: Book) -> None:
    assert f"- [{FOLLOWS}](#facts-that-follow-from-others)" in whole.contents
    assert "### `group.poverty_line`" in whole.body


def test_a_disagreement_stands_beside_the_rule_that_rests_on_it(small: Book) -> None:
    section = book_markdown(small).partition("#### `fund/adults`\n")[2].partition("####")[0]

    assert (
        "> **Sources disagree:** [How old an adult is](#how-old-an-adult-is) (`how-old`).\n"
        ">\n> - A (taken): Eighteen.\n" in section
    )


def test_what_only_warns_says_so(small: Book) -> None:
    assert book_markdown(small).count("- It only warns: no plan is held to it.") == 1


def test_who_follows_whom_is_told_on_both_sides(small: Book) -> None:
    markdown = book_markdown(small)

    assert "- Follows [Money](#money-money) and [General rules](#general-rules-general)" in markdown
    assert markdown.count("- Holds for [The fund](#the-fund-fund)") == 2
    assert "- Adds to [Money](#money-money), TX" in markdown


def test_categories_come_with_their_families_and_other_names(small: Book) -> None:
    markdown = book_markdown(small)

    assert "| `tuition` | Tuition | training | `fees` |" in markdown
    assert "| `care` | Care \\| of \\*children\\* | support |  |" in markdown
    assert "| `training` | Instruction | `tuition` and `books` |" in markdown


def test_every_rule_and_conflict_of_the_library_is_in_it(whole: Book) -> None:
    library, _ = read_whole(rules_directory())
    found = Counter(headings(book_markdown(whole)))

    assert all(found[name] == 1 for name, _ in library.rules())
    assert all(found[conflict.about] == 1 for conflict in library.conflicts)


def test_the_markdown_leads_where_the_page_leads(whole: Book, page: Page) -> None:
    markdown = book_markdown(whole)
    anchors = [anchor(heading) for heading in headings(markdown)]

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]*)\)", markdown)) <= set(anchors)
    assert set(anchors[1:]) <= {a.get("id") for a in page.of("h2", "h3", "h4")}


def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    ids = [a["id"] for _, a in page.tags if "id" in a]

    assert len(ids) == len(set(ids))
    assert {a["href"] for a in page.of("a")} <= {f"#{name}" for name in ids}


def test_every_tag_is_closed_and_the_page_needs_nothing_from_elsewhere(page: Page) -> None:
    assert page.open == []
    assert not page.of("script", "link", "img", "iframe")
    assert "url(" not in " ".join(page.words["style"])
    assert "http" not in " ".join(page.words["style"])


def test_the_page_says_its_language_and_fits_a_phone(page: Page) -> None:
    assert page.of("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.of("meta")


def test_the_first_thing_that_a_keyboard_reaches_skips_the_contents(page: Page) -> None:
    first = page.of("a")[0]

    assert first["class"] == "skip"
    assert page.of("main") == [{"id": "rules", "tabindex": "-1"}]
    assert first["href"] == "#rules"


def test_headings_go_down_one_step_at_a_time_from_a_single_first(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_heads_of_tables_say_what_they_are_heads_of(page: Page) -> None:
    scopes = {a.get("scope") for a in page.of("th")}

    assert scopes == {"col", "row"}


def test_light_dark_and_paper_have_their_colours(page: Page) -> None:
    style = " ".join(page.words["style"])

    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    for theme in re.findall(
        r"--text: (#\w+);.*?--page: (#\w+);.*?--link: (#\w+);", style, re.DOTALL
    ):
        ink, paper, link = (_luminance(colour) for colour in theme)
        assert _contrast(ink, paper) >= 7
        assert _contrast(link, paper) >= 4.5


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>", "a * b * c", "_id_ and `code`", "[x](javascript:y)", "a | b",
        "1. one", "2) two", "- not a list", "+ plus", "# no heading", "> no quote", "&amp; &#65;",
        "\\* a", "~~gone~~", "![x](y)", "--- ", "<https://x.y>", "=====",
    ],
)  # fmt: skip
def test_text_stays_text(words: str) -> None:
    made = html([text(words)])
    page = Page(made)

    assert [tag for tag, _ in page.tags] == ["p"]
    assert "".join(page.words["p"]) == " ".join(words.split())


@given(st.text("ab 1.)(-+=*_`<>[]!|~#&;\\\"'$:/ \n\t", min_size=1))
def test_any_text_stays_text(words: str) -> None:
    shown = " ".join(words.split())
    page = Page(html([text(words)]))

    assert [tag for tag, _ in page.tags] == (["p"] if shown else [])
    assert "".join(page.words.get("p", [])) == shown


def test_text_in_a_cell_stays_in_its_cell() -> None:
    page = Page(html(["| a |", "| --- |", f"| {text('x | <b>y</b> `z`')} |"]))

    assert page.words["th"] == ["a", "x | <b>y</b> `z`"]


def test_the_same_library_makes_the_same_book(tmp_path: Path) -> None:
    rules = small_rules(tmp_path)
    once, again = (book_html(rule_book(read_whole(rules)[0])) for _ in range(2))

    assert once == again
