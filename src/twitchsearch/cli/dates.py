"""Days as they are typed after --since and --until."""

from __future__ import annotations

import calendar
import re
from datetime import date

import click

_TYPED = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


def typed_day(text: str) -> date:
    """The first day of what is typed: `2026-11-22`, `2026-11`, `2026`. Raises ValueError."""
    found = _TYPED.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else 1 for part in found.groups())
    return date(year, month, day)


class Day(click.ParamType[date]):
    """A day, month or year: `2026-11-22`, `2026-11`, `2026`; of a month or year the first day, or the last."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        found = _TYPED.fullmatch(value)
        try:
            if found:
                return self._day(*(int(part) if part else None for part in found.groups()))
        except ValueError as error:
            raise click.BadParameter(f"{value!r} is not a date: {error}", ctx, param) from error
        raise click.BadParameter(f"{value!r} is not a date such as 2026-11-22, 2026-11 or 2026", ctx, param)

    def _day(self, year: int | None, month: int | None, day: int | None) -> date:
        year = year or 0
        month = month or (12 if self._last else 1)
        if day is None:
            first = date(year, month, 1)
            return first.replace(day=calendar.monthrange(year, month)[1]) if self._last else first
        return date(year, month, day)
