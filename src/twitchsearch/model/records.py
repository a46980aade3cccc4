"""Articles as plain records for JSON and back: how an article is kept in a cache or an index.

A record holds only strings, numbers, lists and dicts; what has its default value is left out. Reading is strict:
what is not such a record is a ValueError, whatever it holds, and never anything that runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from twitchsearch.model.articles import Article, ArticleFacts, KindSource, Section, SectionKind, Sign, Urgency
from twitchsearch.model.queries import Span

Record = dict[str, Any]
T = TypeVar("T")


def article_record(article: Article) -> Record:
    return {"facts": facts_record(article.facts), "sections": [section_record(each) for each in article.sections]}


def facts_record(facts: ArticleFacts) -> Record:
    return _without_defaults(
        {
            "id": facts.id,
            "url": facts.url,
            "title": facts.title,
            "site": facts.site,
            "fetched_at": facts.fetched_at.isoformat(),
            "aliases": list(facts.aliases),
            "authors": list(facts.authors),
            "language": facts.language,
            "published": _day(facts.published),
            "modified": _day(facts.modified),
            "reviewed": _day(facts.reviewed),
            "source": facts.source,
            "group": facts.group,
            "likeness": facts.likeness,
        }
    )


def section_record(section: Section) -> Record:
    return _without_defaults(
        {
            "id": section.id,
            "ordinal": section.ordinal,
            "kind": section.kind.value,
            "text": section.text,
            "path": list(section.heading_path),
            "anchor": section.anchor,
            "kind_source": section.kind_source.value,
            "weights": [[kind.value, weight] for kind, weight in section.kind_weights],
            "added": [[span.start, span.end] for span in section.added],
            "signs": [[sign.text, sign.urgency.value] for sign in section.signs],
        }
    )


def article_from(record: Any) -> Article:
    """Raises ValueError where `record` is not one that `article_record` made."""
    sections = _take(record, "sections", list, [])
    return Article(facts_from(_take(record, "facts", dict, {})), tuple(section_from(each) for each in sections))


def facts_from(record: Any) -> ArticleFacts:
    """Raises ValueError where `record` is not one that `facts_record` made."""
    return ArticleFacts(
        id=_take(record, "id", str),
        url=_take(record, "url", str),
        title=_take(record, "title", str, ""),
        site=_take(record, "site", str, ""),
        fetched_at=_strictly(datetime.fromisoformat, _take(record, "fetched_at", str)),
        aliases=_texts(record, "aliases"),
        authors=_texts(record, "authors"),
        language=_take(record, "language", str, ""),
        published=_date(record, "published"),
        modified=_date(record, "modified"),
        reviewed=_date(record, "reviewed"),
        source=_take(record, "source", str, ""),
        group=_take(record, "group", str, ""),
        likeness=_take(record, "likeness", str, ""),
    )


def section_from(record: Any) -> Section:
    """Raises ValueError where `record` is not one that `section_record` made."""
    return Section(
        id=_take(record, "id", str),
        ordinal=_take(record, "ordinal", int, 0),
        kind=SectionKind(_take(record, "kind", str)),
        text=_take(record, "text", str, ""),
        heading_path=_texts(record, "path"),
        anchor=_take(record, "anchor", str, ""),
        kind_source=KindSource(_take(record, "kind_source", str, KindSource.NONE.value)),
        kind_weights=tuple((SectionKind(_text(kind)), _number(weight)) for kind, weight in _pairs(record, "weights")),
        added=tuple(Span(_whole(start), _whole(end)) for start, end in _pairs(record, "added")),
        signs=tuple(Sign(_text(sign), Urgency(_text(urgency))) for sign, urgency in _pairs(record, "signs")),
    )


def _without_defaults(record: Record) -> Record:
    return {key: value for key, value in record.items() if value not in ("", [], None)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _take(record: Any, key: str, kind: type[T], default: T | None = None) -> T:
    value = record.get(key, default) if isinstance(record, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"not a record: {key} is missing or of another type")
    return value


def _strictly(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a record: {text[:40]!r} is not a date") from error


def _date(record: Any, key: str) -> date | None:
    text = _take(record, key, str, "")
    return _strictly(date.fromisoformat, text) if text else None


def _texts(record: Any, key: str) -> tuple[str, ...]:
    return tuple(_text(each) for each in _take(record, key, list, []))


def _pairs(record: Any, key: str) -> list[tuple[Any, Any]]:
    pairs = _take(record, key, list, [])
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise ValueError(f"not a record: {key} is not a list of pairs")
    return [(pair[0], pair[1]) for pair in pairs]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a record: a text is of another type")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a record: a place in a text is of another type")
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("not a record: a number is of another type")
    return float(value)
