"""`twitchsearch corpus`: what the corpus holds, what leaves it, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from twitchsearch import urls
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.exporting import export, store_of
from twitchsearch.cli.invocation import Invocation, common, formats
from twitchsearch.cli.output import json_text
from twitchsearch.cli.render.records import day_or_time, report_record
from twitchsearch.cli.reports import check_lines, checked
from twitchsearch.cli.typed import SiteName
from twitchsearch.cli.wording import counted
from twitchsearch.errors import NotFound
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.corpus.census import Census
    from twitchsearch.corpus.store import CorpusStore, Entry, Facts

PAGES = "twitchsearch.pages/1"
CHECK = "twitchsearch.corpus-check/1"
STATS = "twitchsearch.corpus-stats/1"
REMOVED = "twitchsearch.removed/1"


@click.group()
def corpus() -> None:
    """List, count, check, remove and export pages.

    \b
    Example:
      twitchsearch corpus list
    """


corpus.add_command(export)


@corpus.command("list")
@click.option("--site", type=SiteName(), metavar="SITE", help="Only the pages of this site, or of sites below it.")
@formats("text", "json", "jsonl", "urls")
@common
def list_(invocation: Invocation, site: str | None, form: str) -> Exit:
    """List the pages of the corpus.

    By folder and name, each with the day it was fetched, its size and how it came in.

    \b
    Example:
      twitchsearch corpus list --format urls
    """
    records = _records(store_of(invocation), site or "", invocation)
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
    store = store_of(invocation)
    with invocation.talk.meter() as meter:
        report = store.check(meter)
    if form == "json":
        invocation.output.write_json(report_record(CHECK, report))
    else:
        invocation.output.write(check_lines(report))
    return checked(report)


@corpus.command("stats")
@formats("text", "json")
@common
def stats(invocation: Invocation, form: str) -> Exit:
    """Count the pages and bytes of each site.

    With those that are gone, when they were fetched, and how they came in.

    \b
    Example:
      twitchsearch corpus stats
    """
    from twitchsearch.corpus.census import census

    found = census(store_of(invocation))
    if form == "json":
        invocation.output.write_json(_stats_record(found))
    else:
        invocation.output.write(_stats_lines(found))
    return Exit.SKIPPED if found.damaged else Exit.OK


@corpus.command("remove")
@click.argument("pages", nargs=-1, metavar="[URL]...")
@click.option("--site", type=SiteName(), metavar="SITE", help="All pages of this site, and of sites below it.")
@click.option("--gone", is_flag=True, help="All pages that their sites no longer offer.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@formats("text", "json")
@common
def remove(invocation: Invocation, form: str, *, pages: tuple[str, ...], dry_run: bool, **which: Any) -> Exit:
    """Remove pages from the corpus.

    Nothing can make them again but fetching or importing them anew. With --site and --gone together, pages of that
    site that are gone. The index follows with `index update`.

    \b
    Example:
      twitchsearch corpus remove --gone --dry-run
    """
    store = store_of(invocation)
    chosen = [urls.normalise(each) if _is_url(each) else each for each in pages]
    chosen += _chosen(store, **which)
    if not chosen and not pages and not any(which.values()):
        raise click.UsageError("name URLs, or --site, or --gone")
    removed = chosen if dry_run else [url for url in chosen if _removed(invocation, store, url)]
    if form == "json":
        invocation.output.write_json({"schema": REMOVED, "dry_run": dry_run, "removed": removed})
    else:
        invocation.output.write(urls.shown(url) for url in removed)
    if removed and not dry_run:
        invocation.talk.say("now let the index follow: twitchsearch index update")
    return Exit.OK if removed else Exit.NO_HITS


def _chosen(store: CorpusStore, *, site: str | None, gone: bool) -> list[str]:
    from twitchsearch.corpus.census import is_of
    from twitchsearch.corpus.store import Entry

    if not site and not gone:
        return []
    entries = (entry for entry in store.entries() if isinstance(entry, Entry))
    return [entry.url for entry in entries if is_of(entry.url, site or "") and (entry.gone_at or not gone)]


def _is_url(text: str) -> bool:
    try:
        urls.normalise(text)
    except ValueError:
        return False
    return True


def _removed(invocation: Invocation, store: CorpusStore, url: str) -> bool:
    try:
        store.remove(url)
    except NotFound as error:
        invocation.talk.say(str(error))
        return False
    return True


def _stats_record(found: Census) -> dict[str, Any]:
    return {
        "schema": STATS,
        "pages": sum(site.pages for site in found.sites),
        "gone": sum(site.gone for site in found.sites),
        "bytes": sum(site.bytes for site in found.sites),
        "damaged": [{"place": str(each.path), "reason": each.reason} for each in found.damaged],
        "sites": [
            {
                "site": site.site,
                "pages": site.pages,
                "gone": site.gone,
                "bytes": site.bytes,
                "oldest": day_or_time(site.oldest) if site.oldest else None,
                "newest": day_or_time(site.newest) if site.newest else None,
                "sources": dict(sorted(site.sources.items())),
            }
            for site in found.sites
        ],
    }


def _stats_lines(found: Census) -> Iterator[str]:
    for site in found.sites:
        gone = f", {site.gone:,} gone" if site.gone else ""
        sources = ", ".join(f"{guard(name)} {count:,}" for name, count in sorted(site.sources.items()))
        days = f"{site.oldest:%Y-%m-%d} to {site.newest:%Y-%m-%d}" if site.oldest and site.newest else ""
        yield f"{_pages(site.pages)}  {site.bytes / 1e6:>9,.1f} MB  {days}  {guard(site.site)}{gone}  ({sources})"
    for each in found.damaged:
        yield guard(f"damaged: {each.path}: {each.reason}")
    yield f"{_pages(sum(site.pages for site in found.sites)).rstrip()} on {counted(len(found.sites), 'site')}"


def _pages(number: int) -> str:
    return f"{number:>8,} {'page' if number == 1 else 'pages':<5}"


def _records(store: CorpusStore, site: str, invocation: Invocation) -> Iterator[dict[str, Any]]:
    from twitchsearch.corpus.census import Described, described

    for found in described(store, site):
        match found:
            case Described(entry, facts):
                yield _page_record(store, entry, facts)
            case _:
                invocation.talk.say(f"damaged: {found.path}: {found.reason}")


def _page_record(store: CorpusStore, entry: Entry, facts: Facts) -> dict[str, Any]:
    page = facts.page
    return {
        "url": page.url,
        "site": urls.site(page.url),
        "fetched_at": day_or_time(page.fetched_at),
        "gone_at": day_or_time(facts.gone.at) if facts.gone else None,
        "bytes": facts.bytes,
        "content_type": page.content_type,
        "source": page.source,
        "file": entry.path.relative_to(store.folder).as_posix(),
    }


def _page_line(record: dict[str, Any]) -> str:
    gone = f"  (gone since {record['gone_at'][:10]})" if record["gone_at"] else ""
    page = f"{guard(record['source']):<8}{urls.shown(record['url'])}"
    return f"{record['fetched_at'][:10]}  {record['bytes']:>9,}  {page}{gone}"


def _written(invocation: Invocation, lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        invocation.output.write([line])
        count += 1
    return count
