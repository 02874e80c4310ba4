"""Own materials in the window: made, copied, changed, deleted, sent and taken in; nothing goes without a question."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

import cellbuilder
from cellbuilder.app.library import own_materials
from cellbuilder.gui.dialogs.material_editor import MaterialEditor
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.library.tree import leaves

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")


@pytest.fixture
def user(own_library: Path, make_window: Callable[[], Any], user_of: Callable[[Any], Any]) -> Any:
    """A window above an own folder that is empty, its library read to the end."""
    made = make_window()
    made.library.complete()
    return user_of(made)


def mine(user: Any) -> list[str]:
    proxy = user.window.library.proxy
    return [str(index.data()) for index in leaves(proxy, proxy.index(2, 0))]


def save(dialog: MaterialEditor) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def typed(dialog: MaterialEditor, **texts: str) -> None:
    for name, text in texts.items():
        edit = dialog.words[name] if name in dialog.words else dialog.rows[name].value
        edit.selectAll()
        QTest.keyClicks(edit, text)


def make_glass(dialog: MaterialEditor) -> None:
    typed(dialog, name="Unser Glas", formula="Li3PS4", density="1,88", conductivity="0,4 mS/cm")
    save(dialog)


def made(user: Any) -> None:
    with user.answering(make_glass):
        user.window.library.actions_.new.trigger()


def press(user: Any, word: str) -> Callable[[QMessageBox], None]:
    def answer(box: QMessageBox) -> None:
        button = next(button for button in box.buttons() if button.text().replace("&", "") == word)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return answer


def test_that_a_new_material_is_a_file_stands_among_mine_and_can_be_used(user: Any, own_library: Path) -> None:
    made(user)
    raw = json.loads((own_library / "materials" / "unser-glas.json").read_text(encoding="utf-8"))
    assert raw["density"] == {"value": 1.88, "unit": "g/cm3", "kind": "measured"}
    assert raw["conductivity"][0]["value"] == 0.4
    assert mine(user) == ["Unser Glas"]
    assert user.window.library.current() == ("material", "unser-glas")
    assert "0.4 mS/cm" in user.window.library.card.said()
    user.click_layer("electrolyte")
    user.window.library.actions_.use_in_layer.trigger()
    assert user.layer("electrolyte").material == "unser-glas"
    assert user.design.material("unser-glas").name == "Unser Glas"


def test_that_every_problem_stands_beside_its_field_and_nothing_is_saved(user: Any, own_library: Path) -> None:
    seen: dict[str, str] = {}

    def answer(dialog: MaterialEditor) -> None:
        typed(dialog, formula="Xx2", density="-2", conductivity="3 V")
        save(dialog)
        assert dialog.isVisible()
        seen.update({key: label.text() for key, label in dialog.problems.items() if label.isVisible()})
        assert dialog.focusWidget() is dialog.words["name"]
        assert dialog.rows["density"].value.accessibleDescription() == seen["density"]
        typed(dialog, name="Glass", formula="Li3PS4", density="2", conductivity="3 mS/cm")
        save(dialog)
        assert not dialog.isVisible()

    with user.answering(answer):
        user.window.library.actions_.new.trigger()
    assert seen["name"] == "a material needs a name"
    assert "is not an element" in seen["formula"]
    assert "greater than zero" in seen["density"]
    assert "measures voltage" in seen["conductivity"]
    assert [path.name for path in (own_library / "materials").iterdir()] == ["glass.json"]


def test_that_the_form_shows_what_such_a_material_has(user: Any) -> None:
    def answer(dialog: MaterialEditor) -> None:
        assert dialog.rows["conductivity"].value.isVisible()
        assert not dialog.rows["capacity"].value.isVisible()
        dialog.category.take("cathode active material")
        assert dialog.rows["capacity"].value.isVisible()
        assert not dialog.rows["oxidation"].value.isVisible()
        dialog.reject()

    with user.answering(answer):
        user.window.library.actions_.new.trigger()
    assert mine(user) == []


def test_that_a_copy_can_be_changed_and_the_original_stays(user: Any) -> None:
    panel = user.window.library
    panel.select("material", "li6ps5cl")

    def answer(dialog: MaterialEditor) -> None:
        assert dialog.words["name"].text() == "Li6PS5Cl (mine)"
        typed(dialog, conductivity="3 mS/cm")
        dialog.rows["conductivity"].low.clear()
        dialog.rows["conductivity"].high.clear()
        save(dialog)

    with user.answering(answer):
        panel.actions_.copy.trigger()
    library = cellbuilder.library()
    assert mine(user) == ["Li6PS5Cl (mine)"]
    assert library.material("li6ps5cl").preferred_point.value == 0.002  # type: ignore[union-attr]
    assert library.material("li6ps5cl-mine").preferred_point.value == 3  # type: ignore[union-attr]


def test_that_an_edited_material_changes_no_design_until_it_is_updated_undoably(user: Any) -> None:
    made(user)
    panel = user.window.library
    user.click_layer("electrolyte")
    panel.actions_.use_in_layer.trigger()
    before = user.json
    assert panel.actions_.update not in panel.actions_.offered()

    def answer(dialog: MaterialEditor) -> None:
        typed(dialog, conductivity="4 mS/cm")
        save(dialog)

    with user.answering(answer):
        panel.actions_.edit.trigger()
    assert user.json == before
    assert panel.actions_.update in panel.actions_.offered()
    panel.actions_.update.trigger()
    assert user.design.material("unser-glas").preferred_point.value == 4
    assert user.window.document.undo_stack.undoText() == "Update Unser Glas from the library"
    assert panel.actions_.update not in panel.actions_.offered()
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=user.window)
    assert user.json == before


def test_that_deleting_asks_and_keeps_the_file_aside(user: Any, own_library: Path) -> None:
    made(user)
    panel = user.window.library
    with user.answering(press(user, "Cancel")):
        panel.actions_.delete.trigger()
    assert mine(user) == ["Unser Glas"]
    with user.answering(press(user, "Delete")):
        panel.actions_.delete.trigger()
    assert mine(user) == []
    assert not (own_library / "materials" / "unser-glas.json").exists()
    assert (own_library / "deleted" / "unser-glas.json").exists()


def test_that_a_material_is_sent_and_taken_in(user: Any, choose_file: Callable[..., None], tmp_path: Path) -> None:
    made(user)
    panel, file = user.window.library, tmp_path / "für 電池" / "Glas & mehr.json"
    file.parent.mkdir()
    choose_file(file)
    panel.actions_.export.trigger()
    assert own_materials.read(file).name == "Unser Glas"
    with user.answering(press(user, "OK")):
        panel.actions_.import_.trigger()
    with user.answering(press(user, "Delete")):
        panel.actions_.delete.trigger()
    panel.actions_.import_.trigger()
    assert mine(user) == ["Unser Glas"]


@pytest.mark.parametrize(
    ("word", "names"),
    [("Keep both", ["Unser Glas", "Anderes Glas"]), ("Replace mine", ["Anderes Glas"]), ("Cancel", ["Unser Glas"])],
)
def test_that_nothing_is_replaced_silently(
    user: Any, choose_file: Callable[..., None], tmp_path: Path, word: str, names: list[str]
) -> None:
    made(user)
    file = tmp_path / "other.json"
    entry = {"id": "unser-glas", "name": "Anderes Glas", "category": "electrolyte"}
    file.write_text(json.dumps(entry), encoding="utf-8")
    choose_file(file)
    with user.answering(press(user, word)):
        user.window.library.actions_.import_.trigger()
    assert sorted(mine(user)) == sorted(names)


def test_that_a_damaged_file_is_explained_and_nothing_is_taken_in(
    user: Any, choose_file: Callable[..., None], tmp_path: Path
) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"id": "a", "name": "<b>x</b>", "category": "liquid"}', encoding="utf-8")
    choose_file(file)

    def read(dialog: MessageDialog) -> None:
        assert "'liquid' is not allowed" in dialog.reasons.toPlainText()
        dialog.reject()

    with user.answering(read):
        user.window.library.actions_.import_.trigger()
    assert mine(user) == []


def test_that_a_folder_that_cannot_be_written_is_said_in_the_form(user: Any, own_library: Path) -> None:
    shelf = own_library / "materials"
    shelf.rmdir()
    shelf.write_text("", encoding="utf-8")
    seen: list[str] = []

    def answer(dialog: MaterialEditor) -> None:
        make_glass(dialog)
        seen.append(dialog.problems[""].text())
        dialog.reject()

    with user.answering(answer):
        user.window.library.actions_.new.trigger()
    assert "could not be made" in seen[0]


def test_that_files_put_into_the_folder_are_seen_when_the_window_is_turned_to(user: Any, own_library: Path) -> None:
    entry = {"id": "by-mail", "name": "By mail", "category": "electrolyte"}
    (own_library / "materials" / "by-mail.json").write_text(json.dumps(entry), encoding="utf-8")
    (own_library / "materials" / "broken.json").write_text("{", encoding="utf-8")
    QCoreApplication.sendEvent(user.window, QEvent(QEvent.Type.WindowActivate))
    assert mine(user) == ["By mail"]
    assert user.window.library.damaged.text() == "1 file cannot be used …"
    (own_library / "materials" / "broken.json").unlink()
    QCoreApplication.sendEvent(user.window, QEvent(QEvent.Type.WindowActivate))
    assert not user.window.library.damaged.isVisible()


def test_that_return_on_the_row_for_new_opens_the_form(user: Any) -> None:
    panel = user.window.library
    panel.tree.setCurrentIndex(panel.proxy.index(0, 0, panel.proxy.index(2, 0)))
    panel.tree.setFocus()
    with user.answering(make_glass):
        user.press(Qt.Key.Key_Return, on=panel.tree)
    assert mine(user) == ["Unser Glas"]


def test_that_own_materials_are_found_with_a_search(user: Any) -> None:
    made(user)
    panel = user.window.library
    panel.search.setText("is:mine density < 2 g/cm3")
    assert [str(index.data()) for index in leaves(panel.proxy)] == ["Unser Glas"]
