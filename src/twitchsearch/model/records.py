"""Articles as plain records for JSON and back: how an article is kept in a cache or an index.

A record holds only strings, numbers, lists and dicts; what has its default value is left out. Reading is strict:
what is not such a record is a ValueError, whatever it holds, and never anything that runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from twitchsearch.model.articles import Article, ArticleFacts, KindSource, Section, SectionKind, Sign, Span, Urgency

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
    record: Record = {"id": section.id, "ordinal": section.ordinal, "kind": section.kind.value}
    if section.text:  # asked one by one: a writer does this for every section, which seldom has more than a path
        record["text"] = section.text
    if section.heading_path:
        record["path"] = list(section.heading_path)
    if section.anchor:
        record["anchor"] = section.anchor
    record["kind_source"] = section.kind_source.value
    if section.kind_weights:
        record["weights"] = [[kind.value, weight] for kind, weight in section.kind_weights]
    if section.added:
        record["added"] = [[span.start, span.end] for span in section.added]
    if section.signs:
        record["signs"] = [[sign.text, sign.urgency.value] for sign in section.signs]
    return record


def article_from(record: Any) -> Article:
    """Raises ValueError where `record` is not one that `article_record` made."""
    facts, sections = _ARTICLE.fields(record)
    return Article(facts_from(facts), tuple(map(section_from, sections)))


def facts_from(record: Any) -> ArticleFacts:
    """Raises ValueError where `record` is not one that `facts_record` made."""
    name, url, fetched, title, site, aliases, authors, language, *days, source, group, likeness = _FACTS.fields(record)
    published, modified, reviewed = map(_date, days)
    return ArticleFacts(
        id=name,
        url=url,
        title=title,
        site=site,
        fetched_at=_strictly(datetime.fromisoformat, fetched),
        aliases=_texts(aliases),
        authors=_texts(authors),
        language=language,
        published=published,
        modified=modified,
        reviewed=reviewed,
        source=source,
        group=group,
        likeness=likeness,
    )


def section_from(record: Any) -> Section:
    """Raises ValueError where `record` is not one that `section_record` made."""
    name, kind, ordinal, text, path, anchor, source, weights, added, signs = _SECTION.fields(record)
    return Section(
        id=name,
        ordinal=ordinal,
        kind=SectionKind(kind),
        text=text,
        heading_path=_texts(path),
        anchor=anchor,
        kind_source=KindSource(source),
        kind_weights=_several(weights, lambda kind, weight: (SectionKind(_text(kind)), _number(weight))),
        added=_several(added, lambda start, end: Span(_whole(start), _whole(end))),
        signs=_several(signs, lambda sign, urgency: Sign(_text(sign), Urgency(_text(urgency)))),
    )


class _Shape:
    """What a record may hold: for each key the type of its value, and what it is where the key is missing.

    All are looked at at once, as every hit of every search is two records.
    """

    def __init__(self, required: dict[str, type], **others: Any) -> None:
        """Records with the keys of `required`, and with `others`, whose values are what they are by default."""
        self._keys = (*required, *others)
        self._defaults = (*(None for _ in required), *others.values())
        self._types = (*required.values(), *map(type, others.values()))

    def fields(self, record: Any) -> tuple[Any, ...]:
        """The values in the order of the keys: first those that are required. Raises ValueError."""
        if not isinstance(record, dict):
            raise ValueError("not a record")
        values = tuple(map(record.get, self._keys, self._defaults))
        if tuple(map(type, values)) != self._types:
            rows = zip(self._keys, values, self._types, strict=True)
            wrong = next(key for key, value, kind in rows if type(value) is not kind)
            raise ValueError(f"not a record: {wrong} is missing or of another type")
        return values


def _without_defaults(record: Record) -> Record:
    return {key: value for key, value in record.items() if value not in ("", [], None)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _strictly(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a record: {text[:40]!r} is not a date") from error


def _date(text: str) -> date | None:
    return _strictly(date.fromisoformat, text) if text else None


def _texts(several: list[Any]) -> tuple[str, ...]:
    return tuple(map(_text, several))


def _several(pairs: list[Any], made: Callable[[Any, Any], T]) -> tuple[T, ...]:
    if not pairs:  # as a rule: a hit is not to wait for it
        return ()
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise ValueError("not a record: a list of pairs has something else")
    return tuple(made(one, other) for one, other in pairs)


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


_ARTICLE = _Shape({}, facts={}, sections=[])
_SECTION = _Shape(
    {"id": str, "kind": str},
    ordinal=0,
    text="",
    path=[],
    anchor="",
    kind_source=KindSource.NONE.value,
    weights=[],
    added=[],
    signs=[],
)
_FACTS = _Shape(
    {"id": str, "url": str, "fetched_at": str},
    title="",
    site="",
    aliases=[],
    authors=[],
    language="",
    published="",
    modified="",
    reviewed="",
    source="",
    group="",
    likeness="",
)
