"""Sections that are about the article and not about its subject: see also, references, about this page.

They name the subject as often as the text does, and answer nothing; ranking lowers them (`Ranking.aside`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from twitchsearch.model import Section

_NO_LETTERS = re.compile(r"[\W\d_]+")
# fmt: off
_HEADINGS = frozenset((
    "see also", "related", "related articles", "related topics", "related links", "related pages", "read more",
    "more on this", "further reading", "learn more", "more information", "for more information", "external links",
    "useful links", "links", "references", "sources", "citations", "bibliography", "footnotes", "notes",
    "works cited", "our sources", "about this page", "about this article", "about the author", "about the authors",
    "about us", "author", "authors", "acknowledgements", "acknowledgments", "disclaimer", "disclosures",
    "copyright", "licence", "license", "contact us", "siehe auch", "weitere informationen", "quellen", "literatur",
    "einzelnachweise", "voir aussi", "sources et références", "références", "pour en savoir plus", "véase también",
    "referencias", "fuentes", "más información", "vedi anche", "fonti", "riferimenti", "per saperne di più",
))
# fmt: on


def is_aside(section: Section) -> bool:
    """Whether the innermost heading says so; numbers and marks in it do not matter."""
    return _says_so(section.heading)


@lru_cache(maxsize=1 << 14)
def _says_so(heading: str) -> bool:
    return _NO_LETTERS.sub(" ", heading.casefold()).strip() in _HEADINGS
