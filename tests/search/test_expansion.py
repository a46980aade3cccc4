"""Edit distance against a definition that is slow and plain."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.search.expansion import edit_distance


@cache
def slowly(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    least = min(
        slowly(one[:-1], other) + 1,
        slowly(one, other[:-1]) + 1,
        slowly(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        least = min(least, slowly(one[:-2], other[:-2]) + 1)
    return least


_words = st.text("abc", max_size=6)


@given(_words, _words, st.integers(0, 3))
def test_edits_are_counted_as_defined_up_to_the_most(one: str, other: str, most: int) -> None:
    assert edit_distance(one, other, most) == min(slowly(one, other), most + 1)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("twitch", "twitch", 0), ("twicth", "twitch", 1), ("twtch", "twitch", 1), ("cramb", "cramp", 1), ("ca", "abc", 3)],
)
def test_swapped_neighbours_are_one_edit(one: str, other: str, edits: int) -> None:
    assert edit_distance(one, other, 5) == edits
