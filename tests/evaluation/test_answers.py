"""How a table is judged: which rows match which labels, and what becomes a figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.samples import RESULTS
from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.answers import JudgedTable, evaluate_answers, judge, names_like, read_tables
from twitchsearch.evaluation.resampling import generator
from twitchsearch.model import Count, SectionKind, Snippet
from twitchsearch.model.answers import Answers, Dispute, Disputed, Named

TABLE: dict[str, Any] = {
    "id": "cramps",
    "topic": "leg cramps",
    "kind": "causes",
    "required": [
        {"name": "Dehydration", "names": ["dehydration", "lack of fluid"], "articles": ["a", "b"], "named_in": "name"},
        {"name": "Medicines", "names": ["medicines"], "parts": ["statins", "diuretics"], "articles": ["a"]},
        {"name": "Caffeine", "names": ["caffeine"], "articles": [], "named_in": "sentence", "hedged": True},
    ],
    "optional": [{"names": ["age", "family"]}],
    "disputed": [{"names": ["weather"], "required": True, "strict": True}, {"names": ["stress"]}],
}


def named(name: str, articles: int = 1) -> Named:
    return Named(name, (), articles, 1, None, Snippet(""), "id", ("id",))


def found(*rows: str, disputed: tuple[str, ...] = ()) -> Answers:
    apart = tuple(Disputed(named(each), Dispute.NOT_A_CAUSE) for each in disputed)
    return Answers(SectionKind.CAUSES, tuple(named(row) for row in rows), apart, RESULTS, Count(1))


def collection(folder: Path, **changes: Any) -> Path:
    (folder / "topics.json").write_text(json.dumps({"tables": [{**TABLE, **changes}]}))
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Any:
    tables, _ = read_tables(collection(tmp_path))
    return lambda answers: judge(tables[0], answers)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kidney diseases", "kidney disease"), ("1. The wrong shoes", "wrong shoe"), ("anaemia", "Anemia"),
     ("Muscle fibres", "muscle fiber"), ("Graves' disease", "graves disease"), ("Vitamin B12", "vitamin b12")],
)  # fmt: skip
def test_names_are_alike_whatever_their_number_spelling_and_marks(one: str, other: str) -> None:
    assert names_like(one) == names_like(other)


def test_all_labels_found_and_nothing_else_are_full_marks(table: Any) -> None:
    judged: JudgedTable = table(found("Dehydration", "Medicines", "Caffeine", disputed=("Weather",)))
    assert (judged.wrong, judged.missed, judged.mixed, judged.silent) == ((), (), (), ())
    assert judged.figures["precision"] == judged.figures["recall"] == judged.figures["kept apart"] == 1.0
    assert judged.figures["articles"] == 0.75  # one article of two was counted


def test_a_row_with_a_few_words_more_matches_but_not_with_a_negation(table: Any) -> None:
    assert table(found("Severe dehydration in summer")).missed == ("medicines", "caffeine")
    assert table(found("Not dehydration")).wrong == ("Not dehydration",)


def test_a_second_row_of_the_same_label_is_wrong_but_a_part_is_not(table: Any) -> None:
    assert table(found("Dehydration", "Lack of fluid")).wrong == ("Lack of fluid",)
    assert table(found("Statins", "Diuretics", "Age", "Family")).wrong == ()


def test_a_disputed_thing_among_the_rows_is_wrong_only_where_articles_agree(table: Any) -> None:
    judged: JudgedTable = table(found("Weather", "Stress"))
    assert (judged.wrong, judged.mixed, judged.silent) == (("Weather",), ("weather",), ("weather",))
    assert judged.figures["kept apart"] == 0.0


def test_a_hedged_label_is_found_in_either_place(table: Any) -> None:
    assert "caffeine" not in table(found("Dehydration", disputed=("Caffeine",))).missed


def test_a_table_without_rows_counts_nothing(table: Any) -> None:
    assert (table(found()).figures["precision"], table(found()).figures["recall"]) == (0.0, 0.0)


def test_figures_are_means_over_tables_with_their_intervals(tmp_path: Path) -> None:
    tables, digest = read_tables(collection(tmp_path))
    evaluation, judged = evaluate_answers(tables * 2, digest, lambda _: found("Dehydration", "Zebra"), generator())
    figures = {figure.measure: figure for figure in evaluation.figures}
    assert figures["precision"].value == 0.5
    assert figures["recall"].value == pytest.approx(1 / 3)
    assert figures["precision"].interval is not None
    assert [group.name for group in evaluation.groups] == ["causes"]
    assert len(judged) == evaluation.size == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "symptoms"}, "causes or remedies"),
        ({"required": {}}, "'required' is not a list"),
        ({"optional": [{"names": []}]}, "no names"),
        ({"disputed": [{"names": "tea"}]}, "lists of texts"),
        ({"topic": ""}, "a topic"),
    ],
)
def test_labels_that_are_none_are_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CollectionError, match=said):
        read_tables(collection(tmp_path, **changes))


def test_a_collection_without_tables_says_so(tmp_path: Path) -> None:
    (tmp_path / "topics.json").write_text("{}")
    with pytest.raises(CollectionError, match="'tables' is missing"):
        read_tables(tmp_path)
