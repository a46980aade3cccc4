"""`twitchsearch evaluate`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.libraries import twitchsearch
from tests.evaluation.starter import COLLECTIONS, extraction_collection, outline_collection, starter_library

RUN = "q1 Q0 d1 1 2.0 mine\nq1 Q0 d2 2 1.0 mine\nq2 Q0 d2 1 1.0 mine\n"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "collection"
    folder.mkdir()
    documents = [
        {
            "_id": "d1",
            "title": "Eyes",
            "text": "An eyelid that twitches.",
            "metadata": {"source": "a", "kind": "causes"},
        },
        {"_id": "d2", "title": "Legs", "text": "A calf that cramps.", "metadata": {"source": "b", "kind": "other"}},
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(each) + "\n" for each in documents))
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "eyelid"}\n{"_id": "q2", "text": "why (cramps)?"}\n')
    (folder / "qrels.tsv").write_text("q1\td1\t1\nq2\td2\t1\n")
    return folder


def test_a_collection_is_indexed_asked_and_judged_without_a_library(tmp_path: Path, collection: Path) -> None:
    done = twitchsearch("evaluate", "ranking", collection, "--format", "json", cwd=tmp_path)
    assert done.code == 0, done
    assert done.json["schema"] == "twitchsearch.evaluation/1"
    assert {each["measure"]: each["value"] for each in done.json["figures"]}["RR"] == 1.0
    assert not (tmp_path / "data").exists(), "the library of this person was touched"


def test_a_run_is_saved_judged_again_and_compared(tmp_path: Path, collection: Path) -> None:
    (tmp_path / "other.run").write_text(RUN.replace("q1 Q0 d1", "q1 Q0 d3"))
    ranking = ("evaluate", "ranking", collection, "--format", "json")
    saved = twitchsearch(*ranking, "--save", tmp_path / "mine.run", cwd=tmp_path)
    again = twitchsearch(*ranking, "--run", tmp_path / "mine.run", "--against", tmp_path / "other.run", cwd=tmp_path)
    assert again.json["figures"] == saved.json["figures"]
    (compared,) = [each for each in again.json["comparisons"] if each["measure"] == "RR"]
    assert (compared["value"], compared["other"], compared["better"], compared["worse"]) == (1.0, 0.5, 1, 0)


def test_a_floor_that_is_not_reached_ends_in_exit_code_7(tmp_path: Path, collection: Path) -> None:
    floors = tmp_path / "floors.toml"
    ranking = ("evaluate", "ranking", collection, "--floors", floors)
    assert twitchsearch(*ranking, "--update-floors", cwd=tmp_path).code == 0
    assert twitchsearch(*ranking, cwd=tmp_path).code == 0
    (tmp_path / "bad.run").write_text(RUN.replace("q1 Q0 d1", "q1 Q0 d3"))
    fallen = twitchsearch(*ranking, "--run", tmp_path / "bad.run", cwd=tmp_path)
    assert fallen.code == 7
    assert "floor RR: 0.5000, at least 1: FAILED: below 1.0000" in fallen.lines


def test_floors_are_lowered_only_by_both_flags(tmp_path: Path, collection: Path) -> None:
    floors = tmp_path / "floors.toml"
    ranking = ("evaluate", "ranking", collection, "--floors", floors)
    twitchsearch(*ranking, "--update-floors", cwd=tmp_path)
    before = floors.read_bytes()
    (tmp_path / "bad.run").write_text(RUN.replace("q1 Q0 d1", "q1 Q0 d3"))
    bad = (*ranking, "--run", tmp_path / "bad.run")
    for flags in (["--lower"], ["--update-floors"]):
        refused = twitchsearch(*bad, *flags, cwd=tmp_path)
        assert refused.code == 2
        assert "--lower" in refused.err
        assert floors.read_bytes() == before
    assert twitchsearch(*bad, "--update-floors", "--lower", cwd=tmp_path).code == 0
    assert floors.read_bytes() != before


def test_a_bad_record_is_named_and_is_a_mistake_of_usage(tmp_path: Path, collection: Path) -> None:
    (collection / "qrels.tsv").write_text("q1\td1\tmuch\n")
    done = twitchsearch("evaluate", "ranking", collection, cwd=tmp_path)
    assert done.code == 2
    assert "qrels.tsv:1: a grade is a whole number" in done.err


def test_kinds_are_told_from_text_by_source(tmp_path: Path, collection: Path) -> None:
    done = twitchsearch("evaluate", "kinds", collection, "--format", "json", cwd=tmp_path)
    assert done.code == 0, done
    assert {"source a", "source b"} <= {group["name"] for group in done.json["groups"]}


def test_texts_are_saved_judged_again_and_compared(tmp_path: Path) -> None:
    made = extraction_collection(tmp_path / "collection")
    extraction = ("evaluate", "extraction", made, "--format", "json")
    saved = twitchsearch(*extraction, "--save", tmp_path / "mine.json", cwd=tmp_path)
    (tmp_path / "none.json").write_text("{}")
    mine = ("--run", tmp_path / "mine.json", "--against", tmp_path / "none.json")
    again = twitchsearch(*extraction, *mine, cwd=tmp_path)
    assert again.json["figures"] == saved.json["figures"]
    (compared,) = again.json["comparisons"]
    assert (compared["measure"], compared["other"], compared["better"]) == ("page F1", 0.0, 10)


@pytest.mark.parametrize("subject", ["extraction", "outline"])
def test_pages_of_the_project_hold_their_floors(tmp_path: Path, subject: str) -> None:
    made = {"extraction": extraction_collection, "outline": outline_collection}[subject](tmp_path / "collection")
    done = twitchsearch("evaluate", subject, made, "--floors", COLLECTIONS / "floors" / f"{subject}.toml", cwd=tmp_path)
    assert done.code == 0, done
    assert done.lines[0].startswith(f"{subject} over 10 pages; collection ")
    assert any(line.startswith("floor ") and line.endswith(": holds") for line in done.lines)


def test_a_collection_without_documents_is_asked_of_the_library(tmp_path: Path) -> None:
    library = starter_library(tmp_path / "library")
    ranking = ("evaluate", "ranking", COLLECTIONS / "starter-ranking", "--library", library)
    missing = twitchsearch(*ranking, cwd=tmp_path)
    assert missing.code == 3
    assert twitchsearch("index", "build", "--library", library, "--workers", "1", cwd=tmp_path).code == 0
    done = twitchsearch(*ranking, "--floors", COLLECTIONS / "floors" / "ranking.toml", cwd=tmp_path)
    assert done.code == 0, done
    assert done.lines[0].startswith("ranking over 30 topics")
