"""Where a whole article matches a request: what a reader marks. Needs the article alone, no index."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twitchsearch.model import Article, SearchRequest, Span, TextField
from twitchsearch.search.analysis import Analyser, section_spellings
from twitchsearch.search.plan import Leaf
from twitchsearch.search.planner import plan
from twitchsearch.search.snippets import Highlighter


@dataclass(frozen=True, slots=True)
class SectionMarks:
    """Ranges of each part of a section's heading path and of its text that match, in order, not overlapping."""

    path: tuple[tuple[Span, ...], ...] = ()
    text: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Ranges of an article's title that match, and those of each of its sections, in the article's order."""

    title: tuple[Span, ...]
    sections: tuple[SectionMarks, ...]


def mark(article: Article, request: SearchRequest, analyser: Analyser) -> Marks:
    """What of `article` the request's words stand for, whether or not it was found by them.

    Words that are unfinished or misspelt are expanded over the article's own words. Raises QueryError where the query
    is beyond the limits of `search.limits`.
    """
    leaves = plan(request, analyser, _ArticleWords(article, analyser)).highlights
    title, heading, text = (_highlighter(analyser, leaves, field) for field in TextField)
    sections = (
        SectionMarks(tuple(map(heading.spans, each.heading_path)), text.spans(each.text)) for each in article.sections
    )
    return Marks(title.spans(article.facts.title), tuple(sections))


def _highlighter(analyser: Analyser, leaves: Iterable[Leaf], field: TextField) -> Highlighter:
    return Highlighter(analyser, tuple(leaf for leaf in leaves if field in leaf.fields))


class _ArticleWords:
    """The words of one article as a `TermDictionary`."""

    def __init__(self, article: Article, analyser: Analyser) -> None:
        spellings = (section_spellings(analyser, article.facts, section) for section in article.sections)
        self._sections = Counter(analyser.fold(word) for words in spellings for word in words)
        self._words = sorted(self._sections)

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        for place in range(bisect_left(self._words, prefix), len(self._words)):
            word = self._words[place]
            if not word.startswith(prefix):
                return
            yield word, self._sections[word]
