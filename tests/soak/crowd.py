"""A process of a crowd over one library: `python -m tests.soak.crowd WHAT LIBRARY ROUNDS VERSIONS SEED`.

WHAT is "write" (build or update, in turn, so many rounds) or "read" (until the file `stop` stands in the library).
Prints what it did as JSON; whatever is not WriterBusy or a right answer is a problem.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak.worlds import REQUESTS, answers, digest_of, extract_here
from twitchsearch.errors import WriterBusy
from twitchsearch.library import Library, build, open_index, pending, status, update
from twitchsearch.model import IndexStatus, no_progress
from twitchsearch.search.seam import Changes, Index

Did = Counter[str]


def write(library: Library, rounds: int, chance: random.Random) -> Did:
    """Build or update so often; being told that another writes counts as a round."""
    did = Did()
    for _ in range(rounds):
        work = chance.choice((build, update, reindex))
        try:
            work(library, open_index(library))
            did[work.__name__] += 1
        except WriterBusy as busy:
            assert "the index is being written by" in str(busy)  # noqa: PT017 - no test, but a process of one
            did["told that another writes"] += 1
            time.sleep(chance.uniform(0, 0.1))
    return did


def reindex(_library: Library, index: Index) -> None:
    """Update the index by one of its own articles: a new generation, linked to the old, that answers the same."""
    with index.writing():
        with index.searcher() as searcher:
            hit = searcher.search(REQUESTS[0]).hits[0]
            article = searcher.article(hit.article.id)
        index.update(Changes([article]), index.catalogue(), no_progress)


class Reader:
    """Looks at a library in every way that only reads."""

    def __init__(self, library: Library, versions: list[str]) -> None:
        self._library, self._versions = library, versions
        self._index = open_index(library)
        self._kept = self._index.searcher()

    def round(self, chance: random.Random) -> str:
        looks: list[Callable[[Index], None]] = [self.fresh, self.fresh, self.kept, self.state, self.check, self.plan]
        look = chance.choice(looks)
        look(self._index)
        return look.__name__

    def fresh(self, index: Index) -> None:
        with index.searcher() as searcher:
            assert digest_of(answers(searcher)) in self._versions
            self._kept = index.searcher()

    def kept(self, _index: Index) -> None:
        assert digest_of(answers(self._kept)) in self._versions

    def state(self, index: Index) -> None:
        assert index.state().status is IndexStatus.READY
        assert status(self._library, index).index.status is IndexStatus.READY

    def check(self, index: Index) -> None:
        assert index.check().problems == ()

    def plan(self, index: Index) -> None:
        assert not pending(self._library, index).rebuild


def read(library: Library, versions: list[str], chance: random.Random) -> Did:
    reader, did = Reader(library, versions), Did()
    while True:
        did[reader.round(chance)] += 1
        if (library.root / "stop").exists():
            return did
        time.sleep(0.01)


def main(what: str, root: str, rounds: str, versions: str, seed: str) -> None:
    library, chance = Library(Path(root)), random.Random(int(seed))
    with pytest.MonkeyPatch.context() as patch:
        extract_here(patch)
        try:
            known = json.loads(Path(versions).read_text())
            did = write(library, int(rounds), chance) if what == "write" else read(library, known, chance)
        except Exception:  # noqa: BLE001 - whatever it is, it is what the test is looking for
            print(json.dumps({"problem": traceback.format_exc()}))
        else:
            print(json.dumps(did))


if __name__ == "__main__":
    main(*sys.argv[1:])
