"""Settings take effect at once, are kept in a file that a person can read, and survive damage."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolBar
from pytestqt.qtbot import QtBot

from cellbuilder.gui import icons, theme
from cellbuilder.gui.dialogs.comfort import AboutDialog
from cellbuilder.gui.dialogs.settings import SettingsDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.program import Program
from cellbuilder.gui.settings import SCALES, Settings

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def choose(box: Any, value: object) -> None:
    """Choose an entry of a box with the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != value:
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_that_every_setting_takes_effect_at_once_and_is_kept(
    user: Any, make_window: Callable[[], MainWindow], settings: QSettings
) -> None:
    before = QFontMetrics(user.window.font()).height()

    def change(dialog: SettingsDialog) -> None:
        choose(dialog.theme, "dark")
        assert theme.scheme() == "dark"
        choose(dialog.scale, 150)
        assert QFontMetrics(user.window.font()).height() == pytest.approx(1.5 * before, rel=0.1)
        choose(dialog.decimal, "comma")
        dialog.autosave.click()
        dialog.tips.click()
        assert not user.window.layout_.tips.isHidden()
        assert dialog.place.text() == settings.fileName()
        dialog.reject()

    with user.answering(change):
        user.press(Qt.Key.Key_Comma, CTRL)
    assert user.headline("Voltage") == "3,28 V"
    written = Path(settings.fileName())
    settings.sync()
    for line in ("theme=dark", "scale=150", "decimal=comma", "autosave=false", "tips=true"):
        assert line in written.read_text(encoding="utf-8")
    user.window.close()
    theme.dress(QApplication.instance(), "light", 100)
    again = make_window()
    assert theme.scheme() == "dark"
    assert theme.scale() == 1.5
    assert again.settings.decimal == "comma"
    assert not again.settings.autosave


def test_that_a_comma_is_shown_everywhere_and_either_is_understood(user: Any) -> None:
    user.window.settings.set_decimal("comma")
    user.click_layer("cathode")
    before = user.headline("ASR")
    assert "," in before
    user.window.selection.select("electrolyte")
    user.enter("Thickness", "12.5 um")
    assert user.field("Thickness").edit.text() == "12,5 µm"
    user.enter("Thickness", "13,5 um")
    assert user.layer("electrolyte").thickness.value == 13.5
    user.window.settings.set_decimal("point")
    assert user.field("Thickness").edit.text() == "13.5 µm"


def test_that_another_decimal_mark_is_no_change_of_the_design(user: Any, qtbot: QtBot) -> None:
    before = [row[1:3] for row in user.rows()]
    with qtbot.assertNotEmitted(user.window.document.changed):
        user.window.settings.set_decimal("comma")
    assert "," in user.headline("ASR")
    assert [row[1:3] for row in user.rows()] == [[text.replace(".", ",") for text in row] for row in before] != before


def test_that_settings_that_cannot_be_kept_are_told_once_and_hold(
    tmp_path: Path, user: Any, user_of: Callable[[MainWindow], Any]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    store = QSettings(str(tmp_path / "file" / "settings.ini"), QSettings.Format.IniFormat)
    program = Program(store, user.window.document.workspace)
    other = user_of(program.new_window())
    other.window.show()
    program.settings.set_autosave(False)
    QApplication.processEvents()
    assert other.told.startswith(f"Settings cannot be kept in {program.settings.path}")
    assert not program.settings.autosave
    other.window.tell("")
    program.settings.set_tips(False)
    QApplication.processEvents()
    assert other.told == ""
    other.window.close()


@pytest.mark.parametrize("percent", SCALES)
def test_that_texts_grow_and_shrink_and_come_back(user: Any, percent: int) -> None:
    def sizes() -> list[float]:
        return [label.font().pointSizeF() for label in user.window.headline.findChildren(QLabel)]

    before = sizes()
    user.window.settings.set_scale(percent)
    assert sizes() == pytest.approx([size * percent / 100 for size in before])
    assert user.window.findChild(QToolBar).iconSize().width() == icons.edge() == round(icons.SIZE * percent / 100)
    user.window.settings.set_scale(100)
    assert sizes() == pytest.approx(before)


def test_that_keys_change_the_size_step_by_step(user: Any) -> None:
    user.press(Qt.Key.Key_Equal, CTRL, ALT)
    assert user.window.settings.scale == 110
    user.press(Qt.Key.Key_Minus, CTRL, ALT)
    user.press(Qt.Key.Key_Minus, CTRL, ALT)
    assert user.window.settings.scale == 90


def test_that_the_theme_of_the_system_is_light_where_the_system_says_nothing(user: Any) -> None:
    user.window.settings.set_theme("dark")
    user.window.settings.set_theme("system")
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.scheme() == ("dark" if dark else "light")
    marked = [action.text() for action in user.window.actions_.views.theme_menu.actions() if action.isChecked()]
    assert "As the system" in marked


@pytest.mark.parametrize(
    ("key", "value"),
    [("look/theme", "pink"), ("look/scale", "huge"), ("look/scale", "99999"), ("look/scale", "1" * 5000),
     ("files/recent", 3),
     ("files/autosave", "perhaps"), ("numbers/decimal", "semicolon"), ("window/geometry", "here"),
     ("window/state", b"no state")],
)  # fmt: skip
def test_that_a_damaged_setting_counts_as_not_set(
    settings: QSettings, make_window: Callable[[], MainWindow], key: str, value: object
) -> None:
    settings.setValue(key, value)
    found = Settings(settings)
    assert (found.theme, found.scale, found.recent, found.autosave, found.decimal) == (
        "system", 100, (), True, "point",
    )  # fmt: skip
    assert make_window().isVisible()


def test_that_tips_are_shown_once_and_never_again(settings: QSettings, make_window: Callable[[], MainWindow]) -> None:
    settings.remove("help/tips")
    window = make_window()
    tips = window.layout_.tips
    assert tips.isVisible()
    QTest.mouseClick(tips.done, Qt.MouseButton.LeftButton)
    assert not tips.isVisible()
    window.close()
    assert not make_window().layout_.tips.isVisible()


def test_that_the_layout_can_be_reset(user: Any) -> None:
    window = user.window
    widths = [dock.width() for dock in window.layout_.docks]
    library, inspector = window.layout_.docks
    inspector.setFloating(True)
    library.hide()
    window.layout_.beside.trigger()
    assert window.layout_.centre.orientation() == Qt.Orientation.Horizontal
    window.actions_.views.reset.trigger()
    QApplication.processEvents()
    assert not library.isHidden()
    assert not inspector.isFloating()
    assert window.layout_.centre.orientation() == Qt.Orientation.Vertical
    assert [dock.width() for dock in window.layout_.docks] == pytest.approx(widths, abs=6)


def test_that_the_place_of_the_results_is_remembered(user: Any, make_window: Callable[[], MainWindow]) -> None:
    user.window.layout_.beside.trigger()
    user.window.close()
    assert make_window().layout_.centre.orientation() == Qt.Orientation.Horizontal


def test_that_a_window_from_a_screen_that_is_gone_comes_into_sight(
    user: Any, make_window: Callable[[], MainWindow], settings: QSettings
) -> None:
    user.window.setGeometry(QRect(30000, 20000, 1000, 600))
    user.window.close()
    again = make_window()
    assert any(screen.availableGeometry().intersects(again.frameGeometry()) for screen in QGuiApplication.screens())


def test_that_search_brings_the_library_into_sight(user: Any) -> None:
    user.window.layout_.docks[0].hide()
    user.press(Qt.Key.Key_F, CTRL)
    assert user.window.library.isVisible()
    assert user.window.library.search.hasFocus()


def test_that_about_names_versions_and_places(user: Any, settings: QSettings) -> None:
    def read(dialog: AboutDialog) -> None:
        text = dialog.text.toPlainText()
        for word in ("cellbuilder 0", "Python 3", "Qt 6", settings.fileName()):
            assert word in text
        QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
        assert QApplication.clipboard().text() == text
        dialog.reject()

    with user.answering(read):
        user.window.actions_.helps.about.trigger()
