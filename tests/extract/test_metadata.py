"""What is known of an article besides its text, and answers given to machines only."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.extract.pages import article, body_of, by_heading, paths

TEXT = "<p>A twitch is a small flicker under the skin that comes and goes and seldom means anything bad at all.</p>"


def with_head(
    head: str, body: str = f"<h1>Eyelid twitching</h1>{TEXT}", url: str = "https://www.health.example/twitch"
) -> str:
    return f"<html><head>{head}</head><body><main>{body}</main></body></html>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Eyelid twitching | The Site</title>", f"<h1>Eyelid twitching</h1>{TEXT}", "Eyelid twitching"),
        ("<title>Eyelid twitching | The Site</title>", TEXT, "Eyelid twitching"),
        (
            "<title>The Site - Eyelid twitching</title><meta property=og:site_name content='The Site'>",
            TEXT,
            "Eyelid twitching",
        ),
        ("<title>Cramps - and what helps</title>", TEXT, "Cramps - and what helps"),
        ("<title>X-rays: an A–Z</title>", TEXT, "X-rays: an A–Z"),
        ("<title>Why | S</title><meta property=og:title content='Why eyelids twitch'>", TEXT, "Why eyelids twitch"),
        ("<title>Why eyelids twitch | S</title>", f"<h1>S</h1><h1>Why eyelids twitch</h1>{TEXT}", "Why eyelids twitch"),
        ("", TEXT, "Twitch"),
    ],
)
def test_the_title_is_the_articles_own(head: str, body: str, title: str) -> None:
    assert article(with_head(head, body)).facts.title == title


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://health.example/a?utm_source=x#top", "https://health.example/a"),
        ("/b", "https://health.example/b"),
        ("https://evil.example/twitch", "https://health.example/twitch"),
        ("https://www.health.example/c", "https://www.health.example/c"),
        ("https://health.example/", "https://health.example/twitch"),
        ("javascript:alert(1)", "https://health.example/twitch"),
        ("http://[", "https://health.example/twitch"),
        ("", "https://health.example/twitch"),
    ],
)
def test_a_canonical_address_is_believed_on_the_same_site_only(link: str, url: str) -> None:
    facts = article(with_head(f'<link rel="canonical" href="{link}">')).facts
    assert (facts.url, facts.site) == (url, "health.example")
    assert ("https://health.example/twitch" in facts.aliases) == (url != "https://health.example/twitch")


def test_dates_and_authors_are_read_from_json_ld() -> None:
    stated = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "datePublished": "2001-01-01", "author": "Nobody"},
            {
                "@type": ["MedicalWebPage"],
                "datePublished": "2024-02-29T10:00:00+02:00",
                "dateModified": "2025-03-01",
                "lastReviewed": "2025-04-02",
                "author": [{"@type": "Person", "name": "Ada Byron"}, "Grace Hopper"],
                "inLanguage": "en-GB",
            },
        ],
    }
    facts = article(with_head(f'<script type="application/ld+json">{json.dumps(stated)}</script>')).facts
    assert (facts.published, facts.modified, facts.reviewed) == (date(2024, 2, 29), date(2025, 3, 1), date(2025, 4, 2))
    assert (facts.authors, facts.language) == (("Ada Byron", "Grace Hopper"), "en-GB")


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("Updated 22 November 2026", "modified", date(2026, 11, 22)),
        ("Last updated on <time>Nov. 22, 2026</time>", "modified", date(2026, 11, 22)),
        ("Published: November 22nd, 2026", "published", date(2026, 11, 22)),
        ("Medically reviewed by Jo Doe, MD on 3 May 2025", "reviewed", date(2025, 5, 3)),
        ("<b>Medically reviewed</b> 2025-05-03", "reviewed", date(2025, 5, 3)),
        ("Not reviewed by a clinician. 3 May 2025", "reviewed", None),
        ("Next review due: 3 May 2028", "reviewed", None),
        ("Updated 3/4/2026", "modified", None),
        ("Updated 31 February 2026", "modified", None),
    ],
)
def test_dates_are_read_from_visible_lines(line: str, name: str, day: date | None) -> None:
    facts = article(with_head("", f"<h1>T</h1>{TEXT}<p>{line}</p>")).facts
    assert getattr(facts, name) == day


@pytest.mark.parametrize(
    "head",
    [
        "<script type='application/ld+json'>{not json</script>",
        f"<script type='application/ld+json'>{'[' * 100_000}</script>",
        '<script type=\'application/ld+json\'>[1, null, {"@type": 5, "author": {"name": 7}}]</script>',
        "<meta name=date content='yesterday'><meta name=author content='https://x.example/me'>",
        "<meta name=date content='0000-00-00'>",
    ],
)
def test_nonsense_in_the_head_states_nothing(head: str) -> None:
    facts = article(with_head(head)).facts
    assert (facts.published, facts.modified, facts.reviewed, facts.authors) == (None, None, None, ())


def faq(*pairs: tuple[str, str]) -> str:
    entities = [{"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}} for q, a in pairs]
    return f'<script type="application/ld+json">{json.dumps({"@type": "FAQPage", "mainEntity": entities})}</script>'


def test_answers_given_to_machines_only_are_sections_and_nothing_is_said_twice() -> None:
    seen = "Stretch the muscle slowly and rest it for a while, and the twitch will mostly go away by itself."
    unseen = "No. It <b>passes</b> within days.<br>Mostly."
    visible = f"<h1>T</h1><h2>Questions</h2><h3>How do I stop a twitch?</h3><p>{seen}</p>"
    head = faq(("How do I stop a twitch?", seen), ("Is it dangerous?", unseen), ("Is it dangerous?", unseen))
    found = article(with_head(head, visible))
    assert paths(found) == [("Questions", "How do I stop a twitch?"), ("Questions", "Is it dangerous?")]
    assert by_heading(found, "Is it dangerous?").text == "No. It passes within days.\nMostly."


def test_an_answer_that_stands_in_the_text_under_another_heading_is_not_repeated() -> None:
    seen = "Stretch the muscle slowly and rest it for a while, and the twitch will mostly go away by itself."
    found = article(with_head(faq(("How can it be stopped?", seen)), f"<h1>T</h1><h2>Help</h2><p>{seen}</p>"))
    assert paths(found) == [("Help",)]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ada Byron", ("Ada Byron",)),
        ("Written by Dr. Ada Byron and Grace Hopper, physiotherapists", ("Dr. Ada Byron", "Grace Hopper")),
        ("3 May 2025 - by A. J. Byron - 2 comments", ("A. J. Byron",)),
        ("Authors: Ada Byron, Grace Hopper", ("Ada Byron", "Grace Hopper")),
        ("Written by Ada Byron Medically reviewed on 3 May 2025", ("Ada Byron",)),
        ("It is helped by Water, as many know", ()),
    ],
)
def test_authors_are_read_from_the_line_that_names_them(line: str, authors: tuple[str, ...]) -> None:
    assert body_of(f"<p>{line}</p>{TEXT}<h2>Causes</h2>{TEXT}").facts.authors == authors


def test_a_line_that_is_little_but_a_date_tells_when_it_was_published() -> None:
    found = body_of(f"<div class=meta>Ada Byron | 10 December 2021</div>{TEXT}<h2>Causes</h2>{TEXT}")
    assert (found.facts.published, found.facts.modified) == (date(2021, 12, 10), None)


def test_the_date_of_a_review_is_no_date_of_publishing() -> None:
    found = body_of(f"<p>Written by Ada Byron. Last reviewed on 3 May 2025</p>{TEXT}")
    assert (found.facts.published, found.facts.reviewed) == (None, date(2025, 5, 3))
