"""From the library to a design: published cells and models become documents with embedded materials."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.domain.design import SCHEMA_NAME, SCHEMA_VERSION, Design, EmbeddedMaterial, Origin
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.domain.stack import Stack
from cellbuilder.io.library import Library, digest


def embed(library: Library, ids: Iterable[str]) -> dict[str, EmbeddedMaterial]:
    """Return copies of library materials with their digests.

    Raises:
        KeyError: a material is not in the library.
    """
    entries = {key: library.material(key) for key in ids}
    return {key: EmbeddedMaterial(digest=digest(entry), entry=entry) for key, entry in entries.items()}


def from_cell(cell: PublishedCell, library: Library) -> Design:
    """Open a published cell as a design."""
    return _design(cell.title, Origin(cell=cell.id, model=cell.model), cell.stack, library, _cell_notes(cell))


def from_model(model: CellModel, library: Library) -> Design:
    """Start a design from one of the 28 models."""
    notes = " ".join(part for part in (model.reconstructed, model.ambiguity, model.note) if part)
    return _design(f"Model {model.letter}: {model.title}", Origin(model=model.letter), model.stack, library, notes)


def _design(name: str, origin: Origin, stack: Stack, library: Library, notes: str) -> Design:
    return Design(
        schema_name=SCHEMA_NAME,
        schema_version=SCHEMA_VERSION,
        name=name,
        origin=origin,
        stack=stack,
        materials=embed(library, stack.material_ids),
        notes=notes or None,
    )


def _cell_notes(cell: PublishedCell) -> str:
    parts = [f"Published cell, Table {cell.table} row {cell.row} of the review, reference {cell.source.ref}."]
    parts += [text for text in (cell.model_note, cell.restored, cell.note) if text]
    return " ".join(parts)
