"""Sequences over arrays follow the one rule for phrases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh import sequences
from twitchsearch.backends.whoosh.postings import Occurrences
from twitchsearch.backends.whoosh.sequences import exactly, loosely
from twitchsearch.search.phrases import chains
from twitchsearch.search.plan import Sequence

Places = dict[int, list[int]]
places = st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 9), min_size=1, max_size=6).map(sorted), max_size=4)


def occurrences(where: Places) -> Occurrences:
    pairs = [(section, position) for section in sorted(where) for position in where[section]]
    return Occurrences(*np.array(pairs, np.int64).reshape(-1, 2).T)


@given(st.lists(places, min_size=2, max_size=4), st.integers(0, 4), st.sampled_from((1, 8, 25, 1 << 19)), st.data())
def test_a_sequence_starts_where_the_reference_says(
    terms: list[Places], slop: int, at_once: int, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.integers(1, 3), min_size=len(terms) - 1, max_size=len(terms) - 1))
    offsets = (0, *np.cumsum(steps).tolist())
    names = tuple("abcd"[: len(terms)])
    sequence = Sequence(names, offsets, slop)
    expected = [
        (section, chain[0])
        for section in range(4)
        for chain in chains(sequence, {name: each.get(section, []) for name, each in zip(names, terms, strict=True)})
    ]
    first, *rest = map(occurrences, terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "_AT_ONCE", at_once)  # too few for a text, for all texts, enough
        found = loosely(first, rest, offsets[-1] + slop) if slop else exactly(first, rest, offsets[1:])
    assert list(zip(found.sections.tolist(), found.positions.tolist(), strict=True)) == expected


@pytest.mark.parametrize("slop", [0, 3])
def test_a_word_twice_needs_two_places(slop: int) -> None:
    once, twice = occurrences({0: [4], 1: [4, 5]}), occurrences({0: [4], 1: [4, 5]})
    found = loosely(once, [twice], 1 + slop) if slop else exactly(once, [twice], [1])
    assert found.sections.tolist() == [1]
