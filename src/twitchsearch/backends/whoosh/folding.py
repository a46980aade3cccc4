"""Near-copies of articles folded: of each group of them the hits are those of the article that has the best."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import damaged
from twitchsearch.backends.whoosh.order import Ranked
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment

_NO_GROUP = -1


class NearCopies(NamedTuple):
    """The articles in groups that match, ascending, and the group of each; `folded` of them have no hits."""

    articles: Array
    groups: Array
    folded: int


class Groups:
    """The groups of near-copies in one snapshot.

    They are read at the first search. What they take of a search goes with how many of its sections are in one; where
    there are none it is nothing.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def among(self, sections: Array) -> NearCopies | None:
        """The near-copies among the articles of these sections; None where none has another beside it."""
        if self._marks is None:
            return None
        some = sections.compress(self._marks.take(sections))
        articles = _distinct(self._snapshot.article_of.take(some), len(self._groups))
        groups = self._groups.take(articles)
        folded = len(groups) - len(_distinct(groups, len(self._groups)))
        return NearCopies(articles, groups, folded) if folded else None

    def unfolded(self, ranking: Iterable[Ranked]) -> list[Ranked]:
        """What of a ranking stays: of each group the sections of the article that comes first."""
        leaders: dict[int, int] = {}
        kept = []
        for each in ranking:
            article = int(self._snapshot.article_of[each.section])
            group = int(self._groups[article])
            if group == _NO_GROUP or leaders.setdefault(group, article) == article:
                kept.append(each)
        return kept

    def copies_of(self, section: int, near: NearCopies) -> list[int]:
        """The other articles, by id, that match and are near-copies of the one that a section is of."""
        own = self._snapshot.article_of[section]
        group = self._groups[own]
        if group == _NO_GROUP:
            return []
        others = near.articles[(near.groups == group) & (near.articles != own)].tolist()
        return sorted(others, key=self._snapshot.article_id)

    @cached_property
    def _marks(self) -> Array | None:
        """Which sections are in a group of several live articles; None where none is."""
        if not any(each.rows.count("article/group") for each in self._snapshot.segments):
            return None
        grouped = self._groups != _NO_GROUP
        return grouped.take(self._snapshot.article_of) if grouped.any() else None

    @cached_property
    def _groups(self) -> Array:
        """The number of every article's group, where that has another live one."""
        numbers: dict[bytes, int] = {}
        groups = np.concatenate([_numbered(each, numbers) for each in self._snapshot.segments])
        sizes = np.bincount(groups + 1)
        sizes[0] = 0  # which counts those without a group
        groups[sizes.take(groups + 1) < 2] = _NO_GROUP
        return groups


def _distinct(numbers: Array, top: int) -> Array:
    """The distinct ones of these numbers, which are below `top`, ascending."""
    seen = np.zeros(top, bool)
    seen[numbers] = True
    return np.flatnonzero(seen)


def _numbered(segment: Segment, numbers: dict[bytes, int]) -> Array:
    """The numbers of the groups of a segment's articles, of which only those in one are looked at."""
    groups = np.full(segment.articles, _NO_GROUP, np.int64)
    ends = segment.rows.whole("article/group/ends").astype(np.int64)
    if len(ends) != segment.articles:
        raise damaged(segment.rows.path, "has not as many groups as articles")
    texts = segment.rows.whole("article/group").tobytes()
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    for article in np.flatnonzero((ends > starts) & ~segment.dead_articles).tolist():
        groups[article] = numbers.setdefault(texts[starts[article] : ends[article]], len(numbers))
    return groups
