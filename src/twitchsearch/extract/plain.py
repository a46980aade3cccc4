"""Text that was laid out by hand, in lines of a fixed width, as HTML: headings, paragraphs, lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_UNDERLINE = re.compile(r"\s*([=\-~*^_])\1{2,}\s*")
_BULLET = re.compile(r"\s*(?:[*•·o+–-]|\(?\d{1,2}[.)])\s+(?=\S)")
_SENTENCE = re.compile(r"[a-z,;][a-z ,;'’\"()-]*\s[a-z]+[.!?:]")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+\S.*[^.,;:]")
_LONGEST_HEADING, _MOST_HEADING_WORDS = 70, 10
_WIDTH = 30


def is_prose(text: str) -> bool:
    """Whether it reads as paragraphs of sentences that were broken into lines, and not as code, tables or verse."""
    lines = [line for line in text.split("\n") if line.strip()]
    wide = sum(len(line.strip()) > _WIDTH for line in lines)
    letters = sum(character.isalpha() or character in " ,.;:'’" for character in text if character != "\n")
    return (
        bool(_BLANK.search(text.strip()))
        and wide * 2 > len(lines)
        and letters > 0.9 * sum(character != "\n" for character in text)
        and len(_SENTENCE.findall(text)) >= 3
    )


def as_elements(text: str) -> str:
    """Blocks between blank lines: a heading where a line stands alone in capitals or is underlined, else a list or a
    paragraph. Lines drawn across the page are left out."""
    return "".join(piece for block in _BLANK.split(text.strip("\n")) for piece in _block(block.split("\n")))


def _block(lines: list[str]) -> Iterator[str]:
    lines = [line for line in lines if line.strip()]
    if not lines:
        return
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]):
        yield _element("h1" if lines[1].strip()[0] == "=" else "h2", lines[0])
        yield from _block(lines[2:])
    elif _UNDERLINE.fullmatch(lines[0]):
        yield "<hr>"
        yield from _block(lines[1:])
    elif len(lines) == 1 and _is_heading(lines[0].strip()):
        yield _element("h2", lines[0])
    elif len(lines) == 1 and (rank := _rank_of_number(lines[0].strip())):
        yield _element(f"h{rank}", lines[0])
    elif _BULLET.match(lines[0]):
        yield f"<ul>{''.join(_element('li', each) for each in _listed(lines))}</ul>"
    else:
        yield _element("p", " ".join(line.strip() for line in lines))


def _is_heading(line: str) -> bool:
    short = len(line) <= _LONGEST_HEADING and len(line.split()) <= _MOST_HEADING_WORDS
    return short and line.isupper() and sum(map(str.isalpha, line)) > 2


def _rank_of_number(line: str) -> int:
    """The rank of a line that stands alone and counts itself as a part of a part ("2.1 Standing up"), or 0."""
    match = _NUMBERED.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
    return 2 + match[1].count(".") if match else 0


def _listed(lines: list[str]) -> Iterator[str]:
    entry = ""
    for line in lines:
        if _BULLET.match(line) and entry:
            yield entry
            entry = ""
        entry = f"{entry} {line.strip()}".strip()
    yield entry


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text.strip(), quote=False)}</{tag}>"
