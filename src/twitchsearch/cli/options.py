"""The options that questions share, each declared once; a command takes those it has, as its help lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import click

from twitchsearch.cli.dates import Day
from twitchsearch.cli.invocation import SettingOption, choice
from twitchsearch.cli.typed import Whole
from twitchsearch.model import DateField, SectionKind, Sort

Command: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[Command], Command]

QUERY = click.argument("words", nargs=-1, metavar="QUERY...")

KIND = click.option("--kind", multiple=True, type=choice(SectionKind), help="Only sections of this kind.")
SITE = click.option("--site", multiple=True, metavar="SITE", help="Only articles of this site, or of sites below it.")
_SINCE = click.option(
    "--since", type=Day(), metavar="DATE", help="Only articles updated on this day (month, year) or later."
)
_UNTIL = click.option("--until", type=Day(last=True), metavar="DATE", help="Only articles updated by then.")
_DATE = click.option(
    "--date", "dated", type=choice(DateField), default=DateField.UPDATED.value, show_default=True,
    help="Which date --since, --until and --sort newest mean.",
)  # fmt: skip
FILTERS = (SITE, _SINCE, _UNTIL, _DATE)

_ALL = click.option(
    "--all", "matching", cls=SettingOption, key="search.matching", flag_value="all", metavar=None,
    help="All plain words must match, not only enough of them.",
)  # fmt: skip
_ANY = click.option(
    "--any", "matching", cls=SettingOption, key="search.matching", flag_value="any", metavar=None,
    help="One of the plain words is enough.",
)  # fmt: skip
MATCHING = (_ALL, _ANY)
NOT = click.option("--not", "without", multiple=True, metavar="WORDS", help="Nothing that has this word or phrase.")

GROUP = click.option("--group", is_flag=True, help="One hit for each article: its best section.")
COPIES = click.option(
    "--copies", is_flag=True, help="Near-copies of an article on other sites too, not only the best of them."
)
_LIMIT = click.option("-n", "--limit", cls=SettingOption, key="search.limit")
_OFFSET = click.option("--offset", type=Whole(min=0), default=0, metavar="N", help="Leave out the first N hits.")
_TIMEOUT = click.option("--timeout", cls=SettingOption, key="search.timeout")
_SNIPPETS = click.option("--snippets", cls=SettingOption, key="search.snippets")
HITS = (_LIMIT, _OFFSET, _TIMEOUT, _SNIPPETS)
"""Which hits are shown, and how much of each."""
EXIT_ZERO = click.option("--exit-zero", is_flag=True, help="Exit with 0, not 1, where nothing is found.")


def sort(what: str = "By score, or by date.") -> Decorator:
    """The order; `what` says of what, where that is not plain."""
    return click.option("--sort", type=choice(Sort), default=Sort.BEST.value, show_default=True, help=what)


def taking(*options: Decorator) -> Decorator:
    """Give a command these options and arguments, the first one first."""

    def give(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give
