"""The measured spectra of a window: who holds them, and the list in which they are shown, hidden and removed."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.overlays import Overlay, Overlays
from cellbuilder.app.words import tr
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import text, theme
from cellbuilder.gui.widgets.quantity_field import QuantityField

DOTS: Final = "⋯"


class SharedOverlays(QObject):
    """The measured spectra that are laid over the calculated one, for all views of one window."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._value = Overlays()

    @property
    def value(self) -> Overlays:
        """The spectra as they are now."""
        return self._value

    def show(self, value: Overlays) -> None:
        """Take others in their place."""
        if value != self._value:
            self._value = value
            self.changed.emit()


class OverlayRow(QWidget):
    """One measured spectrum: shown or hidden, the area of its electrode, what else can be done, and how it compares."""

    def __init__(self, shared: SharedOverlays, overlay: Overlay) -> None:
        super().__init__()
        self._shared, self.key = shared, overlay.key
        self._drawn: tuple[Overlay, QFont, str] | None = None
        self.box = QCheckBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.box.toggled.connect(lambda on: shared.show(shared.value.show(self.key, on)))
        self.area = QuantityField(tr("Electrode area of {name}").format(name=overlay.name), "area", "cm2",
                                  may_be_empty=True)  # fmt: skip
        self.area.edit.setPlaceholderText(tr("area, cm²"))
        self.area.entered.connect(self._take_area)
        self.unit = QLabel(tr("in Ω cm²"))
        self.unit.setProperty("muted", True)
        self.button = QToolButton()
        self.button.setText(DOTS)
        self.button.setAutoRaise(True)
        self.button.setAccessibleName(tr("More for {name}").format(name=overlay.name))
        self.button.clicked.connect(self._pop_up)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setProperty("muted", True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.box, 1)
        row.addWidget(self.area, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.unit)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.words)

    def draw(self, overlay: Overlay, words: str) -> None:
        """Show a spectrum as it is now; nothing is written back."""
        waiting = tr("In Ω: enter the area of the electrode to compare it.")
        said = words or ("" if overlay.measured.comparable else waiting)
        if said != self.words.text() or self._drawn is None:
            self.words.setText(said)
            self.words.setVisible(bool(said))
            self.setAccessibleDescription(said)
        look = overlay, self.font(), theme.scheme()
        if look != self._drawn:
            self._drawn = look
            self._draw(overlay)

    def _draw(self, overlay: Overlay) -> None:
        measured = overlay.measured
        self.box.blockSignals(True)
        self.box.setChecked(overlay.shown)
        self.box.blockSignals(False)
        self.box.setText(text.for_menu(overlay.name))
        self.box.setAccessibleName(tr("Show {name}").format(name=overlay.name))
        letters = QFontMetricsF(self.font())
        self.box.setIcon(_mark(overlay.series, self.font()))
        self.area.setFixedWidth(round(letters.horizontalAdvance("M") * 8))
        about = "\n".join((f"{measured.source} ({measured.kind}), {len(measured.frequency)} points", *measured.notes))
        self.box.setToolTip(text.plain(about))
        self.area.setVisible(not measured.per_area)
        self.unit.setVisible(measured.per_area)
        area = measured.area_m2
        shown = None if area is None else Quantity(value=float(f"{area / 1e-4:.12g}"), unit="cm2")
        self.area.show_quantity(shown)

    def menu(self) -> QMenu:
        """Return what can be done with the spectrum."""
        overlay = self._shared.value.get(self.key)
        menu = QMenu(self)
        if overlay.measured.per_area:
            menu.addAction(tr("The values are in Ω"), partial(self._change, Overlays.with_area, None))
        else:
            menu.addAction(tr("The values are in Ω cm² already"), partial(self._change, Overlays.as_per_area))
        menu.addAction(tr("Turn the sign of Z''"), partial(self._change, Overlays.turned))
        menu.addSeparator()
        menu.addAction(tr("Remove"), partial(self._change, Overlays.remove))
        return menu

    def _change(self, change: object, *more: object) -> None:
        self._shared.show(change(self._shared.value, self.key, *more))  # type: ignore[operator]

    def _pop_up(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _take_area(self, quantity: object) -> None:
        area = quantity.si if isinstance(quantity, Quantity) else None
        if area is not None and not area > 0.0:
            self.area.show_problem(tr("has to be greater than zero"))
        else:
            self._shared.show(self._shared.value.with_area(self.key, area))


class OverlayList(QScrollArea):
    """The measured spectra of the window, one below the other; gone where there are none."""

    def __init__(self, shared: SharedOverlays) -> None:
        super().__init__()
        self._shared = shared
        self.rows: dict[int, OverlayRow] = {}
        self.setAccessibleName(tr("Measured spectra"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(4, 2, 4, 2)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self.setWidget(body)

    def draw(self, words: dict[int, str]) -> None:
        """Show the spectra as they are now; ``words`` says of each how it compares with the calculated one."""
        there = [overlay.key for overlay in self._shared.value]
        for key in [key for key in self.rows if key not in there]:
            row = self.rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, overlay in enumerate(self._shared.value):
            if overlay.key not in self.rows:
                self.rows[overlay.key] = OverlayRow(self._shared, overlay)
                self._column.insertWidget(place, self.rows[overlay.key])
            self.rows[overlay.key].draw(overlay, words.get(overlay.key, ""))
        self.setVisible(bool(there))

    def sizeHint(self) -> QSize:
        """Wide enough for a name and an area."""
        letters = QFontMetricsF(self.font())
        return QSize(round(letters.horizontalAdvance("M") * 25), round(letters.lineSpacing() * 7))


def _mark(series: int, font: QFont) -> QIcon:
    """Return the point that stands for a spectrum in the plots: colour and shape."""
    from cellbuilder.gui.plots import labels, style
    from cellbuilder.gui.plots.lines_plot import SHAPES

    ground = style.on_screen(font)
    edge = round(ground.line)
    picture = QPixmap(edge, edge)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sample = labels.Sample("", ground.series(series), "points", SHAPES[series % len(SHAPES)])
    labels.paint_shape(painter, QPointF(edge / 2, edge / 2), edge * 0.3, sample)
    painter.end()
    return QIcon(picture)
