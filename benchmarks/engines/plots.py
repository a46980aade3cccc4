"""Growth with the number of sections, as one SVG: a small plot for each measure, a line for each engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

Line = dict[int, float]
"""A figure by number of sections."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 300, 220, 64, 56, 40
_COLUMNS = 2
_COLOURS = ("#7048e8", "#e8590c", "#1971c2", "#2f9e44", "#868e96", "#c2255c")


class Plot(NamedTuple):
    """One measure: its title with the unit, and the line of each engine that has one."""

    title: str
    lines: Mapping[str, Line]


class _Scale(NamedTuple):
    """Both axes are logarithmic, from one power of ten to another."""

    first: int
    last: int
    start: float
    length: float

    def place(self, value: float) -> float:
        return self.start + self.length * (math.log10(value) - self.first) / max(1, self.last - self.first)


def drawn(plots: list[Plot]) -> str:
    """The SVG, readable on light and dark paper."""
    engines = sorted({engine for plot in plots for engine in plot.lines})
    colours = {engine: _COLOURS[number % len(_COLOURS)] for number, engine in enumerate(engines)}
    rows = -(-len(plots) // _COLUMNS)
    width = _COLUMNS * (_WIDTH + _LEFT + _GAP)
    height = _TOP + rows * (_HEIGHT + 2 * _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_legend(colours),
    ]
    for number, plot in enumerate(plots):
        row, column = divmod(number, _COLUMNS)
        left, top = _LEFT + column * (_WIDTH + _LEFT + _GAP), _TOP + row * (_HEIGHT + 2 * _GAP)
        parts += _panel(plot, left, top, colours)
    return "\n".join([*parts, "</svg>", ""])


def _legend(colours: Mapping[str, str]) -> list[str]:
    step = 145
    return [
        f'<rect x="{_LEFT + number * step}" y="10" width="12" height="12" fill="{colour}"/>'
        f'<text x="{_LEFT + number * step + 18}" y="20">{escape(engine)}</text>'
        for number, (engine, colour) in enumerate(colours.items())
    ]


def _panel(plot: Plot, left: float, top: float, colours: Mapping[str, str]) -> list[str]:
    points = [point for line in plot.lines.values() for point in line.items() if point[1] > 0]
    across = _scale([float(sections) for sections, _ in points], left, _WIDTH)
    up = _scale([figure for _, figure in points], top + _HEIGHT, -_HEIGHT)
    parts = [f'<text x="{left}" y="{top - 8}" font-weight="bold">{escape(plot.title)}</text>']
    for power in range(across.first, across.last + 1):
        x = across.place(10.0**power)
        parts.append(f'<path d="M{x:.1f} {top}v{_HEIGHT}" stroke="#dee2e6"/>')
        parts.append(f'<text x="{x:.1f}" y="{top + _HEIGHT + 16}" text-anchor="middle">{10**power:,}</text>')
    for power in range(up.first, up.last + 1):
        y = up.place(10.0**power)
        parts.append(f'<path d="M{left} {y:.1f}h{_WIDTH}" stroke="#dee2e6"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for engine, line in plot.lines.items():
        places = [(across.place(at), up.place(figure)) for at, figure in sorted(line.items()) if figure > 0]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colours[engine]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[engine]}"/>' for x, y in places]
    return parts


def _scale(values: list[float], start: float, length: float) -> _Scale:
    powers = [math.log10(value) for value in values] or [0.0]
    return _Scale(math.floor(min(powers)), max(math.floor(min(powers)) + 1, math.ceil(max(powers))), start, length)
