"""What comes to a session from outside the screen: a signal that ends it, and the way to the shell and back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable

ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""A shutdown, and a terminal that was closed: what they end keeps a moment to leave nothing behind."""


def on_ending(end: Callable[[int], None]) -> None:
    """Have `end` called in the running loop, with the signal, instead of being ended; not for a signal that who started
    us has us ignore, as nohup does."""
    loop = asyncio.get_running_loop()
    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            with contextlib.suppress(NotImplementedError):  # of systems without signals
                loop.add_signal_handler(each, end, each)


def end_by(signum: int) -> None:
    """End this process by a signal, now that all is in order: whoever started it sees what ended it."""
    signal.signal(signum, signal.SIG_DFL)
    signal.raise_signal(signum)


def can_stop() -> bool:
    """Whether a shell with jobs would wait for this process and could have it go on: not where it leads its session, as
    what ssh or a container starts does. Stopped there, it could only be killed."""
    return hasattr(os, "getsid") and os.getpgrp() != os.getsid(0)


def stop() -> None:
    """Stop the job this process belongs to until it is continued, as ^Z does elsewhere: all of it, for a `make` around
    us would wait on. By the system itself: a handler would run when the shell has the terminal already."""
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(0, signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, before)
