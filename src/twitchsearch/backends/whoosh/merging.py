"""Segments, and runs, which are no different, made one: arrays are merged a range of terms at a time, and streamed.

Nothing is analysed again. What is deleted is left out; sections and articles are numbered anew, in the order of the
sources. Memory: the terms of one field, and a few arrays of `_POSTINGS` numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, Parts, narrow, packed
from twitchsearch.backends.whoosh.escapes import FREQUENCIES, GAPS, Escaping, gaps
from twitchsearch.backends.whoosh.escapes import sections as sections_of
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.backends.whoosh.schema import WORDS
from twitchsearch.model import TextField

_POSTINGS = 1 << 20


class Carried(NamedTuple):
    """A segment of before, which of its articles are dead, and how many live sections each of its `WORDS` has."""

    segment: Segment
    dead: Array
    words: Array


class Source:
    """A segment to be merged, less its dead articles; `first` and `first_article` are the new numbers of its first."""

    def __init__(self, carried: Carried, first: int, first_article: int) -> None:
        segment, dead, self.words = carried
        self.segment = segment
        self.whole = not dead.any()
        self.first = first
        self.first_article = first_article
        self.live_articles = ~dead
        self.live = ~dead[segment.rows.whole("section/article")] if not self.whole else np.ones(segment.count, bool)

    @cached_property
    def sections(self) -> int:
        return int(np.count_nonzero(self.live))

    @cached_property
    def articles(self) -> int:
        return int(np.count_nonzero(self.live_articles))

    @cached_property
    def moved(self) -> Array:
        """The new number of every section; of one that is dead, that of the next which lives."""
        return np.cumsum(self.live) - self.live + self.first

    @cached_property
    def moved_articles(self) -> Array:
        return np.cumsum(self.live_articles) - self.live_articles + self.first_article


def sources(segments: Iterable[Carried]) -> list[Source]:
    """The sources of a merge."""
    found: list[Source] = []
    for each in segments:
        last = found[-1] if found else None
        first = (last.first + last.sections, last.first_article + last.articles) if last else (0, 0)
        found.append(Source(each, *first))
    return found


def merged_postings(merging: list[Source]) -> Iterator[tuple[str, Parts]]:
    """The arrays of the fields and of the words, each to be written before the next is asked for."""
    for name in TextField:
        field = _Field(merging, name)
        yield f"{name}/sections", field.sections()
        yield from field.large_gaps()
        yield f"{name}/sections/ends", field.ends()
        yield f"{name}/frequencies", field.frequencies()
        yield from field.large_frequencies()
        yield f"{name}/positions", field.positions()
        yield f"{name}/positions/ends", field.position_ends()
        yield f"{name}/terms", field.terms()
        yield f"{name}/terms/ends", field.term_ends()
    yield from _words(merging)


def _words(merging: list[Source]) -> Iterator[tuple[str, Parts]]:
    together, numbers = _united(merging, WORDS)
    totals = np.zeros(len(together), np.int64)
    for each, own in zip(merging, numbers, strict=True):
        totals[own] += each.words
    kept = np.flatnonzero(totals)
    terms, ends = packed([together[number] for number in kept.tolist()])
    yield f"{WORDS}/counts", narrow(totals[kept])
    yield f"{WORDS}/terms", terms
    yield f"{WORDS}/terms/ends", ends


def _united(merging: list[Source], name: str) -> tuple[list[bytes], list[Array]]:
    """The terms of all sources in order, and of each source the number of each of its own among them."""
    together: set[bytes] = set()
    for each in merging:
        together.update(each.segment.sorted_terms(name))
    terms = sorted(together)
    numbers = {term: number for number, term in enumerate(terms)}
    of_each = [each.segment.sorted_terms(name) for each in merging]
    return terms, [np.fromiter(map(numbers.__getitem__, own), np.int64, len(own)) for own in of_each]


class _Slice(NamedTuple):
    """What a source has of a range of terms: which of them (counted from the first of the range), how many numbers of
    each, and the numbers."""

    terms: Array
    counts: Array
    numbers: Array


class _Part:
    """One field of one source: its terms by their numbers in the merged field."""

    def __init__(self, source: Source, name: str, numbers: Array) -> None:
        self.source = source
        self.numbers = numbers
        self.name = name
        self._terms = source.segment.terms
        self.ends = self._ends("sections")

    @cached_property
    def position_ends(self) -> Array:
        return self._ends("positions")

    def sections(self, start: int, stop: int) -> _Slice:
        first, last, terms, counts = self._range(start, stop, self.ends)
        numbers = self._sections(first, last, counts)
        if self.source.whole:
            return _Slice(terms, counts, numbers + self.source.first)
        live = self.source.live[numbers]
        return _Slice(terms, _summed(live, counts), self.source.moved[numbers[live]])

    def frequencies(self, start: int, stop: int) -> _Slice:
        first, last, terms, counts = self._range(start, stop, self.ends)
        numbers = self.source.segment.escaped(f"{self.name}/frequencies").part(first, last)
        if self.source.whole:
            return _Slice(terms, counts, numbers)
        live = self.source.live[self._sections(first, last, counts)]
        return _Slice(terms, _summed(live, counts), numbers[live])

    def positions(self, start: int, stop: int) -> _Slice:
        first, last, terms, counts = self._range(start, stop, self.position_ends)
        numbers = self._terms.part(f"{self.name}/positions", first, last)
        if self.source.whole:
            return _Slice(terms, counts, numbers)
        first, last, _, postings = self._range(start, stop, self.ends)
        live = self.source.live[self._sections(first, last, postings)]
        frequencies = self.source.segment.escaped(f"{self.name}/frequencies").part(first, last)
        self.source.segment.check_positions(frequencies, numbers)
        live = np.repeat(live, frequencies)
        return _Slice(terms, _summed(live, counts), numbers[live])

    @property
    def type_of_positions(self) -> np.dtype[Any]:
        return self._terms.part(f"{self.name}/positions", 0, 0).dtype

    def _sections(self, first: int, last: int, counts: Array) -> Array:
        return sections_of(self.source.segment.escaped(f"{self.name}/sections").part(first, last), counts)

    def _ends(self, part: str) -> Array:
        name = f"{self.name}/{part}/ends"
        ends = self._terms.whole(name) if name in self._terms else np.empty(0, np.int64)
        return np.concatenate([[0], ends.astype(np.int64)])

    def _range(self, start: int, stop: int, ends: Array) -> tuple[int, int, Array, Array]:
        one, two = np.searchsorted(self.numbers, (start, stop))
        return int(ends[one]), int(ends[two]), self.numbers[one:two] - start, np.diff(ends[one : two + 1])


class _Field:
    """One field of all sources, each of its arrays in parts: those of what was counted only after what counts it."""

    def __init__(self, merging: list[Source], name: str) -> None:
        self._terms, numbers = _united(merging, name)
        self._parts = [_Part(each, name, own) for each, own in zip(merging, numbers, strict=True)]
        self._counts = np.zeros(len(self._terms), np.int64)
        self._places = np.zeros(len(self._terms), np.int64)
        self._gaps = Escaping(f"{name}/sections", GAPS)
        self._frequencies = Escaping(f"{name}/frequencies", FREQUENCIES)

    def sections(self) -> Iterator[Array]:
        yield self._gaps.narrowed(np.empty(0, np.int64))
        for merged, counts in self._streamed(_Part.sections, self._counts, np.dtype(np.int64)):
            yield self._gaps.narrowed(gaps(merged, counts))

    def large_gaps(self) -> Iterator[tuple[str, Array]]:
        return self._gaps.apart()

    def frequencies(self) -> Iterator[Array]:
        yield self._frequencies.narrowed(np.empty(0, np.int64))
        for merged, _ in self._streamed(_Part.frequencies, self._counts, np.dtype(np.int64)):
            yield self._frequencies.narrowed(merged)

    def large_frequencies(self) -> Iterator[tuple[str, Array]]:
        return self._frequencies.apart()

    def positions(self) -> Iterator[Array]:
        kind = max((each.type_of_positions for each in self._parts), key=lambda each: each.itemsize)
        yield np.empty(0, kind)
        for merged, _ in self._streamed(_Part.positions, self._places, kind):
            yield merged

    def ends(self) -> Iterator[Array]:
        yield narrow(np.cumsum(self._counts[self._counts > 0]))

    def position_ends(self) -> Iterator[Array]:
        yield narrow(np.cumsum(self._places[self._counts > 0]))

    def terms(self) -> Iterator[Array]:
        yield packed(self._kept())[0]

    def term_ends(self) -> Iterator[Array]:
        yield packed(self._kept())[1]

    def _kept(self) -> list[bytes]:
        return [self._terms[number] for number in np.flatnonzero(self._counts).tolist()]

    def _streamed(
        self, take: Callable[[_Part, int, int], _Slice], counts: Array, kind: np.dtype[Any]
    ) -> Iterator[tuple[Array, Array]]:
        """What `take` has of every range of terms, put in order, and how much of each term, which goes to `counts`."""
        for start, stop in self._ranges():
            slices = [take(each, start, stop) for each in self._parts]
            counts[start:stop] = sum(np.bincount(each.terms, each.counts, stop - start) for each in slices)
            free = np.cumsum(counts[start:stop]) - counts[start:stop]
            merged = np.empty(int(counts[start:stop].sum()), kind)
            for each in slices:
                before = np.cumsum(each.counts) - each.counts
                places = np.repeat(free[each.terms] - before, each.counts)
                places += np.arange(len(places))
                merged[places] = each.numbers
                free[each.terms] += each.counts
            yield merged, counts[start:stop]

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of terms with about `_POSTINGS` postings, one term at least."""
        sizes = np.zeros(len(self._terms), np.int64)
        for each in self._parts:
            sizes[each.numbers] += np.diff(each.ends)
        ends = np.cumsum(sizes)
        start = 0
        while start < len(ends):
            before = int(ends[start - 1]) if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, before + _POSTINGS, side="right")))
            yield start, stop
            start = stop


def _summed(live: Array, counts: Array) -> Array:
    """How many of each of these runs of `live` are."""
    before = np.concatenate([[0], np.cumsum(live)])
    ends = np.cumsum(counts)
    return np.asarray(before[ends] - before[ends - counts])
