"""What real sites do with headings: each layout in small, and the sections a reader sees in it."""

from __future__ import annotations

import pytest

from tests.extract.pages import article, paths

SALT = "Muscles need water and salts, and a body that has lost both of them may twitch for a day or two."
CUP = "A cup of strong coffee late in the day can keep the nerves awake and the eyelid busy until morning."
LATE = "Sleep comes late after it, and the lid goes on with its little dance well into the next afternoon."
ABOVE = f"{LATE} {SALT} This is what it says at first."

LAYOUTS = {
    "buttons before hidden boxes": (
        (
            '<h2>Questions</h2><div class="acc">'
            '<button class="acc-btn" aria-expanded="false">Is it harmless?</button>'
            '<div class="acc-body" style="display:none"><p>[salt]</p></div>'
            '<button class="acc-btn" aria-expanded="false">Will it pass?</button>'
            '<div class="acc-body" style="display:none"><p>[cup]</p></div></div><p>[late]</p>'
        ),
        ["Questions > Is it harmless?", "Questions > Will it pass?", "Questions"],
    ),
    "buttons that say nothing before hidden boxes": (
        (
            '<h2>Questions</h2><div><div class="x1"><button type="button">Is it harmless?</button>'
            '<div class="x2" hidden><p>[salt]</p></div></div><div class="x1">'
            '<button type="button">Will it pass?</button><div class="x2" hidden><p>[cup]</p></div>'
            "</div></div>"
        ),
        ["Questions > Is it harmless?", "Questions > Will it pass?"],
    ),
    "buttons in headings": (
        (
            '<h3><button aria-expanded="false" aria-controls="p1">Is it harmless?</button></h3>'
            '<div id="p1" role="region" hidden><p>[salt]</p></div><h3>'
            '<button aria-controls="p2">Will it pass?</button></h3><div id="p2" role="region" hidden>'
            "<p>[cup]</p></div>"
        ),
        ["Is it harmless?", "Will it pass?"],
    ),
    "tabs that are links": (
        (
            '<ul class="nav nav-tabs"><li class="nav-item">'
            '<a class="nav-link active" data-toggle="tab" href="#t1">Causes</a></li>'
            '<li class="nav-item"><a class="nav-link" data-toggle="tab" href="#t2">Treatment</a></li>'
            '</ul><div class="tab-content"><div class="tab-pane active" id="t1"><p>[salt]</p></div>'
            '<div class="tab-pane fade" id="t2"><p>[cup]</p></div></div>'
        ),
        ["Causes", "Treatment"],
    ),
    "tabs that are labels of radio buttons": (
        (
            '<div class="tabs"><input type="radio" id="r1" name="t"><label for="r1">Causes</label>'
            '<div class="panel"><p>[salt]</p></div><input type="radio" id="r2" name="t">'
            '<label for="r2">Treatment</label><div class="panel"><p>[cup]</p></div></div>'
        ),
        ["Causes", "Treatment"],
    ),
    "terms with two definitions": (
        (
            "<h2>Terms</h2><dl><dt>Causes</dt><dd>[salt]</dd><dd>[late]</dd><dt>Treatment</dt>"
            "<dd>[cup]</dd></dl><p>[late]</p>"
        ),
        ["Terms > Causes", "Terms > Treatment", "Terms"],
    ),
    "terms in boxes": (
        (
            "<h2>Terms</h2><dl><div><dt>Causes</dt><dd><p>[salt]</p></dd></div><div>"
            "<dt>Treatment</dt><dd><p>[cup]</p></dd></div></dl>"
        ),
        ["Terms > Causes", "Terms > Treatment"],
    ),
    "slides with counters": (
        (
            '<div class="slide"><div class="count">1 of 3</div><div class="slide-title">Coffee</div>'
            '<p>[salt]</p></div><div class="slide"><div class="count">2 of 3</div>'
            '<div class="slide-title">Thirst</div><p>[cup]</p></div><div class="slide">'
            '<div class="count">3 of 3</div><div class="slide-title">Sleep</div><p>[late]</p></div>'
        ),
        ["Coffee", "Thirst", "Sleep"],
    ),
    "classes that name a size": (
        (
            '<div class="text-2xl font-bold mt-8">Causes</div><p class="mt-4">[salt]</p>'
            '<div class="text-lg font-semibold">Coffee</div><p>[cup]</p>'
            '<div class="text-lg font-semibold">Thirst</div><p>[late]</p>'
            '<div class="text-2xl font-bold mt-8">Outlook</div><p>[late]</p>'
        ),
        ["Causes", "Causes > Coffee", "Causes > Thirst", "Outlook"],
    ),
    "classes that name a size and no weight": (
        (
            '<p class="text-3xl tracking-tight">Causes</p><p class="text-base">[salt]</p>'
            '<p class="text-3xl tracking-tight">Outlook</p><p class="text-base">[cup]</p>'
        ),
        ["Causes", "Outlook"],
    ),
    "headings in items": (
        (
            "<h2>Causes</h2><ol><li><h3>Coffee</h3><p>[salt]</p></li><li><h3>Thirst</h3><p>[cup]</p>"
            "</li></ol><p>[late]</p>"
        ),
        ["Causes > Coffee", "Causes > Thirst", "Causes"],
    ),
    "bold paragraphs in items": (
        (
            "<h2>Causes</h2><ul><li><p><strong>Coffee</strong></p><p>[salt]</p></li><li><p>"
            "<strong>Thirst</strong></p><p>[cup]</p></li></ul><p>[late]</p>"
        ),
        ["Causes > Coffee", "Causes > Thirst", "Causes"],
    ),
    "bold names with a full stop": (
        ("<h2>Causes</h2><p>[late]</p><p><strong>Coffee.</strong> [salt]</p><p><strong>Thirst.</strong> [cup]</p>"),
        ["Causes", "Causes > Coffee", "Causes > Thirst"],
    ),
    "bold names without a mark": (
        ("<h2>Causes</h2><p>[late]</p><p><b>Coffee</b> [cup]</p><p><b>Thirst</b> [salt]</p><p><b>Sleep</b> [late]</p>"),
        ["Causes", "Causes > Coffee", "Causes > Thirst", "Causes > Sleep"],
    ),
    "names that are sentences": (
        ("<h2>Causes</h2><ul><li>Coffee. [salt]</li><li>Thirst. [cup]</li><li>Lack of sleep. [late]</li></ul>"),
        ["Causes > Coffee", "Causes > Thirst", "Causes > Lack of sleep"],
    ),
    "names before a colon": (
        ("<h2>Causes</h2><ul><li>Coffee: [salt]</li><li>Thirst: [cup]</li></ul>"),
        ["Causes > Coffee", "Causes > Thirst"],
    ),
    "questions in bold": (
        ("<p><b>Q: Is it harmless?</b></p><p>A: [salt]</p><p><b>Q: Will it pass?</b></p><p>A: [cup]</p>"),
        ["Q: Is it harmless?", "Q: Will it pass?"],
    ),
    "questions above their answers": (
        ("<p><b>Q. Is it harmless?</b><br>A. [salt]</p><p><b>Q. Will it pass?</b><br>A. [cup]</p>"),
        ["Q. Is it harmless?", "Q. Will it pass?"],
    ),
    "questions and answers marked by letters": (
        ("<p>Q: Is it harmless?</p><p>A: [salt]</p><p>Q: Will it pass?</p><p>A: [cup]</p>"),
        ["Q: Is it harmless?", "Q: Will it pass?"],
    ),
    "speakers": (
        (
            "<h2>Causes</h2><p><strong>Ann:</strong> So what is it?</p><p>"
            "<strong>Dr Lee:</strong> [salt]</p><p><strong>Ann:</strong> And then?</p><p>"
            "<strong>Dr Lee:</strong> [cup]</p><p><strong>Ann:</strong> Well.</p><p>"
            "<strong>Dr Lee:</strong> [late]</p>"
        ),
        ["Causes"],
    ),
    "first headings used again": (
        ("<h1>Causes</h1><p>[salt]</p><h1>Outlook</h1><p>[cup]</p>"),
        ["Causes", "Outlook"],
    ),
    "roles and levels": (
        (
            '<div role="heading" aria-level="2">Causes</div><p>[salt]</p>'
            '<div role="heading" aria-level="3">Coffee</div><p>[cup]</p>'
        ),
        ["Causes", "Causes > Coffee"],
    ),
    "lines of one class": (
        (
            '<div class="a9f">Causes</div><div class="b2">[salt]</div><div class="a9f">Outlook</div>'
            '<div class="b2">[cup]</div><div class="a9f">Relief</div><div class="b2">[late]</div>'
        ),
        ["Causes", "Outlook", "Relief"],
    ),
    "bold lines between breaks": (
        ("<b>Causes</b><br>[salt]<br><br><b>Outlook</b><br>[cup]<br><br>"),
        ["Causes", "Outlook"],
    ),
    "legends": (
        (
            "<fieldset><legend>Causes</legend><p>[salt]</p></fieldset><fieldset>"
            "<legend>Outlook</legend><p>[cup]</p></fieldset>"
        ),
        ["Causes", "Outlook"],
    ),
    "cards": (
        (
            '<div class="grid"><div class="card"><span class="t">Coffee</span><p>[salt]</p></div>'
            '<div class="card"><span class="t">Thirst</span><p>[cup]</p></div><div class="card">'
            '<span class="t">Sleep</span><p>[late]</p></div></div>'
        ),
        ["Coffee", "Thirst", "Sleep"],
    ),
    "labels of checkboxes": (
        (
            '<div class="acc"><input type="checkbox" id="c1"><label for="c1">Is it harmless?</label>'
            '<div class="content"><p>[salt]</p></div></div><div class="acc">'
            '<input type="checkbox" id="c2"><label for="c2">Will it pass?</label>'
            '<div class="content"><p>[cup]</p></div></div>'
        ),
        ["Is it harmless?", "Will it pass?"],
    ),
    "links that open": (
        (
            '<div class="panel-group"><div class="panel">'
            '<a href="#c1" data-toggle="collapse" class="panel-title">Is it harmless?</a>'
            '<div id="c1" class="collapse"><p>[salt]</p></div></div><div class="panel">'
            '<a href="#c2" data-toggle="collapse" class="panel-title">Will it pass?</a>'
            '<div id="c2" class="collapse"><p>[cup]</p></div></div></div>'
        ),
        ["Is it harmless?", "Will it pass?"],
    ),
    "headers of sections": (
        (
            "<section><header><h2>Causes</h2></header><p>[salt]</p></section><section><header>"
            "<h2>Outlook</h2></header><p>[cup]</p></section>"
        ),
        ["Causes", "Outlook"],
    ),
    "counted steps": (
        (
            '<div class="step"><span class="n">1</span><div class="st">Drink water</div><p>[salt]</p>'
            '</div><div class="step"><span class="n">2</span><div class="st">Sleep</div><p>[cup]</p>'
            '</div><div class="step"><span class="n">3</span><div class="st">Wait</div><p>[late]</p>'
            "</div>"
        ),
        ["Drink water", "Sleep", "Wait"],
    ),
    "large centred letters": (
        (
            '<center><font size="4"><b>Causes</b></font></center><p>[salt]</p><center><font size="4">'
            "<b>Outlook</b></font></center><p>[cup]</p>"
        ),
        ["Causes", "Outlook"],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_sections_of_a_layout_are_those_a_reader_sees(layout: str) -> None:
    inside, wanted = LAYOUTS[layout]
    for name, text in (("salt", SALT), ("cup", CUP), ("late", LATE)):
        inside = inside.replace(f"[{name}]", text)
    body = f'<nav><a href="/">Home</a></nav><main><h1>Twitches</h1><p>{ABOVE}</p>{inside}</main>'
    found = article(f"<html><head><title>Twitches</title></head><body>{body}</body></html>")
    assert [" > ".join(path) for path in paths(found)] == ["", *wanted]
    assert found.sections[0].text == ABOVE
