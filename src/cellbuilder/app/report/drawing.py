"""What all plots of the report share: sizes, colours, fonts and texts that no plot stumbles over."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, Final

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis
from cellbuilder.app.colours import CLASS_COLOURS, PARTS, SCHEMES
from cellbuilder.io.data_dir import data_dir

LIGHT: Final = SCHEMES["light"]
WIDTH: Final = 7.2
"""Inches; as wide as the text of a printed page."""
SMALL: Final = 8.0
"""Points."""
_ONE_AT_A_TIME: Final = RLock()
"""The settings of matplotlib are those of the whole program."""
_SETTINGS: Final[dict[str, Any]] = {
    "svg.fonttype": "path", "svg.hashsalt": "cellbuilder", "text.parse_math": False, "text.usetex": False,
    "font.size": SMALL, "hatch.linewidth": 0.7, "axes.unicode_minus": True, "axes.formatter.use_mathtext": False,
    "font.family": "DejaVu Sans",
}  # fmt: skip


@contextmanager
def settings() -> Iterator[None]:
    """Draw with our own settings, whatever the user's are, and leave those as they were."""
    import matplotlib

    with _ONE_AT_A_TIME, matplotlib.rc_context():
        matplotlib.rcdefaults()
        ours: Any = matplotlib.rcParams
        ours.update(_SETTINGS)
        yield


@cache
def _font_file() -> Path:
    return data_dir("resources") / "fonts" / "DejaVuSans.ttf"


@cache
def font(size: float = SMALL) -> Any:
    """Return the bundled font."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(_font_file()), size=size)


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(_font_file())).get_charmap())


def drawable(text: str) -> str:
    """Return a text on one line; what the font has no glyph for is a box."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return "".join(char if ord(char) in _glyphs() else "\u25a1" for char in line)


def lines(text: str, width: int, most: int = 2) -> str:
    """Return a text on at most so many lines of so many characters; more is cut with an ellipsis."""
    found = textwrap.wrap(drawable(text), width, max_lines=most, placeholder="…") or [""]
    return "\n".join(found)


def colour(name: str) -> str:
    """Return a colour by its name in one of the palettes."""
    return PARTS.get(name) or CLASS_COLOURS.get(name) or str(getattr(LIGHT, name, LIGHT.muted))


def on(fill: str) -> str:
    """Return the colour of writing that reads well on a fill."""
    red, green, blue = (int(fill[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
    return LIGHT.text if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "#ffffff"


def head(axis: Axis) -> str:
    """Return name and unit of an axis."""
    unit = present.unit(axis.unit)
    return drawable(f"{axis.name} / {unit}" if unit else axis.name)


def write(axes: Any, x: float, y: float, text: str, **how: Any) -> Any:
    """Write a text that stands as it is, never taken for a formula."""
    size = how.pop("size", SMALL)
    return axes.text(x, y, text, fontproperties=font(size), parse_math=False, **{"color": LIGHT.text, **how})


def bare(axes: Any, *, grid: str = "x") -> None:
    """Leave of an axis what helps reading: a baseline, quiet ticks, a faint grid."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(side == "bottom" or (side == "left" and grid == "both"))
        axes.spines[side].set_color(LIGHT.edge)
        axes.spines[side].set_linewidth(0.8)
    axes.tick_params(colors=LIGHT.muted, labelsize=SMALL - 0.5, length=3, width=0.8)
    axes.grid(axis=grid, color=LIGHT.line, linewidth=0.5)
    axes.set_axisbelow(True)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL - 0.5))
