"""Where terms stand one after the other, over the places of many sections at once: `search.phrases` over arrays.

Every place of a field of a segment gets a number: those of a section side by side, and between two sections more room
than a sequence can reach. A term is marked at its numbers, shifted by how far it stands from another, whose own numbers
then say where both are. That is done for some sections at once, so that the marks stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.lists import Room, Sections, common
from twitchsearch.backends.whoosh.postings import Postings, Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.search.plan import Sequence

_AT_ONCE = 1 << 19  # places that are marked at once, a byte each
_MOST = 4  # times as many sections as are wanted: then the places in the others are left out


class Places(NamedTuple):
    """Where a term stands: its sections, ascending, how often in each, and the positions, all of a section's rising."""

    sections: Array
    counts: Array
    positions: Array


def sequence_postings(snapshot: Snapshot, field: str, sequence: Sequence, room: Room) -> Postings:
    """The live sections in which a sequence matches in this field, and from how many places on in each."""
    parts = [Postings(np.empty(0, np.int64), np.empty(0, np.int64))]
    for segment, first in zip(snapshot.segments, snapshot.firsts.tolist(), strict=False):
        numbers = [segment.sorted_terms(field).number(term.encode()) for term in sequence.terms]
        if None in numbers:
            continue
        with reading(segment.terms.path):
            places = {number: _Term(segment, field, number) for number in numbers if number is not None}
            found = common([Sections(room, each.sections) for each in places.values()])
            lists = {number: each.places(found) for number, each in places.items()}
            sections, counts = matching([lists[each] for each in numbers if each is not None], sequence)
        if segment.deletions:
            live = ~segment.dead.take(sections)
            sections, counts = sections.compress(live), counts.compress(live)
        parts.append(Postings(sections + first, counts))
    return parts[-1] if len(parts) == 2 else Postings(*map(np.concatenate, zip(*parts, strict=True)))


def matching(terms: list[Places], sequence: Sequence) -> Postings:
    """In which sections a sequence of terms matches that stand at these places, and from how many places on."""
    if not all(len(each.sections) for each in terms):
        return Postings(np.empty(0, np.int64), np.empty(0, np.int64))
    reach = sequence.offsets[-1] + sequence.slop
    numbered = _numbered(terms, reach)
    at = 0 if sequence.slop else _anchor(terms)
    counts = np.zeros(len(terms[at].sections), np.int64)
    marks = np.zeros(_AT_ONCE + reach, bool)
    for start, stop, size in _stretches(numbered[0].limits):
        own = [each.numbers(start, stop) for each in numbered]
        if not all(map(len, own)):
            continue
        if sequence.slop:
            having = _loosely(own, reach)
        else:
            others = [
                each - (offset - sequence.offsets[at])
                for place, (each, offset) in enumerate(zip(own, sequence.offsets, strict=True))
                if place != at
            ]
            having = _exactly(own[at], others, marks if size <= _AT_ONCE else None)
        postings, firsts = numbered[at].within(start, stop)
        counts[postings] = np.add.reduceat(having, firsts, dtype=np.int64)
    some = np.flatnonzero(counts)
    return Postings(terms[at].sections.take(some), counts.take(some))


class _Term:
    """A term in one field of a segment, read as far as it is asked for."""

    def __init__(self, segment: Segment, field: str, number: int) -> None:
        self._segment = segment
        self._field = field
        self._number = number
        self._extent = segment.extent(field, number, "sections")
        self.sections = segment.escaped(f"{field}/sections").part(*self._extent).cumsum(dtype=np.int64)

    def places(self, wanted: Array) -> Places:
        """Those in the wanted sections, which all have the term, at least."""
        segment, field = self._segment, self._field
        counts = segment.escaped(f"{field}/frequencies").part(*self._extent)
        positions = segment.terms.part(f"{field}/positions", *segment.extent(field, self._number, "positions"))
        segment.check_positions(counts, positions)
        if len(wanted) * _MOST > len(self.sections):
            return Places(self.sections, counts, positions)
        some = self.sections.searchsorted(wanted)
        ends = np.cumsum(counts, dtype=np.int64).take(some)
        counts = counts.take(some).astype(np.int64)
        places = np.repeat(ends - np.cumsum(counts), counts)
        places += np.arange(len(places))
        return Places(wanted, counts, positions.take(places))


class _Numbered:
    """The places of a term by their numbers. `limits` say for every section where its numbers end."""

    def __init__(self, places: Places, ends: Array, bases: Array, limits: Array) -> None:
        self.limits = limits
        self._places = places
        self._ends = ends
        self._bases = bases

    def within(self, start: int, stop: int) -> tuple[slice, Array]:
        """The postings in the sections `[start, stop)`, and which of their places is the first of each."""
        first, last = self._places.sections.searchsorted((start, stop)).tolist()
        ends = self._ends[first:last]
        return slice(first, last), ends - self._places.counts[first:last] - self._begin(first)

    def numbers(self, start: int, stop: int) -> Array:
        """The places in the sections `[start, stop)`, by numbers that begin with the first section's."""
        sections, counts, positions = self._places
        first, last = sections.searchsorted((start, stop)).tolist()
        bases = self._bases.take(sections[first:last])
        bases -= self.limits[start - 1] if start else 0
        numbers = np.repeat(bases, counts[first:last])
        numbers += positions[self._begin(first) : self._begin(last)]
        return numbers

    def _begin(self, posting: int) -> int:
        return int(self._ends[posting - 1]) if posting else 0


def _numbered(terms: list[Places], reach: int) -> list[_Numbered]:
    """The terms with their places numbered: before the places of each section `reach` numbers stay free."""
    all_ends = [np.cumsum(each.counts, dtype=np.int64) for each in terms]
    room = np.zeros(1 + max(int(each.sections[-1]) for each in terms), np.int64)
    for each, ends in zip(terms, all_ends, strict=True):
        lasts = each.positions.take(ends - 1).astype(np.int64)
        lasts += 1 + reach
        room[each.sections] = np.maximum(room.take(each.sections), lasts, out=lasts)
    limits = np.cumsum(room)
    bases = limits - room
    bases += reach
    return [_Numbered(each, ends, bases, limits) for each, ends in zip(terms, all_ends, strict=True)]


def _anchor(terms: list[Places]) -> int:
    """Which term's places the others are held against. To mark a place and wipe it costs twice what to look at it does:
    of two terms the rarer is marked, of more all but the rarest."""
    sizes = [len(each.positions) for each in terms]
    return sizes.index(max(sizes) if len(sizes) < 3 else min(sizes))


def _exactly(anchor: Array, others: list[Array], marks: Array | None) -> Array:
    """Which numbers of `anchor` are in all of the others; without `marks` for one text of very many words."""
    having = np.ones(len(anchor), bool)
    for each in others:
        if marks is None:
            having &= np.isin(anchor, each, assume_unique=True)
            continue
        marks[each] = True
        having &= marks.take(anchor)
        marks[each] = False
    return having


def _loosely(terms: list[Array], reach: int) -> Array:
    """From which numbers of the first term on the others follow one after the other, the last at most `reach` farther.

    Each takes the nearest place after the one before; no other choice could end sooner.
    """
    first, *rest = terms
    ends = first
    for each in rest:
        numbers = np.append(each, np.iinfo(np.int64).max)
        ends = numbers.take(numbers.searchsorted(ends, "right"), mode="clip")
    return np.asarray(ends - first <= reach)


def _stretches(limits: Array) -> Iterator[tuple[int, int, int]]:
    """Sections side by side that have at most `_AT_ONCE` numbers together, one section at least, and how many."""
    start = before = 0
    while start < len(limits):
        stop = max(start + 1, int(limits.searchsorted(before + _AT_ONCE, "right")))
        end = int(limits[stop - 1])
        yield start, stop, end - before
        start, before = stop, end
