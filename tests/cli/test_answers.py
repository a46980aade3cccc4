"""`causes`, `remedies` and `similar`, as they are typed, and their table in every form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.cli.libraries import make_library, twitchsearch
from tests.cli.samples import ANSWERS, HOSTILE, NONE, REQUEST, RESULTS, STIMULANTS
from twitchsearch.cli.render.answers import COLUMNS, Table, TableFormat, table_lines
from twitchsearch.cli.render.care import NOTICE
from twitchsearch.cli.render.screen import Look
from twitchsearch.model import Count, Relaxation, Snippet, Span
from twitchsearch.model.answers import Answers, Dispute, Disputed
from twitchsearch.text import guard

PLAIN = Look()
CRAMPS: tuple[dict[str, Any], ...] = (
    {
        "url": "https://one.example.org/cramps",
        "title": "Leg cramps",
        "published": "2024-05-01",
        "sections": [
            {"heading": "Causes of leg cramps", "text": "Often none is found."},
            {"heading": "Causes: dehydration", "text": "Losing water and salt brings on leg cramps in some people."},
            {"heading": "Treatment", "text": "Stretching\nMassage\nQuinine: avoid it, it can harm the blood."},
        ],
    },
    {
        "url": "https://two.example.net/cramps",
        "title": "Leg cramps at night",
        "published": "2025-05-01",
        "sections": [{"heading": "Treatment", "text": "Some things are tried:\nStretch\nA warm bath"}],
    },
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    library = make_library(folder)
    more = folder / "cramps.jsonl"
    more.write_text("".join(json.dumps(each) + "\n" for each in CRAMPS), encoding="utf-8")
    for command in (["import", more], ["index", "update"]):
        done = twitchsearch(*command, "--library", library, cwd=folder)
        assert done.code == 0, done
    return library


def shown(form: TableFormat, answers: Answers = ANSWERS, most: int | None = None, look: Look = PLAIN) -> str:
    return "\n".join(table_lines(Table(REQUEST, answers, most), form, look))


def test_remedies_of_all_articles_are_counted_and_what_is_advised_against_stands_apart(library: Path) -> None:
    done = twitchsearch("remedies", "leg", "cramps", "--format", "json", "--library", library, cwd=library.parent)
    assert done.code == 0, done
    rows = {row["name"]: row for row in done.json["rows"]}
    assert set(rows) == {"Stretch", "Massage", "Warm bath"}
    assert set(rows["Stretch"]["also"]) == {"Stretching", "Stretch the calf"}
    assert (rows["Stretch"]["articles"], rows["Stretch"]["sites"], rows["Stretch"]["newest"]) == (3, 2, "2025-05-01")
    assert [(each["name"], each["dispute"]) for each in done.json["disputed"]] == [("Quinine", "avoid")]
    assert {hit["kind"] for hit in done.json["results"]} == {"remedies"}


def test_a_table_says_how_many_name_a_thing_and_recommends_nothing(library: Path) -> None:
    done = twitchsearch("remedies", "leg", "cramps", "--library", library, cwd=library.parent)
    assert "named by 3 articles, 2 sites" in done.out
    assert done.out.count(NOTICE) == 1
    assert not {"best", "agreed", "recommended"} & set(done.out.lower().split())


@pytest.mark.parametrize("command", ["causes", "remedies"])
def test_nothing_found_is_exit_code_1_and_a_table_of_nothing(library: Path, command: str) -> None:
    done = twitchsearch(command, "zebra", "--library", library, cwd=library.parent)
    assert (done.code, done.lines[0]) == (1, "Nothing was found.")
    done = twitchsearch(command, "zebra", "--format", "json", "--exit-zero", "--library", library, cwd=library.parent)
    assert (done.code, done.json["rows"], done.json["results"], done.json["disputed"]) == (0, [], [], [])


def test_a_question_without_words_is_a_mistake_of_usage(library: Path) -> None:
    done = twitchsearch("causes", "--library", library, cwd=library.parent)
    assert done.code == 2
    assert "causes of what?" in done.err


def test_similar_finds_other_sections_and_leaves_out_the_one_that_was_named(library: Path) -> None:
    ids = twitchsearch("search", "--format", "ids", "leg", "cramps", "--library", library, cwd=library.parent).lines
    done = twitchsearch("similar", ids[0], "--format", "json", "--library", library, cwd=library.parent)
    assert done.code == 0, done
    assert ids[0] not in {hit["id"] for hit in done.json["results"]}
    assert "cramp" in done.json["results"][0]["title"].lower()
    assert done.json["query"]["raw"].startswith(f"similar to {ids[0]}: ")


def test_similar_to_an_id_that_is_not_there_says_where_ids_come_from(library: Path) -> None:
    done = twitchsearch("similar", "nothing", "--library", library, cwd=library.parent)
    assert done.code == 1
    assert "IDs come from: twitchsearch search --format ids" in done.err


def test_a_row_has_its_names_its_counts_and_its_excerpt_in_text() -> None:
    text = shown(TableFormat.TEXT)
    assert "2 causes named in 12 articles that match; 2 copies of others count with it" in text
    assert "1. Stimulants (also: Too much coffee)" in text
    assert "named by 4 articles, 2 sites · newest 2026-10-01" in text
    assert "named by 1 article, 1 site · no date" in text
    assert "Disputed, not counted above:\n- Chocolate\n  no evidence · named by 1 article, 1 site" in text


def test_more_rows_than_are_asked_for_are_said_to_be_there() -> None:
    text = shown(TableFormat.TEXT, most=1)
    assert "and 1 more; --rows 2 shows all" in text
    assert "2. Tiredness" not in text
    record = json.loads(shown(TableFormat.JSON, most=1))
    assert (len(record["rows"]), record["rows_total"]) == (1, 2)


def test_a_table_of_the_best_articles_alone_says_so() -> None:
    text = shown(TableFormat.TEXT, replace(ANSWERS, articles=Count(200, exact=False), copies=0))
    assert "2 causes named in the best 200 articles that match" in text


def test_what_rows_are_of_is_said_where_it_is_broader_than_what_was_asked() -> None:
    wider = replace(ANSWERS, wider="cramp", copies=0)
    said = "named in 12 articles that match; they are of cramp: fewer are named for all that was asked"
    assert said in shown(TableFormat.TEXT, wider)
    assert said.replace(":", "\\:") in shown(TableFormat.MD, wider)
    assert json.loads(shown(TableFormat.JSON, wider))["wider"] == "cramp"


def test_markdown_says_too_that_no_section_has_enough_of_the_words() -> None:
    some = replace(ANSWERS, results=replace(ANSWERS.results, relaxed=Relaxation.ANY_WORD))
    assert "no section has enough of the words" in shown(TableFormat.TEXT, some)
    assert "No section has enough of the words; these have some." in shown(TableFormat.MD, some)
    assert "enough" not in shown(TableFormat.MD)


@pytest.mark.parametrize("words", [["the"], ["of", "what"], ["causes"]])
def test_words_that_say_of_nothing_are_asked_again(library: Path, words: list[str]) -> None:
    done = twitchsearch("causes", *words, "--library", library, cwd=library.parent)
    assert done.code == 2
    assert f"causes of what; “{' '.join(words)}” does not say it? Give words" in done.err
    assert done.out == ""


def test_sections_without_names_are_shown_all_the_same() -> None:
    text = shown(TableFormat.TEXT, replace(ANSWERS, rows=(), disputed=()))
    assert "0 causes named in 12 articles" in text
    assert "1. Why eyelids twitch" in text


def test_csv_is_the_table_with_what_is_disputed_marked() -> None:
    rows = list(csv.DictReader(io.StringIO(shown(TableFormat.CSV))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["name"], row["dispute"]) for row in rows] == [
        ("Stimulants", ""),
        ("Tiredness", ""),
        ("Chocolate", "no evidence"),
    ]


def test_markdown_has_a_table_that_is_read_as_one() -> None:
    html = MarkdownIt("commonmark").enable("table").render(shown(TableFormat.MD))
    assert html.count("<table>") == 2
    assert "<strong>Stimulants</strong> (also: Too much coffee)" in html
    assert "named by 4 articles, 2 sites" in html


@pytest.mark.parametrize("form", [TableFormat.TEXT, TableFormat.JSON, TableFormat.MD])
@pytest.mark.parametrize("answers", [ANSWERS, replace(ANSWERS, rows=(), disputed=(), results=NONE)])
def test_the_notice_stands_once_in_every_table_that_was_found(form: TableFormat, answers: Answers) -> None:
    if form is TableFormat.TEXT and not answers.rows:
        assert shown(form, answers) == "Nothing was found."
    else:
        assert shown(form, answers).replace("\\", "").count(NOTICE) == 1


@pytest.mark.parametrize("form", list(TableFormat))
def test_names_and_excerpts_can_steer_no_terminal(form: TableFormat) -> None:
    named = replace(STIMULANTS, name=HOSTILE, also=(HOSTILE,), excerpt=Snippet(HOSTILE, (Span(1, 4),)))
    answers = Answers(ANSWERS.kind, (named,), (Disputed(named, Dispute.AVOID),), replace(RESULTS, hits=()), Count(1))
    text = shown(form, answers, look=Look(80))
    assert all(line == guard(line) for line in text.split("\n"))


def test_a_name_that_a_spreadsheet_would_run_is_quoted() -> None:
    answers = replace(ANSWERS, rows=(replace(STIMULANTS, name="=SUM(A1)"),), disputed=())
    assert list(csv.reader(io.StringIO(shown(TableFormat.CSV, answers))))[1][0] == "'=SUM(A1)"
