"""How many real articles a crawl would keep: `python -m benchmarks.judging`, over the pages of a benchmark.

Each of them is an article, so that each refusal is a mistake; the words say how much there was to keep.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.library.judging import Judge
from twitchsearch.model import Page

PAGES = Path(__file__).parents[1].parent / "shared" / "data" / "html" / "article-extraction-benchmark"


def pages() -> Iterator[tuple[Page, int]]:
    """Each page, and how many words its article has."""
    for name, truth in sorted(json.loads((PAGES / "ground-truth.json").read_bytes()).items()):
        body = gzip.decompress((PAGES / "html" / f"{name}.html.gz").read_bytes())
        yield Page(truth["url"], body, datetime.now(UTC), truth["url"]), len(truth["articleBody"].split())


def main() -> int:
    if not PAGES.is_dir():
        print(f"the pages are not there: {PAGES}", file=sys.stderr)
        return 2
    verdicts: Counter[str] = Counter()
    with Judge() as judge:
        for page, words in pages():
            verdict = judge(page, ())
            verdicts[verdict.partition(" (")[0] or "kept"] += 1
            if verdict:
                print(f"{verdict}: {page.url} ({words} words)")
    for verdict, count in verdicts.most_common():
        print(f"{count:>4} of {verdicts.total()} {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
