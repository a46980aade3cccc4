"""`twitchsearch import`: what other tools kept, into the corpus."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName, common, formats
from twitchsearch.cli.wording import counted

if TYPE_CHECKING:
    from twitchsearch.corpus.importers import ImportReport

IMPORT = "twitchsearch.import/1"
_SHOWN = 20


@click.command("import")
@click.argument("path", type=PathName())
@click.option("--base-url", default="", metavar="URL", help="Where a folder of saved pages came from.")
@formats("text", "json")
@common
def import_(invocation: Invocation, path: Path, base_url: str, form: str) -> Exit:
    """Take articles from PATH into the corpus.

    PATH is a folder of saved pages, articles.jsonl, a text file, a feed, or an archive: MHTML, EPUB, WARC, WACZ, ZIM.
    A record that cannot be used is skipped and named with its place. The index follows with `index update`.

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
    for reason, count in report.passed:
        invocation.talk.detail(f"passed over {count:,}: {reason}")
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
        "passed": [{"reason": reason, "count": count} for reason, count in report.passed],
    }


def _import_line(report: ImportReport) -> str:
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged"
    also = [f"{len(report.repeated):,} of a URL that came before"] if report.repeated else []
    passed = sum(count for _, count in report.passed)
    also += [counted(passed, "record that is no page", "records that are no pages")] if passed else []
    return "; ".join([counts, *also, f"{len(report.skipped):,} skipped"])
