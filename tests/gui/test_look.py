"""What the window looks like and how it is reached: themes, contrast, keyboard, names, plain text, no state."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as QtText
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

from cellbuilder.gui import icons, theme
from cellbuilder.gui.canvas.hover_card import HoverCard
from cellbuilder.gui.canvas.stack_view import StackView
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.document import Document
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.results.remark import Remark
from cellbuilder.gui.widgets.material_box import MaterialBox

INTERACTIVE = (QLineEdit, QComboBox, QAbstractItemView, QPushButton, QTabBar, QPlainTextEdit, StackView)
MOST_TABS = 300


def brightness(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
             for value in QColor(colour).getRgbF()[:3]]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((brightness(one), brightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_that_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_every_text_colour_can_be_read(scheme: theme.Scheme) -> None:
    c = theme.SCHEMES[scheme]
    for ground in (c.window, c.base, c.raised):
        for ink in (c.text, c.muted, c.error, c.warning, c.notice, c.good):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
        for ink in (c.accent, c.edge):
            assert contrast(ink, ground) >= 3.0, (ink, ground)
    assert contrast(c.on_accent, c.accent) >= 4.5


def test_that_the_theme_can_be_switched_and_is_remembered(user: Any, make_window: Callable[[], MainWindow]) -> None:
    light = user.window.grab().toImage().pixelColor(3, 300).lightnessF()
    user.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert theme.scheme() == "dark"
    dark = user.window.grab().toImage().pixelColor(3, 300).lightnessF()
    assert light > 0.8
    assert dark < 0.2
    user.window.close()
    theme.apply(QApplication.instance(), "light")
    assert make_window().actions_.dark.isChecked()
    assert theme.scheme() == "dark"


def test_that_the_size_is_remembered(user: Any, make_window: Callable[[], MainWindow]) -> None:
    user.window.resize(900, 666)
    docks = user.window.findChildren(QDockWidget)
    user.window.resizeDocks(docks, [200, 300], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    widths = [dock.width() for dock in docks]
    user.window.close()
    again = make_window()
    assert (again.width(), again.height()) == (900, 666)
    assert [dock.width() for dock in again.findChildren(QDockWidget)] == widths


def interactive(root: QWidget) -> list[QWidget]:
    def own(widget: QWidget) -> bool:
        return (not isinstance(widget.parent(), QComboBox | QAbstractItemView) and not widget.inherits("QTabBar")) or (
            widget.inherits("QTabBar") and widget.isVisible()
        )

    return [
        widget
        for kind in INTERACTIVE
        for widget in root.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and own(widget) and not widget.inherits("QHeaderView")
    ]


def visited_by_tab(user: Any) -> set[int]:
    """Press Tab until the first widget comes again; whatever keeps the focus to itself ends it too."""
    seen: list[QWidget] = []
    while len(seen) < MOST_TABS:
        widget = QApplication.focusWidget()
        assert widget is not None
        if seen and widget is seen[0]:
            break
        seen.append(widget)
        user.press(Qt.Key.Key_Tab)
    return {id(widget) for widget in seen}


@pytest.mark.parametrize("chosen", [(), ("electrolyte",), ("cathode",), ("cathode", "electrolyte")])
@pytest.mark.parametrize("tab", [0, 1, 2, 3, 4])
def test_that_everything_is_reached_by_tab_and_has_a_name(user: Any, chosen: tuple[str, ...], tab: int) -> None:
    user.window.results.setCurrentIndex(tab)
    user.window.selection.select(*chosen)
    wanted = interactive(user.window)
    assert len(wanted) >= 7
    for widget in wanted:
        name = widget.accessibleName() or getattr(widget, "text", lambda: "")()
        assert name, widget
    user.window.library.search.setFocus()
    seen = visited_by_tab(user)
    assert [widget.accessibleName() for widget in wanted if id(widget) not in seen] == []


def test_that_the_stack_is_described_for_those_who_cannot_see_it(user: Any) -> None:
    user.click_layer("electrolyte")
    told = user.window.stack_view.accessibleDescription()
    for word in ("LCO", "Li3InCl6", "430 µm", "Selected: electrolyte"):
        assert word in told


def readable(tip: str) -> str:
    """What a person reads of a tool tip, which Qt renders if it looks like markup."""
    if not QtText.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.fixture
def with_markup(raw: dict[str, Any], tmp_path: Path) -> Path:
    """A sound design whose every free text looks like markup."""
    raw["name"] = "<b>x</b>"
    raw["notes"] = "<h1>notes</h1>"
    for layer in raw["stack"]["layers"]:
        layer["name"] = f"<i>{layer['id']}</i>"
        layer["note"] = "<img src='file:///etc/passwd'>"
        for entry in (layer, *layer.get("components", [])):
            for value in entry.values():
                if isinstance(value, dict) and "unit" in value:
                    value["note"] = "<u>value</u>"
    for held in raw["materials"].values():
        held["entry"]["name"] = "<s>" + held["entry"]["name"]
        held["entry"]["symbol"] = "<tt>symbol</tt>"
        held.pop("digest", None)
    path = tmp_path / "<b>file<b>.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def test_that_nothing_of_a_file_is_read_as_markup(user: Any, with_markup: Path) -> None:
    window = user.window
    window.files.open_file(with_markup)
    assert user.design.name == "<b>x</b>"
    for chosen in ((), *((key,) for key in user.layers), (user.layers[1], user.layers[2])):
        window.selection.select(*chosen)
        if chosen:
            place = user.place_of(*chosen) if len(chosen) == 1 else user.place_of_seam(*chosen)
            view = window.stack_view
            QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place)))
            assert window.findChild(HoverCard) is not None
        shown = [label for label in window.findChildren(QLabel) if label.isVisible()]
        for label in shown:
            assert label.textFormat() == Qt.TextFormat.PlainText or not QtText.mightBeRichText(label.text()), (
                label.text()
            )
        tips = [widget.toolTip() for widget in window.findChildren(QWidget)]
        tips += [action.toolTip() for action in window.findChildren(type(window.actions_.undo))]
        for tip in tips:
            assert not QtText.mightBeRichText(tip) or tip == "" or tip.startswith("<p style='white-space:pre-wrap'>")
            assert "<" not in re.sub(r"</?p[^>]*>", "", tip), tip
    window.selection.select(user.layers[0])
    inspector = [label.text() for label in window.inspector.widget().findChildren(QLabel)]
    assert any("<img src='file:///etc/passwd'>" in text for text in inspector)
    for tab in (0, 1, 4):
        model = user.table(tab).model()
        for row in range(model.rowCount()):
            tip = str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")
            assert "<" not in re.sub(r"</?p[^>]*>", "", tip), tip
    user.click_layer("cathode-collector")
    user.enter("Thickness", "33 um")

    def read(box: QMessageBox) -> None:
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert "<b>x</b>" in box.text()
        box.button(QMessageBox.StandardButton.Discard).click()

    with user.answering(read):
        window.files.open_model("A")


def test_that_a_title_keeps_its_placeholder(user: Any, raw: dict[str, Any], tmp_path: Path) -> None:
    raw["name"] = "odd [*] name"
    path = tmp_path / "x [*].cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    user.window.files.open_file(path)
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    assert user.window.isWindowModified()


def texts(window: MainWindow) -> list[tuple[str, str, str]]:
    """Everything that can be read in a window, apart from passing messages."""
    found = []
    for kind in (QLabel, QLineEdit, QComboBox, QPlainTextEdit):
        for widget in window.findChildren(kind):
            value = (
                widget.currentText()
                if isinstance(widget, QComboBox)
                else widget.toPlainText()
                if isinstance(widget, QPlainTextEdit)
                else widget.full
                if isinstance(widget, Remark)
                else widget.text()
            )
            found.append((kind.__name__, widget.accessibleName(), value))
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if view.accessibleName():
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            cells = [model.index(row, column).data() for row in range(model.rowCount()) for column in range(columns)]
            found.append(("view", view.accessibleName(), "\n".join(str(cell) for cell in cells)))
    found.append(("stack", "", window.stack_view.accessibleDescription()))
    found.append(("title", "", window.windowTitle()))
    return sorted(found)


def test_that_no_view_holds_state(user: Any, settings: Any, qtbot: Any) -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    user.enter("Porosity", "3 %")
    user.click_layer("cathode")
    user.enter("active material, share", "75")
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier, on=user.window.stack_view)
    user.click_seam("electrolyte", "cathode")
    user.enter("Area-specific resistance", "8")
    user.enter("Temperature", "60")
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.click_layer("cathode")
    fresh = MainWindow(Document(user.window.document.workspace, user.design), settings)
    qtbot.addWidget(fresh)
    for window in (user.window, fresh):
        window.library.complete()
    fresh.selection.select(*user.selected)
    fresh.show()
    assert texts(fresh) == texts(user.window)


def test_that_the_models_of_the_tables_keep_the_rules_of_models(user: Any) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    models = [user.table(0).model(), user.table(1).model(), user.window.results.findings.list.model()]
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    user.press(Qt.Key.Key_Delete, on=user.window.stack_view)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=user.window)
    user.window.document.undo_stack.setClean()
    for letter in ("A", "AB", "Z"):
        user.window.files.open_model(letter)
    del testers


@pytest.mark.parametrize(("width", "height"), [(960, 540), (1366, 728), (1920, 1040)])
def test_that_no_number_and_no_note_is_cut_off(user: Any, width: int, height: int) -> None:
    user.window.resize(width, height)
    for open_it, key in ((user.window.files.open_model, "T"), (user.window.files.open_cell, "t8-21"),
                         (user.window.files.open_model, "A")):  # fmt: skip
        open_it(key)
        for chosen in ((), ("cathode",), ("electrolyte",), ("cathode", "electrolyte")):
            user.window.selection.select(*chosen)
            for _ in range(3):
                QApplication.processEvents()
            for label in user.window.findChildren(QLabel):
                inside = user.window.headline.isAncestorOf(label) or user.window.inspector.isAncestorOf(label)
                if not inside or not label.isVisible():
                    continue
                if label.wordWrap():
                    assert label.height() >= label.heightForWidth(label.width()), (key, chosen, label.text())
                else:
                    assert label.width() >= label.sizeHint().width(), (key, chosen, label.text())
            body = user.window.inspector.widget()
            assert body.width() <= user.window.inspector.viewport().width(), (key, chosen)


def test_that_the_smallest_window_fits_a_full_hd_screen_at_200_percent(user: Any) -> None:
    least = user.window.minimumSizeHint().expandedTo(user.window.minimumSize())
    assert least.width() <= 960
    assert least.height() <= 540


def test_that_thin_layers_stay_visible_in_both_scales(user: Any) -> None:
    view = user.window.stack_view
    for letter in ("I", "V", "W"):
        user.window.files.open_model(letter)
        assert min(slab.width for slab in view.slabs()) >= 60
    user.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    widths = {slab.layer.id: slab.width for slab in view.slabs()}
    assert min(widths.values()) > 1
    assert max(widths.values()) > 0.5 * sum(widths.values())


def test_that_escape_in_a_dialog_takes_back_the_typing_and_then_closes(user: Any) -> None:
    def try_it(dialog: AddLayerDialog) -> None:
        edit = dialog.thickness.edit
        edit.setFocus()
        QTest.keyClicks(edit, "77")
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert edit.text() == "5 µm"
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    with user.answering(try_it):
        user.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert user.window.stack_view.hasFocus()


def test_that_scrolling_over_a_box_changes_no_material(user: Any) -> None:
    user.click_layer("electrolyte")
    box = user.window.inspector.widget().findChild(MaterialBox)
    before = user.json
    box.setFocus()
    QTest.wheelEvent(box.window().windowHandle(), box.mapTo(box.window(), box.rect().center()), QPoint(0, -120))
    assert user.json == before


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def is_cut(label: QLabel) -> bool:
    return label.width() < label.sizeHint().width() or label.height() < label.sizeHint().height()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_that_nothing_in_the_headline_is_cut_at_any_size_of_letters(user: Any, percent: int) -> None:
    window = user.window
    window.resize(1366, 768)
    window.settings.set_scale(percent)
    for letter in ("T", "H"):
        window.files.open_model(letter)
        for front in (False, True):
            window.results.stack_button.setChecked(front)
            settle()
            labels = [label for label in window.headline.findChildren(QLabel) if label.isVisible() and label.text()]
            assert len(labels) >= 9
            for label in labels:
                assert not is_cut(label), (letter, front, label.text())
                assert "…" not in label.text()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1040)])
@pytest.mark.parametrize("tab", [0, 1])
def test_that_names_in_tables_are_readable_whole(user: Any, width: int, height: int, tab: int) -> None:
    user.window.resize(width, height)
    table = user.table(tab)
    settle()
    assert table.isVisible()
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)
    shown = sum(table.columnWidth(column) for column in range(5) if not table.isColumnHidden(column))
    assert shown <= table.viewport().width()
    assert not table.isColumnHidden(1)
    hidden = [table.isColumnHidden(column) for column in range(5)]
    assert hidden == sorted(hidden), "the last columns go first"


def test_that_large_letters_stay_large_in_another_theme(user: Any) -> None:
    window = user.window
    window.settings.set_scale(200)
    labels = [label for label in window.headline.findChildren(QLabel) if label.isVisible()]
    before = [label.font().pointSizeF() for label in labels]
    window.settings.set_theme("dark")
    assert [label.font().pointSizeF() for label in labels] == before


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_that_no_tab_is_wider_than_its_place(user: Any, percent: int) -> None:
    window = user.window
    window.resize(1366, 768)
    window.settings.set_scale(percent)
    for tab in range(8):
        window.results.setCurrentIndex(tab)
        settle()
        assert window.layout_.room.horizontalScrollBar().maximum() == 0, tab


def test_that_chart_and_table_take_turns_where_they_have_no_room_together(user: Any) -> None:
    window = user.window
    window.resize(1366, 768)
    window.results.setCurrentIndex(0)
    settle()
    page = window.results.page(0)
    assert (page.chart.isVisible(), page.table.isVisible()) == (True, False)
    QTest.mouseClick(page.sides.button, Qt.MouseButton.LeftButton)
    assert (page.chart.isVisible(), page.table.isVisible()) == (False, True)
    QTest.mouseClick(page.views.button("process"), Qt.MouseButton.LeftButton)
    assert (page.chart.isVisible(), page.table.isVisible()) == (True, False)
    window.resize(1900, 1000)
    settle()
    assert (page.chart.isVisible(), page.table.isVisible()) == (True, True)
    assert not page.sides.button.isVisible()


def test_that_large_letters_on_a_small_screen_leave_room_for_stack_and_results(user: Any) -> None:
    window = user.window
    window.resize(1366, 768)
    settle()
    library, inspector = window.layout_.docks
    assert window.tabifiedDockWidgets(inspector) == []
    window.settings.set_scale(200)
    settle()
    assert library in window.tabifiedDockWidgets(inspector)
    assert window.layout_.room.verticalScrollBar().maximum() == 0, "nothing has to be scrolled"
    lines = window.fontMetrics().lineSpacing()
    assert window.stack_view.height() >= 8 * lines
    assert window.results.height() <= window.results.tabBar().height() + 4
    bar = window.results.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    settle()
    assert not window.stack_view.isVisible()
    assert window.headline.isVisible()
    assert window.results.page(0).chart.height() >= 9 * lines
    QTest.mouseClick(window.results.stack_button, Qt.MouseButton.LeftButton)
    settle()
    assert window.stack_view.isVisible()
    window.settings.set_scale(100)
    settle()
    assert window.tabifiedDockWidgets(inspector) == []
    assert library.isVisible()
    assert window.results.page(0).chart.isVisible()


def test_that_the_list_of_the_library_has_the_room_of_a_card_that_says_nothing(user: Any) -> None:
    library = user.window.library
    assert not library.card.isVisible()
    library.complete()
    assert library.select("material", "li6ps5cl")
    assert library.card.isVisible()
    assert "Li6PS5Cl" in library.card.said()


@pytest.mark.parametrize("width", [900, 1366])
def test_that_tips_take_one_line_and_the_tool_tip_says_the_rest(user: Any, width: int) -> None:
    window = user.window
    window.show_tips()
    window.resize(width, 768)
    settle()
    tips = window.layout_.tips
    assert tips.isVisible()
    assert tips.height() <= 3 * window.fontMetrics().lineSpacing()
    assert "\n" not in tips.words.text()
    assert "F1" in tips.words.toolTip()


def test_that_buttons_of_panels_grow_with_the_letters(user: Any) -> None:
    title = user.window.layout_.docks[1].titleBarWidget()
    before = title.close_button.iconSize().width()
    user.window.settings.set_scale(200)
    assert title.close_button.iconSize().width() >= 1.9 * before
    QTest.mouseClick(title.close_button, Qt.MouseButton.LeftButton)
    assert not user.window.inspector.isVisible()


def test_that_icons_have_the_dots_of_every_screen_and_are_drawn_anew_when_these_change(user: Any) -> None:
    action = user.window.actions_.files.open
    before = action.icon()
    dots = [round(icons.edge() * screen.devicePixelRatio()) for screen in QGuiApplication.screens()]
    assert {size.width() for size in before.availableSizes()} >= set(dots)
    QApplication.sendEvent(user.window, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert action.icon().cacheKey() != before.cacheKey()


def test_that_a_stack_out_of_sight_is_named_for_its_size_when_it_is_seen_again(user: Any) -> None:
    view = user.window.stack_view
    view.hide()
    user.window.resize(user.window.width() + 150, user.window.height())
    settle()
    view.show()
    settle()
    places = [part.geometry() for part in view.findChildren(QWidget) if part.accessibleName()]
    for slab in view.slabs():
        assert view.slab_rect(slab).toAlignedRect() in places


def test_that_the_stack_is_as_high_with_the_tips_as_without(user: Any) -> None:
    window = user.window
    window.resize(1366, 768)
    QApplication.processEvents()
    before = window.stack_view.height()
    results = window.results.height()
    window.show_tips()
    QApplication.processEvents()
    assert window.layout_.tips.isVisible()
    assert abs(window.stack_view.height() - before) <= 2
    QTest.mouseClick(window.layout_.tips.done, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert abs(window.stack_view.height() - before) <= 2
    assert abs(window.results.height() - results) <= 2


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_a_box_to_tick_has_an_edge_that_can_be_seen_and_grows_with_the_letters(
    scheme: theme.Scheme, percent: int, user: Any
) -> None:
    user.window.settings.set_theme(scheme)
    user.window.settings.set_scale(percent)
    box = QCheckBox("", user.window)
    box.resize(box.sizeHint())
    box.show()
    picture, edge = box.grab().toImage(), theme.current().edge
    row = [x for x in range(picture.width()) if picture.pixelColor(x, picture.height() // 2).name() == edge]
    assert len(row) == 2
    assert row[1] - row[0] + 1 == pytest.approx(14 * percent / 100, abs=1)
    assert contrast(edge, theme.current().window) > 3
    assert contrast(edge, theme.current().base) > 3
