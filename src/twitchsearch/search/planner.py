"""Requests to plans: how words, operators and fields become something an engine can evaluate over its terms.

Here the parts of a query are put together; `leaves` says what each of its words stands for.

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
from dataclasses import replace

from twitchsearch.model import (
    AllOf,
    AnyOf,
    Asking,
    Boost,
    DateRange,
    Everything,
    InField,
    KindIs,
    Matching,
    Not,
    Query,
    Required,
    SearchRequest,
    SectionKind,
    SiteIs,
    Word,
    Words,
)
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.leaves import LeafMaker, Scope, too_much
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import (
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
from twitchsearch.search.reading import Reader, is_plain


def plan(request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> Plan:
    """What to evaluate for a request. Raises QueryError where it goes beyond `search.limits`."""
    query = Words((request.query,)) if isinstance(request.query, Word) else request.query
    planner = _Planner(request, analyser, dictionary)
    root = planner.node(query, Scope()) or NOTHING
    return Plan(
        root,
        highlights=tuple(dict.fromkeys(_positive(root))),
        expansions=tuple(dict.fromkeys(planner.leaves.expansions)),
        dropped=tuple(dict.fromkeys(planner.dropped)),
        wish=planner.wish,
        together=planner.together,
        asked=tuple(planner.leaves.asked),
    )


class _Planner:
    """Plans one request; what it understood stands in its attributes afterwards."""

    def __init__(self, request: SearchRequest, analyser: Analyser, dictionary: TermDictionary) -> None:
        self._request = request
        self._analyser = analyser
        self._reader = Reader(analyser, typing=request.typing)
        self.leaves = LeafMaker(request, analyser, dictionary)
        self.dropped: list[str] = []
        self.wish: tuple[SectionKind, ...] = ()
        self.together: tuple[Leaf, ...] = ()

    def node(self, query: Query, scope: Scope) -> Node | None:
        """What a part of a query asks for; None where no token is in it."""
        if scope.depth > 2 * LIMITS.depth:
            message = f"more than {LIMITS.depth} levels of parentheses and signs; ask more simply"
            raise too_much(message, self._request.text, self._analyser)
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
                return self.leaves.leaf(query, scope)

    def _run(self, children: tuple[Query, ...], scope: Scope) -> Node | None:
        if scope.strict:
            return self._joined(_strict(children), _plain(children), scope)
        children = self._reader.parted(children)
        read = self._reader.read(children, wishing=scope.depth == 1 and self._request.asking is Asking.QUESTION)
        self.dropped += [word.text for word in read.dropped]
        self.wish += read.wish
        kept = self.leaves.widened(children, read.kept, replace(scope, looked_up=False))
        scope = replace(scope, looked_up=True)
        cues = replace(scope, boost=scope.boost * self._request.ranking.cue)
        return self._joined(_strict(kept), _plain(kept), scope, self.leaves.cues(read.cues, cues))

    def _joined(
        self,
        strict: tuple[Query, ...],
        plain: tuple[Query, ...],
        scope: Scope,
        bonus: tuple[Term | Sequence, ...] = (),
    ) -> Node | None:
        must = self._nodes((child for child in strict if not isinstance(child, Not)), scope)
        should = self._nodes(plain, scope)
        under = replace(scope, strict=True, negated=True)
        must_not = self._nodes((child.child for child in strict if isinstance(child, Not)), under)
        if not (must or should or must_not):
            return None
        if scope.depth == 1 and len(should) == 2 and self._request.matching is Matching.ENOUGH:
            self.together = tuple(each for each in should if isinstance(each, Leaf))
        minimum, share = self._enough(len(should), scope, found_otherwise=any(map(_scores, must)))
        return _simplest(Bool(must, should, must_not, minimum, share, bonus))

    def _enough(self, words: int, scope: Scope, *, found_otherwise: bool) -> tuple[int, float]:
        """How many of the plain words must match, and how much of what they tell."""
        if scope.strict or self._request.matching is Matching.ALL:
            return words, 0.0
        if found_otherwise or not words:
            return 0, 0.0
        some_are_enough = self._request.matching is Matching.ENOUGH and words > 1
        return 1, self._request.ranking.share if some_are_enough else 0.0

    def _nodes(self, children: Iterable[Query], scope: Scope) -> tuple[Node, ...]:
        nodes = (self.node(child, scope) for child in children)
        return tuple(node for node in nodes if node is not None)


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
