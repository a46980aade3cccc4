"""Articles and sections as they were indexed, read back from their records. All of it raises IndexDamaged."""

from __future__ import annotations

from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.postings import Snapshot
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
