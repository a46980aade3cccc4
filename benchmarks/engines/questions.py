"""Sixty questions of all forms, drawn from the corpus with a seed, from rare words to the most common."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import NamedTuple

from benchmarks.engines.corpora import Record

_WORD = re.compile(r"[a-z]+")
_SAMPLE = 5_000


class Question(NamedTuple):
    """What is asked: `words` (all or any of them), or one phrase of them; none of `without`; on `site` alone.

    A word that ends in * is a prefix; one that ends in ~ is misspelt by one letter.
    """

    form: str
    words: tuple[str, ...]
    without: str = ""
    site: str = ""


def questions(records: list[Record], seed: int = 7) -> list[Question]:
    chance = random.Random(seed)
    texts = [_WORD.findall(each.text.lower()) for each in chance.sample(records, min(_SAMPLE, len(records)))]
    df = Counter(word for words in texts for word in set(words) if len(word) > 2)
    ranked = [word for word, count in df.most_common() if count > 1]
    common, middling, rare = ranked[:60], ranked[60:1500], ranked[1500:]
    sites = [each.site for each in records]

    def some(count: int) -> tuple[str, ...]:
        return tuple(chance.choice(chance.choice((common, middling, middling, rare))) for _ in range(count))

    def run(length: int) -> tuple[str, ...]:
        words = chance.choice([each for each in texts if len(each) > length])
        start = chance.randrange(len(words) - length)
        return tuple(words[start : start + length])

    asked = [Question("one word", (chance.choice(each),)) for each in (common, middling, rare) for _ in range(3)]
    asked += [Question("any of words", some(count)) for count in (2, 3, 4, 5, 6, 7, 8) for _ in range(2)]
    asked += [Question("all of words", (*some(1), *chance.sample(common, count))) for count in (1, 1, 2, 2, 3, 3)]
    asked += [Question("all of words", tuple(dict.fromkeys(run(count)))) for count in (2, 2, 3, 3, 4, 6)]
    asked += [Question("phrase", run(count)) for count in (2, 2, 2, 3, 3, 4)]
    asked += [Question("phrase of common words", words) for words in (("of", "the"), ("in", "the"))]
    asked += [Question("negation", some(2), without=chance.choice(common)) for _ in range(4)]
    asked += [Question("prefix", (chance.choice(middling)[:count] + "*",)) for count in (2, 2, 2, 3, 3, 4, 4)]
    asked += [Question("misspelt", (_misspelt(chance.choice(middling), chance) + "~",)) for _ in range(3)]
    asked += [Question("filtered", some(2), site=chance.choice(sites)) for _ in range(3)]
    return asked


def _misspelt(word: str, chance: random.Random) -> str:
    place = chance.randrange(2, len(word))
    return f"{word[:place]}{chance.choice('aeiou')}{word[place + 1 :]}"
