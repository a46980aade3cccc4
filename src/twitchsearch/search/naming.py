"""What can be the name of a cause or a remedy, going by its words alone: headings and lines of lists made bare."""

from __future__ import annotations

import re
from functools import lru_cache

from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.wording import KINDS, wording

_LONGEST_NAME, _MOST_WORDS = 80, 9
_REMEMBERED = 4096  # headings: those of an article are looked at again for each of its sections


_QUESTION = re.compile(
    r"\?\s*$|^(?:what|why|how|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|should|would|will|may|"
    r"might|has|have)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:#?\d{1,3}\s*[.):–—-]|#\d{1,3}|\(\d{1,3}\)|[IVX]{1,5}[.)]|[a-zA-Z][.)]|[•▪●*–—-])\s+")
_NOT_THAT = re.compile(r"(?<=\w\s)(?P<last>\w+),\s+(?:do not|don['’]t|not|never)\b.*$", re.IGNORECASE)
_SYMBOL = re.compile(r"^[^\w\s(\"'“”‘’+#.,;:!?/-]+\s+")
_LEAD = re.compile(
    r"^(?:(?:step|tip|cause|reason|remedy|trigger|treatment|no\.?|number)\s*#?\d{0,3}\s*[:.–—-]\s*)"
    r"|^(?:people|those|anyone|someone|persons?|patients?) (?:with|having|who have|who has)\s+"
    r"|^(?:people|those|anyone) who (?:have |are )?|^(?:having|being)\s+(?:an?\s+)?"
    r"|^(?:an?|the|your|some|certain)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s+(?:and|or|of|for|with|to|in)$", re.IGNORECASE)
_AS_CAUSE = re.compile(
    r"^(?P<name>.+?)\s+(?:as an? (?:possible |common |frequent |likely )?(?:cause|trigger|reason|remedy|treatment)\b.*"
    r"|(?:can|could|may|might|also|often|sometimes)\s+(?:(?!be\b)\w+\s+)?(?:cause|trigger|lead|bring|help|ease|relieve|stop)\w*\b.*"
    r"|(?:causes|triggers|leads to|brings on)\s+\w.*)$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:for|against|in|of|from|as|with|to|during|after|before)\s+[^,;]*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


_STATES = re.compile(
    r"(?<=\w\s)(?:is|are|was|were|has|had|will|would|can|could|should|must|may|might|does|did|doesn['’]t|didn['’]t|isn['’]t|aren['’]t)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|where|when|if|because|as|until|while|before|after|what|how|than|you|so)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:,|/|&|;|\band/or\b|\band\b|\bor\b|\bplus\b)\s*", re.IGNORECASE)
_MOST_SHARED = 6  # words of a name whose parts may be named alone: a longer one is rather a sentence
_COMMAND = re.compile(r"do(?:n['’]t| not)\b", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def asks_for(heading: str, kind: AnswerKind) -> bool:
    """Whether a heading asks for or announces things of the kind, going by its words."""
    return bool(wording().asking[kind].search(heading))


@lru_cache(maxsize=_REMEMBERED)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a heading that say what it is about: none that ask, sum up or glue."""
    general = wording().general
    return tuple(word for word in map(str.lower, _WORD.findall(text)) if word not in general and not word.isdigit())


@lru_cache(maxsize=_REMEMBERED)
def is_name(heading: str) -> bool:
    """Whether a heading can be the name of a thing: short, no question, and about something."""
    text = bare(heading)
    if not fits(text) or heading.rstrip().endswith((":", "?")) or heading.count(";") > 1:
        return False
    if is_question(text) or wording().no_name.search(text) or _announces(text):
        return False
    return not wording().sums_up.search(_without_tail(text))


def _announces(text: str) -> bool:
    """Whether a heading says of what it gives the causes or the treatment, and no more: "Treatment of cramps"."""
    before, link, _ = text.partition(" of ") if " of " in text else text.partition(" for ")
    return bool(link) and not content_words(before) and any(asks_for(before, kind) for kind in KINDS)


def fits(name: str, most: int = _MOST_WORDS) -> bool:
    """Whether a text is as long as names are, or has at most so many words, and about something."""
    return bool(name) and len(name) <= _LONGEST_NAME and len(name.split()) <= most and bool(content_words(name))


def says_more(name: str) -> bool:
    """Whether a text has words of a sentence that states something, behind its first."""
    return bool(wording().parts.none.search(name, len(name.split(maxsplit=1)[0])))


def states(name: str) -> bool:
    """Whether a text is a sentence that states something: "Silence is no friend", but not "beans that are green"."""
    found = _STATES.search(name)
    return found is not None and not _RELATIVE.search(name, 0, found.start()) and not is_question(name)


@lru_cache(maxsize=_REMEMBERED)
def is_apart(heading: str) -> bool:
    """Whether a heading stands over what is no part of an article's matter: references, links, notes about the page."""
    return bool(wording().apart.search(heading))


@lru_cache(maxsize=_REMEMBERED)
def is_caution(heading: str) -> bool:
    """Whether a heading stands over what one must take care with, which is no list of what helps or causes."""
    return bool(wording().cautions.search(heading))


def is_question(text: str) -> bool:
    """Whether a text is worded as a question, with or without its mark."""
    return bool(_QUESTION.search(text)) and not _COMMAND.match(text)


def bare(heading: str) -> str:
    """A heading without its number, its article, and what makes a sentence of it ("… can cause cramps")."""
    text = _NUMBER.sub("", _SYMBOL.sub("", heading.strip()))
    text = _NOT_THAT.sub(r"\g<last>", text)
    text = _TRAILING.sub("", _LEAD.sub("", text).strip(" .:;,!“”\"'…"))
    found = _AS_CAUSE.match(text)
    return (found["name"] if found else text).strip()


def parts_of(name: str) -> list[str]:
    """The parts of "stress and anxiety"; [] for a name that has none, or is rather a sentence."""
    parts = [part.strip() for part in _PARTS.split(name)] if len(name.split()) <= _MOST_SHARED else []
    return [part for part in parts if part] if sum(map(bool, parts)) > 1 else []


def _without_tail(text: str) -> str:
    return _TAIL.sub("", text) or text
