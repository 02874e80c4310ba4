"""Commands that look something up: models, cells, materials, show, table."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable
from typing import Any

import cellbuilder
from cellbuilder.app import names, present, provenance, tables
from cellbuilder.cli.text import columns, print_json, wrapped
from cellbuilder.domain.material import Material
from cellbuilder.domain.published import CellModel, Ingredient, PublishedCell
from cellbuilder.domain.stack import Layer, Stack
from cellbuilder.io.library import MODEL_ORDER, Library, user_folder


def models(arguments: argparse.Namespace) -> int:
    """List the models."""
    rows: list[dict[str, Any]] = [
        {
            "model": model.letter,
            "title": model.title,
            "classes": list(model.drawn_for),
            "ion": model.ion,
            "roles": [role.role for role in model.roles],
            "cells": [*model.evidence, *(row.cell for row in model.doubtful)],
            "reconstructed": model.reconstructed,
            "ambiguity": model.ambiguity,
        }
        for model in cellbuilder.library().models()
    ]
    if arguments.json:
        print_json(rows)
        return 0
    print(columns(["model", "classes", "title"], [[r["model"], ", ".join(r["classes"]), r["title"]] for r in rows]))
    print("\nThe figures of the review are drawings; every model is reconstructed from its table rows.")
    print("cellbuilder show T explains one, cellbuilder new --model T -o t.cellbuilder.json starts from it.")
    return 0


def cells(arguments: argparse.Namespace) -> int:
    """List the published cells."""
    wanted = (arguments.model or "").upper()
    if wanted and wanted not in MODEL_ORDER:
        print(f"there is no model '{arguments.model}' (A to AB); see cellbuilder models", file=sys.stderr)
        return 2
    chosen = [cell for cell in cellbuilder.library().cells() if wanted in ("", cell.model)]
    rows = [
        {
            "id": cell.id,
            "table": cell.table,
            "row": cell.row,
            "model": cell.model,
            "title": cell.title,
            "class": cell.material_class,
            "ion": cell.ion,
            "ref": cell.source.ref,
            "capacity": cell.reported.capacity.value if cell.reported.capacity else None,
            "capacity_unit": cell.reported.capacity.unit if cell.reported.capacity else None,
            "confidence": cell.confidence,
        }
        for cell in chosen
    ]
    if arguments.json:
        print_json(rows)
        return 0
    print(columns(["id", "model", "ref", "cell"], [[r["id"], r["model"], r["ref"], r["title"]] for r in rows]))
    return 0


def materials(arguments: argparse.Namespace) -> int:
    """List the materials whose name, formula, class or category holds the search text."""
    text = arguments.search.casefold()
    chosen = [entry for entry in cellbuilder.library().materials() if text in _searchable(entry)]
    rows = [
        {
            "id": entry.id,
            "name": entry.name,
            "formula": entry.formula,
            "category": entry.category,
            "class": entry.material_class,
            "family": entry.family,
            "ion": entry.ion,
            "conductivity": entry.preferred_point.value if entry.preferred_point else None,
            "conductivity_unit": entry.preferred_point.unit if entry.preferred_point else None,
        }
        for entry in chosen
    ]
    if arguments.json:
        print_json(rows)
        return 0
    if not rows:
        print(f"no material matches '{arguments.search}'", file=sys.stderr)
        return 0
    heads = ["id", "name", "category", "class"]
    print(columns(heads, [[r["id"], r["name"], r["category"], r["class"] or ""] for r in rows]))
    own = user_folder()
    print(wrapped(f"Your own materials: one file each in {own / 'materials'} (see docs/data.md)"))
    return 0


def _searchable(entry: Material) -> str:
    parts = (entry.id, entry.name, entry.formula, entry.category, entry.material_class, entry.family, *entry.aliases)
    return " ".join(part for part in parts if part).casefold()


def show(arguments: argparse.Namespace) -> int:
    """Explain one model, cell or material."""
    library = cellbuilder.library()
    entry = _find(arguments.name, library)
    if entry is None:
        print(
            f"'{arguments.name}' is no model (A to AB), no cell (t8-38) and no material; "
            "see cellbuilder models, cells, materials",
            file=sys.stderr,
        )
        return 2
    if arguments.json:
        print_json(entry.model_dump(mode="json", exclude_defaults=True))
    elif isinstance(entry, CellModel):
        _show_model(entry, library)
    elif isinstance(entry, PublishedCell):
        _show_cell(entry, library)
    else:
        _show_material(entry, library)
    return 0


def _find(name: str, library: Library) -> CellModel | PublishedCell | Material | None:
    look_ups: tuple[Callable[[str], CellModel | PublishedCell | Material], ...] = (
        library.model,
        library.cell,
        lambda key: library.material(key.lower()),
    )
    for look_up in look_ups:
        with contextlib.suppress(KeyError):
            return look_up(name)
    return names.material(name, library.materials())


def _show_model(model: CellModel, library: Library) -> None:
    print(wrapped(f"Model {model.letter}: {model.title}"))
    print(wrapped(f"drawn for: {', '.join(model.drawn_for)} ({', '.join(model.figures)})"), end="\n\n")
    for role in model.roles:
        what = " + ".join(_ingredient(ingredient, role.role) for ingredient in role.ingredients)
        print(wrapped(f"{role.role}{'' if role.required else ' (optional)'}: {what}", "  "))
    print("\n" + wrapped(model.reconstructed))
    if model.ambiguity:
        print(wrapped(f"Open: {model.ambiguity}"))
    print("\nPublished cells:")
    for key in model.evidence:
        print(wrapped(f"{key}  {library.cell(key).title}", "  "))
    for row in model.doubtful:
        print(wrapped(f"{row.cell}  {library.cell(row.cell).title} (doubtful: {row.note})", "  "))
    print("\nExample stack:")
    _print_stack(model.stack, library)


def _ingredient(ingredient: Ingredient, role: str) -> str:
    allowed = ", ".join((*ingredient.classes, *ingredient.families, *ingredient.materials))
    name = ingredient.function or role
    return f"{name} ({allowed})" if allowed else name


def _show_cell(cell: PublishedCell, library: Library) -> None:
    print(wrapped(f"{cell.id}  {cell.title}"))
    source = present.source(cell.source, library.sources)
    known = library.sources.get(cell.source.ref)
    print(wrapped(f"Table {cell.table}, row {cell.row}; model {cell.model}; {source}"))
    if known is not None:
        print(wrapped(known.citation()))
    for text in (cell.model_note, cell.restored, cell.note):
        if text:
            print(wrapped(text))
    reported = cell.reported
    print("\nReported:")
    for name, entry in (("capacity", reported.capacity), ("rate", reported.rate), ("retention", reported.retention)):
        if entry is not None:
            print(f"  {name}: {present.quantity(entry)}")
    if cell.printed.window:
        print(wrapped(f"window as printed: {cell.printed.window}", "  "))
    print("\nStack:")
    _print_stack(cell.stack, library)
    inputs = provenance.stack_inputs(cell.stack)
    print(f"\nFrom the paper or the review ({sum(item.from_source for item in inputs)}):")
    for item in inputs:
        if item.from_source:
            print(wrapped(f"{item.place}: {present.quantity(item.quantity)}", "  "))
    print(f"Assumed ({sum(not item.from_source for item in inputs)}):")
    for item in inputs:
        if not item.from_source:
            print(wrapped(f"{item.place}: {present.quantity(item.quantity)}; {item.quantity.note or ''}", "  "))


def _print_stack(stack: Stack, library: Library) -> None:
    print(
        columns(
            ["layer", "made of", "size"],
            [[layer.role, _content(layer, library), _size(layer)] for layer in stack.layers],
        )
    )


def _content(layer: Layer, library: Library) -> str:
    if layer.material is not None:
        return library.material(layer.material).label
    parts = []
    for part in layer.components:
        coat = f"{library.material(part.coating.material).label}-coated " if part.coating is not None else ""
        parts.append(
            f"{part.mass_fraction.value:g} {part.mass_fraction.unit} {coat}{library.material(part.material).label}"
        )
    return " + ".join(parts)


def _size(layer: Layer) -> str:
    if layer.thickness is not None:
        return present.quantity(layer.thickness)
    return f"{present.quantity(layer.loading)} of {layer.loading_basis}" if layer.loading is not None else ""


def _show_material(entry: Material, library: Library) -> None:
    print(
        f"{entry.name} ({entry.id}): {entry.category}" + (f", {entry.material_class}" if entry.material_class else "")
    )
    if entry.formula:
        print(f"formula {entry.formula}" + (f"; carries {entry.ion}" if entry.ion else ""))
    for name in ("density", "conductivity_spread", "electronic_conductivity", "capacity", "average_potential",
                 "volume_change"):  # fmt: skip
        quantity = getattr(entry, name)
        if quantity is not None:
            origin = present.source(quantity.source, library.sources)
            tail = "; ".join(part for part in (quantity.kind or "", origin) if part)
            print(wrapped(f"{name.replace('_', ' ')}: {present.quantity(quantity)} [{tail}]", "  "))
    for point in entry.conductivity:
        mark = "* " if point.id == entry.preferred else ""
        origin = present.source(point.source, library.sources)
        shown = "not decided" if point.value is None else f"{point.value:g} {point.unit}"
        print(wrapped(f"{mark}conductivity {shown} [{point.kind}; {origin}] {point.synthesis or ''}".rstrip(), "  "))
    for window in entry.windows:
        low = present.quantity(window.reduction) if window.reduction else "?"
        high = present.quantity(window.oxidation) if window.oxidation else "?"
        print(wrapped(f"window {low} to {high} against {window.reference} ({window.method})", "  "))
    if entry.moisture is not None:
        print(wrapped(f"moisture: {entry.moisture.behaviour}", "  "))
    if entry.note:
        print(wrapped(entry.note, "  "))


def table(arguments: argparse.Namespace) -> int:
    """Print a table of the review, rebuilt from the presets."""
    try:
        rows = tables.table(arguments.number, cellbuilder.library())
    except tables.NoSuchTableError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.json:
        print_json(rows)
        return 0
    print(f"Table {arguments.number}: {tables.TITLES[arguments.number]} ({len(rows)} rows)\n")
    heads = [key for key in _TABLE_HEADS[arguments.number] if rows and key in rows[0]]
    shown = [
        [("~" if key == "conductivity" and row["approximate"] else "") + _cell(row[key]) for key in heads]
        for row in rows
    ]
    print(columns([_HEAD_TEXT.get(key, key.replace("_", " ")) for key in heads], shown))
    return 0


_CONDUCTIVITY_HEADS = ["row", "name", "conductivity", "temperature", "activation_energy", "ref", "confidence"]
_HEAD_TEXT = {
    "conductivity": "S/cm",
    "temperature": "°C",
    "activation_energy": "Ea, eV",
    "relative_density": "dense, %",
    "capacity_unit": "unit",
    "retention": "kept, %",
}
_CELL_HEADS = ["row", "name", "model", "capacity", "capacity_unit", "window", "retention", "ref", "confidence"]
_TABLE_HEADS: dict[int, list[str]] = {
    1: [*_CONDUCTIVITY_HEADS[:2], "synthesis", "relative_density", *_CONDUCTIVITY_HEADS[2:]],
    2: [*_CONDUCTIVITY_HEADS[:2], "synthesis", *_CONDUCTIVITY_HEADS[2:]],
    3: [*_CONDUCTIVITY_HEADS[:2], "synthesis", *_CONDUCTIVITY_HEADS[2:]],
    4: ["row", "name", "partner", "low_voltage", "high_voltage", "ref"],
    5: ["row", "name", "partner", "products", "ref"],
    6: ["row", "name", "sodium", "lithium"],
    7: _CELL_HEADS,
    8: _CELL_HEADS,
}


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        if "products" in value:
            at = "" if value["potential"] is None else f" @ {value['potential']:g} V"
            return ", ".join(value["products"]) + at
        if "lower" in value:
            low, high = value["lower"], value["upper"]
            return f"{low if low is not None else '?'}–{high if high is not None else '?'} V vs {value['reference']}"
    if isinstance(value, list):
        return "; ".join(_cell(entry) for entry in value)
    return str(value)
