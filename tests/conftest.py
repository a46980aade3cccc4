"""What all tests share: how far random examples go."""

from __future__ import annotations

import os

from hypothesis import settings

# Machines are shared: an example may be slow for no fault of its own. On CI the examples are the same in every run, so
# that a red run speaks of the change; new ones are looked for everywhere else.
settings.register_profile("explore", deadline=None)
settings.register_profile("verify", deadline=None, derandomize=True)
settings.load_profile("verify" if os.environ.get("CI") else "explore")
