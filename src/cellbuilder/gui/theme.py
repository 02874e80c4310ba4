"""Colours, font and style of the window: our own, so that it looks the same on every machine."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from cellbuilder.app.colours import SCHEMES, Colours, Scheme
from cellbuilder.app.drawing import shapes
from cellbuilder.io.data_dir import data_dir

POINT_SIZE: Final = 10.0
"""Size of the letters at 100 %."""
FUSION_DARKENS: Final = 127
"""By so many percent, 140 over 110, Fusion makes the ground darker for an edge."""
_SHARE: Final = "shareOfLetters"
_current: Scheme = "light"
_percent = 100
_family = ""


def current() -> Colours:
    """Return the colours in use."""
    return SCHEMES[_current]


def scheme() -> Scheme:
    """Return the name of the scheme in use."""
    return _current


def scale() -> float:
    """Return the size of texts in use, 1 for 100 %. Paddings and icons go by it."""
    return _percent / 100


def family() -> str:
    """Return the name of our font."""
    return _family


def wanted(setting: str) -> Scheme:
    """Return the scheme for a setting; ``system`` is light where the system does not say."""
    if setting == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"
    return "dark" if setting == "dark" else "light"


def apply(app: QApplication, wanted: Scheme) -> None:
    """Give the whole application our style and palette, at the size of texts in use."""
    dress(app, wanted, _percent)


def dress(app: QApplication, wanted: Scheme, percent: int) -> None:
    """Give the whole application our style, palette and size of texts; nothing is done twice."""
    global _current, _percent
    sheet = _sheet(SCHEMES[wanted], percent / 100)
    if wanted == _current and percent == _percent and app.styleSheet() == sheet:
        return
    colours, before, _percent, _current = SCHEMES[wanted], _percent, percent, wanted
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    own = _own_shares(app, POINT_SIZE * before / 100)
    if percent != before:
        load_font(app)
    app.setPalette(_palette(colours))
    app.setPalette(_of_boxes(colours), "QCheckBox")  # type: ignore[arg-type]  # the stubs are wrong
    app.setStyleSheet(sheet)
    for widget, share in own.items():
        _size_letters(widget, share)


def load_font(app: QApplication) -> None:
    """Load the bundled font and make it the application's."""
    global _family
    if not _family:
        families: list[str] = []
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
            number = QFontDatabase.addApplicationFont(str(data_dir("resources") / "fonts" / name))
            families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        _family = families[0] if families else app.font().family()
    font = QFont(_family)
    font.setPointSizeF(POINT_SIZE * scale())
    app.setFont(font)


def _own_shares(app: QApplication, base: float) -> dict[QWidget, float]:
    """Return the letters of widgets that made theirs larger or smaller, as shares of those of the application.

    The share is kept on the widget: a style sheet set anew brings back the size that the widget chose first.
    """
    shares: dict[QWidget, float] = {}
    for widget in app.allWidgets():
        points = widget.font().pointSizeF()
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and points > 0:
            kept = widget.property(_SHARE)
            shares[widget] = float(kept) if isinstance(kept, float) else points / base
            widget.setProperty(_SHARE, shares[widget])
    return shares


def _size_letters(widget: QWidget, share: float) -> None:
    font, points = widget.font(), POINT_SIZE * scale() * share
    if abs(font.pointSizeF() - points) > 1e-6:
        font.setPointSizeF(points)
        widget.setFont(font)


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


def _of_boxes(colours: Colours) -> QPalette:
    """Return the palette of boxes to tick: Fusion darkens the ground to draw their edge, too dark in the dark."""
    palette = _palette(colours)
    palette.setColor(QPalette.ColorRole.Window, QColor(colours.edge).lighter(FUSION_DARKENS))
    return palette


def mixed(ink: str, ground: str, share: float) -> QColor:
    """Return ``share`` of one colour laid over another."""
    return QColor(shapes.mixed(ink, ground, share))


def _sheet(c: Colours, scale: float) -> str:
    """Return the style of the window.

    Buttons have frames of their own for memory's sake too: Qt's style keeps a few hundred bytes for each that it draws.
    """

    def px(length: float) -> str:
        return f"{max(1, round(length * scale))}px"

    def inside(*lengths: float) -> str:
        """Return a padding one pixel smaller: a frame in focus is thicker, and its contents stay where they are."""
        return " ".join(f"{max(0, round(length * scale) - 1)}px" for length in lengths)

    return f"""
QMainWindow::separator {{ background: {c.window}; width: 5px; height: 5px; }}
QSplitter::handle {{ background: {c.window}; }}
QToolBar {{ background: {c.window}; border: 0; spacing: {px(1)}; padding: {px(3)}; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: {px(5)} {px(4)}; }}
QPushButton {{
    padding: {px(4)} {px(12)}; border: 1px solid {c.edge}; border-radius: {px(4)}; background: {c.raised};
}}
QPushButton:flat {{ border-color: transparent; background: transparent; }}
QPushButton:hover {{ background: {c.base}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:default:!flat {{ border-color: {c.accent}; }}
QPushButton:disabled {{ border-color: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: {inside(4, 12)}; }}
QToolButton {{ padding: {px(3)} {px(5)}; border: 1px solid transparent; border-radius: {px(4)}; }}
QToolButton[autoRaise="false"] {{ border-color: {c.edge}; background: {c.raised}; }}
QToolButton:hover {{ background: {c.base}; border-color: {c.line}; }}
QToolButton:checked {{ background: {c.base}; border-color: {c.edge}; }}
QToolButton:pressed {{ background: {c.line}; }}
QToolButton:focus {{ border: 2px solid {c.accent}; padding: {inside(3, 5)}; }}
QTabBar QToolButton {{ padding: 0; border-radius: 0; background: {c.window}; }}
QCheckBox::indicator {{ width: {px(14)}; height: {px(14)}; }}
QToolBar QToolButton {{ padding: {px(4)} {px(6)}; }}
QToolBar QToolButton:checked {{ border-color: {c.accent}; }}
QToolBar QToolButton:focus {{ padding: {inside(4, 6)}; }}
QLineEdit, QPlainTextEdit {{
    padding: {px(4)} {px(6)}; border: 1px solid {c.edge}; border-radius: {px(4)}; background: {c.base};
}}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: {inside(4, 6)}; }}
QLineEdit[invalid="true"] {{ border: 2px solid {c.error}; padding: {inside(4, 6)}; }}
QTreeView, QTableView, QListView {{ border: 1px solid {c.line}; border-radius: {px(4)}; background: {c.base}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QListView {{ border-radius: 0; }}
QTreeView:focus, QTableView:focus, QListView:focus {{ border: 2px solid {c.accent}; }}
QHeaderView {{ background: {c.base}; }}
QHeaderView::section {{
    color: {c.muted}; background: {c.base}; border: 0; border-bottom: 1px solid {c.line}; padding: {px(4)} {px(6)};
}}
QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
QTabBar::tab {{
    padding: {px(6)} {px(12)} {px(5)} {px(12)}; border: 0; border-bottom: 3px solid transparent;
    color: {c.muted}; background: {c.window};
}}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar[behind="true"]::tab:selected {{ color: {c.muted}; border-bottom-color: transparent; }}
QTabBar::tab:selected:focus {{ background: {c.base}; }}
QToolButton#stackOrResults {{
    padding: {px(6)} {px(12)} {px(5)} {px(12)}; border: 0; border-bottom: 3px solid transparent; color: {c.muted};
}}
QToolButton#stackOrResults:checked {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QToolButton#stackOrResults:focus {{ background: {c.base}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QStatusBar::item {{ border: 0; }}
QFrame#card {{ background: {c.base}; border: 1px solid {c.line}; border-radius: {px(6)}; }}
QFrame#card:hover {{ border-color: {c.edge}; }}
QFrame#card:focus {{ border: 2px solid {c.accent}; }}
QFrame#rule {{ color: {c.line}; }}
QLabel[muted="true"] {{ color: {c.muted}; }}
QLabel[problem="true"] {{ color: {c.error}; }}
QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.line}; padding: {px(4)}; }}
"""
