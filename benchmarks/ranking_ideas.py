"""Ideas for the ranking that the engine has or might have had, each against what it is, on whole collections in memory.

    python -m benchmarks.ranking_ideas cranfield|nfcorpus|liveqa|known [--half dev|test|all] [COLLECTIONS]

The formula is the engine's (title and text, k1 1.6, the title weighing 6), over NumPy arrays, so that what is not in
the engine can be tried: stemmers, stop words, how many words must match, words side by side and near each other, and
words taken from what was found first (RM3: N. Abdul-Jaleel et al., UMass at TREC 2004). Kinds and cues are not looked
at. Halves are those of `benchmarks.relevance`.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from benchmarks.relevance import COLLECTIONS, NDCG, halved
from twitchsearch.evaluation.collections import Document, read_collection, read_documents
from twitchsearch.evaluation.measures import value
from twitchsearch.evaluation.resampling import generator
from twitchsearch.evaluation.runs import compare
from twitchsearch.search.analysis import analyser
from twitchsearch.search.ranking import idf
from twitchsearch.search.stopwords import stop_words

Array = np.ndarray[Any, np.dtype[Any]]
_STOPS = stop_words("english")
_ARTICLES = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "in", "is", "it", "of", "on", "or", "the", "to"}
)


@dataclass(frozen=True, slots=True)
class Idea:
    """How a query is scored. `enough` is the share of words, `share` of what they tell, that must match."""

    stemmer: str = "english"
    stops: frozenset[str] = _STOPS
    long: int = 4
    k1: float = 1.6
    title: float = 6.0
    b: float = 0.75
    enough: float = 0.0
    share: float = 0.2
    near: float = 0.0
    reach: int = 1
    feedback: float = 0.0


IDEAS: dict[str, Idea] = {
    "as it is": Idea(),
    "no stemming": Idea("none"),
    "Porter's first stemmer": Idea("porter"),
    "no stop words left out": Idea(stops=frozenset()),
    "a short list of stop words": Idea(stops=_ARTICLES),
    "stop words left out of short queries too": Idea(long=1),
    "any word": Idea(share=0.0),
    "words that tell a third": Idea(share=1 / 3),
    "words that tell half": Idea(share=0.5),
    "60 % of the words, all of two": Idea(enough=0.6, share=0.0),
    "all words": Idea(enough=1.0, share=0.0),
    "title weighs as text": Idea(title=1.0),
    "title weighs 3": Idea(title=3.0),
    "title weighs 12": Idea(title=12.0),
    "k1 1.2": Idea(k1=1.2),
    "b 0.4": Idea(b=0.4),
    "words side by side, 0.1": Idea(near=0.1),
    "words side by side, 0.3": Idea(near=0.3),
    "words within 5, 0.1": Idea(near=0.1, reach=5),
    "words within 5, 0.3": Idea(near=0.3, reach=5),
    "feedback, 10 terms of 10, 0.2": Idea(feedback=0.2),
    "feedback, 10 terms of 10, 0.5": Idea(feedback=0.5),
}


@dataclass(slots=True)
class Collected:
    """A collection's terms under one stemmer: for each field the terms of every document, and where each term is."""

    documents: Sequence[Document]
    stem: Callable[[str], str]
    fields: list[list[list[str]]] = field(default_factory=list)
    postings: list[dict[str, tuple[Array, Array]]] = field(default_factory=list)
    lengths: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        for texts in ([each.title for each in self.documents], [each.text for each in self.documents]):
            words = [[self.stem(word) for word in analyser().words(text)] for text in texts]
            found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for at, terms in enumerate(words):
                for term, count in Counter(terms).items():
                    found[term][0].append(at)
                    found[term][1].append(count)
            self.fields.append(words)
            self.postings.append({term: (np.array(at), np.array(count, float)) for term, (at, count) in found.items()})
            self.lengths.append(np.array([len(terms) for terms in words], float))

    def weighed(self, counts: Sequence[tuple[Array, Array]], idea: Idea) -> tuple[Array, float]:
        """The saturated weight in each document, 0 where there is none, and the idf (0 where there is none at all)."""
        x = np.zeros(len(self.documents))
        for (where, often), lengths, weight in zip(counts, self.lengths, (idea.title, 1.0), strict=True):
            mean = lengths.mean() or 1.0
            x[where] += weight * often / (1 - idea.b + idea.b * lengths[where] / mean)
        df = int(np.count_nonzero(x))
        return x / (x + idea.k1), idf(df, len(x)) if df else 0.0

    def term(self, term: str) -> list[tuple[Array, Array]]:
        nothing = (np.empty(0, int), np.empty(0))
        return [postings.get(term, nothing) for postings in self.postings]

    def near(self, one: str, other: str, reach: int) -> list[tuple[Array, Array]]:
        """How often `other` stands at most `reach` places after `one`."""
        counts = []
        for words, (first, second) in zip(self.fields, zip(self.term(one), self.term(other), strict=True), strict=True):
            both = np.intersect1d(first[0], second[0])
            often = [_near(words[at], one, other, reach) for at in both]
            counts.append((both, np.array(often, float)))
        return counts


def _near(words: Sequence[str], one: str, other: str, reach: int) -> int:
    starts = (at for at, word in enumerate(words) if word == one)
    return sum(other in words[at + 1 : at + 1 + reach] for at in starts)


class Ranker:
    """Scores queries over one collection, under one idea."""

    def __init__(self, collected: Collected, idea: Idea) -> None:
        self._collected = collected
        self._idea = idea
        self._known: dict[str, tuple[Array, float]] = {}

    def ranking(self, text: str) -> list[str]:
        """The ids of the best ten; equal scores by id, the largest first, as they are judged."""
        terms = list(dict.fromkeys(map(self._collected.stem, self._asked(text))))
        scores = self._scores(terms)
        if self._idea.feedback:
            scores = self._fed_back(terms, scores)
        best = np.flatnonzero(scores)
        ids = [(-scores[at], self._collected.documents[at].id) for at in best[np.argsort(-scores[best])[:50]]]
        return [name for _, name in sorted(sorted(ids, key=lambda each: each[1], reverse=True), key=lambda e: e[0])][
            :10
        ]

    def _asked(self, text: str) -> list[str]:
        words = analyser().words(text)
        kept = [word for word in words if word not in self._idea.stops]
        return kept if kept and len(words) >= self._idea.long else words

    def _weighed(self, term: str) -> tuple[Array, float]:
        if term not in self._known:
            self._known[term] = self._collected.weighed(self._collected.term(term), self._idea)
        return self._known[term]

    def _scores(self, terms: Sequence[str]) -> Array:
        size = len(self._collected.documents)
        scores, told, matched = np.zeros(size), np.zeros(size), np.zeros(size)
        for term in terms:
            weights, tells = self._weighed(term)
            scores += tells * weights
            told += tells * (weights > 0)
            matched += weights > 0
        enough = told >= self._idea.share * told.max(initial=0.0) - 1e-12
        if self._idea.share:
            enough = told >= self._idea.share * sum(self._weighed(term)[1] for term in terms) - 1e-12
        if self._idea.enough:
            least = len(terms) if len(terms) < 3 else math.ceil(self._idea.enough * len(terms))
            enough = matched >= least if np.any(matched >= least) else matched > 0
        for one, other in pairwise(terms) if self._idea.near else ():
            weights, tells = self._collected.weighed(self._collected.near(one, other, self._idea.reach), self._idea)
            scores += self._idea.near * tells * weights
        found: Array = np.where(enough, scores, 0.0)
        return found

    def _fed_back(self, terms: Sequence[str], scores: Array) -> Array:
        """The scores with those of the ten terms most telling in the ten best documents."""
        best = np.argsort(-scores)[:10]
        total = float(scores[best].sum())
        if not total:
            return scores
        model: Counter[str] = Counter()
        for at in best:
            words = self._collected.fields[0][at] + self._collected.fields[1][at]
            for term, count in Counter(words).items():
                model[term] += scores[at] / total * count / len(words) * self._weighed(term)[1]
        found = [(term, weight) for term, weight in model.most_common(10) if weight > 0]
        whole = sum(weight for _, weight in found)
        asked = sum(self._weighed(term)[1] for term in terms) or 1.0
        for term, weight in found:
            weights, _ = self._weighed(term)
            scores = scores + self._idea.feedback * asked * weight / whole * weights
        return scores


def _stemmer(name: str) -> Callable[[str], str]:
    if name == "none":
        return lambda word: word
    stemmer = Stemmer.Stemmer(name)
    return lambda word: stemmer.stemWord(word) or word


def rows(
    collected: dict[str, Collected], topics: Sequence[tuple[str, str]], grades: dict[str, dict[str, int]]
) -> Iterator[str]:
    before: list[float] = []
    yield "| | nDCG@10 | difference | better, worse | p |"
    yield "|---|---|---|---|---|"
    for name, idea in IDEAS.items():
        ranker = Ranker(collected[idea.stemmer], idea)
        found = [value(NDCG, ranker.ranking(text), grades[topic]) for topic, text in topics]
        before = before or found
        c = compare(found, before, generator())
        yield f"| {name} | {c.ours:.4f} | {c.difference:+.4f} | {c.better}, {c.worse} | {c.p:.4f} |"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("what", choices=("known", "liveqa", "cranfield", "nfcorpus"))
    arguments.add_argument("collections", nargs="?", type=Path, default=COLLECTIONS)
    arguments.add_argument("--half", choices=("dev", "test", "all"), default="test")
    arguments.add_argument("--most", type=int, default=500, help="topics at most, the first of them")
    asked = arguments.parse_args()
    folder = asked.collections / (asked.what if asked.what in ("cranfield", "nfcorpus") else "medquad-sections")
    names = ("liveqa.queries.jsonl", "liveqa.qrels.tsv") if asked.what == "liveqa" else ("", "")
    collection = halved(read_collection(folder, *names), asked.half)
    collection = replace(collection, topics=collection.topics[: asked.most])
    documents = list(read_documents(folder / "corpus.jsonl"))
    collected = {name: Collected(documents, _stemmer(name)) for name in {idea.stemmer for idea in IDEAS.values()}}
    topics = [(topic.id, topic.text) for topic in collection.topics]
    grades = {topic.id: dict(collection.judgements[topic.id]) for topic in collection.topics}
    print(f"{asked.what}: {len(topics)} topics ({asked.half})\n")
    for row in rows(collected, topics, grades):
        print(row, flush=True)


if __name__ == "__main__":
    main()
