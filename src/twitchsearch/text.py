"""What text may be kept: cleaned once, in extraction, so that stored is indexed is shown and ranges never shift."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Bidirectional controls (they can make shown text lie about its order) and invisible format characters. The zero
# width joiners stay: emoji and several scripts need them.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufffc"
_DROP = re.compile(f"[{_BIDI}{_INVISIBLE}\U000e0000-\U000e007f]")
# Patterns are made so that plain text, which is nearly all of it, is passed over fast: none matches a single space.
_OTHER = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACES = re.compile(r"  +")
_BREAKS = re.compile(r"[\n\u2028\u2029][ \n\u2028\u2029]*")
_GUARD = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_BIDI}\u2028\u2029\ufeff\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    """Text as it is kept: NFC, no control, bidi or invisible characters, white space folded, no line breaks.

    Idempotent. What stands between two words stays at least one space.
    """
    return clean_lines(text).replace("\n", " ")


def clean_lines(text: str) -> str:
    """Like `clean`, but lines stay: one newline between paragraphs, none at either end, no empty line."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # most lines of most pages: nothing is looked for twice
    if not text.isascii():
        text = unicodedata.normalize("NFC", _DROP.sub("", text))
    text = _SPACES.sub(" ", _OTHER.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _BREAKS.sub("\n", text).replace(" \n", "\n").strip(" \n")


def visible(text: str) -> tuple[str, Sequence[int]]:
    """A text without what `clean` drops, and spaces for the controls it makes spaces: else as it is, code point by
    code point. With the place of each in the text, and the text's length."""
    if text.isascii() and text.isprintable():
        return text, range(len(text) + 1)
    gone = {found.start() for found in _DROP.finditer(text)}
    return _OTHER.sub(" ", _DROP.sub("", text)), [at for at in range(len(text) + 1) if at not in gone]


def guard(text: str) -> str:
    """Text from outside made safe to show: what could steer a terminal is replaced, one code point for one.

    Ranges into the text stay true. For texts that `clean` did not make: error messages, file names, URLs, queries.
    """
    return _GUARD.sub("\ufffd", text)


def shorten(text: str, limit: int) -> str:
    """`text` guarded and cut to at most `limit` code points, the cut marked with an ellipsis."""
    shown = guard(text)
    return shown if len(shown) <= limit else (shown[: max(0, limit - 1)] + "…")[: max(0, limit)]
