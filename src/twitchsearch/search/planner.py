"""Requests to plans: how words, operators and fields become something an engine can evaluate over its terms.

What holds wherever words stand side by side (`Words`):

- Plain words are words, prefixes and misspelt words, boosted or not. All of two must match, at least 60 % of more
  (rounded up); `Matching.ALL` and `ANY` decide otherwise. With `ANY`, and in the relaxed plan, one must match, or none
  where something required matches already.
- All else is strict: phrases, groups, fields, filters, `+` and `-`. Under `+`, `-` and fields every word must match.
- A word that is several tokens (covid-19) is a sequence of them; one that is none (a question mark) is left out. Where
  nothing else is asked, nothing matches.
- Of four or more plain words those that are stop words are left out, if others remain, and reported.
- The unfinished last word stands for itself and for all words that begin so; but not under `-`, where it would hide
  what the finished word does not name.
- Each finished plain word that the vocabulary knows, alone or with its neighbours, stands also for what it says
  instead; of what is strict every word is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from twitchsearch.errors import QueryError
from twitchsearch.model import (
    AllOf,
    AnyOf,
    Boost,
    DateRange,
    Everything,
    Expansion,
    Fuzzy,
    InField,
    KindIs,
    Matching,
    Not,
    Phrase,
    Prefix,
    Query,
    Required,
    SearchRequest,
    SiteIs,
    Synonyms,
    TextField,
    Word,
    Words,
)
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.expansion import Expanded, words_beginning, words_like
from twitchsearch.search.lexemes import plain_text
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import (
    ALL_FIELDS,
    NOTHING,
    Bool,
    Group,
    Leaf,
    Node,
    Plan,
    Sequence,
    Term,
    TermDictionary,
)
from twitchsearch.search.stopwords import stop_words
from twitchsearch.search.vocabulary import alternatives, synonyms

_LONG_QUESTION = 4
_ENOUGH_OF_TEN = 6


def plan(request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> Plan:
    """What to evaluate for a request. Raises QueryError where it goes beyond `search.limits`."""
    planner = _Planner(request, analyser, dictionary)
    root = planner.node(request.query, _Scope(request.matching)) or NOTHING
    highlights = tuple(dict.fromkeys(_positive(root)))
    expansions, dropped = tuple(dict.fromkeys(planner.expansions)), tuple(dict.fromkeys(planner.dropped))
    relaxed: Node | None = None
    if request.matching is Matching.ENOUGH:
        relaxed = _Planner(request, analyser, dictionary, planner.known).node(request.query, _Scope(Matching.ANY))
    return Plan(root, None if relaxed == root else relaxed, highlights, expansions, dropped)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for the part of a query that is being planned."""

    matching: Matching
    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0
    strict: bool = False
    negated: bool = False
    depth: int = 0


class _Planner:
    def __init__(
        self,
        request: SearchRequest,
        analyser: Analyser,
        dictionary: TermDictionary,
        known: dict[tuple[str, int], Expanded] | None = None,
    ) -> None:
        self._request = request
        self._analyser = analyser
        self._dictionary = dictionary
        self._stops = stop_words(analyser.language)
        self._terms = 0
        self._alternatives = 0
        self.known = known if known is not None else {}
        self.expansions: list[Expansion] = []
        self.dropped: list[str] = []

    def node(self, query: Query, scope: _Scope) -> Node | None:
        """What a part of a query asks for; None where no token is in it."""
        if scope.depth > 2 * LIMITS.depth:
            raise self._too_much(f"more than {LIMITS.depth} levels of parentheses and signs; ask more simply")
        inner = replace(scope, depth=scope.depth + 1)
        match query:
            case Words(children):
                return self._run(children, inner)
            case AllOf(children):
                return self._joined(children, (), inner)
            case AnyOf(children):
                nodes = self._nodes(children, inner)
                return _simplest(Bool(should=nodes, minimum=1)) if nodes else None
            case Not(_):
                return self._joined((query,), (), inner)
            case Required(child):
                return self.node(child, replace(inner, strict=True))
            case InField(field, child):
                return self.node(child, replace(inner, strict=True, fields=(field,)))
            case Boost(child, factor):
                return self.node(child, replace(inner, boost=scope.boost * factor))
            case KindIs() | SiteIs() | DateRange() | Everything():
                return query
            case _:
                return self._leaf(query, scope)

    def _run(self, children: tuple[Query, ...], scope: _Scope) -> Node | None:
        kept = self._widened(children, self._without_stop_words(children, scope), scope)
        plain = tuple(child for child in kept if _is_plain(child))
        return self._joined(tuple(child for child in kept if not _is_plain(child)), plain, scope)

    def _joined(self, strict: tuple[Query, ...], plain: tuple[Query, ...], scope: _Scope) -> Node | None:
        must = self._nodes((child for child in strict if not isinstance(child, Not)), scope)
        should = self._nodes(plain, scope)
        under = replace(scope, strict=True, negated=True)
        must_not = self._nodes((child.child for child in strict if isinstance(child, Not)), under)
        if not (must or should or must_not):
            return None
        matching = Matching.ALL if scope.strict else scope.matching
        return _simplest(Bool(must, should, must_not, _minimum(matching, len(should), any(map(_scores, must)))))

    def _nodes(self, children: Iterable[Query], scope: _Scope) -> tuple[Node, ...]:
        nodes = (self.node(child, scope) for child in children)
        return tuple(node for node in nodes if node is not None)

    def _without_stop_words(self, children: tuple[Query, ...], scope: _Scope) -> tuple[Query, ...]:
        plain = [child for child in children if _is_plain(child) and self._analyser.words(_text(child))]
        stops = [child for child in plain if isinstance(child, Word) and self._is_stop_word(child)]
        if scope.strict or len(plain) < _LONG_QUESTION or len(stops) == len(plain):
            return children
        self.dropped += [word.text for word in stops]
        return tuple(child for child in children if child not in stops)

    def _widened(self, children: tuple[Query, ...], kept: tuple[Query, ...], scope: _Scope) -> tuple[Query, ...]:
        """Those of a run that are kept, each word with what the vocabulary has instead of it and its neighbours."""
        if scope.strict:
            return kept
        found: dict[Query, Query] = {}
        for words, also in alternatives(children, self._request, self._analyser):
            some = also[: LIMITS.expansions - self._alternatives]
            if some and any(word in kept for word in words):
                self._alternatives += len(some)
                self.expansions.append(Expansion(" ".join(word.text for word in words), tuple(e.text for e in some)))
                found |= {word: synonyms(word, some) for word in words}
        return tuple(found.get(child, child) for child in kept)

    def _is_stop_word(self, word: Word) -> bool:
        words = self._analyser.words(word.text)
        unfinished = word.last and self._request.typing
        return len(words) == 1 and words[0] in self._stops and not unfinished

    def _leaf(self, query: Word | Phrase | Prefix | Fuzzy | Synonyms, scope: _Scope) -> Leaf | None:
        match query:
            case Word(text) if query.last and self._request.typing and not scope.negated:
                return self._expand(text, 0, scope)
            case Word(text):
                (widened,) = self._widened((query,), (query,), scope)
                return self._group(widened, scope) if isinstance(widened, Synonyms) else self._tokens(text, 0, scope)
            case Phrase(text, slop):
                return self._tokens(text, slop, scope)
            case Prefix(text):
                return self._expand(text, 0, scope, report=True)
            case Fuzzy(text, distance):
                return self._expand(text, distance, scope, report=True)
            case Synonyms():
                return self._group(query, scope)

    def _group(self, synonyms: Synonyms, scope: _Scope) -> Leaf | None:
        """Of the members only the first was typed: only its words count."""
        inner, (typed, *others) = replace(scope, boost=1.0), synonyms.members
        weights = synonyms.weights or (1.0,) * len(synonyms.members)
        leaves = (self._member(typed, inner), *(_sequence(self._analyser.terms(e.text), 0, inner) for e in others))
        found = tuple((leaf, weight) for leaf, weight in zip(leaves, weights, strict=True) if leaf)
        return Group(found, scope.fields, scope.boost) if found else None

    def _member(self, member: Word | Phrase, scope: _Scope) -> Term | Sequence | None:
        return self._tokens(member.text, member.slop if isinstance(member, Phrase) else 0, scope)

    def _tokens(self, text: str, slop: int, scope: _Scope) -> Term | Sequence | None:
        return _sequence(self._counted(self._analyser.terms(text)), slop, scope)

    def _expand(self, text: str, distance: int, scope: _Scope, *, report: bool = False) -> Leaf | None:
        """A word and those that begin like it (`distance` 0) or are like it; of several tokens the last is expanded."""
        words = self._counted(self._analyser.words(text))
        if not words:
            return None
        expanded = self._known_or_found(words[-1], distance)
        if report and expanded.words:
            self.expansions.append(Expansion(text, expanded.words))
        before = [self._analyser.stem(word) for word in words[:-1]]
        members = tuple((_leaf([*before, term], scope.fields), weight) for term, weight in expanded.terms.items())
        if len(members) == 1:
            return replace(members[0][0], boost=scope.boost)
        return Group(members, scope.fields, scope.boost)

    def _known_or_found(self, word: str, distance: int) -> Expanded:
        if (word, distance) not in self.known:
            self.known[word, distance] = (
                words_like(word, distance, self._analyser, self._dictionary)
                if distance
                else words_beginning(word, self._analyser, self._dictionary)
            )
        return self.known[word, distance]

    def _counted(self, terms: list[str]) -> list[str]:
        self._terms += len(terms)
        if self._terms > LIMITS.terms:
            raise self._too_much(f"the query has more than {LIMITS.terms} words; shorten it")
        return terms

    def _too_much(self, message: str) -> QueryError:
        """The error, with as many of the words, asked plainly, as are allowed."""
        text = self._request.text
        words = plain_text(text)
        tokens = self._analyser.tokens(words)[: LIMITS.terms]
        return QueryError(message, 0, len(text), words[: tokens[-1].end] if tokens else "")


def _sequence(terms: list[str], slop: int, scope: _Scope) -> Term | Sequence | None:
    if len(terms) < 2:
        return Term(terms[0], scope.fields, scope.boost) if terms else None
    return Sequence(tuple(terms), tuple(range(len(terms))), slop, scope.fields, scope.boost)


def _leaf(terms: list[str], fields: tuple[TextField, ...]) -> Term | Sequence:
    return Term(terms[0], fields) if len(terms) == 1 else Sequence(tuple(terms), tuple(range(len(terms))), 0, fields)


def _is_plain(query: Query) -> bool:
    match query:
        case Word() | Prefix() | Fuzzy() | Synonyms():
            return True
        case Boost(child):
            return _is_plain(child)
        case _:
            return False


def _text(query: Query) -> str:
    match query:
        case Word(text) | Prefix(text) | Fuzzy(text):
            return text
        case Boost(child):
            return _text(child)
        case Synonyms(members):
            return members[0].text if members else ""
        case _:
            return ""


def _minimum(matching: Matching, words: int, found_otherwise: bool) -> int:  # noqa: FBT001 - a fact, not a mode
    match matching:
        case Matching.ALL:
            return words
        case Matching.ENOUGH:
            return words if words <= 2 else -(-_ENOUGH_OF_TEN * words // 10)
        case Matching.ANY:
            return 0 if found_otherwise else min(1, words)


def _scores(node: Node) -> bool:
    """Whether a node asks for words, not only for kinds, sites, dates or what is not there."""
    match node:
        case Bool(must, should):
            return any(map(_scores, (*must, *should)))
        case Term() | Sequence() | Group():
            return True
        case _:
            return False


def _simplest(node: Bool) -> Node:
    """The same without a level around a single child."""
    match node:
        case Bool((child,), (), (), 0) | Bool((), (child,), (), 1):
            return child
        case _:
            return node


def _positive(node: Node) -> Iterator[Leaf]:
    match node:
        case Bool(must, should):
            for child in (*must, *should):
                yield from _positive(child)
        case Term() | Sequence() | Group():
            yield node
        case _:
            return
