"""The stack as a person handles it: pointing, dragging, dropping, zooming, reading it aloud, copying its picture."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QPainter,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

import cellbuilder
from cellbuilder.app import edits, headlines, present
from cellbuilder.app.colours import SCHEMES
from cellbuilder.app.drawing import picture, svg
from cellbuilder.app.drawing.shapes import Box
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import drops
from cellbuilder.gui.canvas import painter, thumbnails
from cellbuilder.gui.canvas.hover_card import HoverCard
from cellbuilder.gui.canvas.keys import KEYS
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def view_of(user: Any) -> Any:
    return user.window.stack_view


def middle_of(user: Any, *layers: str) -> QPoint:
    """Where a layer or a seam is drawn."""
    view = view_of(user)
    if len(layers) == 2:
        return next(view.seam_rect(seam) for seam in view.seams() if seam.layers == layers).center().toPoint()
    return user.place_of(layers[0])


def drag(user: Any, start: QPoint, *places: QPoint, end: bool = True) -> None:
    """Press, move through places, and let go at the last."""
    view = view_of(user)
    QTest.mousePress(view, LEFT, NONE, start)
    for place in places:
        QTest.mouseMove(view, (start + place) / 2)
        QTest.mouseMove(view, place)
    if end:
        QTest.mouseRelease(view, LEFT, NONE, places[-1])


def over(user: Any, place: QPoint) -> None:
    QTest.mouseMove(view_of(user), place)


def carried(kind: str, key: str) -> QMimeData:
    data = QMimeData()
    data.setData(drops.LIBRARY_ITEM, json.dumps({"kind": kind, "key": key}).encode())
    return data


def enter(user: Any, data: QMimeData, place: QPoint) -> bool:
    """Carry something over the stack; return whether the stack itself would take it."""
    view = view_of(user)
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDragEnterEvent(place, both, data, LEFT, NONE)
    view.dragEnterEvent(event)
    moved = QDragMoveEvent(place, both, data, LEFT, NONE)
    view.dragMoveEvent(moved)
    return event.isAccepted() and moved.isAccepted()


def drop(user: Any, data: QMimeData, place: QPoint) -> bool:
    enter(user, data, place)
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, LEFT, NONE)
    view_of(user).dropEvent(event)
    return event.isAccepted()


def parts_of(view: Any) -> list[QAccessibleInterface]:
    root = QAccessible.queryAccessibleInterface(view)
    return [root.child(number) for number in range(root.childCount())]


def names_of(view: Any) -> list[str]:
    return [part.text(QAccessible.Text.Name) for part in parts_of(view)]


# dragging a layer


def test_that_a_layer_is_dragged_to_another_place_and_undo_takes_it_back(user: Any) -> None:
    before, order = user.json, user.layers
    drag(user, user.place_of("anode-interface-layer"), middle_of(user, "cathode", "electrolyte"))
    assert user.layers == [*order[:2], "anode-interface-layer", "electrolyte", *order[4:]]
    assert user.selected == ("anode-interface-layer",)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_a_layer_can_be_dragged_to_either_end(user: Any) -> None:
    order = user.layers
    view = view_of(user)
    drag(user, user.place_of("electrolyte"), QPoint(3, view.height() // 2))
    assert user.layers == ["electrolyte", *(key for key in order if key != "electrolyte")]
    drag(user, user.place_of("electrolyte"), QPoint(view.width() - 3, view.height() // 2))
    assert user.layers == [*(key for key in order if key != "electrolyte"), "electrolyte"]


def test_that_escape_ends_a_drag_and_changes_nothing(user: Any) -> None:
    before = user.json
    drag(user, user.place_of("electrolyte"), middle_of(user, "anode", "anode-collector"), end=False)
    assert view_of(user).cursor().shape() == Qt.CursorShape.ClosedHandCursor
    user.press(Qt.Key.Key_Escape)
    assert view_of(user).cursor().shape() == Qt.CursorShape.ArrowCursor
    assert user.selected == ("electrolyte",)
    QTest.mouseRelease(view_of(user), LEFT, NONE, middle_of(user, "anode", "anode-collector"))
    assert user.json == before


def test_that_a_layer_dropped_where_it_was_or_outside_stays(user: Any) -> None:
    before = user.json
    place = user.place_of("electrolyte")
    drag(user, place, place + QPoint(30, 0))
    drag(user, place, QPoint(place.x(), view_of(user).height() + 400))
    assert user.json == before
    assert not user.window.document.is_modified


def test_that_a_dragged_layer_and_its_place_are_seen(user: Any) -> None:
    still = view_of(user).grab().toImage()
    drag(user, user.place_of("electrolyte"), middle_of(user, "anode", "anode-collector"), end=False)
    assert view_of(user).grab().toImage() != still
    user.press(Qt.Key.Key_Escape)


def test_that_a_small_shake_of_the_hand_is_a_click(user: Any) -> None:
    before = user.json
    place = user.place_of("electrolyte")
    drag(user, place, place + QPoint(2, 1))
    assert user.json == before
    assert user.selected == ("electrolyte",)


# adding on a seam


def test_that_the_plus_of_a_seam_adds_a_layer_there(user: Any) -> None:
    view = view_of(user)

    def accept(dialog: AddLayerDialog) -> None:
        assert "between cathode" in dialog.place.text()
        dialog.accept()

    over(user, middle_of(user, "cathode", "electrolyte"))
    with user.answering(accept):
        QTest.mouseClick(view, LEFT, NONE, view.plus_point(2).toPoint())
    assert user.layers[1] == "cathode"
    assert user.layers[2] == user.selected[0]


def test_that_a_selected_seam_offers_the_plus_without_the_pointer(user: Any) -> None:
    view = view_of(user)
    user.click_seam("electrolyte", "anode-interface-layer")
    over(user, user.place_of("cathode"))
    with user.answering(lambda dialog: dialog.reject()):
        QTest.mouseClick(view, LEFT, NONE, view.plus_point(3).toPoint())
    assert user.selected == ("electrolyte", "anode-interface-layer")


def test_that_the_ends_of_the_stack_offer_a_plus_too(user: Any) -> None:
    view = view_of(user)
    last = len(user.layers)
    over(user, view.plus_point(last).toPoint() - QPoint(0, 40))
    with user.answering(lambda dialog: dialog.accept()):
        QTest.mouseClick(view, LEFT, NONE, view.plus_point(last).toPoint())
    assert user.layers[-1] == user.selected[0]
    assert len(user.layers) == last + 1


def test_that_a_click_beside_the_plus_selects_as_ever(user: Any) -> None:
    over(user, middle_of(user, "cathode", "electrolyte"))
    user.click_seam("cathode", "electrolyte")
    assert user.selected == ("cathode", "electrolyte")
    assert not user.window.document.is_modified


# drops from the library


def test_that_a_material_dropped_on_a_seam_becomes_a_layer(user: Any) -> None:
    before = user.json
    assert drop(user, carried("material", "li3ycl6"), middle_of(user, "cathode", "electrolyte"))
    added = user.layer(user.layers[2])
    assert (added.material, added.role, added.thickness.kind) == ("li3ycl6", "cathode interface layer", "assumption")
    assert user.selected == (added.id,)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_a_material_dropped_on_a_layer_goes_into_it(user: Any) -> None:
    assert drop(user, carried("material", "li3ycl6"), user.place_of("electrolyte"))
    assert user.layer("electrolyte").material == "li3ycl6"
    assert drop(user, carried("material", "li3ycl6"), user.place_of("cathode"))
    assert [part.material for part in user.layer("cathode").components] == ["lco", "li3ycl6"]
    assert user.selected == ("cathode",)


def test_that_what_makes_no_layer_is_refused_with_the_reason(user: Any) -> None:
    before = user.json
    binder = next(entry.id for entry in cellbuilder.library().materials() if entry.category == "binder")
    drop(user, carried("material", binder), middle_of(user, "cathode", "electrolyte"))
    assert "makes no layer of its own" in user.told
    drop(user, carried("material", "no-such-material"), middle_of(user, "cathode", "electrolyte"))
    assert "no-such-material" in user.told
    assert user.json == before


def test_that_a_layer_that_is_carried_is_moved(user: Any) -> None:
    order = user.layers
    assert drop(user, carried("layer", "anode"), middle_of(user, "cathode", "electrolyte"))
    assert user.layers == [*order[:2], "anode", *(key for key in order[2:] if key != "anode")]


@pytest.mark.parametrize("kind", ["model", "cell", "nonsense"])
def test_that_models_and_files_are_left_to_the_window(user: Any, kind: str, tmp_path: Path) -> None:
    assert not enter(user, carried(kind, "A"), user.place_of("electrolyte"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.cellbuilder.json"))])
    assert not enter(user, files, user.place_of("electrolyte"))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"kind": 1, "key": "x"}', b'{"kind": "material"}', b"\xff"])
def test_that_a_damaged_drop_does_nothing(user: Any, raw: bytes) -> None:
    data, before = QMimeData(), user.json
    data.setData(drops.LIBRARY_ITEM, raw)
    assert not drop(user, data, user.place_of("electrolyte"))
    assert user.json == before


def test_that_a_drop_mark_comes_and_goes(user: Any) -> None:
    view = view_of(user)
    still = view.grab().toImage()
    assert enter(user, carried("material", "li3ycl6"), middle_of(user, "cathode", "electrolyte"))
    between = view.grab().toImage()
    assert enter(user, carried("material", "li3ycl6"), user.place_of("electrolyte"))
    inside = view.grab().toImage()
    assert len({picture_key(image) for image in (still, between, inside)}) == 3
    QApplication.sendEvent(view, QDragLeaveEvent())
    assert view.grab().toImage() == still


def picture_key(image: QImage) -> bytes:
    return bytes(image.constBits())


# scale, zoom, pouch


def test_that_the_stack_is_zoomed_and_scrolled(user: Any) -> None:
    view = view_of(user)
    view.setFocus()
    before = sum(slab.width for slab in view.slabs())
    assert not view.bar.isVisible()
    user.press(Qt.Key.Key_Plus)
    user.press(Qt.Key.Key_Plus)
    wide = sum(slab.width for slab in view.slabs())
    assert wide > 1.5 * before
    assert view.bar.isVisible()
    user.press(Qt.Key.Key_Minus)
    assert before < sum(slab.width for slab in view.slabs()) < wide
    user.press(Qt.Key.Key_0)
    assert sum(slab.width for slab in view.slabs()) == pytest.approx(before)
    assert not view.bar.isVisible()
    assert not user.window.document.is_modified


def test_that_the_wheel_zooms_about_the_pointer(user: Any) -> None:
    view = view_of(user)
    place = user.place_of("anode")
    event = QWheelEvent(QPointF(place), view.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 480),
                        Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.look.zoom > 2
    assert view._pointer.at(QPointF(place)) == ("anode",)


def test_that_what_the_keyboard_selects_comes_into_sight(user: Any) -> None:
    view = view_of(user)
    view.setFocus()
    for _ in range(8):
        user.press(Qt.Key.Key_Plus)
    for key, end in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_End, -1)):
        user.press(key)
        assert user.selected == (user.layers[end],)
        assert 0 <= user.place_of(user.layers[end]).x() <= view.width()


@pytest.mark.parametrize(("key", "cells"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_2, 2), (Qt.Key.Key_3, 3)])
def test_that_a_pouch_is_a_view_and_changes_no_number(user: Any, key: Qt.Key, cells: int) -> None:
    view, before, asr = view_of(user), user.json, user.headline("ASR")
    view.setFocus()
    user.press(key)
    drawn = view.drawn()
    assert drawn.cells == cells
    assert ("numbers are for one cell" in drawn.note) == (cells > 1)
    assert (user.json, user.headline("ASR")) == (before, asr)
    user.click_layer("electrolyte")
    assert user.selected == ("electrolyte",)
    copies = [place for place in drawn.places if place.copy and place.layer.id == "cathode"]
    assert len(copies) == cells - 1
    if copies:
        x, y = copies[0].box.middle
        QTest.mouseClick(view, LEFT, NONE, QPointF(x - view.bar.value(), y).toPoint())
        assert user.selected == ("cathode",)


def test_that_true_scale_shows_true_proportions(user: Any) -> None:
    user.press(Qt.Key.Key_T, CTRL)
    widths = {slab.layer.id: slab.width for slab in view_of(user).slabs()}
    assert widths["electrolyte"] / widths["anode-interface-layer"] == pytest.approx(430 / 330, rel=0.01)
    assert view_of(user).drawn().note == "true proportion"


# reading


def test_that_every_layer_seam_and_finding_has_a_name(user: Any) -> None:
    view = view_of(user)
    evaluation = user.window.document.evaluation
    names = names_of(view)
    for layer in user.design.stack.layers:
        assert any(name.startswith(user.design.title(layer)) for name in names), layer.id
    for seam in view.seams():
        word = seam.finding.verdict if seam.finding is not None else "no data"
        one, other = (user.design.title(user.layer(key)) for key in seam.layers)
        assert f"{one} | {other}: {word}" in names
    told = [part.text(kind) for part in parts_of(view)
            for kind in (QAccessible.Text.Name, QAccessible.Text.Description)]  # fmt: skip
    assert len(evaluation.findings) > 0
    for finding in evaluation.findings:
        assert any(finding.title in text for text in told), finding.id


def test_that_nothing_is_painted_for_the_names(user: Any) -> None:
    class Painted(QObject):
        found: ClassVar[list[QObject]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                self.found.append(watched)
            return False

    view, painted = view_of(user), Painted()
    parts = [part.object() for part in parts_of(view)]
    for widget in (view, *parts):
        widget.installEventFilter(painted)
    view.repaint()
    assert painted.found == [view]
    assert len(parts) > 10


def test_that_the_names_follow_an_edit(user: Any) -> None:
    view = view_of(user)
    user.click_layer("electrolyte")
    user.enter("Thickness", "33 um")
    part = next(
        part for part in parts_of(view) if part.text(QAccessible.Text.Name).startswith("electrolyte (Li3InCl6)")
    )
    assert "Thickness: 33.0 µm" in part.text(QAccessible.Text.Description)
    place = part.rect()
    slab = next(slab for slab in view.slabs() if slab.layer.id == "electrolyte")
    assert abs(place.width() - slab.width) < 3
    user.press(Qt.Key.Key_Delete, on=view)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not any(name.startswith("electrolyte (Li3InCl6)") for name in names_of(view))


def test_that_every_key_is_told_in_the_help_of_the_stack(user: Any) -> None:
    helped = QAccessible.queryAccessibleInterface(view_of(user)).text(QAccessible.Text.Help)
    for keys, what in KEYS:
        assert keys in helped
        assert what in helped


@pytest.fixture
def card(user: Any) -> Callable[..., str]:
    def show(*layers: str) -> str:
        place = middle_of(user, *layers)
        QApplication.sendEvent(view_of(user), QHelpEvent(QEvent.Type.ToolTip, place, view_of(user).mapToGlobal(place)))
        found = [shown for shown in user.window.findChildren(HoverCard) if shown.isVisible()]
        assert len(found) <= 1
        return "\n".join(label.text() for shown in found for label in shown.findChildren(QLabel))

    return show


def test_that_a_card_shows_the_numbers_of_the_evaluation(user: Any, card: Any) -> None:
    evaluation = user.window.document.evaluation
    said = card("electrolyte")
    part = next(part for part in headlines.resistance_profile(evaluation) if part.layers == ("electrolyte",))
    budget = next(row for row in evaluation.figures.budget if row.layer == "electrolyte")
    for figure in (part, budget.thickness, budget.areal_mass):
        assert present.value(figure) in said
    assert "Share of the ASR" in said
    seam = next(seam for seam in view_of(user).seams() if seam.finding is not None)
    assert f"{seam.finding.verdict}: {seam.finding.title}" in card(*seam.layers)


def test_that_a_card_lies_inside_the_window_and_goes(user: Any, card: Any) -> None:
    for key in ("cathode-collector", "anode-collector"):
        assert card(key)
        (shown,) = [each for each in user.window.findChildren(HoverCard) if each.isVisible()]
        assert user.window.rect().contains(shown.geometry())
    user.press(Qt.Key.Key_Left, on=view_of(user))
    assert not any(each.isVisible() for each in user.window.findChildren(HoverCard))
    assert card("electrolyte")
    user.click_layer("cathode")
    assert not any(each.isVisible() for each in user.window.findChildren(HoverCard))


# copies and other materials


def test_that_a_layer_is_duplicated_by_key_and_menu(user: Any) -> None:
    user.click_layer("electrolyte")
    user.press(Qt.Key.Key_J, CTRL)
    assert user.layers[3] == user.selected[0] == "electrolyte-2"
    assert user.layer("electrolyte-2").material == user.layer("electrolyte").material
    assert user.window.document.undo_stack.undoText() == "Duplicate layer"
    menu = user.window.stack_menu.build()
    next(action for action in menu.actions() if action.text() == "Duplicate layer").trigger()
    menu.deleteLater()
    assert len(user.layers) == 8


def sub(menu: QMenu, *names: str) -> Any:
    """Walk through submenus as the keyboard does, and return the last entry."""
    for name in names[:-1]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        menu = next(inner for inner in menu.findChildren(QMenu, options=direct) if inner.title() == name)
        menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == names[-1])


def test_that_a_material_is_swapped_from_the_menu(user: Any) -> None:
    user.click_layer("electrolyte")
    menu = user.window.stack_menu.build()
    entry = sub(menu, "Swap material", "halide", "Li3YCl6")
    assert sub(menu, "Swap material", "halide", "Li3InCl6").isChecked()
    entry.trigger()
    menu.deleteLater()
    assert user.layer("electrolyte").material == "li3ycl6"


def test_that_an_ingredient_is_swapped_from_the_menu(user: Any) -> None:
    user.click_layer("cathode")
    menu = user.window.stack_menu.build()
    sub(menu, "Swap material", "active material: LCO", "NCM", "NCM811").trigger()
    menu.deleteLater()
    assert user.layer("cathode").components[0].material == "ncm811"


@pytest.mark.parametrize("dark", [False, True])
def test_that_the_picture_is_copied_light_and_sharp(user: Any, dark: bool) -> None:
    user.window.actions_.dark.setChecked(dark)
    user.click_layer("electrolyte")
    user.press(Qt.Key.Key_C, CTRL, SHIFT)
    copied = QGuiApplication.clipboard().image()
    view = view_of(user)
    assert copied.width() >= 2 * view.width()
    assert copied.pixelColor(2, 2).lightnessF() > 0.98
    plain = view.picture()
    user.window.selection.select()
    assert view.picture() == plain
    assert "clipboard" in user.told
    QGuiApplication.clipboard().clear()


def test_that_a_thumbnail_is_sharp_and_follows_the_theme(user: Any) -> None:
    light = thumbnails.pixmap(user.design, QSize(120, 40), 2.0)
    assert (light.width(), light.height(), light.devicePixelRatio()) == (240, 80, 2.0)
    user.window.actions_.dark.setChecked(True)
    assert thumbnails.pixmap(user.design, QSize(120, 40), 2.0).toImage() != light.toImage()


def test_that_the_picture_of_the_report_is_that_of_the_window(user: Any) -> None:
    view = view_of(user)
    design, evaluation = user.design, user.window.document.evaluation
    wide, high = 900, 300
    drawn = picture.picture(design, evaluation, wide, high, SCHEMES["light"], view.measure)
    foot = picture.legend(drawn, Box(0, 0, wide, high), SCHEMES["light"], view.measure)
    images = []
    for _ in range(2):
        images.append(QImage(wide, high, QImage.Format.Format_RGB32))
        images[-1].fill(Qt.GlobalColor.white)
    canvas = QPainter(images[0])
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.Painter(view.font(), view.measure.size).paint(canvas, (*drawn.shapes, *drawn.marks, *foot))
    canvas.end()
    written = svg.stack_svg(design, evaluation, wide, high, measure=view.measure)
    canvas = QPainter(images[1])
    QSvgRenderer(written.encode()).render(canvas)
    canvas.end()
    one, other = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in images)
    far = np.abs(one - other).reshape(-1, 4)[:, :3].max(axis=1) > 64
    assert far.mean() < 0.02


# speed, without a clock: what need not be done is not done


def test_that_a_change_of_thickness_draws_no_particle_anew(user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(user)
    view.grab()
    made: list[Any] = []
    keep = painter._kept.picture

    def watched(tile: Any, dpr: float) -> Any:
        make = type(tile)(tile.box, tile.key, lambda w, h: made.append(tile) or tile.make(w, h), tile.mirrored,
                          tile.scale)  # fmt: skip
        return keep(make, dpr)

    monkeypatch.setattr(painter._kept, "picture", watched)
    for size in (431, 435, 440, 433, 429):
        user.window.document.apply(
            lambda design, size=size: edits.set_quantity(
                design, "electrolyte", "thickness", Quantity(value=size, unit="um")
            ),
            "x",
        )
        view.grab()
    assert made == []


def test_that_the_drawing_is_worked_out_once_for_each_change(user: Any) -> None:
    view = view_of(user)
    drawn = view.drawn()
    view.grab()
    over(user, user.place_of("electrolyte"))
    over(user, middle_of(user, "cathode", "electrolyte"))
    view._pointer.at(QPointF(user.place_of("anode")))
    user.click_layer("cathode")
    view.resize(view.size())
    assert [slab.left for slab in view.drawn().slabs] == [slab.left for slab in drawn.slabs]
    again = view.drawn()
    view.grab()
    assert view.drawn() is again


def test_that_the_stack_is_readable_with_letters_twice_as_large(user: Any) -> None:
    view = view_of(user)
    font = QFont(view.font())
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    assert view.minimumHeight() > 200
    view.grab()
    texts = [shape.words for shape in view.drawn().shapes if hasattr(shape, "words")]
    assert "430 µm" in texts
