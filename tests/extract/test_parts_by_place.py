"""Parts that only their place, their look or their repetition tells: rows of tabs, halves of blocks, lines of lists,
and texts without any heading."""

from __future__ import annotations

import pytest

from tests.effort import effort
from tests.extract.pages import article, body_of
from twitchsearch.extract.folds import open_folds
from twitchsearch.extract.tabs import open_tabs
from twitchsearch.extract.tree import read_html
from twitchsearch.model import SectionKind

_ENOUGH = 1.0  # processor seconds

SALT = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
CUP = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."
LATE = "Sleep comes late after it, and the lid goes on with its little dance well into the next afternoon."
OPENING = f"<p>{LATE} {SALT} This is what it says at first.</p>"

LAYOUTS = {
    "a row of tabs and panes that know each other by a value of scripts": (
        (
            '<div class="tabs"><div class="tab-menu"><a data-k="one">Where it starts</a>'
            '<a data-k="two">What helps</a></div>'
            '<div class="tab-content"><div data-k="one" class="tab-pane on"><p>[salt]</p></div>'
            '<div data-k="two" class="tab-pane"><p>[cup]</p></div></div></div>'
        ),
        ["Where it starts", "What helps"],
    ),
    "tabs whose panes begin with headings of their own": (
        (
            '<div><ul><li>Causes</li><li>Help</li></ul></div><div><section class="TabPane"><h4>Salt</h4><p>[salt]</p>'
            '<h4>Coffee</h4><p>[cup]</p></section><section class="TabPane"><p>[late]</p></section></div>'
        ),
        ["Causes > Salt", "Causes > Coffee", "Help"],
    ),
    "a table is no row of tabs": (
        (
            "<h2>Causes</h2><div><span>Salt</span><span>Coffee</span></div>"
            '<div><div class="table-cell"><p>[salt]</p></div><div class="table-cell"><p>[cup]</p></div></div>'
        ),
        ["Causes"],
    ),
    "sections that a header without a heading begins": (
        (
            "<h2>Causes</h2><div><section><header>Too little salt</header><div><p>[salt]</p></div></section>"
            "<section><header>Too much coffee</header><div><p>[cup]</p></div></section></div>"
        ),
        ["Causes > Too little salt", "Causes > Too much coffee"],
    ),
    "answers that are built as the menus of questions": (
        (
            '<h2>Questions</h2><div><div class="faq-item dropdown"><div>Does salt help?</div>'
            '<nav class="dropdown-list"><p>[salt]</p></nav></div><div class="faq-item dropdown">'
            '<div>Does coffee hurt?</div><nav class="dropdown-list"><p>[cup]</p></nav></div></div>'
        ),
        ["Questions > Does salt help?", "Questions > Does coffee hurt?"],
    ),
    "labels of steps that say more than a number": (
        (
            '<h2>Treatment</h2><div><div class="step-label">Drink first</div><div class="step-text">[salt]</div></div>'
            '<div><div class="step-label">Then wait</div><div class="step-text">[cup]</div></div>'
            '<div><div class="step-label">Go to bed</div><div class="step-text">[late]</div></div>'
        ),
        ["Treatment > Drink first", "Treatment > Then wait", "Treatment > Go to bed"],
    ),
    "labels of steps that only count": (
        (
            '<div><div class="step-label">Step 1 of 2</div><h2>Drink first</h2><p>[salt]</p></div>'
            '<div><div class="step-label">Step two</div><h2>Then wait</h2><p>[cup]</p></div>'
        ),
        ["Drink first", "Then wait"],
    ),
    "bold lines within a definition": (
        (
            "<dl><dt>What can I do?</dt><dd><p>[late]</p><p><strong>Salt</strong></p><p>[salt]</p>"
            "<p><b>Coffee</b></p><p>[cup]</p></dd><dt>Will it pass?</dt><dd><p>[late]</p></dd></dl>"
        ),
        ["What can I do?", "What can I do? > Salt", "What can I do? > Coffee", "Will it pass?"],
    ),
    "bold lines above headings of a low rank": (
        (
            "<center><b>CAUSES</b></center><h3>Salt</h3><p>[salt]</p><h3>Coffee</h3><p>[cup]</p>"
            "<center><b>STOP. NOW.</b></center><p>[late]</p><center><b>OUTLOOK</b></center><p>[late]</p>"
        ),
        ["CAUSES > Salt", "CAUSES > Coffee", "STOP. NOW.", "OUTLOOK"],
    ),
    "names in italics at the beginning of items": (
        (
            "<h2>Causes</h2><ul><li><em>Salt.</em> [salt]</li><li><i>Coffee</i>: [cup]</li>"
            "<li><em>Nights.</em> [late]</li></ul>"
        ),
        ["Causes > Salt", "Causes > Coffee", "Causes > Nights"],
    ),
    "words that are merely stressed at the beginning of items": (
        "<h2>Causes</h2><ul><li><em>Most</em> people need salt. [salt]</li><li><em>Some</em> drink it. [cup]</li></ul>",
        ["Causes"],
    ),
    "bullets between line breaks, with a stop after each name": (
        (
            "<h2>Causes</h2><p>[late]</p><p>• <b>Salt</b>. [salt]<br>• <b>Coffee</b>. [cup]<br>"
            "• <b>Nights</b>. [late]</p>"
        ),
        ["Causes", "Causes > Salt", "Causes > Coffee", "Causes > Nights"],
    ),
    "a question of more words than the others of its class": (
        "".join(
            f'<p class="x9">{question}</p><p>[cup] [salt]</p>'
            for question in (
                "What is it?",
                "Where does it come from?",
                "Some have it for years and never notice. What is it that they do?",
                "Will it pass?",
            )
        ),
        [
            "What is it?",
            "Where does it come from?",
            "Some have it for years and never notice. What is it that they do?",
            "Will it pass?",
        ],
    ),
    "boxes with an icon, as page builders have them": (
        (
            '<h2>Causes</h2><div class="builder-widget widget-icon-box"><div class="icon-box-title">Salt</div>'
            '<p>[salt]</p></div><div class="builder-widget widget-icon-box"><div class="icon-box-title">Coffee</div>'
            "<p>[cup]</p></div>"
        ),
        ["Causes > Salt", "Causes > Coffee"],
    ),
    "answers of readers, however many": (
        "<h2>Causes</h2><p>[salt]</p><h2>Responses (23)</h2><div><b>Ann</b><p>[cup] [late]</p></div><p>[cup] [cup]</p>",
        ["Causes"],
    ),
    "a call for letters that ends with nothing": (
        (
            "<h2>Causes</h2><p>[salt]</p><h2>Get our stories in your inbox</h2><p>Join us for free.</p>"
            "<p>[cup] [cup] [cup] [late]</p>"
        ),
        ["Causes"],
    ),
    "calls in the cells of a letter that is laid out as tables": (
        (
            "<table><tr><td><b>Causes</b><p>[salt] [cup] [late] [salt]</p></td></tr></table>"
            "<table><tr><td><b>Last week's most clicked link</b><p><a href='/x'>A man who records silence</a></p>"
            "<p>Ann Bee pays for it.</p></td></tr></table>"
            "<table><tr><td><b>Outlook</b><p>[late] [cup] [salt] [late]</p></td></tr></table>"
        ),
        ["Causes", "Outlook"],
    ),
    "marks of time beside headings": (
        "<div><span>12:48</span><h4>Causes</h4></div><p>[salt]</p><div><span>1:02:30</span><h4>Outlook</h4></div><p>[cup]</p>",
        ["Causes", "Outlook"],
    ),
    "parts of parts, each begun by a header": (
        (
            "<section><header><span>Causes</span></header><p>[late]</p><article><header>Salt</header><p>[salt]</p>"
            "</article><article><header>Coffee</header><p>[cup]</p></article></section>"
            "<section><header><span>Outlook</span></header><p>[late]</p></section>"
        ),
        ["Causes", "Causes > Salt", "Causes > Coffee", "Outlook"],
    ),
    "blocks that a part with the role of a button begins": (
        (
            '<div class="k1"><div role="button">Causes</div><div class="k3"><p>[salt]</p></div></div>'
            '<div class="k1"><div role="button">Outlook</div><div class="k3"><p>[cup]</p></div></div>'
        ),
        ["Causes", "Outlook"],
    ),
    "lines in capitals of one word, above bold ones": (
        (
            "<p>CAUSES</p><p>[late]</p><p><b>Salt</b></p><p>[salt]</p><p><b>Coffee</b></p><p>[cup]</p>"
            "<p>TREATMENT</p><p>[late]</p><p>OUTLOOK</p><p>[late]</p>"
        ),
        ["CAUSES", "CAUSES > Salt", "CAUSES > Coffee", "TREATMENT", "OUTLOOK"],
    ),
    "lines that count themselves and their parts": (
        (
            "<p>1. Causes</p><p>[late]</p><p>1.1 Salt</p><p>[salt]</p><p>1.2 Coffee</p><p>[cup]</p>"
            "<p>2. Outlook</p><p>[late]</p>"
        ),
        ["1. Causes", "1. Causes > 1.1 Salt", "1. Causes > 1.2 Coffee", "2. Outlook"],
    ),
    "a picture of a letter before each bold line": (
        "<p>☕ <strong>Causes</strong></p><p>[salt]</p><p>🌅 <strong>Outlook</strong></p><p>[cup]</p>",
        ["☕ Causes", "🌅 Outlook"],
    ),
    "bold lines that are set big above bold lines": (
        (
            "<p><big><b>Causes</b></big></p><p>[late]</p><p><b>Salt</b></p><p>[salt]</p><p><b>Coffee</b></p><p>[cup]</p>"
            "<p><big><b>Outlook</b></big></p><p>[late]</p>"
        ),
        ["Causes", "Causes > Salt", "Causes > Coffee", "Outlook"],
    ),
    "two lines of one class below three of another": (
        (
            '<div class="q1">Causes</div><div class="q0">[late]</div>'
            '<div class="q2">Salt</div><div class="q0">[salt]</div><div class="q2">Coffee</div>'
            '<div class="q0">[cup]</div><div class="q1">Help</div><div class="q0">[late]</div>'
            '<div class="q1">Outlook</div><div class="q0">[late]</div>'
        ),
        ["Causes", "Causes > Salt", "Causes > Coffee", "Help", "Outlook"],
    ),
    "names in spans of one class at the beginning of items": (
        (
            '<h2>Causes</h2><ul><li><span class="n">Salt</span> <span>[salt]</span></li>'
            '<li><span class="n">Coffee</span> <span>[cup]</span></li></ul>'
        ),
        ["Causes > Salt", "Causes > Coffee"],
    ),
    "a list of links alone, to see also": (
        (
            '<h2>Causes</h2><p>[salt]</p><h2>See also</h2><ul><li><a href="/a">Cramps</a></li>'
            '<li><a href="/b">Tics</a></li></ul>'
        ),
        ["Causes"],
    ),
}


def _page(markup: str) -> str:
    return markup.replace("[salt]", SALT).replace("[cup]", CUP).replace("[late]", LATE)


@pytest.mark.parametrize("name", LAYOUTS)
def test_parts_are_told_by_their_place_and_look(name: str) -> None:
    markup, wanted = LAYOUTS[name]
    found = body_of(OPENING + _page(markup)).sections
    assert [" > ".join(section.heading_path) for section in found] == ["", *wanted]
    assert not any(
        mark in section.text for section in found for mark in ("12:48", "1:02:30", "Step two", "Ann", "Join us")
    )


@pytest.mark.parametrize(
    "row", ["<hr>", "<p>* * *</p>", '<div role="separator"><span>·</span><span>·</span><span>·</span></div>']
)
def test_a_text_without_headings_has_the_parts_that_rules_or_rows_of_dots_make(row: str) -> None:
    parts = (f"{LATE} {SALT}", f"{SALT} {CUP}", f"{CUP} {LATE}", f"{CUP} {SALT}")
    found = article("<body>" + row.join(f"<p>{part}</p><p>{LATE}</p>" for part in parts) + "</body>").sections
    assert [section.text for section in found] == [f"{part}\n{LATE}" for part in parts]


def test_one_rule_below_a_text_makes_no_parts_of_it() -> None:
    text = "".join(f"<p>{each}</p>" for each in (LATE, SALT, CUP, LATE, SALT, CUP))
    whole = article(f"<body>{text}</body>").sections
    assert [section.text for section in article(f"<body>{text}<hr></body>").sections] == [each.text for each in whole]


def test_a_long_text_above_the_first_heading_is_cut_where_it_turns_to_something_else() -> None:
    above = (
        f"A twitch is a small pull of a muscle that nobody asked for. {LATE}",
        f"So what causes it? {CUP} {SALT}",
        f"Tea and tobacco are known to do the same. {CUP}",
        f"Now to what helps. {SALT} Sleep, stretch the muscle and drink water.",
        f"A magnesium tablet relieves it in some. {SALT}",
    )
    text = "".join(f"<p>{each}</p>" for each in above)
    found = body_of(f"{text}<h2>When to see a doctor</h2><p>{LATE}</p>").sections
    begins = [section.text.split(".")[0].split("?")[0] for section in found]
    assert begins[0] == "A twitch is a small pull of a muscle that nobody asked for"
    assert {"So what causes it", "Now to what helps"} <= set(begins)
    assert found[0].heading_path == ()
    assert found[-1].heading_path == ("When to see a doctor",)
    kinds = {begin: section.kind for begin, section in zip(begins, found, strict=True)}
    assert kinds["So what causes it"] is SectionKind.CAUSES
    assert kinds["Now to what helps"] is SectionKind.REMEDIES


def test_a_short_text_above_the_first_heading_stays_whole() -> None:
    found = body_of(
        f"<p>{LATE}</p><p>So what causes it? {CUP}</p><p>Now to what helps. {SALT}</p><h2>Tea</h2><p>{CUP}</p>"
    )
    assert [section.heading_path for section in found.sections] == [(), ("Tea",)]


def test_heads_and_feet_of_printed_pages_are_in_no_section() -> None:
    pages = (f"<h2>Causes</h2><p>{SALT}</p>", f"<p>{CUP}</p><h2>Outlook</h2><p>{LATE}</p>")
    printed = "".join(
        f"<p>Hill Valley Health Trust</p>{page}<p>Twitching - Page {at} of 2</p>" for at, page in enumerate(pages, 1)
    )
    texts = [section.text for section in body_of(OPENING + printed).sections]
    assert texts[1:] == [f"{SALT}\n{CUP}", LATE]


def test_a_line_that_repeats_in_a_text_of_no_printed_pages_stays() -> None:
    days = "".join(
        f"<h2>{day}</h2><p>Drink before your workout</p><p>{SALT}</p>" for day in ("Monday", "Tuesday", "Friday")
    )
    assert all("Drink before your workout" in section.text for section in body_of(OPENING + days).sections[1:])


@pytest.mark.parametrize(
    "markup",
    [
        '<div><div class="tab">a</div><div class="tab">b</div></div>' * 4_000,
        '<div class="faq-item">' * 900 + "<p>a</p><p>b</p>",
        "<section><header>ab</header><div>" * 600,
    ],
)
def test_looking_for_parts_by_place_is_bounded(markup: str) -> None:
    """Four hundred rows and items are looked at, each as far as some elements."""
    root = read_html(f"<html><body>{markup}</body></html>")

    def opened() -> None:
        open_tabs(root)
        open_folds(root)

    assert effort(opened, _ENOUGH) <= _ENOUGH


@pytest.mark.parametrize(
    "last",
    [
        "Bring all that you take to your next review, and tell the nurse about every twitch that lasts for a week.",
        "Ring the helpline if you cannot sleep for worry: its phone lines are open day and night, all year round.",
        "Take the second dose with the evening meal, never without one (18:30)",
    ],
)
def test_what_only_sounds_like_the_foot_of_a_page_stays(last: str) -> None:
    text = "".join(f"<h2>{name}</h2><p>{SALT}</p><p>{CUP}</p>" for name in ("Causes", "Treatment", "Outlook"))
    assert body_of(f"{OPENING}{text}<p>{last}</p>").sections[-1].text.endswith(last)
