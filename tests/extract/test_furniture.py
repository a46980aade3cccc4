"""Lines and parts that are no part of an article: offers, calls, other articles, references, who wrote it."""

from __future__ import annotations

import pytest

from tests.extract.pages import article, body_of, paths

LONG = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
OTHER = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."


@pytest.mark.parametrize(
    "line",
    [
        "Silver liner socks £9.50",
        "This episode was paid for by Wolkbed, the mattress in a sausage.",
        "Watch next: the hill workout",
        "Getty/Carrowell Studio",
        "Click here to send me an e-mail",
        "2,310 views",
        "This leaflet is no substitute for advice.",
        "Home - Leaflets - Shop - About",
        "Twitches booklet, version 6, page 3 of 6",
        "How helpful was this article?",
        "Next month: cold hands",
    ],
)
def test_a_line_that_offers_or_credits_is_in_no_section(line: str) -> None:
    found = body_of(f"<p>{LONG}</p><h2>Causes</h2><p>{OTHER}</p><p>{line}</p><p>{LONG}</p>")
    assert [section.text for section in found.sections] == [LONG, f"{OTHER}\n{LONG}"]


@pytest.mark.parametrize(
    "line", ["A good pair of gloves costs about £40 and lasts for years.", "Watch the other eye as well."]
)
def test_a_sentence_of_the_article_stays(line: str) -> None:
    assert line in body_of(f"<p>{LONG}</p><p>{line}</p><p>{OTHER}</p>").sections[0].text


@pytest.mark.parametrize(
    "part",
    [
        "<h2>From our shop</h2><p>Heated gloves</p>",
        "<h2>More to read</h2><div>Chilblains</div><div>Itchy and purple.</div>",
        "<h2>Join our community</h2><p>Fifteen thousand members chat.</p>",
        "<h2>References</h2><ol><li>Dromey P. A study.</li><li>Asante K. Another.</li></ol>",
        "<p><b>Become a friend of the show</b></p><p>For three euros a month.</p>",
    ],
)
def test_a_part_that_its_heading_gives_away_is_in_no_section(part: str) -> None:
    found = body_of(f"<p>{OTHER}</p><h2>Causes</h2><p>{LONG}</p>{part}<h2>Outlook</h2><p>{OTHER}</p>")
    assert paths(found) == [(), ("Causes",), ("Outlook",)]


def test_references_that_are_running_text_stay() -> None:
    assert paths(body_of(f"<h2>Causes</h2><p>{LONG}</p><h2>References</h2><p>{OTHER}</p>")) == [
        ("Causes",),
        ("References",),
    ]


def test_what_tells_who_the_author_is_is_in_no_section() -> None:
    head = '<head><meta name="author" content="Siobhan Deverell"></head>'
    body = f"<p>{LONG}</p><h2>Causes</h2><p>{OTHER}</p><p>Siobhan Deverell has run our helpline since 2014.</p>"
    found = article(f"<html>{head}<body><main><h1>Twitches</h1>{body}</main></body></html>")
    assert [section.text for section in found.sections] == [LONG, OTHER]


def test_a_name_of_the_site_that_is_set_as_h1_is_no_title() -> None:
    head = "<head><title>Itchy in Turku: A year of welts</title></head>"
    top = '<h1><a href="/">Itchy in Turku</a></h1><h2>A year of welts</h2>'
    assert article(f"<html>{head}<body>{top}<p>{LONG}</p></body></html>").facts.title == "A year of welts"


def test_the_board_is_not_the_title_of_its_topic() -> None:
    head = "<head><title>Selbermacher • View topic - Musty cellar</title></head>"
    page = f"<html>{head}<body><h1>Selbermacher</h1><h3>Musty cellar</h3><p>{LONG}</p></body></html>"
    assert article(page, "https://forum.selbermacher.example/t?f=1").facts.title == "Musty cellar"


def test_names_in_one_line_are_several_authors() -> None:
    head = '<head><meta name="author" content="Saskia van Rijn, Joost Dekkers"></head>'
    found = article(f"<html>{head}<body><h1>Legs</h1><p>{LONG}</p></body></html>")
    assert found.facts.authors == ("Saskia van Rijn", "Joost Dekkers")
