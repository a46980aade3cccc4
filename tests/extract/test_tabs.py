"""What stands on a tab is a heading only where the panel has none that ranks with the page's parts."""

from __future__ import annotations

from datetime import UTC, datetime

from twitchsearch.extract import extract
from twitchsearch.model import Page

PAGE = """<!doctype html><html lang="en"><head><title>Restless legs</title></head><body><main><h1>Restless legs</h1>
<ul role="tablist"><li><a role="tab" id="t1" href="#p1">In short</a></li>
<li><a role="tab" id="t2" href="#p2">Tests and treatment</a></li></ul>
<section role="tabpanel" id="p1" aria-labelledby="t1">{first}</section>
<section role="tabpanel" id="p2" aria-labelledby="t2">{second}</section></main></body></html>"""
WORDS = "<p>An urge to move the legs comes in the evening, and goes when they are moved or rubbed for a while.</p>"


def paths(first: str, second: str) -> list[tuple[str, ...]]:
    body = PAGE.format(first=first, second=second).encode()
    article = extract(Page("https://a.example/legs", body, datetime(2026, 1, 1, tzinfo=UTC)))
    return [section.heading_path for section in article.sections]


def test_a_panel_with_parts_of_the_page_keeps_its_own_headings() -> None:
    first = f"<h2>Symptoms</h2>{WORDS}<h3>At night</h3>{WORDS}"
    second = f"<h2>Diagnosis</h2>{WORDS}<h2>Treatment</h2>{WORDS}<h3>Iron</h3>{WORDS}"
    assert paths(first, second) == [
        ("Symptoms",),
        ("Symptoms", "At night"),
        ("Diagnosis",),
        ("Treatment",),
        ("Treatment", "Iron"),
    ]


def test_a_panel_without_any_is_headed_by_its_tab() -> None:
    assert paths(WORDS, f"{WORDS}<h3>Iron</h3>{WORDS}") == [
        ("In short",),
        ("Tests and treatment",),
        ("Tests and treatment", "Iron"),
    ]


def test_tabs_over_several_parts_each_say_what_these_are_parts_of() -> None:
    first = f"<h2>How it feels</h2>{WORDS}<h2>Who has it</h2>{WORDS}"
    second = f"<h2>Blood</h2>{WORDS}<h2>Iron</h2>{WORDS}"
    assert paths(first, second) == [
        ("In short", "How it feels"),
        ("In short", "Who has it"),
        ("Tests and treatment", "Blood"),
        ("Tests and treatment", "Iron"),
    ]


def test_a_tab_that_points_at_nothing_opens_nothing() -> None:
    page = PAGE.replace(' href="#p1"', "").replace(' href="#p2"', "").replace('aria-labelledby="t1"', "")
    body = page.format(first=WORDS, second=WORDS).encode()
    article = extract(Page("https://a.example/legs", body, datetime(2026, 1, 1, tzinfo=UTC)))
    assert [section.heading_path for section in article.sections][-1] == ("Tests and treatment",)
