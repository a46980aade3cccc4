"""A parsed query back in the query language, so that a person sees how it was understood."""

from __future__ import annotations

from collections.abc import Iterable

from twitchsearch.model import (
    AllOf,
    AnyOf,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    InField,
    KindIs,
    Not,
    Phrase,
    Prefix,
    Query,
    Required,
    SiteIs,
    Synonyms,
    Word,
    Words,
)


def shown_query(query: Query) -> str:
    """The query as the grammar writes it, without outer parentheses. "" stands for everything."""
    text = _shown(query)
    return text[1:-1] if isinstance(query, Words | AllOf | AnyOf | Synonyms) and text.startswith("(") else text


def _shown(query: Query) -> str:
    match query:
        case Synonyms(children) | AnyOf(children):
            return _joined(children, " OR ")
        case Words(children):
            return _joined(children, " ")
        case AllOf(children):
            return _joined(children, " AND ")
        case Not(child):
            return f"-{_shown(child)}"
        case Required(child):
            return f"+{_shown(child)}"
        case InField(field, child):
            return f"{field.value}:{_shown(child)}"
        case Boost(child, factor):
            return f"{_shown(child)}^{factor:g}"
        case _:
            return _leaf(query)


def _leaf(query: Word | Phrase | Prefix | Fuzzy | KindIs | SiteIs | DateRange | Everything) -> str:
    match query:
        case Word(text):
            return text
        case Phrase(text, slop):
            return f'"{text}"' + (f"~{slop}" if slop else "")
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text, distance):
            return f"{text}~{distance}"
        case KindIs(kind):
            return f"kind:{kind.value}"
        case SiteIs(site):
            return f"site:{site}"
        case DateRange(field, first, last):
            return f"{field.value}:[{first or '*'} TO {last or '*'}]"
        case Everything():
            return ""


def _joined(children: Iterable[Query], between: str) -> str:
    return f"({between.join(_shown(child) for child in children)})"
