"""Markup to sections: which headings there are, what stands under each, in every layout."""

from __future__ import annotations

import pytest

from tests.extract.pages import article, body_of, by_heading, made, paths, said, words
from twitchsearch.extract import extract

LONG = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
OTHER = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."


def test_text_before_the_first_heading_has_an_empty_path() -> None:
    found = body_of(f"<p>{LONG}</p><h2>Causes</h2><p>{OTHER}</p>")
    assert [(section.heading_path, section.text) for section in found.sections] == [((), LONG), (("Causes",), OTHER)]


def test_the_title_is_no_section_and_no_heading() -> None:
    found = body_of(f"<h2>Causes</h2><p>{LONG}</p>")
    assert (found.facts.title, paths(found)) == ("Muscle twitches", [("Causes",)])


def test_skipped_ranks_are_mended() -> None:
    found = body_of(
        f"<h2>A</h2><h4>B</h4><p>{LONG}</p><h6>C</h6><p>{OTHER}</p><h3>D</h3><p>{LONG}</p><h2>E</h2><p>x</p>"
    )
    assert paths(found) == [("A", "B"), ("A", "B", "C"), ("A", "D"), ("E",)]


def test_a_heading_without_text_is_a_section_only_where_nothing_stands_below_it() -> None:
    found = body_of(f"<h2>A</h2><h3>B</h3><p>{LONG}</p><h2>C</h2><h2>D</h2><p>{OTHER}</p>")
    assert paths(found) == [("A", "B"), ("C",), ("D",)]


def test_bold_paragraphs_are_headings_below_the_real_ones() -> None:
    found = body_of(f"<h2>Causes</h2><p><strong>Caffeine</strong></p><p>{OTHER}</p><p><b>Thirst:</b></p><p>{LONG}</p>")
    assert paths(found) == [("Causes", "Caffeine"), ("Causes", "Thirst")]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p><strong>Do not rub the eye at all.</strong></p>",
        f"<p>{LONG} <strong>Little is known.</strong></p>",
        "<p><strong>Note:</strong></p>",
        f"<p><strong>{LONG} {LONG}</strong></p>",
        "<p>Short</p>",
    ],
)
def test_bold_text_that_is_no_heading_stays_text(paragraph: str) -> None:
    assert paths(body_of(f"<h2>Causes</h2>{paragraph}<p>{LONG}</p>")) == [("Causes",)]


def test_a_bold_last_line_heads_nothing() -> None:
    assert paths(body_of(f"<h2>Causes</h2><p>{LONG}</p><p><b>Good luck</b></p>")) == [("Causes",)]


def test_classes_name_headings() -> None:
    found = body_of(
        f'<div class="Block__SubHeading-x1">Caffeine</div><p>{OTHER}</p><div class="heading">Salt</div><p>{LONG}</p>'
    )
    assert paths(found) == [("Caffeine",), ("Salt",)]


def test_numbered_lines_are_headings_where_there_are_several() -> None:
    found = body_of(f"<h2>Tips</h2><p>1. Drink water</p><p>{LONG}</p><p>2. Sleep</p><p>{OTHER}</p>")
    assert paths(found) == [("Tips", "1. Drink water"), ("Tips", "2. Sleep")]
    assert paths(body_of(f"<h2>Tips</h2><p>1. Drink water</p><p>{LONG}</p>")) == [("Tips",)]


def test_closed_details_are_sections_with_their_hidden_text() -> None:
    inside = f"<summary>Weakness</summary><p>{LONG}</p><h3>In a leg</h3><p>{OTHER}</p>"
    found = body_of(f"<h2>Signs</h2><details>{inside}</details><p>{LONG}</p>")
    assert paths(found) == [("Signs", "Weakness"), ("Signs", "Weakness", "In a leg"), ("Signs",)]


def test_an_accordion_that_hides_its_answer_is_read() -> None:
    found = body_of(f'<h3>Is it harmless?</h3><div class="accordion-panel" hidden><p>{LONG}</p></div>')
    assert by_heading(found, "Is it harmless?").text == LONG


def test_what_is_hidden_otherwise_is_not_read() -> None:
    found = body_of(f'<p>{LONG}</p><p hidden>{OTHER}</p><div style="display: none"><p>{OTHER}</p></div>')
    assert [section.text for section in found.sections] == [LONG]


def test_terms_of_a_definition_list_are_sections() -> None:
    found = body_of(f"<h2>Minerals</h2><dl><dt>Sodium</dt><dd>{LONG}</dd><dt>Calcium</dt><dd>{OTHER}</dd></dl>")
    assert paths(found) == [("Minerals", "Sodium"), ("Minerals", "Calcium")]


def test_a_definition_list_of_bare_values_is_text() -> None:
    found = body_of(f"<h2>Facts</h2><p>{LONG}</p><dl><dt>Duration</dt><dd>Days</dd><dt>Pain</dt><dd>None</dd></dl>")
    assert paths(found) == [("Facts",)]
    assert words(found.sections[0].text)[-4:] == ["Duration", "Days", "Pain", "None"]


@pytest.mark.parametrize(
    "item",
    [
        f"<li><strong>Dehydration.</strong> {LONG}</li>",
        f"<li><b>Dehydration</b>: {LONG}</li>",
        f"<li><p><strong>Dehydration</strong></p><p>{LONG}</p></li>",
        f"<li><strong>Dehydration</strong><br>{LONG}</li>",
        f"<li><strong>Dehydration</strong> – {LONG}</li>",
    ],
)
def test_a_named_item_with_an_explanation_is_a_section(item: str) -> None:
    found = body_of(f"<h2>Causes</h2><ul>{item}<li><strong>Caffeine.</strong> {OTHER}</li></ul><p>{LONG}</p>")
    assert paths(found) == [("Causes", "Dehydration"), ("Causes", "Caffeine"), ("Causes",)]
    assert found.sections[0].text == LONG


@pytest.mark.parametrize(
    "items",
    [
        "<li>the lid droops</li><li>the eye is red</li>",
        f"<li><strong>Never</strong> rub it. {LONG}</li>",
        "<li><strong>Dehydration.</strong></li>",
        "<li>National Eye Institute: pages on dry eye</li><li>NHS: pages on twitches</li>",
    ],
)
def test_items_without_a_name_and_an_explanation_stay_text(items: str) -> None:
    assert paths(body_of(f"<h2>Causes</h2><p>{LONG}</p><ul>{items}</ul>")) == [("Causes",)]


def test_names_set_off_by_a_colon_alone_are_sections_where_most_items_have_one() -> None:
    found = body_of(f"<h2>Causes</h2><ul><li>Thirst: {LONG}</li><li>Coffee: {OTHER}</li></ul>")
    assert paths(found) == [("Causes", "Thirst"), ("Causes", "Coffee")]


def test_each_row_of_a_table_says_its_columns() -> None:
    found = body_of(
        f"<h2>Signs</h2><p>{LONG}</p><table><caption>Two kinds</caption>"
        "<tr><th>Sign<th>Pain<tr><td>cramp<td>yes<tr><td>twitch<td>no</table>"
    )
    text, added = found.sections[0].text, found.sections[0].added
    assert text.split("\n") == [LONG, "Two kinds", "Sign; Pain", "Sign: cramp; Pain: yes", "Sign: twitch; Pain: no"]
    assert [text[span.start : span.end] for span in added] == ["Sign:", "Pain:"] * 2


def test_a_table_for_layout_is_read_as_paragraphs() -> None:
    found = body_of(f"<table><tr><td><p>{LONG}</p><p>{OTHER}</p></td><td>Side</td></tr></table>")
    assert found.sections[0].text.split("\n")[:2] == [LONG, OTHER]


def test_no_header_is_lost_where_a_column_is_empty() -> None:
    found = body_of(f"<p>{LONG}</p><table><tr><th>Sign<th>Pain<tr><td>cramp</table>")
    assert words("Sign Pain Sign cramp") == said(found)[-4:]


def test_contents_lists_related_links_and_newsletters_are_left_out() -> None:
    contents = "".join(f'<li><a href="#s{n}">Section {n}</a></li>' for n in range(5))
    found = body_of(
        f'<h2>On this page</h2><ul>{contents}</ul><p>{LONG}</p><h2 id="s1">Causes</h2><p>{OTHER}</p>'
        '<div class="newsletter-box"><h3>Join us</h3><p>News every week.</p></div>'
        '<h2>You might also like</h2><ul><li><a href="/a">Ten stretches for a stiff neck</a></li></ul>'
    )
    assert paths(found) == [(), ("Causes",)]
    assert said(found) == words(f"{LONG} Causes {OTHER}")


def test_captions_of_pictures_are_kept() -> None:
    found = body_of(
        f"<p>{LONG}</p><figure><img src=x><figcaption>The ring-shaped muscle of the eye</figcaption></figure>"
    )
    assert found.sections[0].text.endswith("The ring-shaped muscle of the eye")


@pytest.mark.parametrize(
    ("markup", "anchor"),
    [
        ('<h2 id="causes">Causes</h2>', "causes"),
        ('<h2><span id="inner">Causes</span></h2>', "inner"),
        ('<h2><a name="old"></a>Causes</h2>', "old"),
        ('<a id="before"></a><h2>Causes</h2>', "before"),
        ('<section id="around"><h2>Causes</h2>', "around"),
        ('<h2 id="a b%">Causes</h2>', "a%20b%25"),
        ("<h2>Causes, signs &amp; a self-test</h2>", ":~:text=Causes%2C%20signs%20%26%20a%20self%2Dtest"),
    ],
)
def test_an_anchor_leads_to_the_heading(markup: str, anchor: str) -> None:
    assert body_of(f"<p>{LONG}</p>{markup}<p>{OTHER}</p>").sections[1].anchor == anchor


def test_of_two_equal_headings_without_ids_each_has_its_own_anchor() -> None:
    found = body_of(f"<h2>A</h2><h3>Tips</h3><p>{LONG}</p><h2>B</h2><h3>Tips</h3><p>{OTHER}</p>")
    anchors = [section.anchor for section in found.sections]
    assert [anchor[:32] for anchor in anchors] == [
        ":~:text=Muscles%20need%20water%2",
        ":~:text=A%20cup%20of%20strong%20",
    ]


def test_text_is_cleaned() -> None:
    found = body_of(
        "<p>A soft\u00adhyphen,\u202e a\x07 bell,  and&nbsp;&nbsp;spaces\n in a sentence that is long enough.</p>"
    )
    assert found.sections[0].text == "A softhyphen, a bell, and spaces in a sentence that is long enough."


def test_a_page_cut_off_in_the_middle_gives_what_came() -> None:
    found = extract(made("truncated-in-a-tag.html"))
    assert paths(found) == [(), ("Symptoms",), ("Causes",)]
    assert by_heading(found, "Causes").text == "Tiredness and coffee are named"


def test_tags_closed_in_the_wrong_order_lose_nothing() -> None:
    found = extract(made("misnested.html"))
    assert said(found) == words(
        "The lid flutters for a moment and rests again before anyone else can see it. "
        "Causes Often none is found although people name coffee short nights and long days. Bold to the end."
    )


def test_a_page_without_any_tag_is_read() -> None:
    assert extract(made("no-tags.html")).sections[0].text.startswith("Only words, and not one tag")


def test_a_heading_inside_a_link_inside_a_list_is_found() -> None:
    found = extract(made("headings-in-a-list-of-cards.html"))
    assert paths(found) == [(), ("Rest",), ("Warmth",), ("Water",)]


def test_what_stands_on_a_tab_is_the_heading_of_what_it_shows() -> None:
    tabs = "<button role=tab id=t1 aria-controls=p1>Causes</button><button role=tab aria-controls=p2>Help</button>"
    panels = (
        f"<div role=tabpanel id=p1 aria-labelledby=t1><p>{LONG}</p><h3>Coffee</h3><p>{OTHER}</p></div>"
        f"<div role=tabpanel id=p2 hidden><p>{OTHER}</p></div>"
    )
    assert paths(body_of(f"<div role=tablist>{tabs}</div>{panels}")) == [("Causes",), ("Causes", "Coffee"), ("Help",)]


def test_a_tab_that_its_panel_repeats_is_said_once() -> None:
    tabs = "<a role=tab href=#p1>Causes</a><a role=tab href=#p2>Help</a>"
    panels = "".join(
        f"<div role=tabpanel id=p{number}><h2>{name}</h2><p>{text}</p></div>"
        for number, name, text in ((1, "Causes", LONG), (2, "Help", OTHER))
    )
    assert paths(body_of(f"<div role=tablist>{tabs}</div>{panels}")) == [("Causes",), ("Help",)]


def test_lines_set_larger_than_the_text_are_headings_ranked_by_their_size() -> None:
    def line(size: int, text: str) -> str:
        return f'<p><span style="font-size: {size}pt">{text}</span></p>'

    found = body_of(
        f"<p>{LONG}</p>{line(18, 'Where it comes from')}{line(14, 'Coffee')}<p>{OTHER}</p>"
        f"{line(14, 'Thirst')}<p>{LONG}</p>{line(18, 'What helps')}<p>{OTHER}</p>"
    )
    assert paths(found) == [
        (),
        ("Where it comes from", "Coffee"),
        ("Where it comes from", "Thirst"),
        ("What helps",),
    ]


def test_lines_that_call_themselves_questions_are_headings() -> None:
    found = body_of(f"<p>Q: Why does it twitch?</p><p>{LONG}</p><p>Q: Does it pass?</p><p>{OTHER}</p>")
    assert paths(found) == [("Q: Why does it twitch?",), ("Q: Does it pass?",)]


def test_notes_belong_to_the_whole_article_whatever_their_rank() -> None:
    found = body_of(f"<h2>Causes</h2><p>{LONG}</p><h4>Notes</h4><p>{OTHER}</p>")
    assert paths(found) == [("Causes",), ("Notes",)]


def test_what_heads_a_row_is_the_heading_of_the_passage_beside_it() -> None:
    rows = (
        f"<tr><th>What it is</th><td>{LONG}</td></tr><tr><th>What helps</th><td><p>{OTHER}</p><p>{LONG}</p></td></tr>"
    )
    assert paths(body_of(f"<table>{rows}</table>")) == [("What it is",), ("What helps",)]


def test_a_row_of_facts_stays_a_line() -> None:
    rows = "<tr><th>Germ</th><td>A virus</td></tr><tr><th>Lasts</th><td>Two days</td></tr>"
    found = body_of(f"<p>{LONG}</p><table>{rows}</table>")
    assert [section.text.split("\n")[1:] for section in found.sections] == [["Germ; A virus", "Lasts; Two days"]]


def test_who_speaks_again_below_one_heading_is_no_name_of_a_part() -> None:
    said = f"<p><b>Ann:</b> {LONG}</p><p><b>Ben:</b> {LONG}</p>" * 2
    assert paths(body_of(f"<h2>Coffee</h2>{said}<h2>Thirst</h2>{said}")) == [("Coffee",), ("Thirst",)]


def test_panels_open_where_the_whole_page_stands_in_a_form() -> None:
    panels = "".join(
        f'<div class="panel"><div class="title"><a data-toggle="collapse" href="#{name}">{name}</a></div>'
        f'<div id="{name}" class="collapse"><p>{LONG}</p></div></div>'
        for name in ("Symptoms", "Causes", "Outlook")
    )
    found = article(f'<html><body><form action="page.aspx"><h1>Twitches</h1><p>{LONG}</p>{panels}</form></body></html>')
    assert paths(found)[-3:] == [("Symptoms",), ("Causes",), ("Outlook",)]


def test_short_lines_above_the_title_are_of_the_site() -> None:
    beside = "".join(f"<p>Show {day} May, entries close in April</p>" for day in range(1, 9))
    found = article(
        f"<html><body><div><h4>Calendar</h4>{beside}<h1>Twitches</h1><p>{LONG}</p><p>{LONG}</p></div></body>"
    )
    assert paths(found) == [()]
