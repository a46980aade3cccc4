"""What every evaluation has: a collection, floors to hold its figures against, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName
from twitchsearch.cli.render.evaluations import evaluation_lines, evaluation_record
from twitchsearch.errors import SettingsError

if TYPE_CHECKING:
    from twitchsearch.evaluation.gate import Verdict
    from twitchsearch.evaluation.report import Evaluation
    from twitchsearch.evaluation.runs import Comparison

Command = TypeVar("Command", bound=Callable[..., Any])

collection_argument = click.argument("collection", type=PathName())


def gated(command: Command) -> Command:
    """The options that every evaluation has to hold its figures to floors."""
    for option in (
        click.option("--lower", is_flag=True, help="Let --update-floors lower floors, too."),
        click.option("--update-floors", "update", is_flag=True, help="Raise the floors in FILE to what was measured."),
        click.option("--floors", type=PathName(), metavar="FILE", help="Hold the figures to floors."),
    ):
        command = option(command)
    return command


def compared(command: Command) -> Command:
    """The options to keep what was found, to judge what was kept, and to compare the two."""
    path = PathName()
    for option in (
        click.option("--save", type=path, metavar="FILE", help="Write what was found to FILE."),
        click.option("--against", type=path, metavar="RUN", help="Compare with this run, one by one."),
        click.option("--run", "run_file", type=path, metavar="FILE", help="Judge what was saved or found by others."),
    ):
        command = option(command)
    return command


def answered(
    invocation: Invocation,
    found: Evaluation,
    form: str,
    gate: dict[str, Any],
    comparisons: dict[str, Comparison] | None = None,
) -> Exit:
    verdicts = _gate(invocation, found, **gate)
    if form == "json":
        invocation.output.write_json(evaluation_record(found, comparisons or {}, verdicts))
    else:
        invocation.output.write(evaluation_lines(found, comparisons or {}, verdicts))
    return Exit.OK if all(verdict.passed for verdict in verdicts) else Exit.FAILED


def _gate(
    invocation: Invocation,
    found: Evaluation,
    *,
    floors: Path | None,
    update: bool,
    lower: bool,
) -> Sequence[Verdict]:
    from twitchsearch.evaluation.gate import check, first_floors, raised, read_floors, write_floors

    if floors is None or (lower and not update):
        if update or lower:
            raise SettingsError("--update-floors needs --floors FILE, and --lower needs --update-floors")
        return ()
    if update:
        moved = raised(read_floors(floors), found, lower=lower) if floors.exists() else first_floors(found)
        write_floors(moved, floors)
        invocation.talk.say(f"wrote {len(moved.floors)} floors to {floors}")
    return check(read_floors(floors), found)
