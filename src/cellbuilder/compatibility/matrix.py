"""Which classes of electrolytes were built together, as catholyte, separator and interface layer, and which never."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise, product
from typing import Final, Literal

from cellbuilder.compatibility.classes import CLASSES, IONS, class_of
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.material import Ion, Material
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.stack import Layer, Role
from cellbuilder.engine.layer_data import conducts

Position = Literal["none", "cathode side", "anode side", "both sides", "not said"]
"""Where layers lie between separator and electrodes; coatings on grains are no such layers."""
Status = Literal["published", "stated only", "never reported"]
"""``stated only``: in a statement, but in no published cell of the library. ``never reported``: in neither."""
POSITIONS: Final[tuple[Position, ...]] = ("none", "cathode side", "anode side", "both sides")
NO_CATHOLYTE: Final = "no catholyte"
SECTION: Final = "4.2"
"""The section of the review on cells of several electrolytes."""


@record
class Build:
    """One published cell, seen as classes of electrolytes.

    ``separator`` holds one class for each electrolyte, from the cathode side on; ``stacked`` says whether these are
    layers, ``mixed`` whether they share one. Layers are named by their class; one of a material that is no
    electrolyte first of all, by that material, as ``other: Au``. ``coated`` are coatings on the grains.
    """

    cell: str
    ref: str
    ion: Ion
    catholyte: tuple[str, ...]
    separator: tuple[str, ...]
    stacked: bool
    mixed: bool
    cathode_layers: tuple[str, ...]
    anode_layers: tuple[str, ...]
    coated: tuple[str, ...]

    @property
    def position(self) -> Position:
        """Where the cell has interface layers."""
        if self.cathode_layers:
            return "both sides" if self.anode_layers else "cathode side"
        return "anode side" if self.anode_layers else "none"

    @property
    def catholyte_name(self) -> str:
        """The classes of the catholytes in one word."""
        return " + ".join(self.catholyte) or NO_CATHOLYTE

    @property
    def separator_name(self) -> str:
        """The classes of the separator: ``a | b`` as layers, ``a + b`` mixed."""
        return (" | " if self.stacked else " + ").join(self.separator)


@record
class Entry:
    """One combination: the cells with it, their papers, and the statements about it.

    ``names`` says what is combined, in the order of the table it stands in. ``layers`` are the interface layers of
    these cells, ``in_one_material`` cells that hold the two as one compound or glass and not side by side.
    """

    ion: Ion
    names: tuple[str, ...]
    cells: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    in_one_material: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """Whether anybody reports it."""
        if self.cells:
            return "published"
        return "stated only" if self.statements else "never reported"


@record
class Matrix:
    """The four tables of combinations, lithium and sodium apart, with the empty ones.

    ``arrangements``: (catholyte, separator, position of interface layers; a mere statement does not say that).
    ``cathode_layers`` and ``anode_layers``: (separator, layer). ``hybrids``: (class, class) within one separator,
    whichever comes first.
    """

    builds: tuple[Build, ...]
    arrangements: tuple[Entry, ...]
    cathode_layers: tuple[Entry, ...]
    anode_layers: tuple[Entry, ...]
    hybrids: tuple[Entry, ...]

    def arrangement(self, ion: Ion, catholyte: str, separator: str, position: Position) -> Entry:
        """Return one combination; what is in no table was never reported either."""
        return _find(self.arrangements, ion, (catholyte, separator, position))

    def pair(self, ion: Ion, catholyte: str, separator: str) -> Entry:
        """Return a catholyte and a separator, wherever there are interface layers."""
        here = [entry for entry in self.arrangements if entry.ion == ion and entry.names[:2] == (catholyte, separator)]
        return Entry(
            ion, (catholyte, separator),
            tuple(cell for entry in here for cell in entry.cells),
            tuple(dict.fromkeys(ref for entry in here for ref in entry.refs)),
            tuple(dict.fromkeys(told for entry in here for told in entry.statements)),
            tuple(dict.fromkeys(layer for entry in here for layer in entry.layers)),
        )  # fmt: skip


def matrix(
    cells: Iterable[PublishedCell], materials: Iterable[Material], records: Iterable[EvidenceRecord]
) -> Matrix:  # fmt: skip
    """Return which combinations are in the published cells, in section 4.2 and in the records of interface layers.

    A statement goes with the cells of its papers that show the same combination; one without such a cell stands
    alone. The tables hold every combination of the five classes, and further ones that were built.
    """
    library = {entry.id: entry for entry in materials}
    builds = tuple(_build(cell, library) for cell in cells)
    pairs = [(entry, *ends) for entry in records if entry.ion and (ends := _ends(entry, library)) is not None]
    catholytes = (NO_CATHOLYTE, *CLASSES)
    return Matrix(
        builds,
        _table(
            product(catholytes, CLASSES, POSITIONS),
            [(build, (build.catholyte_name, build.separator_name, build.position)) for build in builds],
            [told for told in pairs if told[1] == "catholyte"],
            lambda build, first, second: first in build.catholyte and second in build.separator,
            lambda first, second: (first, second, "not said"),
        ),
        _layer_table("cathode layer", builds, pairs),
        _layer_table("anode layer", builds, pairs),
        _table(
            combinations_with_replacement(CLASSES, 2),
            [(build, both) for build in builds for both in _hybrids(build)],
            [told for told in pairs if told[1] == "hybrid"],
            lambda build, first, second: _sorted(first, second) in _hybrids(build),
            _sorted,
            builds,
        ),
    )  # fmt: skip


_Part = Literal["catholyte", "cathode layer", "anode layer", "hybrid"]
_Told = tuple[EvidenceRecord, _Part, str, str]
_Shows = Callable[[Build, str, str], bool]
_Alone = Callable[[str, str], tuple[str, ...]]


def _build(cell: PublishedCell, library: Mapping[str, Material]) -> Build:
    layers = cell.stack.layers

    def classes_of(role: Role) -> list[str]:
        return [_name(library, key) for layer in layers if layer.role == role for key in _conducting(layer)]

    bodies = [layer for layer in layers if layer.role == "electrolyte"]
    cathode = [part for layer in layers if layer.role == "cathode" for part in layer.components]
    catholyte = [_name(library, part.material) for part in cathode if part.function == "catholyte" and conducts(part)]
    return Build(
        cell.id, cell.source.ref, cell.ion, tuple(dict.fromkeys(sorted(catholyte, key=_order))),
        tuple(classes_of("electrolyte")), len(bodies) > 1, any(len(_conducting(layer)) > 1 for layer in bodies),
        tuple(classes_of("cathode interface layer")), tuple(classes_of("anode interface layer")),
        tuple(dict.fromkeys(part.coating.material for part in cathode if part.coating is not None)),
    )  # fmt: skip


def _conducting(layer: Layer) -> tuple[str, ...]:
    if layer.material is not None:
        return (layer.material,)
    return tuple(part.material for part in layer.components if conducts(part))


def _name(library: Mapping[str, Material], key: str) -> str:
    """The class of an electrolyte; anything else is called by its own name."""
    entry = library.get(key)
    if entry is None:
        return f"other: {key}"
    return entry.material_class if entry.category == "electrolyte" and entry.material_class else f"other: {entry.label}"


_RANK: Final[Mapping[str, int]] = {name: rank for rank, name in enumerate(CLASSES)}


def _order(name: str) -> tuple[int, str]:
    return _RANK.get(name, len(CLASSES)), name


def _sorted(first: str, second: str) -> tuple[str, ...]:
    return tuple(sorted((first, second), key=_order))


def _hybrids(build: Build) -> set[tuple[str, ...]]:
    """Pairs of classes within a separator: those in one layer, and those of neighbouring layers."""
    return {_sorted(first, second) for first, second in pairwise(build.separator)}


def _ends(entry: EvidenceRecord, library: Mapping[str, Material]) -> tuple[_Part, str, str] | None:
    """What a statement combines: (part, catholyte or separator, separator or layer); None if it names no classes."""
    if entry.layer is not None:
        return _with_layer(entry, library)
    if entry.source.section != SECTION:
        return None
    first, second = (class_of(side, library.values()) for side in entry.sides)
    part = _part_in_print(entry)
    return None if part is None or first is None or second is None else (part, first, second)


def _part_in_print(entry: EvidenceRecord) -> _Part | None:
    """Which table a statement of section 4.2 belongs to, by what the review calls its two sides."""
    first, second = (side.printed for side in entry.sides)
    if first.startswith("catholyte"):
        return "catholyte"
    if second.startswith("cathode interface layer"):
        return "cathode layer"
    if second.startswith("anode interface layer"):
        return "anode layer"
    return "hybrid" if entry.location == "electrolyte interface" else None


def _with_layer(entry: EvidenceRecord, library: Mapping[str, Material]) -> tuple[_Part, str, str] | None:
    """A separator and the electrolyte between it and an electrode; coatings on cathode grains are no such layer."""
    parts: dict[str, _Part] = {"cathode interface": "cathode layer", "anode interface": "anode layer"}
    part = parts.get(entry.location)
    layer = None if entry.layer is None else class_of(entry.layer, library.values())
    separator = next((name for side in entry.sides if (name := class_of(side, library.values()))), None)
    if part == "cathode layer" and entry.phenomenon != "interlayer":
        return None
    if part is None or layer is None or separator is None:
        return None
    return part, separator, layer


def _layer_table(part: _Part, builds: Sequence[Build], pairs: Sequence[_Told]) -> tuple[Entry, ...]:
    def layers(build: Build) -> tuple[str, ...]:
        return build.cathode_layers if part == "cathode layer" else build.anode_layers

    return _table(
        product(CLASSES, CLASSES),
        [(build, (build.separator_name, layer)) for build in builds for layer in layers(build)],
        [told for told in pairs if told[1] == part],
        lambda build, first, second: first in build.separator and second in layers(build),
        lambda first, second: (first, second),
    )


def _table(
    every: Iterable[tuple[str, ...]], built: Sequence[tuple[Build, tuple[str, ...]]], told: Sequence[_Told],
    shows: _Shows, alone: _Alone, builds: Sequence[Build] = (),
) -> tuple[Entry, ...]:  # fmt: skip
    """Fill a table with cells and statements; combinations that nobody reports stay, empty.

    Of a statement that no cell shows, ``builds`` of the same paper hold the two as one material.
    """
    grid = tuple(every)
    found: list[Entry] = []
    for ion in IONS:
        own = [(build, names) for build, names in built if build.ion == ion]
        statements: dict[tuple[str, ...], list[str]] = {}
        joined: dict[tuple[str, ...], list[str]] = {}
        as_one: dict[tuple[str, ...], list[str]] = {}
        for entry, _, first, second in told:
            if entry.ion != ion:
                continue
            papers = (entry.source.ref, *entry.further_refs)
            shown = {names for build, names in own if build.ref in papers and shows(build, first, second)}
            for names in shown or {alone(first, second)}:
                statements.setdefault(names, []).append(entry.id)
                joined.setdefault(names, []).extend(papers)
                if not shown:
                    same = [build.cell for build in builds if build.ref in papers and build.ion == ion]
                    as_one.setdefault(names, []).extend(same)
        for names in dict.fromkeys((*grid, *(names for _, names in own), *statements)):
            here = [build for build, there in own if there == names]
            layers = dict.fromkeys(layer for build in here for layer in (*build.cathode_layers, *build.anode_layers))
            refs = dict.fromkeys((*(build.ref for build in here), *joined.get(names, ())))
            found.append(
                Entry(ion, names, tuple(dict.fromkeys(build.cell for build in here)), tuple(refs),
                      tuple(statements.get(names, ())), tuple(layers), tuple(as_one.get(names, ())))
            )  # fmt: skip
    return tuple(found)


def _find(table: Iterable[Entry], ion: Ion, names: tuple[str, ...]) -> Entry:
    found = (entry for entry in table if entry.ion == ion and entry.names == names)
    return next(found, Entry(ion, names))
