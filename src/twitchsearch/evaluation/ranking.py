"""A collection through an index: its documents indexed, its topics asked, the hits judged.

Of a document only title and text are indexed, as an article of one section. A collection without documents is judged
on the articles that are in the index already; its qrels then name sections by `section_name`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from twitchsearch.errors import CollectionError, QueryError
from twitchsearch.evaluation.collections import Collection, Document, Topic
from twitchsearch.evaluation.measures import STANDARD, Measure, Scored, ranked, values
from twitchsearch.evaluation.reading import digest_with_pages
from twitchsearch.evaluation.report import Evaluation, Figure, Subject
from twitchsearch.evaluation.resampling import interval_of_mean
from twitchsearch.evaluation.runs import Comparison, Run, compare
from twitchsearch.model import (
    Article,
    ArticleFacts,
    Catalogue,
    Everything,
    Hit,
    Progress,
    SearchRequest,
    Section,
    SectionKind,
    SnippetShape,
    Step,
    Window,
    no_progress,
)
from twitchsearch.search.query import plain
from twitchsearch.search.seam import Index, Searcher
from twitchsearch.text import clean, clean_lines

DEPTH = 1_000
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_PATIENCE = 3_600.0  # seconds: an evaluation is never answered in part
_REQUEST = SearchRequest(Everything(), snippets=SnippetShape(0), timeout=_PATIENCE)
_NOT_A_WORD = re.compile(r"[\W_]+")

Naming = Callable[[Hit], str]
"""By which name a hit stands in the qrels."""

KindWeights = tuple[tuple[SectionKind, float], ...]
Telling = Callable[[Document], tuple[SectionKind, KindWeights]]
"""What kind a document is taken for, and how surely it is of which (as `Section.kind_weights`)."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How topics are asked: what a request holds besides its query and its window, and how many hits are wanted."""

    request: SearchRequest = _REQUEST
    depth: int = DEPTH


AS_WORDS = Asking()


def of_no_kind(document: Document) -> tuple[SectionKind, KindWeights]:  # noqa: ARG001 - a `Telling`
    """Documents whose kind nobody asks for."""
    return SectionKind.OTHER, ()


def index_documents(
    documents: Iterable[Document], index: Index, progress: Progress = no_progress, told: Telling = of_no_kind
) -> Naming:
    """Index these documents and nothing else, each of the kind it is told to be; how hits are named by the documents'
    ids."""
    names: dict[str, str] = {}
    index.rebuild(_articles(documents, names, told), Catalogue(), progress)
    return lambda hit: names[hit.article.id]


def of_index(collection: Collection, catalogue: Catalogue) -> Collection:
    """A collection without documents, tied to the pages that an index was built from: its digest is over both."""
    return replace(collection, digest=digest_with_pages(collection.digest, catalogue))


def section_name(hit: Hit) -> str:
    """The name of a section that a person can write: the article's URL, "#", and its headings in lower-case words.

    `https://example.org/eyelids#causes/dry-eyes`; without headings nothing stands behind the "#".
    """
    headings = (_NOT_A_WORD.sub("-", heading.casefold()).strip("-") for heading in hit.section.heading_path)
    return f"{hit.article.url}#{'/'.join(headings)}"


def ask(
    searcher: Searcher,
    topics: Sequence[Topic],
    named: Naming,
    asking: Asking = AS_WORDS,
    progress: Progress = no_progress,
) -> Run:
    """The run of this searcher: each topic's words asked as plain words. A name that comes again keeps its best place.

    Raises CollectionError where a topic is too long to be asked.
    """
    rankings = {}
    for done, topic in enumerate(topics, 1):
        rankings[topic.id] = ranked(_hits(searcher, topic, named, asking))
        progress(Step("asking", done, len(topics)))
    return Run("twitchsearch", rankings)


def judge(
    run: Run, collection: Collection, rng: np.random.Generator, measures: Sequence[Measure] = STANDARD
) -> Evaluation:
    """The figures of a run over all topics with qrels, with bootstrap intervals over the topics."""
    figures = []
    for each in measures:
        found = list(values(each, run.rankings, collection.judgements).values())
        figures.append(Figure(str(each), sum(found) / len(found), interval_of_mean(found, rng)))
    return Evaluation(Subject.RANKING, collection.digest, "topics", len(collection.judgements), tuple(figures))


def against(
    run: Run,
    other: Run,
    judgements: Mapping[str, Mapping[str, int]],
    rng: np.random.Generator,
    measures: Sequence[Measure] = STANDARD,
) -> dict[str, Comparison]:
    """A run compared with another, by the name of each measure."""
    return {
        str(each): compare(
            list(values(each, run.rankings, judgements).values()),
            list(values(each, other.rankings, judgements).values()),
            rng,
        )
        for each in measures
    }


def _articles(documents: Iterable[Document], names: dict[str, str], told: Telling) -> Iterator[Article]:
    for document in documents:
        identity = hashlib.sha256(document.id.encode()).hexdigest()[:16]
        names[identity] = document.id
        url = f"https://collection.invalid/{identity}"
        facts = ArticleFacts(identity, url, clean(document.title), "collection.invalid", _NO_TIME)
        kind, weights = told(document)
        text = clean_lines(document.text)
        yield Article(facts, (Section(f"{identity}-00000000", 0, kind, text, kind_weights=weights),))


def _hits(searcher: Searcher, topic: Topic, named: Naming, asking: Asking) -> list[Scored]:
    request = replace(asking.request, text=topic.text, window=Window(0, asking.depth))
    try:
        results = searcher.search(replace(request, query=plain(topic.text)))
    except QueryError as error:
        raise CollectionError(f"topic {topic.id!r} cannot be asked: {error}") from error
    if results.timed_out:
        raise CollectionError(f"topic {topic.id!r} could not be answered in {request.timeout:g} s")
    best: dict[str, float] = {}
    for hit in results.hits:
        best.setdefault(named(hit), hit.score)
    return [Scored(name, score) for name, score in best.items()]
