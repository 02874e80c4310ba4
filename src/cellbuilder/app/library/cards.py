"""What a card says of a model, a published cell or a material: headings, rows and notes as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cellbuilder.app import inspection, present
from cellbuilder.app.library import own_materials
from cellbuilder.app.library.index import ItemKind, cell_badge
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.potentials import Window
from cellbuilder.domain.base import record
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.source import Source
from cellbuilder.domain.stack import Stack

_METHODS: Final[Mapping[str, str]] = {
    "thermodynamic": "calculated, thermodynamic", "topotactic": "calculated, topotactic",
    "experimental": "measured", "unknown": "method not said",
}  # fmt: skip


@record
class Row:
    """One thing that is known: its name, value and, smaller, label and source. ``tip`` is the whole story."""

    name: str
    value: str
    origin: str = ""
    tip: str = ""


@record
class Card:
    """All that a card shows. ``notes`` are headed paragraphs."""

    kind: ItemKind
    key: str
    title: str
    subtitle: str
    rows: tuple[Row, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    own: bool = False

    def text(self) -> str:
        """Return the card as plain lines, for a tool tip or to copy."""
        lines = [self.title, self.subtitle]
        lines += [f"{row.name}: {row.value}" + (f"  ({row.origin})" if row.origin else "") for row in self.rows]
        lines += [f"{head}: {said}" for head, said in self.notes]
        return "\n".join(line for line in lines if line)


def card(kind: ItemKind, key: str, workspace: Workspace) -> Card:
    """Return the card of an entry of the library.

    Raises:
        KeyError: no such entry.
        UnreadableError: its file is damaged.
    """
    library = workspace.library
    makers: dict[ItemKind, Callable[[], Card]] = {
        "model": lambda: of_model(library.model(key), workspace),
        "cell": lambda: of_cell(library.cell(key), workspace),
        "material": lambda: of_material(library.material(key), workspace),
    }
    return makers[kind]()


def of_material(material: Material, workspace: Workspace) -> Card:
    """Return the card of a material."""
    sources, own = workspace.library.sources, own_materials.is_own(material.id, workspace.library)
    kind = [material.material_class or "", material.category, material.family or "",
            f"{material.ion}⁺" if material.ion else "", tr("yours") if own else ""]  # fmt: skip
    rows = [Row(tr("Formula"), material.formula)] if material.formula else []
    rows += _conductivity(material, sources)
    named: tuple[tuple[str, Quantity | None], ...] = (
        (tr("Electronic conductivity"), material.electronic_conductivity),
        (tr("Density"), material.density),
        (tr("Capacity"), material.capacity),
    )
    rows += [_row(name, quantity, sources) for name, quantity in named if quantity is not None]
    if material.average_potential is not None:
        known = _row(tr("Average potential"), material.average_potential, sources)
        rows.append(Row(known.name, f"{known.value} vs {material.potential_reference}", known.origin, known.tip))
    rows += [_window(entry, sources) for entry in potentials.windows(material, workspace.evidence)]
    notes = [(tr("Air and water"), material.moisture.behaviour)] if material.moisture is not None else []
    notes += [(tr("Note"), material.note)] if material.note else []
    title = material.name if material.label in material.name else f"{material.label} – {material.name}"
    return Card("material", material.id, title, " · ".join(part for part in kind if part), tuple(rows), tuple(notes),
                own)  # fmt: skip


def _conductivity(material: Material, sources: Mapping[str, Source]) -> list[Row]:
    point, spread = material.preferred_point, material.conductivity_spread
    rows = []
    if point is not None:
        at = present.quantity(point.temperature) if point.temperature else ("RT" if point.room_temperature else "")
        known = _row(tr("Conductivity"), inspection.usual(point.quantity()), sources)
        rows.append(Row(known.name, f"{known.value} at {at}" if at else known.value, known.origin, known.tip))
        if point.activation_energy is not None:
            rows.append(_row(tr("Activation energy"), point.activation_energy, sources))
    elif material.category == "electrolyte":
        rows.append(Row(tr("Conductivity"), tr("unknown")))
    if spread is not None:
        rows.append(_row(tr("Published values"), inspection.usual(spread), sources))
    return rows


def _row(name: str, quantity: Quantity, sources: Mapping[str, Source]) -> Row:
    parts = [quantity.kind or "", _short(quantity.source)]
    whole = [present.quantity(quantity), quantity.kind or "", present.source(quantity.source, sources),
             quantity.conditions or "", quantity.note or ""]  # fmt: skip
    return Row(name, present.quantity(quantity), ", ".join(part for part in parts if part),
               "\n".join(part for part in whole if part))  # fmt: skip


def _short(ref: SourceRef | None) -> str:
    return "" if ref is None else f"ref. {ref.ref}" if ref.ref.isdigit() else ref.ref


def _window(window: Window, sources: Mapping[str, Source]) -> Row:
    low, high = ("?" if end is None else f"{end:.2f}".rstrip("0").rstrip(".")
                 for end in (window.reduction, window.oxidation))  # fmt: skip
    origin = ", ".join(part for part in (_METHODS[window.method], _short(window.source)) if part)
    tip = "\n".join(part for part in (present.source(window.source, sources), window.note or "") if part)
    return Row(tr("Window"), f"{low} – {high} V vs {window.metal}", origin, tip)


def of_model(model: CellModel, workspace: Workspace) -> Card:
    """Return the card of a model: what it is drawn for, its layers, how it was read from the review."""
    cells = [cell for cell in workspace.library.cells() if cell.model == model.letter]
    kind = f"{', '.join(model.drawn_for)} · {model.ion}⁺ · {', '.join(model.figures)}"
    rows = [Row(tr("Layers"), layers_of(model.stack, workspace))]
    if cells:
        rows.append(Row(tr("Published cells"), ", ".join(cell_badge(cell) for cell in cells)))
    notes = [(tr("How this was read from the review"), model.reconstructed)]
    notes += [(tr("Left open"), model.ambiguity)] if model.ambiguity else []
    notes += [(tr("Note"), model.note)] if model.note else []
    title = tr("Model {letter}: {title}").format(letter=model.letter, title=model.title)
    return Card("model", model.letter, title, kind, tuple(rows), tuple(notes))


def layers_of(stack: Stack, workspace: Workspace) -> str:
    """Return the layers of a stack in one line, from the cathode to the anode."""
    labels = {}
    for key in stack.material_ids:
        try:
            labels[key] = workspace.library.material(key).label
        except (KeyError, UnreadableError):  # a damaged entry is named by its id
            labels[key] = key
    return " | ".join(
        labels[layer.material]
        if layer.material is not None
        else " + ".join(labels[part.material] for part in layer.components)
        for layer in stack.layers
    )


def of_cell(cell: PublishedCell, workspace: Workspace) -> Card:
    """Return the card of a published cell: what its paper reports, as far as the review prints it."""
    sources, reported = workspace.library.sources, cell.reported
    kind = tr("{badge} · model {letter} · {material_class} · {ion}").format(
        badge=cell_badge(cell), letter=cell.model, material_class=cell.material_class, ion=f"{cell.ion}⁺"
    )
    rows = []
    if reported.capacity is not None:
        name = tr("Reported capacity")
        known = _row(name, reported.capacity, sources)
        said = ", ".join(part for part in (reported.capacity_kind or "", reported.capacity.conditions or "") if part)
        rows.append(Row(name, known.value, said, known.tip))
    if reported.rate is not None:
        rows.append(Row(tr("Rate"), present.quantity(reported.rate)))
    if cell.printed.window:
        rows.append(Row(tr("Window"), cell.printed.window, tr("as printed")))
    retention = _retention(cell)
    if retention:
        rows.append(Row(tr("Retention"), retention, reported.retention_conditions or ""))
    if reported.temperature is not None:
        rows.append(Row(tr("Temperature"), present.quantity(reported.temperature)))
    rows.append(Row(tr("Layers"), layers_of(cell.stack, workspace)))
    source = sources.get(cell.source.ref)
    cited = source.citation() if source is not None else ""
    rows.append(Row(tr("Reference"), tr("ref. {ref}").format(ref=cell.source.ref), cited, cited))
    notes = [(head, said) for head, said in ((tr("Model"), cell.model_note), (tr("Restored"), cell.restored),
                                             (tr("Note"), cell.note)) if said]  # fmt: skip
    return Card("cell", cell.id, cell.title, kind, tuple(rows), tuple(notes))


def _retention(cell: PublishedCell) -> str:
    reported = cell.reported
    kept = reported.retention or reported.retention_capacity
    if kept is None:
        return ""
    if reported.retention_cycles is None:
        return present.quantity(kept)
    return tr("{kept} after {n} cycles").format(kept=present.quantity(kept), n=reported.retention_cycles)


def calculated(evaluation: Evaluation) -> tuple[Row, ...]:
    """Return what the calculation gives for a published cell, to stand beside what is reported of it."""
    figures = evaluation.figures
    shown = (figures.capacity, figures.average_voltage, figures.resistance.totals[-1])
    return tuple(
        Row(tr("Calculated: {name}").format(name=figure.name), present.value(figure),
            " ".join(part for part in (f"({present.span(figure)})" if present.span(figure) else "",
                                       present.label(figure)) if part))
        for figure in shown
    )  # fmt: skip
