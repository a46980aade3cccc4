"""The words of a query as leaves of a plan: their terms, and what prefixes, edits and the vocabulary add to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from twitchsearch.errors import QueryError
from twitchsearch.model import (
    Expansion,
    Fuzzy,
    Phrase,
    Prefix,
    Query,
    SearchRequest,
    Synonyms,
    TextField,
    Word,
)
from twitchsearch.search.absence import asked_for
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.expansion import Expanded, words_beginning, words_like
from twitchsearch.search.lexemes import plain_text
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import ALL_FIELDS, AskedFor, Group, Leaf, Sequence, Term, TermDictionary
from twitchsearch.search.vocabulary import alternatives, synonyms


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for the part of a query that is being planned.

    `strict` takes every word as it is; `looked_up` says that the vocabulary was asked already for each word with its
    neighbours.
    """

    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0
    strict: bool = False
    negated: bool = False
    looked_up: bool = False
    depth: int = 0


class LeafMaker:
    """Makes the leaves of one request, and notes what they were made of.

    `expansions` are the words searched for besides those typed, `asked` the words that were looked for in every field.
    All of its leaves together are held to `LIMITS`: raises QueryError where more words are asked for.
    """

    def __init__(self, request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> None:
        self._request = request
        self._analyser = analyser
        self._dictionary = dictionary
        self._terms = 0
        self._alternatives = 0
        self._expanded: dict[tuple[str, int], Expanded] = {}
        self.expansions: list[Expansion] = []
        self.asked: list[AskedFor] = []

    def leaf(self, query: Word | Phrase | Prefix | Fuzzy | Synonyms, scope: Scope) -> Leaf | None:
        """None where no token is in it. Noted as asked for, but for what is unfinished, in a field, or under `-`."""
        leaf = self._made(query, scope)
        finished = not (self._request.typing and isinstance(query, Word) and query.last)
        if leaf is not None and finished and not scope.negated and scope.fields == ALL_FIELDS:
            self.asked.append(asked_for(query, leaf, self._analyser))
        return leaf

    def cues(self, words: Iterable[Word], scope: Scope) -> tuple[Term | Sequence, ...]:
        """Leaves of words that are not looked up and not noted."""
        leaves = (self._as_typed(word, scope) for word in words)
        return tuple(leaf for leaf in leaves if leaf is not None)

    def widened(self, children: tuple[Query, ...], kept: tuple[Query, ...], scope: Scope) -> tuple[Query, ...]:
        """Those of a run that are kept, each word with what the vocabulary has instead of it and its neighbours."""
        if scope.strict or scope.looked_up:
            return kept
        found: dict[Query, Query] = {}
        for words, also in alternatives(children, self._request, self._analyser):
            some = also[: LIMITS.expansions - self._alternatives]
            if some and any(word in kept for word in words):
                self._alternatives += len(some)
                self.expansions.append(Expansion(" ".join(word.text for word in words), tuple(e.text for e in some)))
                found |= {word: synonyms(word, some) for word in words}
        return tuple(found.get(child, child) for child in kept)

    def _made(self, query: Word | Phrase | Prefix | Fuzzy | Synonyms, scope: Scope) -> Leaf | None:
        match query:
            case Word(text) if query.last and self._request.typing and not scope.negated:
                return self._expand(text, 0, scope)
            case Word():
                (widened,) = self.widened((query,), (query,), scope)
                return self._group(widened, scope) if isinstance(widened, Synonyms) else self._as_typed(query, scope)
            case Phrase():
                return self._as_typed(query, scope)
            case Prefix(text):
                return self._expand(text, 0, scope, report=True)
            case Fuzzy(text, distance):
                return self._expand(text, distance, scope, report=True)
            case Synonyms():
                return self._group(query, scope)

    def _group(self, synonyms: Synonyms, scope: Scope) -> Leaf | None:
        """Of the members only the first was typed: only its words count."""
        inner, (typed, *others) = replace(scope, boost=1.0), synonyms.members
        weights = synonyms.weights or (1.0,) * len(synonyms.members)
        also = (_of_terms(self._analyser.terms(each.text), 0, inner) for each in others)
        members = zip((self._as_typed(typed, inner), *also), weights, strict=True)
        found = tuple((leaf, weight) for leaf, weight in members if leaf)
        return Group(found, scope.fields, scope.boost) if found else None

    def _as_typed(self, query: Word | Phrase, scope: Scope) -> Term | Sequence | None:
        slop = query.slop if isinstance(query, Phrase) else 0
        return _of_terms(self._counted(self._analyser.terms(query.text)), slop, scope)

    def _expand(self, text: str, distance: int, scope: Scope, *, report: bool = False) -> Leaf | None:
        """A word and those that begin like it (`distance` 0) or are like it; of several tokens the last is expanded."""
        words = self._counted(self._analyser.words(text))
        if not words:
            return None
        expanded = self._words_for(words[-1], distance)
        if report and expanded.words:
            self.expansions.append(Expansion(text, expanded.words))
        inner, before = replace(scope, boost=1.0), [self._analyser.stem(word) for word in words[:-1]]
        leaves = ((_of_terms([*before, term], 0, inner), weight) for term, weight in expanded.terms.items())
        members = tuple((leaf, weight) for leaf, weight in leaves if leaf)
        if len(members) == 1:
            return replace(members[0][0], boost=scope.boost)
        return Group(members, scope.fields, scope.boost)

    def _words_for(self, word: str, distance: int) -> Expanded:
        """The same word is looked for once, however often it is asked for."""
        if (word, distance) not in self._expanded:
            self._expanded[word, distance] = (
                words_like(word, distance, self._analyser, self._dictionary)
                if distance
                else words_beginning(word, self._analyser, self._dictionary)
            )
        return self._expanded[word, distance]

    def _counted(self, terms: list[str]) -> list[str]:
        self._terms += len(terms)
        if self._terms > LIMITS.terms:
            counted = "letters and digits of one (B12) by themselves"
            message = f"the query has more than {LIMITS.terms} words, {counted}; shorten it"
            raise too_much(message, self._request.text, self._analyser)
        return terms


def too_much(message: str, text: str, analyser: Analyser) -> QueryError:
    """The error of a text that asks for too much, with as many of its words, asked plainly, as are allowed."""
    words = plain_text(text)
    tokens = analyser.tokens(words)[: LIMITS.terms]
    return QueryError(message, 0, len(text), words[: tokens[-1].end] if tokens else "")


def _of_terms(terms: list[str], slop: int, scope: Scope) -> Term | Sequence | None:
    """The leaf of terms that follow each other; None of none."""
    if len(terms) < 2:
        return Term(terms[0], scope.fields, scope.boost) if terms else None
    return Sequence(tuple(terms), tuple(range(len(terms))), slop, scope.fields, scope.boost)
