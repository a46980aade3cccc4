"""The sections that every engine is given: real ones, or any number recombined from their sentences."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_SENTENCE = re.compile(r"(?<=[.?!]) ")
_SECTIONS_OF_ONE = 5


class Record(NamedTuple):
    """One section: `article` and `ordinal` say where it belongs."""

    article: str
    ordinal: int
    site: str
    title: str
    heading: str
    text: str


def real(path: Path) -> list[Record]:
    """The sections of a file of articles, one article a line."""
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [
        Record(each["_id"], ordinal, each["source"], each["title"], section["heading"], section["text"])
        for each in articles
        for ordinal, section in enumerate(each["sections"])
    ]


def recombined(records: list[Record], count: int, seed: int = 5) -> list[Record]:
    """`count` sections of as many sentences as real ones have, each sentence from anywhere."""
    return list(_recombined(records, count, random.Random(seed)))


def _recombined(records: list[Record], count: int, chance: random.Random) -> Iterator[Record]:
    lengths = [len(_SENTENCE.split(each.text)) for each in records]
    sentences = [sentence for each in records for sentence in _SENTENCE.split(each.text)]
    for number in range(count):
        article, ordinal = divmod(number, _SECTIONS_OF_ONE)
        if not ordinal:
            of_article = chance.choice(records)
        text = " ".join(chance.choices(sentences, k=chance.choice(lengths)))
        yield Record(
            f"made-{article}", ordinal, of_article.site, of_article.title, chance.choice(records).heading, text
        )
