"""What a section names: the causes or remedies in its heading path and its lists. Reads wording, knows no engine.

A name comes from a section's own heading where a heading above it asks for the kind ("Causes > Dehydration"), from a
heading of the kind that is a name itself ("Massage"), and from the list under a heading that asks. What asks, sums up
or puts a question ("What causes cramps?", "Other causes", "Overview") is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twitchsearch.model import KindSource, Section, SectionKind, Span
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.wording import wording

_LONGEST_NAME, _MOST_WORDS = 80, 9
_MOST_LIST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name as a section has it. `span` is where it stands in the section's text; None: in the heading."""

    name: str
    section: Section
    span: Span | None = None


_QUESTION = re.compile(
    r"\?\s*$|^(?:what|why|how|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|should|would|will|may|"
    r"might|has|have)\b",
    re.IGNORECASE,
)
_BEHIND_THE_SCENES = re.compile(
    r"^(?:see also|references?|sources?|further reading|about (?:this|the author|us)|faqs?|frequently asked|key "
    r"|at a glance|in (?:short|brief)|the bottom line|bottom line|conclusions?|when to|related"
    r"|more information|notes?\b|warning|disclaimer|how |what )",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(
    r"\b(?:causes|reasons|triggers|factors|treatments|remedies|options|tips|ways|steps|measures|methods|strategies|therapies|"
    r"solutions|approaches|things)\b(?!\s+of\b.*\bas\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:#?\d{1,3}\s*[.):–—-]|#\d{1,3}|\(\d{1,3}\)|[IVX]{1,5}[.)]|[a-zA-Z][.)]|[•▪●*–—-])\s+")
_LEAD = re.compile(
    r"^(?:(?:step|tip|cause|reason|remedy|trigger|treatment|no\.?|number)\s*#?\d{0,3}\s*[:.–—-]\s*)"
    r"|^(?:people|those|anyone|someone|persons?|patients?) (?:with|having|who have|who has)\s+"
    r"|^(?:having|being)\s+(?:an?\s+)?|^(?:an?|the|your)\s+",
    re.IGNORECASE,
)
_AS_CAUSE = re.compile(
    r"^(?P<name>.+?)\s+(?:as an? (?:possible |common |frequent |likely )?(?:cause|trigger|reason|remedy|treatment)\b.*"
    r"|(?:can|could|may|might|also|often|sometimes)\s+(?:\w+\s+)?(?:cause|trigger|lead|bring|help|ease|relieve|stop)\w*\b.*"
    r"|(?:causes|triggers|leads to|brings on)\s+\w.*)$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:for|against|in|of|from|as|with|to|during|after|before)\s+[^,;]*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AFTER_ITEM = re.compile(r"\s*[:–—]\s+|\s+-\s+|\s*\(|;\s+|,\s+(?=(?:which|such as|because|as|like|including|especially|"
                         r"for example|e\.g\.|mostly|usually|often|when|if|although|but|so)\b)|\.\s+")  # fmt: skip
_FURNITURE = re.compile(r"^(?:note|tip|warning|source|photo|image|table|figure|see|read|click)\b", re.IGNORECASE)


def asks_for(heading: str, kind: AnswerKind) -> bool:
    """Whether a heading asks for or announces things of the kind, going by its words."""
    return bool(wording().asking[kind].search(heading))


def content_words(text: str) -> list[str]:
    """The words of a heading that say what it is about: none that ask, sum up or glue."""
    general = wording().general
    return [word for word in map(str.lower, _WORD.findall(text)) if word not in general and not word.isdigit()]


def is_name(heading: str) -> bool:
    """Whether a heading can be the name of a thing: short, no question, and about something."""
    text = bare(heading)
    if (
        not text
        or len(text) > _LONGEST_NAME
        or len(text.split()) > _MOST_WORDS
        or heading.rstrip().endswith((":", "?"))
    ):
        return False
    if _QUESTION.search(text) or _BEHIND_THE_SCENES.search(text):
        return False
    return bool(content_words(text)) and not _SUMS_UP.search(_without_tail(text))


def bare(heading: str) -> str:
    """A heading without its number, its article, and what makes a sentence of it ("… can cause cramps")."""
    text = _NUMBER.sub("", heading.strip())
    text = _LEAD.sub("", text).strip(" .:;,!“”\"'…")
    found = _AS_CAUSE.match(text)
    return (found["name"] if found else text).strip()


def candidates(sections: Sequence[Section], kind: AnswerKind, title: str) -> Iterator[Candidate]:
    """The names of an article, in its order: of headings, and of the lists under headings that ask."""
    listicle = asks_for(title, kind)
    for section in sections:
        if _names_itself(section, kind, listicle=listicle):
            yield Candidate(bare(section.heading), section)
        elif section.kind is kind and _lists(section, kind):
            yield from (Candidate(name, section, span) for name, span in list_names(section.text))


def _names_itself(section: Section, kind: AnswerKind, *, listicle: bool) -> bool:
    if not section.heading_path or not is_name(section.heading):
        return False
    asked = any(asks_for(heading, kind) for heading in section.heading_path[:-1])
    if section.kind is kind:
        return asked or section.kind_source is KindSource.INHERITED or (
            section.kind_source is KindSource.HEADING and kind is SectionKind.REMEDIES
        )  # fmt: skip
    return (asked and section.kind in _MISTAKABLE) or (
        listicle and len(section.heading_path) == 1 and section.kind is SectionKind.OTHER
    )  # fmt: skip


_MISTAKABLE = frozenset({SectionKind.OTHER, SectionKind.CAUSES, SectionKind.REMEDIES, SectionKind.PREVENTION})


def _lists(section: Section, kind: AnswerKind) -> bool:
    """Whether the lines of a section may be names: its heading asks, or sums up."""
    if not section.heading_path:
        return False
    return section.kind_source is not KindSource.TEXT and (
        asks_for(section.heading, kind) or not is_name(section.heading)
    )


def list_names(text: str) -> Iterator[tuple[str, Span]]:
    """The names in the lists of a text, with their places: lines that are no sentences, two or more in a row."""
    run: list[tuple[str, Span]] = []
    start = 0
    announced = False
    for line in text.split("\n"):
        found = _listed(line, start)
        if found is not None:
            run.append(found)
        else:
            if len(run) > 1 or (run and announced):
                yield from run
            run = []
            announced = line.rstrip().endswith(":")
        start += len(line) + 1
    if len(run) > 1 or (run and announced):
        yield from run


def _listed(line: str, start: int) -> tuple[str, Span] | None:
    """The name in one line of a list; None where the line is a sentence, or furniture."""
    stripped = line.strip()
    if not stripped or stripped.endswith((":", "?")) or _FURNITURE.match(stripped):
        return None
    cut = _AFTER_ITEM.search(stripped)
    head = stripped[: cut.start()] if cut else stripped
    if len(head.split()) > _MOST_LIST_WORDS or (not cut and stripped.endswith(".") and len(head.split()) > 5):
        return None
    name = bare(head)
    if not name or len(name.split()) > _MOST_WORDS or not content_words(name) or _QUESTION.search(name):
        return None
    at = line.find(name)
    return name, Span(start + max(at, 0), start + max(at, 0) + len(name))


def _without_tail(text: str) -> str:
    return _TAIL.sub("", text) or text
