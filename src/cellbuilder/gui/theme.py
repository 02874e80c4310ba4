"""Colours, font and style of the window: our own, so that it looks the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from cellbuilder.io.data_dir import data_dir

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
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

_current: Scheme = "light"


def current() -> Colours:
    """Return the colours in use."""
    return SCHEMES[_current]


def scheme() -> Scheme:
    """Return the name of the scheme in use."""
    return _current


def apply(app: QApplication, wanted: Scheme) -> None:
    """Give the whole application our style, palette and font."""
    global _current
    _current = wanted
    colours = SCHEMES[wanted]
    app.setStyle("Fusion")
    app.setPalette(_palette(colours))
    app.setStyleSheet(_sheet(colours))


def load_font(app: QApplication, point_size: float = 10.0) -> None:
    """Load the bundled font and make it the application's."""
    families: list[str] = []
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        number = QFontDatabase.addApplicationFont(str(data_dir("resources") / "fonts" / name))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if families:
        font = QFont(families[0])
        font.setPointSizeF(point_size)
        app.setFont(font)


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.base,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.error,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Light: colours.raised,
        QPalette.ColorRole.Midlight: colours.window,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Dark: colours.line,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, name in roles.items():
        palette.setColor(role, QColor(name))
    faint = mixed(colours.muted, colours.window, 0.6)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def mixed(ink: str, ground: str, share: float) -> QColor:
    """Return ``share`` of one colour laid over another."""
    top, below = QColor(ink), QColor(ground)
    pairs = zip(top.getRgb()[:3], below.getRgb()[:3], strict=True)
    return QColor(*(round(one * share + other * (1 - share)) for one, other in pairs))


def _sheet(c: Colours) -> str:
    return f"""
QMainWindow::separator {{ background: {c.window}; width: 5px; height: 5px; }}
QSplitter::handle {{ background: {c.window}; }}
QDockWidget {{ font-weight: bold; }}
QDockWidget::title {{ padding: 6px 8px; background: {c.window}; }}
QToolBar {{ background: {c.window}; border: 0; spacing: 1px; padding: 3px; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: 5px 4px; }}
QToolBar QToolButton {{ padding: 4px 6px; border: 1px solid transparent; border-radius: 4px; }}
QToolBar QToolButton:hover {{ background: {c.base}; border-color: {c.line}; }}
QToolBar QToolButton:checked {{ background: {c.base}; border-color: {c.accent}; }}
QLineEdit, QPlainTextEdit {{
    padding: 4px 6px; border: 1px solid {c.edge}; border-radius: 4px; background: {c.base};
}}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 3px 5px; }}
QLineEdit[invalid="true"] {{ border: 2px solid {c.error}; padding: 3px 5px; }}
QTreeView, QTableView, QListView {{ border: 1px solid {c.line}; border-radius: 4px; background: {c.base}; }}
QComboBox QListView {{ border-radius: 0; }}
QTreeView:focus, QTableView:focus, QListView:focus {{ border: 2px solid {c.accent}; }}
QHeaderView {{ background: {c.base}; }}
QHeaderView::section {{
    color: {c.muted}; background: {c.base}; border: 0; border-bottom: 1px solid {c.line}; padding: 4px 6px;
}}
QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
QTabBar::tab {{
    padding: 6px 12px 5px 12px; border: 0; border-bottom: 3px solid transparent;
    color: {c.muted}; background: {c.window};
}}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar::tab:selected:focus {{ background: {c.base}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QStatusBar::item {{ border: 0; }}
QFrame#card {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 6px; }}
QFrame#rule {{ color: {c.line}; }}
QLabel[muted="true"] {{ color: {c.muted}; }}
QLabel[problem="true"] {{ color: {c.error}; }}
QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.line}; padding: 4px; }}
"""
