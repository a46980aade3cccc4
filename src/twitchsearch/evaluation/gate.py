"""Floors: what quality may not fall below, kept as data with the digest of the collection they hold for.

    subject = "ranking"
    digest = "<sha256 of the collection>"

    [[floor]]
    measure = "nDCG@10"
    least = 0.71
    tolerance = 0.005
    reason = "two sections with equal words may change places when a stemmer does"

A value passes while it is at least `least - tolerance`. Floors of another subject or another collection all fail: a
gate that holds for nothing must not look like one that holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.reading import contents
from twitchsearch.evaluation.report import Evaluation, Subject
from twitchsearch.files import toml_table, write_atomic

_STEPS = 10_000  # a floor that is written has four digits: cut off, never rounded up


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a measure may be. A tolerance needs a reason."""

    measure: str
    least: float
    tolerance: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Floors:
    subject: Subject
    digest: str
    floors: tuple[Floor, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a floor held; `value` is None where nothing was measured under that name, `problem` says why it fell."""

    floor: Floor
    value: float | None
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not self.problem


def read_floors(path: Path) -> Floors:
    """Raises CollectionError where the file is no such table."""
    try:
        table = toml_table(contents(path).decode("utf-8"))
    except ValueError as error:
        raise CollectionError(f"{path}: not TOML: {error}") from error
    subject, digest, floors = table.get("subject"), table.get("digest"), table.get("floor")
    if subject not in set(Subject) or not isinstance(digest, str) or not isinstance(floors, list) or not floors:
        raise CollectionError(f"{path}: floors have a subject ({', '.join(Subject)}), a digest and [[floor]] tables")
    return Floors(Subject(subject), digest, tuple(_floor(each, path) for each in floors))


def write_floors(floors: Floors, path: Path) -> None:
    """Replace the file; reading it again gives the same floors."""
    write_atomic(path, "".join(_toml(floors)).encode())


def check(floors: Floors, evaluation: Evaluation) -> tuple[Verdict, ...]:
    """One verdict a floor, in their order."""
    values = dict(evaluation.named())
    return tuple(_verdict(floor, floors, evaluation, values.get(floor.measure)) for floor in floors.floors)


def raised(floors: Floors, evaluation: Evaluation, *, lower: bool = False) -> Floors:
    """The floors moved to what was measured: up where it is more, and down only with `lower`.

    Tolerances and reasons stay. Raises CollectionError where a floor would fall, or was not measured, and `lower` does
    not allow that; floors that were not measured are then left out.
    """
    values = dict(evaluation.named())
    moved = []
    for floor in floors.floors:
        value = values.get(floor.measure)
        if (value is None or _cut(value) < floor.least) and not lower:
            said = "was not measured" if value is None else f"is {value:.4f}, below its floor of {floor.least:g}"
            raise CollectionError(f"{floor.measure} {said}; lowering a floor has to be asked for with --lower")
        if value is not None:
            moved.append(replace(floor, least=_cut(value)))
    return Floors(evaluation.subject, evaluation.digest, tuple(moved))


def first_floors(evaluation: Evaluation) -> Floors:
    """Floors at what was measured over all, without tolerance."""
    moved = tuple(Floor(figure.measure, _cut(figure.value)) for figure in evaluation.figures)
    return Floors(evaluation.subject, evaluation.digest, moved)


def _verdict(floor: Floor, floors: Floors, evaluation: Evaluation, value: float | None) -> Verdict:
    if floors.subject is not evaluation.subject:
        return Verdict(floor, value, f"the floor is one for {floors.subject}")
    if floors.digest != evaluation.digest:
        return Verdict(floor, value, f"the floor holds for another collection ({floors.digest[:12]})")
    if value is None:
        return Verdict(floor, None, "not measured")
    if value < floor.least - floor.tolerance - 1e-12:
        return Verdict(floor, value, f"below {floor.least - floor.tolerance:.4f}")
    return Verdict(floor, value)


def _floor(record: Any, path: Path) -> Floor:
    known: dict[str, tuple[type, ...]] = {
        "measure": (str,),
        "least": (int, float),
        "tolerance": (int, float),
        "reason": (str,),
    }
    if not isinstance(record, dict) or not {"measure", "least"} <= record.keys() <= known.keys():
        raise CollectionError(f"{path}: a [[floor]] has measure, least, and perhaps tolerance and reason")
    for key, kind in known.items():
        value = record.get(key)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            raise CollectionError(f"{path}: {key} of floor {record['measure']!r} is of another type")
    floor = Floor(
        record["measure"], float(record["least"]), float(record.get("tolerance", 0)), record.get("reason", "")
    )
    if not (math.isfinite(floor.least) and 0 <= floor.tolerance < 1):
        raise CollectionError(f"{path}: floor {floor.measure!r} needs a finite least, and a tolerance from 0 to 1")
    if floor.tolerance and not floor.reason.strip():
        raise CollectionError(f"{path}: the tolerance of floor {floor.measure!r} needs a reason")
    return floor


def _toml(floors: Floors) -> Iterator[str]:
    yield "# What may not be fallen below. Moved with --update-floors; lowered only with --lower as well.\n\n"
    yield f"subject = {_quoted(floors.subject.value)}\ndigest = {_quoted(floors.digest)}\n"
    for floor in floors.floors:
        yield f"\n[[floor]]\nmeasure = {_quoted(floor.measure)}\nleast = {floor.least!r}\n"
        if floor.tolerance:
            yield f"tolerance = {floor.tolerance!r}\n"
        if floor.reason:
            yield f"reason = {_quoted(floor.reason)}\n"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _cut(value: float) -> float:
    return math.floor(value * _STEPS + 1e-9) / _STEPS
