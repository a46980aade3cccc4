"""Which library is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from twitchsearch.errors import LibraryError
from twitchsearch.library import Library, Places, locate, open_store, welcome


def test_the_strongest_name_wins(tmp_path: Path) -> None:
    flag, environment, project, user, default = (tmp_path / name for name in "abcde")
    assert locate(Places(default, flag, environment, project, user)).library.root == flag
    assert locate(Places(default, None, environment, project, user)).named_by == "TWITCHSEARCH_LIBRARY"
    assert locate(Places(default, None, None, project, user)).library.root == project
    assert locate(Places(default, None, None, None, user)).library.root == user


def test_only_the_default_is_nobodys_choice(tmp_path: Path) -> None:
    assert locate(Places(tmp_path)).is_default
    assert not locate(Places(tmp_path / "a", flag=tmp_path / "b")).is_default


def test_a_library_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="is a file"):
        locate(Places(tmp_path, flag=tmp_path / "file"))


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5_000])
def test_a_library_whose_name_no_folder_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LibraryError, match=r"from TWITCHSEARCH_LIBRARY\) cannot be looked at: "):
        locate(Places(tmp_path, environment=tmp_path / name))


def test_a_library_below_the_home_is_found_there_and_refused_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "file").write_text("x")
    assert locate(Places(tmp_path, flag=Path("~/folder"))).library.root == tmp_path / "folder"
    with pytest.raises(LibraryError, match="is a file"):
        locate(Places(tmp_path, flag=Path("~/file")))


def test_what_somebody_named_must_be_there_and_the_default_need_not(tmp_path: Path) -> None:
    named = locate(Places(tmp_path, environment=tmp_path / "gone"))
    with pytest.raises(LibraryError, match=r"no folder .*gone \(from TWITCHSEARCH_LIBRARY\)"):
        named.present()
    assert locate(Places(tmp_path / "none")).present().root == tmp_path / "none"
    assert locate(Places(tmp_path / "none", flag=tmp_path)).present().root == tmp_path


def test_a_new_library_is_welcomed_with_the_starter_articles(tmp_path: Path) -> None:
    library = Library(tmp_path / "new")
    new = welcome(library)
    assert new >= 10
    assert len(list(open_store(library).entries())) == new
    assert welcome(library) == 0
