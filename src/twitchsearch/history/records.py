"""What is remembered as JSON, and read back: what is not as it was written raises ValueError, KeyError, TypeError."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from twitchsearch.history.changes import LONGEST_TEXT, MOST_ARTICLES, MOST_SAVED, MOST_SEARCHES
from twitchsearch.model import DateField, Filters, SectionKind, Sort
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Asked, Choices, Past, PastSearch, ReadArticle, SavedSearch

Record = dict[str, Any]


def record_of(value: object) -> Record:
    match value:
        case Past(searches, articles):
            return {
                "searches": [{**asked_record(each.asked), "at": each.at.isoformat()} for each in searches],
                "articles": [
                    {"section": each.section_id, "title": each.title, "url": each.url, "at": each.at.isoformat()}
                    for each in articles
                ],
            }
        case Choices(history, theme, layout):
            return {"history": history, "theme": theme, "layout": layout}
        case tuple():
            return {"searches": [{"name": each.name, **asked_record(each.asked)} for each in value]}
    raise AssertionError(value)


def asked_record(asked: Asked) -> Record:
    """A search as JSON: what is not narrowed is left out."""
    filters = asked.filters
    record = {
        "query": asked.text,
        "kinds": sorted(filters.kinds),
        "sites": sorted(filters.sites),
        "since": filters.since.isoformat() if filters.since else "",
        "until": filters.until.isoformat() if filters.until else "",
        "date": filters.date_field if filters.date_field is not DateField.UPDATED else "",
        "sort": asked.sort if asked.sort is not Sort.BEST else "",
        "table": asked.table,
        "most": asked.most,
    }
    return {"query": asked.text} | {name: value for name, value in record.items() if value}


def _asked_from(record: Record) -> Asked:
    filters = Filters(
        kinds=frozenset(SectionKind(each) for each in record.get("kinds", ())),
        sites=frozenset(_text(each) for each in record.get("sites", ())),
        since=_day(record.get("since")),
        until=_day(record.get("until")),
        date_field=DateField(record.get("date", DateField.UPDATED)),
    )
    table, most = (record.get(name) is True for name in ("table", "most"))
    return Asked(_text(record["query"]), filters, Sort(record.get("sort", Sort.BEST)), table, most)


def past_from(record: Record) -> Past:
    return Past(
        tuple(PastSearch(_asked_from(each), _time(each["at"])) for each in _some(record["searches"], MOST_SEARCHES)),
        tuple(
            ReadArticle(_text(each["section"]), _text(each["title"]), _text(each["url"]), _time(each["at"]))
            for each in _some(record["articles"], MOST_ARTICLES)
        ),
    )


def saved_from(record: Record) -> tuple[SavedSearch, ...]:
    return tuple(SavedSearch(_text(each["name"]), _asked_from(each)) for each in _some(record["searches"], MOST_SAVED))


def choices_from(record: Record) -> Choices:
    mode = record.get("history")
    theme, layout = _text(record.get("theme", "")), _text(record.get("layout", ""))
    return Choices(None if mode is None else HistoryMode(mode), theme, layout)


def _some(values: Any, most: int) -> Iterable[Record]:
    if not isinstance(values, list):
        raise TypeError("not a list")
    return values[:most]


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError("no text")
    return value


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("no zone")
    return at
