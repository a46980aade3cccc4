"""Days as they are typed after --since and --until."""

from __future__ import annotations

from datetime import date

import click

from twitchsearch.search.dates import period


class Day(click.ParamType[date]):
    """A day, month or year: `2026-11-22`, `2026-11`, `2026`; of a month or year the first day, or the last."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            first, last = period(value)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from error
        return last if self._last else first
