"""cellbuilder: design all-solid-state cell stacks from published models.

>>> import cellbuilder
>>> design = cellbuilder.from_model("T")
>>> evaluation = cellbuilder.evaluate(design)
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cellbuilder.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike

    from cellbuilder.compatibility.evidence_base import EvidenceBase
    from cellbuilder.domain.design import Design
    from cellbuilder.domain.finding import Evaluation
    from cellbuilder.engine.spectrum import Spectrum
    from cellbuilder.explore.many import Columns, Variants
    from cellbuilder.explore.uncertainty import Spread
    from cellbuilder.io.library import Library

__all__ = [
    "__version__",
    "evaluate",
    "evaluate_many",
    "evidence",
    "from_cell",
    "from_model",
    "impedance",
    "library",
    "load",
    "monte_carlo",
    "save",
    "variants",
]


@cache
def library() -> Library:
    """Return the standard library: bundled, shared and own entries."""
    from cellbuilder.io.library import Library

    return Library.standard()


def evidence() -> EvidenceBase:
    """Return what the standard library knows of pairs of materials, indexed."""
    return _indexed(library())


@lru_cache(maxsize=1)
def _indexed(source: Library) -> EvidenceBase:
    from cellbuilder.compatibility.evidence_base import EvidenceBase

    return EvidenceBase(source.evidence_outlines(), source.material_outlines(), source.rules)


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

    return assess.evaluate(design, evidence())


def evaluate_many(
    design: Design, given: Mapping[str, tuple[ArrayLike, str]], results: Sequence[str] | None = None
) -> Columns:
    """Return the results of many variants of a design, with the evidence of the standard library.

    ``given`` holds, by key of the input (such as ``thickness:electrolyte``), its values (arrays of one length n, or
    single numbers) and their unit. ``results`` are keys such as ``asr@instantaneous``; all that are known by default.

    >>> thin = cellbuilder.evaluate_many(design, {"thickness:electrolyte": ([30, 100, 300], "um")})
    >>> thin.values["asr@instantaneous"], thin.units["asr@instantaneous"]

    Raises:
        KeyError: no such input or result.
        ValueError: arrays of different lengths.
        cellbuilder.units.UnitError: a unit that is not known.
    """
    from cellbuilder.explore import many

    return many.evaluate_many(design, evidence(), given, results)


def variants(design: Design, keys: Iterable[str], results: Sequence[str] | None = None) -> Variants:
    """Return a design whose inputs ``keys`` take arrays, chunk by chunk, with the evidence of the standard library.

    For more variants than memory holds: ``cellbuilder.explore.reduce.stream`` runs chunks of inputs (SI) through it
    and keeps a histogram, the extremes or a Pareto set.

    Raises:
        KeyError: no such input or result.
    """
    from cellbuilder.explore import many

    return many.Variants(design, evidence(), keys, results)


def monte_carlo(
    design: Design, results: Sequence[str] | None = None, *, draws: int = 10_000, seed: int = 1
) -> dict[str, Spread]:
    """Return how results spread when all inputs with a range are drawn at random within it.

    Raises:
        KeyError: no such result.
        ValueError: fewer than two draws.
    """
    from cellbuilder.explore import uncertainty

    return uncertainty.monte_carlo(design, evidence(), results, draws=draws, seed=seed)


def impedance(design: Design, frequencies_hz: ArrayLike) -> Spectrum:
    """Return the impedance of a design at these frequencies (Hz, shape (m,)), part by part.

    What is unknown is left out and named in ``missing``.

    Raises:
        ValueError: frequencies that are not positive, or nothing is known that has an impedance.
    """
    from cellbuilder import assess
    from cellbuilder.engine import circuit, spectrum

    made = circuit.build(assess.cell_of(design, evidence()), design)
    if not made.elements:
        raise ValueError("nothing is known of this cell that a spectrum could be made of")
    return spectrum.calculate(made, frequencies_hz)
