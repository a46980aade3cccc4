"""What of a query was typed as words, and the same query with other words in their place."""

from __future__ import annotations

from collections.abc import Iterator

from twitchsearch.errors import QueryError
from twitchsearch.model import AllOf, AnyOf, Boost, InField, Phrase, Query, Required, SearchRequest, Word, Words


def as_typed(request: SearchRequest) -> Query | None:
    """What the request's text says, if that is what is asked, alone or with more joined to it; else None."""
    from twitchsearch.search.query import parse

    try:
        base = parse(request.text, typing=request.typing)
    except QueryError:
        return None
    match request.query:
        case AllOf((first, *_)) if first == base:
            return base
        case Words(children) if isinstance(base, Words) and children[: len(base.children)] == base.children:
            return base
        case query:
            return base if query == base else None


def in_place_of(base: Query, meant: Query, query: Query) -> Query:
    """The query with what it was typed as replaced by what was meant."""
    match query:
        case _ if query == base:
            return meant
        case Words(children) if isinstance(base, Words):
            new = meant.children if isinstance(meant, Words) else (meant,)
            return Words((*new, *children[len(base.children) :]))
        case AllOf((_, *others)):
            return AllOf((meant, *others))
        case _:
            return query


def nodes_of(request: SearchRequest) -> Iterator[Word | Phrase]:
    """The words and phrases of a query that have a place in its text, but for those that must not match."""
    waiting: list[Query] = [request.query]
    while waiting:
        match waiting.pop():
            case Words(children) | AllOf(children) | AnyOf(children):
                waiting += reversed(children)
            case Required(child) | InField(_, child) | Boost(child):
                waiting.append(child)
            case Word() | Phrase() as node if node.span.end:
                yield node
            case _:
                pass
