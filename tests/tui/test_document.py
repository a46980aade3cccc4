"""Articles as lines."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.articles import ARTICLES, EYELID, article, section
from twitchsearch.model import SectionKind, Span
from twitchsearch.search.marks import Marks, SectionMarks
from twitchsearch.text import clean
from twitchsearch.tui.document import Document, Part, wrap

TEXTS = st.text(st.sampled_from("ab cé 日👩\u200d🏽e\u0301עf   "), max_size=80)


@given(TEXTS, st.integers(2, 30))
@example("日 \u0301", 2)
def test_every_character_but_spaces_at_breaks_stands_on_exactly_one_row(text: str, width: int) -> None:
    rows = list(wrap(text, 0, len(text), width))
    assert all(start < end for start, end in rows)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(rows))
    kept = "".join(text[start:end] for start, end in rows)
    assert kept.replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(4, 30))
def test_no_row_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(text[start:end]) <= width for start, end in wrap(text, 0, len(text), width))


CLEAN = st.text(st.sampled_from("ab c"), max_size=80).map(clean)


@given(CLEAN, st.integers(4, 20))
def test_plain_and_wide_text_break_at_the_same_places(text: str, width: int) -> None:
    wide = text.replace("a", "é")
    plain = [(start, end) for start, end in wrap(text, 0, len(text), width) if text[start:end].strip()]
    other = [(start, end) for start, end in wrap(wide, 0, len(wide), width) if text[start:end].strip()]
    assert [text[start:end].strip() for start, end in plain] == [text[start:end].strip() for start, end in other]


def test_words_are_not_broken_where_they_fit() -> None:
    text = "one two three"
    assert [text[start:end] for start, end in wrap(text, 0, len(text), 8)] == ["one two", "three"]


def test_a_heading_above_stands_once_before_its_sections() -> None:
    document = Document(EYELID, "facts", None, 60)
    shown = [(row.part, document.texts[row.text]) for row in document.rows if row.part in (Part.ABOVE, Part.HEADING)]
    assert shown == [
        (Part.ABOVE, "Causes"),
        (Part.HEADING, "Stimulants"),
        (Part.HEADING, "Tired eyes"),
        (Part.HEADING, "What helps"),
        (Part.HEADING, "When to see a doctor"),
    ]


def test_all_text_of_an_article_is_shown_in_order() -> None:
    for each in ARTICLES:
        document = Document(each, "", None, 33)
        shown = "".join(document.texts[row.text][row.start : row.end] for row in document.rows if row.part is Part.TEXT)
        text = "".join(section.text for section in each.sections)
        assert "".join(shown.split()) == "".join(text.split())


def test_rows_know_their_section_and_sections_their_first_row() -> None:
    document = Document(EYELID, "facts", None, 40)
    assert len(document.first_rows) == len(EYELID.sections)
    for place, row in enumerate(document.first_rows):
        assert document.section_at(row) == place
        assert document.rows[row].section == place
    assert document.section_at(0) == 0


def test_a_place_is_found_again_at_every_width() -> None:
    wide, narrow = Document(EYELID, "facts", None, 88), Document(EYELID, "facts", None, 20)
    for row in range(len(wide.rows)):
        found = narrow.rows[narrow.row_of(wide.place_of(row))]
        assert (found.text, found.start) <= wide.place_of(row)


def test_matches_begin_in_the_row_that_is_told_and_are_painted_over_row_ends() -> None:
    text = "a very restless leg syndrome"
    one = article("Legs", [section(SectionKind.OTHER, (), text)])
    start = text.index("restless")
    marks = Marks((), (SectionMarks((), (Span(start, len(text)),)),))
    document = Document(one, "", marks, 16)
    (match,) = document.matches
    row = document.rows[match.row]
    assert row.start <= start < row.end
    marked = [each for each in document.rows if each.part is Part.TEXT and document.spans(each)]
    assert len(marked) == 2


def test_control_characters_of_an_index_made_elsewhere_are_replaced() -> None:
    one = article("Bad", [section(SectionKind.OTHER, ("He\x1bad",), "red \x1b[31m text\nline \u202e two")])
    document = Document(one, "", None, 40)
    assert not any("\x1b" in text or "\u202e" in text for text in document.texts)


def test_the_first_match_from_a_section_on_is_found_and_after_the_last_the_first_again() -> None:
    one = article(
        "One",
        [section(SectionKind.OTHER, (name,), text) for name, text in (("A", "tea"), ("B", "no"), ("C", "tea tea"))],
    )
    marks = Marks((), (SectionMarks((), (Span(0, 3),)), SectionMarks(), SectionMarks((), (Span(0, 3), Span(4, 7)))))
    document = Document(one, "facts", marks, 40)
    assert [document.match_from(place) for place in range(3)] == [0, 1, 1]
    marks = Marks((), (SectionMarks((), (Span(0, 3),)), SectionMarks(), SectionMarks()))
    assert Document(one, "facts", marks, 40).match_from(2) == 0
    assert Document(one, "facts", None, 40).match_from(1) == -1
