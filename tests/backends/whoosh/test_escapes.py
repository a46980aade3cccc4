"""Small numbers in narrow types, the large ones apart, say what they were made of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import an_article
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.backends.whoosh.arrays import ArrayFile, Named, Parts, chunks
from twitchsearch.backends.whoosh.escapes import FREQUENCIES, GAPS, Escaped, Escaping, gaps, sections
from twitchsearch.model import Catalogue, SearchRequest, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index

numbers = st.integers(0, 300) | st.sampled_from((254, 255, 256, 65_534, 65_535, 65_536, 1 << 32))


@contextmanager
def written(arrays: Named) -> Iterator[ArrayFile]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "arrays")
        path.write_bytes(b"".join(chunks(arrays, {})))
        yield ArrayFile(path)


@given(st.lists(st.lists(numbers, max_size=8), max_size=5), st.sampled_from((GAPS, FREQUENCIES)), st.data())
def test_every_part_of_the_numbers_is_read_as_it_was_given(
    pieces: list[list[int]], kind: str, data: st.DataObject
) -> None:
    escaping = Escaping("n", kind)
    kept = [escaping.narrowed(np.array(piece, np.int64)) for piece in [[], *pieces]]
    whole = [number for piece in pieces for number in piece]
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))
    arrays: dict[str, Parts] = {"n": kept}
    with written(arrays | dict(escaping.apart())) as file:
        assert file.whole("n").dtype == np.dtype(kind)
        assert Escaped(file, "n").part(start, stop).tolist() == whole[start:stop]


@given(st.lists(st.sets(st.integers(0, 1 << 20), max_size=6).map(sorted), max_size=6))
def test_gaps_lead_back_to_the_sections(terms: list[list[int]]) -> None:
    counts = np.array([len(each) for each in terms], np.int64)
    flat = np.array([section for each in terms for section in each], np.int64)
    between = gaps(flat, counts)
    assert (between >= 0).all()
    assert sections(between, counts[counts > 0]).tolist() == flat.tolist()


@pytest.mark.parametrize("times", [254, 255, 256, 700])
def test_a_word_may_stand_in_a_section_as_often_as_it_likes(tmp_path: Path, times: int) -> None:
    library = [an_article("often", "twitch " * times), an_article("once", "twitch and cramp")]

    def scores(index: Index) -> list[tuple[str, float]]:
        index.rebuild(library, Catalogue(), no_progress)
        with index.searcher() as searcher:
            return [(hit.section.id, hit.score) for hit in searcher.search(SearchRequest(parse("twitch"))).hits]

    found = scores(WhooshIndex(tmp_path / "index"))
    assert len(found) == 2
    assert found == scores(MemoryIndex())
