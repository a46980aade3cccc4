"""TOML as its standard has it: numbers have 64 bits. The standard library reads longer ones, or stumbles over them."""

from __future__ import annotations

from typing import Any

_DEEPEST = 100
_LARGEST = 1 << 63
_TOO_LARGE = "a number in it is too large (whole numbers have 64 bits)"
_TOO_DEEP = "its tables and lists are too deep in one another"


def toml_table(text: str) -> dict[str, Any]:
    """The table that a TOML text is. Raises ValueError, which says what is wrong with it and where that is known."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except ValueError:  # Python reads no number of thousands of digits
        raise ValueError(_TOO_LARGE) from None
    _hold_to_the_standard(table)
    return table


def _hold_to_the_standard(table: dict[str, Any]) -> None:
    """Refuse what could be neither counted with nor shown: dotted keys nest without end, and so may hexadecimal digits
    follow one another."""
    values: list[Any] = [table]
    for _ in range(_DEEPEST):
        if any(isinstance(each, int) and not -_LARGEST <= each < _LARGEST for each in values):
            raise ValueError(_TOO_LARGE)
        values = [child for each in values for child in _children(each)]
        if not values:
            return
    raise ValueError(_TOO_DEEP)


def _children(value: Any) -> list[Any]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []
