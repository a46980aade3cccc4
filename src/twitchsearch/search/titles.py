"""What titles of articles say that they are about."""

from __future__ import annotations

import re

from twitchsearch.search.naming import content_words

_PROMISE = re.compile(
    r"\b\d+ (?:\w+ )*(?:ways|tips|tricks|things|steps|reasons|facts|questions|myths|remedies)\b", re.IGNORECASE
)
_OF_IT = re.compile(
    r"(?:(?:living|coping|dealing|life) with|understanding|all about|(?:an? )?guide to|what (?:is|are))\s",
    re.IGNORECASE,
)
_AFTER_THE_SUBJECT = re.compile(r"\s*[:|•·«»]\s+|\s+[-–—]\s+|\s*\?\s+|\s*\|\s*")


def title_subject(title: str) -> str:
    """What an article is about, going by its title: what stands before its first colon or dash, and what a later part
    says that it is about, or that a part which only promises a number of things leaves open."""
    first, *later = [part for part in _AFTER_THE_SUBJECT.split(title) if content_words(part)] or [""]
    promises = _PROMISE.search(first)
    more = (part for part in later if promises or _OF_IT.match(part))
    return " ".join([first, *more])
