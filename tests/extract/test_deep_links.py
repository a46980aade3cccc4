"""Every anchor leads to its section: an id that is there, or words that a browser finds there first.

What a browser does with a text fragment (WICG: Scroll to Text Fragment) in small: white space folded, case ignored,
whole words. `benchmarks/deep_links.py` asks a real browser.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.pages import ROOT, body_of, page, words
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.extract import extract
from twitchsearch.extract.anchors import text_fragment
from twitchsearch.extract.tree import read_html
from twitchsearch.model import Page, Section

TEXT = "It differs from person to person, and little can be said of it for certain."
_DIRECTIVE = re.compile(r":~:text=(?:(?P<prefix>[^,&-]+)-,)?(?P<start>[^,&-]+)")


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def place(fragment: str, shown: str) -> int:
    """Where a text fragment leads in the text of a page; -1 for nowhere."""
    parts = _DIRECTIVE.fullmatch(fragment)
    assert parts, fragment
    start, prefix = (re.escape(folded(unquote(parts[name] or ""))) for name in ("start", "prefix"))
    found = re.search(rf"(?<!\w){prefix}\s*(?P<start>{start})(?!\w)", shown)
    return found.start("start") if found else -1


def leads_to(section: Section, of: Page) -> bool:
    """Whether the anchor leads to where the section's heading, or its text, begins."""
    root = read_html(of.body.decode())
    body = root.find("body")
    assert body is not None
    if not section.anchor.startswith(":~:"):
        named = root.xpath("//*[@id]")
        return any(element.get("id", "") == unquote(section.anchor) for element in named)
    shown = folded(" ".join(body.itertext()))
    at = place(section.anchor, shown)
    added = min((span.start for span in section.added), default=len(section.text))
    begins = [folded(" ".join(words(text)[:3])) for text in (section.heading, section.text[:added]) if text]
    after = " ".join(words(shown[at : at + 200]))
    return at >= 0 and any(after.startswith(" ".join(words(begin))) for begin in begins)


def test_every_anchor_of_the_starter_articles_leads_to_its_section() -> None:
    store = CorpusStore(ROOT / "corpus")
    checked = 0
    for entry in store.entries():
        if "starter" not in str(entry.path):
            continue
        of = store.read(entry)  # type: ignore[arg-type]  # no page of the starter corpus is damaged
        for section in extract(of).sections:
            if section.anchor:
                assert leads_to(section, of), (of.url, section.anchor)
                checked += 1
    assert checked > 100


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Causes", "At night", "Tips, and tricks", "Q&A – 100 %", "Ärzte"]), min_size=1, max_size=6
    )
)
def test_headings_that_repeat_are_told_apart_by_what_follows(headings: list[str]) -> None:
    inner = "".join(f"<h2>{name.replace('&', '&amp;')}</h2><p>Part {at} {TEXT}</p>" for at, name in enumerate(headings))
    of = page(f"<html><body><main><h1>Muscle twitches</h1>{inner}</main></body></html>")
    shown = folded(" ".join(read_html(of.body.decode()).itertext()))
    places = [place(section.anchor, shown) for section in extract(of).sections]
    assert places == sorted(set(places))
    assert places[0] >= 0


@pytest.mark.parametrize("name", ["s1", "Käse", "a b", "50%"])
def test_an_id_is_preferred_and_quoted(name: str) -> None:
    section = body_of(f'<p>{TEXT}</p><h2 id="{name}">Causes</h2><p>{TEXT}</p>').sections[1]
    assert unquote(section.anchor) == name
    assert " " not in section.anchor


def test_a_link_to_a_line_with_a_bullet_quotes_its_words_alone() -> None:
    assert text_fragment("· A coating on the tongue") == ":~:text=A%20coating%20on%20the%20tongue"
