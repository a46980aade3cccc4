"""What quality may not fall below, on the project's own collections; and the collections themselves.

A floor that falls: see what changed, and only then move it (docs/evaluation.md).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.evaluation.starter import (
    COLLECTIONS,
    ROOT,
    SITE,
    SLUGS,
    extraction_collection,
    outline_collection,
    starter_library,
)
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.evaluation.answers import LabelledTable, evaluate_answers, read_tables
from twitchsearch.evaluation.collections import read_collection
from twitchsearch.evaluation.extraction import article_text, evaluate_texts, extracted, read_examples
from twitchsearch.evaluation.gate import check, read_floors
from twitchsearch.evaluation.labels import read_labelled
from twitchsearch.evaluation.outline import evaluate_outline
from twitchsearch.evaluation.ranking import ask, judge, of_index, section_name
from twitchsearch.evaluation.report import Evaluation
from twitchsearch.evaluation.resampling import generator
from twitchsearch.extract import extract
from twitchsearch.library import Library, build
from twitchsearch.model import Everything, Hit, SearchRequest, Window
from twitchsearch.model.answers import Answers
from twitchsearch.search.answers import answers
from twitchsearch.search.query import parse
from twitchsearch.search.vocabulary import vocabulary


def hold(evaluation: Evaluation, name: str) -> None:
    verdicts = check(read_floors(COLLECTIONS / "floors" / f"{name}.toml"), evaluation)
    fallen = [f"{each.floor.measure}: {each.value} {each.problem}" for each in verdicts if not each.passed]
    assert not fallen, "\n".join(fallen)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> MemoryIndex:
    library = starter_library(tmp_path_factory.mktemp("starter"))
    built = MemoryIndex()
    build(Library(library), built)
    return built


def test_the_main_content_of_the_starter_pages_is_chosen_no_worse_than_before(tmp_path: Path) -> None:
    examples, digest = read_examples(extraction_collection(tmp_path / "collection"))
    assert {example.id for example in examples} == set(SLUGS)
    texts, failed = extracted(examples, lambda page: article_text(extract(page)))
    assert not failed
    hold(evaluate_texts(examples, digest, texts, generator()), "extraction")


def test_the_starter_pages_are_cut_and_told_by_kind_no_worse_than_before(tmp_path: Path) -> None:
    pages, digest = read_labelled(outline_collection(tmp_path / "collection"))
    assert {page.name for page in pages} == set(SLUGS)
    hold(evaluate_outline(pages, digest, extract, generator()), "outline")


def test_the_starter_articles_are_ranked_no_worse_than_before(index: MemoryIndex) -> None:
    collection = of_index(read_collection(COLLECTIONS / "starter-ranking"), index.catalogue())
    with index.searcher() as searcher:
        run = ask(searcher, collection.topics, section_name)
    assert len(collection.topics) == 30
    hold(judge(run, collection, generator()), "ranking")


def test_what_articles_name_is_found_no_worse_than_before(tmp_path: Path) -> None:
    tables, digest = read_tables(COLLECTIONS.parent / "answers-development")
    shutil.copytree(ROOT / "corpus" / SITE, tmp_path / "corpus" / SITE)
    index = WhooshIndex(tmp_path / "index")
    build(Library(tmp_path), index)
    with index.searcher() as searcher:

        def asked(table: LabelledTable) -> Answers:
            made = SearchRequest(parse(table.topic), table.topic, vocabulary=vocabulary(), timeout=60.0)
            return answers(searcher, made, table.kind)

        evaluation, _ = evaluate_answers(tables, digest, asked, generator())
    assert evaluation.size == 34
    hold(evaluation, "answers-development")


def every_hit(index: MemoryIndex) -> tuple[Hit, ...]:
    with index.searcher() as searcher:
        return searcher.search(SearchRequest(Everything(), window=Window(0, 1_000))).hits


def test_every_qrel_names_a_section_that_is_there(index: MemoryIndex) -> None:
    there = {section_name(hit) for hit in every_hit(index)}
    judged = {
        name for grades in read_collection(COLLECTIONS / "starter-ranking").judgements.values() for name in grades
    }
    assert not judged - there


def test_every_topic_has_a_section_that_answers_it() -> None:
    for topic, grades in read_collection(COLLECTIONS / "starter-ranking").judgements.items():
        assert max(grades.values()) == 3, topic
