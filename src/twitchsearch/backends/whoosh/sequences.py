"""Where terms stand one after the other, over the places of many sections at once: `search.phrases` over arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.postings import Occurrences, Postings

_ROOM = 1 << 26  # places that are marked at most, a byte each: 200,000 sections of 300 words


def counted(places: Occurrences) -> Postings:
    """How often something occurs in each section."""
    firsts = _firsts(places.sections)
    return Postings(places.sections[firsts], np.diff(np.append(firsts, len(places.sections))))


def exactly(first: Occurrences, rest: Iterable[Occurrences], offsets: Iterable[int]) -> Occurrences:
    """Where each of `rest` stands at its offset after `first`."""
    rest = list(rest)
    if not all(len(each.sections) for each in (first, *rest)):
        return Occurrences(first.sections[:0], first.positions[:0])
    base, room = _ground([first, *rest])
    if room > _ROOM:  # there may be a text of millions of words
        return _exactly_by_keys(first, rest, offsets)
    marks = np.zeros(room, bool)
    starts = base[first.sections]
    starts += first.positions
    found = np.arange(len(starts))
    for each, offset in zip(rest, offsets, strict=True):
        places = base[each.sections]
        places += each.positions
        places -= offset
        places = places[each.positions >= offset]
        marks[places] = True
        found = found[marks[starts[found]]]
        marks[places] = False
    return Occurrences(first.sections[found], first.positions[found])


def loosely(first: Occurrences, rest: Iterable[Occurrences], reach: int) -> Occurrences:
    """Where `rest` follow `first` one after the other, the last at most `reach` positions farther.

    Each takes the nearest place after the one before; no other choice could end sooner.
    """
    starts = ends = _keys(first)
    for each in rest:
        keys = np.append(_keys(each), np.iinfo(np.int64).max)
        ends = keys[np.searchsorted(keys, ends, side="right").clip(max=len(keys) - 1)]
    return _places(starts[ends - starts <= reach])


def _ground(lists: list[Occurrences]) -> tuple[Array, int]:
    """Where the places of each section begin when those of all sections are laid side by side, and how many there are.

    A section has as many as the last position in it that any of these lists names asks for.
    """
    room = np.zeros(1 + max(int(each.sections[-1]) for each in lists), np.int64)
    for each in lists:
        lasts = np.append(_firsts(each.sections)[1:], len(each.sections)) - 1
        sections = each.sections[lasts]
        room[sections] = np.maximum(room[sections], each.positions[lasts] + 1)
    ends = np.cumsum(room)
    return ends - room, int(ends[-1])


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
