"""What each part of the ranking is worth: runs of the engine with one part after the other, in paired tests.

    python -m benchmarks.relevance known [--half dev|test|all] [--queries FILE --qrels FILE] [COLLECTIONS]
    python -m benchmarks.relevance liveqa|cranfield|nfcorpus    the same options
    python -m benchmarks.relevance known --steps without        each part left out of all, not one after another

COLLECTIONS holds cranfield, nfcorpus and medquad-sections (../shared/data/ir if it is not named). Halves are told by
the queries' ids: those whose sha256 begins with an even byte are for development, the others are reported.

The kinds of MedQuAD's sections are told from their texts alone. For `known`, whose queries were made of the sections,
by models that have seen no section of the source that a query was made of: for each source an index of its own. For
`liveqa` each section by a model that has not seen its source. Models and the engine's scratch folder stay in --work.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.evaluation import ranking
from twitchsearch.evaluation.collections import (
    Collection,
    Document,
    Judgements,
    Topic,
    judgements,
    read_collection,
    read_documents,
    read_qrels,
)
from twitchsearch.evaluation.measures import STANDARD, Scored, measure, values
from twitchsearch.evaluation.ranking import KindWeights, Telling
from twitchsearch.evaluation.resampling import generator
from twitchsearch.evaluation.runs import Run, compare
from twitchsearch.extract.kinds import of_wording
from twitchsearch.extract.learning import Example, learn
from twitchsearch.model import (
    Asking,
    Everything,
    FieldWeight,
    Matching,
    Ranking,
    SearchRequest,
    SectionKind,
    SnippetShape,
)

ROOT = Path(__file__).resolve().parent.parent
COLLECTIONS = ROOT.parent / "shared" / "data" / "ir"
NDCG = measure("nDCG@10")
OF_TYPE = {
    "information": SectionKind.OVERVIEW,
    **dict.fromkeys(("causes", "susceptibility", "genetic changes"), SectionKind.CAUSES),
    **dict.fromkeys(("symptoms", "complications"), SectionKind.SYMPTOMS),
    "exams and tests": SectionKind.DIAGNOSIS,
    "treatment": SectionKind.REMEDIES,
    "prevention": SectionKind.PREVENTION,
    "outlook": SectionKind.OUTLOOK,
}

_EVEN = FieldWeight(1.0, 0.75)
PLAIN = SearchRequest(
    Everything(),
    matching=Matching.ANY,
    ranking=Ranking(1.2, _EVEN, _EVEN, _EVEN),
    snippets=SnippetShape(0),
    asking=Asking.WORDS,
    timeout=3_600.0,
)
WHOLE = SearchRequest(Everything(), snippets=SnippetShape(0), timeout=3_600.0)
FIELDS = replace(WHOLE, matching=Matching.ANY, asking=Asking.WORDS)
STEPS: Mapping[str, SearchRequest] = {
    "plain BM25": PLAIN,
    "title weighs 6, k1 1.6": FIELDS,
    "words must tell a fifth, both of two first": replace(FIELDS, matching=Matching.ENOUGH),
    "cues count a quarter, no kinds": replace(WHOLE, ranking=replace(WHOLE.ranking, lift=0.0)),
    "kinds lifted: the whole": WHOLE,
}
WITHOUT: Mapping[str, SearchRequest] = {
    "the whole": WHOLE,
    "without the lift": replace(WHOLE, ranking=replace(WHOLE.ranking, lift=0.0)),
    "cues not counted": replace(WHOLE, ranking=replace(WHOLE.ranking, cue=0.0)),
    "cues counted whole": replace(WHOLE, ranking=replace(WHOLE.ranking, cue=1.0)),
    "words alone": replace(WHOLE, asking=Asking.WORDS),
    "any word": replace(WHOLE, matching=Matching.ANY),
    "all words": replace(WHOLE, matching=Matching.ALL),
    "both of two not first": replace(WHOLE, ranking=replace(WHOLE.ranking, together=0.0)),
    "title as text": replace(WHOLE, ranking=replace(WHOLE.ranking, title=_EVEN)),
    "k1 1.2": replace(WHOLE, ranking=replace(WHOLE.ranking, k1=1.2)),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Topics that are asked of one index."""

    topics: tuple[Topic, ...]
    told: Telling


def is_for_development(topic: str) -> bool:
    return hashlib.sha256(topic.encode()).digest()[0] % 2 == 0


def halved(collection: Collection, half: str) -> Collection:
    wanted = {"dev": (True,), "test": (False,), "all": (True, False)}[half]
    topics = tuple(topic for topic in collection.topics if is_for_development(topic.id) in wanted)
    judged = {topic.id: collection.judgements[topic.id] for topic in topics}
    return replace(collection, topics=topics, judgements=judged)


class Kinds:
    """What MedQuAD's texts are told to be by what was learnt from all sources but one."""

    def __init__(self, folder: Path, work: Path) -> None:
        with (folder / "corpus.jsonl").open(encoding="utf-8") as file:
            self._records = [json.loads(line) for line in file if line.strip()]
        self.source_of = {each["_id"]: each["metadata"]["source"] for each in self._records}
        self._work = work
        self._told: dict[str, Mapping[str, KindWeights]] = {}

    def without(self, source: str) -> Telling:
        """All sections as told by what was learnt from the other sources."""
        told = self._weights(source)
        return lambda document: _verdict(told[document.id])

    def each_without_its_own(self) -> Telling:
        return lambda document: _verdict(self._weights(self.source_of[document.id])[document.id])

    def _weights(self, source: str) -> Mapping[str, KindWeights]:
        if source not in self._told:
            self._told[source] = self._read_or_learn(source)
        return self._told[source]

    def _read_or_learn(self, source: str) -> Mapping[str, KindWeights]:
        kept = self._work / f"told-without-{source}.json"
        if not kept.exists():
            model = learn([self._example(each) for each in self._records if each["metadata"]["source"] != source])
            told = {each["_id"]: of_wording(each["text"], model).weights for each in self._records}
            kept.write_text(json.dumps(told), "utf-8")
        record = json.loads(kept.read_text("utf-8"))
        return {name: tuple((SectionKind(kind), weight) for kind, weight in told) for name, told in record.items()}

    @staticmethod
    def _example(record: Mapping[str, Mapping[str, str]]) -> Example:
        about = record["metadata"]
        kind = OF_TYPE.get(about["qtype"], SectionKind.OTHER)
        return Example(about["source"], kind, str(record["text"]), about["qtype"])


def _verdict(weights: KindWeights) -> tuple[SectionKind, KindWeights]:
    return (weights[0][0] if weights else SectionKind.OTHER), weights


def parts_of(name: str, collection: Collection, folder: Path, work: Path) -> Iterator[Part]:
    """The topics, by the index they are asked of."""
    if name not in ("known", "liveqa"):
        yield Part(collection.topics, ranking.of_no_kind)
        return
    kinds = Kinds(folder, work)
    if name == "liveqa":
        yield Part(collection.topics, kinds.each_without_its_own())
        return
    topics: dict[str, list[Topic]] = defaultdict(list)
    for topic in collection.topics:
        topics[kinds.source_of[min(collection.judgements[topic.id])]].append(topic)
    for source, some in sorted(topics.items()):
        yield Part(tuple(some), kinds.without(source))


def runs(
    parts: Iterable[Part], documents: Sequence[Document], steps: Mapping[str, SearchRequest], depth: int
) -> dict[str, Run]:
    """A run of each step over all parts."""
    found: dict[str, dict[str, tuple[Scored, ...]]] = {name: {} for name in steps}
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            index = WhooshIndex(Path(folder))
            named = ranking.index_documents(documents, index, told=part.told)
            with index.searcher() as searcher:
                for name, request in steps.items():
                    asked = ranking.ask(searcher, part.topics, named, ranking.Asking(request, depth))
                    found[name].update(asked.rankings)
    return {name: Run(name, rankings) for name, rankings in found.items()}


def table(found: Mapping[str, Run], grades: Judgements, *, against_first: bool) -> Iterator[str]:
    """Markdown: nDCG@10 of each run, and what it is to the one before, or to the first; then the last to the first."""
    yield "| | nDCG@10 | difference | 95 % | better, worse | p |"
    yield "|---|---|---|---|---|---|"
    figures = {name: list(values(NDCG, run.rankings, grades).values()) for name, run in found.items()}
    first, *others = figures.items()
    yield f"| {first[0]} | {sum(first[1]) / len(first[1]):.4f} | | | | |"
    before = first
    for each in others:
        yield _row(each[0], each[1], first[1] if against_first else before[1])
        before = each
    if not against_first:
        yield _row(f"{before[0]}, against {first[0]}", before[1], first[1])


def _row(name: str, ours: Sequence[float], theirs: Sequence[float]) -> str:
    c = compare(ours, theirs, generator())
    interval = f"{c.interval.low:+.4f} to {c.interval.high:+.4f}"
    return f"| {name} | {c.ours:.4f} | {c.difference:+.4f} | {interval} | {c.better}, {c.worse} | {c.p:.4f} |"


def whole_table(found: Mapping[str, Run], grades: Judgements) -> Iterator[str]:
    """Markdown: all measures of the first and the last run."""
    yield f"| | {' | '.join(map(str, STANDARD))} |"
    yield f"|---|{'---|' * len(STANDARD)}"
    for name in (next(iter(found)), list(found)[-1]):
        figures = (values(each, found[name].rankings, grades).values() for each in STANDARD)
        yield f"| {name} | {' | '.join(f'{sum(each) / len(each):.4f}' for each in figures)} |"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("what", choices=("known", "liveqa", "cranfield", "nfcorpus"))
    arguments.add_argument("collections", nargs="?", type=Path, default=COLLECTIONS)
    arguments.add_argument("--half", choices=("dev", "test", "all"), default="test")
    arguments.add_argument("--queries", default="")
    arguments.add_argument("--qrels", default="")
    arguments.add_argument("--also", default="", help="other qrels that the same runs are judged by, too")
    arguments.add_argument("--steps", choices=("one after another", "without"), default="one after another")
    arguments.add_argument("--depth", type=int, default=10)
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()))
    asked = arguments.parse_args()
    folder = asked.collections / (asked.what if asked.what in ("cranfield", "nfcorpus") else "medquad-sections")
    liveqa = asked.what == "liveqa"
    collection = read_collection(
        folder,
        asked.queries or ("liveqa.queries.jsonl" if liveqa else ""),
        asked.qrels or ("liveqa.qrels.tsv" if liveqa else ""),
    )
    collection = halved(collection, asked.half)
    print(f"{asked.what}: {len(collection.topics)} topics ({asked.half}), collection {collection.digest[:12]}\n")
    steps = WITHOUT if asked.steps == "without" else STEPS
    documents = list(read_documents(folder / "corpus.jsonl"))
    asked.work.mkdir(parents=True, exist_ok=True)
    found = runs(parts_of(asked.what, collection, folder, asked.work), documents, steps, asked.depth)
    print(*table(found, collection.judgements, against_first=asked.steps == "without"), sep="\n")
    if asked.also:
        others = judgements(read_qrels(folder / asked.also))
        some = {topic: grades for topic, grades in others.items() if topic in collection.judgements}
        print(f"\n{asked.also}: {len(some)} of these topics\n")
        print(*table(found, some, against_first=asked.steps == "without"), sep="\n")
    if asked.depth >= 1_000:
        print("", *whole_table(found, collection.judgements), sep="\n")


if __name__ == "__main__":
    main()
