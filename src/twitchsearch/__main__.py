"""What the installed command calls, and `python -m twitchsearch`.

Nothing is imported before an interrupt can be answered: most of the time before a command does anything is imports.
"""

from __future__ import annotations

import sys


def run() -> None:
    """Obey the command line and end this process with its code."""
    try:
        from twitchsearch.cli.main import run as obey

        obey()
    except KeyboardInterrupt:
        sys.exit(130)  # `Exit.INTERRUPTED`, which may not have been imported yet


if __name__ == "__main__":
    run()
