"""Plain text files: kept as the bytes they are; extraction reads their title, paragraphs and charset."""

from __future__ import annotations

from collections.abc import Iterator

from twitchsearch.corpus.importers.ledger import Job, Ledger
from twitchsearch.corpus.reading import LARGEST_BODY
from twitchsearch.files import read_bounded
from twitchsearch.model import Page


def one_text(job: Job, ledger: Ledger) -> Iterator[Page]:
    """The page of one text file. Its first line is its title, as a reader takes it."""
    path = job.path.resolve()
    try:
        body = read_bounded(path, LARGEST_BODY)
        if not body.strip():
            raise ValueError("it is empty")
        url = ledger.own(job.url_of(path.parent, path), str(job.path))
    except (OSError, ValueError) as error:
        ledger.skip(str(job.path), str(error))
        return
    yield Page(url, body, job.fetched_at, content_type="text/plain", source="text")
