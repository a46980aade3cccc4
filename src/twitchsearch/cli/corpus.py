"""`twitchsearch import` and `twitchsearch corpus`: what comes into the corpus, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from twitchsearch import urls
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common, formats
from twitchsearch.cli.output import json_text
from twitchsearch.cli.render.records import day_or_time, report_record
from twitchsearch.cli.reports import check_lines, checked
from twitchsearch.errors import CorpusError, LibraryError, NotFound
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.corpus.importers import ImportReport
    from twitchsearch.corpus.store import CorpusStore, Entry

IMPORT = "twitchsearch.import/1"
PAGES = "twitchsearch.pages/1"
CHECK = "twitchsearch.corpus-check/1"
_SHOWN = 20


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where a folder of saved pages came from.")
@formats("text", "json")
@common
def import_(invocation: Invocation, path: Path, base_url: str, form: str) -> Exit:
    """Take articles from PATH into the corpus.

    PATH is a folder of saved HTML, articles.jsonl, or a text file. A record that cannot be used is skipped and
    named with its place. The index follows with `index update`.

    \b
    Example:
      twitchsearch import --base-url https://example.org/health/ ./saved-pages
    """
    from twitchsearch.corpus.importers import import_from
    from twitchsearch.library import open_store

    store = open_store(invocation.library())
    with invocation.talk.meter() as meter:
        report = import_from(path, store, meter, base_url=base_url, fetched_at=datetime.now(UTC))
    if form == "json":
        invocation.output.write_json(_import_record(report))
    else:
        invocation.output.write([_import_line(report)])
    for skipped in report.skipped[:_SHOWN]:
        invocation.talk.say(f"skipped {skipped.place}: {skipped.reason}")
    if len(report.skipped) > _SHOWN:
        invocation.talk.say(f"… and {len(report.skipped) - _SHOWN:,} more; all of them with --format json")
    if report.new or report.changed:
        invocation.talk.say("now let the index follow: twitchsearch index update")
    return Exit.SKIPPED if report.skipped else Exit.OK


def _import_record(report: ImportReport) -> dict[str, Any]:
    return {
        "schema": IMPORT,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "repeated": [{"place": each.place, "url": each.url, "kept_as": each.kept_as} for each in report.repeated],
        "skipped": [{"place": skipped.place, "reason": skipped.reason} for skipped in report.skipped],
    }


def _import_line(report: ImportReport) -> str:
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged"
    also = [f"{len(report.repeated):,} of a URL that came before"] if report.repeated else []
    return "; ".join([counts, *also, f"{len(report.skipped):,} skipped"])


@click.group()
def corpus() -> None:
    """List and check the pages of the corpus.

    \b
    Example:
      twitchsearch corpus list
    """


@corpus.command("list")
@click.option("--site", default="", metavar="SITE", help="Only the pages of this site, or of sites below it.")
@formats("text", "json", "jsonl", "urls")
@common
def list_(invocation: Invocation, site: str, form: str) -> Exit:
    """List the pages of the corpus.

    By folder and name, each with the day it was fetched, its size and how it came in.

    \b
    Example:
      twitchsearch corpus list --format urls
    """
    records = _records(_store(invocation), site, invocation)
    match form:
        case "json":
            pages = list(records)
            invocation.output.write_json({"schema": PAGES, "total": len(pages), "pages": pages})
            return Exit.OK if pages else Exit.NO_HITS
        case "jsonl":
            lines = (json_text(record) for record in records)
        case "urls":
            lines = (urls.shown(record["url"]) for record in records)
        case _:
            lines = (_page_line(record) for record in records)
    return Exit.OK if _written(invocation, lines) else Exit.NO_HITS


@corpus.command("check")
@formats("text", "json")
@common
def check(invocation: Invocation, form: str) -> Exit:
    """Read every page and compare it with its digest.

    \b
    Example:
      twitchsearch corpus check
    """
    store = _store(invocation)
    with invocation.talk.meter() as meter:
        report = store.check(meter)
    if form == "json":
        invocation.output.write_json(report_record(CHECK, report))
    else:
        invocation.output.write(check_lines(report))
    return checked(report)


def _store(invocation: Invocation) -> CorpusStore:
    from twitchsearch.library import open_store

    library = invocation.library()
    if not library.corpus_folder.is_dir():
        raise LibraryError(f"there is no corpus in {library.root}; fill one with: twitchsearch import PATH")
    return open_store(library)


def _records(store: CorpusStore, site: str, invocation: Invocation) -> Iterator[dict[str, Any]]:
    from twitchsearch.corpus.store import Entry

    wanted = site.lower()
    for entry in store.entries():
        if not isinstance(entry, Entry):
            invocation.talk.say(f"damaged: {entry.path}: {entry.reason}")
        elif not wanted or f".{urls.site(entry.url)}".endswith(f".{wanted}"):
            record = _page_record(store, entry, invocation)
            if record is not None:
                yield record


def _page_record(store: CorpusStore, entry: Entry, invocation: Invocation) -> dict[str, Any] | None:
    try:
        page = store.read(entry)
    except (CorpusError, NotFound) as error:
        invocation.talk.say(f"damaged: {error}")
        return None
    return {
        "url": page.url,
        "site": urls.site(page.url),
        "fetched_at": day_or_time(page.fetched_at),
        "bytes": len(page.body),
        "content_type": page.content_type,
        "source": page.source,
        "file": entry.path.relative_to(store.folder).as_posix(),
    }


def _page_line(record: dict[str, Any]) -> str:
    return (
        f"{record['fetched_at'][:10]}  {record['bytes']:>9,}  {guard(record['source']):<8}{urls.shown(record['url'])}"
    )


def _written(invocation: Invocation, lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        invocation.output.write([line])
        count += 1
    return count
