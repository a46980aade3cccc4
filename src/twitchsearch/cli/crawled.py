"""What a crawl did, or would do, as lines and as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from twitchsearch import urls
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.crawl import CrawlReport, Preview, Skipped

CRAWL = "twitchsearch.crawl/1"
PREVIEW = "twitchsearch.crawl-preview/1"
_SHOWN = 10


def incomplete(report: CrawlReport, starts: tuple[str, ...]) -> bool:
    """Whether something was not had that was asked for; pages that a site does not want crawled were not."""
    skipped = {each.url for each in report.skipped}
    return bool(report.failed or report.rested) or any(urls.normalise(start) in skipped for start in starts)


def record(report: CrawlReport) -> dict[str, Any]:
    return {
        "schema": CRAWL,
        "fetched": report.fetched,
        "unchanged": report.unchanged,
        "bytes": report.bytes,
        "left": report.left,
        "resumed": report.resumed,
        "gone": _named(report.gone),
        "skipped": _named(report.skipped),
        "failed": _named(report.failed),
        "rested": _named(report.rested),
        "unnamed": report.unnamed,
    }


def lines(report: CrawlReport) -> Iterator[str]:
    named = (
        ("failed", report.failed),
        ("skipped", report.skipped),
        ("gone", report.gone),
        ("rests", report.rested),
    )
    for name, found in named:
        yield from _some(name, found)
    left = f"; {report.left:,} known and not fetched yet" if report.left else ""
    gone = f"{len(report.gone):,} gone, " if report.gone else ""
    yield (
        f"{report.fetched:,} new or changed, {report.unchanged:,} unchanged, {gone}{len(report.skipped):,} skipped, "
        f"{len(report.failed):,} failed, {report.bytes / 1e6:,.1f} MB{left}"
    )


def preview_record(found: Iterable[Preview]) -> dict[str, Any]:
    return {
        "schema": PREVIEW,
        "crawls": [{"wanted": list(each.wanted), "skipped": _named(each.skipped), "left": each.left} for each in found],
    }


def preview_lines(found: Preview) -> Iterator[str]:
    yield from (f"fetch    {urls.shown(url)}" for url in found.wanted)
    yield from (f"not      {urls.shown(each.url)}: {guard(each.reason)}" for each in found.skipped)
    yield (
        f"{len(found.wanted):,} would be fetched first, and what they link; {len(found.skipped):,} not; "
        f"{found.left:,} beyond the limits"
    )


def _named(found: Iterable[Skipped]) -> list[dict[str, str]]:
    return [{"url": each.url, "reason": each.reason} for each in found]


def _some(name: str, found: tuple[Skipped, ...]) -> Iterator[str]:
    for each in found[:_SHOWN]:
        yield f"{name:<8} {urls.shown(each.url)}: {guard(each.reason)}"
    if len(found) > _SHOWN:
        yield f"{name:<8} … and {len(found) - _SHOWN:,} more; all of them with --format json"
