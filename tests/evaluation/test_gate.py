"""Floors: when they hold, when they fall, how they are moved, and which files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.gate import Floor, Floors, check, first_floors, raised, read_floors, write_floors
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject


def measured(**values: float) -> Evaluation:
    figures = tuple(Figure(name, value) for name, value in values.items())
    groups = (Group("wiki", 2, (Figure("F1", 0.8),)),)
    return Evaluation(Subject.OUTLINE, "abc", "pages", 10, figures, groups)


def floors(*found: Floor, subject: Subject = Subject.OUTLINE, digest: str = "abc") -> Floors:
    return Floors(subject, digest, found)


@pytest.mark.parametrize(
    ("floor", "passed"),
    [
        (Floor("F1", 0.9), True),
        (Floor("F1", 0.9001), False),
        (Floor("F1", 0.91, 0.01, "why"), True),
        (Floor("F1", 0.92, 0.01, "why"), False),
        (Floor("wiki/F1", 0.8), True),
        (Floor("wiki/F1", 0.81), False),
        (Floor("recall", 0.0), False),
    ],
)
def test_a_floor_holds_from_itself_less_its_tolerance_on(floor: Floor, passed: bool) -> None:
    (verdict,) = check(floors(floor), measured(F1=0.9))
    assert verdict.passed is passed
    assert bool(verdict.problem) is not passed


@pytest.mark.parametrize(
    "other", [floors(Floor("F1", 0.1), digest="abd"), floors(Floor("F1", 0.1), subject=Subject.KINDS)]
)
def test_floors_of_another_collection_or_another_subject_never_hold(other: Floors) -> None:
    assert not any(verdict.passed for verdict in check(other, measured(F1=0.9)))


def test_floors_are_raised_to_what_was_measured_and_keep_their_tolerance() -> None:
    moved = raised(floors(Floor("F1", 0.5, 0.01, "why")), measured(F1=0.98765))
    assert moved == floors(Floor("F1", 0.9876, 0.01, "why"))


def test_a_floor_is_lowered_only_where_that_is_asked_for() -> None:
    held = floors(Floor("F1", 0.95, 0.1, "why"))
    with pytest.raises(CollectionError, match="--lower"):
        raised(held, measured(F1=0.9))
    assert raised(held, measured(F1=0.9), lower=True).floors[0].least == 0.9


def test_a_floor_that_was_not_measured_goes_only_where_that_is_asked_for() -> None:
    held = floors(Floor("F1", 0.5), Floor("recall", 0.5))
    with pytest.raises(CollectionError, match="recall was not measured"):
        raised(held, measured(F1=0.9))
    assert [floor.measure for floor in raised(held, measured(F1=0.9), lower=True).floors] == ["F1"]


def test_floors_follow_a_changed_collection_only_when_none_of_them_falls() -> None:
    held = floors(Floor("F1", 0.9), digest="old")
    assert raised(held, measured(F1=0.9)).digest == "abc"
    with pytest.raises(CollectionError):
        raised(held, measured(F1=0.8))


@given(st.floats(0, 1))
def test_first_floors_hold_for_what_they_were_made_of(value: float) -> None:
    evaluation = measured(F1=value)
    assert all(verdict.passed for verdict in check(first_floors(evaluation), evaluation))


texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(texts, st.floats(-1, 2), st.floats(0, 0.99), texts.filter(str.strip))
def test_floors_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, measure: str, least: float, tolerance: float, reason: str
) -> None:
    path = tmp_path_factory.mktemp("floors") / "floors.toml"
    written = Floors(Subject.RANKING, "abc", (Floor(measure, least, tolerance, reason), Floor("AP", 0.5)))
    write_floors(written, path)
    assert read_floors(path) == written


HEAD = 'subject = "ranking"\ndigest = "abc"\n'
BAD = {
    "no TOML": ("[[floor\n", "not TOML"),
    "a number of thousands of digits": (f"digest = {'1' * 5_000}", "not TOML: a number in it is too large"),
    "no floor": (HEAD, "floors have a subject"),
    "no subject": ('digest = "abc"\n[[floor]]\nmeasure = "AP"\nleast = 0.5\n', "floors have a subject"),
    "no measure": (HEAD + "[[floor]]\nleast = 0.5\n", "has measure, least"),
    "a key too many": (HEAD + '[[floor]]\nmeasure = "AP"\nleast = 0.5\nleats = 0.6\n', "has measure, least"),
    "a text for a number": (HEAD + '[[floor]]\nmeasure = "AP"\nleast = "0.5"\n', "of another type"),
    "no finite number": (HEAD + '[[floor]]\nmeasure = "AP"\nleast = nan\n', "a finite least"),
    "tolerance without a reason": (
        HEAD + '[[floor]]\nmeasure = "AP"\nleast = 0.5\ntolerance = 0.1\n',
        "needs a reason",
    ),
    "negative tolerance": (
        HEAD + '[[floor]]\nmeasure = "AP"\nleast = 0.5\ntolerance = -0.1\nreason = "x"\n',
        "tolerance",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, name: str) -> None:
    text, said = BAD[name]
    (tmp_path / "floors.toml").write_text(text)
    with pytest.raises(CollectionError, match=r"floors\.toml") as caught:
        read_floors(tmp_path / "floors.toml")
    assert said in str(caught.value)
