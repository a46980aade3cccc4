"""What may have been meant: misspelt, split and joined words of a query, found and put right together.

Offered wherever a query has a word that the index lacks, or has next to never where one much like it is common; asked
instead of the query only where that finds nothing, and said so; what is quoted is never asked otherwise. An unfinished
word is waited for while words of the index begin so. A query whose words are all known costs a look at each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from twitchsearch.errors import QueryError
from twitchsearch.model import Phrase, Query, Results, SearchRequest, Word
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.limits import LIMITS, LONGEST_MENDED, SHORTEST_MENDED
from twitchsearch.search.plan import TermDictionary
from twitchsearch.search.rewording import as_typed, in_place_of, nodes_of
from twitchsearch.search.stopwords import stop_words

if TYPE_CHECKING:
    from twitchsearch.search.spelling import Correction, Speller

OFFERED = 3
"""How many readings of a query are offered at most."""

SHORTEST_PART = 3
"""Letters of the shortest word of two that are joined, or that one is split into."""

_MOST_WORDS = 12  # of one query that are looked for by what was typed instead
_SPLIT = 1.1
_RARE_PART = 5_000  # in fewer sections, of so many, a word is no part of another
_RARE = 2_000  # in no more sections, of so many, a word may be a mistake of an article's
_COMMON = 30  # times more sections than what was typed: then it may be what such an article meant

# What a correction may cost for each letter of a word that the index lacks, lacks in this form (by another and by the
# same stem), and has.
_NEAR_UNKNOWN, _NEAR_FORM, _NEAR_SAME, _NEAR_KNOWN = 0.4, 0.16, 0.05, 0.1
_NEAR_TWO = 0.3  # what one of a word of two letters may cost at all
_SURE = 0.17  # what a correction may cost for each letter to be asked unasked: "lupus" is not looked for as "lips"


class Lexicon(TermDictionary, Protocol):
    """What is asked of the words of one generation of an index."""

    @property
    def speller(self) -> Speller:
        """Its folded words, to be looked for by what was typed instead. Made when it is first asked for."""

    def df(self, term: str) -> int:
        """In how many live sections a term stands, in the field where it does so most often."""

    def spellings(self, prefix: str) -> Mapping[str, int]:
        """Words whose folded form begins so, as articles spell them, each with its live sections."""


class _Token(NamedTuple):
    """A word of the query: folded, with its code points in the text, and whether it is quoted."""

    word: str
    start: int
    end: int
    quoted: bool


class _Use(NamedTuple):
    """The term of a word, the sections that have it in any form, and those that have the word as it is."""

    term: str
    df: int
    sections: int


class _Change(NamedTuple):
    """What may be put in the place of `[start, end)` of the text, likeliest first; whether the first is near enough to
    be asked instead, where nothing else is found."""

    start: int
    end: int
    instead: tuple[str, ...]
    sure: bool


def mended(
    request: SearchRequest,
    results: Results,
    search: Callable[[SearchRequest], Results],
    lexicon: Lexicon,
    analyser: Analyser,
) -> Results:
    """The results with what may have been meant; where there are none those of that, which then says what it is.

    Only for a query that is given as text, and not where the time was up already.
    """
    if results.timed_out:
        return results
    changes = _Mender(request, lexicon, analyser, results.index.sections).changes()
    base = as_typed(request) if changes else None
    if base is None:
        return results
    suggestions = tuple(dict.fromkeys(_readings(request.text, changes)))[:OFFERED]
    results = replace(results, suggestion=suggestions[0], suggestions=suggestions)
    if results.total.value or request.typing or not all(change.sure for change in changes):
        return results
    return _asked_instead(request, base, results, search)


def meant(request: SearchRequest, results: Results) -> SearchRequest:
    """The request that its results are of: itself, or the correction that was asked instead."""
    from twitchsearch.search.query import parse

    base = as_typed(request) if results.corrected else None
    if base is None:
        return request
    query = in_place_of(base, parse(results.corrected), request.query)
    return replace(request, query=query, text=results.corrected)


def _asked_instead(
    request: SearchRequest, base: Query, results: Results, search: Callable[[SearchRequest], Results]
) -> Results:
    from twitchsearch.search.query import parse

    try:
        meant = parse(results.suggestion)
        found = search(replace(request, query=in_place_of(base, meant, request.query)))
    except QueryError:
        return results
    if not found.total.value:
        return results
    best, took = results.suggestion, results.took + found.took
    return replace(found, corrected=best, suggestion=best, suggestions=results.suggestions, took=took)


def _readings(text: str, changes: list[_Change]) -> Iterator[str]:
    """The text with all changes made: at their best, and then each in turn with what comes next."""
    yield _changed(text, changes)
    for rank in range(1, OFFERED):
        for at, each in enumerate(changes):
            if len(each.instead) > rank:
                other = each._replace(instead=each.instead[rank:])
                yield _changed(text, [*changes[:at], other, *changes[at + 1 :]])


def _changed(text: str, changes: list[_Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [text[at : change.start], change.instead[0]]
        at = change.end
    return "".join([*pieces, text[at:]])


class _Mender:
    """Looks at the words of one query."""

    def __init__(self, request: SearchRequest, lexicon: Lexicon, analyser: Analyser, sections: int) -> None:
        self._request = request
        self._lexicon = lexicon
        self._analyser = analyser
        self._stops = stop_words(analyser.language)
        self._all = sections
        self._left = _MOST_WORDS

    def changes(self) -> list[_Change]:
        """What to put right, in the order of the text, none overlapping another."""
        tokens = [token for node in nodes_of(self._request) for token in self._tokens(node)][: LIMITS.terms]
        found: list[_Change] = []
        joined = {one.start: change for one, other in pairwise(tokens) if (change := self._joined(one, other))}
        end = 0
        for token in tokens:
            change = joined.get(token.start) or self._corrected(token, alone=len(tokens) == 1)
            if change and token.start >= end:
                found.append(change)
                end = change.end
        return found

    def _tokens(self, node: Word | Phrase) -> Iterator[_Token]:
        start, end = node.span.start, node.span.end
        text = self._request.text[start:end]
        unfinished = self._request.typing and isinstance(node, Word) and node.last
        for token in self._analyser.tokens(text):
            word = self._analyser.fold(text[token.start : token.end])
            if unfinished and self._may_become(word):
                continue
            yield _Token(word, start + token.start, start + token.end, isinstance(node, Phrase))

    def _may_become(self, beginning: str) -> bool:
        """Whether a word of the index begins so, which whoever types may be in the middle of."""
        return next(self._lexicon.words_from(beginning), None) is not None

    def _joined(self, one: _Token, other: _Token) -> _Change | None:
        """Two words that are one in the index, where that is at least as common as one of them."""
        between = self._request.text[one.end : other.start]
        short = min(len(one.word), len(other.word)) < SHORTEST_PART
        if between != " " or short or one.word in self._stops or other.word in self._stops:
            return None
        sections = self._sections(one.word + other.word)
        if not sections or sections < min(self._sections(one.word), self._sections(other.word)):
            return None
        return _Change(one.start, other.end, (self._spelled(one.word + other.word, one),), not one.quoted)

    def _corrected(self, token: _Token, *, alone: bool) -> _Change | None:
        use = self._use(token.word) if self._left else None
        if use is None:
            return None
        self._left -= 1
        found = self._lexicon.speller.corrections(token.word, OFFERED)
        some = [
            (each.cost, self._spelled(each.word, token)) for each in found if self._is_better(token.word, use, each)
        ]
        if split := None if use.df else self._split(token):
            some.append(split)
        if not some:
            return None
        cost, best = min(some)
        near = cost <= _SURE * len(token.word) and not (alone and best in self._stops)  # which alone finds nothing
        return _Change(token.start, token.end, tuple(text for _, text in sorted(some)), near and not token.quoted)

    def _use(self, word: str) -> _Use | None:
        """How the index uses a word that may be misspelt; None of one that is none, or is used too much to be."""
        term = self._analyser.stem(word)
        if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED or not word.isalpha() or word in self._stops:
            return None
        sections = self._sections(word)
        if sections and sections > self._all // _RARE:
            return None
        if any(term in terms for terms in self._request.vocabulary):  # last, as the whole of it may be held
            return None
        return _Use(term, self._lexicon.df(term), sections)

    def _is_better(self, typed: str, use: _Use, correction: Correction) -> bool:
        """Whether a correction is near enough: the nearer, the more the index knows of what was typed."""
        if len(typed) < SHORTEST_PART:
            return correction.cost <= _NEAR_TWO
        same = self._analyser.stem(correction.word) == use.term
        if use.sections:
            near = 0.0 if same or correction.sections < _COMMON * use.sections else _NEAR_KNOWN
        else:
            near = _NEAR_UNKNOWN if not use.df else _NEAR_SAME if same else _NEAR_FORM
        return correction.cost <= near * len(typed)

    def _split(self, token: _Token) -> tuple[float, str] | None:
        """Two words that were typed as one: those of which the rarer is the most common."""
        word = token.word
        pairs = ((word[:at], word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))
        best = max(((min(map(self._sections, pair)), pair) for pair in pairs), default=None)
        if best is None or best[0] <= self._all // _RARE_PART:
            return None
        return _SPLIT, " ".join(self._spelled(part, token) for part in best[1])

    def _sections(self, word: str) -> int:
        found = next(self._lexicon.words_from(word), ("", 0))
        return found[1] if found[0] == word else 0

    def _spelled(self, word: str, token: _Token) -> str:
        """A folded word as articles spell it most often; with the first letter as it was typed."""
        spellings = {text: n for text, n in self._lexicon.spellings(word).items() if self._analyser.fold(text) == word}
        best = max(spellings, key=lambda text: (spellings[text], text), default=word)
        begins = self._request.text[token.start]
        return best.lower() if begins == begins.lower() else best[:1].upper() + best[1:]
