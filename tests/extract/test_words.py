"""Nothing is lost, nothing is said twice: every visible word of an article is in exactly one section, in order."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.pages import article, body_of, page, said, words
from twitchsearch.extract import extract, fingerprint
from twitchsearch.model import Article


class Writer:
    """Markup for a drawn plan, and the words it shows, each of them different from all others."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.shown: list[str] = []

    def text(self, length: int) -> str:
        made = [f"word{next(self._numbers)}" for _ in range(length)]
        self.shown += made
        return " ".join(made)

    def markup(self, plan: list[tuple[str, int]]) -> str:
        return "\n".join(self._part(kind, length) for kind, length in plan)

    def _part(self, kind: str, length: int) -> str:
        text = self.text
        match kind:
            case "h2" | "h3" | "h4" | "h5":
                return f'<{kind} id="i{length}">{text(1 + length % 5)}</{kind}>'
            case "paragraph":
                return f"<p>{text(length)}, <em>{text(2)}</em> <b>{text(1)}</b> {text(length)}.</p>"
            case "loose":
                return f"<div>{text(length)}.<br>{text(2)}<section><p>{text(length)}.</p>{text(3)}</section></div>"
            case "pseudo":
                return f"<p><strong>{text(2)}</strong></p><p>{text(length)}.</p>"
            case "list":
                return f"<ul><li>{text(length)}</li><li>{text(2)}<ol><li>{text(length)}</li></ol>{text(1)}</li></ul>"
            case "named":
                return f"<ul><li><b>{text(2)}.</b> {text(length + 4)}.</li><li>{text(3)}</li></ul>"
            case "details":
                inside = f"<summary>{text(3)}</summary><p>{text(length)}.</p><h4>{text(2)}</h4>{text(length)}"
                return f"<details>{inside}</details>"
            case "terms":
                first = f"<dt>{text(1)}</dt><dd>{text(length)}</dd>"
                return f"<dl>{first}<dt>{text(2)}</dt><dd><p>{text(length)}</p></dd></dl>"
            case "table":
                return f"<table><caption>{text(2)}</caption><tr><td>{text(2)}<td>{text(1)}<tr><td>{text(1)}<td></table>"
            case _:
                return f"<blockquote>{text(length)}<pre>{text(2)}\n{text(2)}</pre></blockquote>{text(length)}"


PARTS = ["h2", "h3", "h4", "h5", "paragraph", "loose", "pseudo", "list", "named", "details", "terms", "table", "other"]
plans = st.lists(st.tuples(st.sampled_from(PARTS), st.integers(3, 24)), min_size=1, max_size=14)


@settings(deadline=None)
@given(plans)
def test_every_visible_word_is_in_exactly_one_section_in_its_order(plan: list[tuple[str, int]]) -> None:
    writer = Writer()
    found = body_of(writer.markup([("paragraph", 20), ("h2", 1), *plan, ("paragraph", 20)]))
    assert said(found) == writer.shown


@settings(deadline=None)
@given(st.lists(st.integers(14, 40), min_size=6, max_size=20))
def test_an_article_without_headings_loses_no_word_either(lengths: list[int]) -> None:
    writer = Writer()
    found = body_of("".join(f"<p>{writer.text(length)}.</p>" for length in lengths))
    assert [word for section in found.sections for word in words(section.text)] == writer.shown
    assert all(section.heading for section in found.sections)


@settings(deadline=None)
@given(plans)
def test_the_same_page_gives_the_same_article(plan: list[tuple[str, int]]) -> None:
    markup = Writer().markup([("paragraph", 20), ("h2", 1), *plan])
    assert body_of(markup) == body_of(markup)


@settings(deadline=None)
@given(plans)
def test_ids_are_unique_and_ordinals_count(plan: list[tuple[str, int]]) -> None:
    sections = body_of(Writer().markup([("paragraph", 20), ("h2", 1), *plan])).sections
    assert len({section.id for section in sections}) == len(sections)
    assert [section.ordinal for section in sections] == list(range(len(sections)))


def ids(found: Article) -> dict[tuple[str, ...], str]:
    return {section.heading_path: section.id for section in found.sections}


TEXT = "A twitch is a small flicker under the skin that comes and goes and that seldom means anything bad."


def test_ids_survive_edits_elsewhere() -> None:
    before = ids(body_of(f"<p>{TEXT}</p><h2>Causes</h2><p>{TEXT}</p><h2>Outlook</h2><p>{TEXT}</p>"))
    after = ids(body_of(f"<h2>New</h2><p>{TEXT}</p><h2>Causes</h2><p>Other. {TEXT}</p><h2>Outlook</h2><p>{TEXT}</p>"))
    assert (after[("Causes",)], after[("Outlook",)]) == (before[("Causes",)], before[("Outlook",)])


def test_ids_depend_on_the_address_and_not_on_when_it_was_fetched() -> None:
    first, second = (
        article(f"<main><h1>T</h1><p>{TEXT}</p></main>", url) for url in ("https://a.example/", "https://b.example/")
    )
    assert first.id != second.id
    assert first.sections[0].id.startswith(f"{first.id}-")
    assert len(first.id) == 16


def test_the_fingerprint_stays_the_same_within_a_version() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16


@pytest.mark.parametrize("repeats", [2, 5])
def test_repeated_headings_keep_their_texts_apart(repeats: int) -> None:
    markup = "".join(f"<h2>Tip</h2><p>Number{n}. {TEXT}</p>" for n in range(repeats))
    sections = extract(page(f"<main><h1>T</h1>{markup}</main>")).sections
    assert [section.text.split(".")[0] for section in sections] == [f"Number{n}" for n in range(repeats)]
    assert len({section.id for section in sections}) == repeats
