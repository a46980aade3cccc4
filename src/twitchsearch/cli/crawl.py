"""`twitchsearch crawl` and `twitchsearch refresh`: pages from the web into the corpus, once and again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from twitchsearch import urls
from twitchsearch.cli.crawled import incomplete, lines, preview_lines, preview_record, record
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName, SettingOption, common, formats
from twitchsearch.cli.wording import counted
from twitchsearch.errors import SettingsError, TwitchsearchError
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.crawl import CrawlSettings
    from twitchsearch.crawl.plan import CrawlPlan
    from twitchsearch.library import Library
    from twitchsearch.library.refreshing import RefreshReport

REFRESH = "twitchsearch.refresh/1"
_PLAN = "crawl.toml"
_LARGEST_PLAN = 1 << 20
_LOG_LINES = 2_000


@click.command()
@click.argument("starts", nargs=-1, metavar="[URL]...")
@click.option("--max-pages", cls=SettingOption, key="crawl.max_pages")
@click.option("--max-depth", cls=SettingOption, key="crawl.max_depth")
@click.option("--delay", cls=SettingOption, key="crawl.delay")
@click.option("--contact", cls=SettingOption, key="crawl.contact")
@click.option("--proxy", cls=SettingOption, key="crawl.proxy")
@click.option("--allow", multiple=True, metavar="PATTERN", help="Only paths like this: /health/, /*.html$.")
@click.option("--deny", multiple=True, metavar="PATTERN", help="No paths like this: */tag/.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only articles in this language: en.")
@click.option("--everything", is_flag=True, help="Keep what is no article, too.")
@click.option("--no-sitemaps", is_flag=True, help="Follow links only.")
@click.option("--private-addresses", is_flag=True, help="Fetch from this machine and the local network, too.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched and why not the rest; fetch no page.")
@formats("text", "json")
@common
def crawl(invocation: Invocation, form: str, *, dry_run: bool, everything: bool, **typed: Any) -> Exit:
    """Fetch the articles of a site into the corpus.

    Politely: robots.txt is obeyed, requests are spaced, nothing outside the sites is fetched. A crawl that was
    interrupted goes on where it was. Several sites, each with its own rules, stand in a crawl.toml: see `refresh`.

    \b
    Example:
      twitchsearch crawl --max-pages 50 https://example.org/health/
    """
    from twitchsearch.crawl import crawl as crawl_pages
    from twitchsearch.library import open_store
    from twitchsearch.library.judging import Judge

    if not typed["starts"]:
        raise click.UsageError(f"name a URL to start from; the sites of {_PLAN} are crawled by: twitchsearch refresh")
    library = invocation.library()
    asked = _asked(invocation, library, **typed)
    if dry_run:
        return _would_crawl(invocation, library, [asked], form)
    with invocation.talk.meter() as meter, Judge() as judge:
        whether = (lambda *_: "") if everything else judge
        report = crawl_pages(asked, open_store(library), meter, judge=whether)
    if form == "json":
        invocation.output.write_json(record(report))
    else:
        invocation.output.write(lines(report))
    if report.fetched or report.gone:
        invocation.talk.say("now let the index follow: twitchsearch index update")
    return Exit.SKIPPED if incomplete(report, asked.starts) else Exit.OK


@click.command()
@click.option("--file", "path", type=PathName(), help="Another file than the library's crawl.toml.")
@click.option("--force", is_flag=True, help="Crawl every site, due or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched and why not the rest; fetch no page.")
@formats("text", "json")
@common
def refresh(invocation: Invocation, form: str, *, path: Path | None, force: bool, dry_run: bool) -> Exit:
    """Crawl the sites that are due, then update the index.

    The sites stand in the library's crawl.toml. Fit for cron: quiet where all went well and nobody watches, never two
    at once, with a log in index/crawl/refresh.log.

    \b
    Example:
      twitchsearch refresh --dry-run
    """
    library = invocation.library()
    plan = _plan(invocation, library, path or library.root / _PLAN)
    if dry_run:
        return _would_crawl(invocation, library, [plan.settings(site) for site in plan.sites], form)
    log = _Log(library.index_folder / "crawl" / "refresh.log")
    try:
        report = _refreshed(invocation, library, plan, force=force)
    except (TwitchsearchError, KeyboardInterrupt) as error:
        log.write([f"ended early: {str(error) or 'interrupted'}"])
        raise
    said = list(_refresh_lines(report))
    log.write(said)
    unwell = any(incomplete(visit.report, ()) for visit in report.visits)
    if form == "json":
        invocation.output.write_json(_refresh_record(report))
    elif unwell or invocation.output.is_terminal:
        invocation.output.write(said)
    return Exit.SKIPPED if unwell else Exit.OK


def _refreshed(invocation: Invocation, library: Library, plan: CrawlPlan, *, force: bool) -> RefreshReport:
    from twitchsearch.cli.upkeep import effort
    from twitchsearch.library.judging import Judge
    from twitchsearch.library.refreshing import Refreshing
    from twitchsearch.library.refreshing import refresh as refresh_library

    watched = invocation.output.is_terminal
    with invocation.talk.meter() as meter, Judge() as judge:
        progress = meter if watched else lambda _: None
        how = Refreshing(datetime.now(UTC), judge, effort(invocation), force, progress)
        return refresh_library(library, invocation.index(), plan, how)


def _plan(invocation: Invocation, library: Library, path: Path) -> CrawlPlan:
    from twitchsearch.crawl.plan import read_plan
    from twitchsearch.files import read_bounded

    try:
        text = read_bounded(path, _LARGEST_PLAN).decode()
    except FileNotFoundError as error:
        raise SettingsError(f"there is no {path}; docs/crawling.md says what stands in it") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    plan = read_plan(text, str(path), library.index_folder / "crawl")
    settings = invocation.settings.crawl
    return replace(plan, contact=plan.contact or settings.contact, proxy=plan.proxy or settings.proxy)


def _asked(
    invocation: Invocation,
    library: Library,
    *,
    starts: tuple[str, ...],
    no_sitemaps: bool,
    private_addresses: bool,
    **wanted: Any,
) -> CrawlSettings:
    from twitchsearch.crawl import CrawlSettings
    from twitchsearch.crawl.settings import user_agent

    settings = invocation.settings.crawl
    return CrawlSettings(
        starts=starts,
        max_pages=settings.max_pages,
        max_depth=settings.max_depth,
        delay=settings.delay,
        sitemaps=not no_sitemaps,
        private_addresses=private_addresses,
        proxy=settings.proxy,
        user_agent=user_agent(settings.contact),
        state_folder=library.index_folder / "crawl",
        **wanted,
    )


def _would_crawl(invocation: Invocation, library: Library, asked: list[CrawlSettings], form: str) -> Exit:
    from twitchsearch.crawl import preview, refuse_shared_sites
    from twitchsearch.library import open_store

    refuse_shared_sites(asked)
    found = []
    for settings in asked:
        invocation.talk.say(f"asking {urls.shown(settings.starts[0])} for its robots.txt and sitemaps …")
        found.append(preview(settings, open_store(library)))
    if form == "json":
        invocation.output.write_json(preview_record(found))
    else:
        for each in found:
            invocation.output.write(preview_lines(each))
    return Exit.OK if any(each.wanted for each in found) else Exit.NO_HITS


class _Log:
    """What refreshes did, the last of it: a line each, with the time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, said: list[str]) -> None:
        from twitchsearch.files import DISK, read_bounded, write_atomic

        DISK.make_folder(self._path.parent)
        try:
            before = read_bounded(self._path, 16 << 20).decode("utf-8", "replace").splitlines()
        except (OSError, ValueError):
            before = []
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        lines = [*before, *(f"{now} {guard(line)}" for line in said)][-_LOG_LINES:]
        write_atomic(self._path, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _refresh_lines(report: RefreshReport) -> Iterator[str]:
    for visit in report.visits:
        yield from (f"{visit.name}: {line}" for line in lines(visit.report))
    for name, when in report.waiting:
        yield f"{name}: due {when:%Y-%m-%d %H:%M} UTC"
    if report.forgotten:
        yield f"{counted(len(report.forgotten), 'page')} removed: they had long been gone"
    if report.built is None:
        yield "the index is as the corpus is"
    else:
        from twitchsearch.cli.upkeep import report_line

        yield f"index: {report_line(report.built)}"


def _refresh_record(report: RefreshReport) -> dict[str, Any]:
    from twitchsearch.cli.upkeep import build_record

    return {
        "schema": REFRESH,
        "sites": [{"name": visit.name, "crawl": record(visit.report)} for visit in report.visits],
        "waiting": [{"name": name, "due": when.isoformat()} for name, when in report.waiting],
        "forgotten": list(report.forgotten),
        "build": build_record(report.built, 0.0) if report.built else None,
    }
