"""Told to pytest with `-p`: Whoosh's writers write through our codec where a test names none; which tests do is noted.

In the environment `WHOOSH_TESTS_CODEC=theirs` leaves Whoosh's own in its place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import whoosh.codec

from benchmarks.whoosh_tests.codec import AnyCodec

if os.environ.get("WHOOSH_TESTS_CODEC") != "theirs":
    codecs: Any = whoosh.codec
    codecs.default_codec = AnyCodec


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note with each test whether a segment was written by our codec in it."""
    before = AnyCodec.written
    try:
        yield
    finally:
        item.user_properties.append(("ours", AnyCodec.written > before))
