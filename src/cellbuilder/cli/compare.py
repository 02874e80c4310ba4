"""Commands that compare: windows, classes, matrix."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

import cellbuilder
from cellbuilder.app import present
from cellbuilder.cli.text import clean, columns, print_json, width, wrapped
from cellbuilder.compatibility import bars, class_book, classes, matrix
from cellbuilder.compatibility.bars import Bar, WindowView
from cellbuilder.compatibility.classes import ClassRow, Compared, Statistics
from cellbuilder.compatibility.matrix import NO_CATHOLYTE, POSITIONS, Entry, Matrix
from cellbuilder.compatibility.windows import MARGIN_V
from cellbuilder.domain.material import Ion
from cellbuilder.io import codec

_METHODS: Final = {
    "thermodynamic": "calculated", "topotactic": "topotactic", "experimental": "measured", "unknown": "not said",
}  # fmt: skip
_LABEL: Final = 22
_WIDEST: Final = 80


def windows(arguments: argparse.Namespace) -> int:
    """Print the stability windows of a design beside the potentials of its electrodes."""
    path = Path(arguments.file)
    design = codec.load(path)
    view = bars.bars(design, cellbuilder.evidence())
    if arguments.json:
        print_json({"file": str(path), "design": design.name, **_plain(view)})
        return 0
    print(f"{clean(design.name)}\n{clean(str(path))}\n")
    if view.metal is None:
        print("The working ion of this stack is not known, so its windows cannot be compared.")
        return 0
    print(f"Stability windows, V against {view.metal}\n")
    print("\n".join(_chart(view)) + "\n")
    print(wrapped("[ ] ends on record, ? end not on record; A anode (average), C cathode (highest), = from the lower "
                  "to the upper voltage limit, o average potential of the cathode"))  # fmt: skip
    print()
    _print_windows(view)
    return 0


def _chart(view: WindowView) -> list[str]:
    """Draw every bar on one axis; characters alone tell what is what."""
    room = min(width(), _WIDEST) - _LABEL - 1
    low, high = view.ends

    def place(volts: float) -> int:
        return round((volts - low) / (high - low) * (room - 1))

    marks = {place(volts): mark for volts, mark in ((view.anode.average, "A"), (_top(view), "C")) if volts is not None}
    step = -(-int(high - low) // 10)
    ruler, numbers = [" "] * room, [" "] * room
    for volts in range(int(low), int(high) + 1, step):
        ruler[place(volts)] = "+"
        text, at = str(volts), place(volts)
        numbers[at : at + len(text)] = text
    axis = "".join("-" if char == " " else char for char in ruler)
    title = f"V against {view.metal}"
    lines = [f"{'':{_LABEL}} {''.join(numbers)[:room]}".rstrip(), f"{title:{_LABEL}} {axis}"]
    cathode = [" "] * room
    ends = (view.cathode.lower, view.cathode.upper)
    if ends[0] is not None and ends[1] is not None:
        for at in range(place(ends[0]), place(ends[1]) + 1):
            cathode[at] = "="
    if view.cathode.average is not None:
        cathode[place(view.cathode.average)] = "o"
    for at, mark in marks.items():
        cathode[at] = mark
    lines.append(f"{'electrodes':{_LABEL}} {''.join(cathode)}".rstrip())
    for number, bar in enumerate(view.bars, 1):
        label = f"{number} {bar.label}"
        label = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
        drawn = _drawn(bar, place, room) if bar.on_axis else list(f"({bar.flag}; see below)"[:room].ljust(room))
        if bar.on_axis:
            for at in marks:
                drawn[at] = ":" if drawn[at] == " " else drawn[at]
        lines.append(f"{clean(label):{_LABEL}} {''.join(drawn)}".rstrip())
    return lines


def _top(view: WindowView) -> float | None:
    return view.cathode.average if view.cathode.upper is None else view.cathode.upper


def _drawn(bar: Bar, place: Any, room: int) -> list[str]:
    cells = [" "] * room
    first = 0 if bar.low is None else place(bar.low)
    last = room - 1 if bar.high is None else place(bar.high)
    known = bar.low is not None and bar.high is not None
    for at in range(first, last + 1):
        cells[at] = "#" if known else "."
    cells[first], cells[last] = "[" if bar.low is not None else "?", "]" if bar.high is not None else "?"
    return cells


def _print_windows(view: WindowView) -> None:
    sources = cellbuilder.library().sources
    rows = []
    for number, bar in enumerate(view.bars, 1):
        rows.append([
            number, bar.label, _METHODS[bar.method], present.volts(bar.low), present.volts(bar.high),
            _side(bar.anode_margin, meets=bar.at_anode), _side(bar.cathode_margin, meets=bar.at_cathode), bar.grade,
        ])  # fmt: skip
    print(columns(["", "material", "limits", "from", "to", "at the anode", "at the cathode", "grade"], rows))
    print(f"\nanode: {present.volts(view.anode.average)} V; {view.anode.words}")
    ends = [present.volts(end) for end in (view.cathode.lower, view.cathode.upper, view.cathode.average)]
    span = "{} to {} V, average {} V".format(*ends)
    print(wrapped(f"cathode: {span}; {view.cathode.words}"))
    print(wrapped("A margin in V is what is left of the window there, negative where it is exceeded; in brackets: the "
                  "material does not meet that electrode. Beyond a window there is a driving force; how fast it acts "
                  "is not said. Calculated and measured limits differ and are never mixed."))  # fmt: skip
    print()
    for number, bar in enumerate(view.bars, 1):
        parts = [f"{bar.label}: {bar.flag}", f"in {'; '.join(bar.uses)}"]
        for place, meets, products in (
            ("anode", bar.at_anode, bar.reduced_to), ("cathode", bar.at_cathode, bar.oxidised_to)
        ):  # fmt: skip
            if products:
                becomes = "it becomes" if meets else "it would become"
                parts.append(f"at the {place} {becomes} {', '.join(products)} (calculated)")
        if bar.discharge_margin is not None and bar.discharge_margin < -MARGIN_V and bar.at_cathode:
            parts.append(f"{-bar.discharge_margin:.2f} V above the lower limit of the cathode, which may reduce it")
        parts += [bar.note or "", present.source(bar.source, sources)]
        print(wrapped(f"{number}. " + "; ".join(part.rstrip(".") for part in parts if part)))


def _side(margin: float | None, *, meets: bool) -> str:
    text = "not known" if margin is None else f"{margin:+.2f}"
    return text if meets else f"({text})"


def compare_classes(arguments: argparse.Namespace) -> int:
    """Print the five classes of electrolytes compared by the values of the library."""
    library, book = cellbuilder.library(), class_book.load()
    rows = classes.classes(library.materials(), cellbuilder.evidence(), library.cells(), book)
    if arguments.json:
        data = [_plain(row) for row in rows]
        for entry, row in zip(data, rows, strict=True):
            for shown, compared in zip(entry["properties"], row.properties, strict=True):
                shown["from_estimates"] = compared.known is None and compared.estimated is not None
        print_json({"note": book.note, "rules": _plain(book.scores), "classes": data})
        return 0
    print("The classes of the review's Fig. 24, compared by the values of this library\n")
    for of in classes.UNITS:
        shown = [(row, row.of(of)) for row in rows if row.materials]
        if all(entry.shown is None for _, entry in shown):
            continue
        unit = present.unit(classes.UNITS[of])
        print(f"{of[0].upper()}{of[1:]}{' at 25 °C' if of == 'ionic conductivity' else ''}, {unit}")
        heads = ["class", "ion", "n", "median", "lowest", "highest", "of", "sources", "score"]
        print(columns(heads, [line for row, entry in shown for line in _statistic_rows(row, entry)]))
        _print_said(shown)
        print()
    _print_counts([row for row in rows if row.materials or row.cells.cells])
    print(wrapped(f"{book.note} Known values are measured or calculated; estimates are often one value for a whole "
                  "class, as the number of sources tells. Limits are in V against the metal of the ion; those found "
                  "in different ways are never mixed."))  # fmt: skip
    empty = ", ".join(f"{row.material_class} ({row.ion})" for row in rows if not row.materials)
    if empty:
        print(f"No material in the library: {empty}.")
    return 0


def _statistic_rows(row: ClassRow, entry: Compared) -> list[list[Any]]:
    """One line for what is known and one for what is estimated; one that says so where nothing is."""
    head = [row.material_class, row.ion]
    tiers = (("known values", entry.known, "known"), ("estimates", entry.estimated, "estimates"))
    lines = []
    for words, found, tier in tiers:
        if found is not None:
            numbers = (present.number(value) for value in (found.median, found.low, found.high))
            score = f"{entry.score} of 5" if entry.score is not None and entry.score_of == tier else ""
            lines.append([*head, found.n, *numbers, words, found.sources, score])
    return lines or [[*head, 0, "unknown", "", "", "", "", ""]]


def _print_said(shown: Sequence[tuple[ClassRow, Compared]]) -> None:
    _print_words([entry for _, compared in shown for entry in compared.said])
    for row, compared in shown:
        for reason in compared.left_out:
            print(wrapped(f"left out of {row.material_class} ({row.ion}): {reason}", "  "))


def _print_counts(rows: Sequence[ClassRow]) -> None:
    print("Moisture: materials with a statement, and hazards named")
    told = [
        [row.material_class, row.ion, f"{row.moisture.n} of {len(row.materials)}", row.moisture.measured,
         row.moisture.sources, "; ".join(f"{name}: {count}" for name, count in row.moisture.hazards.items())
         or ("none named" if row.moisture.n else "unknown")]
        for row in rows
    ]  # fmt: skip
    print(columns(["class", "ion", "n", "known", "sources", "hazard: materials"], told))
    _print_words([entry for row in rows for entry in row.moisture.said])
    print("\nPublished statements on the stability of bare contacts, by verdict")
    heads = ["class", "ion", "at the anode", "at the cathode", "between electrolytes", "in moist air"]
    counted = [
        [row.material_class, row.ion, *(_counts(place) for place in (
            row.interfaces.anode, row.interfaces.cathode, row.interfaces.electrolyte, row.interfaces.air))]
        for row in rows
    ]  # fmt: skip
    print(columns(heads, counted))
    _print_words([entry for row in rows for entry in row.interfaces.said])
    print("\nPublished cells: median (lowest to highest; n)")
    cells = [
        [row.material_class, row.ion, len(row.cells.cells), _spread(row.cells.capacity),
         _spread(row.cells.areal_capacity), _spread(row.cells.retention), _spread(row.cells.cycles)]
        for row in rows
    ]  # fmt: skip
    print(columns(["class", "ion", "cells", "mAh/g", "mAh/cm²", "retention, %", "after cycles"], cells))
    print(wrapped("Retentions are after different numbers of cycles, at different rates, cathodes, temperatures: they "
                  "rank no class. Areal capacities are unknown where the review prints no loading.", "  "))  # fmt: skip
    print()


def _print_words(said: Sequence[class_book.Stated]) -> None:
    told = dict.fromkeys((entry.material_class, entry.says, entry.source.section) for entry in said)
    for name, says, section in told:
        print(wrapped(f"the review on {name}s: {says} (section {section})", "  "))


def _counts(place: Mapping[Any, int]) -> str:
    order = ("grows", "risk", "no issue reported")
    return ", ".join(f"{place[verdict]} {verdict}" for verdict in order if place.get(verdict)) or "no statement"


def _spread(found: Statistics | None) -> str:
    if found is None:
        return "unknown"
    median, low, high = (f"{float(f'{value:.3g}'):g}" for value in (found.median, found.low, found.high))
    return f"{median} (n = 1)" if found.n == 1 else f"{median} ({low} to {high}; {found.n})"


def show_matrix(arguments: argparse.Namespace) -> int:
    """Print which classes of electrolytes were built together, and which never."""
    library = cellbuilder.library()
    found = matrix.matrix(library.cells(), library.materials(), library.evidence)
    if arguments.json:
        tables = ("arrangements", "cathode_layers", "anode_layers", "hybrids")
        data = {name: [{"status": entry.status, **_plain(entry)} for entry in getattr(found, name)] for name in tables}
        builds = [{"position": build.position, **_plain(build)} for build in found.builds]
        print_json({"cells": builds, **data})
        return 0
    print(f"Electrolytes in {len(found.builds)} published cells, by class: catholyte, separator, interface layer")
    print(wrapped("a | b: two layers, the first towards the cathode; a + b: mixed. 'never reported' means: in none of "
                  "these cells and in none of the statements here; elsewhere it may have been tried."))  # fmt: skip
    for ion in classes.IONS:
        print(f"\n{ion}: catholyte (rows) and separator (columns)")
        _print_grid(found, ion)
        _print_entries(f"\n{ion}: arrangements", ["catholyte", "separator", "layer at"], found.arrangements, ion)
        _print_entries(f"\n{ion}: layers at the cathode", ["separator", "layer"], found.cathode_layers, ion)
        _print_entries(f"\n{ion}: layers at the anode", ["separator", "layer"], found.anode_layers, ion)
        _print_entries(f"\n{ion}: two electrolytes in one separator", ["first", "second"], found.hybrids, ion)
    return 0


def _print_grid(found: Matrix, ion: Ion) -> None:
    rows = []
    for catholyte in (NO_CATHOLYTE, *classes.CLASSES):
        entries = [found.pair(ion, catholyte, separator) for separator in classes.CLASSES]
        rows.append([catholyte, *(_told(entry) for entry in entries)])
    print(columns(["", *classes.CLASSES], rows))
    single = {(first, second) for first in (NO_CATHOLYTE, *classes.CLASSES) for second in classes.CLASSES}
    others = [build.cell for build in found.builds
              if build.ion == ion and (build.catholyte_name, build.separator_name) not in single]  # fmt: skip
    if others:
        words = "not in this table, with two catholytes or two electrolytes in the separator"
        print(wrapped(f"{words}: {', '.join(others)}"))


def _told(entry: Entry) -> str:
    if entry.cells:
        return f"{len(entry.cells)} cell{'s' if len(entry.cells) > 1 else ''}"
    return "stated, no cell" if entry.status == "stated only" else "never reported"


def _print_entries(title: str, heads: list[str], table: Sequence[Entry], ion: Ion) -> None:
    own = [entry for entry in table if entry.ion == ion]
    known = [entry for entry in own if entry.status != "never reported"]
    print(title)
    if known:
        rows = [[*entry.names, _which(entry), ", ".join(entry.refs), ", ".join(entry.statements)] for entry in known]
        print(columns([*heads, "cells", "ref.", "statements"], rows))
    empty = len(own) - len(known)
    unseen = [entry for entry in own if entry.status == "never reported"]
    print(wrapped(f"never reported: {empty} of {len(own)} combinations" + _sides(unseen, own)))


def _sides(unseen: Sequence[Entry], own: Sequence[Entry]) -> str:
    """Name the empty combinations of two, or the places where no cell has a layer."""
    if len(own[0].names) == 2:
        rows: dict[str, list[str]] = {}
        for entry in unseen:
            rows.setdefault(entry.names[0], []).append(entry.names[1])
        return "".join(f"; {first} with {', '.join(others)}" for first, others in rows.items())
    empty = [place for place in POSITIONS if not any(entry.cells and entry.names[2] == place for entry in own)]
    return f"; no cell has layers at: {', '.join(empty)}" if empty else ""


def _which(entry: Entry) -> str:
    if entry.cells:
        return ", ".join(entry.cells)
    return f"as one material: {', '.join(entry.in_one_material)}" if entry.in_one_material else "none here"


def _plain(value: Any) -> Any:
    """Turn small value objects into data for JSON."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
