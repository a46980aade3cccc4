"""One segment, opened: its two files, its sorted terms, and what of it is deleted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, ArrayFile
from twitchsearch.backends.whoosh.damage import damaged, reading
from twitchsearch.backends.whoosh.escapes import Escaped
from twitchsearch.backends.whoosh.records import Records
from twitchsearch.backends.whoosh.schema import DELETED, SECTIONS, TERMS, WORDS

_APART = 32  # terms from one that is kept at hand to the next


class Terms:
    """The sorted terms of one field of one segment, as a sequence of UTF-8."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._bytes = file.whole(f"{field}/terms").tobytes() if f"{field}/terms" in file else b""
        ends = file.whole(f"{field}/terms/ends") if self._bytes else np.empty(0, "<u4")
        self._ends = ends.astype(ends.dtype.newbyteorder("="), copy=False).data  # which gives a number sooner

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._ends[number - 1] if number else 0 : self._ends[number]]

    def __iter__(self) -> Iterator[bytes]:
        return self.between(range(len(self)))

    def between(self, numbers: range) -> Iterator[bytes]:
        """The terms with these numbers, which are side by side."""
        ends = self._ends[numbers.start : numbers.stop].tolist()
        first = self._ends[numbers.start - 1] if numbers.start else 0
        return (self._bytes[start:end] for start, end in pairwise([first, *ends]))

    def number(self, term: bytes) -> int | None:
        """The number of a term, None where it is not one."""
        number = self.first_from(term)
        return number if number < len(self) and self[number] == term else None

    def first_from(self, text: bytes) -> int:
        """The number of the first term that is not before `text`; that of none where there is no such."""
        mark = bisect_left(self._marks, text)
        return bisect_left(self, text, max(0, (mark - 1) * _APART), min(mark * _APART, len(self)))

    @cached_property
    def _marks(self) -> list[bytes]:
        """Some of the terms, which are searched without a step of Python for each: only the last few steps take one."""
        return [self[number] for number in range(0, len(self), _APART)]


class Deleted(NamedTuple):
    """What of a segment is deleted: which articles, and which of its `WORDS` (by number) lose how many sections so."""

    articles: Array = np.empty(0, np.int64)
    words: Array = np.empty(0, np.int64)
    losses: Array = np.empty(0, np.int64)


class Segment:
    """One segment: its two files, and which of its sections are live."""

    def __init__(self, folder: Path, name: str, sections: int, deleted: Deleted) -> None:
        self.name = name
        self.count = sections
        self.terms = ArrayFile(folder / f"{name}{TERMS}")
        self.rows = ArrayFile(folder / f"{name}{SECTIONS}")
        self._sorted: dict[str, Terms] = {}
        self._escaped: dict[str, Escaped] = {}
        self._records: dict[str, Records] = {}
        self.articles = self.rows.count("article/first")
        self._deleted = deleted
        self.deletions = bool(deleted.articles.size)
        self.dead_articles = np.zeros(self.articles, bool)
        with reading(folder / DELETED):
            self.dead_articles[deleted.articles] = True
        self._check_counts()

    def sorted_terms(self, field: str) -> Terms:
        """The terms of a field, or of `WORDS`."""
        terms = self._sorted.get(field)
        if terms is None:
            terms = self._sorted[field] = Terms(self.terms, field)
        return terms

    def extent(self, field: str, number: int, of: str) -> tuple[int, int]:
        """Where the sections (or positions) of a term begin and end among those of its field."""
        ends = self.terms.part(f"{field}/{of}/ends", max(0, number - 1), number + 1)
        return (int(ends[0]) if number else 0), int(ends[-1])

    def escaped(self, name: str) -> Escaped:
        """An array of `terms` that is kept so."""
        escaped = self._escaped.get(name)
        if escaped is None:
            escaped = self._escaped[name] = Escaped(self.terms, name)
        return escaped

    @cached_property
    def words(self) -> Array:
        """The number of live sections of each term of `WORDS`."""
        counts = self.terms.whole(f"{WORDS}/counts").astype(np.int64)
        counts[self._deleted.words] -= self._deleted.losses
        return counts

    def lost(self, live: Array) -> Deleted:
        """What a deletion is that leaves these live sections of its words, less the articles."""
        losses = self.terms.whole(f"{WORDS}/counts") - live
        words = np.flatnonzero(losses)
        return Deleted(words=words, losses=losses[words])

    def sections_of(self, article: int) -> range:
        """The sections of an article; they stand side by side."""
        starts = self.rows.part("article/first", article, min(article + 2, self.articles))
        return range(int(starts[0]), int(starts[1]) if len(starts) == 2 else self.count)

    def check_positions(self, frequencies: Array, positions: Array) -> None:
        """Raise IndexDamaged where there are not as many positions as these frequencies say.

        Before anything is repeated by frequencies: those of a file that is none of ours may ask for any memory.
        """
        if frequencies.max(initial=0) > len(positions) or frequencies.sum() != len(positions):
            raise damaged(self.terms.path, "has not as many positions as it says")

    def text(self, name: str, number: int) -> bytes:
        """One of the texts of `rows`."""
        ends = self.rows.part(f"{name}/ends", max(0, number - 1), number + 1)
        return self.rows.part(name, int(ends[0]) if number else 0, int(ends[-1])).tobytes()

    def records(self, name: str) -> Records:
        """The records of sections or of articles."""
        records = self._records.get(name)
        if records is None:
            records = self._records[name] = Records(self.rows, name)
        return records

    def texts(self, name: str) -> list[bytes]:
        """All of one kind of the texts of `rows`."""
        together, ends = self.rows.whole(name).tobytes(), self.rows.whole(f"{name}/ends").tolist()
        return [together[start:end] for start, end in pairwise([0, *ends])]

    def find(self, name: str, text: bytes) -> int | None:
        """The number of the text of `rows` that is this one, which is not empty."""
        together, ends = self.rows.whole(name).tobytes(), self.rows.whole(f"{name}/ends")
        start = together.find(text) if text else -1
        while start >= 0:
            number = int(ends.searchsorted(start, side="right"))
            if start == (ends[number - 1] if number else 0) and start + len(text) == ends[number]:
                return number
            start = together.find(text, start + 1)
        return None

    def close(self) -> None:
        self.terms.close()
        self.rows.close()

    @cached_property
    def dead(self) -> Array:
        """Which of its sections are deleted: those of deleted articles."""
        if not self.deletions:
            return np.zeros(self.count, bool)
        return self.dead_articles[self.rows.whole("section/article")]

    def _check_counts(self) -> None:
        kept = self.rows.count("section/kind")
        if kept != self.count:
            raise damaged(self.rows.path, f"has {kept:,} sections, not {self.count:,}")
