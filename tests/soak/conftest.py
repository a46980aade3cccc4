"""Figures are printed as the tests find them: run with `-s` to read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Say = Callable[[str], None]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Tell a figure of this test."""
    return lambda figure: print(f"\n  {request.node.name}: {figure}", flush=True)
