"""``braid rules check``: a folder of one's own streams, on top of the library or by itself."""

import json
from pathlib import Path

import pytest
from small_rules import GROUND, small_rules
from typer.testing import CliRunner, Result

from braid.cli.app import app

STREAM = f"""stream: mine
name: My fund
origin: local
follows: [general]
rules:
  - {{id: old, kind: participant, who: {{age: {{min: 60}}}}, why: Old, {GROUND}}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return small_rules(tmp_path / "library")


def check(folder: Path, library: Path, **files: str) -> Result:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    arguments = ["rules", "check", str(folder), "--rules", str(library), "--format", "json"]
    return CliRunner().invoke(app, arguments)


def codes(result: Result) -> list[str]:
    return [problem["code"] for problem in json.loads(result.stdout)]


def test_a_good_stream_is_checked_with_the_words_of_the_library(
    tmp_path: Path, library: Path
) -> None:
    result = check(tmp_path / "mine", library, mine=STREAM)

    assert result.exit_code == 0
    assert codes(result) == []


def test_it_says_what_it_found_and_what_is_left_open(tmp_path: Path, library: Path) -> None:
    check(tmp_path / "mine", library, mine=STREAM)
    arguments = ["rules", "check", str(tmp_path / "mine"), "--rules", str(library)]
    text = CliRunner().invoke(app, arguments).stdout

    assert "mine: good: 1 stream and 1 rule." in " ".join(text.split())
    assert "mine  stream      1  1 verified\n" in text


def test_what_the_stream_and_all_that_it_follows_leave_open(tmp_path: Path, library: Path) -> None:
    check(tmp_path / "mine", library, mine=STREAM.replace(", authority: statute", ""))
    arguments = ["rules", "check", str(tmp_path / "mine"), "--rules", str(library)]
    text = CliRunner().invoke(app, arguments).stdout

    assert "mine: No rule lists the costs that it pays (kind line, allow): it pays any.\n" in text
    assert "mine: No rule says how long the money lives (kind timeline)" in text
    assert "mine: Without an authority, and so counted as regulation: old.\n" in text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("follows: [general]", "follows: [genral]", "B052"),
        ("stream: mine", "stream: yours", "B053"),
        ("kind: participant", "kind: people", "B105"),
        ("who: {age", "who: {agee", "B253"),
        ("kind: participant, who: {age: {min: 60}}", "kind: line, forbid: [card]", "B252"),
        (
            "kind: participant, who: {age: {min: 60}}",
            "kind: order, for: [tuition], after: [fnud]",
            "B261",
        ),
        ("stream: mine\n", "", "B312"),
    ],
)
def test_1_a_mistake(tmp_path: Path, library: Path, old: str, new: str, code: str) -> None:
    assert old in STREAM
    result = check(tmp_path / "mine", library, mine=STREAM.replace(old, new))

    assert result.exit_code == 1
    assert codes(result) == [code]


def test_a_stream_may_name_those_of_the_library_and_of_the_folder(
    tmp_path: Path, library: Path
) -> None:
    after = STREAM.replace("stream: mine", "stream: yours").replace(
        "kind: participant, who: {age: {min: 60}}",
        "kind: order, reading: used_up, for: [tuition], after: [fund, mine]",
    )
    assert codes(check(tmp_path / "mine", library, mine=STREAM, yours=after)) == []


def test_1_a_stream_that_the_library_has(tmp_path: Path, library: Path) -> None:
    again = STREAM.replace("stream: mine", "stream: fund")
    assert codes(check(tmp_path / "mine", library, fund=again)) == ["B313"]


def test_1_two_files_of_one_name(tmp_path: Path, library: Path) -> None:
    result = check(tmp_path / "mine", library, a__mine=STREAM, b__mine=STREAM)
    assert codes(result) == ["B313"]


OVERLAY = f"""overlay: fund
name: The fund in Texas
rules:
  - {{id: older, kind: participant, who: {{age: {{min: 60}}}}, why: Old, {GROUND}}}
"""


def test_an_overlay_of_a_state_adds_to_the_library(tmp_path: Path, library: Path) -> None:
    result = check(tmp_path / "mine", library, state__tx__overlays__fund=OVERLAY)
    assert (result.exit_code, codes(result)) == (0, [])


def test_an_overlay_that_no_scenario_finds_is_warned_of(tmp_path: Path, library: Path) -> None:
    result = check(tmp_path / "mine", library, fund_tx=OVERLAY)
    assert (result.exit_code, codes(result)) == (0, ["B314"])


def test_1_an_overlay_with_a_rule_that_is_there_already(tmp_path: Path, library: Path) -> None:
    again = OVERLAY.replace("id: older", "id: adults")
    result = check(tmp_path / "mine", library, state__tx__overlays__fund=again)
    assert codes(result) == ["B251"]


def test_two_states_may_call_a_rule_the_same(tmp_path: Path, library: Path) -> None:
    both = {"state__tx__overlays__fund": OVERLAY, "state__ca__overlays__fund": OVERLAY}
    assert codes(check(tmp_path / "mine", library, **both)) == []


def test_a_folder_of_the_library_is_not_at_odds_with_it(library: Path) -> None:
    assert codes(check(library / "state", library)) == []


def test_a_folder_with_categories_and_attributes_is_a_library(
    tmp_path: Path, library: Path
) -> None:
    other = small_rules(tmp_path / "other")
    assert codes(check(other, library)) == []
    assert codes(check(other, library, mine=STREAM.replace("general", "generel"))) == ["B052"]


def test_1_a_reading_of_a_rule_that_there_is_not(library: Path) -> None:
    path = library / "conflicts.yaml"
    path.write_text(path.read_text().replace("fund/adults", "fund/adlts"), encoding="utf-8")
    result = check(library, library)
    assert codes(result) == ["B315"]


OLD = "who: {age: {min: 60}}"


@pytest.mark.parametrize(
    ("added", "code", "line"),
    [
        ("  old: {means: Is old}\n", "B102", 3),
        ("  old: {type: boolean, means: Is old, derive: {when: {aeg: {min: 60}}}}\n", "B253", 3),
        ("  old: {type: boolean, means: Is old, derive: {value: age}}\n", "B290", 3),
    ],
)
def test_1_what_the_librarys_dictionary_says_wrongly_is_told_where_it_stands(
    tmp_path: Path, library: Path, added: str, code: str, line: int
) -> None:
    path = library / "attributes.yaml"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    result = check(tmp_path / "mine", library, mine=STREAM.replace(OLD, "who: {old: true}"))

    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert problem["code"] == code
    place = problem["place"]
    assert (Path(place["file"]).name, place["line"]) == ("attributes.yaml", line)


ENTRY = """
- id: mine-how-old
  about: How old
  sources: ["Act 3: 60", "Act 4: 65"]
  reading: Sixty.
  rule: [mine/old]
  why: Act 3 is newer.
  readings:
    B:
      says: Sixty-five.
      changes: [{rule: mine/old, field: who.age.min, was: 60, becomes: 65}]
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", None),
        ("rule: [mine/old]", "rule: [mine/odl]", "B315"),
        ("{rule: mine/old", "{rule: mine/odl", "B273"),
        ("was: 60", "was: 61", "B275"),
        ('"Act 3: 60", ', "", "B108"),
    ],
)
def test_the_librarys_register_is_checked_where_it_speaks_of_the_folder(
    tmp_path: Path, library: Path, old: str, new: str, code: str | None
) -> None:
    path = library / "conflicts.yaml"
    wrong_too = path.read_text(encoding="utf-8").replace("fund/adults", "fund/adlts")
    assert old in ENTRY
    path.write_text(wrong_too + ENTRY.replace(old, new), encoding="utf-8")

    found = codes(check(tmp_path / "mine", library, mine=STREAM))
    assert found == ([] if code is None else [code])


def test_1_a_rule_that_lists_too_little_never_takes_its_file_away(
    tmp_path: Path, library: Path
) -> None:
    moves = "kind: transfer, between: [mine], share: 0.5"
    result = check(
        tmp_path / "mine", library, mine=STREAM.replace(f"kind: participant, {OLD}", moves)
    )

    assert (result.exit_code, codes(result)) == (1, ["B108"])


def test_1_payment_terms_that_their_method_does_not_use(tmp_path: Path, library: Path) -> None:
    terms = "origin: local\npayment: {method: upfront, lag_days: 45}"
    result = check(tmp_path / "mine", library, mine=STREAM.replace("origin: local", terms))

    assert (result.exit_code, codes(result)) == (1, ["B235"])


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_1_a_folder_without_rules(tmp_path: Path, library: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    arguments = ["rules", "check", str(tmp_path / name), "--rules", str(library)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "[B310]" in result.stdout


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path, library: Path) -> None:
    result = check(
        tmp_path / "mine",
        library,
        mine=STREAM.replace("min: 60", "mni: 60"),
        yours=STREAM.replace("stream: mine", "stream: yours").replace("general", "generel"),
    )
    assert sorted(codes(result)) == ["B052", "B106"]


def test_the_librarys_own_files_are_good() -> None:
    rules = Path(__file__).parents[2] / "rules"
    result = check(rules, rules)
    assert (result.exit_code, codes(result)) == (0, [])


def test_what_the_library_says_for_a_stream_is_not_left_open(tmp_path: Path, library: Path) -> None:
    check(tmp_path / "mine", library, mine=STREAM.replace("general", "closed"))
    general = (library / "general.yaml").read_text(encoding="utf-8")
    closed = general.replace("set: general", "set: closed").replace("forbid:", "allow:")
    (library / "closed.yaml").write_text(closed, encoding="utf-8")
    arguments = ["rules", "check", str(tmp_path / "mine"), "--rules", str(library)]
    text = CliRunner().invoke(app, arguments).stdout

    assert "No rule lists the costs" not in text
