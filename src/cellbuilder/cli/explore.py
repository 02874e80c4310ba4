"""The commands that ask for many variants: sweep, uncertainty, rate."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import cellbuilder
from cellbuilder import assess, units
from cellbuilder.app import present
from cellbuilder.cli.files import stands
from cellbuilder.cli.text import columns, print_json, wrapped
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.engine.calculation import shown
from cellbuilder.explore import rates as discharge
from cellbuilder.explore import sweep as ranges
from cellbuilder.explore.parameters import UnknownParameterError
from cellbuilder.explore.uncertainty import Spread, monte_carlo
from cellbuilder.io import atomic, codec
from cellbuilder.units import UnitError

MOST_ROWS = 1_000_000
MOST_DRAWS = 2_000_000
RESULTS = ("asr@instantaneous", "asr@pseudo-steady", "asr@front", "capacity", "np", "voltage", "energy",
           "wh_per_kg:material", "wh_per_kg:electrode", "wh_per_kg:stack", "wh_per_kg:cell",
           "wh_per_l:material", "wh_per_l:electrode", "wh_per_l:stack", "wh_per_l:cell", "current", "drop",
           "delivered", "energy at rate")  # fmt: skip
"""The results that are given unless others are asked for, as far as the design has them."""
_BLOCK = 10_000


def sweep_arguments(command: argparse.ArgumentParser) -> None:
    """Say what ``sweep`` takes."""
    command.add_argument("file", metavar="FILE", help="a design file")
    command.add_argument("--vary", metavar="NAME=FIRST..LAST UNIT", action="append", required=True,
                         help='an input and its range, such as "electrolyte thickness=10..500 um"; several times '
                         "for a grid; 'explain FILE asr' names the inputs")  # fmt: skip
    command.add_argument("--points", type=int, default=50, metavar="N", help="values of every input (50)")
    command.add_argument("--log", action="store_true", help="values in equal factors instead of equal steps")
    command.add_argument("--result", metavar="KEY", action="append", help="a result to give, such as asr@instantaneous")
    command.add_argument("-o", "--output", metavar="FILE", help="the CSV file to write; on the screen otherwise")
    command.add_argument("--force", action="store_true", help="replace the file if it exists")


def sweep(arguments: argparse.Namespace) -> int:
    """Vary inputs of a design over ranges and write what comes out."""
    try:
        asked = [ranges.parse(text, logarithmic=arguments.log) for text in arguments.vary]
    except ValueError as error:
        return _refuse(str(error))
    if not 2 <= arguments.points <= MOST_ROWS or arguments.points ** len(asked) > MOST_ROWS:
        return _refuse(f"--points has to be at least 2, and all rows together at most {MOST_ROWS}")
    if stands(arguments):
        return 2
    design = codec.load(Path(arguments.file))
    evidence = cellbuilder.evidence()
    try:
        wanted = _wanted(design, evidence, arguments.result)
        table = ranges.sweep(design, evidence, asked, arguments.points, wanted)
    except (UnknownParameterError, UnitError, ValueError) as error:
        return _refuse(str(error))
    except KeyError as error:
        return _refuse(
            f"the design has no result called '{error.args[0]}'; it has {', '.join(_keys(design, evidence))}"
        )
    heads = [f"{key} ({present.unit(unit)})".replace(" ()", "") for key, unit in
             (*table.input_units.items(), *table.results.units.items())]  # fmt: skip
    arrays = [*table.inputs.values(), *table.results.values.values()]
    return _write(arguments, heads, _rows(arrays), len(arrays[0]))


def uncertainty_arguments(command: argparse.ArgumentParser) -> None:
    """Say what ``uncertainty`` takes."""
    command.add_argument("file", metavar="FILE", help="a design file")
    command.add_argument("--draws", type=int, default=10_000, metavar="N", help="number of random draws (10000)")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="equal seeds give equal draws (1)")
    command.add_argument("--result", metavar="KEY", action="append", help="a result to give, such as wh_per_kg:stack")
    command.add_argument("--json", action="store_true", help="print data as JSON")


def uncertainty(arguments: argparse.Namespace) -> int:
    """Draw all inputs at random within their ranges and say what that makes of the results."""
    if not 2 <= arguments.draws <= MOST_DRAWS or arguments.seed < 0:
        return _refuse(f"--draws has to be from 2 to {MOST_DRAWS}, and --seed not negative")
    design = codec.load(Path(arguments.file))
    evidence = cellbuilder.evidence()
    try:
        wanted = _wanted(design, evidence, arguments.result)
        spreads = monte_carlo(design, evidence, wanted, draws=arguments.draws, seed=arguments.seed)
    except KeyError as error:
        return _refuse(
            f"the design has no result called '{error.args[0]}'; it has {', '.join(_keys(design, evidence))}"
        )
    if arguments.json:
        print_json({"file": arguments.file, "draws": arguments.draws, "seed": arguments.seed,
                    "results": [_as_data(spread) for spread in spreads.values()]})  # fmt: skip
        return 0
    rows = [(spread.key, present.unit(spread.unit), _number(spread.low), _number(spread.median), _number(spread.high),
             _behind(spread)) for spread in spreads.values()]  # fmt: skip
    print(f"{arguments.draws} draws of all inputs with a range (seed {arguments.seed}); unknown parts stay left out")
    print(columns(["result", "unit", "5 %", "median", "95 %", "follows"], rows))
    return 0


def rate_arguments(command: argparse.ArgumentParser) -> None:
    """Say what ``rate`` takes."""
    command.add_argument("file", metavar="FILE", help="a design file")
    command.add_argument("--c-rates", metavar="LIST", default="0.1,0.2,0.5,1,2,5",
                         help="C-rates, separated by commas (0.1,0.2,0.5,1,2,5)")  # fmt: skip
    command.add_argument("-o", "--output", metavar="FILE", help="a CSV file for the voltage curves")
    command.add_argument("--points", type=int, default=101, metavar="N", help="points of every curve (101)")
    command.add_argument("--force", action="store_true", help="replace the file if it exists")
    command.add_argument("--json", action="store_true", help="print data as JSON")


def rate(arguments: argparse.Namespace) -> int:
    """Print what a design delivers at several currents, and write the voltage curves."""
    asked = _c_rates(arguments.c_rates)
    if asked is None or not 2 <= arguments.points <= 100_000:
        return _refuse("--c-rates takes positive numbers such as 0.1,1,5, and --points at least 2")
    if stands(arguments):
        return 2
    design, evidence = codec.load(Path(arguments.file)), cellbuilder.evidence()
    cell = assess.cell_of(design, evidence)
    published = discharge.critical_currents(design, evidence)
    found = discharge.rates(cell, asked, design.stack.conditions, published)
    if isinstance(found, str) or isinstance(cell.discharge, str):
        return _refuse(f"what it delivers under current is unknown: {found}")
    heads = ("C-rate", "mA/cm2", "instantaneous drop, mV", "drop at start, mV", "delivered, %", "mWh/cm2", "mW/cm2")
    numbers = zip(*(_shown(values, unit) for values, unit in (
        (found.c_rate, "C"), (found.current, "mA/cm2"), (found.instantaneous, "mV"), (found.drop, "mV"),
        (found.delivered, "%"), (found.energy, "mWh/cm2"), (found.power, "mW/cm2"),
    )), strict=True)  # fmt: skip
    firsts = _what_comes_first(found)
    rows = list(zip(numbers, firsts, strict=True))
    notes = _caps(found)
    if arguments.json:
        data = [{**{head: value if np.isfinite(value) else None for head, value in zip(heads, row, strict=True)},
                 "within the caps": not firsts, "comes first": firsts} for row, firsts in rows]  # fmt: skip
        print_json({"file": arguments.file, "regime": found.regime, "rows": data, "notes": notes})
    else:
        named = [f"drop at start ({found.regime}), mV" if head == "drop at start, mV" else head for head in heads]
        cells = [[*(_number(value) for value in row), f"no ({'; '.join(firsts)})" if firsts else "yes"]
                 for row, firsts in rows]  # fmt: skip
        print(columns([*named, "within the caps"], cells))
        for note in notes:
            print(wrapped(note))
    if arguments.output is None:
        return 0
    charge, volts = discharge.curves(cell.discharge, found.current, arguments.points)
    lines = ((c, *point) for c, q, v in zip(asked, charge, volts, strict=True)
             for point in zip(_shown(q, "mAh/cm2"), v.tolist(), strict=True))  # fmt: skip
    return _write(arguments, ["C-rate", "charge (mAh/cm²)", "voltage (V)"], lines, len(asked) * arguments.points)


def _what_comes_first(found: discharge.Rates) -> list[list[str]]:
    """Return, current by current, the caps that are reached before it."""
    current = "" if found.critical is None else f"{_critical(found.critical)}; {found.critical.conditions}"
    return [[*([current] if above else []), *([] if inside or above else ["diffusion in the grains"])]
            for inside, above in zip(found.within.tolist(), found.above_critical.tolist(), strict=True)]  # fmt: skip


def _critical(cap: discharge.Cap) -> str:
    value = f"{_number(shown(cap.leaf, cap.leaf.value))} {present.unit(cap.leaf.unit)}"
    return f"critical current of {cap.record}, {value}"


def _caps(found: discharge.Rates) -> list[str]:
    regime = f"The drop at the start, and what is delivered, are {found.regime}."
    notes = ["Resistance only, at nominal inputs: the ohmic limit of what is delivered.", regime]
    if found.at_most:
        notes.append("Parts of the resistance are unknown, so less is delivered than this.")
    if found.critical is not None:
        notes.append(f"Cap: {_critical(found.critical)} ({found.critical.leaf.name}; {found.critical.conditions}).")
    for cap in found.set_aside:
        notes.append(f"No cap, for it was measured far from here: {_critical(cap)} ({cap.leaf.name}; "
                     f"{cap.conditions}).")  # fmt: skip
    if found.diffusion_time is not None:
        notes.append(f"Cap: a discharge has to last ten times the {found.diffusion_time.name}, "
                     f"{_number(found.diffusion_time.value)} s.")  # fmt: skip
    return notes


def _shown(values: Any, unit: str) -> list[float]:
    """Return an array in SI as numbers in a unit."""
    return [units.from_si(value, unit) for value in values.tolist()]


def _c_rates(text: str) -> list[float] | None:
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    return values if all(0.0 < value < 1e6 for value in values) else None


def _keys(design: Design, evidence: EvidenceBase) -> list[str]:
    return [row.key for row in assess.cell_of(design, evidence).rows() if not isinstance(row.term, str)]


def _wanted(design: Design, evidence: EvidenceBase, asked: Sequence[str] | None) -> list[str]:
    known = _keys(design, evidence)
    return list(asked) if asked else [key for key in RESULTS if key in known]


def _rows(arrays: Sequence[Any]) -> Iterator[Sequence[float]]:
    """Yield the rows of a table of arrays, without making Python numbers of all of it at once."""
    for start in range(0, len(arrays[0]), _BLOCK):
        yield from zip(*(array[start : start + _BLOCK].tolist() for array in arrays), strict=True)


def _write(arguments: argparse.Namespace, heads: Sequence[str], rows: Iterable[Sequence[Any]], count: int) -> int:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if value != value else f"{value:.6g}" for value in row])
    if arguments.output is None:
        sys.stdout.write(text.getvalue())
        return 0
    target = Path(arguments.output)
    atomic.write_text(target, text.getvalue())
    if not getattr(arguments, "json", False):
        print(f"{target}: {count} rows")
    return 0


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _number(value: float) -> str:
    return present.number(value) if np.isfinite(value) else ("unknown" if np.isnan(value) else "beyond all bounds")


def _behind(spread: Spread) -> str:
    return ", ".join(f"{entry.key} {100 * entry.share:.0f} %" for entry in spread.contributions[:3])


def _as_data(spread: Spread) -> dict[str, Any]:
    ends = {name: value if np.isfinite(value) else None
            for name, value in (("low", spread.low), ("median", spread.median), ("high", spread.high))}  # fmt: skip
    return {"key": spread.key, "unit": spread.unit, **ends, "share_with_a_value": spread.valued,
            "contributions": [{"key": entry.key, "name": entry.name, "share": entry.share, "kind": entry.kind}
                              for entry in spread.contributions]}  # fmt: skip
