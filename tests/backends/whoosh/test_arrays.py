from collections.abc import Iterator

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, chunks


def test_an_array_is_asked_for_only_when_the_one_before_is_written() -> None:
    asked: list[str] = []

    def arrays() -> Iterator[tuple[str, Array]]:
        for name in "abc":
            asked.append(name)
            yield name, np.arange(4, dtype="<u4")

    written = b""
    for piece in chunks(arrays(), {}):
        written += piece
        contents = written.count(np.arange(4, dtype="<u4").tobytes())
        assert len(asked) <= contents + 1
    assert asked == ["a", "b", "c"]
