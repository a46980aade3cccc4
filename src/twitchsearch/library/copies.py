"""Which articles are near-copies of one another: connected by simhashes that differ in at most three bits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

MOST_BITS = 3
_BANDS, _WIDTH = 4, 16  # of four bands one is equal where at most three bits differ
_NEAREST = 64  # of those in a band compared with each: a band that thousands share says nothing
_Hashes: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]


def groups(likenesses: Mapping[str, str]) -> list[frozenset[str]]:
    """The articles that have near-copies, grouped: connected components, whatever the order.

    `likenesses` has the simhash of each article by its id, "" where it has none. Work grows little faster than their
    number: 200,000 take a fraction of a second.
    """
    same: dict[int, list[str]] = defaultdict(list)
    for article, likeness in likenesses.items():
        if likeness:
            same[int(likeness, 16)].append(article)
    parents = {value: value for value in same}
    for first, second in _near(np.array(sorted(same), np.uint64)):
        parents[_root(parents, first)] = _root(parents, second)
    found: dict[int, set[str]] = defaultdict(set)
    for value, articles in same.items():
        found[_root(parents, value)].update(articles)
    return [frozenset(articles) for articles in found.values() if len(articles) > 1]


def _near(values: _Hashes) -> Iterator[tuple[int, int]]:
    """The pairs of values that differ in at most `MOST_BITS`, each once or more.

    For each band the values are sorted by it and then by what follows, and neighbours with an equal band compared.
    """
    for band in range(_BANDS):
        first, last = np.uint64(band * _WIDTH), np.uint64((_BANDS - band) * _WIDTH)
        turned = values if band == 0 else np.sort(values << first | values >> last)
        bands = turned >> np.uint64((_BANDS - 1) * _WIDTH)
        for apart in range(1, min(_NEAREST, len(turned) - 1) + 1):
            together = np.flatnonzero(bands[apart:] == bands[:-apart])
            if not len(together):
                break
            one, other = turned[together], turned[together + apart]
            near = np.bitwise_count(one ^ other) <= MOST_BITS
            for pair in zip(one[near], other[near], strict=True):
                back = pair if band == 0 else tuple(each >> first | each << last for each in pair)
                yield int(back[0]), int(back[1])


def _root(parents: dict[int, int], value: int) -> int:
    while parents[value] != value:
        parents[value] = parents[parents[value]]
        value = parents[value]
    return value
