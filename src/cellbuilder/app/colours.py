"""Colours of the window, the pictures and the plots: one palette, readable by colour-blind eyes, without Qt."""

from __future__ import annotations

from typing import Final, Literal

from cellbuilder.domain.base import record

Scheme = Literal["light", "dark"]


@record
class Colours:
    """One scheme. Accent and state colours are Okabe-Ito, which colour-blind eyes tell apart."""

    window: str
    base: str
    raised: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    on_accent: str
    error: str
    warning: str
    notice: str
    good: str


SCHEMES: Final[dict[Scheme, Colours]] = {
    "light": Colours(
        window="#f3f4f6", base="#ffffff", raised="#fafbfc", text="#1c2127", muted="#59636e", line="#cfd5dc",
        edge="#7f8893", accent="#0072b2", on_accent="#ffffff", error="#b3360a",
        warning="#8f5f00", notice="#0b5c8f", good="#00704f",
    ),
    "dark": Colours(
        window="#1b1e23", base="#131519", raised="#23272d", text="#e8eaed", muted="#a3acb7", line="#3a4048",
        edge="#7a838e", accent="#56b4e9", on_accent="#0c1116", error="#ff8a5c",
        warning="#e6a93a", notice="#7cc4f0", good="#3cc79a",
    ),
}  # fmt: skip

CLASS_COLOURS: Final[dict[str, str]] = {
    "oxide": "#0072b2",
    "halide": "#009e73",
    "sulfide": "#e69f00",
    "hydroborate": "#cc79a7",
    "antiperovskite": "#56b4e9",
    "coating": "#d55e00",
    "metal": "#9aa3ad",
    "collector": "#b08d57",
    "carbon": "#3b4046",
    "active": "#4a5568",
    "other": "#8a8f98",
}
"""Fill of a layer by what it is made of; the layer's text always names it too."""

PARTS: Final[dict[str, str]] = {
    "ionic": "#0072b2",
    "electronic": "#e69f00",
    "reaction": "#cc79a7",
    "coating": "#d55e00",
    "contact": "#009e73",
    "growth": "#56b4e9",
    "passive": "#8a8f98",
    "active": "#4a5568",
    "pores": "#b9c0c8",
    "unknown": "#8a8f98",
}
"""Pieces of a bar by the process or the ingredient that they stand for; their name always stands beside."""

SERIES: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f98")
"""Curves one after the other (Okabe-Ito); beyond these, colours repeat with another style of line."""
