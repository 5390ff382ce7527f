"""Three themes: light, dark and high contrast. None is an ANSI theme, so NO_COLOR stays readable."""

from __future__ import annotations

from textual.theme import Theme

LIGHT = Theme(
    name="rrsa-light",
    primary="#1f5f6b",
    secondary="#6b4a86",
    accent="#8a4b08",
    foreground="#1c2426",
    background="#f7f4ee",
    surface="#fffdf8",
    panel="#e9e3d6",
    success="#2f6b3a",
    warning="#7a5200",
    error="#8f2f2f",
    dark=False,
    variables={
        "block-cursor-background": "#1f5f6b",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#d5e3e4",
        "block-cursor-blurred-foreground": "#1c2426",
        "footer-key-foreground": "#8a4b08",
        "text-muted": "#54605f",
    },
)

DARK = Theme(
    name="rrsa-dark",
    primary="#7fc4c9",
    secondary="#c3a6dd",
    accent="#f0b66a",
    foreground="#eceae4",
    background="#16201f",
    surface="#1c2827",
    panel="#263533",
    success="#93cf9b",
    warning="#f0cf7a",
    error="#f0a3a0",
    dark=True,
    variables={
        "block-cursor-background": "#7fc4c9",
        "block-cursor-foreground": "#10201f",
        "block-cursor-blurred-background": "#2f4543",
        "block-cursor-blurred-foreground": "#eceae4",
        "footer-key-foreground": "#f0b66a",
        "text-muted": "#a9b5b2",
        "input-selection-background": "#3d5f5d",
        "button-color-foreground": "#10201f",
    },
)

CONTRAST = Theme(
    name="rrsa-high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#7dff7d",
    warning="#ffff00",
    error="#ffb0b0",
    dark=True,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#444400",
        "block-cursor-blurred-foreground": "#ffffff",
        "footer-key-foreground": "#ffff00",
        "text-muted": "#d8d8d8",
        "border": "#ffffff",
        "button-color-foreground": "#000000",
    },
)

THEMES = (LIGHT, DARK, CONTRAST)
