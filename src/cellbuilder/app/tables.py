"""The review's Tables 1 to 8, rebuilt from the records that the program calculates and checks with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cellbuilder import units
from cellbuilder.domain.evidence import EvidenceRecord, PhaseEquilibrium
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.library import Library

Row = dict[str, Any]

TITLES: Final[dict[int, str]] = {
    1: "Si-substituted lithium argyrodite oxides: conductivity and activation energy",
    2: "Na-based inorganic solid electrolytes",
    3: "Li-based inorganic solid electrolytes",
    4: "Phase equilibria of electrolytes at low and high voltage",
    5: "Decomposition products of electrolytes with cathode materials",
    6: "Main components of sodium and lithium cells",
    7: "Published all-solid-state sodium cells",
    8: "Published all-solid-state lithium cells",
}


class NoSuchTableError(Exception):
    """The review has Tables 1 to 8."""


def table(number: int, library: Library) -> list[Row]:
    """Return the rows of a table in printed order, as plain data.

    Raises:
        NoSuchTableError: not 1 to 8.
    """
    maker = _MAKERS.get(number)
    if maker is None:
        raise NoSuchTableError(f"there is no Table {number}; the review has Tables 1 to 8")
    return maker(number, library)


def _conductivities(number: int, library: Library) -> list[Row]:
    rows = [
        _conductivity_row(material, point)
        for material in library.materials()
        for point in material.conductivity
        if point.source.table == number and point.source.row is not None
    ]
    return sorted(rows, key=lambda row: int(row["row"]))


def _conductivity_row(material: Material, point: ConductivityPoint) -> Row:
    printed = point.printed
    return {
        "row": point.source.row,
        "name": material.name,
        "printed_name": printed.name if printed is not None else None,
        "material": material.id,
        "formula": material.formula,
        "synthesis": point.synthesis,
        "conductivity": _in(point.value, point.unit, "S/cm"),
        "approximate": point.approximate,
        "temperature": _temperature(point),
        "activation_energy": _quantity_in(point.activation_energy, "eV"),
        "further": [
            {
                "conductivity": _in(entry.value, entry.unit, "S/cm"),
                "temperature": _quantity_in(entry.temperature, "degC"),
                "activation_energy": _quantity_in(entry.activation_energy, "eV"),
            }
            for entry in point.at
        ],
        "relative_density": _quantity_in(point.relative_density, "%"),
        "ref": point.source.ref,
        "note": _joined(point.restored, point.note),
        "confidence": point.confidence,
    }


def _temperature(point: ConductivityPoint) -> str | float | None:
    if point.temperature is not None:
        return _quantity_in(point.temperature, "degC")
    return "RT" if point.room_temperature else None


def _in(value: float | None, symbol: str, wanted: str) -> float | None:
    if value is None:
        return None
    if symbol == wanted:
        return value
    return float(f"{units.from_si(units.to_si(value, symbol), wanted):.6g}")


def _quantity_in(entry: Quantity | None, wanted: str) -> float | None:
    return None if entry is None else _in(entry.value, entry.unit, wanted)


def _joined(*texts: str | None) -> str | None:
    return " ".join(text for text in texts if text) or None


def _records(number: int, library: Library) -> list[EvidenceRecord]:
    records = [entry for entry in library.evidence if entry.source.table == number and entry.source.row]
    return sorted(records, key=lambda entry: entry.source.row or 0)


def _evidence_head(record: EvidenceRecord) -> Row:
    return {
        "row": record.source.row,
        "name": record.sides[0].printed,
        "partner": record.sides[1].printed,
    }


def _evidence_tail(record: EvidenceRecord) -> Row:
    return {
        "ref": ", ".join((record.source.ref, *record.further_refs)),
        "note": _joined(record.restored, record.note),
        "confidence": record.confidence,
        "record": record.id,
    }


def _equilibria(number: int, library: Library) -> list[Row]:
    return [
        _evidence_head(record)
        | {
            "low_voltage": [_equilibrium(entry) for entry in record.low_potential],
            "high_voltage": [_equilibrium(entry) for entry in record.high_potential],
        }
        | _evidence_tail(record)
        for record in _records(number, library)
    ]


def _equilibrium(entry: PhaseEquilibrium) -> Row:
    return {
        "products": list(entry.products),
        "potential": _quantity_in(entry.potential, "V"),
        "comparison": entry.comparison,
    }


def _products(number: int, library: Library) -> list[Row]:
    return [
        _evidence_head(record) | {"products": list(record.products)} | _evidence_tail(record)
        for record in _records(number, library)
    ]


def _components(number: int, library: Library) -> list[Row]:
    rows = sorted(library.component_classes, key=lambda entry: entry.row)
    return [
        {
            "row": entry.row,
            "name": entry.component,
            "sodium": list(entry.sodium),
            "lithium": list(entry.lithium),
            "note": _joined(entry.restored, entry.note),
        }
        for entry in rows
        if entry.source.table == number
    ]


def _cells(number: int, library: Library) -> list[Row]:
    cells = [cell for cell in library.cells() if cell.table == number]
    return [_cell_row(cell, library) for cell in sorted(cells, key=lambda cell: cell.row)]


def _cell_row(cell: PublishedCell, library: Library) -> Row:
    reported = cell.reported
    cutoffs = cell.stack.cutoffs
    return {
        "row": cell.row,
        "name": cell.title,
        "cathode": cell.printed.cathode,
        "electrolyte": cell.printed.electrolyte,
        "anode": cell.printed.anode,
        "formula": _active_formula(cell, library),
        "model": cell.model,
        "capacity": reported.capacity.value if reported.capacity is not None else None,
        "capacity_unit": reported.capacity.unit if reported.capacity is not None else None,
        "capacity_printed": cell.printed.capacity,
        "window": None
        if cutoffs is None
        else {
            "lower": _quantity_in(cutoffs.lower, "V"),
            "upper": _quantity_in(cutoffs.upper, "V"),
            "reference": cutoffs.reference,
            "printed_reference": cutoffs.printed_reference or cutoffs.reference,
        },
        "window_printed": cell.printed.window,
        "retention": _quantity_in(reported.retention, "%"),
        "retention_capacity": reported.retention_capacity.value if reported.retention_capacity else None,
        "retention_cycles": reported.retention_cycles,
        "retention_printed": cell.printed.retention,
        "ref": cell.source.ref,
        "note": _joined(cell.model_note, cell.restored, cell.note),
        "confidence": cell.confidence,
    }


def _active_formula(cell: PublishedCell, library: Library) -> str | None:
    cathode = next((layer for layer in cell.stack.layers if layer.role == "cathode"), None)
    if cathode is None:
        return None
    active = next((part.material for part in cathode.components if part.function == "active material"), None)
    key = active or cathode.material
    return library.material(key).formula if key is not None else None


_MAKERS: Final[dict[int, Callable[[int, Library], list[Row]]]] = {
    1: _conductivities,
    2: _conductivities,
    3: _conductivities,
    4: _equilibria,
    5: _products,
    6: _components,
    7: _cells,
    8: _cells,
}
