"""From sections that were found to hits: filters, order, facets, groups, snippets, alike for every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import TypeVar

from twitchsearch.model import ArticleFacts, DateField, DateRange, Filters, Hit, Section, SnippetShape, TextField
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.plan import Leaf
from twitchsearch.search.snippets import Highlighter

Named = TypeVar("Named", bound=str)

NAMED_COPIES = 10
"""How many of the near-copies that a hit stands for it names."""


class HitMaker:
    """Makes the hits of one search. Leaves are marked only in the fields in which they were looked for."""

    def __init__(self, analyser: Analyser, leaves: Iterable[Leaf], shape: SnippetShape) -> None:
        leaves = tuple(leaves)
        self._shape = shape
        self._title, self._heading, self._text = (
            Highlighter(analyser, tuple(leaf for leaf in leaves if field in leaf.fields))
            for field in (TextField.TITLE, TextField.HEADING, TextField.TEXT)
        )

    def hit(self, rank: int, score: float, section: Section, facts: ArticleFacts, *, more: int = 0) -> Hit:
        return Hit(
            rank=rank,
            score=score,
            section=section,
            article=facts,
            snippets=self._text.snippets(section.text, self._shape),
            title_highlights=self._title.spans(facts.title),
            heading_highlights=self._heading.spans(section.heading),
            more_in_article=more,
        )


def article_date(facts: ArticleFacts, field: DateField) -> date | None:
    """The day a date filter or a sort means."""
    match field:
        case DateField.UPDATED:
            return facts.updated
        case DateField.REVIEWED:
            return facts.reviewed
        case DateField.MODIFIED:
            return facts.modified
        case DateField.PUBLISHED:
            return facts.published
        case DateField.FETCHED:
            return facts.fetched_at.date()


def is_of_site(site: str, wanted: str) -> bool:
    """Whether a site is the one that is wanted, or of a domain under it; case and a leading "www." do not matter."""
    site, wanted = (name.lower().removeprefix("www.") for name in (site, wanted))
    return site == wanted or site.endswith(f".{wanted}")


def is_within(day: date | None, dates: DateRange) -> bool:
    """Whether a known day lies in a range, both ends included; an unknown one lies in none."""
    return day is not None and (dates.first or date.min) <= day <= (dates.last or date.max)


def wanted_dates(filters: Filters) -> DateRange | None:
    """The dates that hits are limited to, or None."""
    if filters.since is None and filters.until is None:
        return None
    return DateRange(filters.date_field, filters.since, filters.until)


def facet(counts: Counter[Named]) -> tuple[tuple[Named, int], ...]:
    """Counts as facets list them: most first, then by name."""
    return tuple(
        sorted(((name, count) for name, count in counts.items() if count), key=lambda each: (-each[1], each[0]))
    )


def nearest(wanted: str, ids: Iterable[str]) -> str:
    """The id that begins most like one that is gone, the smallest of several; "" where none begins at all like it."""

    def likeness(each: str) -> tuple[int, str]:
        return -sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, each, strict=False))), each

    best = min(map(likeness, ids), default=(0, ""))
    return best[1] if best[0] <= -_ALIKE else ""


_ALIKE = 4
