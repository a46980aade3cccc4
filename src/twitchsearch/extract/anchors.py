"""Fragments that lead a browser to a place in a page (WICG: Scroll to Text Fragment)."""

from __future__ import annotations

from urllib.parse import quote

_BULLETS = " ·•▪‣●○–—*"


def id_fragment(identifier: str) -> str:
    """The fragment that leads to an element's id."""
    return quote(identifier, safe="-._~!$&'()*+,;=:@/?")


def text_fragment(text: str, after: str = "") -> str:
    """The fragment that leads to the first place of `text` that stands right after `after`; "" where there is none.

    Bullets that begin it are left out: browsers look for words.
    """
    quoted = text.lstrip(_BULLETS) or text
    before = f"{_encoded(after)}-," if after else ""
    return f":~:text={before}{_encoded(quoted)}" if quoted else ""


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
