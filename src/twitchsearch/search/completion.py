"""What a text that is being typed may become: its last word completed, or its misspelt words put right."""

from __future__ import annotations

from dataclasses import dataclass

from twitchsearch.errors import QueryError
from twitchsearch.model import SearchRequest, SnippetShape, TermCount, Window
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Searcher

_ENOUGH = 10  # spellings looked at for each completion: several are one word


@dataclass(frozen=True, slots=True)
class Completion:
    """The whole text with its last word completed, and in how many sections that word stands as it is spelt here."""

    text: str
    word: str
    sections: int


@dataclass(frozen=True, slots=True)
class Completions:
    """`completed` are the words in most sections first; `meant` is the text put right, likeliest first."""

    completed: tuple[Completion, ...]
    meant: tuple[str, ...]


def completions(text: str, searcher: Searcher, analyser: Analyser, limit: int) -> Completions:
    """At most `limit` of each. A text that ends in white space has no word to complete."""
    tokens = analyser.tokens(text)
    unfinished = bool(tokens) and text == text.rstrip() and tokens[-1].end == len(text)
    if not unfinished:
        return Completions((), _meant(text, searcher)[:limit])
    before, last = text[: tokens[-1].start], text[tokens[-1].start :]
    counts = searcher.terms(last, limit * _ENOUGH)
    found = tuple(Completion(before + each.text, each.text, each.sections) for each in _words(counts, last, analyser))
    return Completions(found[:limit], () if found else _meant(text, searcher)[:limit])


def _words(counts: list[TermCount], typed: str, analyser: Analyser) -> list[TermCount]:
    """Each word once, by the commonest of its spellings; in small letters unless it was typed otherwise."""
    found: dict[str, TermCount] = {}
    for each in counts:
        shown = each.text.lower() if typed == typed.lower() else each.text
        found.setdefault(analyser.fold(each.text), TermCount(shown, each.sections))
    return list(found.values())


def _meant(text: str, searcher: Searcher) -> tuple[str, ...]:
    try:
        request = SearchRequest(parse(text), text, window=Window(0, 0), snippets=SnippetShape(0))
    except QueryError:
        return ()
    return searcher.search(request).suggestions
