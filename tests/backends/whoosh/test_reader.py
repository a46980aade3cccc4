"""Sorted terms are found where a search through all of them finds them."""

from __future__ import annotations

import random
from bisect import bisect_left
from pathlib import Path

import pytest

from twitchsearch.backends.whoosh.arrays import ArrayFile, chunks, packed
from twitchsearch.backends.whoosh.reader import Terms


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 64, 65, 500])
def test_a_term_is_found_whichever_it_is(tmp_path: Path, count: int) -> None:
    chance = random.Random(count)
    texts = sorted({f"{chance.randrange(10 * count)}".encode() for _ in range(count)})
    letters, ends = packed(texts)
    path = tmp_path / "terms"
    path.write_bytes(b"".join(chunks({"f/terms": letters, "f/terms/ends": ends}, {})))
    terms = Terms(ArrayFile(path), "f")
    for asked in [*texts, b"", b"0", b"5", b"77x", b"\xff"]:
        assert terms.first_from(asked) == bisect_left(texts, asked)
        assert terms.number(asked) == (texts.index(asked) if asked in texts else None)
