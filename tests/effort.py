"""How much work something is: the only place that says how tests bound it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_ATTEMPTS = 3


def effort(work: Callable[[], object], enough: float) -> float:
    """The least processor seconds of at most three runs of `work`, or of the first that took less than `enough`.

    Processor time, because machines are shared; the least, because a run may be slow for the neighbour's sake (caches,
    a clock turned down) and never fast for it. What other tests left in memory is not looked through meanwhile: it
    made the same page take twice as long at the end of a run as at its beginning.
    """
    gc.collect()
    gc.freeze()
    try:
        least = float("inf")
        for _ in range(_ATTEMPTS):
            began = time.process_time()
            work()
            least = min(least, time.process_time() - began)
            if least < enough:
                break
        return least
    finally:
        gc.unfreeze()
