"""Near-copies of articles folded: of each group of them the hits are those of the article that has the best."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import damaged
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment

Order = Callable[[Array], tuple[Array, ...]]
"""What sections are ordered by, descending, what matters most first; ids of articles come after it."""

_NO_GROUP = -1


class Folded(NamedTuple):
    """Which of the sections are left, and the articles whose sections are not, by id, with the groups they are of."""

    kept: Array
    articles: Array
    groups: Array


class Groups:
    """The groups of near-copies in one snapshot.

    They are read at the first search. What they take of a search goes with how many of its sections are in one; where
    there are none it is nothing.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def folded(self, sections: Array, order: Order) -> Folded | None:
        """What is left of sections that match, given what orders any of them; None where all are."""
        if self._marks is None:
            return None
        places = np.flatnonzero(self._marks.take(sections))
        if not len(places):
            return None
        some = sections.take(places)
        articles = self._snapshot.article_of.take(some)
        groups = self._groups.take(articles)
        keys = [-key for key in order(some)]
        ordered = np.lexsort((self._ranks.take(articles), *reversed(keys), groups))
        numbers, firsts = np.unique(groups.take(ordered), return_index=True)
        leaders = articles.take(ordered[firsts])
        led = leaders.take(numbers.searchsorted(groups)) == articles
        if led.all():
            return None
        kept = np.ones(len(sections), bool)
        kept[places[~led]] = False
        others = np.unique(articles[~led])
        others = others[np.argsort(self._ranks.take(others), kind="stable")]
        return Folded(kept, others, self._groups.take(others))

    def copies_of(self, section: int, folded: Folded) -> Array:
        """The articles that were folded under that of a section which is left."""
        group = self._groups[self._snapshot.article_of[section]]
        return folded.articles[folded.groups == group] if group != _NO_GROUP else folded.articles[:0]

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

    @cached_property
    def _ranks(self) -> Array:
        """What orders articles as their ids do."""
        if len(self._snapshot.segments) == 1:
            return self._snapshot.column("article/rank")
        ids = [text for segment in self._snapshot.segments for text in segment.texts("article/id")]
        return np.unique(np.array(ids), return_inverse=True)[1]


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
