"""`twitchsearch crawl`: pages from the web into the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from twitchsearch import urls
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, SettingOption, common, formats
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.crawl import CrawlReport, CrawlSettings
    from twitchsearch.library import Library

CRAWL = "twitchsearch.crawl/1"
_SHOWN = 10


@click.command()
@click.argument("starts", nargs=-1, required=True, metavar="URL...")
@click.option("--max-pages", cls=SettingOption, key="crawl.max_pages")
@click.option("--max-depth", cls=SettingOption, key="crawl.max_depth")
@click.option("--delay", cls=SettingOption, key="crawl.delay")
@click.option("--contact", cls=SettingOption, key="crawl.contact")
@click.option("--no-sitemaps", is_flag=True, help="Follow links only.")
@click.option("--private-addresses", is_flag=True, help="Fetch from this machine and the local network, too.")
@formats("text", "json")
@common
def crawl(invocation: Invocation, form: str, **typed: Any) -> Exit:
    """Fetch the articles of a site into the corpus.

    Politely: robots.txt is obeyed, requests are spaced, nothing outside the sites is fetched. A crawl that was
    interrupted goes on where it was.

    \b
    Example:
      twitchsearch crawl --max-pages 50 https://example.org/health/
    """
    from twitchsearch.crawl import crawl as crawl_pages
    from twitchsearch.library import open_store

    library = invocation.library()
    asked = _asked(invocation, library, **typed)
    with invocation.talk.meter() as meter:
        report = crawl_pages(asked, open_store(library), meter)
    if form == "json":
        invocation.output.write_json(_record(report))
    else:
        invocation.output.write(_lines(report))
    if report.fetched:
        invocation.talk.say("now let the index follow: twitchsearch index update")
    return Exit.SKIPPED if _incomplete(report, asked.starts) else Exit.OK


def _incomplete(report: CrawlReport, starts: tuple[str, ...]) -> bool:
    """Whether something was not had that was asked for; pages that a site does not want crawled were not."""
    skipped = {each.url for each in report.skipped}
    return bool(report.failed or report.rested) or any(urls.normalise(start) in skipped for start in starts)


def _asked(
    invocation: Invocation, library: Library, *, starts: tuple[str, ...], no_sitemaps: bool, private_addresses: bool
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
        user_agent=user_agent(settings.contact),
        state_folder=library.index_folder / "crawl",
    )


def _record(report: CrawlReport) -> dict[str, Any]:
    def named(urls_and_reasons: Any) -> list[dict[str, str]]:
        return [{"url": each.url, "reason": each.reason} for each in urls_and_reasons]

    return {
        "schema": CRAWL,
        "fetched": report.fetched,
        "unchanged": report.unchanged,
        "bytes": report.bytes,
        "left": report.left,
        "resumed": report.resumed,
        "skipped": named(report.skipped),
        "failed": named(report.failed),
        "rested": named(report.rested),
        "unnamed": report.unnamed,
    }


def _lines(report: CrawlReport) -> Iterator[str]:
    for name, found in (("failed", report.failed), ("skipped", report.skipped), ("rests", report.rested)):
        for each in found[:_SHOWN]:
            yield f"{name:<8} {urls.shown(each.url)}: {guard(each.reason)}"
        if len(found) > _SHOWN:
            yield f"{name:<8} … and {len(found) - _SHOWN:,} more; all of them with --format json"
    left = f"; {report.left:,} known and not fetched yet" if report.left else ""
    yield (
        f"{report.fetched:,} new or changed, {report.unchanged:,} unchanged, {len(report.skipped):,} skipped, "
        f"{len(report.failed):,} failed, {report.bytes / 1e6:,.1f} MB{left}"
    )
