"""What belongs to whom: tabs, folds, posts, boxes that only offer something, and lines that only look like headings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.effort import effort
from tests.extract.pages import article, body_of
from twitchsearch.extract.offers import drop_forms, drop_offers
from twitchsearch.extract.tree import Element, read_html

_ENOUGH = 1.0  # processor seconds

SALT = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
CUP = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."
LATE = "Sleep comes late after it, and the lid goes on with its little dance well into the next afternoon."
OPENING = f"<p>{LATE} {SALT} This is what it says at first.</p>"

LAYOUTS = {
    "tabs without names, in the order of their panels": (
        (
            '<ul role="tablist"><li role="tab">Causes</li><li role="tab">Treatment</li></ul><div>'
            '<div role="tabpanel"><p>[salt]</p></div><div role="tabpanel" hidden><p>[cup]</p></div></div>'
        ),
        ["Causes", "Treatment"],
    ),
    "a list of links above the blocks they lead to": (
        (
            '<div><ul><li><a href="#t1">Causes</a></li><li><a href="#t2">Treatment</a></li></ul>'
            '<div id="t1"><p>[salt]</p></div><div id="t2"><p>[cup]</p></div></div>'
        ),
        ["Causes", "Treatment"],
    ),
    "panels that are hidden below lines, the first one open": (
        (
            '<h2>Questions</h2><div><div class="x1 on">Is it harmless?</div><div class="x2 on"><p>[salt]</p></div>'
            '<div class="x1">Will it pass?</div><div class="x2" style="display:none"><p>[cup]</p></div>'
            '<div class="x1">And then?</div><div class="x2" style="display:none"><p>[late]</p></div></div>'
        ),
        ["Questions > Is it harmless?", "Questions > Will it pass?", "Questions > And then?"],
    ),
    "a button that is all of its heading, above what is called a dropdown": (
        (
            '<ul><li class="accordion-item"><h4><button aria-expanded="false">Causes</button></h4>'
            '<div class="accordion-item__dropdown"><div class="accordion-item__text"><p>[salt]</p></div></div></li>'
            '<li class="accordion-item"><h4><button aria-expanded="false">Treatment</button></h4>'
            '<div class="accordion-item__dropdown"><div class="accordion-item__text"><p>[cup]</p></div></div></li></ul>'
        ),
        ["Causes", "Treatment"],
    ),
    "links in headings that open their own panels": (
        (
            '<div class="pp"><div class="ph"><h4><a data-toggle="collapse" href=#a1>Causes</a></h4></div>'
            '<div id=a1 class="collapse"><p>[salt]</p></div></div><div class="pp"><div class="ph"><h4>'
            '<a data-toggle="collapse" href=#a2>Treatment</a></h4></div><div id=a2 class="collapse"><p>[cup]</p></div>'
            "</div>"
        ),
        ["Causes", "Treatment"],
    ),
    "elements of the site's own with their heading in an attribute": (
        '<x-fold header="Causes"><p>[salt]</p></x-fold><x-fold header="Treatment"><p>[cup]</p></x-fold>',
        ["Causes", "Treatment"],
    ),
    "inline elements with the role of headings": (
        (
            '<b role="heading" aria-level="2">Causes</b><p>[salt]</p><span role="heading" aria-level="3">Coffee</span>'
            '<p>[cup]</p><span role="heading" aria-level="2">Outlook</span><p>[late]</p>'
        ),
        ["Causes", "Causes > Coffee", "Outlook"],
    ),
    "an outline that a word processor left in styles": (
        "<p style='mso-outline-level:2'>Causes</p><p>[salt]</p><p style='mso-outline-level:3'>Coffee</p><p>[cup]</p>",
        ["Causes", "Causes > Coffee"],
    ),
    "names repeated below every heading": (
        (
            "<h3>Coffee</h3><p><b>Seen as:</b> [late]</p><p><b>Fix:</b> [salt]</p><h3>Salt</h3><p><b>Seen as:</b> "
            "[late]</p><p><b>Fix:</b> [cup]</p><h3>Screens</h3><p><b>Seen as:</b> [cup]</p><p><b>Fix:</b> [salt]</p>"
        ),
        [
            "Coffee > Seen as",
            "Coffee > Fix",
            "Salt > Seen as",
            "Salt > Fix",
            "Screens > Seen as",
            "Screens > Fix",
        ],
    ),
    "names in quotation marks": (
        "<h2>Tales</h2><ul><li><i>“It is the moon”</i> – [salt]</li><li><i>“Coffee cures it”</i> – [cup]</li></ul>",
        ["Tales > “It is the moon”", "Tales > “Coffee cures it”"],
    ),
    "names set off by capitals alone": (
        "<p>CAUSES: [salt]</p><p>WHAT HELPS: [cup]</p><p>LATER ON: [late]</p>",
        ["CAUSES", "WHAT HELPS", "LATER ON"],
    ),
    "a bold line below a larger one": (
        (
            '<p><font size="5"><b>Causes</b></font></p><p>[salt]</p><p><b>Coffee</b></p><p>[cup]</p>'
            '<p><font size="5"><b>Outlook</b></font></p><p>[late]</p>'
        ),
        ["Causes", "Causes > Coffee", "Outlook"],
    ),
    "smaller lines before larger ones": (
        (
            '<p style="font-size:20px;font-weight:bold">In short</p><p>[late]</p>'
            '<p style="font-size:26px;font-weight:bold">Causes</p><p>[salt]</p>'
            '<p style="font-size:20px;font-weight:bold">Coffee</p><p>[cup]</p>'
            '<p style="font-size:26px;font-weight:bold">Outlook</p><p>[late]</p>'
        ),
        ["In short", "Causes", "Causes > Coffee", "Outlook"],
    ),
    "bold lines in capitals above others": (
        (
            "<p><b>CAUSES</b></p><p>[salt]</p><p><b>Coffee</b></p><p>[cup]</p><p><b>Salt</b></p><p>[salt]</p>"
            "<p><b>OUTLOOK</b></p><p>[late]</p>"
        ),
        ["CAUSES", "CAUSES > Coffee", "CAUSES > Salt", "OUTLOOK"],
    ),
    "lines that count themselves within others": (
        "<p><b>1. Causes</b></p><p>[salt]</p><p><b>1.1 Coffee</b></p><p>[cup]</p><p><b>2. Outlook</b></p><p>[late]</p>",
        ["1. Causes", "1. Causes > 1.1 Coffee", "2. Outlook"],
    ),
    "lines in italics below bold ones": (
        (
            "<p><b>Causes</b></p><p>[salt]</p><p><i>Coffee</i></p><p>[cup]</p><p><i>Salt</i></p><p>[salt]</p>"
            "<p><b>Outlook</b></p><p>[late]</p>"
        ),
        ["Causes", "Causes > Coffee", "Causes > Salt", "Outlook"],
    ),
    "rows that begin with a bold name": (
        (
            "<h2>Causes</h2><table><tr><td><b>Coffee</b></td><td>[cup]</td></tr><tr><td><b>Salt</b></td><td>[salt]</td></tr>"
            "</table><h2>Outlook</h2><p>[late]</p>"
        ),
        ["Causes > Coffee", "Causes > Salt", "Outlook"],
    ),
    "a carousel of passages": (
        (
            '<h2>Causes</h2><div class="carousel"><div class="s"><p class="t">Coffee</p><p>[cup]</p></div>'
            '<div class="s"><p class="t">Salt</p><p>[salt]</p></div><div class="s"><p class="t">Screens</p>'
            "<p>[late]</p></div></div>"
        ),
        ["Causes > Coffee", "Causes > Salt", "Causes > Screens"],
    ),
    "a box with an offer between two questions": (
        (
            "<p><b>Is it harmless?</b></p><p>[salt]</p><div class='memberbox'><h5>Members save a fifth</h5>"
            "<a href='/offers'>Find a shop</a></div><p><b>Will it pass?</b></p><p>[cup]</p>"
        ),
        ["Is it harmless?", "Will it pass?"],
    ),
    "a box that asks for an address": (
        (
            "<h2>Causes</h2><p>[salt]</p><div><h3>Our letter</h3><p>Straight to you.</p><form><input></form></div>"
            "<h2>Outlook</h2><p>[cup]</p>"
        ),
        ["Causes", "Outlook"],
    ),
    "a box that asks for a vote": (
        (
            "<h2>Causes</h2><p>[salt]</p><section><h4>Have your say</h4><p>Does it twitch?</p><button>Yes</button>"
            "<button>No</button></section><h2>Outlook</h2><p>[cup]</p>"
        ),
        ["Causes", "Outlook"],
    ),
    "a paragraph in a field whose name speaks of labels": (
        (
            '<h3>Causes</h3><div class="field field--label-hidden"><p>These three do it more often than others:</p>'
            "<ul><li><b>Coffee.</b> [cup]</li><li><b>Salt.</b> [salt]</li></ul><p>[late]</p></div>"
        ),
        ["Causes", "Causes > Coffee", "Causes > Salt", "Causes"],
    ),
}


def _page(markup: str) -> str:
    return markup.replace("[salt]", SALT).replace("[cup]", CUP).replace("[late]", LATE)


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_part_stands_below_what_a_reader_sees_above_it(name: str) -> None:
    markup, wanted = LAYOUTS[name]
    found = [" > ".join(section.heading_path) for section in body_of(OPENING + _page(markup)).sections]
    assert found == ["", *wanted]


def test_a_question_is_read_with_all_its_answers_and_each_answer_ends_its_headings() -> None:
    posts = (
        '<div class="question"><div class="post-body"><p>[late]</p></div></div><h2>2 answers</h2>'
        '<div class="answer"><div class="post-body"><p>[salt] [cup]</p><p><b>Tea</b></p><p>[cup]</p></div></div>'
        '<div class="answer"><div class="post-body"><p>[late] [salt]</p></div></div>'
    )
    found = article(f"<html><body><h1>Why does it twitch?</h1><div>{_page(posts)}</div></body></html>")
    paths = [" > ".join(section.heading_path) for section in found.sections]
    assert paths == ["", "2 answers", "2 answers > Tea", "2 answers"]


def test_a_lower_heading_of_which_all_others_are_parts_is_the_title() -> None:
    parts = "".join(f"<dt>{name}</dt><dd>{SALT}</dd>" for name in ("Causes", "Treatment", "Outlook"))
    below = f"<h2>Twitching explained</h2><p>{LATE}</p><dl>{parts}</dl>"
    found = article(f"<html><head><title>Hilltop Surgery</title></head><body>{below}</body></html>")
    assert found.facts.title == "Twitching explained"
    assert [section.heading_path for section in found.sections] == [(), ("Causes",), ("Treatment",), ("Outlook",)]
    found = article(f"<html><head><title>Muscles, water and salts</title></head><body>{below}</body></html>")
    assert found.facts.title == "Muscles, water and salts"
    assert found.sections[0].heading_path == ("Twitching explained",)


def test_who_wrote_it_and_when_is_no_part_of_the_first_passage() -> None:
    lines = (
        "<p>Ann Bee</p><p>By Ann Bee, the site's pharmacist. First published on 10 November 2020 and looked through "
        "on 19 May 2022.</p><p>The Site may receive compensation for some links.</p>"
    )
    opening = body_of(f"{lines}<p>{LATE}</p><h2>Causes</h2><p>{SALT}</p>").sections[0]
    assert opening.text == LATE


def test_a_few_words_below_the_last_panel_are_of_the_site() -> None:
    panels = "".join(f"<details><summary>{name}?</summary><p>{SALT}</p></details>" for name in ("Why", "How", "When"))
    found = body_of(f"{OPENING}{panels}<p>Talk about it at the club.</p>")
    assert "club" not in found.sections[-1].text


def test_passages_that_go_on_about_the_same_are_one_and_lists_of_things_stay_apart() -> None:
    symptoms = (
        "You notice a flicker below the skin, and the lid feels heavy and looks swollen in the mirror.",
        "In bad cases the pain is sharp, the muscle feels hard and the fingers are numb and weak all day.",
    )
    cut = article("<body>" + "".join(f"<p>{each}</p>" for each in (LATE, SALT, CUP, LATE, *symptoms)) + "</body>")
    assert "\n".join(symptoms) in {section.text for section in cut.sections}


@pytest.mark.parametrize("drop", [drop_forms, drop_offers])
def test_looking_for_offers_is_bounded_however_blocks_are_nested(drop: Callable[[Element], None]) -> None:
    """Each block is looked at as far as some thirty elements, so a page that is all depth costs as much as another."""
    root = read_html("<html><body>" + "<div>" * 1_500 + "<form><button>Go</button></form>" * 3_000 + "</body></html>")
    assert effort(lambda: drop(root), _ENOUGH) <= _ENOUGH
