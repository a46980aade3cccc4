"""A parsed query back in the query language, so that a person sees how it was understood."""

from __future__ import annotations

import re
from decimal import Decimal

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

_BARE_SITE = re.compile(r"[\w.:\[\]-]+")
_NOTHING = '""'  # a phrase of no words, which asks for nothing


def shown_query(query: Query) -> str:
    """The query as the grammar writes it: whatever `search.query.parse` has read is read so again. "" is everything.

    Spans, and which word is unfinished, are not written; other words that mean the same are alternatives.
    """
    return "" if isinstance(query, Everything) else _any(query)


def _any(query: Query) -> str:
    match query:
        case AnyOf(children) | Synonyms(children) if not _is_kinds(query):
            return " OR ".join(map(_all, children)) or _NOTHING
        case _:
            return _all(query)


def _all(query: Query) -> str:
    match query:
        case AllOf(children):
            return " AND ".join(map(_run, children)) or _NOTHING
        case _:
            return _run(query)


def _run(query: Query) -> str:
    match query:
        case Words(children):
            return " ".join(map(_clause, children)) or _NOTHING
        case _:
            return _clause(query)


def _clause(query: Query) -> str:
    match query:
        case Not(child):
            return f"-{_clause(child)}" if _takes_sign(child) else f"NOT {_clause(child)}"
        case Required(Not(child)):
            return f"+NOT {_clause(child)}"
        case Required(child):
            return f"+{_clause(child)}" if _takes_sign(child) else f"+({_any(child)})"
        case Boost(child, factor):
            return f"{_weighed(child)}^{_number(factor)}"
        case _:
            return _part(query)


def _takes_sign(query: Query) -> bool:
    """Whether a sign may stand directly before a clause; after another, or before a star, it were none."""
    return not isinstance(query, Not | Required | Everything) and not _clause(query).startswith(("+", "-"))


def _weighed(query: Query) -> str:
    """A part as it stands before a weight; after a colon, and where it is a sign, that were another thing."""
    plain = isinstance(query, Word) and query.text not in ("+", "-") and not query.text.endswith(":")
    grouped = isinstance(query, Not | Required | Boost | Everything | Word) and not plain
    return f"({_any(query)})" if grouped else _part(query)


def _part(query: Query) -> str:
    match query:
        case InField(field, child):
            return f"{field.value}:{_part(child) if _is_value(child) else f'({_any(child)})'}"
        case AnyOf(children) if _is_kinds(query):
            return f"kind:{','.join(child.kind.value for child in children if isinstance(child, KindIs))}"
        case Words() | AllOf() | AnyOf() | Synonyms() | Not() | Required() | Boost():
            return f"({_any(query)})"
        case _:
            return _leaf(query)


def _is_value(query: Query) -> bool:
    """Whether a part may follow a field's colon without parentheses, or has its own."""
    match query:
        case Word(text) | Prefix(text) | Fuzzy(text) | Phrase(text):
            return any(letter.isalnum() for letter in text)
        case Words() | AllOf() | Not() | Required() | Boost() | Synonyms():
            return True
        case AnyOf():
            return not _is_kinds(query)
        case _:
            return False


def _is_kinds(query: Query) -> bool:
    """Whether alternatives are different kinds and nothing else, which is written `kind:causes,remedies`."""
    if not isinstance(query, AnyOf) or not all(isinstance(child, KindIs) for child in query.children):
        return False
    return len(set(query.children)) == len(query.children) > 1


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
            named = f"www.{site}" if site.startswith("www.") else site  # one of which is left out in reading
            return f"site:{named}" if _BARE_SITE.fullmatch(named) else f'site:"{named}"'
        case DateRange():
            return _dates(query)
        case Everything():
            return "*"


def _dates(dates: DateRange) -> str:
    """A range that is open at both ends still leaves out what has no date."""
    if dates.first is not None and dates.first == dates.last:
        return f"{dates.field.value}:{dates.first}"
    first = "0001-01-01" if dates.first is None and dates.last is None else dates.first or ""
    return f"{dates.field.value}:{first}..{dates.last or ''}"


def _number(factor: float) -> str:
    """Digits and a point alone, and the very number again."""
    return f"{factor:.0f}" if factor.is_integer() else format(Decimal(repr(factor)), "f")
