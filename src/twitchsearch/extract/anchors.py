"""Fragments that lead a browser to a place in a page (WICG: Scroll to Text Fragment)."""

from __future__ import annotations

from urllib.parse import quote


def id_fragment(identifier: str) -> str:
    """The fragment that leads to an element's id."""
    return quote(identifier, safe="-._~!$&'()*+,;=:@/?")


def text_fragment(text: str) -> str:
    """The fragment that leads to the first place of `text`; "" where there is none."""
    return f":~:text={_encoded(text)}" if text else ""


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
