"""Filters as they are typed: what `name:value` asks for, and what a site is called."""

from __future__ import annotations

from twitchsearch.model import AnyOf, DateRange, KindIs, Query, SectionKind, SiteIs
from twitchsearch.search.dates import date_range
from twitchsearch.search.lexemes import DATE_FIELDS
from twitchsearch.text import clean
from twitchsearch.urls import site


def read_filter(name: str, value: str) -> Query:
    """The filter that `name:value` asks for. Raises ValueError, which says what can be asked."""
    if name in DATE_FIELDS:
        return DateRange(DATE_FIELDS[name], *date_range(value))
    if name == "kind":
        kinds = tuple(map(KindIs, _kinds(value)))
        return kinds[0] if len(kinds) == 1 else AnyOf(kinds)
    return SiteIs(site_named(value))


def site_named(typed: str) -> str:
    """The site that is meant by its name, or by a URL of it. Raises ValueError, which says what to write."""
    try:
        return site(typed if "://" in typed else f"http://{clean(typed)}")
    except ValueError:
        raise ValueError(f"{typed[:40]!r} is not the name of a site; write one such as example.org") from None


def _kinds(value: str) -> list[SectionKind]:
    """The kinds that are named, each once."""
    known, named = frozenset(SectionKind), dict.fromkeys(value.lower().split(","))
    for each in named:
        if each not in known:
            raise ValueError(f"there is no kind {each[:40]!r}; the kinds are: {', '.join(SectionKind)}")
    return [SectionKind(each) for each in named]


def example(name: str) -> str:
    """How a field is asked for, to be shown to who asked for it wrongly."""
    if name in DATE_FIELDS:
        return f"as in {name}:2020..2024"
    return {"kind": "as in kind:causes", "site": "as in site:example.org"}.get(name, f"as in {name}:cramp")
