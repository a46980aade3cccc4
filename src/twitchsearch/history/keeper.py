"""What one folder keeps between runs, for one person. Its files are the owner's alone to read, and replaced whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from twitchsearch.errors import DiskError, NotFound, SettingsError, TwitchsearchError, WriterBusy
from twitchsearch.files import DISK, Disk, exclusive, read_bounded, write_private
from twitchsearch.history.changes import LONGEST_TEXT, fits, texts_of, with_article, with_saved, with_search
from twitchsearch.history.records import Record, choices_from, past_from, record_of, saved_from
from twitchsearch.model.remembered import Choices, Past, PastSearch, ReadArticle, SavedSearch

_LARGEST = 8 << 20
_PATIENCE = 5.0
_APART = ".damaged"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _File(Generic[_Value]):
    """One file of the folder: its name, what a sentence calls it, the schema it states, how its values are read, and
    what there is without it."""

    name: str
    what: str
    schema: str
    parse: Callable[[Record], _Value]
    empty: _Value


class _TooNew(DiskError):
    """A newer version wrote the file: it is not written over."""


class Keeper:
    """What one folder keeps; several processes may write it at once. The folder is made when something is kept.

    A file that is not what was written is set apart under another name, which `say` is told in a sentence, and taken
    for empty. One that a newer version wrote is left as it is: `say` is told once, it is taken for empty, and nothing
    is kept in it. Reading raises nothing: where a file cannot be set apart, `say` is told that. Writing raises
    DiskError and WriterBusy.
    """

    def __init__(self, folder: Path, say: Callable[[str], None], disk: Disk = DISK) -> None:
        self.folder = folder
        self._say = say
        self._disk = disk
        self._said_of: set[str] = set()

    def past(self) -> Past:
        return self._read(_HISTORY)

    def add_search(self, search: PastSearch) -> None:
        """Keep a search; the same one made before goes. One that is far too long is not kept."""
        if fits(*texts_of(search.asked)):
            self._remember(lambda past: with_search(past, search))

    def add_article(self, article: ReadArticle) -> None:
        """Keep an article that was read; its earlier readings go. One of a far too long address is not kept."""
        if fits(article.section_id, article.url):
            self._remember(lambda past: with_article(past, article))

    def clear(self) -> Past:
        """Forget all searches and articles, those in files that were set apart too; what there was is returned, as far
        as it can be read."""
        if not self.folder.is_dir():
            return Past()
        with self._locked():
            past = self._forgotten()
            for path in [self.folder / _HISTORY.name, *self.folder.glob(f"{_HISTORY.name}{_APART}*")]:
                self._disk.remove(path)
            self._disk.flush_folder(self.folder)
        return past

    def saved(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order in which they were saved."""
        return self._read(_SAVED)

    def save(self, search: SavedSearch) -> None:
        """Save a search; one of the same name is replaced in its place. Raises SettingsError for one that is far too
        long."""
        if not fits(search.name, *texts_of(search.asked)):
            raise SettingsError(
                f"the search was not saved: its name, its words and its sites have at most {LONGEST_TEXT:,} characters "
                "each; save a shorter one"
            )
        self._change(_SAVED, lambda saved: with_saved(saved, search))

    def forget(self, name: str) -> None:
        """Remove a saved search. Raises NotFound, with the nearest name."""
        gone = self.find(name).name
        self._change(_SAVED, lambda saved: tuple(each for each in saved if each.name != gone))

    def find(self, name: str) -> SavedSearch:
        """The saved search of that name. Raises NotFound, with the nearest name."""
        saved = {each.name.casefold(): each for each in self.saved()}
        if name.casefold() in saved:
            return saved[name.casefold()]
        import difflib

        close = difflib.get_close_matches(name.casefold(), saved, n=1)
        raise NotFound(f"no search is saved as {name!r}", saved[close[0]].name if close else "")

    def choices(self) -> Choices:
        return self._read(_CHOICES)

    def choose(self, change: Callable[[Choices], Choices]) -> None:
        """Keep other choices than before."""
        self._change(_CHOICES, change)

    def _read(self, file: _File[_Value]) -> _Value:
        try:
            found = self._parsed(file)
            if found is None:
                with self._locked():
                    found = self._parsed(file)
                    if found is None:
                        self._set_apart(file)
        except (DiskError, WriterBusy) as error:  # a newer version's file among them
            found = None
            self._say_once(file, error)
        return file.empty if found is None else found

    def _remember(self, change: Callable[[Past], Past]) -> None:
        """Change the history. Where a newer version wrote it nothing is kept: nobody asked for this one to be."""
        try:
            self._change(_HISTORY, change)
        except _TooNew as error:
            self._say_once(_HISTORY, error)

    def _forgotten(self) -> Past:
        try:
            return self._parsed(_HISTORY) or Past()
        except _TooNew:  # who wants all forgotten means this, too
            return Past()

    def _say_once(self, file: _File[Any], error: TwitchsearchError) -> None:
        if file.name not in self._said_of:
            self._said_of.add(file.name)
            self._say(str(error))

    def _locked(self) -> AbstractContextManager[None]:
        return exclusive(self.folder / "lock", _PATIENCE, 0o600)

    def _change(self, file: _File[_Value], change: Callable[[_Value], _Value]) -> None:
        self._disk.make_private_folder(self.folder)
        with self._locked():
            before = self._parsed(file)
            if before is None:
                self._set_apart(file)
            record = {"schema": file.schema, **record_of(change(file.empty if before is None else before))}
            text = json.dumps(record, ensure_ascii=False, indent=1)
            write_private(self.folder / file.name, text.encode("utf-8", "surrogatepass") + b"\n", self._disk)

    def _parsed(self, file: _File[_Value]) -> _Value | None:
        """What a file holds; None where it is not what was written. Raises _TooNew."""
        path = self.folder / file.name
        try:
            record = json.loads(read_bounded(path, _LARGEST).decode("utf-8", "surrogatepass"))
            if isinstance(record, dict) and _is_newer(record.get("schema"), file.schema):
                raise _TooNew(
                    f"{file.what} in {path} was written by a newer version of twitchsearch; it is left as it is and "
                    "nothing is kept in it: upgrade twitchsearch"
                )
            if not isinstance(record, dict) or record.get("schema") != file.schema:
                return None
            return file.parse(record)
        except FileNotFoundError:
            return file.empty
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _set_apart(self, file: _File[Any]) -> None:
        path = self.folder / file.name
        numbers = (f"{file.name}{_APART}{number or ''}" for number in range(1000))
        apart = next(self.folder / name for name in numbers if not (self.folder / name).exists())
        self._disk.replace(path, apart)
        self._disk.flush_folder(self.folder)
        self._say(f"{file.what} in {path} cannot be read; it was set apart as {apart.name} and a new one begun")


def _is_newer(stated: Any, known: str) -> bool:
    """Whether a file states a later version of the schema that is known."""
    name, _, version = known.rpartition("/")
    found, _, number = stated.rpartition("/") if isinstance(stated, str) else ("", "", "")
    return found == name and re.fullmatch(r"[1-9][0-9]{0,8}", number) is not None and int(number) > int(version)


_NO_SAVED: tuple[SavedSearch, ...] = ()
_HISTORY = _File("history.json", "the history", "twitchsearch.history/1", past_from, Past())
_SAVED = _File("saved.json", "the list of saved searches", "twitchsearch.saved/1", saved_from, _NO_SAVED)
_CHOICES = _File("choices.json", "the list of what was chosen", "twitchsearch.choices/1", choices_from, Choices())
