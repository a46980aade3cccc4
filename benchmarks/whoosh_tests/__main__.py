"""Run Whoosh's own tests, from a given folder, with our codec as default, and print what passes, what fails and why.

    python -m benchmarks.whoosh_tests FOLDER [TESTS, OPTIONS OF PYTEST]

FOLDER is Whoosh's source distribution, unpacked (`pip download --no-binary :all: --no-deps whoosh3==VERSION`), or its
repository, of the version that is installed. The tests are run twice: over Whoosh's own codec, and over ours.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parents[2]


class Outcome(NamedTuple):
    """How a test ended: "passed", "skipped" or the first line of why it failed; whether our codec wrote in it."""

    ended: str
    ours: bool


def main() -> None:
    if len(sys.argv) < 2 or not (Path(sys.argv[1]) / "tests").is_dir():
        sys.exit(f"{__doc__}\nFOLDER has to have Whoosh's tests in a folder `tests`.")
    folder, options = Path(sys.argv[1]), sys.argv[2:] or ["tests"]
    theirs, ours = (run(folder, codec, options) for codec in ("theirs", "ours"))
    for line in report(theirs, ours):
        print(line)


def run(folder: Path, codec: str, options: list[str]) -> dict[str, Outcome]:
    """The outcome of every test, by its name."""
    with tempfile.TemporaryDirectory() as made:
        table = Path(made) / "outcomes.xml"
        environment = {**os.environ, "WHOOSH_TESTS_CODEC": codec, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
        quiet = ("-q", "--no-header", "--tb=line", "-p", "no:cacheprovider", "-p", "no:randomly", "-o", "addopts=")
        ours = ("-p", "benchmarks.whoosh_tests.plugin", f"--junitxml={table}", "-o", "junit_family=xunit1")
        command = [sys.executable, "-m", "pytest", *quiet, *ours, *options]
        said = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if not table.exists():
            sys.exit(f"pytest did not run:\n{said.stdout}{said.stderr}")
        return dict(map(_outcome, ET.parse(table).iter("testcase")))


def _outcome(case: ET.Element) -> tuple[str, Outcome]:
    wrote = any(each.get("name") == "ours" and each.get("value") == "True" for each in case.iter("property"))
    ended = "passed"
    for each in case:
        if each.tag == "skipped":
            ended = "skipped"
        elif each.tag in ("failure", "error"):
            ended = (each.get("message") or "failed").splitlines()[0]
    return f"{case.get('classname')}::{case.get('name')}", Outcome(ended, wrote)


def report(theirs: dict[str, Outcome], ours: dict[str, Outcome]) -> list[str]:
    """What passes over each codec, what fails over ours alone, grouped by why, and what fails over both."""
    wrote = [each for each in ours.values() if each.ours]
    lines = [
        f"over Whoosh's codec: {_counts(theirs)}",
        f"over ours: {_counts(ours)}",
        f"tests in which ours wrote: {len(wrote)}, of which {sum(each.ended == 'passed' for each in wrote)} passed",
    ]
    why: defaultdict[str, list[str]] = defaultdict(list)
    for name, outcome in ours.items():
        if outcome.ended not in ("passed", "skipped"):
            both = theirs.get(name, outcome).ended not in ("passed", "skipped")
            why["over both: " * both + re.sub(r"0x[0-9a-f]+|\d+", "N", outcome.ended)[:160]].append(name)
    for reason, names in sorted(why.items()):
        lines += [f"\nfails {reason}", *(f"    {name}" for name in names)]
    return lines


def _counts(outcomes: dict[str, Outcome]) -> str:
    ended = Counter(each.ended if each.ended in ("passed", "skipped") else "failed" for each in outcomes.values())
    return ", ".join(f"{count} {name}" for name, count in sorted(ended.items()))


if __name__ == "__main__":
    main()
