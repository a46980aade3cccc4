"""When garbage is looked for: not while somebody waits for what a key does.

Looking through everything that is there held up a key for 20 to 70 ms, now and then. In a process of its own what is
there at the start is never looked through again, what is young goes on being swept as always, and the whole is swept
while nobody types.
"""

from __future__ import annotations

import gc

REST = 1.0
"""Seconds without a key, a click or a roll of the wheel after which somebody rests."""

_YOUNG, _MIDDLE = 700, 10
_NEVER_RESTING = 30
"""Sweeps of what is middling after which the whole is swept even while somebody types: about 80 keys without a second's
rest. What is painted leaves a few hundred rings a key; after 500 sweeps they held up one key for half a second."""

DUE = 10
"""Sweeps of what is middling after which the whole is to be swept: as Python itself would have it."""


def begin() -> None:
    """Have the process swept so, from now on."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER_RESTING)


def rest() -> bool:
    """Sweep the whole if it is time; whether it was."""
    due = gc.get_count()[2] >= DUE
    if due:
        gc.collect()
    return due
