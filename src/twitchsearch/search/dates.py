"""Dates as people write them in a query: a day, a month or a year, alone, as the end of a range, or compared."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
_ONE_DAY = timedelta(days=1)

Range = tuple[date | None, date | None]


def date_range(text: str) -> Range:
    """First and last day, both included, None where open: `2024`, `2023-05..2024`, `..2020`, `>=2024-01`, `<2020`.

    A year or a month means all of its days. Raises ValueError, which says how to write it.
    """
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            return _compared(sign, period(text.removeprefix(sign)))
    first, dots, last = text.partition("..")
    if not dots:
        return period(text)
    if not first and not last:
        raise ValueError("a range needs a date at one end at least, such as 2020..2024")
    since, until = period(first)[0] if first else None, period(last)[1] if last else None
    if since and until and since > until:
        raise ValueError(f"nothing lies in a range that ends before it begins; write {last}..{first}")
    return since, until


def period(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day. Raises ValueError."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a date; write 2024, 2024-05 or 2024-05-31")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"there is no {text}; write a date such as 2024-05-31") from None
    if day:
        return first, first
    return first, date(year, month or 12, monthrange(year, month or 12)[1])


def _compared(sign: str, days: tuple[date, date]) -> Range:
    first, last = days
    try:
        match sign:
            case ">=":
                return first, None
            case "<=":
                return None, last
            case ">":
                return last + _ONE_DAY, None
            case _:
                return None, first - _ONE_DAY
    except OverflowError:
        raise ValueError("the calendar ends there") from None
