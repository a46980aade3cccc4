"""The names in the lists of a text: one a line, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.search.cells import is_row
from twitchsearch.search.naming import bare, fits, is_question, says_more, states
from twitchsearch.search.wording import wording

_MOST_LIST_WORDS = 14
_MOST_SAID = 5  # words of a sentence that is a name with a full stop behind it: "Hot rooms."
_MOST_TOLD = 12  # words of an entry that tells to do something, which say more than names do
_AFTER_ITEM = re.compile(
    r"\s*[:–—]\s+|\s+-\s+|\s*\(|;\s+|\.\s+|,\s+(?=(?:which|who|such as|because|as|like|including|especially|for|e\.g\."
    r"|among|mostly|usually|often|when|if|although|but|so|on|in|with|to|at|above all|particularly"
    r"|not|never|do not|don['’]t)\b|an? [\w-]+ (?:of|that|which|caused)\b|or \w+ (?:the|your|an?|it)\b)"
    r"|(?<!feel)(?<!look)(?<!act)\s+(?:like|such as|if|unless|because|so that|in case|for example|by \d+"
    r"|(?:for \w+ )?that (?:don['’]t|do not|you (?:don['’]t|do not|no longer|never))|when|while|whenever"
    r"|to (?:reduce|avoid|prevent|keep|make|help|stop|ease|relieve))\s+"
)
_TELLS = re.compile(
    r"(?!(?:it|this|that|these|those|they|there|we|you|i|he|she|if|when|as)\b)[a-z]+(?<!s)\s", re.IGNORECASE
)
_ADVISED_AGAINST = re.compile(
    r"(?:\b(?:less|fewer|avoid|limit|stay away from|stop|don['’]t|do not|never)\b[^.:]{0,40}|\bavoid):\s*$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:note|tip|warning|source|photo|image|table|figure|see|read|click|call|phone|ring|dial"
    r"|(?:ask|tell|contact|consult|talk to|speak (?:to|with)) (?:an?|your|the)"
    r" (?:doctor|gp|pharmacist|nurse|physician|midwife))\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")


class Listed(NamedTuple):
    """A name in a list, and its place in the text; `avoided` where the line above says so ("Drink less:")."""

    name: str
    span: Span
    avoided: bool = False


def list_names(text: str) -> Iterator[Listed]:
    """The names in the lists of a text: lines that are no sentences, two or more in a row, or one that is announced.

    A line that is too long for a name stays in its list, and names nothing.
    """
    run: list[Listed] = []
    lines, start, announced, avoided = 0, 0, False, False
    for line in (*text.split("\n"), ""):
        head = _head(line)
        if head is None:
            yield from run if lines > 1 or announced else ()
            run, lines, announced = [], 0, line.rstrip().endswith(":")
            avoided = bool(_ADVISED_AGAINST.search(line))
        else:
            lines += 1
            run += _named(head, line, start, avoided=avoided)
        start += len(line) + 1


def _head(line: str) -> str | None:
    """What a line of a list begins with; None where the line is a sentence, or furniture."""
    stripped = line.strip()
    if not stripped or stripped.endswith((":", "?")) or _FURNITURE.match(stripped):
        return None
    cut = _AFTER_ITEM.search(stripped, 1)
    head = stripped[: cut.start()] if cut else stripped
    is_sentence = head.endswith(".") or (cut is not None and cut[0].startswith("."))
    if len(head.split()) > _MOST_LIST_WORDS or is_row(line):
        return None
    if is_sentence and len(head.split()) > _MOST_SAID and not wording().parts.doing.match(bare(head)):
        return None
    return None if is_question(bare(head)) else head


def _named(head: str, line: str, start: int, *, avoided: bool) -> Iterator[Listed]:
    name = bare(head)
    if states(name):
        return
    if fits(name) or (_TELLS.match(name) and fits(name, _MOST_TOLD) and not says_more(name)):
        at = start + max(line.find(name), 0)
        yield Listed(name, Span(at, at + len(name)), avoided)


def names_in(name: str) -> list[str]:
    """An entry of three or more short names is all of them: "stress, anxiety or depression"."""
    parts = _SPLIT.split(name)
    short = all(len(part.split()) <= 3 and fits(part) for part in parts)
    return parts if "," in name and len(parts) > 2 and short and " of " not in name else [name]


def line_of(text: str, span: Span) -> int:
    """Where the line begins in which a range begins."""
    return text.rfind("\n", 0, span.start) + 1
