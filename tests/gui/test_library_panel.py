"""The library: what it lists, how it is searched, what it opens, what can be dragged from it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu

import cellbuilder
from cellbuilder.app.workspace import Workspace
from cellbuilder.gui import drops, theme
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.dialogs.models_compared import ModelsCompared
from cellbuilder.gui.drops import LIBRARY_ITEM
from cellbuilder.gui.library.items import KEY_ROLE, KIND_ROLE, NEW
from cellbuilder.gui.library.panel import LibraryPanel
from cellbuilder.gui.library.tree import leaves as found_leaves
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.io import codec

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """A window whose library is read to the end."""
    made = make_window()
    made.library.complete()
    return made


def leaves(user: Any) -> list[tuple[str, str]]:
    return [(index.data(KIND_ROLE), index.data(KEY_ROLE)) for index in found_leaves(user.window.library.proxy)]


def search(user: Any, text: str) -> None:
    user.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert user.window.library.search.hasFocus()
    QTest.keyClicks(user.window.library.search, text)


def headings(model: Any, parent: QModelIndex | None = None) -> list[str]:
    above = parent or QModelIndex()
    return [str(model.index(row, 0, above).data()) for row in range(model.rowCount(above))]


def test_that_everything_of_the_library_is_listed(user: Any) -> None:
    library, listed = cellbuilder.library(), leaves(user)
    assert {key for kind, key in listed if kind == "model"} == {model.letter for model in library.models()}
    assert {key for kind, key in listed if kind == "cell"} == {cell.id for cell in library.cells()}
    assert {key for kind, key in listed if kind == "material"} == {entry.id for entry in library.materials()}
    assert len(listed) == len(set(listed))


def test_that_models_stand_by_the_class_of_their_electrolyte_and_cells_below_their_model(user: Any) -> None:
    proxy = user.window.library.proxy
    assert headings(proxy) == ["Models A to AB (28)", f"Materials ({len(list(cellbuilder.library().materials()))})",
                               "Mine (0)"]  # fmt: skip
    models = proxy.index(0, 0)
    assert headings(proxy, models) == ["oxide (2)", "sulfide (8)", "halide (3)", "hydroborate (4)",
                                       "antiperovskite (3)", "several classes (8)"]  # fmt: skip
    for index in found_leaves(proxy, models):
        if index.data(KIND_ROLE) == "cell":
            assert index.parent().data(KEY_ROLE) == cellbuilder.library().cell(index.data(KEY_ROLE)).model


def test_that_the_class_of_the_open_model_is_in_sight_at_first(user: Any) -> None:
    panel = user.window.library
    models = panel.proxy.index(0, 0)
    opened = [index.data() for index in (panel.proxy.index(row, 0, models) for row in range(6))
              if panel.tree.isExpanded(index)]  # fmt: skip
    assert opened == ["halide (3)"]


def test_that_a_search_finds_all_words_in_any_order_and_return_opens_the_only_match(user: Any) -> None:
    search(user, "b24h23 tis2 t7.09")
    assert leaves(user) == [("cell", "t7-09")]
    assert user.window.library.answer.text() == "1 found"
    user.press(Qt.Key.Key_Return)
    assert user.json == codec.dumps(cellbuilder.from_cell("t7-09"))


def test_that_return_goes_to_the_matches_and_return_there_opens_one(user: Any) -> None:
    search(user, "class:hydroborate is:model")
    found = leaves(user)
    assert len(found) > 3
    user.press(Qt.Key.Key_Return)
    tree = user.window.library.tree
    assert tree.hasFocus()
    user.press(Qt.Key.Key_Down)
    user.press(Qt.Key.Key_Return)
    assert user.json == codec.dumps(cellbuilder.from_model(found[1][1]))


def test_that_escape_clears_the_search(user: Any) -> None:
    everything = leaves(user)
    search(user, "no such thing")
    assert leaves(user) == []
    assert user.window.library.answer.text() == "nothing found"
    user.window.library.tree.grab()
    user.press(Qt.Key.Key_Escape)
    assert leaves(user) == everything
    assert not user.window.library.answer.isVisible()


def test_that_a_search_is_no_pattern(user: Any) -> None:
    search(user, ".*")
    assert leaves(user) == []


def test_that_headings_count_what_is_found(user: Any) -> None:
    proxy = user.window.library.proxy
    search(user, "category:electrolyte conductivity > 10 mS/cm")
    found = leaves(user)
    assert 0 < len(found) < 20
    assert headings(proxy) == [f"Materials ({len(found)})"]
    inside = headings(proxy, proxy.index(0, 0))
    assert inside == [f"electrolyte ({len(found)})"]
    classes = headings(proxy, proxy.index(0, 0, proxy.index(0, 0)))
    assert sum(int(name.rpartition("(")[2].rstrip(")")) for name in classes) == len(found)
    user.press(Qt.Key.Key_Escape, on=user.window.library.search)
    assert headings(proxy)[:2] == ["Models A to AB (28)", f"Materials ({len(list(cellbuilder.library().materials()))})"]


def test_that_materials_are_found_by_property(user: Any) -> None:
    search(user, "ion:Na conductivity > 1 mS/cm")
    library, keys = cellbuilder.library(), {key for kind, key in leaves(user) if kind == "material"}
    points = {entry.id: entry.preferred_point for entry in library.materials() if entry.ion == "Na"}
    assert keys == {key for key, point in points.items() if point is not None and (point.quantity().si or 0) > 0.1}
    assert keys


def test_that_a_query_that_is_not_understood_is_explained_beside_the_box_and_changes_nothing(user: Any) -> None:
    search(user, "halide ")
    before, panel = leaves(user), user.window.library
    QTest.keyClicks(panel.search, "density < 2 V")
    assert "unit 'V' measures voltage" in panel.answer.text()
    assert panel.answer.isVisible()
    assert panel.search.property("invalid") is True
    assert panel.search.accessibleDescription() == panel.answer.text()
    assert len(leaves(user)) <= len(before)
    QTest.keyClick(panel.search, Qt.Key.Key_Backspace)
    assert panel.search.property("invalid") is False


def test_that_the_filters_write_the_query_and_read_it(user: Any) -> None:
    panel = user.window.library
    search(user, "Cl")
    box = panel.filters.material_class
    box.setFocus()
    QTest.keyClicks(box, "sulf")
    box.activated.emit(box.currentIndex())
    assert panel.search.text() == "Cl class:sulfide"
    quantity = panel.filters.quantity
    quantity.setCurrentIndex(quantity.findData("density"))
    quantity.activated.emit(quantity.currentIndex())
    assert panel.filters.least.isVisible()
    assert panel.filters.least.placeholderText() == "≥ g/cm³"
    QTest.keyClicks(panel.filters.least, "1,9")
    assert panel.search.text() == "Cl class:sulfide density >= 1,9"
    materials = [cellbuilder.library().material(key) for kind, key in leaves(user) if kind == "material"]
    assert materials
    assert all(entry.density is not None and (entry.density.si or 0) >= 1900 for entry in materials)
    panel.search.setText("class:halide density < 3")
    assert (box.currentText(), panel.filters.least.text(), panel.filters.most.text()) == ("halide", "1,9", "3")
    panel.search.clear()
    assert box.currentData() == ""


def test_that_a_double_click_opens_a_model(user: Any) -> None:
    panel = user.window.library
    assert panel.select("model", "S")
    place = panel.tree.visualRect(panel.tree.currentIndex()).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert user.json == codec.dumps(cellbuilder.from_model("S"))


def test_that_return_on_a_material_puts_it_into_the_selected_layer(user: Any) -> None:
    user.click_layer("electrolyte")
    search(user, "li3ycl6 is:material")
    assert user.window.library.select("material", "li3ycl6")
    user.window.library.tree.setFocus()
    user.press(Qt.Key.Key_Return)
    assert user.layer("electrolyte").material == "li3ycl6"


def test_that_entries_follow_after_the_first_paint(user: Any, qtbot: Any) -> None:
    panel = LibraryPanel(user.window.document.workspace)
    qtbot.addWidget(panel)
    assert list(found_leaves(panel.proxy)) == []
    panel.show()
    qtbot.waitUntil(lambda: not panel._slices.is_running and len(list(found_leaves(panel.proxy))) > 300)


def test_that_a_search_typed_while_the_library_is_read_finds_what_comes_later(user: Any, qtbot: Any) -> None:
    panel = LibraryPanel(user.window.document.workspace)
    qtbot.addWidget(panel)
    panel.search.setText("formula:Li3YCl6")
    panel.show()
    qtbot.waitUntil(lambda: [index.data(KEY_ROLE) for index in found_leaves(panel.proxy)] == ["li3ycl6"])


def test_that_models_are_drawn_when_they_are_in_sight(user: Any, qtbot: Any) -> None:
    panel = user.window.library
    panel.select("model", "T")
    panel.tree.viewport().grab()
    qtbot.waitUntil(lambda: not panel.pictures.is_drawing)
    drawn = {key[1] for key, picture in panel.pictures._kept.items() if picture is not None}
    assert "T" in drawn
    assert len(drawn) < 28


def test_that_the_model_of_the_library_keeps_the_rules_of_models(user: Any) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        for model in (user.window.library.proxy, user.window.library.proxy.sourceModel())
    ]
    for text in ("li", "li ", "sulfide", ""):
        user.window.library.search.setText(text)
    del testers


def test_that_the_card_says_what_is_known_of_a_material(user: Any) -> None:
    user.window.library.select("material", "li6ps5cl")
    said = user.window.library.card.said()
    assert "sulfide · electrolyte · argyrodite · Li⁺" in said
    assert "Conductivity\n2 mS/cm (1 – 5) at RT\nestimate, physics-notes" in said
    assert "Density\n1.86 g/cm³ (1.82 – 1.9)\ncalculated, obelix" in said
    assert "V vs Li/Li+" in said


def test_that_the_card_of_a_model_says_how_it_was_read_from_the_review(user: Any) -> None:
    user.window.library.select("model", "T")
    said = user.window.library.card.said()
    assert cellbuilder.library().model("T").reconstructed[:200] in said
    assert "T8.37" in said


def test_that_the_card_of_a_cell_shows_reported_and_calculated_values(user: Any) -> None:
    user.window.library.select("cell", "t8-38")
    said = user.window.library.card.said()
    assert "Reported capacity\n135 mAh/g" in said
    assert "Retention\n85 % after 600 cycles" in said
    assert "2.2–3.7 V vs. Li/Li+" in said
    assert "ref. 2" in said
    assert "Calculated: " in said


def test_that_a_material_becomes_a_new_layer_that_can_be_undone(user: Any) -> None:
    before, panel = user.layers, user.window.library
    panel.select("material", "li6ps5br")
    panel.actions_.add_as_layer.trigger()
    added = [key for key in user.layers if key not in before]
    assert len(added) == 1
    assert user.layer(added[0]).material == "li6ps5br"
    assert user.layer(added[0]).role == "electrolyte"
    assert user.selected == (added[0],)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=user.window)
    assert user.layers == before


def test_that_a_material_that_makes_no_layer_says_so(user: Any) -> None:
    before, panel = user.json, user.window.library
    panel.select("material", "carbon-black")
    panel.actions_.add_as_layer.trigger()
    assert "makes no layer of its own" in user.told
    assert user.json == before


@pytest.mark.parametrize(("kind", "key"), [("model", "T"), ("cell", "t8-38"), ("material", "li3ycl6")])
def test_that_a_drag_carries_kind_and_key_and_looks_like_the_entry(user: Any, kind: str, key: str) -> None:
    panel = user.window.library
    assert panel.select(kind, key)
    index = panel.tree.currentIndex()
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    data = panel.proxy.mimeData([index])
    assert json.loads(bytes(data.data(LIBRARY_ITEM).data()).decode()) == {"kind": kind, "key": key}
    assert drops.item(data) == (kind, key)
    assert not panel.tree.picture_of(index).isNull()


def test_that_headings_cannot_be_dragged(user: Any) -> None:
    panel = user.window.library
    for index in (panel.proxy.index(0, 0), panel.proxy.index(0, 0, panel.proxy.index(0, 0))):
        assert not index.flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_that_the_menu_of_an_entry_opens_by_key_and_offers_its_actions(user: Any, qtbot: Any) -> None:
    panel = user.window.library
    panel.select("material", "li3ycl6")
    panel.tree.setFocus()
    seen: list[str] = []

    def look() -> None:
        menu = next(menu for menu in panel.tree.findChildren(QMenu) if menu.isVisible())
        seen.extend(action.text() for action in menu.actions() if action.text())
        menu.close()

    QTimer.singleShot(20, look)
    panel.tree.customContextMenuRequested.emit(panel.tree.viewport().rect().center())
    assert seen[:4] == ["Use in selected layer", "Add as new layer", "Copy to mine …", "Export file …"]
    assert "New material …" in seen


def test_that_two_models_are_compared_and_one_of_them_is_opened(user: Any) -> None:
    panel = user.window.library
    panel.select("model", "T")
    seen: dict[str, str] = {}

    def read(dialog: ModelsCompared) -> None:
        seen["first"] = dialog.summary.text()
        rows = [[dialog.table.model().index(row, column).data() for column in range(5)]
                for row in range(dialog.table.model().rowCount())]  # fmt: skip
        seen["materials"] = " ".join(" ".join(map(str, row)) for row in rows)
        dialog.pickers[1].choose("model", "T")
        seen["same"] = dialog.summary.text()
        dialog.pickers[1].choose("cell", "t8-38")
        seen["cell"] = dialog.summary.text()
        QTest.mouseClick(dialog.swap, Qt.MouseButton.LeftButton)
        assert dialog.pickers[0].chosen == ("cell", "t8-38")
        dialog._open(0)

    with user.answering(read):
        panel.actions_.compare.trigger()
    assert seen["first"].endswith("differences from T to Q")
    assert "NCM88" in seen["materials"]
    assert seen["same"] == "No difference"
    assert seen["cell"].endswith("from T to T8.38")
    assert user.json == codec.dumps(cellbuilder.from_cell("t8-38"))


@pytest.mark.parametrize("width", [180, 250])
def test_that_nothing_is_wider_than_a_narrow_panel(user: Any, qtbot: Any, width: int) -> None:
    panel = LibraryPanel(user.window.document.workspace)
    qtbot.addWidget(panel)
    panel.resize(width, 640)
    panel.show()
    panel.complete()
    panel.search.setText("density < 2 V")
    panel.search.setText("conductivity > 1 mS/cm")
    panel.select("material", "li6ps5cl")
    assert panel.width() == width
    assert panel.minimumSizeHint().width() <= width
    assert panel.card.widget().width() <= panel.card.viewport().width()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "dark")
    assert not panel.grab().isNull()


@pytest.fixture
def with_damage(own_library: Path) -> Path:
    (own_library / "materials" / "broken.json").write_text('{"id": "broken"', encoding="utf-8")
    return own_library


def test_that_a_damaged_library_file_is_left_out_and_named(
    with_damage: Path, make_window: Callable[[], Any], qtbot: Any, user_of: Callable[[Any], Any]
) -> None:
    user = user_of(make_window())
    user.window.library.complete()
    assert ("material", "broken") not in leaves(user)
    button = user.window.library.damaged
    assert button.isVisible()

    def read(dialog: MessageDialog) -> None:
        assert "broken.json" in dialog.reasons.toPlainText()
        dialog.reject()

    with user.answering(read):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    assert user.layer("electrolyte").thickness.value == 30


def test_that_a_title_full_of_markup_is_plain_text(
    own_library: Path, make_window: Callable[[], Any], user_of: Callable[[Any], Any]
) -> None:
    hostile = "<b>bold</b> & <img src='x'> [*]"
    entry = {"id": "hostile", "name": hostile, "category": "electrolyte", "note": hostile}
    (own_library / "materials" / "hostile.json").write_text(json.dumps(entry), encoding="utf-8")
    user = user_of(make_window())
    user.window.library.complete()
    panel = user.window.library
    assert panel.select("material", "hostile")
    assert hostile in panel.card.said()
    assert panel.card.title.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in str(panel.tree.currentIndex().data(Qt.ItemDataRole.ToolTipRole))


def test_that_the_row_that_makes_a_material_stands_among_the_own_ones(user: Any) -> None:
    proxy = user.window.library.proxy
    row = proxy.index(0, 0, proxy.index(2, 0))
    assert (row.data(KIND_ROLE), row.data()) == (NEW, "+  New material …")
    assert Workspace(cellbuilder.library()).library.damaged == {}
