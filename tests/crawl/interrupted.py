"""A crawl in a process of its own, to be killed: `python -m tests.crawl.interrupted URL FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from twitchsearch.corpus.store import CorpusStore
from twitchsearch.crawl import CrawlSettings, crawl
from twitchsearch.model import no_progress


def main(start: str, folder: Path) -> None:
    settings = CrawlSettings(
        (start,),
        max_pages=1_000,
        max_depth=9,
        delay=0.0,
        sitemaps=False,
        private_addresses=True,
        state_folder=folder / "state",
    )
    report = crawl(settings, CorpusStore(folder / "corpus"), no_progress)
    print(report.fetched, report.left)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
