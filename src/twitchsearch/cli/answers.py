"""`twitchsearch causes` and `remedies`: what articles name, counted, and the sections that name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from twitchsearch.cli.dates import Day
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, SettingOption, choice, common
from twitchsearch.cli.questions import QuestionCommand, Wish
from twitchsearch.cli.render.answers import Table, TableFormat, table_lines
from twitchsearch.cli.search import look, open_searcher
from twitchsearch.cli.typed import Whole
from twitchsearch.model import DateField, SectionKind, Sort
from twitchsearch.model.answers import AnswerKind, Answers
from twitchsearch.text import shorten

Command = TypeVar("Command", bound=Callable[..., Any])


def _asked(command: Command) -> Command:
    """The argument and the options of a question that a table answers."""
    for option in (
        click.option("--exit-zero", is_flag=True, help="Exit with 0, not 1, where nothing is found."),
        click.option("--format", "form", type=choice(TableFormat), default="text", show_default=True,
                     help="How to answer; csv is the table alone."),
        click.option("--snippets", cls=SettingOption, key="search.snippets"),
        click.option("--timeout", cls=SettingOption, key="search.timeout"),
        click.option("--offset", type=Whole(min=0), default=0, metavar="N", help="Skip the first N hits."),
        click.option("-n", "--limit", cls=SettingOption, key="search.limit"),
        click.option("--rows", type=Whole(min=0), metavar="N",
                     help="At most N rows of the table.  [default: 50; in json and csv all]"),
        click.option("--sort", type=choice(Sort), default=Sort.BEST.value, show_default=True,
                     help="The order of the sections: by score, or by date."),
        click.option("--not", "without", multiple=True, metavar="WORDS", help="Nothing that has this word or phrase."),
        click.option("--any", "matching", cls=SettingOption, key="search.matching", flag_value="any", metavar=None,
                     help="One of the plain words is enough."),
        click.option("--all", "matching", cls=SettingOption, key="search.matching", flag_value="all", metavar=None,
                     help="All plain words must match, not only enough of them."),
        click.option("--date", "dated", type=choice(DateField), default=DateField.UPDATED.value, show_default=True,
                     help="Which date --since, --until and --sort newest mean."),
        click.option("--until", type=Day(last=True), metavar="DATE", help="Only articles updated by then."),
        click.option("--since", type=Day(), metavar="DATE",
                     help="Only articles updated on this day (month, year) or later."),
        click.option("--site", multiple=True, metavar="SITE", help="Only articles of this site, or of sites below it."),
        click.argument("words", nargs=-1, metavar="QUERY..."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command(cls=QuestionCommand)
@_asked
@common
def causes(invocation: Invocation, words: tuple[str, ...], **options: Any) -> Exit:
    """List the causes that articles name.

    All articles that match QUERY are read. What their headings and lists name is counted, an article and its copies
    once; names that mean the same are one row. What articles deny stands apart and is not counted. The order is one of
    relevance, not of likelihood. Below stand the sections, ranked.

    \b
    Examples:
      twitchsearch causes eyelid twitching
      twitchsearch causes --format csv leg cramps at night

    Ends with 0 where something is found, 1 where nothing is, else as search does.
    """
    return answer(invocation, " ".join(words), SectionKind.CAUSES, *_parted(options))


@click.command(cls=QuestionCommand)
@_asked
@common
def remedies(invocation: Invocation, words: tuple[str, ...], **options: Any) -> Exit:
    """List the remedies that articles name.

    All articles that match QUERY are read. What their headings and lists name is counted, an article and its copies
    once; names that mean the same are one row. What articles advise against, or say there is no evidence for, stands
    apart and is not counted. The order is one of relevance; it is no advice. Below stand the sections, ranked.

    \b
    Examples:
      twitchsearch remedies leg cramps at night
      twitchsearch remedies --rows 0 --format md eyelid twitching

    Ends with 0 where something is found, 1 where nothing is, else as search does.
    """
    return answer(invocation, " ".join(words), SectionKind.REMEDIES, *_parted(options))


@dataclass(frozen=True, slots=True)
class TableReply:
    """How to answer with a table: as what, with how many rows at most (None: the usual number), how to end."""

    form: TableFormat = TableFormat.TEXT
    rows: int | None = None
    exit_zero: bool = False


def _parted(options: dict[str, Any]) -> tuple[Wish, TableReply]:
    """The options of a command: what is asked, and how to answer."""
    reply = TableReply(TableFormat(options.pop("form")), options.pop("rows"), options.pop("exit_zero"))
    return Wish(**options), reply


def answer(invocation: Invocation, text: str, kind: AnswerKind, wish: Wish, reply: TableReply) -> Exit:
    """List the distinct causes or remedies."""
    from twitchsearch.search.analysis import analyser
    from twitchsearch.search.answers import answers
    from twitchsearch.search.topics import says_nothing

    language = analyser(invocation.settings.language)
    if not text.strip() or says_nothing(text, language):
        given = f"; “{shorten(text.strip(), 60)}” does not say it" if text.strip() else ""
        raise click.UsageError(
            f"{kind.value} of what{given}? Give words, such as: twitchsearch {kind.value} leg cramps"
        )
    request = wish.request(text, invocation.settings)
    with open_searcher(invocation) as searcher:
        found = answers(searcher, request, kind, language)
        told = reply.form in (TableFormat.TEXT, TableFormat.MD) and found.results.hits
        best = searcher.article(found.results.hits[0].article.id) if told else None
    invocation.output.write(table_lines(Table(request, found, reply.rows, best), reply.form, look(invocation)))
    invocation.talk.detail(f"{found.results.index.generation} answered in {found.results.took * 1000:.1f} ms")
    if found.results.timed_out:
        invocation.talk.say(f"the time limit of {request.timeout:g} s was reached: the answer is partial")
    return _ended(found, exit_zero=reply.exit_zero)


def _ended(found: Answers, *, exit_zero: bool) -> Exit:
    if found.results.timed_out:
        return Exit.TIMED_OUT
    return Exit.OK if found.rows or found.disputed or found.results.hits or exit_zero else Exit.NO_HITS
