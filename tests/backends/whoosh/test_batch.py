import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh.batch import ascending


@given(
    st.lists(st.one_of(st.integers(0, 5), st.integers(0, 1 << 17), st.integers(0, (1 << 40) - 1))), st.integers(0, 3)
)
def test_numbers_are_put_in_order_and_equal_ones_stay_as_they_are(numbers: list[int], room: int) -> None:
    places = ascending(np.array(numbers, np.int64), max(numbers, default=0) + 1 + room)
    assert places.tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)
