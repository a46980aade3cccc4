"""Which sections can be among the best, without scoring all that match.

No leaf counts more in a score than its factor (what it tells), as weights are at most 1. So once the leaves that tell
most, which are rare, have put as many sections as are wanted above what all others could add up to, no section without
one of those leaves can come among the best; and of those that have one, none that would stay below with all the rest on
top. The common leaves, whose lists are long, are then looked up in what is left instead of weighed and added up.
(MaxScore: H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", 1995.)
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.leaves import Leaves
from twitchsearch.backends.whoosh.lists import Room, Sections, Sum, Weighted, nth_highest, united

_WORTH = 4  # times more sections must the common leaves have than the rare ones
_LEAST = 50_000  # sections that they must have: fewer are sooner added up
_SLACK = 1e-9  # how far sums may be off that are added up in another order


class Wanted(NamedTuple):
    """How many sections are wanted; what scores are multiplied by, in place, that is known of their sections besides
    words; and the most that this is."""

    most: int
    stand: Callable[[Array, Array], None]
    highest: float


def rivals(room: Room, matches: Weighted, kept: Array, wanted: Wanted) -> Array:
    """Those of `kept`, sections that match, among which the best that are wanted are, however many more."""
    if not wanted.most or len(kept) <= wanted.most:
        return kept if wanted.most else kept[:0]
    if isinstance(matches, Leaves) and kept is matches.listed and not matches.is_weighed():
        return _highest(matches, wanted)
    if not isinstance(matches, Sum):
        return kept
    parts = [(part, factor) for part, factor in matches.parts if len(part)]
    if any(factor < 0.0 or not isinstance(part, Leaves) for part, factor in parts):
        return kept
    within = None if kept is matches.listed and matches.is_union else Sections(room, kept)
    order = sorted(range(len(parts)), key=lambda each: -parts[each][1])
    sizes = [len(parts[each][0]) for each in order]
    for count in range(1, len(order)):
        some, others = sum(sizes[:count]), sum(sizes[count:])
        if some >= wanted.most and others > max(_LEAST, some * _WORTH):
            rare = [parts[each] for each in sorted(order[:count])]
            rest = sum(parts[each][1] for each in order[count:])
            found = _above(Sum(room, _among(room, rare, within), rare, matches.late), rest, wanted)
            if found is not None:
                return found
    return kept


def _highest(matches: Leaves, wanted: Wanted) -> Array:
    """Those of a leaf's sections among which the best are: only these have to be saturated."""
    before, listed = matches.before, matches.listed
    high = np.flatnonzero(before >= nth_highest(before, wanted.most))
    scores = matches.saturated(before.take(high))
    wanted.stand(scores, listed.take(high))
    bar = nth_highest(scores, wanted.most) * (1.0 - _SLACK) / wanted.highest
    if not 0.0 < bar < 1.0:
        return listed
    return listed.compress(before >= matches.least_before(bar) * (1.0 - _SLACK))


def _among(room: Room, rare: Many[tuple[Weighted, float]], within: Sections | None) -> Array:
    """The sections of the rare leaves that are kept."""
    found = united(room, [part for part, _ in rare])
    return found if within is None else found.compress(within.having(found))


def _above(rare: Sum, rest: float, wanted: Wanted) -> Array | None:
    """The sections of the rare leaves that may be among the best, the others adding up to `rest` at most; None where a
    section without a rare leaf may be, too."""
    found = rare.listed
    if len(found) < wanted.most:
        return None
    least = rare.weights
    most = least + rest
    wanted.stand(least, found)
    wanted.stand(most, found)
    bar = nth_highest(least, wanted.most) * (1.0 - _SLACK)
    return found.compress(most >= bar) if rest * wanted.highest < bar else None
