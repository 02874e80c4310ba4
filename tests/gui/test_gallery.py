"""The gallery: all models drawn, chosen with mouse or keyboard, narrowed down by words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

import cellbuilder
from cellbuilder.app.workspace import Workspace
from cellbuilder.gui.library.gallery import Gallery, GalleryCard, GalleryDialog
from cellbuilder.io import codec


@pytest.fixture
def gallery(qtbot: Any, tmp_path: Path) -> Gallery:
    file = tmp_path / "Zelle & mehr.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("A"), file)
    shown = Gallery(Workspace(cellbuilder.library()), (file, tmp_path / "gone.cellbuilder.json"))
    qtbot.addWidget(shown)
    shown.resize(1000, 640)
    shown.show()
    qtbot.waitActive(shown)
    return shown


def keys(gallery: Gallery) -> list[str]:
    return [card.key for card in gallery.in_sight()]


def card(gallery: Gallery, key: str) -> GalleryCard:
    return next(card for card in gallery.cards if card.key == key)


def test_that_all_models_are_there_by_class(gallery: Gallery) -> None:
    assert set(keys(gallery)) == {model.letter for model in cellbuilder.library().models()}
    heads = [label.text() for label in gallery.findChildren(QLabel) if not label.isHidden()]
    places = [heads.index(name) for name in ("oxide", "sulfide", "halide", "hydroborate", "antiperovskite",
                                             "several classes")]  # fmt: skip
    assert len(places) == 6


def test_that_cards_in_sight_are_drawn(gallery: Gallery, qtbot: Any) -> None:
    gallery.grab()
    qtbot.waitUntil(lambda: not gallery.pictures.is_drawing)
    first = gallery.in_sight()[0]
    pictures = {key[1]: picture for key, picture in gallery.pictures._kept.items()}
    assert pictures[first.key] is not None


def test_that_a_click_asks_for_the_model(gallery: Gallery, qtbot: Any) -> None:
    with qtbot.waitSignal(gallery.model_asked) as asked:
        QTest.mouseClick(card(gallery, "I"), Qt.MouseButton.LeftButton)
    assert asked.args == ["I"]


def test_that_arrows_go_from_card_to_card_and_return_takes_one(gallery: Gallery, qtbot: Any) -> None:
    gallery.search.setFocus()
    QTest.keyClick(gallery.search, Qt.Key.Key_Down)
    cards = gallery.in_sight()
    assert cards[0].hasFocus()
    QTest.keyClick(cards[0], Qt.Key.Key_Right)
    assert cards[1].hasFocus()
    QTest.keyClick(cards[1], Qt.Key.Key_Down)
    below = next(card for card in cards if card.hasFocus())
    assert below.mapTo(gallery, below.rect().center()).y() > cards[1].mapTo(gallery, cards[1].rect().center()).y()
    QTest.keyClick(below, Qt.Key.Key_Up)
    assert cards[1].hasFocus()
    QTest.keyClick(cards[0], Qt.Key.Key_End)
    assert cards[-1].hasFocus()
    with qtbot.waitSignal(gallery.model_asked) as asked:
        QTest.keyClick(cards[-1], Qt.Key.Key_Return)
    assert asked.args == [cards[-1].key]


def test_that_a_search_narrows_down_and_finds_published_cells(gallery: Gallery, qtbot: Any) -> None:
    gallery.search.setFocus()
    QTest.keyClicks(gallery.search, "T8.38")
    assert keys(gallery) == ["t8-38"]
    with qtbot.waitSignal(gallery.cell_asked) as asked:
        QTest.keyClick(gallery.search, Qt.Key.Key_Return)
    assert asked.args == ["t8-38"]
    QTest.keyClick(gallery.search, Qt.Key.Key_Escape)
    assert len(keys(gallery)) == 28


def test_that_a_search_that_is_not_understood_or_finds_nothing_says_so(gallery: Gallery) -> None:
    gallery.search.setText("no such model")
    assert (keys(gallery), gallery.nothing.text(), gallery.nothing.isVisible()) == ([], "Nothing found", True)
    gallery.search.setText("ion:K")
    assert "There is no ion" in gallery.nothing.text()
    gallery.search.setText("ion:Na is:model")
    assert not gallery.nothing.isVisible()
    assert set(keys(gallery)) == {model.letter for model in cellbuilder.library().models() if model.ion == "Na"}


def test_that_recent_files_that_are_still_there_are_offered(gallery: Gallery, qtbot: Any, tmp_path: Path) -> None:
    assert len(gallery.recent) == 1
    with qtbot.waitSignal(gallery.file_asked) as asked:
        QTest.mouseClick(gallery.recent[0], Qt.MouseButton.LeftButton)
    assert asked.args == [tmp_path / "Zelle & mehr.cellbuilder.json"]


def test_that_new_shows_the_gallery_and_starts_from_the_model_that_is_chosen(user: Any) -> None:
    def choose(dialog: GalleryDialog) -> None:
        QTest.keyClicks(dialog.gallery.search, "model:O is:model")
        QTest.keyClick(dialog.gallery.search, Qt.Key.Key_Return)

    with user.answering(choose):
        user.window.new_design()
    assert user.json == codec.dumps(cellbuilder.from_model("O"))


def test_that_escape_leaves_the_design_as_it_is(user: Any) -> None:
    before = user.json
    with user.answering(lambda dialog: dialog.reject()):
        user.window.new_design()
    assert user.json == before


def test_that_the_gallery_asks_for_a_file_too(user: Any, choose_file: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "Zelle.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("H"), file)
    choose_file(file)

    def look(dialog: GalleryDialog) -> None:
        QTest.mouseClick(dialog.gallery.open, Qt.MouseButton.LeftButton)

    with user.answering(look):
        user.window.new_design()
    assert user.window.document.path == file


def test_that_the_gallery_is_usable_in_a_narrow_window(qtbot: Any) -> None:
    shown = Gallery(Workspace(cellbuilder.library()))
    qtbot.addWidget(shown)
    shown.resize(520, 400)
    shown.show()
    qtbot.waitExposed(shown)
    right = {entry.mapTo(shown, entry.rect().bottomRight()).x() for entry in shown.in_sight()}
    assert max(right) <= shown.width()
