"""Collections in the forms of BEIR and TREC: what is read, and how a bad record is named."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.collections import (
    Document,
    Qrel,
    Topic,
    read_collection,
    read_documents,
    read_qrels,
    read_topics,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ir"


def beir(folder: Path, **files: str) -> Path:
    usual = {
        "corpus": '{"_id": "d1", "title": "Eyes", "text": "An eyelid twitches.", "metadata": {"question": "secret"}}\n',
        "queries": '{"_id": "q1", "text": "why does it twitch", "metadata": {"answer": "secret"}}\n',
        "qrels": "query-id\tcorpus-id\tscore\nq1\td1\t2\n",
    }
    names = {"corpus": "corpus.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
    for name, text in (usual | files).items():
        (folder / names[name]).write_text(text, encoding="utf-8")
    return folder


def test_a_collection_in_the_form_of_beir_is_read_without_its_metadata(tmp_path: Path) -> None:
    found = read_collection(beir(tmp_path))
    assert found.topics == (Topic("q1", "why does it twitch"),)
    assert found.judgements == {"q1": {"d1": 2}}
    assert found.documents is not None
    assert list(read_documents(found.documents)) == [Document("d1", "Eyes", "An eyelid twitches.")]


def test_only_topics_with_qrels_are_in_a_collection(tmp_path: Path) -> None:
    queries = '{"_id": "q1", "text": "one"}\n{"_id": "q2", "text": "two"}\n'
    assert [topic.id for topic in read_collection(beir(tmp_path, queries=queries)).topics] == ["q1"]


def test_the_digest_changes_with_any_file_and_not_with_its_place(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    one, same = read_collection(beir(folders[0])), read_collection(beir(folders[1]))
    other = read_collection(beir(folders[2], qrels="q1\td1\t1\n"))
    assert one.digest == same.digest != other.digest


@pytest.mark.parametrize(
    "text",
    ["query-id\tcorpus-id\tscore\nq1\td1\t2\n", "q1\td1\t2\n", "q1 0 d1 2\n", "q1\t0\td1\t2\r\n", "\ufeffq1 d1 2\n"],
)
def test_qrels_are_read_with_a_header_and_without_in_three_columns_and_in_four(tmp_path: Path, text: str) -> None:
    (tmp_path / "qrels.tsv").write_text(text, encoding="utf-8", newline="")
    assert list(read_qrels(tmp_path / "qrels.tsv")) == [Qrel("q1", "d1", 2)]


SGML = """<top>
<num> Number: 301
<title> Twitching
eyelids

<desc> Description:
Why do eyelids twitch?

<narr> Narrative:
Anything on causes.
</top>

<top>
<num>302</num><title></title>
<desc>What helps?</desc>
</top>
"""
TOPICS = [Topic("301", "Twitching eyelids"), Topic("302", "What helps?")]


def test_topics_are_read_in_the_tagged_form_of_trec_with_end_tags_and_without(tmp_path: Path) -> None:
    (tmp_path / "topics.txt").write_text(SGML)
    assert read_topics(tmp_path / "topics.txt") == TOPICS


def test_topics_are_read_as_lines_of_id_tab_text(tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("301\tTwitching eyelids\n302\tWhat helps?\n")
    assert read_topics(tmp_path / "topics.tsv") == TOPICS


BAD = {
    "not JSON": ({"queries": '{"_id": "q1", "text": "a"}\n{"_id": \n'}, "queries.jsonl:2: not a JSON value"),
    "a list": ({"queries": "[]\n"}, "queries.jsonl:1: not a JSON object"),
    "nested": ({"queries": "[" * 100_000 + "\n"}, "queries.jsonl:1: not a JSON value"),
    "no text": ({"queries": '{"_id": "q1"}\n'}, "queries.jsonl:1: 'text' is missing"),
    "blank text": ({"queries": '{"_id": "q1", "text": " "}\n'}, "queries.jsonl:1: topic 'q1' has no text"),
    "an id that is a number": ({"queries": '{"_id": 1, "text": "a"}\n'}, "queries.jsonl:1: '_id' is missing"),
    "an id twice": (
        {"queries": '{"_id": "q1", "text": "a"}\n\n{"_id": "q1", "text": "b"}\n'},
        "queries.jsonl:3: the id",
    ),
    "two columns": ({"qrels": "q1\td1\t1\nq1\td2\n"}, "qrels.tsv:2: a qrel has 3 columns"),
    "mixed columns": ({"qrels": "q1\td1\t1\nq1 0 d2 1\n"}, "qrels.tsv:2: a qrel has 3 columns"),
    "a grade in words": ({"qrels": "q1\td1\tgood\n"}, "qrels.tsv:1: a grade is a whole number"),
    "judged twice": ({"qrels": "q1\td1\t1\nq1\td1\t2\n"}, "qrels.tsv:2: 'd1' is judged twice"),
    "no qrel": ({"qrels": "query-id\tcorpus-id\tscore\n"}, "judges nothing"),
    "unknown topic": ({"qrels": "q9\td1\t1\n"}, "topic 'q9' is not in queries.jsonl"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_named_with_its_file_and_line(tmp_path: Path, name: str) -> None:
    files, said = BAD[name]
    with pytest.raises(CollectionError) as caught:
        read_collection(beir(tmp_path, **files))
    assert said in str(caught.value)


def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path) -> None:
    beir(tmp_path)
    (tmp_path / "queries.jsonl").write_bytes(b'{"_id": "q0", "text": "a"}\n{"_id": "q1", "text": "\xff"}\n')
    with pytest.raises(CollectionError, match=r"queries\.jsonl:2: not UTF-8"):
        read_collection(tmp_path)


def test_a_document_without_text_is_named_when_it_is_read(tmp_path: Path) -> None:
    beir(tmp_path, corpus='{"_id": "d1", "text": "a"}\n{"_id": "d2", "title": "b"}\n')
    with pytest.raises(CollectionError, match=r"corpus\.jsonl:2: 'text'"):
        list(read_documents(tmp_path / "corpus.jsonl"))


@pytest.mark.parametrize("missing", ["queries.jsonl", "qrels.tsv"])
def test_a_folder_without_topics_or_qrels_is_no_collection(tmp_path: Path, missing: str) -> None:
    (beir(tmp_path) / missing).unlink()
    with pytest.raises(CollectionError, match=missing):
        read_collection(tmp_path)


def test_topics_and_qrels_may_have_other_names_and_stand_elsewhere(tmp_path: Path) -> None:
    beir(tmp_path)
    (tmp_path / "few.tsv").write_text("q1\tanother question\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "strict.qrels").write_text("q1 0 d1 1\n")
    found = read_collection(tmp_path, "few.tsv", str(elsewhere / "strict.qrels"))
    assert found.topics == (Topic("q1", "another question"),)
    assert found.judgements == {"q1": {"d1": 1}}


def test_a_file_is_no_collection(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CollectionError, match="is not a folder"):
        read_collection(tmp_path / "file")


@given(st.binary(max_size=200))
def test_any_bytes_are_topics_and_qrels_or_a_collection_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "file.txt"
    path.write_bytes(raw)
    for read in (read_topics, read_qrels):
        with suppress(CollectionError):
            list(read(path))


records = st.lists(
    st.builds(Document, st.text(min_size=1, max_size=5), st.text(max_size=9), st.text(max_size=9)),
    unique_by=lambda each: each.id,
)


@given(records)
def test_documents_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, written: list[Document]
) -> None:
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    lines = [json.dumps({"_id": each.id, "title": each.title, "text": each.text}) for each in written]
    path.write_text("".join(f"{line}\n" for line in lines))
    assert list(read_documents(path)) == written


@pytest.mark.parametrize(
    ("name", "topics", "qrels"),
    [("cranfield", 225, 1_837), ("nfcorpus", 324, 11_385), ("medquad-sections", 7_173, 8_236)],
)
def test_the_collections_at_hand_are_read_whole(name: str, topics: int, qrels: int) -> None:
    if not (SHARED / name).is_dir():
        pytest.skip(f"{SHARED / name} is not there")
    found = read_collection(SHARED / name)
    assert len(found.topics) == topics
    assert sum(map(len, found.judgements.values())) == qrels
