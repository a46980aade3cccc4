"""`python -m benchmarks.engines.remembering FOLDER`: a process that only searches, and the anonymous memory it takes.

The questions come in on stdin, as a list in JSON. Prints the megabytes of the process after all of them, and what
it had before it opened the index.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.engines.engines import Ours
from benchmarks.engines.measures import anonymous
from benchmarks.engines.questions import Question
from twitchsearch.backends.whoosh import WhooshIndex


def searching(folder: Path, all_questions: list[Question]) -> tuple[float, float]:
    """The megabytes of a process that asks our index all of these, twice, and those before it opens it."""
    command = [sys.executable, "-m", "benchmarks.engines.remembering", str(folder)]
    asked = subprocess.run(command, input=json.dumps(all_questions).encode(), stdout=subprocess.PIPE, check=True)
    after, before = map(float, asked.stdout.split())
    return after, before


def main() -> None:
    asking = [Question(form, tuple(words), *rest) for form, words, *rest in json.load(sys.stdin)]
    engine = Ours()
    before = anonymous()
    engine.searcher = WhooshIndex(Path(sys.argv[1])).searcher()
    for _ in range(2):
        for question in asking:
            engine.ask(question)
    print(anonymous(), before)


if __name__ == "__main__":
    main()
