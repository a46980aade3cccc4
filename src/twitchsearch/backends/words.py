"""The words of the reference index: the `Lexicon` of `search.mending`, counted from its sections one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from twitchsearch.backends.reference import Entry
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.limits import LONGEST_MENDED
from twitchsearch.search.spelling import Speller


class ReferenceWords:
    """What is asked of the words of these sections."""

    def __init__(self, entries: Sequence[Entry], analyser: Analyser) -> None:
        self._entries = entries
        self._analyser = analyser

    @cached_property
    def counted(self) -> Counter[str]:
        """The sections of every word, as it is spelt."""
        return Counter(spelling for entry in self._entries for spelling in entry.spellings)

    @cached_property
    def folded(self) -> Counter[str]:
        """The sections of every folded word: of its spellings, added up."""
        words: Counter[str] = Counter()
        for spelling, count in self.counted.items():
            words[self._analyser.fold(spelling)] += count
        return words

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return iter(sorted((word, count) for word, count in self.folded.items() if word.startswith(prefix)))

    def spellings(self, prefix: str) -> Mapping[str, int]:
        found = self.counted.items()
        return {spelling: count for spelling, count in found if self._analyser.fold(spelling).startswith(prefix)}

    def df(self, term: str) -> int:
        fields = [positions for entry in self._entries for positions in entry.positions.items()]
        return max(Counter(field for field, terms in fields if term in terms).values(), default=0)

    @cached_property
    def speller(self) -> Speller:
        words = {word.encode(): count for word, count in self.words_from("")}
        kept = {word: count for word, count in words.items() if 0 < len(word) <= LONGEST_MENDED}
        return Speller(np.array(list(kept), f"S{LONGEST_MENDED}"), np.array(list(kept.values()), np.int64))
