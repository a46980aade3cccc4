"""Where terms stand one after the other, over the places of many sections at once: `search.phrases` over arrays.

Every place in the sections that have all of the terms gets a number: those of a section side by side, and between two
sections more room than the sequence can reach. A term is marked at its numbers, shifted by how far it stands from
another, whose own numbers then say where both are. That is done for some sections at once, so that the marks stay in
the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.lists import LOOKUP, Room, Sections, common
from twitchsearch.backends.whoosh.postings import Postings, Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.search.plan import Sequence

_AT_ONCE = 1 << 20  # places that are marked at once, a byte each


class Places(NamedTuple):
    """Where a term stands in some sections: how often in each (at least once), and the positions, side by side, rising
    within a section."""

    counts: Array
    positions: Array


def sequence_postings(
    snapshot: Snapshot, field: str, sequence: Sequence, room: Room, check: Callable[[], None]
) -> Postings:
    """The live sections in which a sequence matches in this field, and from how many places on in each.

    `check` is called between long steps, and stops the work by what it raises.
    """
    parts = [Postings(np.empty(0, np.int64), np.empty(0, np.int64))]
    for segment, first in zip(snapshot.segments, snapshot.firsts.tolist(), strict=False):
        numbers = [segment.sorted_terms(field).number(term.encode()) for term in sequence.terms]
        if None in numbers:
            continue
        with reading(segment.terms.path):
            places = {number: _Term(segment, field, number) for number in numbers if number is not None}
            found = common([Sections(room, each.sections) for each in places.values()])
            check()
            lists = {number: each.places(found, room) for number, each in places.items()}
            counts = matching([lists[each] for each in numbers if each is not None], sequence, check)
            some = np.flatnonzero(counts)
            sections, counts = found.take(some), counts.take(some)
        if segment.deletions:
            live = ~segment.dead.take(sections)
            sections, counts = sections.compress(live), counts.compress(live)
        parts.append(Postings(sections + first, counts))
    return parts[-1] if len(parts) == 2 else Postings(*map(np.concatenate, zip(*parts, strict=True)))


def matching(terms: list[Places], sequence: Sequence, check: Callable[[], None]) -> Array:
    """From how many places on a sequence of terms matches in each of the sections in which all of them stand so.

    `check` is called before each stretch of sections.
    """
    reach = sequence.offsets[-1] + sequence.slop
    numbered, limits = _numbered(terms, reach)
    at = 0 if sequence.slop else _anchor(terms)
    steps = [offset - sequence.offsets[at] for offset in sequence.offsets]
    counts = np.zeros(len(limits), np.int64)
    marks = np.zeros(_AT_ONCE + reach, bool)
    for start, stop, size in _stretches(limits):
        check()
        own = [each.numbers(start, stop) for each in numbered]
        if sequence.slop:
            having = _loosely(own, reach)
        else:
            others = [each - step for place, (each, step) in enumerate(zip(own, steps, strict=True)) if place != at]
            having = _exactly(own[at], others, marks if size <= _AT_ONCE else None)
        counts[start:stop] = np.add.reduceat(having, numbered[at].firsts(start, stop), dtype=np.int64)
    return counts


class _Term:
    """A term in one field of a segment, read as far as it is asked for."""

    def __init__(self, segment: Segment, field: str, number: int) -> None:
        self._segment = segment
        self._field = field
        self._number = number
        self._extent = segment.extent(field, number, "sections")
        self.sections = segment.escaped(f"{field}/sections").part(*self._extent).cumsum(dtype=np.int64)

    def places(self, wanted: Array, room: Room) -> Places:
        """Those in the wanted sections, which all have the term."""
        segment, field = self._segment, self._field
        counts = segment.escaped(f"{field}/frequencies").part(*self._extent)
        positions = segment.terms.part(f"{field}/positions", *segment.extent(field, self._number, "positions"))
        segment.check_positions(counts, positions)
        if len(wanted) == len(self.sections):
            return Places(counts, positions)
        if len(wanted) * LOOKUP < len(self.sections):
            some = self.sections.searchsorted(wanted)
        else:
            some = np.flatnonzero(Sections(room, wanted).mask.take(self.sections))
        ends = np.cumsum(counts, dtype=np.int64).take(some)
        counts = counts.take(some).astype(np.int64)
        places = np.repeat(ends - np.cumsum(counts), counts)
        places += np.arange(len(places))
        return Places(counts, positions.take(places))


class _Numbered:
    """The places of a term by their numbers: those of a section begin at its number in `bases`."""

    def __init__(self, places: Places, ends: Array, bases: Array, reach: int) -> None:
        self._places = places
        self._ends = ends
        self._bases = bases
        self._reach = reach

    def numbers(self, start: int, stop: int) -> Array:
        """The places in the sections `[start, stop)`, in order, by numbers of which `reach` stay free before them."""
        counts, positions = self._places
        bases = self._bases[start:stop] - (int(self._bases[start]) - self._reach)
        numbers = np.repeat(bases, counts[start:stop])
        numbers += positions[self._begin(start) : self._begin(stop)]
        return numbers

    def firsts(self, start: int, stop: int) -> Array:
        """Which of them is the first of each section."""
        return self._ends[start:stop] - self._places.counts[start:stop] - self._begin(start)

    def _begin(self, section: int) -> int:
        return int(self._ends[section - 1]) if section else 0


def _numbered(terms: list[Places], reach: int) -> tuple[list[_Numbered], Array]:
    """The terms with their places numbered, and where the numbers of each section end: `reach` stay free before it."""
    all_ends = [np.cumsum(each.counts, dtype=np.int64) for each in terms]
    lasts = [each.positions.take(ends - 1) for each, ends in zip(terms, all_ends, strict=True)]
    room = np.maximum.reduce(lasts).astype(np.int64)
    room += 1 + reach
    limits = np.cumsum(room)
    bases = limits - room
    bases += reach
    return [_Numbered(each, ends, bases, reach) for each, ends in zip(terms, all_ends, strict=True)], limits


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
