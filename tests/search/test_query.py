"""The grammar: every form, every error with its place and its way out, and any text whatever."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.errors import QueryError
from twitchsearch.model import (
    NO_SPAN,
    AllOf,
    AnyOf,
    Boost,
    DateField,
    DateRange,
    Everything,
    Fuzzy,
    InField,
    KindIs,
    Not,
    Phrase,
    Prefix,
    Query,
    Required,
    SectionKind,
    SiteIs,
    Span,
    TextField,
    Word,
    Words,
)
from twitchsearch.search.lexemes import FIELDS, plain_text
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.query import parse, plain


def bare(query: Query) -> Query:
    """The same tree without the places."""
    match query:
        case Word(text, _, last):
            return Word(text, NO_SPAN, last)
        case Phrase(text, slop):
            return Phrase(text, slop)
        case Prefix(text):
            return Prefix(text)
        case Fuzzy(text, distance):
            return Fuzzy(text, distance)
        case Not(child):
            return Not(bare(child))
        case Required(child):
            return Required(bare(child))
        case InField(field, child):
            return InField(field, bare(child))
        case Boost(child, factor):
            return Boost(bare(child), factor)
        case Words(children):
            return Words(tuple(map(bare, children)))
        case AllOf(children):
            return AllOf(tuple(map(bare, children)))
        case AnyOf(children):
            return AnyOf(tuple(map(bare, children)))
        case _:
            return query


A, B, C, D = map(Word, "abcd")

FORMS: list[tuple[str, Query]] = [
    ("", Everything()),
    (" \t\n ", Everything()),
    ("*", Everything()),
    ("a", A),
    ("a b", Words((A, B))),
    ('"a b"', Phrase("a b")),
    ("“a b”", Phrase("a b")),
    ("„a b“", Phrase("a b")),
    ("«a b»", Phrase("a b")),
    ('"a b"~3', Phrase("a b", 3)),
    ('"a\n b"', Phrase("a b")),
    ('a"b c"d', Words((A, Phrase("b c"), D))),
    ("-a", Not(A)),
    ('-"a b"', Not(Phrase("a b"))),
    ("-(a b)", Not(Words((A, B)))),
    ("-title:a", Not(InField(TextField.TITLE, A))),
    ("a -b", Words((A, Not(B)))),
    ("+a b", Words((Required(A), B))),
    ("NOT a", Not(A)),
    ("NOT NOT a", Not(Not(A))),
    ("a NOT b", Words((A, Not(B)))),
    ("a OR b", AnyOf((A, B))),
    ("a OR b OR c", AnyOf((A, B, C))),
    ("a AND b", AllOf((A, B))),
    ("a AND b OR c", AnyOf((AllOf((A, B)), C))),
    ("a b OR c d", AnyOf((Words((A, B)), Words((C, D))))),
    ("a b AND c", AllOf((Words((A, B)), C))),
    ("a AND NOT b", AllOf((A, Not(B)))),
    ("(a OR b) c", Words((AnyOf((A, B)), C))),
    ("((a))", A),
    ("a(b)c", Words((A, B, C))),
    ("a or b and not c", Words((A, Word("or"), B, Word("and"), Word("not"), C))),
    ("Or And Not", Words((Word("Or"), Word("And"), Word("Not")))),
    ("ORAL NOTE", Words((Word("ORAL"), Word("NOTE")))),
    ("twi*", Prefix("twi")),
    ("twi*^2", Boost(Prefix("twi"), 2.0)),
    ("(twi*)", Prefix("twi")),
    ("a~", Fuzzy("a", 1)),
    ("a~1", Fuzzy("a", 1)),
    ("a~2", Fuzzy("a", 2)),
    ("a~0", A),
    ("a~2^3", Boost(Fuzzy("a", 2), 3.0)),
    ("a^2", Boost(A, 2.0)),
    ("a^0.5", Boost(A, 0.5)),
    ('"a b"~2^3', Boost(Phrase("a b", 2), 3.0)),
    ("(a b)^3", Boost(Words((A, B)), 3.0)),
    ("-a^3", Not(Boost(A, 3.0))),
    ("title:a", InField(TextField.TITLE, A)),
    ("TITLE:a", InField(TextField.TITLE, A)),
    ('heading:"a b"', InField(TextField.HEADING, Phrase("a b"))),
    ("text:(a OR b)", InField(TextField.TEXT, AnyOf((A, B)))),
    ("title:a*", InField(TextField.TITLE, Prefix("a"))),
    ("title:a~", InField(TextField.TITLE, Fuzzy("a", 1))),
    ("title:a^2", Boost(InField(TextField.TITLE, A), 2.0)),
    ("title:a b", Words((InField(TextField.TITLE, A), B))),
    ("kind:causes", KindIs(SectionKind.CAUSES)),
    ("kind:Causes", KindIs(SectionKind.CAUSES)),
    ('kind:"causes"', KindIs(SectionKind.CAUSES)),
    ("kind:causes,remedies", AnyOf((KindIs(SectionKind.CAUSES), KindIs(SectionKind.REMEDIES)))),
    ("site:example.org", SiteIs("example.org")),
    ("site:WWW.Example.org", SiteIs("example.org")),
    ("site:https://www.example.org:8080/a?b", SiteIs("example.org")),
    ("site:bücher.example", SiteIs("xn--bcher-kva.example")),
    ("date:2020..2024", DateRange(DateField.UPDATED, date(2020, 1, 1), date(2024, 12, 31))),
    ("updated:>=2024-01", DateRange(DateField.UPDATED, date(2024, 1, 1), None)),
    ("published:2024", DateRange(DateField.PUBLISHED, date(2024, 1, 1), date(2024, 12, 31))),
    ("reviewed:>2024", DateRange(DateField.REVIEWED, date(2025, 1, 1), None)),
    ("modified:<2024-03", DateRange(DateField.MODIFIED, None, date(2024, 2, 29))),
    ("fetched:<=2024-2", DateRange(DateField.FETCHED, None, date(2024, 2, 29))),
    ("date:..2024-05-06", DateRange(DateField.UPDATED, None, date(2024, 5, 6))),
    ("date:2024-05-06..", DateRange(DateField.UPDATED, date(2024, 5, 6), None)),
    ("12:30", Word("12:30")),
    ("http://example.org/a?b=c", Word("http://example.org/a?b=c")),
    ("Causes: stress", Words((Word("Causes:"), Word("stress")))),
    ("C4:C5", Word("C4:C5")),
    ("covid-19", Word("covid-19")),
    ("--a", Word("--a")),
    ("a - b", Words((A, Word("-"), B))),
    ("a + b", Words((A, Word("+"), B))),
    ("+ -", Words((Word("+"), Word("-")))),
    ("~9", Word("9")),
    ("^2", Word("2")),
    ("https://example.org/~b ^_^", Words((Word("https://example.org/"), B, Word("_")))),
    ("(*)", Everything()),
    ("-(*)", Not(Everything())),
    ("Title: a", Words((Word("Title"), A))),
    ("a kind:\ncauses", Words((A, Word("kind"), Word("causes")))),
    ("date: 2024", Words((Word("date"), Word("2024")))),
    ("-title: a", Words((Not(Word("title")), A))),
    ("a\x00b", Words((A, B))),
    ("a \u200bOR b", AnyOf((A, B))),
    ("a ^ b", Words((A, B))),
    ("[1]", Word("[1]")),
    ("\u202ea\u200bb", Word("ab")),
    ("🙂", Word("🙂")),
]

ERRORS: list[tuple[str, int, int, str, str]] = [
    # query, place, what the message says, the same words plainly
    ("title:[", 0, 7, "title:cramp", "title"),
    ("title:", 0, 6, "right after the colon", "title"),
    ("(title:)", 1, 7, "right after the colon", "title"),
    ("a title:-b", 2, 8, "right after the colon", "a title b"),
    ('title:""', 0, 8, "title:cramp", "title"),
    ("heading:title:a", 0, 8, "heading:cramp", "heading title a"),
    ("foo:bar", 0, 4, "the fields are: title", "foo bar"),
    ("mailto:a@b.example", 0, 7, "no field 'mailto'", "mailto a@b.example"),
    ("kind:nonsense", 5, 13, "the kinds are: overview", "kind nonsense"),
    ("kind:(causes)", 5, 6, "kind", "kind causes"),
    ("site:a..b", 5, 9, "example.org", "site a..b"),
    ("site:[", 5, 6, "example.org", "site"),
    ("date:soon", 5, 9, "2024-05-31", "date soon"),
    ("date:2024-13", 5, 12, "there is no 2024-13", "date 2024-13"),
    ("date:0000", 5, 9, "there is no 0000", "date 0000"),
    ("date:2024..2020", 5, 15, "2020..2024", "date 2024..2020"),
    ("date:..", 5, 7, "2020..2024", "date .."),
    ("date:>9999", 5, 10, "calendar", "date >9999"),
    ('"abc', 0, 4, "quotation mark", "abc"),
    ('a "b" c"', 7, 8, "quotation mark", "a b c"),
    ("(a", 0, 1, "not closed", "a"),
    ("a (b (c)", 2, 3, "not closed", "a b c"),
    ("a)", 1, 2, "remove it", "a"),
    (")", 0, 1, "remove it", ""),
    ("a () b", 2, 4, "nothing between", "a b"),
    ("OR", 0, 2, "before it", "or"),
    ("a OR", 2, 4, "after it", "a or"),
    ("AND a", 0, 3, "before it", "and a"),
    ("a AND OR b", 6, 8, "before it", "a and or b"),
    ("NOT", 0, 3, "needs a word", "not"),
    ("-(a OR)", 4, 6, "after it", "a or"),
    ("wo*rd", 2, 3, "only end a word", "wo rd"),
    ("*ache", 0, 1, "only end a word", "ache"),
    ("**a**", 0, 1, "only end a word", "a"),
    ("a~9", 1, 3, "at most 2", "a 9"),
    ('"a b"~', 5, 6, "after ~", "a b"),
    ('"a b"~99999999999', 5, 17, "after ~", "a b 99999999999"),
    ("a^0", 1, 3, "more than 0", "a 0"),
    ("a^1000", 1, 6, "at most 100", "a 1000"),
    ("a^-1", 1, 4, "more than 0", "a 1"),
    ("a^1e9 b", 1, 5, "at most 100", "a 1e9 b"),
    ("a^nan", 1, 5, "more than 0", "a nan"),
    ("a^ b", 1, 2, "more than 0", "a b"),
    ("a~b", 1, 3, "comes a number", "a b"),
    ("a~-1", 1, 4, "comes a number", "a 1"),
    ("a~1.5", 1, 5, "comes a number", "a 1.5"),
    ("(a)~x", 3, 5, "comes a number", "a x"),
    ("a\u200b^x", 2, 4, "more than 0", "a x"),
    ("(a)~2", 3, 5, "not understood", "a 2"),
]


@pytest.mark.parametrize(("text", "tree"), FORMS, ids=[ascii(text) for text, _ in FORMS])
def test_every_form_becomes_its_tree(text: str, tree: Query) -> None:
    assert bare(parse(text)) == tree


@pytest.mark.parametrize(("text", "start", "end", "says", "plainly"), ERRORS, ids=[case[0] for case in ERRORS])
def test_every_error_has_its_place_says_what_to_do_and_how_to_ask_plainly(
    text: str, start: int, end: int, says: str, plainly: str
) -> None:
    with pytest.raises(QueryError) as refusal:
        parse(text)
    error = refusal.value
    assert (error.start, error.end, error.plain) == (start, end, plainly)
    assert says in str(error)


TYPED: list[tuple[str, Query]] = [
    ("", Everything()),
    ("eyelid twi", Words((Word("eyelid"), Word("twi", NO_SPAN, last=True)))),
    ("eyelid twi ", Words((Word("eyelid"), Word("twi")))),
    ('"eyelid twi', Words((Phrase("eyelid"), Word("twi", NO_SPAN, last=True)))),
    ('"eyelid twi ', Phrase("eyelid twi")),
    ('"eye', Word("eye", NO_SPAN, last=True)),
    ('"', Everything()),
    ('a "', A),
    ('"a b"', Phrase("a b")),
    ("(a", Word("a", NO_SPAN, last=True)),
    ("(a OR", A),
    ("(a OR (b ", AnyOf((A, B))),
    ("a (", A),
    ("((((", Everything()),
    ("a OR ", A),
    ("a NOT", A),
    ("title:", Everything()),
    ("a title:", A),
    ("title:tw", InField(TextField.TITLE, Word("tw", NO_SPAN, last=True))),
    ("a kind:cau", A),
    ("a kind:causes", Words((A, KindIs(SectionKind.CAUSES)))),
    ("a date:202", A),
    ("a -", Words((A, Word("-", NO_SPAN, last=True)))),
    ("a*", Prefix("a")),
    ("a^", A),
    ("a^1.", A),
    ("title: ", Word("title")),
]


@pytest.mark.parametrize(("text", "tree"), TYPED, ids=[text for text, _ in TYPED])
def test_an_unfinished_text_is_read_as_far_as_it_goes(text: str, tree: Query) -> None:
    assert bare(parse(text, typing=True)) == tree


@pytest.mark.parametrize("text", ["a)", "wo*rd", "foo:bar ", "a~9 ", "kind:nonsense a"])
def test_what_no_rest_can_mend_is_an_error_while_typing_too(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, typing=True)


def test_words_know_where_they_stand_in_code_points() -> None:
    query = parse("🙂 “b c”~2 title:d*")
    assert isinstance(query, Words)
    smile, phrase, field = query.children
    assert isinstance(smile, Word)
    assert isinstance(phrase, Phrase)
    assert isinstance(field, InField)
    assert isinstance(field.child, Prefix)
    assert [smile.span, phrase.span, field.child.span] == [Span(0, 1), Span(2, 9), Span(16, 18)]


def test_a_query_is_limited_in_length_words_and_depth() -> None:
    for text, says in (
        ("a" * (LIMITS.length + 1), "longer than"),
        ("a " * (LIMITS.terms + 1), "words"),
        (f'"{"a " * (LIMITS.terms + 1)}"', "words"),
        ("(" * 100 + "a" + ")" * 100, "levels"),
        ("NOT " * 100 + "a", "levels"),
        ("title:(" * 100 + "a" + ")" * 100, "levels"),
    ):
        with pytest.raises(QueryError, match=says) as refusal:
            parse(text)
        assert parse(refusal.value.plain) != Everything()


def test_a_query_at_its_limits_is_read() -> None:
    assert bare(parse("a " * LIMITS.terms)) == Words((A,) * LIMITS.terms)
    assert bare(parse("a" * LIMITS.length)) == Word("a" * LIMITS.length)
    assert bare(parse("(" * LIMITS.depth + "a" + ")" * LIMITS.depth)) == A


def test_plain_words_are_words_whatever_marks_stand_in_them() -> None:
    assert bare(plain('title:[a OR "b c"~3 -(d*)^2')) == Words(
        tuple(Word(each) for each in ("title", "a", "or", "b", "c", "3", "d", "2"))
    )
    assert plain("()") == Everything()


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_named_when_an_unknown_one_is_asked_for(name: str) -> None:
    with pytest.raises(QueryError, match=name):
        parse("unknown:a")


def refusal_of(text: str, typing: bool) -> QueryError | None:
    try:
        parse(text, typing=typing)
    except QueryError as error:
        return error
    return None


_pieces = st.lists(
    st.sampled_from((
        "a", "twitch", '"', "“", "(", ")", "+", "-", "*", "~", "~2", "^2", "^", ":", " ", " ", "AND", "OR", "NOT",
        "title:", "kind:", "kind:causes", "date:2020..", "foo:", "http://", "[", "\\", "\x00", "\u202e", "🙂", "9" * 30,
    )),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.text() | _pieces, st.booleans())
@example('a""~', False)
@example("-", True)
def test_any_text_is_a_query_or_a_query_error_with_a_plain_way_out(text: str, typing: bool) -> None:
    error = refusal_of(text, typing)
    if error is not None:
        assert 0 <= error.start < error.end <= len(text)
        assert str(error)
        assert parse(error.plain) == plain(text)


@given(st.text() | _pieces)
def test_plain_never_raises_and_is_only_words(text: str) -> None:
    query = plain(text)
    match query:
        case Words(children):
            assert all(isinstance(child, Word) for child in children)
        case _:
            assert isinstance(query, Word | Everything)
    assert plain_text(plain_text(text)) == plain_text(text)


def test_a_kind_that_is_named_again_and_again_is_asked_for_once() -> None:
    text = "kind:" + "causes,remedies," * 600 + "causes"
    assert parse(text) == AnyOf((KindIs(SectionKind.CAUSES), KindIs(SectionKind.REMEDIES)))
    assert parse("kind:causes,causes") == KindIs(SectionKind.CAUSES)


@pytest.mark.parametrize(
    "text", ["(", '"', "a*", "a~", "-", "title:", "kind:a,", "^2", "OR ", "”a“", "a:b:", '\n"', "(a)"]
)
def test_reading_takes_time_in_proportion_to_length_at_most(text: str) -> None:
    long = (text * LIMITS.length)[: LIMITS.length]
    for typing in (False, True):
        assert effort(partial(refusal_of, long, typing), 0.5) < 0.5
