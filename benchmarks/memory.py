"""Whether extraction stays flat in memory: pages made as they are asked for, and what the process holds of them.

    python -m benchmarks.memory [PAGES]     (default 20,000)

Prints the resident memory after each tenth of the pages; all pages differ in words, layout and length. Linux only.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.extract import extract
from twitchsearch.model import Page

_SEED, _WORDS = 5, 4_000
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_KINDS = ("Causes", "Symptoms", "Treatment", "When to see a doctor", "Outlook", "Prevention")


def pages(count: int) -> Iterator[Page]:
    rng = random.Random(_SEED)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 11))) for _ in range(_WORDS)]
    for number in range(count):
        body = "".join(_section(rng, words, heading) for heading in rng.sample(_KINDS, rng.randint(1, 6)))
        title = " ".join(rng.choices(words, k=5)).capitalize()
        yield Page(
            f"https://made.example/{number}",
            f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>".encode(),
            _NOW,
            content_type="text/html",
        )


def _section(rng: random.Random, words: list[str], heading: str) -> str:
    rank = rng.choice(("h2", "h3"))
    text = "".join(
        f"<p>{' '.join(rng.choices(words, k=rng.randint(8, 80))).capitalize()} {rng.randint(0, 10**9)}.</p>"
        for _ in range(rng.randint(1, 4))
    )
    return f"<{rank}>{heading} of {rng.choice(words)}</{rank}>{text}"


def resident() -> int:
    """What this process holds in memory, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    sections = 0
    for number, page in enumerate(pages(count), 1):
        sections += len(extract(page).sections)
        if number % max(1, count // 10) == 0:
            print(f"{number:8,} pages  {sections:9,} sections  {resident() / 1e6:7.1f} MB", flush=True)


if __name__ == "__main__":
    main()
