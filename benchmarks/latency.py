"""What the ranking's features cost a search: plain BM25F against all that a search does, on the same index, in turns.

    nice python -m benchmarks.latency [--sections 200000] [--rounds 5] [ARTICLES.jsonl]

Sections are recombined from those of MedQuAD (`benchmarks.engines.corpora`), each of a kind by chance, since what is
lifted has to be of some. Questions are as people ask them, MedQuAD's, and the same cut to their subject; no two are
asked alike. Plain is a query of its words, any of them, by BM25F alone; then all: words that tell enough, kinds that
are asked for, words that mean the same, spelling, "see also" put back. Processor time, the least of the rounds, of a
searcher that has met the words before; and once of one that has not. What a search from a shell reads of the vocabulary
comes on top, whatever the size of the index, and is told apart.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.engines.corpora import real, recombined
from benchmarks.engines.engines import articles
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.cli.questions import Wish, whole_vocabulary
from twitchsearch.config import Settings
from twitchsearch.model import Article, Asking, Catalogue, Matching, Ranking, SearchRequest, SectionKind, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Searcher

ROOT = Path(__file__).resolve().parent.parent
COLLECTION = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections"
BM25F = Ranking(lift=0.0, aside=1.0, cue=1.0, share=0.0, together=0.0)
SEED, QUESTIONS = 11, 30

Asked = Callable[[str], SearchRequest]


def plain(text: str) -> SearchRequest:
    return SearchRequest(parse(text), text, matching=Matching.ANY, asking=Asking.WORDS, ranking=BM25F)


def whole(text: str) -> SearchRequest:
    """As whoever asks more than once does, with the vocabulary held."""
    return Wish().request(text, Settings(), whole_vocabulary(Settings()))


def once(text: str) -> SearchRequest:
    """As `twitchsearch search` asks from a shell: what the vocabulary has of the words is read for it."""
    return Wish().request(text, Settings())


def made(path: Path, count: int) -> Iterator[Article]:
    chance, kinds = random.Random(SEED), list(SectionKind)
    for article in articles(recombined(real(path), count)):
        sections = tuple(replace(each, kind=chance.choice(kinds)) for each in article.sections)
        yield replace(article, sections=sections)


def questions(path: Path) -> list[str]:
    """Questions of MedQuAD, and the subjects of others."""
    with path.open(encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines]
    drawn = random.Random(SEED).sample(asked, 2 * QUESTIONS)
    texts = [each["text"] for each in drawn[:QUESTIONS]] + [each["metadata"]["focus"] for each in drawn[QUESTIONS:]]
    return [text.translate(str.maketrans("", "", '()?":*~^+-')) for text in texts]


def timed(index: WhooshIndex, texts: Sequence[str], rounds: int) -> dict[str, list[list[float]]]:
    """By way of asking: the milliseconds of each question by a new searcher, and the least when asked again."""
    ways: dict[str, Asked] = {"plain BM25F": plain, "all of it": whole}
    new: dict[str, list[float]] = {name: [0.0] * len(texts) for name in ways}
    for number, text in enumerate(
        texts
    ):  # each way comes first for half of them: what it reads, the other finds in memory
        for name in sorted(ways, reverse=bool(number % 2)):
            new[name][number] = _first(index, ways[name], text)
    again: dict[str, list[float]] = {name: [float("inf")] * len(texts) for name in ways}
    with index.searcher() as searcher:
        for _ in range(rounds + 1):
            for number, text in enumerate(texts):
                for name, ask in ways.items():
                    again[name][number] = min(again[name][number], _milliseconds(searcher, ask, text))
    return {name: [new[name], again[name]] for name in ways}


def _first(index: WhooshIndex, ask: Asked, text: str) -> float:
    with index.searcher() as searcher:
        return _milliseconds(searcher, ask, text)


def _milliseconds(searcher: Searcher, ask: Asked, text: str) -> float:
    return _took(lambda: searcher.search(ask(text)))


def _took(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, nargs="?", default=COLLECTION / "articles.jsonl")
    parser.add_argument("--sections", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="twitchsearch-latency-") as folder:
        index = WhooshIndex(Path(folder) / "index")
        index.rebuild(made(options.articles, options.sections), Catalogue(), no_progress)
        whole("")  # the vocabulary is held from here on
        texts = questions(options.articles.with_name("queries.jsonl"))
        found = timed(index, texts, options.rounds)
    print(f"{options.sections:,} sections, {len(texts)} questions, CPU ms")
    for when, before, after in zip(("a new searcher", "asked again"), *found.values(), strict=True):
        by_question = statistics.median(mine / theirs for theirs, mine in zip(before, after, strict=True))
        one, other = statistics.median(before), statistics.median(after)
        print(f"{when}: plain {one:.2f}, all of it {other:.2f} in the median, {other / one:.2f} times")
        print(f"  by question {by_question:.2f} times in the median, {sum(after) / sum(before):.2f} all told")
        print(f"  the slowest {max(before):.1f} and {max(after):.1f}")
    reading = [_took(partial(once, text)) for text in texts]
    print(f"reading the vocabulary for one question: {statistics.median(reading):.2f}")


if __name__ == "__main__":
    main()
