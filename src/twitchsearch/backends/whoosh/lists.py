"""Sections that match, and what they score: lists where they are few, masks over all sections where they are many.

Nothing is worked out before it is asked for: which sections a leaf has is often all that is wanted of it, or what some
of them score. Scores are float64, and sums run in the order of the plan, so that they are the same bits as those of
any other engine that adds in that order. Most of the time goes into moving memory, hence `take` and `compress`, which
are two to ten times as fast as the same in brackets, and arrays that are used again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array

_FEW = 32  # times fewer than all sections: then a list is faster than a mask

_STRETCH = 64

LOOKUP = 12
"""Times longer than another: then a list is faster searched than walked through."""


Late = Callable[[], bool]
"""Whether there is no time left. It is asked between one list and the next."""


class Room:
    """Arrays over all sections that whoever works may use, one at a time: what is in them is anything."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._sums = np.empty(count)
        self._marks = np.empty(count, bool)

    def sums(self) -> Array:
        """Zeros, float64."""
        self._sums.fill(0.0)
        return self._sums

    def marks(self) -> Array:
        self._marks.fill(False)  # noqa: FBT003 - an array is filled with it
        return self._marks

    def are_few(self, sections: int) -> bool:
        """Whether so many sections are sooner listed and searched than marked among all."""
        return sections * _FEW < self.count


class Sections:
    """Sections that match. They are given as a list, ascending, or as a mask over all, and may be asked for as both."""

    def __init__(self, room: Room, listed: Array | None = None, mask: Array | None = None) -> None:
        self._room = room
        self._listed = listed
        self._mask = mask

    def __len__(self) -> int:
        return int(np.count_nonzero(self._mask)) if self._listed is None else len(self._listed)  # type: ignore[arg-type]

    @property
    def listed(self) -> Array:
        """Their numbers, ascending."""
        if self._listed is None:
            self._listed = np.flatnonzero(self._mask)  # type: ignore[arg-type]  # one of the two is given
        return self._listed

    @property
    def mask(self) -> Array:
        """Which of all sections they are."""
        if self._mask is None:
            self._mask = np.zeros(self._room.count, bool)
            self._mask[self._listed] = True
        return self._mask

    def having(self, some: Array) -> Array:
        """Which of some sections are among them: a mask over those."""
        if self._listed is None or not self._should_search(some):
            return self.mask.take(some)
        return np.asarray(self._listed.take(self._places(some)) == some) if len(self) else np.zeros(len(some), bool)

    def is_sparse(self) -> bool:
        """Whether there are so few of them that no mask should be made."""
        return self._mask is None and self._room.are_few(len(self))

    def _should_search(self, some: Array) -> bool:
        return self._room.are_few(len(some) + len(self)) or (self._mask is None and len(some) * LOOKUP < len(self))

    def _places(self, some: Array) -> Array:
        """Where each of some sections stands in the list, which has some, or another where it does not."""
        return np.minimum(self.listed.searchsorted(some), len(self.listed) - 1)


class Weighted(Sections):
    """Sections with a weight each: an array as long as their list, or none where all weigh nothing."""

    def __init__(
        self, room: Room, listed: Array | None = None, weights: Array | None = None, mask: Array | None = None
    ) -> None:
        super().__init__(room, listed, mask)
        self._weights = weights

    @property
    def weights(self) -> Array:
        return np.zeros(len(self)) if self._weights is None else self._weights

    def weights_of(self, some: Array) -> Array:
        """The weights of some sections, 0 of those that are not among them."""
        if not len(self):
            return np.zeros(len(some))
        places = self._places(some)
        return np.where(self.listed.take(places) == some, self.weights.take(places), 0.0)

    def weights_within(self, some: Array) -> Array:
        """The weights of some sections that are all among them."""
        return self.weights if some is self.listed else self.weights_of(some)


class Sum(Weighted):
    """Sections, each weighing what those parts of a plan that have it weigh together, each times its factor.

    `is_union` says that all sections of all parts are among them. Once it is `late`, further parts weigh nothing.
    """

    def __init__(
        self, room: Room, listed: Array, parts: Sequence[tuple[Weighted, float]], late: Late, *, is_union: bool = False
    ) -> None:
        super().__init__(room, listed)
        self.late = late
        self.parts = tuple((part, factor) for part, factor in parts if factor)
        self.is_union = is_union

    @property
    def weights(self) -> Array:
        if self._weights is None:
            self._weights = summed(self._room, self.listed, self.parts, self.late)
        return self._weights

    def weights_of(self, some: Array) -> Array:
        return np.where(self.having(some), self.weights_within(some), 0.0)

    def weights_within(self, some: Array) -> Array:
        if some is self.listed:
            return self.weights
        return (
            super().weights_of(some) if self._weights is not None else summed(self._room, some, self.parts, self.late)
        )


def united(room: Room, several: Sequence[Sections]) -> Array:
    """The sections that are in any of these, ascending."""
    some = [each for each in several if len(each)]
    if len(some) < 2 or (all(each.is_sparse() for each in some) and room.are_few(sum(map(len, some)))):
        return joined(room, [each.listed for each in some])[0]
    marks = room.marks()
    for each in some:
        if each.is_sparse():
            marks[each.listed] = True
        else:
            marks |= each.mask
    return np.flatnonzero(marks)


def common(several: Sequence[Sections]) -> Array:
    """The sections that are in all of these, ascending; of one at least."""
    first, *others = sorted(several, key=len)
    found = first.listed
    if others and not first.is_sparse():
        mask = first.mask & others[0].mask
        for each in others[1:]:
            mask &= each.mask
        return np.flatnonzero(mask)
    for each in others:
        found = found.compress(each.having(found))
    return found


def summed(room: Room, found: Array, several: Sequence[tuple[Weighted, float]], late: Late) -> Array:
    """For each of these sections the sum of its weights, each times a factor, in their order, until it is late."""
    some = [(each, factor) for each, factor in several if len(each)]
    if len(some) == 1 and some[0][0].listed is found and not late():
        return some[0][0].weights * some[0][1]
    entries = sum(len(each) for each, _ in some)
    if room.are_few(len(found) + entries) or len(found) * len(some) * LOOKUP < entries:
        scores = np.zeros(len(found))
        for each, factor in takewhile(lambda _: not late(), some):
            scores += each.weights_of(found) * factor
        return scores
    in_time = takewhile(lambda _: not late(), some)
    weighted = [(each.listed, each.weights * factor) for each, factor in in_time]  # which work in the same room
    sums = room.sums()
    for sections, scores in weighted:
        np.add.at(sums, sections, scores)
    return sums.take(found)


def joined(room: Room, lists: list[Array]) -> tuple[Array, Array | None]:
    """The sections that are in any of these lists, none of which is empty, and a mask of them where one was made."""
    if len(lists) < 2:
        return (lists[0] if lists else np.empty(0, np.int64)), None
    if room.are_few(sum(map(len, lists))):
        return _distinct(lists), None
    longest = max(lists, key=len)
    others = [each for each in lists if each is not longest]
    if are_rare(others, longest):
        some = _distinct(others)
        places = longest.searchsorted(some)
        more = longest.take(places, mode="clip") != some
        if not more.any():
            return longest, None
        return np.insert(longest, places.compress(more), some.compress(more)), None
    mask = np.zeros(room.count, bool)
    mask[longest] = True
    grown = False
    for each in others:
        if len(more := each.compress(~mask.take(each))):
            mask[more] = grown = True
    return (np.flatnonzero(mask) if grown else longest), mask


def nth_highest(values: Array, wanted: int) -> float:
    """The value that so many, at least one and no more than there are, are not below."""
    if _are_many(values, wanted):
        values = values.compress(values >= low_bar(values, wanted))
    return _nth(values, wanted)


def low_bar(values: Array, wanted: int) -> float:
    """A value that so many, at least one and no more than there are, are not below, and not many more: of many, the one
    that as many stretches of them reach."""
    if _are_many(values, wanted):
        stretches = len(values) // _STRETCH  # of what is far apart: five times as fast
        values = values[: stretches * _STRETCH].reshape(_STRETCH, stretches).max(axis=0)
    return _nth(values, wanted)


def _are_many(values: Array, wanted: int) -> bool:
    return len(values) // _STRETCH > 2 * wanted


def _nth(values: Array, wanted: int) -> float:
    return float(np.partition(values, len(values) - wanted)[len(values) - wanted])


def are_rare(lists: list[Array], longest: Array) -> bool:
    """Whether it is faster to look up what these lists have in the longest than to walk through that."""
    return sum(map(len, lists)) * LOOKUP < len(longest)


def _distinct(lists: list[Array]) -> Array:
    together = np.sort(np.concatenate(lists))
    return together.compress(np.concatenate([[True], together[1:] != together[:-1]]))
