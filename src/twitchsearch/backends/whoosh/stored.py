"""Articles and sections as they were indexed, read back from their records. All of it raises IndexDamaged.

What was read last is kept: who types, or turns a page back, is shown the same sections again and again.
"""

from __future__ import annotations

from typing import TypeVar

from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.errors import NotFound
from twitchsearch.model import Article, ArticleFacts, Section
from twitchsearch.model.records import facts_from, section_from
from twitchsearch.search.hits import nearest

_KEPT = 1_000  # sections, and as many articles' facts: a few megabytes

T = TypeVar("T")


def stored_section(snapshot: Snapshot, section: int) -> Section:
    kept = snapshot.kept_sections.get(section)
    if kept is None:
        with reading(snapshot.folder):
            kept = section_from(snapshot.section_record(section))
        _keep(snapshot.kept_sections, section, kept)
    return kept


def stored_facts(snapshot: Snapshot, article: int) -> ArticleFacts:
    kept = snapshot.kept_facts.get(article)
    if kept is None:
        with reading(snapshot.folder):
            kept = facts_from(snapshot.facts_record(article))
        _keep(snapshot.kept_facts, article, kept)
    return kept


def stored_article(snapshot: Snapshot, article: int) -> Article:
    sections = tuple(stored_section(snapshot, each) for each in snapshot.sections_of(article))
    return Article(stored_facts(snapshot, article), sections)


def _keep(kept: dict[int, T], number: int, value: T) -> None:
    if len(kept) >= _KEPT:
        kept.clear()
    kept[number] = value


def article_number(snapshot: Snapshot, article_id: str) -> int:
    """The article with this id, or that of the section with this id. Raises NotFound, which names the nearest."""
    number = snapshot.find_article(article_id)
    if number is not None:
        return number
    section = snapshot.find_section(article_id)
    if section is None:
        known = snapshot.ids("article/id")
        raise NotFound(f"no article {article_id} in this index", nearest(article_id, known))
    return int(snapshot.article_of[section])


def section_number(snapshot: Snapshot, section_id: str) -> int:
    """The section with this id. Raises NotFound, which names the nearest."""
    number = snapshot.find_section(section_id)
    if number is None:
        known = snapshot.ids("section/id")
        raise NotFound(f"no section {section_id} in this index", nearest(section_id, known))
    return number
