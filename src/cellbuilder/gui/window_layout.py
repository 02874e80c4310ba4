"""Where the panels of a window are: at first, as they were left, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui import theme
from cellbuilder.gui.tips import Tips
from cellbuilder.gui.widgets.dock_title import DockTitle

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

MOST_SHARE = 1.5
"""Panels grow with the size of texts up to this, so that the stack keeps its place."""
FIRST_SIZE = QSize(1280, 760)
SMALLEST_SIZE = QSize(900, 500)
LEAST_LIBRARY, LEAST_INSPECTOR = 180, 245
STACK_SHARE = RESULTS_SHARE = 1
LEAST_LETTERS = 105
"""In fewer letters of width, library and inspector share one place."""
LEAST_LINES = 34
"""In fewer lines of height, stack and results take turns."""
JOINED_LETTERS = 29
NO_LIMIT = 16_777_215


class WindowLayout:
    """The docks, the splitter between stack and results, and their memory."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._settings = window, window.settings
        self._share_width = False
        self._joined = self._low = False
        window.setDockNestingEnabled(True)
        self.tips = Tips(self._settings)
        self.tips.toggled.connect(self._make_room)
        self.top = QWidget()
        column = QVBoxLayout(self.top)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(6)
        column.addWidget(self.tips)
        column.addWidget(window.stack_view, 1)
        column.addWidget(window.headline)
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.setChildrenCollapsible(False)
        # where the room is too small, at 200 % on a small screen, the centre scrolls; nothing is squeezed
        self.room = QScrollArea()
        self.room.setWidget(self.centre)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # the order in which they enter the window is the order of the Tab key
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        library = self._dock("Library", tr("Library"), window.library, left)
        window.setCentralWidget(self.room)
        self.centre.addWidget(self.top)  # only now: whatever moves with all that is in it takes its time
        self.centre.addWidget(window.results)
        self.centre.setStretchFactor(0, STACK_SHARE)
        self.centre.setStretchFactor(1, RESULTS_SHARE)
        inspector = self._dock("Inspector", tr("Inspector"), window.inspector, right)
        self.docks = (library, inspector)
        views = window.actions_.views
        views.panels.addActions([dock.toggleViewAction() for dock in self.docks])
        self.beside = window.actions_.plug("panels", tr("Results beside the stack"), self._set_beside, checkable=True)
        window.results.stack_button.toggled.connect(lambda _on: self._take_turns())
        window.selection.changed.connect(self._show_fields)
        self.follow_look()
        self._usual = window.saveState()
        window.setMinimumSize(SMALLEST_SIZE)

    def _dock(self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(content)
        dock.setTitleBarWidget(DockTitle(dock))
        self._window.addDockWidget(area, dock)
        return dock

    def restore(self) -> None:
        """Put everything where it was when the last window was closed."""
        window, settings = self._window, self._settings
        geometry, state = settings.bytes("window/geometry"), settings.bytes("window/state")
        if geometry is not None and state is not None and window.restoreGeometry(geometry):
            window.restoreState(state)
            self.beside.setChecked(settings.beside)
            centre = settings.bytes("window/centre")
            if centre is not None:
                orientation = self.centre.orientation()
                self.centre.restoreState(centre)
                self.centre.setOrientation(orientation)
                self.centre.setChildrenCollapsible(False)
            self._come_into_sight()
        else:
            window.resize(FIRST_SIZE.boundedTo(window.screen().availableSize()))
            self._share_width = True

    def remember(self) -> None:
        """Keep where everything is."""
        if self._joined:
            self._split()
        self._settings.put("window/geometry", self._window.saveGeometry())
        self._settings.put("window/state", self._window.saveState())
        self._settings.put("window/centre", self.centre.saveState())
        self._settings.set_beside(self.beside.isChecked())
        self.fit()

    def reset(self) -> None:
        """Put docks and results back to where they were at first."""
        self._window.restoreState(self._usual)
        self._joined = False
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        self.beside.setChecked(False)
        self._share_height()
        self._share()
        self.fit()

    def shown(self) -> None:
        """Share the width at the first showing."""
        if self._share_width:
            self._share_width = False
            self._share_height()
            self._share()
        self.fit()

    def fit(self) -> None:
        """Use a small screen, or large letters, well: panels share a place, and stack and results take turns."""
        window, letters = self._window, self._window.fontMetrics()
        if window.presenting.on or not window.isVisible():
            self._take_turns()
            return
        narrow = window.width() < letters.averageCharWidth() * LEAST_LETTERS
        if narrow and not self._joined:
            self._join()
        elif self._joined and not narrow:
            self._split()
        high = self.room.viewport().height() / letters.lineSpacing()
        self._low = high < LEAST_LINES and not self.beside.isChecked()
        self._take_turns()

    def _join(self) -> None:
        """Put the library behind the inspector, where both stand at their places."""
        window, (library, inspector) = self._window, self.docks
        if any(dock.isFloating() or dock.isHidden() for dock in self.docks):
            return
        window.tabifyDockWidget(inspector, library)
        inspector.raise_()
        self._joined = True
        QTimer.singleShot(0, window, self._share)  # once the dock has its new place

    def _split(self) -> None:
        """Put the library back to its own side, unless a person has put it elsewhere."""
        self._joined = False
        library, inspector = self.docks
        if library in self._window.tabifiedDockWidgets(inspector):
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, library)
            self._share()

    def _take_turns(self) -> None:
        """Show the stack or the results where there is no room for both; the headline and the tabs stay."""
        window = self._window
        low = self._low and not window.presenting.on
        button, results = window.results.stack_button, window.results
        was_low = not button.isHidden()
        button.setVisible(low)
        stack_first = button.isChecked()
        window.stack_view.setVisible(not low or stack_first)
        bar = results.tabBar().sizeHint().height()
        results.setMaximumHeight(bar if low and stack_first else NO_LIMIT)
        window.headline.set_slim(low and not stack_first)
        tabs, behind = results.tabBar(), low and stack_first
        if tabs.property("behind") != behind:
            tabs.setProperty("behind", behind)
            tabs.style().unpolish(tabs)
            tabs.style().polish(tabs)
        if low:
            self.centre.setSizes([1, 0] if stack_first else [0, NO_LIMIT])
        elif was_low:
            self._share_height()
        handle = self.centre.handle(1)
        if handle is not None:
            handle.setEnabled(not low)

    def _show_fields(self) -> None:
        """Bring the fields of what was selected to the front."""
        if self._joined and self._window.selection.layers:
            self.docks[1].raise_()

    def _share_height(self) -> None:
        tips = 0 if self.tips.isHidden() else self._height_of_tips
        length = self.centre.height() - tips
        shares = STACK_SHARE + RESULTS_SHARE
        self.centre.setSizes([tips + length * STACK_SHARE // shares, length * RESULTS_SHARE // shares])

    @property
    def _height_of_tips(self) -> int:
        layout = self.top.layout()
        return self.tips.sizeHint().height() + (layout.spacing() if layout is not None else 0)

    def _make_room(self, on: bool) -> None:
        """Take the room of the tips from the results, and give it back: the stack is as high with them as without."""
        if self.beside.isChecked() or self._low or self._window.presenting.on or not self._window.isVisible():
            return
        stack, results = self.centre.sizes()
        more = self._height_of_tips if on else -self._height_of_tips
        self.centre.setSizes([stack + more, results - more])

    def follow_look(self) -> None:
        """Give the panels the least width that their texts need."""
        window, share = self._window, min(theme.scale(), MOST_SHARE)
        for panel, least in ((window.library, LEAST_LIBRARY), (window.inspector, LEAST_INSPECTOR)):
            panel.setMinimumWidth(round(least * share))
        self.fit()

    def show_tips(self) -> None:
        """Show the first tips again."""
        self._settings.set_tips(True)

    def _share(self) -> None:
        if self._joined:
            wide = self._window.fontMetrics().averageCharWidth() * JOINED_LETTERS
            self._window.resizeDocks([self.docks[1]], [wide], Qt.Orientation.Horizontal)
            return
        share = self._window.width() // 5
        widths = [max(LEAST_LIBRARY, min(share, 250)), max(LEAST_INSPECTOR, min(share, 265))]
        self._window.resizeDocks(list(self.docks), widths, Qt.Orientation.Horizontal)

    def _set_beside(self, on: bool) -> None:
        self.centre.setOrientation(Qt.Orientation.Horizontal if on else Qt.Orientation.Vertical)
        self.fit()

    def _come_into_sight(self) -> None:
        """A screen may be gone since: put the window on one that exists, no larger than that."""
        window = self._window
        frame = window.frameGeometry()
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if any(room.contains(frame.center()) for room in screens):
            return
        room = window.screen().availableGeometry()
        window.resize(window.size().boundedTo(room.size()))
        window.move(room.center() - window.rect().center())
