"""`twitchsearch causes` and `remedies`: what articles name, counted, and the sections that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, choice, common
from twitchsearch.cli.options import EXIT_ZERO, FILTERS, HITS, MATCHING, NOT, QUERY, sort, taking
from twitchsearch.cli.questions import QuestionCommand, Wish
from twitchsearch.cli.render.answers import Table, TableFormat, table_lines
from twitchsearch.cli.search import look, open_searcher
from twitchsearch.cli.typed import Whole
from twitchsearch.model import SectionKind
from twitchsearch.model.answers import AnswerKind, Answers
from twitchsearch.text import shorten

_asked = taking(
    QUERY, *FILTERS, *MATCHING, NOT, sort("The order of the sections: by score, or by date."),
    click.option("--rows", type=Whole(min=0), metavar="N",
                 help="At most N rows of the table.  [default: 50; in json and csv all]"),
    *HITS,
    click.option("--format", "form", type=choice(TableFormat), default="text", show_default=True,
                 help="How to answer; csv is the table alone."),
    EXIT_ZERO,
)  # fmt: skip
"""The argument and the options of a question that a table answers."""


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
