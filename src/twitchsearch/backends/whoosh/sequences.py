"""Where terms stand one after the other, over the places of many sections at once: `search.phrases` over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.postings import Occurrences, Postings

_AT_ONCE = 1 << 19  # places that are marked at once, a byte each, so that they stay in the processor's cache


def counted(places: Occurrences) -> Postings:
    """How often something occurs in each section."""
    firsts = _firsts(places.sections)
    return Postings(places.sections[firsts], np.diff(np.append(firsts, len(places.sections))))


def exactly(first: Occurrences, rest: Iterable[Occurrences], offsets: Iterable[int]) -> Occurrences:
    """Where each of `rest` stands at its offset after `first`."""
    lists, steps = [first, *rest], list(offsets)
    if not all(len(each.sections) for each in lists):
        return Occurrences(first.sections[:0], first.positions[:0])
    ends = np.cumsum(_room(lists))
    marks = np.zeros(_AT_ONCE, bool)
    found: list[Occurrences] = []
    for start, stop in _stretches(ends):
        own = [_between(each, start, stop) for each in lists]
        begin = int(ends[start - 1]) if start else 0
        if ends[stop - 1] - begin > len(marks):  # one text of very many words
            found.append(_exactly_by_keys(own[0], own[1:], steps))
        else:
            bases = np.concatenate([[0], ends[start : stop - 1] - begin])
            places = [bases[each.sections - start] + each.positions for each in own]
            found.append(_marked(own, places, steps, marks))
    return Occurrences(*map(np.concatenate, zip(*found, strict=True)))


def _marked(lists: list[Occurrences], places: list[Array], offsets: list[int], marks: Array) -> Occurrences:
    """Where each of the others stands at its offset after the first; `places` are numbers of the room in `marks`."""
    found = np.arange(len(places[0]))
    for each, there, offset in zip(lists[1:], places[1:], offsets, strict=True):
        before = (there - offset)[each.positions >= offset]
        marks[before] = True
        found = found[marks[places[0][found]]]
        marks[before] = False
    return Occurrences(lists[0].sections[found], lists[0].positions[found])


def loosely(first: Occurrences, rest: Iterable[Occurrences], reach: int) -> Occurrences:
    """Where `rest` follow `first` one after the other, the last at most `reach` positions farther.

    Each takes the nearest place after the one before; no other choice could end sooner.
    """
    starts = ends = _keys(first)
    for each in rest:
        keys = np.append(_keys(each), np.iinfo(np.int64).max)
        ends = keys[np.searchsorted(keys, ends, side="right").clip(max=len(keys) - 1)]
    return _places(starts[ends - starts <= reach])


def _room(lists: list[Occurrences]) -> Array:
    """How many places each section has: as many as the last position in it that any of these lists names asks for."""
    room = np.zeros(1 + max(int(each.sections[-1]) for each in lists), np.int64)
    for each in lists:
        lasts = np.append(_firsts(each.sections)[1:], len(each.sections)) - 1
        sections = each.sections[lasts]
        room[sections] = np.maximum(room[sections], each.positions[lasts] + 1)
    return room


def _stretches(ends: Array) -> Iterator[tuple[int, int]]:
    """Sections side by side that have room for at most `_AT_ONCE` places together, one section at least."""
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(ends.searchsorted(before + _AT_ONCE, "right")))
        yield start, stop
        start = stop


def _between(places: Occurrences, start: int, stop: int) -> Occurrences:
    """Those in the sections `[start, stop)`."""
    first, last = places.sections.searchsorted((start, stop))
    return Occurrences(places.sections[first:last], places.positions[first:last])


def _firsts(sections: Array) -> Array:
    """Where the places of each section begin; those of a section are side by side."""
    if not len(sections):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], sections[1:] != sections[:-1]]))


def _exactly_by_keys(first: Occurrences, rest: Iterable[Occurrences], offsets: Iterable[int]) -> Occurrences:
    starts = _keys(first)
    for each, offset in zip(rest, offsets, strict=True):
        starts = starts[np.isin(starts, _keys(each) - offset, assume_unique=True)]
    return _places(starts)


def _keys(places: Occurrences) -> Array:
    """One number for each place, in the same order; those of different sections are far apart."""
    return (places.sections << 32) + places.positions


def _places(keys: Array) -> Occurrences:
    return Occurrences(keys >> 32, keys & 0xFFFFFFFF)
