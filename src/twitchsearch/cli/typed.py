"""What is typed after an option, where it is neither a setting nor a path: sites and whole numbers."""

from __future__ import annotations

from typing import Any

import click


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
        if not str(value).isascii():
            raise click.BadParameter(f"{value!r} is not a whole number in the digits 0 to 9", ctx, param)
        whole: int = super().convert(value, param, ctx)
        return whole
