"""The saved copy of a page, safe to open in a browser: nothing in it runs, loads or sends anything."""

from __future__ import annotations

import html

from twitchsearch.extract.decode import decode
from twitchsearch.extract.tree import Element, as_html, markup, read_html, strip
from twitchsearch.model import Page

_REMOVED = (
    *(
        "script",
        "style",
        "link",
        "meta",
        "base",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "noscript",
    ),
    *("template", "svg", "math", "audio", "video", "source", "track", "picture", "img", "canvas", "portal", "input"),
    *("button", "textarea", "select", "dialog", "image", "bgsound", "keygen", "marquee", "param"),
)
_KEPT = frozenset(
    (
        "id",
        "name",
        "class",
        "lang",
        "dir",
        "title",
        "alt",
        "colspan",
        "rowspan",
        "scope",
        "headers",
        "datetime",
        "open",
        "start",
        "value",
        "role",
    )
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_STYLE = "body{max-width:46em;margin:2em auto;padding:0 1em;font:1.05em/1.5 sans-serif}"


def saved_copy(page: Page) -> bytes:
    """The page as a document of its own, UTF-8. Links lead nowhere but within it; ids stay, so anchors still work.

    Raises ExtractionError where the page is nothing to show.
    """
    text = decode(page).text
    is_plain = page.content_type.partition(";")[0].strip().lower() == "text/plain"
    root = read_html(as_html(text) if is_plain else text)
    named = " ".join(root.xpath("string(//title)").split())
    for button in root.xpath("//button[@aria-expanded or @aria-controls or parent::h2 or parent::h3 or parent::h4]"):
        button.tag = "span"  # what names the part of an accordion is text
    strip(root, *_REMOVED, "title")
    for element in root.iter("*"):
        _disarm(element)
    body = root.find("body")
    inside = markup(root if body is None else body)
    return _document(named, inside).encode("utf-8", "replace")


def _disarm(element: Element) -> None:
    """Only attributes that neither load nor run; a link only within the page."""
    target = element.get("href", "")
    for name in list(element.attrib):
        if name not in _KEPT:
            del element.attrib[name]
    if element.tag == "a" and target.startswith("#"):
        element.set("href", target)
    if element.tag == "details":
        element.set("open", "")
    if element.tag in ("form", "body", "html", "head") or ":" in str(element.tag):
        element.tag = "div"


def _document(named: str, inside: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="referrer" content="no-referrer"><title>{html.escape(named)}</title>'
        f"<style>{_STYLE}</style></head>\n"
        f"<body>{inside}</body></html>\n"
    )
