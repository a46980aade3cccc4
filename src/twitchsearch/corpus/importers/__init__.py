"""Ways into the corpus besides the crawler. All that is read becomes pages: there is one way from page to article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from twitchsearch import urls
from twitchsearch.corpus.importers.archives import archived_pages
from twitchsearch.corpus.importers.folders import one_saved_page, saved_pages
from twitchsearch.corpus.importers.jsonl import article_lines
from twitchsearch.corpus.importers.ledger import ImportReport, Job, Ledger, Repeated, Skipped
from twitchsearch.corpus.importers.sniffing import archive_kind
from twitchsearch.corpus.importers.texts import one_text
from twitchsearch.corpus.store import Added, CorpusStore
from twitchsearch.errors import ImportRefused
from twitchsearch.model import Page, Progress, Step

__all__ = ["ImportReport", "Repeated", "Skipped", "import_from"]

_GZIP = b"\x1f\x8b"
_LINES = frozenset({".jsonl", ".ndjson"})
_SAVED = frozenset({".html", ".htm", ".xhtml"})
_MARKUP = re.compile(rb"<(!--|(!doctype|\?xml|html|head|body|article|main|h[1-6]|p|div)\b)", re.IGNORECASE)


def import_from(
    path: Path, store: CorpusStore, progress: Progress, *, base_url: str = "", fetched_at: datetime
) -> ImportReport:
    """Bring what `path` holds into the corpus: a folder of saved pages, an `articles.jsonl` (also .gz), HTML, text, a
    feed, or an archive (MHTML, WARC, WACZ, ZIM, EPUB).

    What a file is, is told from what it holds. A page's URL is the one it says it was saved from or calls its own, else
    `base_url` and its path within the folder, else `https://<name of the folder>.import.example/<path>`, a site that
    cannot exist. Of several with one URL the first keeps it, the others get `copy=2`, `copy=3`, … added. What cannot be
    read is skipped and reported; importing the same again changes nothing.

    Raises ImportRefused where there is nothing to import, with the reason; WriterBusy, CorpusError and DiskError as the
    store does. Pages that were kept by then stay.
    """
    job = Job(path, _base(base_url), fetched_at, store.folder)
    ledger = Ledger()
    counts = dict.fromkeys(Added, 0)
    for done, (_, added) in enumerate(store.add_all(_pages(job, ledger)), 1):
        counts[added] += 1
        progress(Step("importing", done))
    if not any(counts.values()) and not ledger.skipped:
        raise ImportRefused(f"{path} holds {_held(ledger)}; {_EXPECTED}")
    return ImportReport(
        counts[Added.NEW],
        counts[Added.CHANGED],
        counts[Added.UNCHANGED],
        tuple(ledger.repeated),
        tuple(ledger.skipped),
        tuple(ledger.passed.most_common()),
    )


_EXPECTED = "name a folder of saved web pages, an articles.jsonl, a saved page, a text file, a feed or an archive"


def _held(ledger: Ledger) -> str:
    kinds = ", ".join(f"{count} × {reason}" for reason, count in ledger.passed.most_common(5))
    return f"no page to import ({kinds})" if kinds else "nothing to import"


def _base(base_url: str) -> str:
    if not base_url:
        return ""
    try:
        return urls.normalise(base_url.rstrip("/") + "/")
    except ValueError as error:
        raise ImportRefused(f"the base URL {urls.shown(base_url)} is no such URL: {error}") from error


def _pages(job: Job, ledger: Ledger) -> Iterator[Page]:
    try:
        if job.path.is_dir():
            return saved_pages(job, ledger)
        if not job.path.is_file():
            job.path.stat()
            raise ImportRefused(f"{job.path} is neither a file nor a folder; {_EXPECTED}")
        with job.path.open("rb") as file:
            return _of_file(job, ledger, file.read(4096))
    except FileNotFoundError as error:
        raise ImportRefused(f"{job.path} is not there; {_EXPECTED}") from error
    except OSError as error:
        raise ImportRefused(f"cannot read {job.path}: {error.strerror or error}") from error


def _of_file(job: Job, ledger: Ledger, start: bytes) -> Iterator[Page]:
    kind = archive_kind(job.path, start)
    if kind:
        return archived_pages(job, ledger, kind)
    suffix = job.path.suffix.lower()
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_GZIP) or suffix in _LINES or text.startswith(b"{"):
        return article_lines(job, ledger)
    if text.startswith(b"[") and suffix == ".json":
        raise ImportRefused(f"{job.path} is one JSON list; write one article a line, for instance with: jq -c '.[]'")
    if suffix in _SAVED or _MARKUP.match(text):
        return one_saved_page(job, ledger)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused(f"{job.path} is neither text nor saved pages; {_EXPECTED}")
    return one_text(job, ledger) if text or suffix == ".txt" else iter(())
