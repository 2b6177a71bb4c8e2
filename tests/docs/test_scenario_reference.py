"""``docs/scenario-reference.md`` is what the schemas say, and they say something of every field."""

from __future__ import annotations

import os
from typing import Any

import pytest
from pydantic import BaseModel
from reader import CHECKOUT

from braid.catalog.whole import WholeLibrary, read_whole
from braid.cli.app import app
from braid.cli.rules.schema import reference_text
from braid.render.reference_values import value_words
from braid.schema import payment, portfolio, scenario
from braid.schema.base import Model, OpenModel
from braid.schema.keys import keys_of
from braid.schema.scenario_words import FIELD_WORDS

PAGE = CHECKOUT / "docs" / "scenario-reference.md"
NOT_IN_A_FILE = {"PartnershipFile", "Member", "State"}
MODELS = {
    name: model
    for module in (scenario, portfolio, payment)
    for name, model in vars(module).items()
    if isinstance(model, type)
    and issubclass(model, BaseModel)
    and model not in (Model, OpenModel)
    and name not in NOT_IN_A_FILE
}


@pytest.fixture(scope="module")
def library() -> WholeLibrary:
    return read_whole(CHECKOUT / "rules")[0]


@pytest.fixture(scope="module")
def page(library: WholeLibrary) -> str:
    return reference_text(library)


def test_the_page_of_the_docs_is_current(page: str) -> None:
    if os.environ.get("REWRITE_GOLDENS"):
        PAGE.write_text(page, encoding="utf-8")
        return
    shown = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert shown == page, "write it again: REWRITE_GOLDENS=1 pytest tests/docs"


def test_every_model_of_a_file_has_words() -> None:
    assert FIELD_WORDS.keys() == MODELS.keys()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_field_has_its_sentence_and_no_other(name: str) -> None:
    also = {"include"} if name in ("Scenario", "Portfolio") else set()
    assert FIELD_WORDS[name].keys() == set(keys_of(MODELS[name])) | also


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_sentence_is_one(name: str) -> None:
    wrong = [said for said in FIELD_WORDS[name].values() if not said.endswith(".")]
    assert not wrong


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_page_has_every_sentence(name: str, page: str) -> None:
    assert not [said for said in FIELD_WORDS[name].values() if said not in page.replace("\\", "")]


def test_the_page_has_every_attribute_that_can_be_stated(library: WholeLibrary, page: str) -> None:
    assert library.attributes is not None
    stated = {
        name
        for entity in type(library.attributes).model_fields
        for name, entry in getattr(library.attributes, entity).items()
        if not entry.computed
    }
    assert not [name for name in stated if f"| `{name}` |" not in page]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"type": "number", "minimum": 0, "maximum": 1}, "share from 0 to 1"),
        ({"type": "number", "minimum": 0, "maximum": 100_000_000_000}, "dollars"),
        ({"type": "integer", "minimum": 1, "maximum": 6}, "whole number from 1 to 6"),
        ({"type": "integer", "minimum": 1990, "maximum": 2200}, "whole number from 1990 to 2200"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, "`true`, `false`"),
        ({"enum": ["a", "b"]}, "`a`, `b`"),
        ({"type": "array", "items": {"type": "string", "format": "date"}}, "list: day"),
        ({"$ref": "#/$defs/Cash"}, "[fields](#organizationscash)"),
    ],
)
def test_what_may_be_written_is_told_in_words(field: dict[str, Any], words: str) -> None:
    assert value_words(field, "organizations.cash") == words


def test_only_a_scenario_has_a_page_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["rules", "schema", "rule", "--format", "md"])
    assert ended.value.code == 2
    assert "only the fields of a scenario" in capsys.readouterr().err.replace("\n", " ")
