"""What is typed after an option, where it is neither a setting nor a path: sites and whole numbers."""

from __future__ import annotations

import sys
from typing import Any

import click

from twitchsearch.text import shorten


class SiteName(click.ParamType[str]):
    """A site, by its name or a URL of it: read as `site:` is in a query."""

    name = "site"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from twitchsearch.search.filters import site_named

        try:
            return site_named(value)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from error


class Whole(click.IntRange):
    """A whole number in digits as a query's dates and the settings have them: 0 to 9."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal()):
            raise click.BadParameter(f"{shorten(value, 40)!r} is not a whole number in the digits 0 to 9", ctx, param)
        try:
            whole = int(value)
        except ValueError:  # more digits than Python takes
            whole = -1 if value != digits else sys.maxsize
        if (self.min is not None and whole < self.min) or (self.max is not None and whole > self.max):
            raise click.BadParameter(f"{shorten(value, 40)} is not {self._between()}", ctx, param)
        return whole

    def _between(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return f"between {self.min} and {self.max}"
