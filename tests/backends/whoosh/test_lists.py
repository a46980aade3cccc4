"""Lists of sections: which values are the highest, without sorting all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh.lists import low_bar, nth_highest


@given(st.integers(1, 40), st.integers(0, 5_000), st.integers(1, 50), st.integers(0, 1_000))
def test_the_nth_highest_is_the_one_that_sorting_finds(wanted: int, more: int, distinct: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, distinct, wanted + more) / 7
    assert nth_highest(values, wanted) == sorted(values.tolist())[-wanted]


@given(st.integers(1, 40), st.integers(0, 5_000), st.integers(1, 50), st.integers(0, 1_000))
def test_as_many_as_are_wanted_are_not_below_the_low_bar(wanted: int, more: int, distinct: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, distinct, wanted + more) / 7
    assert low_bar(values, wanted) <= nth_highest(values, wanted)


def test_not_many_more_than_are_wanted_are_above_the_low_bar() -> None:
    values = np.random.default_rng(1).random(100_000)
    assert 10 <= np.count_nonzero(values >= low_bar(values, 10)) < 100


def test_the_highest_of_many_that_are_alike_is_what_they_all_are() -> None:
    assert nth_highest(np.full(10_000, 0.5), 10) == 0.5
