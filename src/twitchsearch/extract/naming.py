"""What is looked at in a heading to tell its section's kind: how it speaks, rather than what it speaks of.

Why a model of them: docs/adr/0006-kinds-from-text.md.
"""

from __future__ import annotations

import re
from itertools import chain, combinations, pairwise

from twitchsearch.extract.phrases import folded
from twitchsearch.extract.senses import senses

_MOST_WORDS, _LONGEST_STEM = 12, 5
_NUMBER = re.compile(
    r"\s*(?:(?:step|part|q|question|tip)\s*\d{0,2}\s*[:.)]\s*|\d{1,2}(?:\.\d{1,2})*[.):]?\s+|[IVX]{1,5}[.)]\s+)",
    re.IGNORECASE,
)


def features(heading: str) -> set[str]:
    """Words, their beginnings, runs of two and three of them and pairs around a gap; their senses ("@") and pairs of
    those; "^" marks the first and "$" the last; whether it asks, and how many words it has. The number it begins with
    is left out."""
    words = folded(_NUMBER.sub("", heading, count=1)).split()[:_MOST_WORDS]
    if not words:
        return set()
    stems = [word if len(word) <= _LONGEST_STEM else f"{word[:_LONGEST_STEM]}*" for word in words]
    found = {*words, *stems, "?" if "?" in heading else "!?", f"words {min(len(words), 6)}"}
    found.update(f"{first} {second}" for line in (words, stems) for first, second in pairwise(line))
    found.update(f"{first} _ {third}" for first, third in zip(stems, stems[2:], strict=False))
    found.update(" ".join(three) for three in zip(stems, stems[1:], stems[2:], strict=False))
    found |= {f"^{stems[0]}", "^" + " ".join(stems[:2]), f"{stems[-1]}$", " ".join(stems[-2:]) + "$"}
    meant = sorted(set(chain.from_iterable(map(senses, words))))
    found.update(f"@{sense}" for sense in meant)
    found.update(f"^@{sense}" for sense in senses(words[0]))
    found.update(f"$@{sense}" for sense in senses(words[-1]))
    found.update(f"@{first}+{second}" for first, second in combinations(meant, 2))
    if words[0].endswith("ing") and len(words[0]) > _LONGEST_STEM:
        found.add("^ing")
    return found
