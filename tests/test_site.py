"""The documents as a site: whole, at home without a network, and without a link that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import site


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert site.build(folder) == len(site.documents())
    return folder


def test_every_document_has_its_page_and_stands_beside_the_others(pages: Path) -> None:
    made = {path.relative_to(pages).as_posix() for path in pages.rglob("*.html")}
    assert made == {document.page.as_posix() for document in site.documents()}
    assert {"index.html", "start.html", "adr/index.html", "project/README.html"} <= made
    assert 'aria-current="page">Start in five minutes' in (pages / "start.html").read_text(encoding="utf-8")


def test_every_link_and_picture_of_every_page_is_there(pages: Path) -> None:
    ids = {path: set(re.findall(r'id="([^"]*)"', path.read_text(encoding="utf-8"))) for path in pages.rglob("*.html")}
    for path in ids:
        for link in re.findall(r'(?:href|src)="([^"]+)"', path.read_text(encoding="utf-8")):
            target, _, anchor = link.partition("#")
            if "://" not in target:
                there = (path.parent / target).resolve() if target else path
                assert there.is_file(), f"{path.relative_to(pages)}: {link}"
                assert not anchor or anchor in ids[there], f"{path.relative_to(pages)}: {link}"


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r'<(?:img|link)[^>]*"https?:', text)


def test_a_link_that_leads_nowhere_stops_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "# A page\n\nSee [this](nowhere.md).\n"
    (tmp_path / "page.md").write_text(text)
    document = site.Document(tmp_path / "page.md", Path("page.html"))
    with pytest.raises(ValueError, match=r"nowhere\.md"):
        site._link("nowhere.md", document, {})


def test_markup_in_a_document_is_shown_and_not_obeyed() -> None:
    assert "<b>" not in site._markdown().render("a <b>bold</b> claim")
