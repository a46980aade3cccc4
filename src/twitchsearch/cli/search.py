"""`twitchsearch search`: one question, or one a line from stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, SettingOption, choice, common
from twitchsearch.cli.options import COPIES, EXIT_ZERO, FILTERS, GROUP, HITS, KIND, MATCHING, NOT, QUERY, sort, taking
from twitchsearch.cli.questions import QuestionCommand, Wish, whole_vocabulary
from twitchsearch.cli.render import Answer, Format, Look, lines_of, stream_lines
from twitchsearch.cli.render.screen import corrected_line
from twitchsearch.errors import IndexMissing, NotFound, QueryError
from twitchsearch.model import Results, SearchRequest
from twitchsearch.text import shorten

if TYPE_CHECKING:
    from twitchsearch.search.seam import Index, Searcher

_LONGEST_LINE = 1 << 16
_BARE = (Format.CSV, Format.URLS, Format.IDS)  # forms that hold hits alone


@dataclass(frozen=True, slots=True)
class Reply:
    """How an answer is given: `form` is None where none was asked for; a private one leaves nothing behind."""

    form: Format | None
    exit_zero: bool
    private: bool = False


@click.command(cls=QuestionCommand)
@taking(QUERY, KIND, *FILTERS, *MATCHING)
@click.option("--fuzzy", is_flag=True, help="Words that differ in a letter are as good; in two where they are long.")
@click.option("--literal", "asking", cls=SettingOption, key="search.asking", flag_value="words", metavar=None,
              help="Words such as “what causes” ask for no kind of section.")  # fmt: skip
@click.option("--no-synonyms", "synonyms", cls=SettingOption, key="search.synonyms", flag_value="off", metavar=None,
              help="Only the words as typed, not others that mean the same.")  # fmt: skip
@taking(NOT, sort(), GROUP, COPIES, *HITS)
@click.option("--format", "form", type=choice(Format), help="How to answer.  [default: text]")
@click.option("--explain", is_flag=True, help="Where each score comes from, term by term (text and JSON).")
@click.option("--private", is_flag=True, help="Nothing is written: no library at a first use, no report of a bug.")
@taking(EXIT_ZERO)
@common
def search(invocation: Invocation, words: tuple[str, ...], form: str | None, **options: Any) -> Exit:
    """Search for QUERY.

    It may hold words, "phrases", -word, +word, OR, title:word, kind:causes and prefix*. Without QUERY an option such as
    --kind lists all there is. With - for QUERY every line of stdin is a query, answered in JSON lines. What is searched
    for so is not remembered.

    \b
    Examples:
      twitchsearch search why does my eyelid twitch
      twitchsearch search --kind remedies --format json leg cramps at night
      twitchsearch search --not coffee twitching
      twitchsearch search --fuzzy magnezium for fasiculations
      twitchsearch search --explain -n 3 what helps against cramps
      twitchsearch search -- twitching -coffee

    Ends with 0 where something is found, 1 where nothing is, 2 for a query or an option that cannot be understood, 3
    without a usable index, 4 where the time limit was reached.
    """
    reply = Reply(Format(form) if form else None, options.pop("exit_zero"), options.pop("private"))
    if words == ("-",):
        return _answer_lines(invocation, reply, Wish(**options))
    return ask(invocation, " ".join(words), Wish(**options), reply)


def ask(invocation: Invocation, text: str, wish: Wish, reply: Reply) -> Exit:
    """Answer one question on stdout."""
    if not text.strip() and not wish.narrows:
        raise click.UsageError("what to search for? Give words, or a filter such as --kind causes")
    request = wish.request(text, invocation.settings)
    form = reply.form or Format.TEXT
    with open_searcher(invocation, private=reply.private) as searcher:
        results = searcher.search(request)
        told = form in (Format.TEXT, Format.MD) and results.hits
        best = searcher.article(results.hits[0].article.id) if told else None
    invocation.output.write(lines_of(Answer(request, results, best), form, look(invocation)))
    if form in _BARE:
        _say_what_was_meant(invocation, request, results)
    invocation.talk.detail(f"{results.index.generation} answered in {results.took * 1000:.1f} ms")
    if results.timed_out:
        invocation.talk.say(f"the time limit of {request.timeout:g} s was reached: the answer is partial")
    return _ended(results, reply)


def _say_what_was_meant(invocation: Invocation, request: SearchRequest, results: Results) -> None:
    """For forms that have no place for it: whoever reads them must know what they are the hits of."""
    if results.corrected:
        invocation.talk.say(corrected_line(request, results))
    elif results.suggestion and not results.hits:
        invocation.talk.say(f"did you mean: {results.suggestion}")


def look(invocation: Invocation) -> Look:
    """How text is shown where stdout goes: wrapped on a terminal, one line a paragraph elsewhere."""
    if not invocation.output.is_terminal:
        return Look(None, invocation.color)
    import shutil

    return Look(shutil.get_terminal_size().columns, invocation.color)


def open_searcher(invocation: Invocation, *, private: bool = False) -> Searcher:
    """A searcher of the library's index; the default library is made where nobody has one yet, but not in private.

    Raises IndexUnusable; for a library that somebody named, a missing index is an error too.
    """
    index: Index = invocation.index()
    try:
        return index.searcher()
    except IndexMissing:
        located = invocation.located()
        located.present()
        if private or not located.is_default:
            raise
        from twitchsearch.cli.upkeep import first_use

        first_use(invocation, index)
        return index.searcher()


@contextmanager
def named(name: str) -> Iterator[None]:
    """Say where IDs come from, where the one that was named is not known."""
    try:
        yield
    except NotFound as error:
        said = f"the index has no article or section {shorten(name, 60)!r}; IDs come from: "
        raise NotFound(f"{said}twitchsearch search --format ids QUERY", error.nearest) from error


def _ended(results: Results, reply: Reply) -> Exit:
    if results.timed_out:
        return Exit.TIMED_OUT
    return Exit.OK if results.hits or reply.exit_zero else Exit.NO_HITS


def _answer_lines(invocation: Invocation, reply: Reply, wish: Wish) -> Exit:
    """Answer each line of stdin as it comes. The code is the worst of: an error, the time limit, no hits for any."""
    if reply.form not in (None, Format.JSONL):
        raise click.UsageError("queries from stdin are answered in JSON lines; leave --format out")
    if sys.stdin is None:
        raise click.UsageError("stdin is closed: there are no queries to read")
    endings = set()
    with open_searcher(invocation, private=reply.private) as searcher:
        for number, text in _lines(sys.stdin.buffer):
            try:
                held = whole_vocabulary(invocation.settings) if number > 1 else None
                request = wish.request(text, invocation.settings, held)
                results = searcher.search(request)
            except QueryError as error:
                invocation.output.write([_error_line(number, error)])
                endings.add(Exit.USAGE)
                continue
            invocation.output.write(stream_lines(request, results, number))
            endings.add(_ended(results, reply))
    order = (Exit.USAGE, Exit.TIMED_OUT, Exit.OK)
    return next((ending for ending in order if ending in endings), Exit.NO_HITS if endings else Exit.OK)


def _error_line(number: int, error: QueryError) -> str:
    from twitchsearch.cli.failures import error_record
    from twitchsearch.cli.output import json_text

    return json_text({"type": "error", "line": number, **error_record(error, error.message, Exit.USAGE)})


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers from 1; of one that is far too long, enough to be refused."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        rest = line
        while len(rest) == _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        text = line.decode("utf-8", "replace").strip()
        if text:
            yield number, text
