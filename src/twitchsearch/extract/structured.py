"""What a page says about itself in JSON-LD (schema.org): dates, authors, questions with their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twitchsearch.extract.tree import Element

_MOST_BYTES = 1_000_000
_MOST_NODES = 20_000
_ARTICLES = re.compile(
    r"Article|Posting|WebPage|FAQPage|QAPage|Report|HowTo|ItemPage|AboutPage|MedicalCondition|Recipe$|Gallery$"
)
_CONTROL = re.compile(r"[\x00-\x1f]")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer as the page gives them to machines; the answer may hold HTML."""

    question: str
    answer: str


def nodes(root: Element) -> list[Node]:
    """Every object in the page's JSON-LD, outer ones first. What is no JSON is passed over."""
    found: list[Node] = []
    left = _MOST_BYTES
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower() and script.text and len(script.text) <= left:
            left -= len(script.text)
            found.extend(_objects(_read(script.text)))
    return found[:_MOST_NODES]


def articles(found: list[Node]) -> list[Node]:
    """The objects that describe the page's article, the most telling types first."""
    described = [node for node in found if any(_ARTICLES.search(kind) for kind in texts(node.get("@type")))]
    return sorted(
        described, key=lambda node: not any("Article" in kind or "Posting" in kind for kind in texts(node.get("@type")))
    )


def answers(found: list[Node]) -> Iterator[Answered]:
    """The questions with an accepted answer, in their order."""
    for node in found:
        if "Question" in texts(node.get("@type")):
            answer = node.get("acceptedAnswer") or node.get("suggestedAnswer")
            answer = answer[0] if isinstance(answer, list) and answer else answer
            text = answer.get("text") if isinstance(answer, dict) else answer
            question = node.get("name") or node.get("text")
            if isinstance(text, str) and isinstance(question, str) and text.strip() and question.strip():
                yield Answered(question, text)


def texts(value: Any) -> list[str]:
    """A value that may be one text or a list of them."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _read(text: str) -> Any:
    for candidate in (text, _CONTROL.sub(" ", text)):
        try:
            return json.loads(candidate.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> Iterator[Node]:
    waiting = [value]
    seen = 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(reversed(each.values()))
        elif isinstance(each, list):
            waiting.extend(reversed(each))
