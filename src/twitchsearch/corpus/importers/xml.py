"""XML from anywhere, read without document types or entities, as deep as is reasonable and no deeper."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

DEEPEST = 200
_PIECE = 1 << 16

Start = Callable[[list[str], dict[str, str]], None]
End = Callable[[list[str]], None]
Text = Callable[[str], None]


def read_xml(document: bytes, *, start: Start | None = None, end: End | None = None, text: Text | None = None) -> None:
    """Call back for each element, with the local names of those around it down to itself, and for each piece of text.

    Raises ValueError, with the reason, where it is not well-formed, declares a document type with contents of its own,
    or is nested too deeply.
    """
    path: list[str] = []

    def started(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if len(path) > DEEPEST:
            raise ValueError(f"its XML is nested deeper than {DEEPEST}")
        if start:
            start(path, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def ended(_: str) -> None:
        if end:
            end(path)
        path.pop()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.EntityDeclHandler = _refuse
    parser.StartDoctypeDeclHandler = _look_at_doctype
    if text:
        parser.CharacterDataHandler = text
    try:
        for place in range(0, len(document), _PIECE):
            parser.Parse(document[place : place + _PIECE], False)  # noqa: FBT003  # expat knows no names
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"its XML cannot be read ({error})") from error


def _look_at_doctype(_name: str, _system: object, _public: object, has_internal_subset: int) -> None:
    if has_internal_subset:
        _refuse()


def _refuse(*_: object) -> None:
    raise ValueError("its XML declares entities, which are not read")
