"""The four features that decide whether a partnership works: there, how large, who pays."""

from decimal import Decimal

from handmade_plan import example_inputs, example_tables

from braid.catalog.inputs import Inputs
from braid.plan.features import structural_features
from braid.plan.plan import Feature, Payer
from braid.schema.scenario import Partnership


def features(inputs: Inputs) -> dict[str, Feature]:
    found = structural_features(inputs, example_tables())
    return {feature.id: feature for feature in found}


def bare() -> Inputs:
    inputs = example_inputs()
    scenario = inputs.scenario.model_copy(update={"partnership": Partnership()})
    return Inputs(scenario, inputs.law)


def test_there_are_always_four() -> None:
    assert list(features(bare())) == [
        "employer_commitments",
        "curriculum_tied_to_job",
        "backbone_staff",
        "ui_wage_outcomes",
    ]


def test_only_a_signed_number_of_hires_or_interviews_is_a_commitment() -> None:
    feature = features(example_inputs())["employer_commitments"]

    assert feature.present
    assert feature.size == (
        "1 employer signed for 40 hires (65 participants) and 60 interviews; "
        "1 other without a signed number"
    )


def test_the_curriculum_is_tied_where_an_employer_validated_the_competencies() -> None:
    feature = features(example_inputs())["curriculum_tied_to_job"]

    assert feature.present
    assert feature.size == "1 of 2 programs: Patient care technician"
    assert feature.paid_by == (Payer("adult_py26", Decimal("116000.00")),)


def test_backbone_staff_are_sized_and_what_nobody_pays_is_said() -> None:
    feature = features(example_inputs())["backbone_staff"]

    assert feature.present
    assert feature.size == "3.0 full-time equivalents at quest"
    assert feature.paid_by == (Payer("adult_py26", Decimal("56360.00")),)
    assert feature.unfunded == Decimal("183640.00")


def test_outcomes_say_in_which_quarters_wages_are_looked_up() -> None:
    assert features(example_inputs())["ui_wage_outcomes"].size == (
        "wages in quarters 2, 4, 8 after exit"
    )


def test_a_partnership_that_states_nothing_has_none_but_what_its_programs_say() -> None:
    found = features(bare())

    assert [f.id for f in found.values() if f.present] == ["curriculum_tied_to_job"]
    assert found["employer_commitments"].size == "no employer is named"
    assert found["backbone_staff"].size == "no backbone organization is named"
    assert found["ui_wage_outcomes"].size == "outcomes are not read from wage records"
