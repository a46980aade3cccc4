"""The pieces of the score, against figures worked out by hand and what must hold for any."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.model import FieldWeight, Ranking, Section, SectionKind, TextField
from twitchsearch.search.ranking import (
    KIND_STEPS,
    Statistics,
    idf,
    kind_steps,
    normalisation,
    saturation,
    weight,
)

LENGTHS = {TextField.TITLE: 2, TextField.HEADING: 0, TextField.TEXT: 30}
AVERAGES = Statistics(10, {TextField.TITLE: 4.0, TextField.HEADING: 0.0, TextField.TEXT: 20.0})


def test_idf_is_lucenes() -> None:
    assert idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_idf_is_more_than_0_and_falls_with_how_common_a_term_is(df: int, rest: int) -> None:
    sections = df + rest
    assert idf(df, sections) > 0
    assert df == 0 or idf(df, sections) < idf(df - 1, sections)


def test_a_section_without_weights_is_surely_of_its_own_kind_unless_nothing_is_known_of_it() -> None:
    known, unknown = (Section("s", 0, kind, "text") for kind in (SectionKind.CAUSES, SectionKind.OTHER))
    weighed = Section("s", 0, SectionKind.OTHER, "text", kind_weights=((SectionKind.OTHER, 0.6),))
    assert kind_steps(known, SectionKind.CAUSES) == KIND_STEPS
    assert kind_steps(known, SectionKind.OTHER) == 0
    assert kind_steps(unknown, SectionKind.OTHER) == 0
    assert kind_steps(weighed, SectionKind.OTHER) == round(0.6 * KIND_STEPS)


def test_a_field_of_average_length_is_not_changed_and_a_longer_one_is_divided_by_more() -> None:
    assert normalisation(20, 20.0, 0.75) == 1.0
    assert normalisation(40, 20.0, 0.75) == 1.75
    assert normalisation(40, 20.0, 0.0) == 1.0
    assert normalisation(0, 0.0, 0.75) == 1.0


def test_saturation_of_k1_is_one_half_and_of_0_is_0_even_without_k1() -> None:
    assert saturation(1.2, 1.2) == 0.5
    assert saturation(0.0, 1.2) == saturation(0.0, 0.0) == 0.0
    assert saturation(3.0, 0.0) == 1.0


def test_fields_are_weighed_and_added_before_saturation() -> None:
    parameters = Ranking(1.0, FieldWeight(2.0, 1.0), FieldWeight(9.0, 0.5), FieldWeight(1.0, 0.5))
    # title: 2 x 1 / (2 / 4) = 4; text: 1 x 3 / (0.5 + 0.5 x 30 / 20) = 2.4; 6.4 / 7.4
    found = weight({TextField.TITLE: 1, TextField.TEXT: 3}, LENGTHS, AVERAGES, parameters)
    assert found == pytest.approx(6.4 / 7.4)
