"""How much is remembered: apart from what is, as every start reads the settings and few need the rest."""

from __future__ import annotations

from enum import StrEnum


class HistoryMode(StrEnum):
    """What is remembered of queries: kept between runs, for this session only, or nothing."""

    KEPT = "kept"
    SESSION = "session"
    OFF = "off"
