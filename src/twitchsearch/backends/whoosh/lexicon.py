"""The words of a generation, as what puts queries right wants them: all at once, or one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import damaged, reading
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.backends.whoosh.schema import WORDS
from twitchsearch.model import TextField
from twitchsearch.search.limits import LONGEST_MENDED
from twitchsearch.search.spelling import Speller


class Lexicon:
    """The `Lexicon` of `search.mending` over one generation; raises IndexDamaged."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return self._snapshot.words_from(prefix)

    def spellings(self, prefix: str) -> Mapping[str, int]:
        return self._snapshot.spellings(prefix)

    def df(self, term: str) -> int:
        return max(self._snapshot.df(name, term) for name in TextField)

    @cached_property
    def speller(self) -> Speller:
        parts = [_folded(segment) for segment in self._snapshot.segments]
        if len(parts) == 1:  # in which each word is once
            words, sections = parts[0]
            return Speller(words[sections > 0], sections[sections > 0])
        words = np.concatenate([np.empty(0, f"S{LONGEST_MENDED}"), *(words for words, _ in parts)])
        counts = np.concatenate([np.empty(0, np.int64), *(counts for _, counts in parts)])
        unique, places = np.unique(words, return_inverse=True)
        sections = np.bincount(places, counts, len(unique)).astype(np.int64)
        return Speller(unique[sections > 0], sections[sections > 0])


def _folded(segment: Segment) -> tuple[Array, Array]:
    """The folded words of a segment that are not too long, one after the other, each with its live sections.

    Of the words as articles spell them several may be one folded; they stand side by side and are counted as one.
    """
    if f"{WORDS}/terms" not in segment.terms:
        return np.empty(0, f"S{LONGEST_MENDED}"), np.empty(0, np.int64)
    letters = segment.terms.whole(f"{WORDS}/terms")
    ends = segment.terms.whole(f"{WORDS}/terms/ends").astype(np.int64)
    starts = np.concatenate([[0], ends])[:-1]
    middles = np.flatnonzero(letters == 0)  # between a folded word and its spelling
    if len(middles) != len(ends) or (middles < starts).any() or (middles >= ends).any():
        raise damaged(segment.terms.path, "has words that are none")
    with reading(segment.terms.path):
        kept = np.flatnonzero((middles - starts <= LONGEST_MENDED) & (middles > starts))
        starts, lengths = starts[kept], (middles - starts)[kept]
        rows = np.zeros((len(kept), LONGEST_MENDED), np.uint8)
        for place in range(int(lengths.max(initial=0))):
            some = np.flatnonzero(lengths > place)
            rows[some, place] = letters[starts[some] + place]
        words = rows.view(f"S{LONGEST_MENDED}").ravel()
        first = np.flatnonzero(np.concatenate([np.ones(min(1, len(words)), bool), words[1:] != words[:-1]]))
        counts = segment.words[kept]
        return words[first], np.add.reduceat(counts, first) if len(first) else counts[:0]
