"""Questions in lay words: what counts as right, and that the starter articles answer no fewer of them than before."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.inside import inside
from twitchsearch.errors import CollectionError, QueryError
from twitchsearch.evaluation.questions import AMONG_THREE, FIRST, SECTION, evaluate_questions, read_questions
from twitchsearch.evaluation.resampling import generator
from twitchsearch.model import ArticleFacts, Count, Facets, Hit, IndexState, IndexStatus, Results, Section, SectionKind

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "tests" / "data" / "questions" / "starter.json"
FLOORS = ROOT / "tests" / "data" / "evaluation" / "floors" / "questions.toml"
RIGHT, OTHER = "https://a.example/right", "https://a.example/other"


def hit(url: str, *path: str) -> Hit:
    facts = ArticleFacts(url, url, "A title", "a.example", datetime(2026, 1, 1, tzinfo=UTC))
    return Hit(1, 1.0, Section(f"{url}-1", 0, SectionKind.CAUSES, "text", heading_path=path), facts)


def results(*hits: Hit) -> Results:
    return Results(hits, Count(len(hits)), Facets(), IndexState(IndexStatus.READY))


def question(name: str, **more: Any) -> dict[str, Any]:
    answers = [{"slug": "right", "url": RIGHT, "headings": [["Causes", "Tea"], ["Outlook"]]}]
    return {"id": name, "question": name, "wants": "causes", "answers": answers, "difficulty": "easy", **more}


def written(path: Path, *questions: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"about": "a test", "questions": questions}))
    return path


def test_first_among_three_and_the_section_are_counted_apart(tmp_path: Path) -> None:
    told = {
        "first, and at the place": results(hit(RIGHT, "Causes", "Tea", "Green")),
        "first, elsewhere in it": results(hit(RIGHT, "Causes")),
        "third": results(hit(OTHER), hit(OTHER), hit(RIGHT, "Outlook")),
        "fourth": results(hit(OTHER), hit(OTHER), hit(OTHER), hit(RIGHT, "Outlook")),
        "nothing": results(),
    }
    asked, digest = read_questions(written(tmp_path / "q.json", *map(question, told)))
    found, outcomes = evaluate_questions(asked, digest, told.__getitem__, generator())
    assert {figure.measure: figure.value for figure in found.figures} == {FIRST: 0.4, AMONG_THREE: 0.6, SECTION: 0.2}
    assert [(each.first, each.among_three, each.section) for each in outcomes][:2] == [(True,) * 3, (True, True, False)]
    assert {group.name: group.size for group in found.groups} == {"causes": 5, "easy": 5}


def test_a_question_that_cannot_be_understood_is_wrong_and_named(tmp_path: Path) -> None:
    def ask(text: str) -> Results:
        raise QueryError("this ( is not closed", 0, 1)

    found, _ = evaluate_questions(*read_questions(written(tmp_path / "q.json", question("(why"))), ask, generator())
    assert found.failed == (("(why", "this ( is not closed"),)
    assert {figure.value for figure in found.figures} == {0.0}


@pytest.mark.parametrize(
    "contents",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"questions": []}',
        '{"questions": [3]}',
        json.dumps({"questions": [question("q1"), question("q1")]}),
        json.dumps({"questions": [question("q1", answers=[])]}),
        json.dumps({"questions": [question("q1", wants=3)]}),
        json.dumps({"questions": [question("q1", answers=[{"url": RIGHT}])]}),
    ],
    ids=lambda text: text[:30],
)
def test_a_file_that_holds_no_questions_is_one_error_that_names_it(contents: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.json").write_text(contents)
    with pytest.raises(CollectionError, match=r"wrong\.json"):
        read_questions(tmp_path / "wrong.json")


def test_the_starter_articles_answer_lay_questions_no_worse_than_before(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "home")
    arguments = ["evaluate", "questions", str(STARTER), "--floors", str(FLOORS), "--library"]
    library = tmp_path / "home" / ".local" / "share" / "twitchsearch"
    done = inside([*arguments, str(library), "--format", "json"], tmp_path, tmp_path)
    assert done.code == 0, done.out
    assert done.json["size"] == 60
    assert len(done.json["floors"]) == 3


def test_every_answer_of_the_questions_is_a_section_of_the_starter_articles(made: Path, tmp_path: Path) -> None:
    """Else nobody could answer it."""
    from twitchsearch.library.opened import open_library

    library = open_library(made / ".local" / "share" / "twitchsearch")
    there: dict[str, set[tuple[str, ...]]] = {}
    for each in library.search("", limit=10_000).hits:
        there.setdefault(each.article.url, set()).add(each.section.heading_path)
    missing = [
        (each.id, url, path)
        for each in read_questions(STARTER)[0]
        for url, paths in each.answers.items()
        for path in paths
        if not any(found[: len(path)] == path for found in there.get(url, ()))
    ]
    assert missing == []
