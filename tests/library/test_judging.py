"""What is kept of a crawl: articles, and none of the pages that stand where an article should."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.corpus.archives import article
from twitchsearch.library import judging
from twitchsearch.library.judging import Judge
from twitchsearch.library.languages import language_of
from twitchsearch.model import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ARTICLE = article("Eyelids", *["Coffee, tea and late nights make the nerves of the eyelid fire."] * 4)
LIST = "".join(
    f'<h3><a href="/{n}">Why the muscle number {n} twitches</a></h3><p>Muscle {n} and what it does all day.</p>'
    for n in range(20)
)
GERMAN = (
    "Das Zucken der Augenlider ist meist harmlos und hört von selbst auf. Es kommt oft mit zu viel Kaffee, mit dem "
    "Schlaf zu kurzer Nächte oder wenn die Augen müde sind. Wer sich Sorgen macht, kann sich bei einer Ärztin "
    "vorstellen, und die sieht sich das Auge an. Auch Magnesium wird gern empfohlen, ist aber nicht belegt."
)


def page(body: bytes | str, url: str = "https://a.example/eyelid") -> Page:
    text = body if isinstance(body, bytes) else f"<html><body><main>{body}</main></body></html>".encode()
    return Page(url, text, NOW, charset="utf-8")


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge() as judge:
        yield judge


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (ARTICLE, ""),
        (ARTICLE.replace(b"</main>", b'</main><form><input type="password"></form>'), ""),
        (
            article("Log in to read on", "Read the rest.") + b"<p>word</p>" * 40 + b'<input type="password">',
            "it is a log-in",
        ),
        ("<h1>Sign in</h1><p>Welcome back.</p><form><input name=p type='password'></form>", "it is a log-in"),
        ("<h1>We value your privacy</h1><p>Accept all cookies to read on, or manage your choices.</p>", "it asks for"),
        ("<title>404 Not Found</title><h1>404</h1><p>Sorry, the page you asked for is not here.</p>", "no such page"),
        ("<h1>Eyelids</h1><p>Coming soon, watch this space.</p>", "it is nearly empty"),
        (f"<h1>Muscles</h1>{LIST}", "it is a list of links"),
        ("<h1>Nothing</h1>", "no article"),
    ],
)
def test_only_articles_pass(judge: Judge, body: bytes | str, reason: str) -> None:
    found = judge(page(body), ())
    assert reason in found
    assert bool(found) is bool(reason)


def test_a_long_article_may_have_a_log_in_beside_it(judge: Judge) -> None:
    long = article("Eyelids", *["Coffee, tea and late nights make the nerves of the eyelid fire."] * 20)
    assert judge(page(long.replace(b"</main>", b'</main><form><input type="password"></form>')), ()) == ""


@pytest.mark.parametrize("path", ["search", "search/", "?q=eyelid", "list?s=", "a/?page=2&query=x"])
def test_searches_are_known_by_their_address(judge: Judge, path: str) -> None:
    assert judge(page(ARTICLE, f"https://a.example/{path}"), ()) == "it is a search"


@pytest.mark.parametrize(
    ("body", "languages", "reason"),
    [
        (ARTICLE, ("en",), ""),
        (ARTICLE, ("EN-gb", "de"), ""),
        (ARTICLE, ("de",), "it is in another language (en)"),
        (f"<h1>Augen</h1><p>{GERMAN}</p>", ("en",), "it is in another language (de)"),
        (f"<h1>Augen</h1><p>{GERMAN}</p>", ("de",), ""),
        (f"<h1>Zahlen</h1><p>{'7 8 9 10 ' * 30}</p>", ("en",), ""),
    ],
)
def test_languages_that_are_not_wanted_do_not_pass(
    judge: Judge, body: bytes | str, languages: tuple[str, ...], reason: str
) -> None:
    assert judge(page(body), languages) == reason


def test_a_reader_that_is_ended_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with Judge() as judge:
        assert judge(page(ARTICLE), ()) == ""
        monkeypatch.setattr(judging, "_SECONDS", 0.0)
        assert "took too long" in judge(page(ARTICLE), ())
        monkeypatch.undo()
        assert judge(page(ARTICLE), ()) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The muscles of the eye are small and quick, and that is why it is easy to see them twitch.", "en"),
        (GERMAN, "de"),
        ("Les muscles des yeux sont petits, et c'est pour cela que vous les voyez sur une paupière.", "fr"),
        ("Los músculos del ojo son pequeños y por eso se ven como una pequeña sacudida en el párpado.", "es"),
        ("", ""),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit", ""),
    ],
)
def test_a_language_is_told_from_its_small_words(text: str, code: str) -> None:
    assert language_of(text) == code
