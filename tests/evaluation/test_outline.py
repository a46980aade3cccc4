"""Outlines against labels: each figure worked out by hand on small pages, and labels that are no labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.errors import CollectionError, ExtractionError
from twitchsearch.evaluation.labels import LabelledPage, LabelledSection, read_labelled
from twitchsearch.evaluation.outline import evaluate_outline, figures, tally
from twitchsearch.evaluation.resampling import generator
from twitchsearch.model import Article, ArticleFacts, Page, Section, SectionKind

PAGE = Page("https://a.example/", b"", datetime(2026, 1, 1, tzinfo=UTC))
C, R, O = SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.OTHER  # noqa: E741 - as short as the tables need


def label(path: str, kind: SectionKind, starts: str, ends: str, *, free: bool = False) -> LabelledSection:
    return LabelledSection(tuple(filter(None, path.split("/"))), kind, starts, ends, free)


def section(path: str, kind: SectionKind, text: str) -> Section:
    return Section("id", 0, kind, text, tuple(filter(None, path.split("/"))))


LABELS = (
    label("", O, "Eyes twitch", "now and then."),
    label("Why", C, "Tea keeps", "eyes awake."),
    label("Why/Work", C, "Long days", "tire eyes."),
    label("Help", R, "Rest your", "tired eyes."),
)
RIGHT = (
    section("", O, "Eyes twitch now and then."),
    section("Why", C, "Tea keeps eyes awake."),
    section("Why/Work", C, "Long days tire eyes."),
    section("Help", R, "Rest your\ntired eyes."),
)


def judged(
    sections: Sequence[Section], labels: Sequence[LabelledSection] = LABELS, boilerplate: tuple[str, ...] = ()
) -> dict[str, float]:
    return figures(tally(LabelledPage("name", "layout", PAGE, tuple(labels), boilerplate), sections))


def test_sections_as_they_are_labelled_are_perfect() -> None:
    assert set(judged(RIGHT, boilerplate=("Sign up",)).values()) == {1.0}


def test_words_are_compared_without_case_and_punctuation() -> None:
    shouted = [section("/".join(each.heading_path).upper(), each.kind, each.text.upper() + " !") for each in RIGHT]
    assert set(judged(shouted).values()) == {1.0}


def test_nothing_found_is_worth_nothing() -> None:
    found = judged(())
    assert [found[name] for name in ("boundary F1", "heading paths", "kinds macro-F1", "kinds accuracy")] == [0] * 4


def test_two_sections_run_together_lose_the_two_boundaries_between_them() -> None:
    merged = (*RIGHT[:1], section("Why", C, "Tea keeps eyes awake. Work Long days tire eyes."), RIGHT[3])
    found = judged(merged)
    assert found["boundary F1"] == pytest.approx(2 * 6 / (6 + 8))
    assert found["heading paths"] == 3 / 4
    assert found["kinds accuracy"] == 3 / 4


def test_a_section_cut_in_two_adds_boundaries_that_are_not_there() -> None:
    cut = (*RIGHT[:3], section("Help", R, "Rest your"), section("", O, "tired eyes."))
    found = judged(cut)
    assert found["boundary F1"] == pytest.approx(2 * 8 / (10 + 8))
    assert found["heading paths"] == 1.0


def test_a_box_below_the_article_costs_the_last_boundary_and_is_named_as_boilerplate() -> None:
    leaking = (*RIGHT[:3], section("Help", R, "Rest your tired eyes.\nSign up now"))
    found = judged(leaking, boilerplate=("Sign up", "Share"))
    assert found["boundary F1"] == pytest.approx(2 * 7 / 16)
    assert found["boilerplate out"] == 1 / 2


def test_boilerplate_is_found_in_headings_too_and_never_inside_a_word() -> None:
    found = judged((*RIGHT, section("Share", O, "resign upset")), boilerplate=("Share", "sign up"))
    assert found["boilerplate out"] == 1 / 2


def test_a_wrong_path_is_wrong_but_the_section_is_found() -> None:
    flat = (*RIGHT[:2], section("Work", C, RIGHT[2].text), RIGHT[3])
    found = judged(flat)
    assert (found["heading paths"], found["boundary F1"], found["kinds accuracy"]) == (3 / 4, 1.0, 1.0)


def test_where_the_page_has_no_heading_any_label_is_right() -> None:
    labels = [label("", each.kind, each.starts, each.ends, free=True) for each in LABELS]
    assert judged(RIGHT, labels)["heading paths"] == 1.0


def test_kinds_are_averaged_over_kinds_and_not_over_sections() -> None:
    told = (RIGHT[0], section("Why", R, RIGHT[1].text), RIGHT[2], RIGHT[3])
    found = judged(told)
    causes, remedies = 2 * 1 / (2 + 1), 2 * 1 / (1 + 2)
    assert found["kinds macro-F1"] == pytest.approx((1 + causes + remedies) / 3)
    assert found["kinds accuracy"] == 3 / 4


def test_a_section_that_no_label_knows_counts_against_its_kind() -> None:
    found = judged((*RIGHT, section("Shop", R, "Buy tea.")))
    assert found["kinds macro-F1"] == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert found["kinds accuracy"] == 1.0


def test_two_sections_that_begin_alike_are_taken_one_after_the_other() -> None:
    labels = (label("A", C, "See a", "doctor."), label("B", R, "See a", "nurse."))
    sections = (section("A", C, "See a doctor."), section("B", R, "See a nurse."))
    assert set(judged(sections, labels).values()) == {1.0}


words = st.text("abc ", min_size=1, max_size=8).filter(str.strip)
kinds = st.sampled_from(list(SectionKind))


@given(
    st.lists(st.builds(lambda kind, text: section("", kind, text), kinds, words), max_size=6),
    st.lists(st.builds(lambda kind, a, b: label("", kind, a, b), kinds, words, words), min_size=1, max_size=6),
)
def test_every_figure_is_a_share_whatever_was_found(sections: list[Section], labels: list[LabelledSection]) -> None:
    assert all(0 <= value <= 1 for value in judged(sections, labels, ("a b",)).values())


LABEL: dict[str, Any] = {
    "layout": "wiki",
    "url": "https://a.example/eyes",
    "title": "Eyes",
    "sections": [{"path": [], "kind": "causes", "starts": "Tea keeps", "ends": "eyes awake."}],
    "boilerplate": ["Sign up"],
}


def labelled(folder: Path, record: Any = LABEL, page: bytes | None = b"<p>Tea keeps eyes awake.</p>") -> Path:
    (folder / "eyes.json").write_text(json.dumps(record))
    if page is not None:
        (folder / "eyes.html").write_bytes(page)
    return folder


def test_a_labelled_page_is_read_with_its_outline(tmp_path: Path) -> None:
    (found,), digest = read_labelled(labelled(tmp_path))
    assert (found.name, found.layout, found.page.url) == ("eyes", "wiki", "https://a.example/eyes")
    assert found.sections == (label("", C, "Tea keeps", "eyes awake."),)
    assert found.boilerplate == ("Sign up",)
    assert len(digest) == 64


SECTION = LABEL["sections"][0]
BAD: dict[str, tuple[Any, str]] = {
    "a list": ([], "not a JSON object"),
    "no layout": ({**LABEL, "layout": ""}, "layout is missing"),
    "no sections": ({**LABEL, "sections": []}, "no sections"),
    "no list of sections": ({**LABEL, "sections": "all"}, "sections is missing"),
    "no object": ({**LABEL, "sections": ["one"]}, "section 1 is not an object"),
    "no kind": ({**LABEL, "sections": [{**SECTION, "kind": "cause"}]}, "section 1 is of no known kind"),
    "no path": ({**LABEL, "sections": [{**SECTION, "path": "A"}]}, "section 1: path is missing"),
    "no words": ({**LABEL, "sections": [{**SECTION, "starts": "…"}]}, "section 1 begins or ends without a word"),
    "boilerplate": ({**LABEL, "boilerplate": [1]}, "boilerplate is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_label_that_is_no_label_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    record, said = BAD[name]
    with pytest.raises(CollectionError, match=r"eyes\.json") as caught:
        read_labelled(labelled(tmp_path, record))
    assert said in str(caught.value)


def test_a_label_without_its_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"eyes\.html"):
        read_labelled(labelled(tmp_path, page=None))


def test_a_folder_without_labels_is_no_collection(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="no labelled page"):
        read_labelled(tmp_path)


def test_figures_are_given_in_all_and_by_layout_and_a_refused_page_counts_as_nothing_found() -> None:
    pages = [LabelledPage(name, layout, PAGE, LABELS) for name, layout in (("a", "wiki"), ("b", "wiki"), ("c", "news"))]
    answers = iter([RIGHT, RIGHT, None])

    def extract(page: Page) -> Article:
        sections = next(answers)
        if sections is None:
            raise ExtractionError("no article")
        return Article(ArticleFacts("id", page.url, "", "", page.fetched_at), sections)

    found = evaluate_outline(pages, "digest", extract, generator())
    assert found.failed == (("c", "no article"),)
    assert {group.name: group.size for group in found.groups} == {"news": 1, "wiki": 2}
    named = dict(found.named())
    assert named["wiki/boundary F1"] == 1.0
    assert named["news/boundary F1"] == 0.0
    assert named["heading paths"] == pytest.approx(2 / 3)
