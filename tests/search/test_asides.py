"""Which sections are about the article and not about its subject."""

from __future__ import annotations

import pytest

from twitchsearch.model import Section, SectionKind
from twitchsearch.search.asides import is_aside


def headed(*path: str) -> Section:
    return Section("a-1", 0, SectionKind.OTHER, "Cramps.", path)


@pytest.mark.parametrize("heading", ["See also", "SEE ALSO:", "7. References", "Références", "About this page"])
def test_a_heading_that_says_so_makes_an_aside(heading: str) -> None:
    assert is_aside(headed("Leg cramps", heading))


@pytest.mark.parametrize(
    "path", [(), ("",), ("See also", "Leg cramps"), ("Sources of magnesium",), ("Notes on cramps",), ("7.",)]
)
def test_anything_else_is_about_the_subject(path: tuple[str, ...]) -> None:
    assert not is_aside(headed(*path))
