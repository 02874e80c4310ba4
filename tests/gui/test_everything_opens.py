"""All models and all published cells can be shown, selected layer by layer, and drawn."""

from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import headlines, present
from cellbuilder.gui.results.panel import FINDINGS


def test_that_every_model_and_every_cell_opens_in_the_window(user: Any, request: pytest.FixtureRequest) -> None:
    library, window = cellbuilder.library(), user.window
    starts = [(window.files.open_model, model.letter) for model in library.models()]
    starts += [(window.files.open_cell, cell.id) for cell in library.cells()]
    assert len(starts) == 28 + 66
    if not request.config.getoption("--every-class"):
        starts = starts[::4]
    for start, key in starts:
        start(key)
        evaluation = cellbuilder.evaluate(user.design)
        assert user.headline("ASR") == present.value(headlines.headlines(evaluation)["ASR"]), key
        open_ones = [each for each in evaluation.findings if each.severity != "info" and each.waived is None]
        said = f"Findings ({len(open_ones)})" if open_ones else "Findings"
        assert window.results.tabText(FINDINGS) == said, key
        cathode = next(layer.id for layer in user.design.stack.layers if layer.role == "cathode")
        window.selection.select(cathode)
        assert user.selected == (cathode,), key
        window.stack_view.grab()


def test_that_every_layer_and_seam_of_the_models_can_be_inspected(user: Any) -> None:
    for letter in ("C", "S", "Z", "AA"):
        user.window.files.open_model(letter)
        for key in user.layers:
            user.window.selection.select(key)
            assert user.field("Porosity").edit.accessibleName() == "Porosity"
        for upper, lower in zip(user.layers, user.layers[1:], strict=False):
            user.window.selection.select(upper, lower)
            assert user.field("Area-specific resistance").isVisible()
