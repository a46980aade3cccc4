"""How well the main content of pages is chosen, by the measure of the article extraction benchmark.

The measure (https://github.com/scrapinghub/article-extraction-benchmark): texts are bags of shingles, four words in a
row (words are runs of `\\w`; a text of fewer words is one shingle). A page's precision is the share of the extracted
shingles that are in the body, its recall the share of the body's that were extracted. Precision and recall are means
over the pages that define them (something was extracted; there is a body), F1 is made of those two means.

A collection is a folder with `ground-truth.json` (an object of id to `articleBody` and `url`) and the pages in
`html/<id>.html` or `html/<id>.html.gz`.
"""

from __future__ import annotations

import gzip
import itertools
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from twitchsearch.errors import CollectionError, ExtractionError
from twitchsearch.evaluation.reading import contents, digest_of, json_object
from twitchsearch.evaluation.report import Evaluation, Figure, Subject
from twitchsearch.evaluation.resampling import bootstrap
from twitchsearch.evaluation.runs import Comparison, compare
from twitchsearch.files import write_json
from twitchsearch.model import Article, Page, Progress, Section, Step, no_progress

Extractor = Callable[[Page], str]
"""From a page to the text of its article. Raises ExtractionError where there is none."""

FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)  # of every labelled page: what is measured must not depend on the day
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_LARGEST_PAGE = 64 << 20
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A page, and the article in it as a person copied it out."""

    id: str
    page: Page
    body: str


@dataclass(frozen=True, slots=True)
class PageScore:
    """Precision and recall of one page; None where it does not define them."""

    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What all pages gave together."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_examples(folder: Path) -> tuple[list[Example], str]:
    """The pages of a collection by id, and its digest. Raises CollectionError for anything that is not as it should
    be."""
    truth = folder / "ground-truth.json"
    found, files = [], [truth]
    for name, record in sorted(json_object(truth).items()):
        if not _ID.fullmatch(name) or not isinstance(record, dict) or not isinstance(record.get("articleBody"), str):
            raise CollectionError(f"{truth}: {name[:80]!r} is no page with an articleBody")
        files.append(_page_file(folder, name))
        url = record.get("url") or f"https://{name[:60].lower()}.invalid/"
        body = _html(files[-1])
        found.append(Example(name, Page(str(url), body, FETCHED_AT, charset="utf-8"), record["articleBody"]))
    if not found:
        raise CollectionError(f"{truth} names no page")
    return found, digest_of(folder, files)


def read_texts(path: Path) -> dict[str, str]:
    """What some extractor gave, by the pages' ids: the form of the benchmark's outputs, with its version or without."""
    record = json_object(path)
    texts = record["output"] if isinstance(record.get("output"), dict) and "version" in record else record
    if not all(isinstance(each, dict) and isinstance(each.get("articleBody", ""), str) for each in texts.values()):
        raise CollectionError(f"{path}: not an object of page ids to articleBody")
    return {name: each.get("articleBody", "") for name, each in texts.items()}


def write_texts(texts: Mapping[str, str], path: Path) -> None:
    """Write texts as `read_texts` reads them."""
    write_json(path, {name: {"articleBody": text} for name, text in texts.items()})


def extracted(
    examples: Sequence[Example], extractor: Extractor, progress: Progress = no_progress
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The text of each page by its id, and for the pages that gave none the reason."""
    texts, failed = {}, []
    for done, example in enumerate(examples, 1):
        try:
            texts[example.id] = extractor(example.page)
        except ExtractionError as error:
            failed.append((example.id, str(error)))
        progress(Step("extracting", done, len(examples)))
    return texts, tuple(failed)


def evaluate_texts(
    examples: Sequence[Example], digest: str, texts: Mapping[str, str], rng: np.random.Generator
) -> Evaluation:
    """Precision, recall and F1 of texts by page, with bootstrap intervals over the pages; a page without text gave
    nothing."""
    scores = [page_score(example.body, texts.get(example.id, "")) for example in examples]
    return Evaluation(Subject.EXTRACTION, digest, "pages", len(examples), tuple(_figures(scores, rng)))


def compare_texts(
    examples: Sequence[Example], ours: Mapping[str, str], theirs: Mapping[str, str], rng: np.random.Generator
) -> Comparison:
    """Two extractors compared page by page, by the F1 of each page (1 where there is nothing and nothing was found)."""
    first, second = ([_page_f1(each.body, texts.get(each.id, "")) for each in examples] for texts in (ours, theirs))
    return compare(first, second, rng)


def page_score(body: str, extracted: str) -> PageScore:
    wanted, found = shingles(body), shingles(extracted)
    both = (wanted & found).total()
    return PageScore(both / found.total() if found else None, both / wanted.total() if wanted else None)


def _page_f1(body: str, text: str) -> float:
    wanted, found = shingles(body), shingles(text)
    both = wanted.total() + found.total()
    return 2 * (wanted & found).total() / both if both else 1.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The bag of four words in a row; of a shorter text, all its words; of none, nothing."""
    words = _WORD.findall(text)
    last = max(1, len(words) - _SHINGLE + 1) if words else 0
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(last))


def together(scores: Sequence[PageScore]) -> Extraction:
    """Means over the pages that define them; 0 where none does."""
    return Extraction(_mean([each.precision for each in scores]), _mean([each.recall for each in scores]))


def article_text(article: Article) -> str:
    """The words of an article as they stand in the page: each heading once, above what it stands over.

    A label that extraction made of a section's own words is no heading of the page, and left out: the anchor of such
    a section quotes the beginning of its text.
    """
    return "\n".join(_pieces(article.sections))


def _pieces(sections: Sequence[Section]) -> Iterator[str]:
    above: tuple[str, ...] = ()
    for section in sections:
        path = () if _has_made_label(section) else section.heading_path
        shared = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(above, path, strict=False)))
        yield from path[-1:] if path == above else path[shared:]
        if section.text:
            yield section.text
        above = path


def _has_made_label(section: Section) -> bool:
    from urllib.parse import unquote

    quoted = unquote(section.anchor.removeprefix(":~:text="))
    return (
        section.anchor.startswith(":~:text=")
        and len(section.heading_path) == 1
        and section.text.startswith(quoted)
        and quoted != section.heading
    )


def _figures(scores: Sequence[PageScore], rng: np.random.Generator) -> Iterator[Figure]:
    measures: tuple[tuple[str, Callable[[Extraction], float]], ...] = (
        ("F1", lambda found: found.f1),
        ("precision", lambda found: found.precision),
        ("recall", lambda found: found.recall),
    )
    for name, read in measures:
        interval = bootstrap(len(scores), lambda rows, read=read: read(together([scores[at] for at in rows])), rng)  # type: ignore[misc]  # a default binds the loop's variable
        yield Figure(name, read(together(scores)), interval)


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _page_file(folder: Path, name: str) -> Path:
    for path in (folder / "html" / f"{name}.html.gz", folder / "html" / f"{name}.html"):
        if path.is_file():
            return path
    raise CollectionError(f"{folder / 'html'} has no page {name}.html or {name}.html.gz")


def _html(path: Path) -> bytes:
    if path.suffix != ".gz":
        return contents(path)
    try:
        with gzip.open(path) as file:
            body = file.read(_LARGEST_PAGE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise CollectionError(f"{path} is no whole gzip file") from error
    if len(body) > _LARGEST_PAGE:
        raise CollectionError(f"{path} unpacks to more than {_LARGEST_PAGE:,} bytes")
    return body
