"""What stands on the pictures of the tour: each scene is played in a window as a person would, and nothing is drawn."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QFont, QImage, QPainter, QTextDocument
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from cellbuilder.__main__ import main as command_line
from cellbuilder.app import edits
from cellbuilder.app.library import own_materials
from cellbuilder.app.report import html
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import theme
from cellbuilder.gui.compare.tab import CompareTab
from cellbuilder.gui.dialogs.material_editor import MaterialEditor
from cellbuilder.gui.explore.tab import ExploreTab
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.results.impedance_tab import ImpedanceTab
from cellbuilder.gui.results.panel import COMPARE, ENERGY, EXPLORE, FINDINGS, IMPEDANCE, RATE, RESISTANCE, WINDOWS
from cellbuilder.io import codec

LONGEST_MS = 20_000
QUIET_MS = 250
PAGE = QSizeF(900, 1150)
PAGES, WIDE = (0, 1), 1366


def rest(milliseconds: int = QUIET_MS) -> None:
    """Let the window work for a moment: pictures of the library, layouts, what runs in the background."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(signal: object, start: Callable[[], object]) -> None:
    """Start something and wait until a signal says that it is there."""
    loop = QEventLoop()
    signal.connect(loop.quit)  # type: ignore[attr-defined]
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(LONGEST_MS)
    start()
    loop.exec()
    if not late.isActive():
        raise TimeoutError("the work beside the window took too long for a picture")
    rest()


def quantity(value: float, unit: str) -> Quantity:
    """Return a value as a person types it."""
    return Quantity(value=value, unit=unit)


def change(window: MainWindow, label: str, edit: Callable[[Design], Design]) -> None:
    """Make one undoable step."""
    problem = window.document.apply(edit, label)
    if problem is not None:
        raise ValueError(problem)


def thinner(window: MainWindow, micrometres: float) -> None:
    """Set another thickness of the electrolyte."""
    change(window, "Change thickness", lambda design: edits.set_quantity(
        design, "electrolyte", "thickness", quantity(micrometres, "um")))  # fmt: skip


def gallery(window: MainWindow) -> QWidget:
    """The models to start from."""
    dialog = GalleryDialog(window, window.document.workspace)
    dialog.show()
    rest(1200)
    return dialog


def model_t(window: MainWindow) -> QWidget:
    """The first design, with the electrolyte selected."""
    window.files.open_model("T")
    window.selection.select("electrolyte")
    return window


def pouch(window: MainWindow) -> QWidget:
    """A published pellet cell turned into a pouch with thin layers."""
    window.files.open_cell("t8-23")

    def into_a_pouch(design: Design) -> Design:
        design = edits.set_quantity(design, "electrolyte", "thickness", quantity(30, "um"))
        design = edits.set_quantity(design, "anode", "thickness", quantity(40, "um"))
        body = edits.evolve(design.stack.format, kind="pouch", area=quantity(20, "cm2"), repeat_units=4,
                            two_sided=True, packaging=None, packaging_thickness=None, hardware_mass=None,
                            hardware_volume=None)  # fmt: skip
        return edits.set_at(design, ("format",), body)

    change(window, "Make a pouch", into_a_pouch)
    window.layout_.docks[0].hide()
    window.stack_view.look.set_pouch("multi-layer")
    window.selection.select("electrolyte")
    window.results.setCurrentIndex(ENERGY)
    return window


def hydroborate(window: MainWindow) -> QWidget:
    """A published sodium cell, its composite cathode in the inspector."""
    window.files.open_cell("t7-08")
    window.selection.select("cathode")
    return window


def findings(window: MainWindow) -> QWidget:
    """The worst finding with what helps."""
    window.files.open_cell("t8-19")
    window.results.setCurrentIndex(FINDINGS)
    window.results.findings.list.setCurrentRow(1)
    window.results.findings.list.setCurrentRow(0)
    rest()
    panel = window.results.findings
    area = panel.findChild(QScrollArea)
    area.verticalScrollBar().setValue(panel.remedies.y())
    return window


def energy(window: MainWindow) -> QWidget:
    """Where the grams are."""
    window.files.open_cell("t8-12")
    window.results.setCurrentIndex(ENERGY)
    return window


def windows(window: MainWindow) -> QWidget:
    """Windows of all electrolytes beside the electrodes."""
    window.files.open_model("AB")
    window.results.setCurrentIndex(WINDOWS)
    return window


def impedance(window: MainWindow) -> QWidget:
    """The calculated spectrum, and that of another design, which the command line wrote, laid over it."""
    window.files.open_model("T")
    window.results.setCurrentIndex(IMPEDANCE)
    tab = window.results.page(IMPEDANCE)
    assert isinstance(tab, ImpedanceTab)
    with tempfile.TemporaryDirectory() as folder:
        thin = edits.set_quantity(window.document.design, "electrolyte", "thickness", quantity(100, "um"))
        file, spectrum = Path(folder, "thin.cellbuilder.json"), Path(folder, "calculated-100-um.csv")
        codec.save(thin, file)
        with redirect_stdout(io.StringIO()):
            command_line(["impedance", str(file), "-o", str(spectrum), "--points", "40", "--from", "1"])
        tab.import_files([spectrum])
    return window


def rate(window: MainWindow) -> QWidget:
    """Voltage and energy at several currents."""
    window.files.open_model("T")
    thinner(window, 30)
    window.results.setCurrentIndex(RATE)
    return window


def _explore(window: MainWindow) -> ExploreTab:
    window.files.open_model("T")
    window.selection.select("electrolyte")
    tab = window.results.page(EXPLORE)
    assert isinstance(tab, ExploreTab)
    wait_for(tab.drawn, lambda: window.results.setCurrentIndex(EXPLORE))
    return tab


def explore(window: MainWindow) -> QWidget:
    """A result along one input."""
    _explore(window)
    return window


def explore_map(window: MainWindow) -> QWidget:
    """A result over two inputs."""
    tab = _explore(window)
    wait_for(tab.drawn, tab.controls.mode_buttons["map"].click)
    return window


def compare(window: MainWindow) -> QWidget:
    """Model T beside what it was before the electrolyte became thin, and beside model AB."""
    window.files.open_model("T")
    window.results.setCurrentIndex(COMPARE)
    tab = window.results.page(COMPARE)
    assert isinstance(tab, CompareTab)
    tab.pin()
    thinner(window, 30)
    return window


def dark(window: MainWindow) -> QWidget:
    """A published cell with coated active material, in the dark theme."""
    window.actions_.dark.setChecked(True)
    window.files.open_cell("t8-21")
    window.selection.select("cathode")
    return window


def large_stack(window: MainWindow) -> QWidget:
    """Letters twice as large: the stack."""
    window.settings.set_scale(200)
    return model_t(window)


def large_results(window: MainWindow) -> QWidget:
    """Letters twice as large: the results."""
    window.settings.set_scale(200)
    model_t(window)
    window.results.go_to(RESISTANCE)
    return window


def presenting(window: MainWindow) -> QWidget:
    """Present mode."""
    window.files.open_model("T")
    window.set_presenting(True)
    window.actions_.views.present.setChecked(True)
    window.selection.select()
    return window


def report(window: MainWindow) -> QImage:
    """The beginning of the report, in two columns."""
    window.files.open_model("T")
    document = window.document
    text = html(document.design, document.evaluation, document.workspace, made_on=date(2026, 1, 1))
    page = QTextDocument()
    font = QFont(theme.family())
    font.setPointSizeF(10)
    page.setDefaultFont(font)
    page.setDocumentMargin(40)
    page.setHtml(text)
    page.setTextWidth(PAGE.width())
    size = PAGE.toSize()
    image = QImage(size.width() * 2 * len(PAGES), size.height() * 2, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(2, 2)
    for place, number in enumerate(PAGES):
        painter.save()
        painter.translate(place * PAGE.width(), -number * PAGE.height())
        page.drawContents(painter, QRectF(0, number * PAGE.height(), PAGE.width(), PAGE.height()))
        painter.restore()
    painter.end()
    return image.scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)


def own_material(window: MainWindow) -> QWidget:
    """A copy of a material of the library, to be made one's own."""
    workspace = window.document.workspace
    start = own_materials.copy_of(workspace.library.material("li6ps5cl"), workspace.library)
    dialog = MaterialEditor(window, workspace, start, None)
    dialog.show()
    return dialog


def lesson(window: MainWindow) -> QWidget:
    """A lesson that asks before it shows."""
    window.lessons.open("separator")
    QApplication.processEvents()
    for _ in range(8):
        run = window.lessons.holder.run
        if run is None or run.step.kind == "predict":
            break
        window.lessons.go_on()
    return window


SCENES: dict[str, Callable[[MainWindow], QWidget | QImage]] = {
    "gallery": gallery,
    "model-t": model_t,
    "pouch": pouch,
    "hydroborate": hydroborate,
    "findings": findings,
    "energy": energy,
    "windows": windows,
    "impedance": impedance,
    "rate": rate,
    "explore": explore,
    "explore-map": explore_map,
    "compare": compare,
    "lesson": lesson,
    "own-material": own_material,
    "report": report,
    "dark": dark,
    "large-stack": large_stack,
    "large-results": large_results,
    "present": presenting,
}
