"""Articles and sections as they were indexed, read back from their records. All of it raises IndexDamaged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.model import Article, ArticleFacts, Section
from twitchsearch.model.records import facts_from, section_from


def stored_section(snapshot: Snapshot, section: int) -> Section:
    with reading(snapshot.folder):
        return section_from(snapshot.section_record(section))


def stored_facts(snapshot: Snapshot, article: int) -> ArticleFacts:
    with reading(snapshot.folder):
        return facts_from(snapshot.facts_record(article))


def stored_article(snapshot: Snapshot, article: int) -> Article:
    sections = tuple(stored_section(snapshot, each) for each in snapshot.sections_of(article))
    return Article(stored_facts(snapshot, article), sections)


def stored_articles(snapshot: Snapshot, segment: Segment, dead: Array) -> Iterator[Article]:
    """The articles of a segment that are not deleted."""
    first = snapshot.first_article(segment)
    for number in np.flatnonzero(~dead):
        yield stored_article(snapshot, first + int(number))
