"""The command ``impedance``: the spectrum of a design as CSV, and its arcs as a table."""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

import cellbuilder
from cellbuilder import assess
from cellbuilder.app import present
from cellbuilder.cli.files import stands
from cellbuilder.cli.text import clean, columns, print_json, wrapped
from cellbuilder.domain.design import Design
from cellbuilder.engine import circuit, spectrum
from cellbuilder.engine.spectrum import Contribution, Spectrum
from cellbuilder.io import atomic, codec

_HERTZ = ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"), (1e-3, "mHz"), (1e-6, "µHz"))
_CM2_IN_M2 = 1e-4
MOST_POINTS = 100_000
RANGE_HZ = (1e-10, 1e11)
"""Frequencies that can be asked for."""


def arguments(command: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    command.add_argument("file", metavar="FILE", help="a design file")
    command.add_argument("--from", dest="first", metavar="HZ", type=_frequency, default=1e-3,
                         help="first frequency in Hz (1e-3)")  # fmt: skip
    command.add_argument("--to", dest="last", metavar="HZ", type=_frequency, default=1e7,
                         help="last frequency in Hz (1e7)")  # fmt: skip
    command.add_argument("--points", metavar="N", type=_points, default=100,
                         help="number of frequencies, evenly spaced in the logarithm (100)")  # fmt: skip
    command.add_argument("-o", "--output", metavar="FILE", help="the CSV file to write")
    command.add_argument("--force", action="store_true", help="replace the file if it exists")
    command.add_argument("--area", metavar="CM2", type=_positive,
                         help="area of the cell in cm2: impedance in ohm instead of ohm cm2")  # fmt: skip
    command.add_argument("--lead", metavar="OHM", type=_positive, default=0.0,
                         help="resistance of the leads in ohm, in series; needs --area")  # fmt: skip
    command.add_argument("--symmetric", choices=("cathode", "anode"),
                         help="the symmetric cell with this electrode on both faces of the electrolyte")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Print the arcs of a design, and write its spectrum where a file is named."""
    target = None if arguments.output is None else Path(arguments.output)
    if arguments.lead and arguments.area is None:
        print("--lead is in ohm; give the area of the cell with --area", file=sys.stderr)
        return 2
    if stands(arguments):
        return 2
    path = Path(arguments.file)
    design = codec.load(path)
    cell = assess.cell_of(design, cellbuilder.evidence())
    made = circuit.build(cell, design)
    if arguments.symmetric is not None:
        made = made.symmetric(arguments.symmetric)
    if not made.elements:
        print(f"{path}: nothing is known of this cell that a spectrum could be made of", file=sys.stderr)
        for missing in made.missing:
            print(wrapped(f"{missing.name}: {missing.reason}", "  "), file=sys.stderr)
        return 2
    frequencies = np.geomspace(arguments.first, arguments.last, arguments.points)
    area = None if arguments.area is None else arguments.area * _CM2_IN_M2
    found = spectrum.calculate(made, frequencies, area_m2=area, lead_ohm=arguments.lead)
    if target is not None:
        atomic.write_text(target, csv_text(found))
    if arguments.json:
        print_json({"file": str(path), "design": design.name, "engine_version": assess.engine_version()} | data(found))
    else:
        _print(path, design, found)
        if target is not None:
            print(f"\n{target}: {arguments.points} frequencies")
    return 0


def csv_text(found: Spectrum) -> str:
    """Return a spectrum as CSV: a row for each frequency, numbers with full precision and a decimal point."""
    heads, rows = found.table()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([clean(head) for head in heads])
    writer.writerows([repr(number) for number in row] for row in rows.tolist())
    return stream.getvalue()


def data(found: Spectrum) -> dict[str, Any]:
    """Return a spectrum as plain data in the unit it is shown in."""
    return {
        "unit": found.unit,
        "area_cm2": None if found.area_m2 is None else found.area_m2 / _CM2_IN_M2,
        "partial": found.partial,
        "frequency_hz": found.frequencies_hz.tolist(),
        **_complex(found, found.total),
        "parts": [
            {"name": name, "kind": part.kind, "layers": part.layers, "resistance": _shown(found, part.resistance),
             "high_frequency_resistance": _shown(found, part.high_frequency),
             "diffusion_resistance": _shown(found, part.diffusion), "apex_hz": part.apex_hz,
             "filling_hz": part.filling_hz, "label": part.label, "at_least": part.at_least, "at_most": part.at_most,
             "note": part.note, **_complex(found, part.impedance)}
            for name, part in zip(found.names(), found.parts, strict=True)
        ],
        "missing": [{"name": item.name, "layers": item.layers, "reason": item.reason} for item in found.missing],
        "notes": found.notes,
    }  # fmt: skip


def _complex(found: Spectrum, z: Any) -> dict[str, list[float]]:
    return {"re": found.shown(z.real).tolist(), "minus_im": (0.0 - found.shown(z.imag)).tolist()}


def _shown(found: Spectrum, value: float | None) -> float | None:
    return None if value is None else float(found.shown(value))


def _print(path: Path, design: Design, found: Spectrum) -> None:
    temperature = present.quantity(design.stack.conditions.temperature)
    unit = present.unit(found.unit).replace("Ohm", "Ω")
    print(f"{clean(design.name)}\n{clean(str(path))}; cellbuilder {assess.engine_version()}\n")
    print(f"Impedance at {temperature}, in {unit}: elements in series")
    rows = [_row(found, name, part) for name, part in zip(found.names(), found.parts, strict=True)]
    low, high = (found.shown(sum(values)) for values in (
        [part.resistance for part in found.parts], [part.high_frequency for part in found.parts]))  # fmt: skip
    sign = "≥ " if found.partial else ""
    slow = [part.diffusion for part in found.parts if part.diffusion is not None]
    rows.append(["whole cell", sign + present.number(low), present.number(high),
                 present.number(found.shown(sum(slow))) if slow else "", "", ""])  # fmt: skip
    print(columns(["element", "before diffusion", "high freq.", "diffusion adds", "apex", "label"], rows))
    filling = [(name, part.filling_hz) for name, part in zip(found.names(), found.parts, strict=True)
               if part.filling_hz is not None]  # fmt: skip
    for name, hertz in filling:
        print(wrapped(f"{name}: below {_hertz(hertz)} the grains fill as a whole, and it rises like a capacitor"))
    if found.missing:
        print("\nMissing in whole or in part: the spectrum is partial")
        for item in found.missing:
            print(wrapped(f"{item.name}: {item.reason}", "  "))
    print("\nRemarks")
    said = {text for item in found.missing for text in item.reason.split("; ")}
    for name, part in zip(found.names(), found.parts, strict=True):
        remark = "; ".join(text for text in (part.note or "").split("; ") if text and text not in said)
        if remark:
            print(wrapped(f"{name}: {remark}", "  "))
    for note in (*found.notes, "one kind of ion moves in the electrolyte: no diffusion element for it"):
        print(wrapped(note, "  "))


def _row(found: Spectrum, name: str, part: Contribution) -> list[str]:
    sign = "≥ " if part.at_least else "≤ " if part.at_most else ""
    diffusion = "" if part.diffusion is None else present.number(found.shown(part.diffusion))
    return [name, sign + present.number(found.shown(part.resistance)), present.number(found.shown(part.high_frequency)),
            diffusion, "" if part.apex_hz is None else _hertz(part.apex_hz), part.label]  # fmt: skip


def _hertz(value: float) -> str:
    size, name = next((pair for pair in _HERTZ if value >= pair[0]), _HERTZ[-1])
    return f"{present.number(value / size)} {name}"


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from None
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"'{text}' is not a finite number")
    return value


def _positive(text: str) -> float:
    value = _number(text)
    if value <= 0.0:
        raise argparse.ArgumentTypeError(f"{text} must be greater than zero")
    return value


def _frequency(text: str) -> float:
    value = _positive(text)
    if not RANGE_HZ[0] <= value <= RANGE_HZ[1]:
        raise argparse.ArgumentTypeError(f"{text} is not between {RANGE_HZ[0]:g} and {RANGE_HZ[1]:g} Hz")
    return value


def _points(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None
    if not 2 <= value <= MOST_POINTS:
        raise argparse.ArgumentTypeError(f"{text} is not between 2 and {MOST_POINTS}")
    return value
