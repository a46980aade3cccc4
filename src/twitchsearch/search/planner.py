"""Requests to plans: how words, operators and fields become something an engine can evaluate over its terms.

What holds wherever words stand side by side (`Words`):

- Plain words are words, prefixes and misspelt words, boosted or not. Those that match must tell `Ranking.share` of
  what all of them tell; `Matching.ALL` and `ANY` decide otherwise. With `ANY`, and in the relaxed plan, one must match.
  Where something required matches already, none must. Of two words, what has both comes before what has one.
- All else is strict: phrases, groups, fields, filters, `+` and `-`. Under `+`, `-` and fields every word must match.
- A word that is several tokens (covid-19) is a sequence of them; one that is none (a question mark) is left out. Where
  nothing else is asked, nothing matches. Plain words of several words (drug-drug) are taken apart.
- Of four or more plain words those that are stop words are left out, if others remain, and reported; of eight or more
  also what is said around a question ("please help").
- Words that say what kind of section is wanted (`search.intent`), in the outermost run, need not match: they only add
  to the score, less than others, and sections of that kind are lifted.
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
    Asking,
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
    SectionKind,
    SiteIs,
    Synonyms,
    TextField,
    Word,
    Words,
)
from twitchsearch.search.absence import asked_for
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.expansion import Expanded, words_beginning, words_like
from twitchsearch.search.lexemes import plain_text
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import (
    ALL_FIELDS,
    NOTHING,
    AskedFor,
    Bool,
    Group,
    Leaf,
    Node,
    Plan,
    Sequence,
    Term,
    TermDictionary,
)
from twitchsearch.search.reading import Reader, is_plain
from twitchsearch.search.vocabulary import alternatives, synonyms


def plan(request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> Plan:
    """What to evaluate for a request. Raises QueryError where it goes beyond `search.limits`."""
    query = Words((request.query,)) if isinstance(request.query, Word) else request.query
    planner = _Planner(request, analyser, dictionary)
    root = planner.node(query, _Scope(request.matching)) or NOTHING
    highlights = tuple(dict.fromkeys(_positive(root)))
    expansions, dropped = tuple(dict.fromkeys(planner.expansions)), tuple(dict.fromkeys(planner.dropped))
    return Plan(root, highlights, expansions, dropped, planner.wish, planner.together, tuple(planner.asked))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for the part of a query that is being planned."""

    matching: Matching
    fields: tuple[TextField, ...] = ALL_FIELDS
    boost: float = 1.0
    strict: bool = False
    negated: bool = False
    looked_up: bool = False  # whether the vocabulary was asked for each word with its neighbours
    depth: int = 0


class _Planner:
    def __init__(self, request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> None:
        self._request = request
        self._analyser = analyser
        self._dictionary = dictionary
        self._reader = Reader(analyser, typing=request.typing)
        self._terms = 0
        self._alternatives = 0
        self._known: dict[tuple[str, int], Expanded] = {}
        self.expansions: list[Expansion] = []
        self.dropped: list[str] = []
        self.asked: list[AskedFor] = []
        self.wish: tuple[SectionKind, ...] = ()
        self.together: tuple[Leaf, ...] = ()

    def node(self, query: Query, scope: _Scope) -> Node | None:
        """What a part of a query asks for; None where no token is in it."""
        if scope.depth > 2 * LIMITS.depth:
            raise self._too_much(f"more than {LIMITS.depth} levels of parentheses and signs; ask more simply")
        inner = replace(scope, depth=scope.depth + 1)
        match query:
            case Words(children):
                return self._run(children, inner)
            case AllOf(children):
                return self._joined(children, (), replace(inner, looked_up=False))
            case AnyOf(children):
                nodes = self._nodes(children, replace(inner, looked_up=False))
                return _simplest(Bool(should=nodes, minimum=1)) if nodes else None
            case Not(_):
                return self._joined((query,), (), inner)
            case Required(child):
                return self.node(child, replace(inner, strict=True))
            case InField(field, child):
                return self.node(child, replace(inner, strict=True, fields=(field,)))
            case Boost(child, factor):
                return self.node(child, replace(inner, boost=scope.boost * factor, looked_up=False))
            case KindIs() | SiteIs() | DateRange() | Everything():
                return query
            case _:
                return self._asked(query, scope)

    def _asked(self, query: Word | Phrase | Prefix | Fuzzy | Synonyms, scope: _Scope) -> Leaf | None:
        """A leaf; what was asked for with it is noted, but for words that are unfinished, in a field, or under `-`."""
        leaf = self._leaf(query, scope)
        finished = not (self._request.typing and isinstance(query, Word) and query.last)
        if leaf is not None and finished and not scope.negated and scope.fields == ALL_FIELDS:
            self.asked.append(asked_for(query, leaf, self._analyser))
        return leaf

    def _run(self, children: tuple[Query, ...], scope: _Scope) -> Node | None:
        if scope.strict:
            return self._joined(_strict(children), _plain(children), scope)
        children = self._reader.parted(children)
        read = self._reader.read(children, wishing=scope.depth == 1 and self._request.asking is Asking.QUESTION)
        self.dropped += [word.text for word in read.dropped]
        self.wish += read.wish
        kept = self._widened(children, read.kept, replace(scope, looked_up=False))
        scope = replace(scope, looked_up=True)
        cues = replace(scope, boost=scope.boost * self._request.ranking.cue)
        return self._joined(_strict(kept), _plain(kept), scope, self._sequences(read.cues, cues))

    def _joined(
        self,
        strict: tuple[Query, ...],
        plain: tuple[Query, ...],
        scope: _Scope,
        bonus: tuple[Term | Sequence, ...] = (),
    ) -> Node | None:
        must = self._nodes((child for child in strict if not isinstance(child, Not)), scope)
        should = self._nodes(plain, scope)
        under = replace(scope, strict=True, negated=True)
        must_not = self._nodes((child.child for child in strict if isinstance(child, Not)), under)
        if not (must or should or must_not):
            return None
        if scope.depth == 1 and len(should) == 2 and scope.matching is Matching.ENOUGH:
            self.together = tuple(each for each in should if isinstance(each, Leaf))
        minimum, share = self._enough(len(should), scope, found_otherwise=any(map(_scores, must)))
        return _simplest(Bool(must, should, must_not, minimum, share, bonus))

    def _enough(self, words: int, scope: _Scope, *, found_otherwise: bool) -> tuple[int, float]:
        """How many of the plain words must match, and how much of what they tell."""
        if scope.strict or scope.matching is Matching.ALL:
            return words, 0.0
        if found_otherwise or not words:
            return 0, 0.0
        return 1, self._request.ranking.share if scope.matching is Matching.ENOUGH and words > 1 else 0.0

    def _sequences(self, words: Iterable[Word], scope: _Scope) -> tuple[Term | Sequence, ...]:
        leaves = (self._tokens(word.text, 0, scope) for word in words)
        return tuple(leaf for leaf in leaves if leaf is not None)

    def _nodes(self, children: Iterable[Query], scope: _Scope) -> tuple[Node, ...]:
        nodes = (self.node(child, scope) for child in children)
        return tuple(node for node in nodes if node is not None)

    def _widened(self, children: tuple[Query, ...], kept: tuple[Query, ...], scope: _Scope) -> tuple[Query, ...]:
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
        if (word, distance) not in self._known:
            self._known[word, distance] = (
                words_like(word, distance, self._analyser, self._dictionary)
                if distance
                else words_beginning(word, self._analyser, self._dictionary)
            )
        return self._known[word, distance]

    def _counted(self, terms: list[str]) -> list[str]:
        self._terms += len(terms)
        if self._terms > LIMITS.terms:
            counted = "letters and digits of one (B12) by themselves"
            raise self._too_much(f"the query has more than {LIMITS.terms} words, {counted}; shorten it")
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


def _strict(children: Iterable[Query]) -> tuple[Query, ...]:
    return tuple(child for child in children if not is_plain(child))


def _plain(children: Iterable[Query]) -> tuple[Query, ...]:
    return tuple(child for child in children if is_plain(child))


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
        case Bool((child,), (), (), 0, bonus=()) | Bool((), (child,), (), 1, bonus=()):
            return child
        case _:
            return node


def _positive(node: Node) -> Iterator[Leaf]:
    match node:
        case Bool(must, should, bonus=bonus):
            for child in (*must, *should, *bonus):
                yield from _positive(child)
        case Term() | Sequence() | Group():
            yield node
        case _:
            return
