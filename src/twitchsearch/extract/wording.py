"""What is looked at in a section's text to tell its kind: words, pairs of words, first words, and what work they do.

Why a model of them: docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, pairwise

from twitchsearch.extract.senses import senses

_READ, _MOST_SENTENCES = 1_500, 14
_TOKEN = re.compile(r"[^\W_]+|[:?!%]")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")
_ENDINGS = ("ingly", "edly", "ing", "ness", "ly", "ies", "es", "ed", "s", "er", "e")
_SHORTEST_STEM = 4


def features(text: str) -> set[str]:
    """What is looked at in the beginning of a text: stems of words and pairs of them, numbers as "#", and their senses
    ("@"); "1" marks those of the first sentence and "^" the first of each; "@@" senses of two sentences or more, "@/"
    those of half of them; how long the text is, and in how many paragraphs."""
    read = text[:_READ]
    found = {f"len {min(5, len(read) // 250)}", f"lines {min(4, read.count(chr(10)))}"}
    sentences = [words for each in _SENTENCE.split(read.lower()) if (words := _TOKEN.findall(each))][:_MOST_SENTENCES]
    times: Counter[str] = Counter()
    for place, words in enumerate(sentences):
        stems = list(map(_stem, words))
        grams = [*stems, *(f"{first} {second}" for first, second in pairwise(stems))]
        meant = set(chain.from_iterable(map(senses, words)))
        times.update(meant)
        found.update(grams)
        found |= {f"^{stems[0]}", "^" + " ".join(stems[:2]), *(f"^@{sense}" for sense in senses(words[0]))}
        if place == 0:
            found.update(f"1:{gram}" for gram in grams)
            found.update(f"1@{sense}" for sense in meant)
    return found | _often(times, len(sentences))


def _often(times: Counter[str], sentences: int) -> set[str]:
    found = {f"@{sense}" for sense in times}
    found.update(f"@@{sense}" for sense, count in times.items() if count > 1)
    found.update(f"@/{sense}" for sense, count in times.items() if count * 2 >= sentences)
    return found


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    """A word without its ending, cut by length alone: quick, the same for most forms of a word."""
    if word.isdigit():
        return "#"
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST_STEM), "")
    return word[: len(word) - len(ending)]
