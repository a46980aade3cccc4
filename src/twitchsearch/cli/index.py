"""`twitchsearch index`: build, update, status, check."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, SettingOption, common, formats
from twitchsearch.cli.render.records import report_record
from twitchsearch.cli.reports import check_lines, checked
from twitchsearch.cli.upkeep import (
    build_record,
    follow,
    rebuild,
    report_line,
    status_record,
    tell_skipped,
    telling_what_is_live,
)
from twitchsearch.cli.wording import counted
from twitchsearch.model import IndexStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchsearch.library import BuildReport, LibraryStatus, Pending

PENDING = "twitchsearch.pending/1"
CHECK = "twitchsearch.check/1"


@click.group()
def index() -> None:
    """Build, update and check the index.

    \b
    Example:
      twitchsearch index build
    """


@index.command()
@click.option("--workers", cls=SettingOption, key="index.workers")
@formats("text", "json")
@common
def build(invocation: Invocation, form: str) -> Exit:
    """Build the index anew from the whole corpus.

    The old one answers until the new one is whole.

    \b
    Example:
      twitchsearch index build
    """
    began, library, where = time.monotonic(), invocation.located().present(), invocation.index()
    with telling_what_is_live(invocation.talk, where):
        return _reported(invocation, rebuild(invocation, library, where), form, began)


@index.command()
@click.option("--workers", cls=SettingOption, key="index.workers")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@formats("text", "json")
@common
def update(invocation: Invocation, form: str, dry_run: bool) -> Exit:  # noqa: FBT001 - click passes it by name
    """Let the index follow the corpus.

    It costs what changed, not what is there.

    \b
    Example:
      twitchsearch index update --dry-run
    """
    if dry_run:
        return _would_do(invocation, form)
    began, library, where = time.monotonic(), invocation.located().present(), invocation.index()
    with telling_what_is_live(invocation.talk, where):
        return _reported(invocation, follow(invocation, library, where), form, began)


@index.command()
@click.option("--pages", is_flag=True, help="Name the pages that are stale, and those left out, with the reason.")
@formats("text", "json")
@common
def status(invocation: Invocation, form: str, pages: bool) -> Exit:  # noqa: FBT001 - click passes it by name
    """What the index holds, and whether it is stale.

    It reads what the index says of itself and the corpus's change counter; with --pages also every page's entry.

    \b
    Example:
      twitchsearch index status --pages
    """
    from twitchsearch.library import status as status_of

    found = status_of(invocation.located().present(), invocation.index())
    named = _named_pages(invocation, found) if pages and found.index.status is IndexStatus.READY else None
    if form == "json":
        invocation.output.write_json(status_record(found) | ({} if named is None else _pages_record(*named)))
    else:
        invocation.output.write(_status_lines(found))
        invocation.output.write([] if named is None else _pages_lines(*named))
    return Exit.OK if found.index.status is IndexStatus.READY else Exit.INDEX


@index.command()
@formats("text", "json")
@common
def check(invocation: Invocation, form: str) -> Exit:
    """Compare every file of the index with what was written.

    \b
    Example:
      twitchsearch index check
    """
    where, library = invocation.index(), invocation.located().present()
    state = where.state()
    if state.status is IndexStatus.MISSING:
        where.searcher().close()  # raises the error that says so
    invocation.talk.detail(f"checking {library.index_folder}")
    report = where.check()
    if form == "json":
        invocation.output.write_json(report_record(CHECK, report))
    else:
        invocation.output.write(check_lines(report))
    return checked(report)


def _reported(invocation: Invocation, report: BuildReport, form: str, began: float) -> Exit:
    seconds = time.monotonic() - began
    if form == "json":
        invocation.output.write_json(build_record(report, seconds))
    else:
        invocation.output.write([f"{report_line(report)}; {seconds:.1f} s"])
    tell_skipped(invocation, report)
    if not report.state.articles:
        invocation.talk.say(
            "the index is empty: bring pages into the corpus with twitchsearch import or twitchsearch crawl"
        )
    return Exit.SKIPPED if report.skipped else Exit.OK


def _named_pages(invocation: Invocation, found: LibraryStatus) -> tuple[Pending, tuple[tuple[str, str], ...]]:
    """What an update would do, and what is in no article."""
    from twitchsearch.library import left_out, pending

    where = invocation.index()
    return pending(found.library, where), left_out(where)


def _pages_record(todo: Pending, skipped: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {**_pending_lists(todo), "skipped": [{"url": url, "reason": reason} for url, reason in skipped]}


def _pages_lines(todo: Pending, skipped: tuple[tuple[str, str], ...]) -> Iterator[str]:
    from twitchsearch import urls
    from twitchsearch.text import guard

    yield from _pending_lines(todo)
    yield from (f"{'left out':<10}{urls.shown(url)}: {guard(reason)}" for url, reason in skipped)


def _would_do(invocation: Invocation, form: str) -> Exit:
    from twitchsearch.library import pending

    todo = pending(invocation.located().present(), invocation.index())
    if form == "json":
        invocation.output.write_json({"schema": PENDING, **_pending_lists(todo), "rebuild": todo.rebuild or None})
    else:
        invocation.output.write(_pending_lines(todo))
    return Exit.OK


def _pending_lists(todo: Pending) -> dict[str, Any]:
    return {"added": list(todo.added), "changed": list(todo.changed), "removed": list(todo.removed)}


def _pending_lines(todo: Pending) -> Iterator[str]:
    from twitchsearch import urls
    from twitchsearch.text import guard

    if todo.rebuild:
        yield f"would be rebuilt: {guard(todo.rebuild)}"
    for mark, pages in (("add", todo.added), ("change", todo.changed), ("remove", todo.removed)):
        yield from (f"{mark:<10}{urls.shown(page)}" for page in pages)
    if not todo:
        yield "nothing to do: the index is what the corpus is"


def _status_lines(found: LibraryStatus) -> Iterator[str]:
    from twitchsearch.text import guard

    state = found.index
    yield f"library     {guard(str(found.library.root))}"
    yield f"index       {state.status.value}{f', being written by {guard(state.writer)}' if state.writing else ''}"
    if state.problem:
        yield f"problem     {guard(state.problem)}"
    if state.generation:
        built = f"{state.built_at:%Y-%m-%d %H:%M} UTC" if state.built_at else "unknown"
        yield f"generation  {guard(state.generation)}, built {built}"
        size = f"{state.bytes / 1e6:,.1f} MB"
        yield f"holds       {counted(state.articles, 'article')}, {counted(state.sections, 'section')}, {size}"
    if found.rebuild and not state.problem:
        yield f"rebuild     due: {guard(found.rebuild)}"
    if state.status is IndexStatus.READY:
        stale = "changed since then; bring the index up with: twitchsearch index update"
        yield f"corpus      {stale if found.stale else 'as indexed'}"
