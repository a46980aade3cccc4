"""What synonyms do to the order of hits: questions asked without them and with them.

    python -m benchmarks.synonyms [--of N] [--show] [MEDQUAD]

MEDQUAD (medquad-sections, if none is named) is indexed in a folder that is thrown away, and so are the starter
articles. The questions are MedQuAD's whose id has a SHA-256 that begins with an even byte, of which every Nth (all,
unless said otherwise), and those over the starter articles: thirty, and sixty in lay words. Weights and groups were
chosen on those that begin with an odd byte (`--choosing`), and on the thirty over the starter articles; not on the
sixty in lay words, whose answers are articles.

A top hit stays where it is still among the first three with synonyms. A question is better or worse by nDCG@10; those
for which the vocabulary has nothing are the same, and are counted as such.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.evaluation.collections import Collection, Topic, read_collection, read_documents
from twitchsearch.evaluation.measures import STANDARD, Scored, values
from twitchsearch.evaluation.ranking import Naming, index_documents, section_name
from twitchsearch.evaluation.resampling import generator
from twitchsearch.evaluation.runs import compare
from twitchsearch.library import Library, build, open_index, welcome
from twitchsearch.model import SearchRequest, SnippetShape, Window
from twitchsearch.model.requests import Vocabulary
from twitchsearch.search.query import plain
from twitchsearch.search.seam import Index, Searcher
from twitchsearch.search.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[1]
MEDQUAD = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections"
STARTER = ROOT / "tests" / "data" / "evaluation" / "starter-ranking"
LAY = ROOT / "tests" / "data" / "questions" / "starter.json"
NDCG = next(measure for measure in STANDARD if str(measure) == "nDCG@10")


class Outcome(NamedTuple):
    """A topic: the first hits without and with synonyms, and what these are worth."""

    topic: Topic
    without: list[str]
    having: list[str]
    before: float
    after: float


def asked(searcher: Searcher, topic: Topic, named: Naming, words: Vocabulary) -> list[str]:
    request = SearchRequest(
        plain(topic.text), topic.text, window=Window(0, 50), snippets=SnippetShape(0), timeout=60.0, vocabulary=words
    )
    return list(dict.fromkeys(named(hit) for hit in searcher.search(request).hits))


def outcomes(index: Index, collection: Collection, topics: list[Topic], named: Naming) -> list[Outcome]:
    words = vocabulary()
    found = []
    with index.searcher() as searcher:
        for topic in topics:
            without, having = (asked(searcher, topic, named, each) for each in ({}, words))
            before, after = (value(topic, each, collection.judgements) for each in (without, having))
            found.append(Outcome(topic, without, having, before, after))
    return found


def value(topic: Topic, names: list[str], judgements: Mapping[str, Mapping[str, int]]) -> float:
    ranking = [Scored(name, float(-place)) for place, name in enumerate(names)]
    return values(NDCG, {topic.id: ranking}, {topic.id: judgements[topic.id]})[topic.id]


def say(name: str, found: list[Outcome], *, show: bool) -> None:
    tops = [each for each in found if each.without]
    stays = statistics.fmean(each.without[0] in each.having[:3] for each in tops)
    better, worse = (sum(sign * (each.after - each.before) > 0 for each in found) for sign in (1, -1))
    changed = sum(each.without != each.having for each in found)
    p = compare([each.after for each in found], [each.before for each in found], generator()).p
    before, after = (statistics.fmean(each) for each in zip(*((one.before, one.after) for one in found), strict=True))
    print(f"{name}: {len(found):,} questions, {changed:,} answered otherwise")
    print(f"  top hit still in the first three  {stays:.4f}")
    print(f"  better {better}, worse {worse}; nDCG@10 {before:.4f} -> {after:.4f}, p {p:.3f}", flush=True)
    for each in sorted(found, key=lambda one: one.after - one.before) if show else ():
        lost = bool(each.without) and each.without[0] not in each.having[:3]
        if lost or each.after != each.before:
            print(f"    {each.after - each.before:+.3f} {'lost' if lost else '    '} {each.topic.text}")


def in_lay_words(path: Path) -> Collection:
    """The questions in lay words; relevant is every section of an article that answers, by the article's URL."""
    questions = json.loads(path.read_text("utf-8"))["questions"]
    grades = {each["id"]: {answer["url"]: 1 for answer in each["answers"]} for each in questions}
    return Collection(tuple(Topic(each["id"], each["question"]) for each in questions), grades, None, "")


def reported(topic: Topic) -> bool:
    return hashlib.sha256(topic.id.encode()).digest()[0] % 2 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=int, default=1, metavar="N")
    parser.add_argument("--show", action="store_true", help="show the questions that fare otherwise")
    parser.add_argument("--choosing", action="store_true", help="the questions to choose weights and groups on instead")
    parser.add_argument("medquad", type=Path, nargs="?", default=MEDQUAD)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder) / "medquad")
        collection = read_collection(options.medquad)
        named = index_documents(read_documents(options.medquad / "corpus.jsonl"), index)
        topics = [each for each in collection.topics if reported(each) != options.choosing][:: options.of]
        medquad = outcomes(index, collection, topics, named)
        library = Library(Path(folder) / "starter")
        welcome(library)
        starter_index = open_index(library)
        build(library, starter_index)
        questions = read_collection(STARTER)
        starter = outcomes(starter_index, questions, list(questions.topics), section_name)
        questions = in_lay_words(LAY)
        lay = outcomes(starter_index, questions, list(questions.topics), lambda hit: hit.article.url)
    say("MedQuAD", medquad, show=options.show)
    say("starter articles", starter, show=options.show)
    say("in lay words", lay, show=options.show)
    say("together", [*medquad, *starter, *lay], show=False)


if __name__ == "__main__":
    main()
