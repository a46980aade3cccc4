"""Runs on disk, and the tests of two runs."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.measures import Scored, ranked
from twitchsearch.evaluation.resampling import bootstrap, generator, interval_of_mean, randomisation_p
from twitchsearch.evaluation.runs import Run, compare, read_run, write_run


def test_a_run_is_read_by_its_scores_and_not_by_its_ranks(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    path.write_text("1 Q0 low 1 0.5 name\n1 Q0 high 2 2.5 name\n\n2\tQ0\tother\t0\t-1e-3\tname\n")
    run = read_run(path)
    assert run.name == "name"
    assert [each.section for each in run.rankings["1"]] == ["high", "low"]
    assert run.rankings["2"] == (Scored("other", -0.001),)


BAD = {
    "five columns": ("1 Q0 a 1 0.5\n", ":1: a line of a run has 6 columns"),
    "no number": ("1 Q0 a 1 0.5 n\n1 Q0 b 2 many n\n", ":2: a score is a number"),
    "not finite": ("1 Q0 a 1 nan n\n", ":1: a score is a number"),
    "no rank": ("1 Q0 a first 0.5 n\n", ":1: a rank is a whole number"),
    "twice": ("1 Q0 a 1 0.5 n\n2 Q0 a 1 0.5 n\n1 Q0 a 2 0.4 n\n", ":3: 'a' stands twice for topic '1'"),
    "two names": ("1 Q0 a 1 0.5 n\n1 Q0 b 2 0.4 m\n", ":2: one run has one name"),
    "empty": ("\n\n", "holds no run"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_no_record_of_a_run_is_named_with_its_place(tmp_path: Path, name: str) -> None:
    text, said = BAD[name]
    (tmp_path / "bad.run").write_text(text)
    with pytest.raises(CollectionError) as caught:
        read_run(tmp_path / "bad.run")
    assert said in str(caught.value)
    assert "bad.run" in str(caught.value)


def test_a_name_that_a_run_cannot_hold_is_refused_when_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="spaces"):
        write_run(Run("r", {"1": (Scored("two words", 1.0),)}), tmp_path / "a.run")
    assert not (tmp_path / "a.run").exists()


names = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=8)
scores = st.floats(-1e9, 1e9)


@given(st.dictionaries(names, st.dictionaries(names, scores, min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_run_that_was_written_is_read_unchanged(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, dict[str, float]]
) -> None:
    rankings = {topic: ranked(Scored(*each) for each in scored.items()) for topic, scored in found.items()}
    path = tmp_path_factory.mktemp("runs") / "a.run"
    write_run(Run("mine", rankings), path)
    assert read_run(path) == Run("mine", rankings)


def by_hand(differences: list[float]) -> float:
    """The share of all signs that give a sum at least as far from 0."""
    seen = abs(math.fsum(differences))
    signed = [
        abs(math.fsum(sign * each for sign, each in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    return sum(each >= seen - 1e-9 for each in signed) / len(signed)


@pytest.mark.parametrize(
    ("differences", "p"),
    [([], 1.0), ([0.0, 0.0], 1.0), ([0.5], 1.0), ([1.0, 1.0], 0.5), ([1.0, 1.0, 1.0], 0.25), ([1.0, -1.0], 1.0)],
)
def test_the_randomisation_test_of_few_pairs_gives_what_was_worked_out_by_hand(
    differences: list[float], p: float
) -> None:
    assert randomisation_p(differences, generator()) == p


@given(st.lists(st.integers(-5, 5).map(float), max_size=9))
def test_the_randomisation_test_of_few_pairs_is_exact(differences: list[float]) -> None:
    assert randomisation_p(differences, generator()) == pytest.approx(by_hand(differences))


def test_the_randomisation_test_of_many_pairs_comes_close_to_the_exact_one() -> None:
    differences = [0.1, -0.05, 0.2, 0.15, -0.1, 0.05, 0.12, 0.3, -0.2, 0.07, 0.02, 0.11, -0.03, 0.09, 0.01, 0.04, 0.06]
    assert len(differences) > 16
    assert randomisation_p(differences, generator()) == pytest.approx(by_hand(differences), abs=0.01)


def test_many_pairs_that_all_differ_the_same_way_are_no_accident() -> None:
    assert randomisation_p([0.1] * 40, generator()) == pytest.approx(1 / 10_001)


def test_the_same_seed_gives_the_same_p_and_the_same_interval() -> None:
    differences = [math.sin(number) for number in range(50)]
    assert randomisation_p(differences, generator(7)) == randomisation_p(differences, generator(7))
    assert interval_of_mean(differences, generator(7)) == interval_of_mean(differences, generator(7))


def test_the_interval_of_a_mean_is_about_as_wide_as_theory_says() -> None:
    values = [float(number % 10) for number in range(400)]
    error = 1.96 * math.sqrt(8.25 / 400)
    interval = interval_of_mean(values, generator())
    assert interval.low == pytest.approx(4.5 - error, abs=0.06)
    assert interval.high == pytest.approx(4.5 + error, abs=0.06)


def test_an_interval_of_nothing_is_nothing() -> None:
    interval = bootstrap(0, lambda _: 1.0, generator())
    assert (interval.low, interval.high) == (0.0, 0.0)


def test_a_run_compared_with_itself_differs_in_nothing() -> None:
    found = compare([0.5, 0.25, 1.0], [0.5, 0.25, 1.0], generator())
    assert (found.difference, found.p, found.better, found.worse) == (0.0, 1.0, 0, 0)


def test_a_comparison_counts_the_topics_on_either_side() -> None:
    found = compare([1.0, 0.5, 0.0, 0.5], [0.0, 0.25, 0.5, 0.5], generator())
    assert (found.better, found.worse) == (2, 1)
    assert found.difference == pytest.approx(0.1875)
    assert found.ours - found.theirs == pytest.approx(found.difference)
    assert found.interval.low <= found.difference <= found.interval.high
