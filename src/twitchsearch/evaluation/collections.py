"""Test collections on disk, in the forms of BEIR and TREC: documents, topics and qrels.

BEIR (https://github.com/beir-cellar/beir): `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`),
`qrels.tsv` (query-id, corpus-id, score, with or without that header). TREC: topics as lines of id, tab, text, or in
the tagged form of its tracks (`<top>`, `<num>`, `<title>`; end tags may be missing); qrels as lines of topic,
iteration, document, grade. A record's `metadata` is never read: what is measured must not see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.reading import Place, digest_of, lines, records, text_of

_QRELS_HEADER = ("query-id", "corpus-id", "score")
_TAG = re.compile(r"<(/?)(\w+)>")
_LABELS = {"num": "Number:", "title": "Topic:", "desc": "Description:"}


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody wants to know, as they ask it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Qrel:
    """How relevant a section (or a document of a collection) is to a topic: 0 or less is not at all."""

    topic: str
    section: str
    grade: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a collection has ranked."""

    id: str
    title: str
    text: str


Judgements = Mapping[str, Mapping[str, int]]
"""Grades by topic and section."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Topics with their qrels; `documents` is the file of what is ranked, None where that is the index at hand.

    Only topics with qrels are in it. `digest` is over all its files.
    """

    topics: tuple[Topic, ...]
    judgements: Judgements
    documents: Path | None
    digest: str


def read_collection(folder: Path, topics: str = "", qrels: str = "") -> Collection:
    """The collection in a folder; `topics` and `qrels` name other files in it than the usual ones.

    Raises CollectionError, naming file and line, for anything that is not as it should be: an id that comes twice, a
    qrel for a topic that is not there, no qrel at all.
    """
    if not folder.is_dir():
        raise CollectionError(f"{folder} is not a folder; a collection is one, with queries.jsonl and qrels.tsv")
    asked = folder / topics if topics else _first_of(folder, "queries.jsonl", "topics.tsv", "topics.txt")
    judged = folder / qrels if qrels else _first_of(folder, "qrels.tsv", "qrels.txt")
    corpus = folder / "corpus.jsonl"
    known = {topic.id: topic for topic in read_topics(asked)}
    grades = judgements(read_qrels(judged))
    if not grades:
        raise CollectionError(f"{judged} judges nothing")
    if unknown := grades.keys() - known.keys():
        raise CollectionError(f"{judged}: topic {min(unknown)!r} is not in {asked.name}")
    files = [asked, judged, *([corpus] if corpus.is_file() else [])]
    return Collection(
        tuple(topic for topic in known.values() if topic.id in grades),
        grades,
        corpus if corpus.is_file() else None,
        digest_of(folder, files),
    )


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a BEIR corpus: id, title and text, and nothing else."""
    seen: set[str] = set()
    for place, record in records(path):
        name = _new(text_of(record, "_id", place), seen, place)
        yield Document(name, text_of(record, "title", place, ""), text_of(record, "text", place))


def read_topics(path: Path) -> list[Topic]:
    """Topics in any of the three forms, in the order of the file."""
    if path.suffix == ".jsonl":
        return _unique(
            (place, text_of(each, "_id", place), text_of(each, "text", place)) for place, each in records(path)
        )
    tagged = any(line.lstrip().lower().startswith("<top>") for _, line in lines(path))
    return _unique(_tagged_topics(path) if tagged else _plain_topics(path))


def read_qrels(path: Path) -> Iterator[Qrel]:
    """Qrels with three columns (BEIR) or four (TREC); the first line decides, and all must be alike."""
    width = 0
    seen: set[tuple[str, str]] = set()
    for place, line in lines(path):
        columns = tuple(line.split("\t") if "\t" in line else line.split())
        if not width and columns == _QRELS_HEADER:
            width = len(columns)
            continue
        width = width or len(columns)
        if len(columns) != width or width not in (3, 4):
            place.refuse(f"a qrel has 3 columns (BEIR) or 4 (TREC), all lines alike; this one has {len(columns)}")
        topic, section, grade = columns[0], columns[-2], columns[-1]
        if (topic, section) in seen:
            place.refuse(f"{section!r} is judged twice for topic {topic!r}")
        seen.add((topic, section))
        yield Qrel(topic, section, _grade(grade, place))


def judgements(qrels: Iterable[Qrel]) -> dict[str, dict[str, int]]:
    """Grades by topic and section."""
    grades: dict[str, dict[str, int]] = {}
    for qrel in qrels:
        grades.setdefault(qrel.topic, {})[qrel.section] = qrel.grade
    return grades


def _first_of(folder: Path, *names: str) -> Path:
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise CollectionError(f"{folder} has no {' or '.join(names)}")
    return found


def _unique(found: Iterable[tuple[Place, str, str]]) -> list[Topic]:
    seen: set[str] = set()
    topics = []
    for place, name, text in found:
        if not text.strip():
            place.refuse(f"topic {name!r} has no text")
        topics.append(Topic(_new(name, seen, place), text.strip()))
    return topics


def _new(name: str, seen: set[str], place: Place) -> str:
    if not name:
        place.refuse("an empty id")
    if name in seen:
        place.refuse(f"the id {name!r} comes twice")
    seen.add(name)
    return name


def _grade(text: str, place: Place) -> int:
    try:
        return int(text)
    except ValueError:
        place.refuse(f"a grade is a whole number, not {text[:40]!r}")


def _plain_topics(path: Path) -> Iterator[tuple[Place, str, str]]:
    for place, line in lines(path):
        name, tab, text = line.partition("\t")
        if not tab:
            place.refuse("a topic is an id, a tab and its text")
        yield place, name.strip(), text


def _tagged_topics(path: Path) -> Iterator[tuple[Place, str, str]]:
    """The title of each topic, or its description where it has none."""
    fields: dict[str, str] = {}
    start: Place | None = None
    tag = ""
    for place, line in lines(path):
        at = 0
        for match in [*_TAG.finditer(line), None]:
            if start is not None and tag:
                fields[tag] = f"{fields.get(tag, '')} {line[at : match.start() if match else None]}"
            if match is None:
                break
            at, closes, name = match.end(), match[1], match[2].lower()
            tag = "" if closes or name == "top" else name
            if name == "top":
                if start is not None and fields:
                    yield _tagged_topic(start, fields)
                start, fields = None if closes else place, {}
    if start is not None and fields:
        yield _tagged_topic(start, fields)


def _tagged_topic(place: Place, fields: Mapping[str, str]) -> tuple[Place, str, str]:
    said = {tag: " ".join(text.split()).removeprefix(_LABELS.get(tag, "")).strip() for tag, text in fields.items()}
    if not said.get("num"):
        place.refuse("a topic without <num>")
    return place, said["num"], said.get("title") or said.get("desc") or ""
