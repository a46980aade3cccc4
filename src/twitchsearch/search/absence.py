"""Which words of a query stand in no section, so that a person is told what nothing was found for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from twitchsearch.model import Fuzzy, Phrase, Prefix, Synonyms, Word
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.plan import AskedFor, Leaf, Sequence, Term
from twitchsearch.search.stopwords import stop_words


def asked_for(query: Word | Phrase | Prefix | Fuzzy | Synonyms, leaf: Leaf, analyser: Analyser) -> AskedFor:
    """What a leaf was asked for with: a word, or the words of a phrase. What other words stand for it is in `leaf`."""
    match query:
        case Synonyms(members):
            return asked_for(members[0], leaf, analyser)
        case Phrase(text, _, span):
            return AskedFor(span.start, leaf, tuple(_parts(text, analyser)))
        case Word(text, span) | Prefix(text, span) | Fuzzy(text, _, span):
            return AskedFor(span.start, leaf, tuple((word, leaf) for word in _said(text, analyser)))


def absent(asked: Iterable[AskedFor], known: Callable[[Leaf], bool]) -> tuple[str, ...]:
    """The words that nothing stands in for, as typed, in the order of the query, each once.

    `known` says whether a leaf occurs in any live section. The words of a phrase are looked at one by one where the
    phrase itself is not known.
    """
    missing = [each for each in asked if not known(each.leaf)]
    ordered = sorted(missing, key=lambda each: each.start)
    return tuple(dict.fromkeys(word for each in ordered for word, leaf in each.words if not known(leaf)))


def _parts(text: str, analyser: Analyser) -> Iterator[tuple[str, Leaf]]:
    for part in text.split():
        terms = tuple(analyser.terms(part))
        leaf = Term(terms[0]) if len(terms) == 1 else Sequence(terms, tuple(range(len(terms))))
        yield from ((word, leaf) for word in _said(part, analyser))


def _said(text: str, analyser: Analyser) -> Iterator[str]:
    """A word without the marks around it; nothing for a stop word, or where there is none."""
    tokens = analyser.tokens(text)
    if tokens and not stop_words(analyser.language).issuperset(analyser.words(text)):
        yield text[tokens[0].start : tokens[-1].end]
