"""Sequences over arrays follow the one rule for phrases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh import sequences
from twitchsearch.search.phrases import chains
from twitchsearch.search.plan import Sequence

Places = dict[int, list[int]]
places = st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 9), min_size=1, max_size=6).map(sorted), max_size=4)


def places_of(where: Places, sections: list[int]) -> sequences.Places:
    positions = [position for section in sections for position in where[section]]
    counts = [len(where[section]) for section in sections]
    return sequences.Places(np.array(counts, np.uint8), np.array(positions, np.uint16))


@given(st.lists(places, min_size=2, max_size=4), st.integers(0, 4), st.sampled_from((1, 8, 25, 1 << 19)), st.data())
def test_a_sequence_starts_where_the_reference_says(
    terms: list[Places], slop: int, at_once: int, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.integers(1, 3), min_size=len(terms) - 1, max_size=len(terms) - 1))
    offsets = (0, *np.cumsum(steps).tolist())
    names = tuple("abcd"[: len(terms)])
    sequence = Sequence(names, offsets, slop)
    common = [section for section in range(4) if all(section in each for each in terms)]
    expected = [
        len(list(chains(sequence, {name: each[section] for name, each in zip(names, terms, strict=True)})))
        for section in common
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "_AT_ONCE", at_once)  # too few for a text, for all texts, enough
        found = sequences.matching([places_of(each, common) for each in terms], sequence, lambda: None)
    assert found.tolist() == expected


@pytest.mark.parametrize("slop", [0, 3])
def test_a_word_twice_needs_two_places(slop: int) -> None:
    term = places_of({0: [4], 1: [4, 5]}, [0, 1])
    assert sequences.matching([term, term], Sequence(("a", "a"), (0, 1), slop), lambda: None).tolist() == [0, 1]
