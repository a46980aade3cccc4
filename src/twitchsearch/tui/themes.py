"""The themes that are ours: the usual one, and one without colour."""

from __future__ import annotations

from textual.theme import Theme

MONOCHROME = "monochrome"
USUAL = "twitchsearch"

# What the screen's own styles are called; every theme has them, and one may choose others.
VARIABLES = {"mark": "#ffc857", "path": "#7fc8a9", "faint": "#8f98a3", "alarm": "#ff8f80", "key": "#7fb4ff"}
LIGHT_VARIABLES = {"mark": "#8a4b00", "path": "#1f6b4a", "faint": "#5b6470", "alarm": "#a8201a", "key": "#1c4fa0"}
_NO_COLOURS = dict.fromkeys(VARIABLES, "ansi_default")

THEMES = (
    Theme(
        name=USUAL,
        primary="#7fb4ff",
        secondary="#7fc8a9",
        accent="#ffc857",
        warning="#ffc857",
        error="#ff8f80",
        success="#7fc8a9",
        foreground="#dde3ea",
        background="#14181d",
        surface="#14181d",
        panel="#1d232b",
        variables={**VARIABLES, "block-cursor-background": "#263445", "block-cursor-foreground": "#ffffff"},
    ),
    Theme(
        name=MONOCHROME,
        ansi=True,
        primary="ansi_default",
        secondary="ansi_default",
        accent="ansi_default",
        warning="ansi_default",
        error="ansi_default",
        success="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **_NO_COLOURS,
            "border": "ansi_default",
            "border-blurred": "ansi_default",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-blurred-foreground": "ansi_default",
            "block-cursor-blurred-background": "ansi_default",
            "block-hover-background": "ansi_default",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
            "scrollbar": "ansi_default",
            "scrollbar-hover": "ansi_default",
            "scrollbar-active": "ansi_default",
            "scrollbar-background": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
        },
    ),
)
