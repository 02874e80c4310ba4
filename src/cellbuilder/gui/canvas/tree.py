"""The drawing for those who do not see it: a nameless picture becomes layers, seams and findings with names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtWidgets import QWidget

from cellbuilder.app import headlines
from cellbuilder.app.drawing import card as cards
from cellbuilder.app.drawing.picture import Picture
from cellbuilder.app.drawing.shapes import Box
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation

Told = tuple[str, str, QRect]
"""Name, description and place of one part of the drawing."""


def parts(picture: Picture, design: Design, evaluation: Evaluation, shift: float) -> list[Told]:
    """Return layers and seams from left to right, then the findings that are about several of them."""
    found: list[Told] = []
    told: set[str] = set()
    profile = headlines.resistance_profile(evaluation)

    def tell(card: cards.Card, box: Box) -> None:
        found.append((*cards.spoken(card), _place(box, shift)))
        told.update(item.id for item in card.findings)

    room = picture.room
    for slab, seam in zip(picture.slabs, (*picture.seams, None), strict=True):
        tell(cards.layer_card(design, evaluation, slab, profile), picture.box(slab))
        if seam is not None:
            tell(cards.seam_card(design, evaluation, seam.layers), Box(room.x + seam.x - 1, room.y, 2, room.height))
    for item in evaluation.findings:
        if item.id not in told:
            boxes = [picture.box(slab) for slab in picture.slabs if slab.layer.id in item.targets] or [room]
            whole = Box(boxes[0].x, room.y, boxes[-1].right - boxes[0].x, room.height)
            found.append((*cards.spoken_finding(item), _place(whole, shift)))
    return found


def _place(box: Box, shift: float) -> QRect:
    return QRectF(box.x + shift, box.y, box.width, box.height).toAlignedRect()


class Tree:
    """Keeps one invisible child for each part of the drawing, in the order in which they lie."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._parts: list[QWidget] = []

    def tell(self, parts: Sequence[Told]) -> None:
        """Name the parts; what did not change is left alone."""
        while len(self._parts) > len(parts):
            gone = self._parts.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._parts) < len(parts):
            self._parts.append(self._part())
        for widget, (name, description, place) in zip(self._parts, parts, strict=True):
            if widget.accessibleName() != name:
                widget.setAccessibleName(name)
            if widget.accessibleDescription() != description:
                widget.setAccessibleDescription(description)
            if widget.geometry() != place:
                widget.setGeometry(place)

    def _part(self) -> QWidget:
        part = QWidget(self._parent)
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        part.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        part.setUpdatesEnabled(False)  # there is nothing to paint
        part.setVisible(True)
        return part
