"""Collections through an index: what is indexed, how topics are asked, how hits are named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.collections import Collection, Document, Topic, read_collection, read_documents
from twitchsearch.evaluation.measures import measure, values
from twitchsearch.evaluation.ranking import (
    AS_WORDS,
    Asking,
    Naming,
    against,
    ask,
    index_documents,
    judge,
    of_index,
    section_name,
)
from twitchsearch.evaluation.resampling import generator
from twitchsearch.evaluation.runs import Run
from twitchsearch.model import ArticleFacts, Catalogue, Hit, Matching, PageRecord, Section, SectionKind
from twitchsearch.search.seam import Index

DOCUMENTS = (
    Document("eyes", "Eyes", "An eyelid that twitches is tired."),
    Document("legs", "Legs", "A calf that twitches at night.\nA cramp hurts."),
    Document("tea", "", "Tea keeps nerves awake (and people)."),
)


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    return MemoryIndex() if request.param == "memory" else WhooshIndex(tmp_path / "index")


def found(index: Index, named: Naming, text: str, asking: Asking = AS_WORDS) -> list[str]:
    with index.searcher() as searcher:
        run = ask(searcher, [Topic("1", text)], named, asking)
    return [each.section for each in run.rankings["1"]]


def test_hits_bear_the_ids_of_the_documents(index: Index) -> None:
    named = index_documents(DOCUMENTS, index)
    assert found(index, named, "cramp") == ["legs"]
    assert set(found(index, named, "twitches")) == {"eyes", "legs"}
    assert found(index, named, "weather") == []


def test_a_title_is_found_as_well_as_a_text(index: Index) -> None:
    assert found(index, index_documents(DOCUMENTS, index), "eyes") == ["eyes"]


def test_documents_that_are_told_to_be_of_a_kind_are_lifted_where_it_is_asked_for(index: Index) -> None:
    documents = (Document("a", "Cramps", "Cramps at night."), Document("b", "Cramps", "Cramps at noon."))

    def told(document: Document) -> tuple[SectionKind, tuple[tuple[SectionKind, float], ...]]:
        share = 0.9 if document.id == "b" else 0.1
        return SectionKind.OTHER, ((SectionKind.CAUSES, share),)

    named = index_documents(documents, index, told=told)
    assert found(index, named, "what causes cramps") == ["b", "a"]


def test_topics_are_words_whatever_marks_are_in_them(index: Index) -> None:
    named = index_documents(DOCUMENTS, index)
    assert found(index, named, '-cramp (hurts" AND kind:') == found(index, named, "cramp hurts and kind") == ["legs"]


def test_a_rebuilt_index_holds_the_documents_of_the_collection_alone(index: Index) -> None:
    index_documents(DOCUMENTS, index)
    named = index_documents(DOCUMENTS[:1], index)
    assert index.state().sections == 1
    assert found(index, named, "twitches") == ["eyes"]


def test_no_more_hits_are_judged_than_asked_for(index: Index) -> None:
    named = index_documents(DOCUMENTS, index)
    assert len(found(index, named, "twitches", Asking(depth=1))) == 1


def test_a_topic_that_is_too_long_to_ask_is_named(index: Index) -> None:
    named = index_documents(DOCUMENTS, index)
    with index.searcher() as searcher, pytest.raises(CollectionError, match="topic 'long' cannot be asked"):
        ask(searcher, [Topic("long", "word " * 10_000)], named)


def test_metadata_is_never_indexed(tmp_path: Path) -> None:
    record = {"_id": "d", "title": "Eyes", "text": "Lids.", "metadata": {"question": "secret"}, "url": "secret"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(record) + "\n")
    index = MemoryIndex()
    named = index_documents(read_documents(tmp_path / "corpus.jsonl"), index)
    assert found(index, named, "secret") == []
    assert found(index, named, "lids") == ["d"]


def test_both_engines_rank_a_collection_the_same(tmp_path: Path) -> None:
    runs = []
    for index in (MemoryIndex(), WhooshIndex(tmp_path / "index")):
        named = index_documents(DOCUMENTS, index)
        with index.searcher() as searcher:
            runs.append(ask(searcher, [Topic("1", "twitches at night"), Topic("2", "nerves")], named))
    assert runs[0].rankings.keys() == runs[1].rankings.keys()
    for topic, ranking in runs[0].rankings.items():
        assert [each.section for each in ranking] == [each.section for each in runs[1].rankings[topic]]
        assert [each.score for each in ranking] == pytest.approx([each.score for each in runs[1].rankings[topic]])


def collection(judgements: dict[str, dict[str, int]]) -> Collection:
    return Collection(tuple(Topic(each, each) for each in judgements), judgements, None, "digest")


def test_the_figure_of_a_run_is_the_mean_over_all_topics_with_qrels(index: Index) -> None:
    judged = collection({"cramp": {"legs": 1}, "nerves": {"tea": 1}, "weather": {"tea": 1}})
    named = index_documents(DOCUMENTS, index)
    with index.searcher() as searcher:
        found = judge(ask(searcher, judged.topics, named), judged, generator())
    assert dict(found.named())["RR"] == pytest.approx(2 / 3)
    assert (found.size, found.digest) == (3, "digest")


def test_a_run_is_compared_by_every_measure(index: Index) -> None:
    judged = collection({"cramp": {"legs": 1}, "nerves": {"tea": 1}})
    named = index_documents(DOCUMENTS, index)
    with index.searcher() as searcher:
        run = ask(searcher, judged.topics, named)
    compared = against(run, Run("none", {}), judged.judgements, generator())
    assert compared["AP"].difference == 1.0
    assert compared["AP"].p == 0.5
    assert compared.keys() == {"nDCG@10", "AP", "RR", "R@100", "P@5", "Judged@10"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "https://a.example/eyes#"),
        (("Causes", "Dry or irritated eyes"), "https://a.example/eyes#causes/dry-or-irritated-eyes"),
        (("1. What’s _this_?",), "https://a.example/eyes#1-what-s-this"),
    ],
)
def test_a_section_is_named_by_its_url_and_its_headings(path: tuple[str, ...], name: str) -> None:
    facts = ArticleFacts("id", "https://a.example/eyes", "Eyes", "a.example", datetime(2026, 1, 1, tzinfo=UTC))
    assert section_name(Hit(1, 1.0, Section("id-0", 0, SectionKind.OTHER, "text", path), facts)) == name


def pages(**digests: str) -> Catalogue:
    return Catalogue(pages={f"https://a.example/{name}": PageRecord(digest) for name, digest in digests.items()})


def test_a_collection_without_documents_is_tied_to_the_pages_of_the_index() -> None:
    judged = collection({"cramp": {"legs": 1}})
    one, same = of_index(judged, pages(a="1", b="2")), of_index(judged, pages(b="2", a="1"))
    assert one.digest == same.digest
    assert len({judged.digest, one.digest, of_index(judged, pages(a="1", b="3")).digest}) == 3


CRANFIELD = Path(__file__).resolve().parents[3] / "shared" / "data" / "ir" / "cranfield"


def test_words_that_need_not_all_match_rank_cranfield_as_well_as_plain_bm25(tmp_path: Path) -> None:
    if not CRANFIELD.is_dir():
        pytest.skip(f"{CRANFIELD} is not there")
    judged = read_collection(CRANFIELD)
    assert judged.documents is not None
    index = WhooshIndex(tmp_path / "index")
    named = index_documents(read_documents(judged.documents), index)
    asking = Asking(replace(AS_WORDS.request, matching=Matching.ANY), depth=10)
    with index.searcher() as searcher:
        run = ask(searcher, judged.topics, named, asking)
    ndcg = values(measure("nDCG@10"), run.rankings, judged.judgements).values()
    assert sum(ndcg) / len(ndcg) >= 0.385
