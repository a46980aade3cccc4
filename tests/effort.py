"""How much work something is: the only place that says how tests bound it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from xml.etree import ElementTree as ET

_ATTEMPTS = 3
# A page that is parsed and walked: the kind of work that is bounded, and as much in need of caches and memory.
_YARDSTICK = "<ul>" + '<li class="a b">one <b>two</b> three</li>' * 10_000 + "</ul>"
_YARDSTICK_SECONDS = 0.018  # what it took on the machine that the bounds were set on, with nothing else running


def effort(work: Callable[[], object], enough: float) -> float:
    """The least processor seconds of at most three runs of `work`, or of the first that took less than `enough`, as
    the machine that the bounds were set on counts them.

    Processor time, because machines are shared; the least, because a run may be slow for the neighbour's sake (caches,
    a clock turned down) and never fast for it; beside a yardstick measured just before and after, because machines and
    their neighbours make the same work cost twice as much or half. What other tests left in memory is not looked
    through meanwhile: it made the same page take twice as long at the end of a run as at its beginning.
    """
    gc.freeze()
    try:
        least = float("inf")
        for _ in range(_ATTEMPTS):
            before = _taken(_measure)
            spent = _taken(work)
            pace = (before + _taken(_measure)) / 2 / _YARDSTICK_SECONDS
            least = min(least, spent / pace)
            if least < enough:
                break
        return least
    finally:
        gc.unfreeze()


def _taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _measure() -> int:
    return sum(len(element.text or "") + len(element.tail or "") for element in ET.fromstring(_YARDSTICK).iter())
