"""The library: what it lists, how it is searched, what it opens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

import cellbuilder
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.panels.library_items import KEY_ROLE, KIND_ROLE
from cellbuilder.io import codec


def leaves(user: Any, parent: QModelIndex | None = None) -> list[tuple[str, str]]:
    model, parent = user.window.library.proxy, parent or QModelIndex()
    found: list[tuple[str, str]] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        kind = index.data(KIND_ROLE)
        found += [(kind, index.data(KEY_ROLE))] if kind else leaves(user, index)
    return found


def search(user: Any, text: str) -> None:
    user.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert user.window.library.search.hasFocus()
    QTest.keyClicks(user.window.library.search, text)


def test_that_everything_of_the_library_is_listed(user: Any) -> None:
    library, listed = cellbuilder.library(), leaves(user)
    assert [key for kind, key in listed if kind == "model"] == [model.letter for model in library.models()]
    assert [key for kind, key in listed if kind == "cell"] == [cell.id for cell in library.cells()]
    assert {key for kind, key in listed if kind == "material"} == {entry.id for entry in library.materials()}


def test_that_a_search_finds_all_words_in_any_order_and_return_opens_the_only_match(user: Any) -> None:
    search(user, "b24h23 tis2 t7.09")
    assert leaves(user) == [("cell", "t7-09")]
    user.press(Qt.Key.Key_Return)
    assert user.json == codec.dumps(cellbuilder.from_cell("t7-09"))


def test_that_return_goes_to_the_matches_and_return_there_opens_one(user: Any) -> None:
    search(user, "hydroborate cell")
    found = leaves(user)
    assert len(found) > 1
    user.press(Qt.Key.Key_Return)
    tree = user.window.library.tree
    assert tree.hasFocus()
    user.press(Qt.Key.Key_Down)
    user.press(Qt.Key.Key_Return)
    kind, key = found[1]
    assert kind == "model"
    assert user.json == codec.dumps(cellbuilder.from_model(key))


def test_that_escape_clears_the_search(user: Any) -> None:
    everything = leaves(user)
    search(user, "no such thing")
    assert leaves(user) == []
    user.window.library.tree.grab()
    user.press(Qt.Key.Key_Escape)
    assert leaves(user) == everything


def test_that_a_search_is_no_pattern(user: Any) -> None:
    search(user, ".*")
    assert leaves(user) == []


def test_that_a_double_click_opens_a_model(user: Any) -> None:
    tree = user.window.library.tree
    index = user.window.library.proxy.index(1, 0, user.window.library.proxy.index(0, 0))
    place = tree.visualRect(index).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert user.json == codec.dumps(cellbuilder.from_model("B"))


def test_that_return_on_a_material_puts_it_into_the_selected_layer(user: Any) -> None:
    user.click_layer("electrolyte")
    search(user, "li3ycl6")
    panel = user.window.library
    key = next(key for kind, key in leaves(user) if kind == "material")
    start = panel.proxy.index(0, 0)
    index = panel.proxy.match(start, KEY_ROLE, key, 1, Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)[0]
    panel.tree.setCurrentIndex(index)
    panel.tree.setFocus()
    user.press(Qt.Key.Key_Return)
    assert user.layer("electrolyte").material == key


def test_that_cells_and_materials_follow_after_the_first_paint(user: Any, qtbot: Any) -> None:
    from cellbuilder.gui.panels.library_panel import LibraryPanel

    panel = LibraryPanel(user.window.document.workspace)
    qtbot.addWidget(panel)
    assert panel.proxy.rowCount() == 1
    panel.show()
    qtbot.waitUntil(lambda: panel.proxy.rowCount() == 3)


def test_that_the_model_of_the_library_keeps_the_rules_of_models(user: Any) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        for model in (user.window.library.proxy, user.window.library.proxy.sourceModel())
    ]
    for text in ("li", "li ", "sulfide", ""):
        user.window.library.search.setText(text)
    del testers


@pytest.fixture
def with_damage(own_library: Path) -> Path:
    (own_library / "materials" / "broken.json").write_text('{"id": "broken"', encoding="utf-8")
    return own_library


def test_that_a_damaged_library_file_is_left_out_and_named(
    with_damage: Path, make_window: Callable[[], Any], qtbot: Any, user_of: Callable[[Any], Any]
) -> None:
    user = user_of(make_window())
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
