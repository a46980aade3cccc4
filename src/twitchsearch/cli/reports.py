"""What a check found, and what was skipped: the lines and the exit code that checks and importers share."""

from __future__ import annotations

from collections.abc import Iterator

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.wording import counted
from twitchsearch.model import Report
from twitchsearch.text import guard


def check_lines(report: Report) -> Iterator[str]:
    for problem in report.problems:
        yield guard(f"{problem.where}: {problem.what}; {problem.remedy}")
    found = counted(len(report.problems), "problem") if report.problems else "no problems"
    yield f"{report.checked:,} checked, {found}"


def checked(report: Report) -> Exit:
    return Exit.FAILED if report.problems else Exit.OK
