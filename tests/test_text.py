"""What text is kept, and how what was not cleaned is made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twitchsearch.text import clean, clean_lines, guard, shorten

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\t\n\r\x0b\x0c\x1b\x00\x85\xa0\u2028\u2029\u200b\ufeff\u0301a" + BIDI))
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  a \t b\u00a0\u3000c ", "a b c"),
        ("a\nb\r\nc\rd", "a b c d"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("e\u0301", "\u00e9"),
        ("a\u200bb\u00adc", "abc"),
        ("pay\u202elap", "paylap"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("\ufeffstart", "start"),
        ("a\U000e0041b", "ab"),
    ],
)
def test_what_is_kept_of_a_text(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize("text", ["a\n \nb", " a \n\n\n \n b ", "a\r\n\r\nb", "\na\u2029 \u2028b\n"])
def test_lines_have_no_empty_one_between_them(text: str) -> None:
    assert clean_lines(text) == "a\nb"


@given(HOSTILE)
@example("a\n \n b")
@example("\x1f\u0301")
@example("a\u200b\u0301")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert clean(text) == clean_lines(text).replace("\n", " ")


@given(HOSTILE)
def test_clean_text_holds_nothing_that_steers_a_terminal(text: str) -> None:
    kept = clean(text)
    assert all(unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in kept)
    assert not set(kept) & set(BIDI)
    assert guard(kept) == kept
    assert kept == kept.strip()
    assert "  " not in kept


@given(
    st.lists(st.text("abcäß語", min_size=1, max_size=5), max_size=8), st.sampled_from([" ", "\n", "\t \r\n", "\u2003"])
)
def test_no_word_is_lost_or_joined(words: list[str], between: str) -> None:
    assert clean(between.join(words)).split(" ") == ([unicodedata.normalize("NFC", word) for word in words] or [""])


@given(HOSTILE)
def test_guarding_replaces_one_for_one(text: str) -> None:
    shown = guard(text)
    assert len(shown) == len(text)
    assert all(now in {before, "\ufffd"} for now, before in zip(shown, text, strict=True))
    assert all(unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in shown)
    assert not set(shown) & set(BIDI)
    shown.encode()


@given(HOSTILE, st.integers(0, 20))
def test_a_shortened_text_is_no_longer_than_asked(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == guard(text) or limit == 0 or short[-1] == "…"
