"""The measure of the extraction benchmark, against pages worked out by hand, and the forms its pages come in."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.errors import CollectionError, ExtractionError
from twitchsearch.evaluation.extraction import (
    PageScore,
    article_text,
    compare_texts,
    evaluate_texts,
    extracted,
    page_score,
    read_examples,
    read_texts,
    shingles,
    together,
    write_texts,
)
from twitchsearch.evaluation.resampling import generator
from twitchsearch.extract import extract
from twitchsearch.model import Article, ArticleFacts, Page, Section, SectionKind

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "html" / "article-extraction-benchmark"


def test_shingles_are_four_words_in_a_row_counted_as_often_as_they_stand() -> None:
    found = shingles("a b c d, a b c d!")
    assert found == {
        ("a", "b", "c", "d"): 2,
        ("b", "c", "d", "a"): 1,
        ("c", "d", "a", "b"): 1,
        ("d", "a", "b", "c"): 1,
    }


def test_a_text_of_fewer_than_four_words_is_one_shingle_and_none_is_nothing() -> None:
    assert shingles("two words") == {("two", "words"): 1}
    assert not shingles(" … ")


@pytest.mark.parametrize(
    ("body", "extracted", "precision", "recall"),
    [
        ("a b c d e", "a b c d e", 1.0, 1.0),
        ("a b c d e f", "a b c d", 1.0, 1 / 3),
        ("a b c d", "a b c d e f", 1 / 3, 1.0),
        ("a b c d", "w x y z", 0.0, 0.0),
        ("a b c d", "", None, 0.0),
        ("", "a b c d", 0.0, None),
        ("", "", None, None),
        ("a a a a a a", "a a a a", 1.0, 1 / 3),
    ],
)
def test_a_page_scores_what_was_worked_out_by_hand(
    body: str, extracted: str, precision: float | None, recall: float | None
) -> None:
    assert page_score(body, extracted) == PageScore(precision, recall)


def test_f1_is_made_of_the_means_over_the_pages_that_define_them() -> None:
    found = together([PageScore(1.0, 0.5), PageScore(None, 0.0), PageScore(0.5, None)])
    assert (found.precision, found.recall) == (0.75, 0.25)
    assert found.f1 == pytest.approx(2 * 0.75 * 0.25)
    assert together([PageScore(0.0, 0.0)]).f1 == 0


@given(st.text("ab .", max_size=40), st.text("ab .", max_size=40))
def test_precision_one_way_is_recall_the_other_way(one: str, other: str) -> None:
    there, back = page_score(one, other), page_score(other, one)
    assert (there.precision, there.recall) == (back.recall, back.precision)


def test_every_heading_is_said_once_in_the_text_of_an_article() -> None:
    page = b"""<h1>Eyes</h1><p>They twitch now and then, and nobody knows why that is.</p><h2>Causes</h2>
        <h3>Tea</h3><p>It keeps nerves awake for some hours after the cup.</p><h3>Work</h3><p>It tires eyes in most
        people who do it.</p><h2>Remedies</h2><p>Rest them for a while.</p>"""
    text = article_text(extract(Page("https://a.example/", page, datetime(2026, 1, 1, tzinfo=UTC))))
    assert [line for line in text.split("\n") if " " not in line] == ["Causes", "Tea", "Work", "Remedies"]


def section(path: tuple[str, ...], text: str, anchor: str = "") -> Section:
    return Section("id", 0, SectionKind.OTHER, text, path, anchor)


def article(*sections: Section) -> Article:
    facts = ArticleFacts("id", "https://a.example/", "", "", datetime(2026, 1, 1, tzinfo=UTC))
    return Article(facts, sections)


def test_a_label_made_of_a_sections_own_words_is_no_heading_of_the_page() -> None:
    made = section(("Too much tea",), "If you drink too much tea, …", ":~:text=If%20you%20drink")
    found = section(("Tea",), "Tea keeps nerves awake.", ":~:text=Tea")
    assert article_text(article(made, found)).split("\n") == [made.text, "Tea", found.text]


def test_a_section_that_goes_on_after_its_parts_does_not_repeat_its_heading() -> None:
    parts = (section(("A",), "one"), section(("A", "B"), "two"), section(("A",), "three"), section(("C", "D"), "four"))
    assert article_text(article(*parts)).split("\n") == ["A", "one", "B", "two", "three", "C", "D", "four"]


def collection(folder: Path, truth: Any, **pages: bytes) -> Path:
    (folder / "html").mkdir()
    (folder / "ground-truth.json").write_text(json.dumps(truth))
    for name, body in pages.items():
        (folder / "html" / name.replace("_", ".")).write_bytes(body)
    return folder


def test_pages_are_read_packed_and_unpacked(tmp_path: Path) -> None:
    truth = {"a": {"articleBody": "x", "url": "https://a.example/1"}, "b": {"articleBody": "y"}}
    found, digest = read_examples(collection(tmp_path, truth, a_html_gz=gzip.compress(b"<p>"), b_html=b"<b>"))
    assert [(each.id, each.page.body, each.body) for each in found] == [("a", b"<p>", "x"), ("b", b"<b>", "y")]
    assert found[0].page.url == "https://a.example/1"
    assert len(digest) == 64


BAD: dict[str, tuple[Any, dict[str, bytes], str]] = {
    "a list": ([], {}, "not a JSON object"),
    "empty": ({}, {}, "names no page"),
    "no body": ({"a": {"url": "u"}}, {}, "'a' is no page"),
    "a way out": ({"../../etc/passwd": {"articleBody": "x"}}, {}, "is no page"),
    "no page": ({"a": {"articleBody": "x"}}, {}, "has no page a.html"),
    "no gzip": ({"a": {"articleBody": "x"}}, {"a_html_gz": b"plain"}, "no whole gzip file"),
    "cut gzip": ({"a": {"articleBody": "x"}}, {"a_html_gz": gzip.compress(b"page" * 99)[:-9]}, "no whole gzip file"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_collection_that_is_not_whole_is_refused(tmp_path: Path, name: str) -> None:
    truth, pages, said = BAD[name]
    with pytest.raises(CollectionError) as caught:
        read_examples(collection(tmp_path, truth, **pages))
    assert said in str(caught.value)


def test_a_page_without_an_article_counts_as_nothing_found_and_is_named(tmp_path: Path) -> None:
    truth = {name: {"articleBody": "a b c d"} for name in "ab"}
    examples, digest = read_examples(collection(tmp_path, truth, a_html=b"", b_html=b""))

    def extractor(page: Page) -> str:
        if page.url == "https://b.invalid/":
            raise ExtractionError("no article")
        return "a b c d"

    texts, failed = extracted(examples, extractor)
    assert (texts, failed) == ({"a": "a b c d"}, (("b", "no article"),))
    found = evaluate_texts(examples, digest, texts, generator())
    assert {figure.measure: figure.value for figure in found.figures} == {
        "F1": pytest.approx(2 / 3), "precision": 1.0, "recall": 0.5,
    }  # fmt: skip
    assert all(
        figure.interval and figure.interval.low <= figure.value <= figure.interval.high for figure in found.figures
    )


def test_two_extractors_are_compared_page_by_page(tmp_path: Path) -> None:
    truth = {name: {"articleBody": "a b c d e"} for name in "xy"}
    examples, _ = read_examples(collection(tmp_path, truth, x_html=b"", y_html=b""))
    found = compare_texts(examples, {"x": "a b c d e", "y": "a b c d"}, {"x": "a b c d e"}, generator())
    assert found.ours == pytest.approx((1 + 2 / 3) / 2)
    assert found.theirs == 0.5
    assert (found.better, found.worse) == (1, 0)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9)))
def test_texts_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "texts.json"
    write_texts(texts, path)
    assert read_texts(path) == texts


def test_texts_are_read_with_the_version_of_what_made_them(tmp_path: Path) -> None:
    path = tmp_path / "texts.json"
    path.write_text('{"version": "1.0", "output": {"a": {"articleBody": "x"}, "b": {}}}')
    assert read_texts(path) == {"a": "x", "b": ""}


@pytest.mark.parametrize("text", ["[]", '{"a": "x"}', '{"a": {"articleBody": 1}}', "{"])
def test_a_file_that_holds_no_texts_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "texts.json").write_text(text)
    with pytest.raises(CollectionError, match=r"texts\.json"):
        read_texts(tmp_path / "texts.json")


def test_the_benchmark_at_hand_is_read_whole_and_its_own_bodies_are_perfect() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    examples, digest = read_examples(SHARED)
    found = evaluate_texts(examples, digest, {example.id: example.body for example in examples}, generator())
    assert len(examples) == 181
    assert {figure.value for figure in found.figures} == {1.0}
