"""Queries meant to hurt: each is answered, or refused with a place and a way out, within a second, by every backend."""

from __future__ import annotations

import pytest

from tests.backends.conftest import BACKENDS
from tests.backends.strategies import Part, an_article, build
from tests.effort import effort
from twitchsearch.errors import QueryError
from twitchsearch.model import Grouping, SearchRequest, Window
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index

ANSWERED = {
    "an asterisk": "*",
    "a tilde with a number": "~9",
    "a question mark": "?",
    "an emoji": "🙂🙃",
    "emoji among words": "cramp 🙂 twitch",
    "control characters": "\x00\x1b[31mcramp\x07\x9b",
    "bidi overrides": "\u202ecramp\u202c \u2066twitch\u2069",
    "right to left": "مرحبا שלום",
    "surrogates": "\ud800 cramp \udfff",
    "noncharacters": "\uffff\ufdd0 cramp",
    "combining marks without a letter": "\u0301\u0301 cramp",
    "a letter under five hundred marks": "c" + "\u0301" * 500 + "ramp",
    "one word of 10,000 letters": "x" * 10_000,
    "two hundred words": "cramp " * 200,
    "two hundred ANDs": " AND ".join(["cramp"] * 200),
    "two hundred ORs": " OR ".join(["twitch"] * 200),
    "two hundred minuses": "-cramp " * 200,
    "two hundred prefixes of one letter": "c* " * 200,
    "two hundred misspelt words": "twicth~2 " * 200,
    "a phrase of two hundred words": '"' + "cramp " * 199 + 'cramp"',
    "a phrase of the commonest word with much slop": '"the the the the the the"~50',
    "boosts of boosts": "cramp^0.000000000000000000001 twitch^100",
    "digits of all scripts": "١٢٣ １２ ²³ ½ Ⅳ",
    "the word after the last": "\U0010ffff",
    "a path": "../../etc/passwd",
    "an SQL injection": "'; DROP TABLE sections; --",
    "a script": "<script>alert(1)</script>",
}
REFUSED = {
    "100 kB of letters": "x" * 100_000,
    "100 kB of words": "cramp " * 17_000,
    "1,000 words": "cramp " * 1_000,
    "3,000 parentheses": "(" * 3_000,
    "3,000 pairs of parentheses": "(" * 1_500 + "a" + ")" * 1_500,
    "3,000 closing parentheses": ")" * 3_000,
    "1,000 NOTs": "NOT " * 1_000 + "a",
    "1,000 fields": "title:" * 1_000 + "a",
    "1,000 fields in parentheses": "title:(" * 1_000 + "a",
    "a quotation mark": '"',
    "nothing but operators": "AND OR NOT",
    "a kind that is none": "kind:nonsense",
    "a field that is none": "password:secret",
    "a field without a value": "title:[",
    "more edits than are allowed": "cramp~9",
    "slop of a googol": '"a b"~1' + "0" * 100,
    "a boost of infinity": "a^" + "9" * 400,
    "a boost of nothing": "a^0",
    "a date that never was": "date:2023-02-29",
    "a date after the last": "date:>9999-12-31",
    "a date with a thousand digits": "date:" + "9" * 1_000,
    "two thousand Chinese characters": "足" * 2_000,
    "a star in the middle": "cr*mp",
    "a regular expression": "a{1,99999}[a-z]+$|^(",
    "a format string": "%s%s%n {0} ${x} {{7*7}}",
}
TEXTS = ["the cramp " * 400, "twitch twitching cramp calm", "مرحبا 足つり"]


@pytest.fixture(scope="module", params=BACKENDS)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Of each backend one, which is only searched."""
    empty = BACKENDS[request.param](tmp_path_factory.mktemp("index"), "english")
    return build(empty, [an_article(f"a{n}-", *(Part(text, ("The",)) for text in TEXTS)) for n in range(20)])


def outcome(index: Index, text: str) -> str:
    """What becomes of a text as it stands; while it is typed too it is answered or refused, both within a second."""
    errors: list[QueryError | None] = []

    def ask() -> None:
        errors[:] = [refusal(index, text, typing=typing) for typing in (False, True)]

    assert effort(ask, 1.0) < 1.0
    for error in filter(None, errors):
        assert str(error)
        assert 0 <= error.start <= error.end <= len(text)
        assert refusal(index, error.plain, typing=False) is None
    return "refused" if errors[0] else "answered"


def refusal(index: Index, text: str, *, typing: bool) -> QueryError | None:
    try:
        request = SearchRequest(parse(text, typing=typing), text, typing=typing, grouping=Grouping.ARTICLE)
        with index.searcher() as searcher:
            results = searcher.search(request)
    except QueryError as error:
        return error
    assert all(hit.score >= 0 for hit in results.hits)
    return None


@pytest.mark.parametrize("text", ANSWERED.values(), ids=ANSWERED)
def test_what_can_be_answered_is_answered_within_a_second(index: Index, text: str) -> None:
    assert outcome(index, text) == "answered"


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_within_a_second(index: Index, text: str) -> None:
    assert outcome(index, text) == "refused"


@pytest.mark.parametrize("window", [Window(10**12, 10), Window(0, 10**12), Window(-(10**12), 10)])
def test_windows_of_any_size_are_refused_or_answered(index: Index, window: Window) -> None:
    with index.searcher() as searcher, pytest.raises(QueryError):
        searcher.search(SearchRequest(parse("cramp"), window=window))
