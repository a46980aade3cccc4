"""What the lines around an article say of it, where no metadata does: who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from twitchsearch.extract.dates import machine_date, written_date
from twitchsearch.extract.tree import Element
from twitchsearch.text import clean

_LONGEST, _MOST_LINES, _MOST_WORDS_BESIDE = 200, 200, 9
_HOLDERS = frozenset(("time", "span", "b", "strong", "em", "a", "i"))
_WITHIN = r"(?:(?!review|check|updat|modif|revis|chang|edit|publish).){0,60}"
_REVIEWED = re.compile(rf"\b(?:medically |clinically |last |fact )?(?:reviewed|checked)\b{_WITHIN}", re.IGNORECASE)
_MODIFIED = re.compile(
    rf"\b(?:last )?(?:updated?|modified|revised|rev\.|edited|changed)(?![\w]){_WITHIN}", re.IGNORECASE
)
_PUBLISHED = re.compile(
    rf"\b(?:published|posted|first published|written|issued|added|submitted)\b{_WITHIN}", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|never|no|nobody|hasn.t|next)\b[^.]{0,40}$|\bnext review", re.IGNORECASE)
_OTHER_DATE = re.compile(
    r"review|check|updat|modif|revis|chang|edit|rev\.|as of|©|copyright|event|repl|answer|next|until|valid|archive|"
    r"printed",
    re.IGNORECASE,
)
_NO_NAME = r"(?!(?:Medically|Reviewed|Updated|Published|Posted|Last|First|On|Read|Photo|Share)\b)"
_PART = rf"{_NO_NAME}(?:(?:Dr|Prof|Mr|Mrs|Ms)\.|[A-Z]\.|[A-Z][\w’'-]+)"
_NAME = rf"{_PART}(?: (?:(?:de|van|von|der|la|di|el) )*{_PART}){{0,4}}"
_WRITTEN = r"(?i:written|posted|submitted|published|compiled|text|words|story)\b[^.|]{0,40}?"
_BYLINE = re.compile(
    rf"(?:^|[|·•–—-] ?|\d{{4}},? )(?:{_WRITTEN})?\b(?i:by) (?P<names>{_NAME}(?:(?:,| and|,? &) {_NAME}){{0,3}})"
    rf"|^(?i:authors?): ?(?P<listed>{_NAME}(?:(?:,| and) {_NAME}){{0,4}})"
)
_BETWEEN = re.compile(r", | and | & |, and ")
_MARKS = {
    "published": re.compile(r"published|pubdate|datecreated|date.?created", re.IGNORECASE),
    "modified": re.compile(r"updated|modified|lastmod|revis", re.IGNORECASE),
    "reviewed": re.compile(r"reviewed|lastreview", re.IGNORECASE),
}


def datelines(root: Element) -> list[str]:
    """The short lines of the page that may say when it was written: those around a year."""
    return _lines(root, "contains(., '19') or contains(., '20')")


def published(lines: Sequence[str], others: Collection[date | None]) -> date | None:
    """What a line says of publishing; failing that, the first line that says little but a date that is none of
    `others`."""
    bare = (day for line in lines if (day := _bare(line)) and day not in others)
    return _said(_PUBLISHED, lines) or next(bare, None)


def modified(lines: Sequence[str]) -> date | None:
    return _said(_MODIFIED, lines)


def reviewed(lines: Sequence[str]) -> date | None:
    return _said(_REVIEWED, lines)


def marked(root: Element, mark: str) -> date | None:
    """What the first element says that a class, a property or an attribute marks as "published", "modified" or
    "reviewed", or whose parents are so marked."""
    wanted = _MARKS[mark]
    for element in root.xpath("//body//time | //body//*[@datetime or (@content and (@property or @itemprop))]")[:500]:
        if wanted.search(_names(element)):
            stated = element.get("datetime") or element.get("content") or clean(" ".join(_bounded(element)))
            if day := machine_date(stated):
                return day
    return None


def authors(root: Element) -> list[str]:
    """The names of the first line that says by whom it was written."""
    for line in _lines(root, "contains(., 'by ') or contains(., 'By ') or contains(., 'uthor')"):
        if found := _BYLINE.search(line):
            return [name for name in _BETWEEN.split(found["names"] or found["listed"]) if name]
    return []


def _lines(root: Element, condition: str) -> list[str]:
    """The short lines of text around texts that meet a condition."""
    found: dict[str, None] = {}
    for element in root.xpath(f"//body//text()[{condition}]/..")[:_MOST_LINES]:
        if element.tag in ("script", "style"):
            continue
        block = element
        while block.tag in _HOLDERS and (parent := block.getparent()) is not None:
            block = parent
        text = clean(" ".join(_bounded(block)))
        if len(text) <= _LONGEST:
            found[text] = None
    return list(found)


def _names(element: Element) -> str:
    """Classes, properties and names of attributes of an element and of the two around it."""
    found = [*element.keys(), element.get("class", ""), element.get("itemprop", ""), element.get("property", "")]
    for _ in range(2):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main"):
            break
        element = parent
        found.append(element.get("class", ""))
    return " ".join(found)


def _bounded(element: Element) -> Iterator[str]:
    length = 0
    for text in element.itertext():
        yield text
        length += len(text)
        if length > 2 * _LONGEST:
            return


def _said(words: re.Pattern[str], lines: Sequence[str]) -> date | None:
    for line in lines:
        for found in words.finditer(line):
            if not _NOT.search(line[: found.start()]) and (day := written_date(found[0])):
                return day
    return None


def _bare(line: str) -> date | None:
    """The date of a line that holds little else."""
    return None if len(line.split()) > 3 + _MOST_WORDS_BESIDE or _OTHER_DATE.search(line) else written_date(line)
