"""cellbuilder: design all-solid-state cell stacks from published models.

>>> import cellbuilder
>>> design = cellbuilder.from_model("T")
>>> evaluation = cellbuilder.evaluate(design)
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellbuilder.domain.design import Design
    from cellbuilder.domain.finding import Evaluation
    from cellbuilder.io.library import Library

__all__ = ["evaluate", "from_cell", "from_model", "library", "load", "save"]


@cache
def library() -> Library:
    """Return the standard library: bundled, shared and own entries."""
    from cellbuilder.io.library import Library

    return Library.standard()


def from_model(letter: str) -> Design:
    """Start a design from one of the 28 models, ``A`` to ``AB``.

    Raises:
        KeyError: no such model.
    """
    from cellbuilder.app import assembly

    return assembly.from_model(library().model(letter), library())


def from_cell(cell_id: str) -> Design:
    """Open a published cell, such as ``t8-38``, as a design.

    Raises:
        KeyError: no such cell.
    """
    from cellbuilder.app import assembly

    return assembly.from_cell(library().cell(cell_id), library())


def load(path: str | Path) -> Design:
    """Read a design file.

    Raises:
        cellbuilder.domain.problem.UnreadableError: all problems of the file at once.
    """
    from cellbuilder.io import codec

    return codec.load(path)


def save(design: Design, path: str | Path) -> None:
    """Save a design atomically.

    Raises:
        cellbuilder.domain.problem.UnwritableError: it could not be written; an earlier file is unchanged.
    """
    from cellbuilder.io import codec

    codec.save(design, path)


def evaluate(design: Design) -> Evaluation:
    """Return all numbers and findings of a design, with the evidence of the standard library."""
    from cellbuilder import assess
    from cellbuilder.compatibility.evidence_base import EvidenceBase

    return assess.evaluate(design, EvidenceBase(library().evidence))
