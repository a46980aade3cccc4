"""Fragments that lead a browser to a place in a page (WICG: Scroll to Text Fragment)."""

from __future__ import annotations

from urllib.parse import quote


def id_fragment(identifier: str) -> str:
    """The fragment that leads to an element's id."""
    return quote(identifier, safe="-._~!$&'()*+,;=:@/?")


def text_fragment(text: str, after: str = "") -> str:
    """The fragment that leads to the first place of `text`, or to the one that is followed by `after`."""
    if not text:
        return ""
    directive = f":~:text={_encoded(text)}"
    return f"{directive},-{_encoded(after)}" if after else directive


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
