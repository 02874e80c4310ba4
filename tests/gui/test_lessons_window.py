"""Lessons in the window: predict, reveal, repair, hand in, by mouse and by keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QRadioButton, QToolButton, QWidget

import cellbuilder
from cellbuilder.app import edits, present
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui.dialogs.explanation import ExplanationDialog
from cellbuilder.gui.lessons.panel import Choice, LessonPanel
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.io import lessons


class Student:
    """Somebody who takes a lesson."""

    def __init__(self, user: Any, key: str) -> None:
        self.user, self.window = user, user.window
        menu = self.window.lessons.menu
        menu.aboutToShow.emit()
        title = lessons.load(key).title
        action: QAction = next(action for action in menu.actions() if action.text().replace("&&", "&") == title)
        action.trigger()

    @property
    def panel(self) -> LessonPanel:
        dock = self.window.lessons.dock
        assert dock is not None
        found = dock.widget()
        assert isinstance(found, LessonPanel)
        return found

    @property
    def text(self) -> str:
        labels = [self.panel.title, *self.panel.area.widget().findChildren(QLabel)]
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def click(self, widget: QWidget | None) -> None:
        assert widget is not None
        self.panel.area.ensureWidgetVisible(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def choose(self, key: str) -> None:
        button = self.panel.choices[key]
        self.panel.area.ensureWidgetVisible(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


@pytest.fixture
def take(user: Any) -> Callable[[str], Student]:
    return lambda key: Student(user, key)


def test_that_a_lesson_goes_from_prediction_to_reveal_and_back(take: Callable[[str], Student], user: Any) -> None:
    student = take("separator")
    panel, window = student.panel, user.window
    assert window.lessons.dock is not None
    assert window.lessons.dock.isVisible()
    assert "A thinner separator · step 1 of 5" in student.text
    student.click(panel.next)
    assert not panel.next.isEnabled()
    student.choose("asr:electrolyte")
    student.click(panel.reveal)
    assert "✗ Not so. It is: The composite cathode" in student.text
    assert not panel.choices["asr:cathode"].isEnabled()
    student.click(panel.next)
    before, start = user.headline("ASR"), user.json
    assert panel.number is not None
    assert panel.number.hasFocus()
    QTest.keyClicks(panel.number, "1,9")
    user.press(Qt.Key.Key_Return)
    assert "✓ Right: 1.87 Ω cm²" in student.text
    figure = user.window.document.evaluation.figures.resistance.totals[-1]
    assert user.headline("ASR") == present.value(figure) != before
    assert f"{before} → {present.value(figure)} ({present.span(figure)})" in student.text
    assert window.document.undo_stack.undoText() == "Reveal: From 430 µm to 30 µm"
    window.document.undo_stack.undo()
    assert user.json == start
    student.click(panel.back)
    assert "✗ Not so. It is: The composite cathode" in student.text
    assert panel.choices["asr:electrolyte"].isChecked()


def test_that_a_lesson_can_be_taken_by_keys_alone(take: Callable[[str], Student], user: Any) -> None:
    student = take("separator")
    panel = student.panel
    assert panel.next.hasFocus()
    user.press(Qt.Key.Key_Return)
    assert panel.choices["asr:cathode"].hasFocus()
    user.press(Qt.Key.Key_Space)
    user.press(Qt.Key.Key_Down)
    assert panel.choices["asr:electrolyte"].isChecked()
    user.press(Qt.Key.Key_Up)
    user.press(Qt.Key.Key_Tab)
    assert panel.reveal is not None
    assert panel.reveal.hasFocus()
    user.press(Qt.Key.Key_Space)
    assert "✓ Right: The composite cathode" in student.text
    assert panel.next.hasFocus()


def test_that_the_words_of_an_answer_can_be_clicked(take: Callable[[str], Student]) -> None:
    student = take("separator")
    student.click(student.panel.next)
    choice = next(choice for choice in student.panel.findChildren(Choice) if "Li6PS5Cl" in choice.words.text())
    QTest.mouseClick(choice.words, Qt.MouseButton.LeftButton)
    assert choice.button.isChecked()
    run = student.window.lessons.holder.run
    assert run is not None
    assert run.answer_to("limits") == "asr:anode-interface-layer"


def test_that_what_is_no_number_stays_with_the_reason(take: Callable[[str], Student], user: Any) -> None:
    student = take("separator")
    panel = student.panel
    student.click(panel.next)
    student.click(panel.reveal)
    assert "– No prediction. It is: The composite cathode" in student.text
    student.click(panel.next)
    assert panel.number is not None
    QTest.keyClicks(panel.number, "two")
    assert "This is no number in Ω cm²" in student.text
    assert panel.reveal is not None
    assert not panel.reveal.isEnabled()
    before = user.json
    user.press(Qt.Key.Key_Return)
    assert user.json == before
    assert panel.number.text() == "two"


def test_that_a_reveal_sets_own_changes_aside_and_undo_brings_them_back(
    take: Callable[[str], Student], user: Any
) -> None:
    student = take("separator")
    student.click(student.panel.next)
    student.click(student.panel.reveal)
    student.click(student.panel.next)
    document = user.window.document
    thin = Quantity(value=5, unit="um")
    document.apply(lambda now: edits.set_quantity(now, "anode", "thickness", thin), "try")
    own = user.json
    student.click(student.panel.reveal)
    assert user.told == "Your own changes were set aside; undo brings them back"
    assert user.json != own
    document.undo_stack.undo()
    assert user.json == own


def test_that_the_reveal_opens_how_it_is_calculated(take: Callable[[str], Student], user: Any) -> None:
    student = take("separator")
    student.click(student.panel.next)
    student.click(student.panel.reveal)
    seen: list[str] = []

    def read(dialog: ExplanationDialog) -> None:
        seen.append(dialog.windowTitle() + dialog.text.toPlainText())
        dialog.reject()

    with user.answering(read, ExplanationDialog):
        student.click(student.panel.how)
    assert "cathode" in seen[0]


def test_that_the_goals_of_a_repair_follow_the_design(take: Callable[[str], Student], user: Any) -> None:
    student = take("repair")
    student.click(student.panel.next)
    assert "○ Not yet: no error\nnow: Lithium and sodium parts in one cell" in student.text
    document = user.window.document
    library = document.workspace.library
    document.apply(lambda now: edits.set_material(now, "electrolyte", "li3incl6", library), "mend")
    assert "✓ Met: no error" in student.text
    assert "✓ Met: Li3InCl6 in the electrolyte" in student.text
    document.undo_stack.undo()
    assert "○ Not yet: no error" in student.text
    hint = next(button for button in student.panel.findChildren(QPushButton) if button.text() == "Hint")
    assert "Select the pellet" not in student.text
    student.click(hint)
    assert "Select the pellet" in student.text


def test_that_answers_and_design_are_handed_in(
    take: Callable[[str], Student], user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    student = take("separator")
    panel = student.panel
    student.click(panel.next)
    student.choose("asr:cathode")
    for _ in range(3):
        student.click(panel.reveal)
        student.click(panel.next)
    assert "step 5 of 5" in student.text
    assert "Li3InCl6 | Li6PS5Cl: they react" in student.text
    assert panel.next.isHidden()
    choose_file(tmp_path / "anna")
    student.click(panel.hand_in)
    path = tmp_path / "anna.handin.json"
    assert user.told == "Written to anna.handin.json, to hand in"
    found = lessons.load_handin(path)
    assert [(answer.step, answer.answer, answer.right) for answer in found.answers] == [("limits", "asr:cathode", True)]
    assert found.design == user.design
    assert user.window.document.path is None
    choose_file(tmp_path / "no" / "folder.handin.json")
    with user.answering(lambda dialog: dialog.reject()):
        student.click(panel.hand_in)


def test_that_another_design_ends_the_lesson(take: Callable[[str], Student], user: Any) -> None:
    take("separator")
    dock = user.window.lessons.dock
    assert dock is not None
    user.window.files.open_model("U")
    assert dock.isHidden()
    assert user.window.lessons.holder.run is None
    assert not dock.toggleViewAction().isEnabled()


def answer_the_question(button: QMessageBox.StandardButton) -> Callable[[QMessageBox], None]:
    def answer(box: QMessageBox) -> None:
        assert box.text() == "Your answers to “A thinner separator” were not handed in. Hand them in now?"
        QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)

    return answer


def lose_by_a_model(window: MainWindow) -> bool:
    window.files.open_model("U")
    return window.document.design.origin.model == "U"


LOSSES: dict[str, Callable[[MainWindow], bool]] = {"another design": lose_by_a_model, "closing": MainWindow.close}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_that_answers_are_asked_for_before_they_are_lost(
    take: Callable[[str], Student], user: Any, tmp_path: Path, choose_file: Callable[..., None],
    lose: Callable[[MainWindow], bool],
) -> None:  # fmt: skip
    student = take("separator")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    run, button = user.window.lessons.holder.run, QMessageBox.StandardButton
    with user.answering(answer_the_question(button.Cancel)):
        assert not lose(user.window)
    choose_file(None)
    with user.answering(answer_the_question(button.Save)):
        assert not lose(user.window), "no file was named"
    assert user.window.lessons.holder.run == run
    choose_file(tmp_path / "anna")
    with user.answering(answer_the_question(button.Save)):
        assert lose(user.window)
    assert len(lessons.load_handin(tmp_path / "anna.handin.json").answers) == 1


def test_that_answers_may_be_given_up(take: Callable[[str], Student], user: Any) -> None:
    student = take("separator")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    with user.answering(answer_the_question(QMessageBox.StandardButton.Discard)):
        assert lose_by_a_model(user.window)
    assert user.window.lessons.holder.run is None


def test_that_answers_that_were_handed_in_go_unasked_until_another_is_given(
    take: Callable[[str], Student], user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    student = take("separator")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    choose_file(tmp_path / "anna")
    assert user.window.lessons.hand_in()
    assert user.window.files.may_discard()
    student.choose("asr:electrolyte")
    with user.answering(answer_the_question(QMessageBox.StandardButton.Cancel)):
        assert not lose_by_a_model(user.window)


@pytest.mark.parametrize("word", ["Keep both …", "Discard both", "Cancel"])
def test_that_one_question_names_the_design_and_the_answers(
    take: Callable[[str], Student], user: Any, tmp_path: Path, choose_file: Callable[..., None], word: str
) -> None:
    student = take("separator")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    path = tmp_path / "mine.cellbuilder.json"
    user.window.document.save(path)
    user.window.document.apply(lambda now: edits.set_name(now, "thinner"), "rename")
    choose_file(tmp_path / "anna")
    asked: list[str] = []

    def answer(box: QMessageBox) -> None:
        asked.append(box.text())
        QTest.mouseClick(next(each for each in box.buttons() if each.text() == word), Qt.MouseButton.LeftButton)

    with user.answering(answer, QMessageBox):
        gone = lose_by_a_model(user.window)
    design, answers = asked[0].split("\n\n")
    assert design == "Save the changes to the design “thinner”?"
    assert answers == "Your answers to “A thinner separator” were not handed in. Hand them in now?"
    assert gone == (word != "Cancel")
    assert (user.window.lessons.holder.run is None) == gone
    assert (cellbuilder.load(path).name == "thinner") == (word == "Keep both …")
    assert (tmp_path / "anna.handin.json").is_file() == (word == "Keep both …")


def test_that_reverting_asks_for_answers_too(take: Callable[[str], Student], user: Any, tmp_path: Path) -> None:
    student = take("separator")
    user.window.document.save(tmp_path / "mine.cellbuilder.json")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    with user.answering(answer_the_question(QMessageBox.StandardButton.Cancel)):
        user.window.files.revert()
    assert user.window.lessons.holder.run is not None


def test_that_a_file_opens_beside_answers(take: Callable[[str], Student], user: Any, tmp_path: Path) -> None:
    path = tmp_path / "z.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("Z"), path)
    student = take("separator")
    student.click(student.panel.next)
    student.choose("asr:cathode")
    user.window.program.open_file(path, user.window)
    assert user.window.lessons.holder.run is not None
    (other,) = (window for window in user.window.program.windows if window is not user.window)
    assert other.document.path == path
    other.close()


def test_that_unsaved_work_is_asked_for_first(user: Any) -> None:
    document = user.window.document
    document.apply(lambda now: edits.set_name(now, "mine"), "rename")
    with user.answering(lambda dialog: dialog.reject()):
        user.window.lessons.open("separator")
    assert user.design.name == "mine"
    assert user.window.lessons.holder.run is None


def test_that_the_gallery_opens_a_lesson(user: Any) -> None:
    def choose(dialog: GalleryDialog) -> None:
        assert list(dialog.gallery.lessons) == list(lessons.paths())
        QTest.mouseClick(dialog.gallery.lessons["energy"], Qt.MouseButton.LeftButton)

    with user.answering(choose, GalleryDialog):
        user.window.actions_.files.new.trigger()
    assert user.design.name == "Where the grams go"
    assert user.window.lessons.dock is not None
    assert user.window.lessons.dock.isVisible()


def test_that_the_lesson_stays_in_present_mode_and_controls_have_names(
    take: Callable[[str], Student], user: Any
) -> None:
    student = take("coating")
    student.click(student.panel.next)
    user.window.set_presenting(True)
    assert student.panel.isVisible()
    assert not user.window.library.isVisible()
    user.window.set_presenting(False)
    for kind in (QPushButton, QRadioButton):
        assert all(control.accessibleName() for control in student.panel.findChildren(kind))
    assert student.panel.findChildren(QToolButton) == []
    for label in student.panel.findChildren(QLabel):
        assert label.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.AutoText)
