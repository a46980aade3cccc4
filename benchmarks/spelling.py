"""How often the first word offered for a misspelt one is the right one, and how long that takes.

    python -m benchmarks.spelling [--words N] [--show] [MEDQUAD] [MISSPELLINGS]

MEDQUAD (medquad-sections, if none is named) is indexed in a folder that is thrown away. Words are sampled from the
index by type, each as likely as any other: of five to thirty letters a to z. `SEED` decides which, and how each is
misspelt: each edit is, with equal chances, a letter left out, one of the 26 put in, one replaced by another, or two
neighbours swapped, at any place; two edits that come to fewer are drawn again, as is what is a word of the index.
Parameters were chosen on other words: those whose SHA-256 begins with an even byte, with other seeds; here come those
with an odd one.

MISSPELLINGS are real ones, a tab between the wrong and the right word, after a line of headings. Those count whose
right word is in the index. The lines of even numbers were looked at when the parameters were chosen, so the others are
given by themselves, too.

What is judged is what `search` answers to the misspelt word alone: `suggestions`, the first and all three.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import string
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.evaluation.collections import read_documents
from twitchsearch.evaluation.ranking import index_documents
from twitchsearch.model import SearchRequest, SnippetShape, Window
from twitchsearch.search.expansion import edit_distance
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Searcher

SEED = 20261122
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MEDQUAD, MISSPELLINGS = DATA / "ir" / "medquad-sections", DATA / "vocab" / "dirkson-medical.tsv"
_ALL = 1 << 30

Pair = tuple[str, str]


def edited(word: str, chance: random.Random) -> str:
    """One edit."""
    at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
    edits: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + letter + word[at:],
        lambda: word[:at] + letter + word[at + 1 :],
        lambda: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word[1] + word[0] + word[2:],
    )
    return chance.choice(edits)()


def sampled(words: frozenset[str], count: int, edits: int) -> list[Pair]:
    chance = random.Random(SEED + edits)
    pool = sorted(
        word for word in words if 5 <= len(word) <= 30 and word.isascii() and word.isalpha() and is_test(word)
    )
    pairs: list[Pair] = []
    while len(pairs) < count:
        wrong = word = chance.choice(pool)
        for _ in range(edits):
            wrong = edited(wrong, chance)
        if wrong not in words and edit_distance(wrong, word, edits) == edits:
            pairs.append((wrong, word))
    return pairs


def is_test(word: str) -> bool:
    return bool(hashlib.sha256(word.encode()).digest()[0] % 2)


def real(path: Path, words: frozenset[str]) -> list[Pair]:
    with path.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").lower().split("\t") for line in lines][1:]
    return [(row[0], row[1]) for row in rows if row[1] in words]


def judged(searcher: Searcher, pairs: Iterable[Pair], *, show: bool) -> list[tuple[bool, bool]]:
    """Of each pair whether the right word comes first, and whether it is among those offered."""
    outcomes = []
    for wrong, right in pairs:
        offered = searcher.search(request(wrong)).suggestions
        outcomes.append((offered[:1] == (right,), right in offered))
        if show and not outcomes[-1][0]:
            print(f"    {wrong} for {right}: {', '.join(offered) or '-'}")
    return outcomes


def request(text: str) -> SearchRequest:
    return SearchRequest(parse(text), text, window=Window(0, 1), snippets=SnippetShape(0))


def say(name: str, outcomes: list[tuple[bool, bool]]) -> None:
    first, among = (statistics.fmean(each) for each in zip(*outcomes, strict=True))
    print(f"{name:<28} {len(outcomes):>5} words   first {first:.3f}   in the first three {among:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--show", action="store_true", help="show what went wrong")
    parser.add_argument("medquad", type=Path, nargs="?", default=MEDQUAD)
    parser.add_argument("misspellings", type=Path, nargs="?", default=MISSPELLINGS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder))
        index_documents(read_documents(options.medquad / "corpus.jsonl"), index)
        with index.searcher() as searcher:
            measure(searcher, options)


def measure(searcher: Searcher, options: argparse.Namespace) -> None:
    words = frozenset(each.text.lower() for each in searcher.terms("", _ALL))
    for edits, name in ((1, "one edit"), (2, "two edits")):
        pairs = sampled(words, options.words, edits)
        say(name, judged(searcher, pairs, show=options.show))
    pairs = real(options.misspellings, words)
    outcomes = judged(searcher, pairs, show=False)
    say("real misspellings", outcomes)
    say("  those not looked at", outcomes[1::2])
    print(f"  of which the index has as words: {sum(wrong in words for wrong, _ in pairs)}")
    for name, text in (
        ("a known word", "leukemia"),
        ("one misspelt", "leukimea"),
        ("four misspelt", "chrnic kidnee diseese treetment"),
    ):
        print(f"{name:<28} {_milliseconds(searcher, text):.1f} ms, search and all")


def _milliseconds(searcher: Searcher, text: str) -> float:
    taken = []
    for _ in range(20):
        begun = time.perf_counter()
        searcher.search(request(text))
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
