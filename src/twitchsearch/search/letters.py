"""Letters: which make words and which stand alone, in every script, and what a word is without case and accents."""

from __future__ import annotations

import re
import unicodedata

# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Hangul, Han.
_ALONE = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003fffd"
)
# Marks that go on with a word; \w does not know them. The ranges are coarse: letters among them do no harm.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b"
    "\u08ca-\u0963\u0971-\u0df3\u0f18\u0f19\u0f35-\u0f39\u0f71-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20f0\ua8e0-\ua8f1\ufe20-\ufe2f"
)
_LETTER = rf"[^\W\d_{_ALONE}]"
_LETTERS = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_APOSTROPHES = "'\u2019\u2018\u02bc\uff07"

# Accents that are stripped, and letters that are not made of a letter and an accent but are typed without. Marks that
# are letters in their own right (Cyrillic short i, Indic vowel signs) stay.
_ACCENTS = re.compile(
    "(?<![\u0400-\u052f])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
    "|[\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+"
)
_LETTERS_TYPED_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ё": "е"}
    | dict.fromkeys(_APOSTROPHES, "'")
)

FIRST_MARK = "\u0300"
"""What lies before it is Latin letters with their accents, and no mark."""

PARTS = re.compile(rf"\d+|(?:[^\W\d_]|[{_MARKS}])+")
"""The runs of letters and of digits in a folded word."""

MARKS_ON_KEYS = str.maketrans(
    dict.fromkeys("\u00a0\u2013\u2014\u2026\u201c\u201d\u2022\u00ab\u00bb", " ") | {"\u2018": "'", "\u2019": "'"}
)
"""Printers' marks to the ones on keys that part words as they do, so that a word of ASCII within them is found by the
pattern for ASCII, which is quicker; the one for all scripts takes milliseconds to compile."""


def ascii_words(*, eliding: bool) -> re.Pattern[str]:
    """What finds the words of ASCII text in small letters; `eliding` parts them at apostrophes."""
    inner = "" if eliding else "(?:'[a-z]+)*"
    return re.compile(rf"(?:[a-z]\.)+[a-z](?![a-z0-9_])|[a-z]+{inner}|[0-9]+")


def latin_words(*, eliding: bool) -> re.Pattern[str]:
    """`words_of_all_scripts` for text that lies before `FIRST_MARK`. It is made at once."""
    letters = r"[^\W\d_]"
    inner = "" if eliding else f"(?:[{_APOSTROPHES}]{letters}+)*"
    return re.compile(rf"(?:{letters}\.)+{letters}(?!\w)|{letters}+{inner}|\d+")


def words_of_all_scripts(*, eliding: bool) -> re.Pattern[str]:
    """What finds the words of any text."""
    inner = "" if eliding else f"(?:[{_APOSTROPHES}]{_LETTERS})*"
    acronym = rf"(?:{_LETTER}\.)+{_LETTER}(?!\w)"
    return re.compile(rf"{acronym}|{_LETTERS}{inner}|\d+|[{_ALONE}]")


def folded(word: str) -> str:
    """Small letters without accents, digits as ASCII. Folding twice changes nothing more."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", small).translate(_LETTERS_TYPED_PLAIN))
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in plain)
