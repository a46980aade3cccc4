"""Texts to terms in bulk: just what `Analyser.terms` and `Analyser.spellings` say, from a table of known words.

A chunk is a longest run of bytes that can belong to one word; no token reaches beyond one, so it is analysed once and
looked up ever after: by its first 16 bytes in a hash table of arrays, all chunks of many texts at once, or, where it is
longer or its place is taken, in a dictionary. Only a chunk that is not known runs the real analyser.
"""

from __future__ import annotations

import string
from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.model import ArticleFacts, Section
from twitchsearch.search.analysis import Analyser, section_spellings

_BITS = 20
_SHORT = 16  # bytes
_PLACES = 4  # where a chunk may stand in the table: four neighbours, which share a line of the cache
_ENOUGH = (1 << _BITS) // 3

_OF_WORDS = frozenset((string.ascii_letters + string.digits + "'._").encode())
_CLASSES = bytes(byte >= 128 or byte in _OF_WORDS for byte in range(256))
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_FIRST_BYTES = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)


class Chunks(NamedTuple):
    """Texts as the numbers of their chunks, one after the other, and how many chunks each text has."""

    numbers: Array
    counts: Array


class Numbered:
    """Distinct texts, numbered in the order in which they come. One thread may rank them while another adds."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._texts: list[bytes] = []
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> bytes:
        return self._texts[number]

    def number(self, text: bytes) -> int:
        number = self._numbers.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def ranked(self, count: int) -> tuple[Array, Array]:
        """The first `count` numbers in the order of their texts, and of each number its place in that order."""
        new = range(len(self._order), count)
        # What is in order already costs next to nothing.
        self._order = sorted([*self._order, *new], key=self._texts.__getitem__)
        order = np.array(self._order, np.int64)
        ranks = np.empty(count, np.int64)
        ranks[order] = np.arange(count)
        return order, ranks


class Members:
    """Lists of numbers, side by side: list `i` is the `i`-th that it was given."""

    def __init__(self) -> None:
        self._members = array("i")
        self._ends = array("i", [0])
        self._arrays: tuple[Array, Array] | None = None

    def __len__(self) -> int:
        return len(self._ends) - 1

    def extend(self, lists: Iterable[list[int]]) -> None:
        for members in lists:
            self._members.extend(members)
            self._ends.append(len(self._members))
        self._arrays = None

    def of(self, lists: Array) -> tuple[Array, Array]:
        """The members of these lists, one after the other, and how many each of them has."""
        if self._arrays is None:
            self._arrays = np.array(self._members), np.array(self._ends)
        members, ends = self._arrays
        starts = ends.take(lists)
        counts = ends.take(lists + 1)
        counts -= starts
        before = np.cumsum(counts, dtype=np.int64)
        total = int(before[-1]) if len(before) else 0
        before -= counts
        starts = starts - before
        places = np.repeat(starts, counts)
        places += np.arange(total)
        return members.take(places), counts


class WordTable:
    """What is known of words. It only grows: when it is `full`, another should take its place."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self.terms = Numbered()
        self.terms_of = Members()
        self.spellings = Numbered()
        self.spellings_of = Members()
        self._low = np.zeros(1 << _BITS, np.uint64)  # a chunk's first eight bytes: never 0
        self._high = np.zeros(1 << _BITS, np.uint64)
        self._numbers = np.zeros(1 << _BITS, np.int32)
        self._others: dict[bytes, int] = {}

    @property
    def full(self) -> bool:
        return len(self.terms_of) > _ENOUGH

    def chunks(self, texts: list[bytes]) -> Chunks:
        """Take texts (UTF-8, surrogates may pass) apart. Made for about a megabyte at once."""
        raw = b"\n" + b"\n".join(texts) + b"\n" * 17
        classes = np.frombuffer(raw.translate(_CLASSES), np.uint8)
        edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1
        starts, lengths = edges[::2], edges[1::2] - edges[::2]
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) + 1
        counts = np.diff(np.searchsorted(starts, ends), prepend=0)
        numbers, unknown = self._look_up(raw, starts, lengths)
        if unknown.size:
            firsts, lasts = starts[unknown], starts[unknown] + lengths[unknown]
            numbers[unknown] = self._learn(
                [raw[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]
            )
        return Chunks(numbers, counts)

    def _look_up(self, raw: bytes, starts: Array, lengths: Array) -> tuple[Array, Array]:
        """The number of each chunk that has a place in the table, and which have none."""
        low, high = _first_bytes(raw, starts, lengths)
        slots = _slots(low, high)
        numbers = self._numbers.take(slots)
        wrong = self._low.take(slots) != low
        wrong |= self._high.take(slots) != high
        wrong |= lengths > _SHORT
        left = np.flatnonzero(wrong)
        for step in range(1, _PLACES):
            places = slots[left] ^ step
            right = (self._low.take(places) == low[left]) & (self._high.take(places) == high[left])
            right &= lengths[left] <= _SHORT
            numbers[left[right]] = self._numbers.take(places[right])
            left = left[~right]
        return numbers, left

    def _learn(self, chunks: list[bytes]) -> list[int]:
        fresh = [chunk for chunk in dict.fromkeys(chunks) if chunk not in self._others]
        numbers = dict(zip(fresh, self._analyse(fresh), strict=True))
        return [self._others[chunk] if chunk in self._others else numbers[chunk] for chunk in chunks]

    def _analyse(self, chunks: list[bytes]) -> range:
        """The numbers of chunks that are new to the table."""
        numbers = range(len(self.terms_of), len(self.terms_of) + len(chunks))
        words = self._analyser.known_words([chunk.decode("utf-8", "surrogatepass") for chunk in chunks])
        self.terms_of.extend([self.terms.number(each.encode()) for each in terms] for terms, _ in words)
        self.spellings_of.extend([self.spellings.number(_spelled(*each)) for each in several] for _, several in words)
        short = [number for number, chunk in zip(numbers, chunks, strict=True) if len(chunk) <= _SHORT]
        for number in {*numbers} - {*self._placed(short, [chunk for chunk in chunks if len(chunk) <= _SHORT])}:
            self._others[chunks[number - numbers.start]] = number
        return numbers

    def _placed(self, numbers: list[int], chunks: list[bytes]) -> list[int]:
        """Give these chunks places in the table; the numbers of those that found one."""
        both = np.frombuffer(b"".join(chunk.ljust(_SHORT, b"\0") for chunk in chunks), "<u8").reshape(-1, 2)
        low, high = both.T.astype(np.uint64)
        slots, given = _slots(low, high), np.array(numbers, np.int32)
        waiting = np.ones(len(chunks), bool)
        for step in range(_PLACES):
            left = np.flatnonzero(waiting)
            left = left[self._low[slots[left] ^ step] == 0]
            places, firsts = np.unique(slots[left] ^ step, return_index=True)
            left = left[firsts]  # one for each place; the others look for another
            self._low[places], self._high[places], self._numbers[places] = low[left], high[left], given[left]
            waiting[left] = False
        placed: list[int] = given[~waiting].tolist()
        return placed


def section_words(analyser: Analyser, facts: ArticleFacts, section: Section) -> set[bytes]:
    """The words of a section as the terms of `schema.WORDS`."""
    return {_spelled(analyser.fold(each), each) for each in section_spellings(analyser, facts, section)}


def _spelled(folded: str, word: str) -> bytes:
    return f"{folded}\0{word}".encode()


def _first_bytes(raw: bytes, starts: Array, lengths: Array) -> tuple[Array, Array]:
    """The first eight bytes of each chunk, and the next eight, as numbers; what is beyond its end is 0."""
    eights = np.ndarray(len(raw) - 7, "V8", raw, strides=(1,))
    low = eights.take(starts).view("<u8").astype(np.uint64, copy=False)
    low &= _FIRST_BYTES.take(lengths, mode="clip")
    high = np.zeros(len(starts), np.uint64)
    long = np.flatnonzero(lengths > 8)
    rest = eights.take(starts[long] + 8).view("<u8").astype(np.uint64, copy=False)
    high[long] = rest & _FIRST_BYTES.take(lengths[long] - 8, mode="clip")
    return low, high


def _slots(low: Array, high: Array) -> Array:
    one, two, three = map(np.uint64, _FACTORS)
    mixed = high * one
    mixed ^= low
    mixed *= two
    mixed ^= mixed >> np.uint64(29)
    mixed *= three
    mixed >>= np.uint64(64 - _BITS)
    return mixed.astype(np.int64)
