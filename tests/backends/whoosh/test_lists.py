"""Lists of sections: which values are the highest, without sorting all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh.lists import nth_highest


@given(st.integers(1, 40), st.integers(0, 5_000), st.integers(1, 50), st.integers(0, 1_000))
def test_the_nth_highest_is_the_one_that_sorting_finds(wanted: int, more: int, distinct: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, distinct, wanted + more) / 7
    assert nth_highest(values, wanted) == sorted(values.tolist())[-wanted]


def test_the_highest_of_many_that_are_alike_is_what_they_all_are() -> None:
    assert nth_highest(np.full(10_000, 0.5), 10) == 0.5
