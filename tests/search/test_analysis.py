"""What text becomes: the table of cases, and the properties that hold for any text."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import Part, an_article
from twitchsearch.errors import SettingsError
from twitchsearch.search import analysis
from twitchsearch.search.analysis import HEADING_GAP, Analyser, analyser, languages, section_tokens
from twitchsearch.search.fingerprint import DECIDING

ENGLISH = analyser("english")

CASES = [
    ("twitch Twitching TWITCHES twitched", "twitch twitch twitch twitch"),
    ("B12", "b 12"),
    ("B-12", "b 12"),
    ("B 12", "b 12"),
    ("vitamin B12", "vitamin b 12"),
    ("COVID-19", "covid 19"),
    ("covid 19", "covid 19"),
    ("Covid19", "covid 19"),
    ("COVID–19", "covid 19"),
    ("5-HT 5HT", "5 ht 5 ht"),
    ("20mg 20 mg 20-mg", "20 mg 20 mg 20 mg"),
    ("Parkinson's", "parkinson"),
    ("Parkinson’s", "parkinson"),
    ("Parkinsonʼs", "parkinson"),
    ("PARKINSON'S", "parkinson"),
    ("parkinsons", "parkinson"),
    ("Parkinson", "parkinson"),
    ("patients'", "patient"),
    ("don't don’t dont", "dont dont dont"),
    ("'quoted' “quoted”", "quot quot"),
    ("O'Neill", "oneil"),
    ("naïve NAÏVE naive nai\u0308ve", "naiv naiv naiv naiv"),
    ("café CAFÉ cafe", "cafe cafe cafe"),
    ("e.g. e.g., eg", "eg eg eg"),
    ("i.e.the", "ie the"),
    ("the U.S. and the US", "the us and the us"),
    ("5 p.m.", "5 pm"),
    ("end.Start", "end start"),
    ("well-being", "well be"),
    ("and/or", "and or"),
    ("snake_case", "snake case"),
    ("12:30", "12 30"),
    ("http://x.example", "http x exampl"),
    ("ﬁbre ＷＩＤＥ", "fibr wide"),
    ("m² H₂O", "m 2 h 2 o"),
    ("½", "1 2"),
    ("١٢٣", "123"),
    ("Straße STRASSE", "strass strass"),
    ("İstanbul istanbul", "istanbul istanbul"),
    ("smørrebrød Łódź", "smorrebrod lodz"),
    ("足つり", "足 つ り"),
    ("다리 쥐", "다 리 쥐"),
    ("ขา", "ข า"),
    ("हिन्दी", "हिन्दी"),
    ("مُحَمَّد محمد", "محمد محمد"),
    ("👍🏽 🙂 © ™ → * ** …", ""),
    ("", ""),
    ("  \t\n ", ""),
    ("'", ""),
    ("a" * 300, "a" * 64),
]


@pytest.mark.parametrize(("text", "terms"), CASES, ids=[ascii(text)[:40] for text, _ in CASES])
def test_the_table_of_cases(text: str, terms: str) -> None:
    assert ENGLISH.terms(text) == terms.split()


def test_offsets_are_code_points_of_the_text_as_it_stands() -> None:
    text = "🙂 İzmir’s ﬁbre: B12!"
    assert [text[token.start : token.end] for token in ENGLISH.tokens(text)] == ["İzmir’s", "ﬁbre", "B", "12"]


def test_a_word_that_folds_to_several_tokens_gives_them_successive_positions_and_one_place() -> None:
    assert ENGLISH.tokens("m²") == [("m", 0, 0, 2), ("2", 1, 0, 2)]


def test_stop_words_are_tokens_like_others() -> None:
    assert ENGLISH.terms("vitamin A and the") == ["vitamin", "a", "and", "the"]


def test_in_languages_that_elide_the_apostrophe_parts_two_words() -> None:
    assert analyser("french").terms("l'eau l’eau") == ["l", "eau", "l", "eau"]


def test_cyrillic_letters_keep_the_mark_that_makes_them_letters() -> None:
    russian = analyser("russian")
    assert russian.terms("судорожный") == russian.terms("судорожного")
    assert russian.terms("подёргивание") == russian.terms("подергивание")


def test_an_unknown_language_is_a_settings_error_that_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match="english"):
        Analyser("klingon")


@pytest.mark.parametrize("language", languages())
def test_every_language_of_snowball_has_an_analyser(language: str) -> None:
    assert analyser(language).terms("B12 Parkinson")[:2] == ["b", "12"]


def test_the_fingerprint_is_the_same_for_the_same_language_and_differs_between_languages() -> None:
    assert Analyser("english").fingerprint == Analyser("english").fingerprint
    assert len({Analyser(language).fingerprint for language in languages()}) == len(languages())


LATIN = st.text(st.characters(max_codepoint=0x2FF, exclude_characters=" ") | st.sampled_from("aZé.'’ʼ-1ß"))


@pytest.mark.parametrize("language", ["english", "french"])
@given(LATIN)
def test_latin_letters_alone_make_the_words_that_they_make_among_other_scripts(language: str, text: str) -> None:
    assert analyser(language).tokens(text) == analyser(language).tokens(f"{text}☃")


def test_a_voucher_is_of_one_fingerprint_and_one_language() -> None:
    english, french = Analyser("english"), Analyser("french")
    vouched = [english.voucher("one"), english.voucher("other"), french.voucher("one"), ""]
    assert len(set(vouched)) == 4
    assert vouched[0] == Analyser("english").voucher("one")


def test_a_voucher_is_of_every_module_that_makes_terms() -> None:
    source = Path(analysis.__file__).read_text("utf-8")
    imported = re.findall(r"^from twitchsearch\.search(?:\.| import )(\w+(?:, \w+)*)", source, re.MULTILINE)
    beside = {name for line in imported for name in line.split(", ")}
    assert beside | {"analysis"} == {Path(each).stem for each in DECIDING} | {"places"}  # which only says where to look


def test_the_parts_of_a_heading_path_are_kept_apart_by_a_gap() -> None:
    article = an_article("a", Part("text here", ("Leg pain", "", "Night cramps")))
    tokens = section_tokens(ENGLISH, article.facts, article.sections[0])
    assert [(token.term, token.position, token.start) for token in tokens.heading] == [
        ("leg", 0, 0),
        ("pain", 1, 4),
        ("night", 2 + HEADING_GAP, 0),
        ("cramp", 3 + HEADING_GAP, 6),
    ]
    assert [token.term for token in tokens.text] == ["text", "here"]


@given(st.text())
def test_for_any_text_terms_are_those_of_the_tokens_and_positions_count_from_0(text: str) -> None:
    tokens = ENGLISH.tokens(text)
    assert ENGLISH.terms(text) == [token.term for token in tokens]
    assert [token.position for token in tokens] == list(range(len(tokens)))
    assert all(0 < len(token.term) <= 64 for token in tokens)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(tokens))


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_text_gives_the_same_beside_text_of_other_scripts(text: str) -> None:
    assert ENGLISH.terms(f"{text} é")[:-1] == ENGLISH.terms(text)


@given(st.text("abcDEFéÉøØ'’. -123"))
def test_case_does_not_matter(text: str) -> None:
    assert ENGLISH.terms(text.swapcase()) == ENGLISH.terms(text)


@given(
    st.text(),
    st.lists(st.sampled_from(("twitch", "b", "12", "naïve", "m²", "足つり", " ", "  ", "\n", "'s")), max_size=30),
)
def test_occurrences_are_the_tokens_whose_term_is_wanted(text: str, more: list[str]) -> None:
    text = "".join(more) + text
    tokens = ENGLISH.tokens(text)
    for wanted in (frozenset({"twitch", "2", "naiv", "つ"}), frozenset(token.term for token in tokens[::2])):
        assert ENGLISH.occurrences(text, wanted) == [token for token in tokens if token.term in wanted]


@given(st.text())
def test_words_are_the_terms_before_stemming_one_for_one(text: str) -> None:
    assert [ENGLISH.stem(word) for word in ENGLISH.words(text)] == ENGLISH.terms(text)


def test_spellings_are_distinct_words_as_they_stand() -> None:
    assert ENGLISH.spellings("Twitch twitch, TWITCH’s B12 " + "x" * 65) == {"Twitch", "twitch", "TWITCH’s", "B", "12"}


@given(st.text(), st.text())
def test_white_space_parts_texts(left: str, right: str) -> None:
    assert ENGLISH.terms(f"{left} {right}") == ENGLISH.terms(left) + ENGLISH.terms(right)


def test_a_memory_that_is_full_starts_afresh_and_answers_the_same() -> None:
    tight = Analyser("english", remembered=3)
    words = "twitch cramps spasm nerve muscles twitching naïve"
    assert tight.terms(words) == ENGLISH.terms(words) == tight.terms(words)


WRITTEN = (
    *("twitch", "Twitching", "sky", "skies", "dying", "die", "hoping", "hopped", "relational", "conditional"),
    *("U.S.", "e.g.,", "x.y", "don't", "Parkinson's", "o'er", "a_b", "b12", "B-12", "20mg", "by", "the", "then"),
    *("abilities", "naïve"),
)
some_texts = st.lists(st.sampled_from(WRITTEN), max_size=12).map(" ".join)


@given(some_texts, st.sets(st.sampled_from(sorted({term for each in WRITTEN for term in analyser().terms(each)}))))
def test_places_are_those_of_the_occurrences(text: str, wanted: set[str]) -> None:
    occurrences = analyser().occurrences(text, frozenset(wanted))
    places = analyser().places(text, frozenset(wanted))
    assert [each._replace(position=0) for each in places] == [each._replace(position=0) for each in occurrences]
