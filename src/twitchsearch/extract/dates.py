"""Dates as pages write them: for machines (ISO 8601) and for people ("Updated 22 November 2026")."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_ISO_INSIDE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def machine_date(text: str) -> date | None:
    """The day an ISO 8601 date or time begins with, or, failing that, one written for people."""
    if found := _ISO.match(text):
        return _day(found[1], found[2], found[3])
    return written_date(text)


def written_date(text: str) -> date | None:
    """The first date in a short text; days and months are never guessed from numbers alone ("3/4/2026")."""
    text = " ".join(text[:300].split())
    if found := _DAY_FIRST.search(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.search(text):
        return _day(found[3], _month(found[1]), found[2])
    if found := _ISO_INSIDE.search(text):
        return _day(found[1], found[2], found[3])
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
