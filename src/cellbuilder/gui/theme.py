"""Colours, font and style of the window: our own, so that it looks the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from cellbuilder.app.colours import SCHEMES, Colours, Scheme
from cellbuilder.io.data_dir import data_dir

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
