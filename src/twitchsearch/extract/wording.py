"""What is looked at in a section's text to tell its kind: words, pairs of words and first words.

Why a model of them: docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import re
from itertools import pairwise

_READ, _MOST_SENTENCES = 1_500, 14
_TOKEN = re.compile(r"[^\W_]+|[:?!%]")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")


def features(text: str) -> set[str]:
    """What is looked at in the beginning of a text: words and pairs of them, numbers as "#"; "1:" marks those of the
    first sentence and "^" the first words of each; how long the text is, and in how many paragraphs."""
    read = text[:_READ]
    found = {f"len {min(5, len(read) // 250)}", f"lines {min(4, read.count(chr(10)))}"}
    sentences = [words for each in _SENTENCE.split(read.lower()) if (words := _TOKEN.findall(each))]
    for place, words in enumerate(sentences[:_MOST_SENTENCES]):
        tokens = ["#" if word.isdigit() else word for word in words]
        grams = tokens + [f"{first} {second}" for first, second in pairwise(tokens)]
        found.update(grams)
        found.add(f"^{tokens[0]}")
        found.add("^" + " ".join(tokens[:2]))
        if place == 0:
            found.update(f"1:{gram}" for gram in grams)
    return found
