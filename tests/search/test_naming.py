"""What can be a name, and which names mean the same."""

from __future__ import annotations

import pytest

from twitchsearch.model import SectionKind
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.analysis import analyser
from twitchsearch.search.naming import bare, is_name
from twitchsearch.search.sameness import Sameness, rows_of
from twitchsearch.search.vocabulary import vocabulary

TOPIC = frozenset(analyser().terms("leg cramps"))


def same(*names: str, kind: AnswerKind = SectionKind.CAUSES) -> int:
    """How many rows these names make, each used by an article of its own."""
    rows = rows_of({name: [name] for name in names}, Sameness(analyser(), kind, TOPIC, vocabulary()))
    return len({row for found in rows.values() for row, _ in found})


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("1. Dehydration", "Dehydration"),
        ("Cause #3: Low potassium", "Low potassium"),
        ("The wrong shoes", "wrong shoes"),
        ("Dehydration can cause cramps", "Dehydration"),
        ("People with diabetes", "diabetes"),
        ("Stress as a trigger of cramps", "Stress"),
    ],
)
def test_a_heading_is_made_bare(heading: str, name: str) -> None:
    assert bare(heading) == name


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "?",
        "Why do cramps happen?",
        "How are they treated",
        "Medical causes",
        "Symptoms",
        "References",
        "Tips",
        "What helps:",
    ],
)
def test_some_headings_are_no_names(heading: str) -> None:
    assert not is_name(heading)


@pytest.mark.parametrize(
    "names",
    [
        ("Dehydration", "Not drinking enough"),
        ("Medicines", "Certain medications", "Side effects of medicines"),
        ("Kidney disease", "Kidney problems"),
        ("Eye strain", "Eyestrain"),
        ("Weight loss", "Losing weight"),
        ("Heavy periods", "Heavy menstrual bleeding"),
        ("Tiredness", "fatigue"),
        ("Pinched nerve", "Trapped nerves"),
        ("Skipping meals", "A missed meal"),
    ],
)
def test_names_of_one_meaning_make_one_row(names: tuple[str, ...]) -> None:
    assert same(*names) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Low potassium", "High potassium"),
        ("Exercise", "Lack of exercise"),
        ("Twitch", "Spasm", "Tremor"),
        ("Kidney disease", "Liver disease"),
        ("Stress", "Dehydration"),
    ],
)
def test_names_of_different_meaning_make_a_row_each(names: tuple[str, ...]) -> None:
    assert same(*names) == len(names)


@pytest.mark.parametrize(
    "names",
    [("Stretching", "Stretch the calf"), ("Massage", "Massage the muscle"), ("Magnesium", "Take magnesium supplements"),
     ("Warm compress", "Apply a warm compress"), ("Hold your breath", "Hold your breath for ten seconds")],
)  # fmt: skip
def test_remedies_are_the_same_however_they_are_put(names: tuple[str, ...]) -> None:
    assert same(*names, kind=SectionKind.REMEDIES) == 1


def test_a_name_of_two_things_counts_for_those_that_are_named_alone() -> None:
    assert same("Stress and anxiety", "Stress") == 1
    assert same("Stress and anxiety", "Stress", "Anxiety") == 2
    assert same("Stress and anxiety", "Dehydration") == 2
