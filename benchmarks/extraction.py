"""Main content beside peers, on the same pages in one run: F1 with bootstrap intervals, and pages a second.

    python -m benchmarks.extraction [FOLDER]

FOLDER defaults to ../shared/data/html/article-extraction-benchmark. Peers are no dependencies: `pip install trafilatura
readability-lxml lxml_html_clean` into the environment that runs this; those that are missing are named.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from twitchsearch.errors import ExtractionError
from twitchsearch.evaluation.extraction import Example, article_text, page_score, read_examples, together
from twitchsearch.evaluation.resampling import bootstrap, generator
from twitchsearch.extract import extract
from twitchsearch.model import Page

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "html" / "article-extraction-benchmark"
Extractor = Callable[[Page], str]


def ours(page: Page) -> str:
    try:
        return article_text(extract(page))
    except ExtractionError:
        return ""


def extractors() -> Iterator[tuple[str, Extractor]]:
    yield "twitchsearch", ours
    try:
        import trafilatura
    except ImportError:
        print("trafilatura is not installed", file=sys.stderr)
    else:
        version = metadata.version("trafilatura")
        for name, options in (("without comments", {}), ("favouring precision", {"favor_precision": True})):
            yield f"trafilatura {version}, {name}", _trafilatura(trafilatura, options)
    try:
        from lxml import html
        from readability import Document
    except ImportError:
        print("readability-lxml is not installed", file=sys.stderr)
    else:
        version = metadata.version("readability-lxml")
        yield f"readability-lxml {version}", lambda page: _readability(Document, html, page)


def _trafilatura(library: Any, options: dict[str, bool]) -> Extractor:
    return lambda page: library.extract(page.body.decode("utf-8", "replace"), include_comments=False, **options) or ""


def _readability(document: Any, html: Any, page: Page) -> str:
    summary = document(page.body.decode("utf-8", "replace")).summary()
    return "\n".join(html.fromstring(summary).itertext())


def measured(name: str, extractor: Extractor, examples: list[Example]) -> None:
    begun = time.process_time()
    texts = [extractor(example.page) for example in examples]
    rate = len(examples) / (time.process_time() - begun)
    scores = [page_score(example.body, text) for example, text in zip(examples, texts, strict=True)]
    found = together(scores)
    between = bootstrap(len(scores), lambda rows: together([scores[at] for at in rows]).f1, generator())
    print(
        f"{name:<42} F1 {found.f1:.4f} ({between.low:.4f} to {between.high:.4f})   "
        f"precision {found.precision:.4f}   recall {found.recall:.4f}   {rate:6.1f} pages a second",
        flush=True,
    )


def main() -> None:
    examples, digest = read_examples(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print(f"{len(examples)} pages, collection {digest[:12]}, one process, CPU time")
    for name, extractor in extractors():
        extractor(examples[0].page)  # what loads on first use is not the rate
        measured(name, extractor, examples)


if __name__ == "__main__":
    main()
