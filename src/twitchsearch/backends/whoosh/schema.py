"""What is kept of a section and its article, by name. Light: nothing is imported that reads or writes it."""

from __future__ import annotations

import hashlib

from twitchsearch.model import ArticleFacts, DateField, SectionKind, TextField

TERMS = ".terms"
SECTIONS = ".sections"
"""What the two files of a segment end in."""

WORDS = "words"
"""The words as articles spell them, and in how many sections each stands: the folded word, a NUL, and the word."""

DELETED = "deleted.articles"
"""The file of what is deleted, missing where nothing is: of each segment, by its name, the articles, and which of its
words lost sections by that and how many (see `reader.Deleted`)."""

SHARES = {kind: f"section/share/{kind}" for kind in SectionKind}
"""The columns of how surely a section is of each kind, in `ranking.KIND_STEPS`."""

COLUMNS = (
    *("section/kind", "section/article", "section/ordinal", "section/aside"),
    *SHARES.values(),
    *(f"length/{name}" for name in TextField),
    *("article/first", "article/site", "article/rank"),
    *(f"article/{name}" for name in DateField),
)
"""The whole numbers kept of every section and of every article: each an array of that name."""

TEXTS = ("section/id", "article/id", "article/group")
"""The texts kept of every section and of every article: each two arrays, the texts and their ends."""

RECORDS = ("section/record", "article/record")
"""What is kept of every section and of every article whole: each four arrays, see `records`."""

KINDS = tuple(SectionKind)
"""Kinds are kept by their place in here."""

SCHEMA = hashlib.sha256(repr((4, COLUMNS, TEXTS, RECORDS, KINDS)).encode()).hexdigest()[:16]
"""The fingerprint of all this; the number goes up when the files change their meaning."""


def day_number(facts: ArticleFacts, field: DateField) -> int:
    """A date of an article as a count of days (day 1 is 1 January of year 1), 0 where it has none."""
    match field:
        case DateField.UPDATED:
            day = facts.updated
        case DateField.REVIEWED:
            day = facts.reviewed
        case DateField.MODIFIED:
            day = facts.modified
        case DateField.PUBLISHED:
            day = facts.published
        case DateField.FETCHED:
            day = facts.fetched_at.date()
    return day.toordinal() if day else 0
