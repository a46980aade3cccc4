"""Which hits come first: the window of a ranking, without sorting what lies beyond it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.model import Grouping, SearchRequest, Sort


class Ranked(NamedTuple):
    """A section of the window, and how many others of its article it stands for."""

    section: int
    more: int


def window(snapshot: Snapshot, request: SearchRequest, found: Array, scores: Array, days: Array) -> list[Ranked]:
    """The hits of `request.window`, of the sections `found` (a mask), best first.

    Newest first where that is asked, then by score, then by the article's id and the section's ordinal.
    """
    sections = np.flatnonzero(found)
    more = np.zeros(len(sections), np.int64)
    newest = days if request.sort is Sort.NEWEST else np.zeros(snapshot.count, np.int64)
    if request.grouping is Grouping.ARTICLE:
        sections, more = _best_of_each(snapshot, sections, scores, newest)
    last = request.window.offset + request.window.limit
    places = _candidates(scores[sections], newest[sections], last)
    keys = _sort_keys(snapshot, sections[places], scores, newest)
    ranked = [place for _, place in sorted(zip(keys, places.tolist(), strict=True))]
    return [Ranked(int(sections[each]), int(more[each])) for each in ranked[request.window.offset : last]]


def _best_of_each(snapshot: Snapshot, sections: Array, scores: Array, newest: Array) -> tuple[Array, Array]:
    """The best section of each article, and the number of the others."""
    ordinals = snapshot.column("section/ordinal")[sections]
    ranked = sections[np.lexsort((ordinals, -scores[sections], -newest[sections]))]
    _, first, counts = np.unique(snapshot.article_of[ranked], return_index=True, return_counts=True)
    return ranked[first], counts - 1


def _candidates(scores: Array, newest: Array, wanted: int) -> Array:
    """The places of those that can be among the first `wanted`, ties at the end included."""
    if wanted >= len(scores):
        return np.arange(len(scores))
    if not wanted:
        return np.empty(0, np.int64)
    if not newest.any():
        return np.flatnonzero(scores >= np.partition(scores, len(scores) - wanted)[len(scores) - wanted])
    last = np.lexsort((-scores, -newest))[wanted - 1]
    return np.flatnonzero((newest > newest[last]) | ((newest == newest[last]) & (scores >= scores[last])))


def _sort_keys(snapshot: Snapshot, sections: Array, scores: Array, newest: Array) -> list[tuple[int, float, str, int]]:
    articles = snapshot.article_of[sections]
    names = {each: snapshot.article_id(each) for each in set(articles.tolist())}
    ordinals = snapshot.column("section/ordinal")[sections]
    columns = (-newest[sections], -scores[sections], articles, ordinals)
    return [
        (day, score, names[article], ordinal)
        for day, score, article, ordinal in zip(*(each.tolist() for each in columns), strict=True)
    ]
