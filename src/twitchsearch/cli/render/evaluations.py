"""Evaluations as tables for people and as objects for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.evaluation.gate import Verdict
    from twitchsearch.evaluation.report import Evaluation, Figure, Group
    from twitchsearch.evaluation.runs import Comparison

EVALUATION = "twitchsearch.evaluation/1"


def evaluation_record(
    found: Evaluation, comparisons: Mapping[str, Comparison], verdicts: Sequence[Verdict]
) -> dict[str, Any]:
    return {
        "schema": EVALUATION,
        "subject": found.subject.value,
        "digest": found.digest,
        "unit": found.unit,
        "size": found.size,
        "figures": [_figure(figure) for figure in found.figures],
        "groups": [
            {"name": group.name, "size": group.size, "figures": [_figure(figure) for figure in group.figures]}
            for group in found.groups
        ],
        "failed": [{"name": name, "reason": reason} for name, reason in found.failed],
        "comparisons": [_comparison(name, each) for name, each in comparisons.items()],
        "floors": [_floor(verdict) for verdict in verdicts],
        "passed": all(verdict.passed for verdict in verdicts),
    }


def evaluation_lines(
    found: Evaluation, comparisons: Mapping[str, Comparison], verdicts: Sequence[Verdict]
) -> Iterator[str]:
    yield f"{found.subject.value} over {found.size:,} {found.unit}; collection {found.digest[:12]}"
    yield ""
    for figure in found.figures:
        between = f"   95 %: {figure.interval.low:.4f} to {figure.interval.high:.4f}" if figure.interval else ""
        yield f"{figure.measure:<18}{figure.value:>8.4f}{between}"
    yield from _group_lines(found.groups)
    if comparisons:
        yield ""
        yield f"{'compared':<18}{'this':>8}{'other':>9}{'change':>9}   95 %{'':<17}p        better  worse"
    for name, each in comparisons.items():
        between = f"{each.interval.low:+.4f} to {each.interval.high:+.4f}"
        yield (
            f"{name:<18}{each.ours:>8.4f}{each.theirs:>9.4f}{each.difference:>+9.4f}   {between:<21}{each.p:<8.4f}"
            f"{each.better:>7,}{each.worse:>7,}"
        )
    yield from (f"not judged: {guard(name)}: {guard(reason)}" for name, reason in found.failed)
    yield from _verdict_lines(verdicts)


def _group_lines(groups: Sequence[Group]) -> Iterator[str]:
    """Tables of the groups: one for each run of groups that have the same measures."""
    heads: tuple[str, ...] = ()
    width = 2 + max((len(group.name) for group in groups), default=0)
    for group in groups:
        measures = tuple(figure.measure for figure in group.figures)
        if measures != heads:
            heads = measures
            yield ""
            yield f"{'':<{width}}{'size':>7}" + "".join(f"  {name:>15}" for name in heads)
        yield f"{guard(group.name):<{width}}{group.size:>7,}" + "".join(
            f"  {each.value:>15.4f}" for each in group.figures
        )


def _verdict_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    if verdicts:
        yield ""
    for verdict in verdicts:
        floor, value = verdict.floor, "-" if verdict.value is None else f"{verdict.value:.4f}"
        said = "holds" if verdict.passed else f"FAILED: {guard(verdict.problem)}"
        within = f" - {floor.tolerance:g}" if floor.tolerance else ""
        yield f"floor {guard(floor.measure)}: {value}, at least {floor.least:g}{within}: {said}"


def _figure(figure: Figure) -> dict[str, Any]:
    interval = figure.interval
    return {
        "measure": figure.measure,
        "value": figure.value,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
    }


def _comparison(name: str, each: Comparison) -> dict[str, Any]:
    return {
        "measure": name,
        "value": each.ours,
        "other": each.theirs,
        "difference": each.difference,
        "low": each.interval.low,
        "high": each.interval.high,
        "p": each.p,
        "better": each.better,
        "worse": each.worse,
    }


def _floor(verdict: Verdict) -> dict[str, Any]:
    floor = verdict.floor
    return {
        "measure": floor.measure,
        "least": floor.least,
        "tolerance": floor.tolerance,
        "reason": floor.reason,
        "value": verdict.value,
        "passed": verdict.passed,
        "problem": verdict.problem or None,
    }
