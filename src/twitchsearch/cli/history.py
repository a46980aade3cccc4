"""`twitchsearch history` and `twitchsearch saved`: what is remembered of searches, to look at, to run and to forget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, choice, common, formats
from twitchsearch.cli.keeping import keeper, mode_of
from twitchsearch.cli.options import COPIES, EXIT_ZERO, FILTERS, GROUP, HITS, KIND, QUERY, sort, taking
from twitchsearch.cli.questions import QuestionCommand, Wish
from twitchsearch.cli.render import Format
from twitchsearch.cli.search import Reply, ask
from twitchsearch.cli.typed import Whole
from twitchsearch.cli.wording import counted
from twitchsearch.errors import NotFound
from twitchsearch.model import DateField, SectionKind, Sort
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Asked, Past, SavedSearch
from twitchsearch.text import clean, shorten

if TYPE_CHECKING:
    from datetime import datetime

HISTORY = "twitchsearch.history/1"
SAVED = "twitchsearch.saved/1"
CLEARED = "twitchsearch.history-cleared/1"
LONGEST_NAME = 100


@click.group()
def history() -> None:
    """List or forget what was searched and read.

    \b
    Example:
      twitchsearch history list
    """


@history.command("list")
@click.option("-n", "--limit", type=Whole(min=1), metavar="N", help="Only the newest N of each.")
@formats("text", "json")
@common
def list_(invocation: Invocation, limit: int | None, form: str) -> Exit:
    """What is kept of searches and of articles read.

    The newest first. Only the terminal interface and `twitchsearch ask` keep anything, and only where the history is
    `kept`: they ask once, and `history.mode` in the settings decides for good.

    \b
    Example:
      twitchsearch history list -n 10
    """
    kept = keeper(invocation)
    past = kept.past()
    past = Past(past.searches[:limit], past.articles[:limit])
    mode = mode_of(invocation, kept.choices())
    if form == "json":
        invocation.output.write_json(_past_record(past, mode))
    else:
        invocation.output.write(_past_lines(past))
        if not past.searches and not past.articles:
            invocation.talk.say(_why_nothing(mode))
    return Exit.OK


@history.command()
@formats("text", "json")
@common
def clear(invocation: Invocation, form: str) -> Exit:
    """Forget all searches and articles that were kept.

    Saved searches stay: see `twitchsearch saved rm`.

    \b
    Example:
      twitchsearch history clear
    """
    past = keeper(invocation).clear()
    if form == "json":
        record = {"schema": CLEARED, "searches": len(past.searches), "articles": len(past.articles)}
        invocation.output.write_json(record)
    else:
        searches = counted(len(past.searches), "search", "searches")
        invocation.output.write([f"forgotten: {searches}, {counted(len(past.articles), 'article')}"])
    return Exit.OK


@click.group()
def saved() -> None:
    """Searches with a name, to run again.

    \b
    Example:
      twitchsearch saved run eyelids
    """


@saved.command("list")
@formats("text", "json")
@common
def list_saved(invocation: Invocation, form: str) -> Exit:
    """The saved searches.

    In the order in which they were saved.

    \b
    Example:
      twitchsearch saved list
    """
    found = keeper(invocation).saved()
    if form == "json":
        from twitchsearch.history import asked_record

        searches = [{"name": each.name, **asked_record(each.asked)} for each in found]
        invocation.output.write_json({"schema": SAVED, "searches": searches})
    else:
        width = max((len(each.name) for each in found), default=0)
        invocation.output.write(f"{shorten(each.name, width):<{width}}  {described(each.asked)}" for each in found)
        if not found:
            invocation.talk.say("no search is saved yet; save one with: twitchsearch saved add NAME QUERY")
    return Exit.OK


@saved.command(cls=QuestionCommand)
@click.argument("name")
@taking(QUERY, KIND, *FILTERS, sort())
@common
def add(invocation: Invocation, name: str, words: tuple[str, ...], **wish: Any) -> Exit:
    """Save a search as NAME.

    A search that is saved as NAME already is replaced.

    \b
    Examples:
      twitchsearch saved add eyelids eyelid twitching
      twitchsearch saved add "night cramps" --kind remedies leg cramps at night
    """
    asked = _asked(" ".join(words), Wish(**wish))
    shown = clean(name)
    if not shown or len(shown) > LONGEST_NAME:
        raise click.UsageError(f"a name has from 1 to {LONGEST_NAME} characters")
    keeper(invocation).save(SavedSearch(shown, asked))
    invocation.talk.say(f"saved; run it with: twitchsearch saved run {shown!r}")
    return Exit.OK


@saved.command()
@click.argument("name")
@common
def rm(invocation: Invocation, name: str) -> Exit:
    """Remove the saved search NAME.

    \b
    Example:
      twitchsearch saved rm eyelids
    """
    with _named(name):
        keeper(invocation).forget(name)
    return Exit.OK


@saved.command()
@click.argument("name")
@taking(GROUP, COPIES, *HITS)
@click.option("--format", "form", type=choice(Format), help="How to answer.  [default: text]")
@taking(EXIT_ZERO)
@common
def run(invocation: Invocation, name: str, form: str | None, exit_zero: bool, **shown: Any) -> Exit:  # noqa: FBT001 - click passes it by name
    """Run the saved search NAME.

    Answers and ends as `twitchsearch search` does; where the table of causes or remedies was saved, as `twitchsearch
    causes` and `remedies` do in the formats that these have.

    \b
    Example:
      twitchsearch saved run eyelids --format urls
    """
    from twitchsearch.cli.answers import TableReply, answer
    from twitchsearch.cli.render.answers import TableFormat

    with _named(name):
        asked = keeper(invocation).find(name).asked
    wish = replace(wish_of(asked), **shown)
    match next(iter(asked.filters.kinds), None):
        case SectionKind.CAUSES | SectionKind.REMEDIES as kind if asked.table and (form or "text") in list(TableFormat):
            reply = TableReply(TableFormat(form or "text"), exit_zero=exit_zero)
            return answer(invocation, asked.text, kind, replace(wish, kind=()), reply)
    return ask(invocation, asked.text, wish, Reply(Format(form) if form else None, exit_zero))


def wish_of(asked: Asked) -> Wish:
    """A search that was saved, as the options of the command line."""
    filters = asked.filters
    return Wish(
        kind=tuple(sorted(filters.kinds)),
        site=tuple(sorted(filters.sites)),
        since=filters.since,
        until=filters.until,
        dated=filters.date_field,
        sort=asked.sort,
    )


def described(asked: Asked) -> str:
    """A search in a line: its words, then what it is narrowed to."""
    filters = asked.filters
    parts = [shorten(asked.text, 200)] if asked.text else []
    parts += [f"--kind {kind}" for kind in sorted(filters.kinds)]
    parts += [f"--site {shorten(site, 80)}" for site in sorted(filters.sites)]
    parts += [f"--since {filters.since}"] if filters.since else []
    parts += [f"--until {filters.until}"] if filters.until else []
    parts += [f"--date {filters.date_field}"] if filters.date_field is not DateField.UPDATED else []
    parts += [f"--sort {asked.sort}"] if asked.sort is not Sort.BEST else []
    parts += ["as a table"] if asked.table else []
    return "  ".join(parts)


def _asked(text: str, wish: Wish) -> Asked:
    """Raises QueryError for a query that could never be run."""
    from twitchsearch.history import LONGEST_TEXT
    from twitchsearch.search.query import parse

    if not text.strip() and not wish.narrows:
        raise click.UsageError("what to save? Give words, or a filter such as --kind causes")
    if len(text) > LONGEST_TEXT:
        raise click.UsageError(f"a saved query has at most {LONGEST_TEXT} characters")
    if text.strip():
        parse(text)
    return Asked(text, wish.filters, Sort(wish.sort))


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say where names come from, where one is not known."""
    try:
        yield
    except NotFound as error:
        said = f"no search is saved as {shorten(name, 60)!r}; see: twitchsearch saved list"
        raise NotFound(said, error.nearest) from error


def _past_record(past: Past, mode: HistoryMode) -> dict[str, Any]:
    from twitchsearch.history import asked_record

    return {
        "schema": HISTORY,
        "mode": mode,
        "searches": [{**asked_record(each.asked), "at": _at(each.at)} for each in past.searches],
        "articles": [
            {"id": each.section_id, "title": each.title, "url": each.url, "at": _at(each.at)} for each in past.articles
        ],
    }


def _past_lines(past: Past) -> Iterator[str]:
    if past.searches:
        yield "Searches"
        yield from (f"  {each.at:%Y-%m-%d %H:%M}  {described(each.asked)}" for each in past.searches)
    if past.articles:
        yield "Articles read"
        for each in past.articles:
            yield f"  {each.at:%Y-%m-%d %H:%M}  {shorten(each.title, 60)}  {shorten(each.section_id, 40)}"


def _at(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _why_nothing(mode: HistoryMode) -> str:
    match mode:
        case HistoryMode.KEPT:
            return "nothing was searched yet with `twitchsearch` or `twitchsearch ask`"
        case HistoryMode.SESSION:
            return (
                "nothing is kept: searches are remembered for one session only; set history.mode to kept to keep them"
            )
        case HistoryMode.OFF:
            return "nothing is kept: the history is off; set history.mode to kept to keep searches"
