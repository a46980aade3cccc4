"""A query each of whose words may be misspelt: what `--fuzzy` asks."""

from __future__ import annotations

from dataclasses import replace

from twitchsearch.model import AllOf, AnyOf, Boost, Fuzzy, InField, Query, Required, Word, Words
from twitchsearch.search.naming import content_words
from twitchsearch.search.stopwords import stop_words

_LONG = 8
"""Letters of a word of which two may be wrong."""


def loosened(query: Query, language: str) -> Query:
    """The query with `word~` for each plain word that says what it is about, and `word~2` for a long one.

    Stop words, words that ask ("what causes"), phrases, beginnings and what is left out stay as they were typed.
    """
    match query:
        case Word(text, span):
            asks = text.lower() in stop_words(language) or not content_words(text)
            return query if asks else Fuzzy(text, 2 if len(text) >= _LONG else 1, span)
        case Words(children) | AllOf(children) | AnyOf(children):
            return replace(query, children=tuple(loosened(each, language) for each in children))
        case Required(child) | InField(_, child) | Boost(child):
            return replace(query, child=loosened(child, language))
        case _:
            return query
