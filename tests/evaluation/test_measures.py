"""The measures, against tables worked out by hand and against what must hold for all rankings."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.evaluation.measures import STANDARD, Family, Measure, Scored, measure, ranked, value, values

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}
IDEAL = 3 + 2 / log2(3) + 1 / 2

# Rankings over GRADES ("x", "y" and "z" are not judged), and what each measure must give, worked out by hand.
TABLE = [
    ("nDCG@10", "abc", 1.0),
    ("nDCG@10", "cba", (1 + 2 / log2(3) + 3 / 2) / IDEAL),
    ("nDCG@10", "xdea", (3 / log2(5)) / IDEAL),
    ("nDCG@2", "acb", (3 + 1 / log2(3)) / (3 + 2 / log2(3))),
    ("nDCG@1", "ba", 2 / 3),
    ("nDCG", "bac", (2 + 3 / log2(3) + 1 / 2) / IDEAL),
    ("AP", "abc", 1.0),
    ("AP", "xaybz", (1 / 2 + 2 / 4) / 3),
    ("AP", "dexc", (1 / 4) / 3),
    ("RR", "xya", 1 / 3),
    ("RR", "da", 1 / 2),
    ("RR", "xde", 0.0),
    ("RR@2", "xya", 0.0),
    ("R@2", "axb", 1 / 3),
    ("R@100", "axb", 2 / 3),
    ("P@5", "ab", 2 / 5),
    ("P@1", "ab", 1.0),
    ("P@2", "ex", 0.0),
    ("Judged@10", "axde", 3 / 4),
    ("Judged@2", "axde", 1 / 2),
    ("Judged@10", "", 0.0),
    *((str(each), "", 0.0) for each in STANDARD),
]


@pytest.mark.parametrize(("name", "ranking", "wanted"), TABLE)
def test_a_measure_gives_what_was_worked_out_by_hand(name: str, ranking: str, wanted: float) -> None:
    assert value(measure(name), list(ranking), GRADES) == pytest.approx(wanted)


def test_a_topic_without_hits_counts_0_in_the_mean() -> None:
    found = values(measure("RR"), {"1": (Scored("a", 1.0),)}, {"1": {"a": 1}, "2": {"a": 1}})
    assert found == {"1": 1.0, "2": 0.0}


def test_a_topic_without_relevant_sections_counts_0_but_for_what_is_judged() -> None:
    worth = {str(each): value(each, ["a", "b"], {"a": 0}) for each in STANDARD}
    assert worth == {"nDCG@10": 0, "AP": 0, "RR": 0, "R@100": 0, "P@5": 0, "Judged@10": 0.5}


def test_hits_for_a_topic_without_qrels_are_left_out() -> None:
    assert values(measure("AP"), {"9": (Scored("a", 1.0),)}, {"1": {"a": 1}}) == {"1": 0.0}


def test_equal_scores_stand_by_id_the_largest_first() -> None:
    found = ranked([Scored("a", 1.0), Scored("c", 1.0), Scored("b", 2.0)])
    assert [each.section for each in found] == ["b", "c", "a"]


def test_scores_that_single_precision_cannot_tell_apart_are_equal() -> None:
    found = ranked([Scored("a", 1.0 + 1e-10), Scored("b", 1.0)])
    assert [each.section for each in found] == ["b", "a"]


@pytest.mark.parametrize("name", ["", "nDCG@", "nDCG@0", "nDCG@-1", "ndcg@10", "R", "P", "MAP", "AP@1e3", "P@9999999"])
def test_a_name_that_is_no_measure_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no measure"):
        measure(name)


@pytest.mark.parametrize(
    "name", ["nDCG@10", "nDCG", "AP", "AP@5", "RR", "RR@10", "R@100", "P@5", "Judged", "Judged@10"]
)
def test_a_measure_is_written_as_it_is_read(name: str) -> None:
    assert str(measure(name)) == name


SECTIONS = [f"s{number}" for number in range(12)]
grades = st.dictionaries(st.sampled_from(SECTIONS), st.integers(-1, 3), min_size=1)
rankings = st.permutations(SECTIONS).flatmap(lambda order: st.integers(0, 12).map(lambda size: order[:size]))
measures = st.builds(
    Measure, st.sampled_from([Family.NDCG, Family.AP, Family.RR, Family.RECALL, Family.PRECISION]), st.integers(1, 12)
)


@given(measures, rankings, grades)
def test_every_value_is_a_share(wanted: Measure, ranking: list[str], judged: dict[str, int]) -> None:
    assert 0 <= value(wanted, ranking, judged) <= 1 + 1e-12


@given(measures, rankings, grades, st.data())
def test_a_better_section_moved_up_never_lowers_a_value(
    wanted: Measure, ranking: list[str], judged: dict[str, int], data: st.DataObject
) -> None:
    if len(ranking) < 2:
        return
    at = data.draw(st.integers(0, len(ranking) - 2))
    upper, lower = ranking[at], ranking[at + 1]
    if max(0, judged.get(lower, 0)) < max(0, judged.get(upper, 0)):
        return
    swapped = [*ranking[:at], lower, upper, *ranking[at + 2 :]]
    assert value(wanted, swapped, judged) >= value(wanted, ranking, judged) - 1e-12


@given(grades)
def test_the_best_order_is_worth_1_by_ndcg(judged: dict[str, int]) -> None:
    best = sorted(judged, key=lambda section: -judged[section])
    relevant = any(grade > 0 for grade in judged.values())
    assert value(measure("nDCG@10"), best, judged) == pytest.approx(1.0 if relevant else 0.0)


@given(st.lists(st.tuples(st.sampled_from(SECTIONS), st.floats(-1e30, 1e30)), unique_by=lambda each: each[0]))
def test_the_order_does_not_depend_on_the_order_of_arrival(scored: list[tuple[str, float]]) -> None:
    arrived = [Scored(*each) for each in scored]
    assert ranked(arrived) == ranked(reversed(arrived))
